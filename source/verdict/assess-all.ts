import type {DriverRecord} from '../dossier/schema.ts';
import {summaryOf} from '../dossier/summary.ts';
import {assess} from './assess.ts';
import {type Calibration, shippedCalibration} from './calibration.ts';
import type {Evidence} from './evidence.ts';
import {withUse} from './replacement.ts';
import {withSameCard} from './same-card.ts';
import {withSamePlatform} from './same-platform.ts';

/** Drivers before the rules have judged them; assessments by others are kept. */
export type Unjudged = Omit<DriverRecord, 'assessments'> & Partial<Pick<DriverRecord, 'assessments'>>;

/** Judges all drivers of a data set anew by the rules, which come last among a record's assessments. */
export function assessAll(
	records: readonly Unjudged[],
	survey: Omit<Evidence, 'record'>,
	calibration: Calibration = shippedCalibration,
): DriverRecord[] {
	const judged = records.map(({assessments = [], ...record}): DriverRecord => {
		const others = assessments.filter(({assessor}) => assessor !== 'rules');
		return {...record, assessments: [...others, assess({record, ...survey}, calibration)]};
	});
	return withSamePlatform(withSameCard(withUse(judged, survey)), survey).map(record => ({
		...record,
		assessments: record.assessments.map(one =>
			one.assessor === 'rules' ? {...one, summary: summaryOf(record, one, survey.releases)} : one,
		),
	}));
}
