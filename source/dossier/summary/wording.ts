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
	const verdict = toldVerdict(record);
	if (effective === null || verdict === null) return null;
	if (effective.assessor === 'rules') return effective.summary;
	const own = effective.summary === null ? null : `${effective.summary.replace(/\.$/, '')}.`;
	return [own, summaryOf(record, verdict, survey)].filter(sentence => sentence !== null).join(' ');
}
