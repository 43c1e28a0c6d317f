import type {Assessment, DirectoryRecord, DriverRecord} from '../dossier/schema.ts';

/** An assessment from elsewhere: it says which path it speaks of. */
export type ImportedAssessment = Assessment & {covers: string};

/** What an import did: how many records each path reached, and the paths that nothing lies at. */
export interface ImportResult {
	drivers: DriverRecord[];
	directories: DirectoryRecord[];
	reached: Map<string, number>;
	missing: string[];
}

/** Order in a record: a person's, then imported dossiers, then the rules. */
const rank = {person: 0, dossier: 1, rules: 2} as const;

/**
 * Puts assessments beside those that the records have: on the driver or directory of their path, and, for a
 * directory, on every driver at or below it. One from the same assessor, origin and path replaces the older one.
 */
export function importAssessments(
	records: {drivers: readonly DriverRecord[]; directories: readonly DirectoryRecord[]},
	assessments: readonly ImportedAssessment[],
): ImportResult {
	const reached = new Map<string, number>(assessments.map(({covers}) => [covers, 0]));
	const applied = <Kind extends DriverRecord | DirectoryRecord>(
		record: Kind,
		path: string,
		inherits: boolean,
	): Kind => {
		// The nearest path comes first: a dossier of the directory itself says more than one of its parent.
		const fitting = assessments
			.filter(({covers}) => path === covers || (inherits && path.startsWith(`${covers}/`)))
			.sort((a, b) => b.covers.length - a.covers.length);
		if (fitting.length === 0) return record;
		for (const {covers} of fitting) reached.set(covers, reached.get(covers)! + 1);
		const kept = record.assessments.filter(old => !fitting.some(fresh => isSame(old, fresh)));
		const all = [...fitting, ...kept].sort((a, b) => rank[a.assessor] - rank[b.assessor]);
		return {...record, assessments: all};
	};
	const drivers = records.drivers.map(record => applied(record, record.id, true));
	const directories = records.directories.map(record => applied(record, record.directory, false));
	return {
		drivers,
		directories,
		reached,
		missing: [...reached].filter(([, count]) => count === 0).map(([path]) => path),
	};
}

function isSame(a: Assessment, b: Assessment): boolean {
	return a.assessor === b.assessor && (a.origin ?? null) === (b.origin ?? null) && a.covers === b.covers;
}
