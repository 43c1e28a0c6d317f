/** What the sentences of a summary are made from. */
import {effectiveAssessment, removalRisk, rulesAssessment} from '../effective.ts';
import type {Assessment, Distribution, DriverRecord, Manifest} from '../schema.ts';

/** A driver before anybody has judged it. */
export type Unjudged = Omit<DriverRecord, 'assessments'>;
/** What of a verdict a summary tells. */
export type Verdict = Pick<Assessment, 'recommendation' | 'replacement' | 'reasons'> &
	Partial<Pick<Assessment, 'deployments' | 'removalRisk'>>;

/** What a record's lists are in step with: the manifest's. */
export interface Survey {
	releases: Manifest['releases'];
	distributions?: readonly Distribution[] | undefined;
}

/** A sentence with its capital. */
export function capital(sentence: string): string {
	return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** `Debian, Fedora and Arch`. */
export function listed(names: readonly string[]): string {
	return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * What counts of a driver as its sentences tell it: what the effective assessment recommends, for the rules' reasons where
 * that gives none of the rules' own. Null where nobody has judged it.
 */
export function toldVerdict(record: Pick<DriverRecord, 'assessments'>): Verdict | null {
	const effective = effectiveAssessment(record);
	if (effective === null) return null;
	const {recommendation, replacement, deployments} = effective;
	const risk = removalRisk(record);
	const reasons = (rulesAssessment(record) ?? effective).reasons;
	return {recommendation, replacement, deployments, removalRisk: risk, reasons};
}
