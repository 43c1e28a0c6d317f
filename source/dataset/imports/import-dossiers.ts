import type {Assessment, DirectoryRecord, DriverRecord, PublishedFigures} from '../../dossier/schema.ts';
import type {Announced} from './announcement.ts';

/** An assessment from elsewhere: it says which path it speaks of. */
export type ImportedAssessment = Assessment & {covers: string};

/** What others counted in a directory. */
export interface ImportedFigures {
	covers: string;
	figures: PublishedFigures;
}

/** What there is to take in. */
export interface Imports {
	assessments: readonly ImportedAssessment[];
	figures: readonly ImportedFigures[];
	/** What those who decide announced; absent where nothing was imported. */
	announced?: readonly Announced[];
}

/** What an import did: how many records each path reached, and the paths that nothing lies at. */
export interface ImportResult {
	drivers: DriverRecord[];
	directories: DirectoryRecord[];
	reached: Map<string, number>;
	missing: string[];
}

/** Order in a record: a person's, then imported dossiers, then the rules; models last, who only speak beside. */
const rank = {person: 0, dossier: 1, rules: 2, model: 3} as const;

/**
 * Puts assessments beside those that the records have: on the driver or directory of their path, and, for a
 * directory, on every driver at or below it, with the number of these; figures go to their directory. What comes from
 * the same assessor, origin and path, or from the same page, replaces the older one.
 */
export function importDossiers(
	records: {drivers: readonly DriverRecord[]; directories: readonly DirectoryRecord[]},
	{assessments, figures}: Imports,
): ImportResult {
	const reached = new Map<string, number>([...assessments, ...figures].map(({covers}) => [covers, 0]));
	const reach = (path: string) => reached.set(path, reached.get(path)! + 1);
	const counted = assessments.map(assessment => ({
		...assessment,
		coversDrivers: records.drivers.filter(({id}) => isAtOrBelow(id, assessment.covers)).length,
	}));
	const applied = <Kind extends DriverRecord | DirectoryRecord>(
		record: Kind,
		fits: (covers: string) => boolean,
	): Kind => {
		// The nearest path comes first: a dossier of the directory itself says more than one of its parent.
		const fitting = counted
			.filter(({covers}) => fits(covers))
			.sort((a, b) => b.covers.length - a.covers.length);
		if (fitting.length === 0) return record;
		for (const {covers} of fitting) reach(covers);
		return {...record, assessments: withFresh(record.assessments, fitting)};
	};
	const drivers = records.drivers.map(record => applied(record, covers => isAtOrBelow(record.id, covers)));
	const directories = records.directories.map(record => {
		const own = figures.filter(({covers}) => covers === record.directory);
		for (const {covers} of own) reach(covers);
		return applied(withFigures(record, own), covers => covers === record.directory);
	});
	return {
		drivers,
		directories,
		reached,
		missing: [...reached].filter(([, count]) => count === 0).map(([path]) => path),
	};
}

/** Assessments with fresh ones among them, which take the place of those by the same assessor, of the same origin and path. */
export function withFresh(old: readonly Assessment[], fresh: readonly Assessment[]): Assessment[] {
	const kept = old.filter(one => !fresh.some(other => isSame(one, other)));
	return [...fresh, ...kept].sort((a, b) => rank[a.assessor] - rank[b.assessor]);
}

/** Whether a path lies at or below the one that an assessment covers. */
export function isAtOrBelow(path: string, covers: string): boolean {
	return path === covers || path.startsWith(`${covers}/`);
}

/** A directory's record with what others counted in it, newer counts of the same page in the place of older ones. */
export function withFigures(record: DirectoryRecord, own: readonly ImportedFigures[]): DirectoryRecord {
	if (own.length === 0) return record;
	const fresh = own.map(({figures}) => figures);
	const kept = (record.signals.published ?? []).filter(old => !fresh.some(({url}) => url === old.url));
	return {...record, signals: {...record.signals, published: [...fresh, ...kept]}};
}

function isSame(a: Assessment, b: Assessment): boolean {
	return a.assessor === b.assessor && (a.origin ?? null) === (b.origin ?? null) && a.covers === b.covers;
}
