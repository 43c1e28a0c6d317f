import {effectiveAssessment, speaksOf} from './effective.ts';
import {recommendationWords} from './recommendations.ts';
import type {Assessment, DriverRecord} from './schema.ts';

/**
 * Why the verdict is what it is, in one sentence: the weightiest reason that speaks for it, else what the assessor
 * says. A verdict without any of that, as a bare dossier is imported, has the best reason of another who came to the
 * same; where nobody did, what its one source says, else what the recommendation means.
 */
export function mainReason(record: Pick<DriverRecord, 'assessments'>): string {
	const assessment = effectiveAssessment(record);
	if (assessment === null) return 'not assessed';
	const {assessor, recommendation, summary, sources} = assessment;
	// Of several it is not told which is the reason.
	const only = assessor === 'dossier' && sources.length === 1 ? sources[0]!.claim : null;
	const agreeing = record.assessments.filter(
		one => one !== assessment && speaksOf(record, one) && one.recommendation === recommendation,
	);
	return (
		weightiest(assessment) ??
		summary ??
		agreeing.map(weightiest).find(text => text !== null) ??
		only ??
		recommendationWords[recommendation].meaning
	);
}

/** The rules give what decides first; of others it is what weighs most on the side that they take. */
function weightiest({assessor, recommendation, reasons}: Assessment): string | null {
	if (assessor === 'rules') return reasons[0]?.text ?? null;
	const side = recommendation === 'keep' || recommendation === 'not-a-driver' ? -1 : 1;
	const ordered = reasons.toSorted((a, b) => side * (b.weight - a.weight));
	return ordered[0]?.text ?? null;
}
