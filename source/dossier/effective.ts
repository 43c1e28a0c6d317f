import {assessorKinds} from './query/vocabulary.ts';
import type {Assessment, Commits, DirectoryRecord, DriverRecord} from './schema.ts';

type Assessed = Pick<DriverRecord | DirectoryRecord, 'assessments'>;

/**
 * Whether an assessment speaks of a record itself. A dossier of a directory with several drivers speaks of none of them
 * in particular: it is shown beside each, and counts for none. So does a model's, whatever it covers.
 */
export function speaksOf(record: Assessed, {assessor, coversDrivers}: Assessment): boolean {
	if (assessor === 'model') return false;
	return !('module' in record && assessor === 'dossier' && (coversDrivers ?? 1) > 1);
}

/**
 * The assessment that counts: a person's before an imported dossier's before the rules'; null where none speaks of the
 * record.
 */
export function effectiveAssessment(record: Assessed): Assessment | null {
	for (const kind of assessorKinds) {
		const found = record.assessments.find(one => one.assessor === kind && speaksOf(record, one));
		if (found !== undefined) return found;
	}
	return null;
}

/** The rules' assessment; undefined where they have not judged the record. */
export function rulesAssessment({assessments}: Assessed): Assessment | undefined {
	return assessments.find(({assessor}) => assessor === 'rules');
}

/** The driver with its rules' assessment changed; itself where it has none, or where nothing changed. */
export function withRulesAssessment(
	record: DriverRecord,
	change: (assessment: Assessment) => Assessment,
): DriverRecord {
	const index = record.assessments.findIndex(({assessor}) => assessor === 'rules');
	const before = record.assessments[index];
	const after = before && change(before);
	if (after === undefined || after === before) return record;
	return {...record, assessments: record.assessments.with(index, after)};
}

/** Whether two assessors that speak of a record recommend different things. */
export function assessorsDiffer(record: Assessed): boolean {
	const speaking = record.assessments.filter(one => speaksOf(record, one));
	return speaking.some(({recommendation}) => recommendation !== speaking[0]!.recommendation);
}

/** The removal risk: the effective assessment's, else that of whoever gave one. Null where nobody did. */
export function removalRisk(record: Assessed): number | null {
	const risks = [effectiveAssessment(record), ...record.assessments].map(assessment =>
		assessment?.assessor === 'model' ? null : (assessment?.removalRisk ?? null),
	);
	return risks.find(risk => risk !== null) ?? null;
}

/** A count's owner: the survey itself, or the collection that a dossier came from. */
export interface Counted<Value> {
	value: Value;
	/** Null for our own survey. */
	origin: string | null;
}

/** The commit history: the survey's, else the one that an imported dossier brought. */
export function commitsOf(record: Assessed & Pick<DriverRecord, 'signals'>): Counted<Commits> | null {
	if (record.signals.commits !== null) return {value: record.signals.commits, origin: null};
	for (const {signals, origin} of record.assessments) {
		if (signals?.commits) return {value: signals.commits, origin: origin ?? 'imported dossier'};
	}
	return null;
}
