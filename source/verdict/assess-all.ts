import {withRulesAssessment} from '../dossier/effective.ts';
import type {DriverRecord} from '../dossier/schema.ts';
import {summaryOf} from '../dossier/summary/summary.ts';
import {withTold} from '../dossier/summary/wording.ts';
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
	const users = usersOf(records);
	return withSamePlatform(withSameCard(withUse(judged, survey)), survey).map(record => {
		const summed = withRulesAssessment(record, verdict => ({
			...verdict,
			summary: summaryOf(record, verdict, survey, users.get(record.id)),
		}));
		return withTold(summed, survey);
	});
}

/** The modules that need each driver, by its id, sorted. */
function usersOf(records: readonly Unjudged[]): ReadonlyMap<string, readonly string[]> {
	const users = new Map<string, Set<string>>();
	for (const {module, needs} of records) {
		for (const {driver} of needs) {
			const known = users.get(driver);
			if (known === undefined) users.set(driver, new Set([module]));
			else known.add(module);
		}
	}
	return new Map([...users].map(([id, those]) => [id, [...those].sort()]));
}
