import {effectiveAssessment} from './effective.ts';
import {recommendationWords} from './recommendations.ts';
import type {Assessment, DriverRecord} from './schema.ts';

/**
 * Why the verdict is what it is, in one sentence: the weightiest reason that speaks for it, else what the assessor
 * says, else what the recommendation means. A verdict without reasons of its own borrows no one else's.
 */
export function mainReason(record: Pick<DriverRecord, 'assessments'>): string {
	const assessment = effectiveAssessment(record);
	if (assessment === null) return 'not assessed';
	return (
		weightiest(assessment) ?? assessment.summary ?? recommendationWords[assessment.recommendation].meaning
	);
}

/** The rules give what decides first; of others it is what weighs most on the side that they take. */
function weightiest({assessor, recommendation, reasons}: Assessment): string | null {
	if (assessor === 'rules') return reasons[0]?.text ?? null;
	const side = recommendation === 'keep' || recommendation === 'not-a-driver' ? -1 : 1;
	const ordered = reasons.toSorted((a, b) => side * (b.weight - a.weight));
	return ordered[0]?.text ?? null;
}
