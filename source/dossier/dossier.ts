import {effectiveAssessment} from './effective.ts';
import type {
	Assessment,
	CalibrationSummary,
	DirectoryRecord,
	DriverRecord,
	Manifest,
	Source,
} from './schema.ts';
import type {Dependents} from './summary/dependents.ts';

/** A record with what is told beside it: what a dossier is drawn, printed and copied from. */
export interface Dossier {
	record: DriverRecord | DirectoryRecord;
	/** The record of the driver's directory, to hold its figures beside; null where it is not at hand. */
	directory: DirectoryRecord | null;
	/** Who depends on the driver; absent or null where that is not known. */
	dependents?: Dependents | null;
	treeVersion: string;
	/** The releases that its changes are in step with. */
	releases: Manifest['releases'];
	/** The distributions that its values are in step with; absent where none were surveyed. */
	distributions?: Manifest['distributions'];
	/** How each band of risk fared, where the data set says. */
	calibration: CalibrationSummary | null;
}

/** A source with its number, and who cites it. */
export interface NumberedSource {
	/** From 1, through the whole dossier. */
	number: number;
	source: Source;
	assessment: Assessment;
}

export function isDriver(record: DriverRecord | DirectoryRecord): record is DriverRecord {
	return 'module' in record;
}

/** The assessments, the effective one first; the others follow in the record's order. */
export function orderedAssessments(record: Dossier['record']): Assessment[] {
	const effective = effectiveAssessment(record);
	return effective === null
		? [...record.assessments]
		: [effective, ...record.assessments.filter(other => other !== effective)];
}

/** All sources of a dossier, numbered through: the effective assessment's first. */
export function numberedSources(record: Dossier['record']): NumberedSource[] {
	const sources: NumberedSource[] = [];
	for (const assessment of orderedAssessments(record)) {
		for (const source of assessment.sources) {
			sources.push({number: sources.length + 1, source, assessment});
		}
	}
	return sources;
}

/** Who an assessment comes from, for a sentence. */
export function assessorName(assessment: Assessment): string {
	if (assessment.assessor === 'rules') return 'the rule table';
	if (assessment.assessor === 'person') return assessment.origin ?? 'a person';
	if (assessment.assessor === 'model') return `the model of "${shortened(assessment.origin ?? '?')}"`;
	return assessment.origin == null ? 'an imported dossier' : `the dossier of ${assessment.origin}`;
}

/** Characters of a command that a person has to see to know it. */
const longestCommand = 60;
const shortened = (command: string) =>
	command.length > longestCommand ? `${command.slice(0, longestCommand - 3)}...` : command;
