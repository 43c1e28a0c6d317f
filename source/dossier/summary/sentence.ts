/** A verdict for one who has little time: the one sentence that matters to them. */
import {effectiveAssessment} from '../effective.ts';
import type {Assessment, DriverRecord} from '../schema.ts';
import {type Audience, adviceFor, youth} from './advice.ts';
import {against, inItsPlace} from './against.ts';
import {whoLooksAfterIt} from './care.ts';
import {capital, type Survey, toldVerdict} from './told.ts';

/**
 * Why a driver is judged as it is and what to do about it, in a sentence for whoever asks: what speaks most against it,
 * else who looks after it; what stands in its place; the advice of the summary. Null where nobody has judged it.
 */
export function sentenceFor(record: DriverRecord, survey: Survey, audience: Audience): string | null {
	const verdict = toldVerdict(record);
	if (verdict === null) return null;
	const effective = effectiveAssessment(record)!;
	const why =
		against(verdict)[0] ?? said(effective) ?? whoLooksAfterIt(record, survey)?.replace(/\.$/, '') ?? null;
	const advice = adviceFor(record, verdict, audience) ?? adviceFor(record, verdict, 'administrator');
	const clauses = [why, inItsPlace(verdict), advice ?? youth(verdict)].filter(clause => clause !== null);
	return clauses.length === 0 ? null : `${capital(clauses.join('; '))}.`;
}

/** What an assessor other than the rules says in a sentence. */
function said({assessor, summary}: Assessment): string | null {
	return assessor === 'rules' ? null : (summary?.replace(/\.$/, '') ?? null);
}
