import {effectiveAssessment} from '../effective.ts';
import type {DriverRecord} from '../schema.ts';
import {summaryOf} from './summary.ts';
import {type Survey, toldVerdict} from './told.ts';

/**
 * What a dossier says in words, whoever's verdict counts: the rules' summary; where another's does, what that one says, then
 * the summary with the advice that follows from its recommendation. Null where nobody has judged the record.
 */
export function wordsOf(record: DriverRecord, survey: Survey): string | null {
	const effective = effectiveAssessment(record);
	if (effective === null) return null;
	if (effective.assessor === 'rules') return effective.summary;
	const own = effective.summary === null ? null : `${effective.summary.replace(/\.$/, '')}.`;
	const told = effective.told ?? toldOf(record, survey);
	return [own, told].filter(sentence => sentence !== null).join(' ');
}

/** The driver with the words kept that another's verdict leads to, where one counts; any that were kept before are left out. */
export function withTold(record: DriverRecord, survey: Survey): DriverRecord {
	const effective = effectiveAssessment(record);
	const counts = effective !== null && effective.assessor !== 'rules';
	if (!counts && record.assessments.every(({told}) => told === undefined)) return record;
	const told = counts ? toldOf(record, survey) : null;
	const assessments = record.assessments.map(assessment => {
		const {told: _, ...rest} = assessment;
		return assessment === effective && told !== null ? {...rest, told} : rest;
	});
	return {...record, assessments};
}

function toldOf(record: DriverRecord, survey: Survey): string | null {
	const verdict = toldVerdict(record);
	return verdict === null ? null : summaryOf(record, verdict, survey);
}
