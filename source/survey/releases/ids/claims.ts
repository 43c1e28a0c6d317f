/** The devices that drivers claim, from tables in the sources and of built kernels, and since when. */
import {matchesModalias} from '../../../dossier/devices/modalias.ts';
import type {DriverRecord, Problem} from '../../../dossier/schema.ts';
import type {OnProgress} from '../../facts.ts';
import type {TreeSurvey} from '../../tree/facts.ts';
import type {DriverIds} from '../../tree/ids/ids.ts';
import {surveyIds} from '../../tree/ids/pool.ts';
import type {ReleaseHistory} from '../history.ts';
import {surveyIdAges} from './age-threads.ts';
import type {IdAges} from './id-ages.ts';

/** What a record says of a driver's devices. */
export type Claims = Pick<DriverRecord, 'aliases'> &
	Required<Pick<DriverRecord, 'aliasFrom' | 'aliasSince' | 'firmware'>>;

/** Reads the ids of a tree's drivers, joins them with those of built kernels and dates them. */
export async function surveyClaims(options: {
	tree: string;
	treeSurvey: TreeSurvey;
	/** Patterns by driver id, of kernels that were built; null where none were named. */
	built: {drivers: ReadonlyMap<string, readonly string[]>} | null;
	/** The repository with the release tags, and what the survey of it found; null where there is none. */
	releases: string | null;
	history: ReleaseHistory | null;
	workerFile: string | null;
	onProgress?: OnProgress;
	signal?: AbortSignal;
}): Promise<{of: (id: string) => Claims; problems: Problem[]}> {
	const problems: Problem[] = [];
	const {tree, treeSurvey, built, releases, history, workerFile, onProgress, signal} = options;
	const {drivers} = treeSurvey;
	const ids = await surveyIds({
		tree,
		objects: drivers,
		workerFile,
		signal,
		onProblem: (where, problem) => problems.push({source: 'device ids', where, problem}),
		onSources: (done, total) => onProgress?.({stage: 'device ids', done, total}),
	});
	problems.sort((one, other) => (one.where < other.where ? -1 : 1));
	const ages =
		releases === null || history === null
			? null
			: await surveyIdAges({
					repository: releases,
					releases: history.releases,
					formerPaths: history.formerPaths,
					drivers,
					workerFile,
					onProgress,
					signal,
				});
	const names = history?.releases.map(({release}) => release) ?? [];
	return {
		problems,
		of: id =>
			joinClaims(ids.get(id), built?.drivers.get(id) ?? [], ages && (ages.get(id) ?? new Map()), names),
	};
}

/** The claims of one driver. `ages` is null where no releases were surveyed; `releases` are their names. */
export function joinClaims(
	ids: Pick<DriverIds, 'aliases' | 'firmware'> | undefined,
	built: readonly string[],
	ages: (IdAges extends ReadonlyMap<string, infer Ages> ? Ages : never) | null,
	releases: readonly string[],
): Claims {
	const inSources = new Set(ids?.aliases);
	const inTables = new Set(built);
	const aliases = [...new Set([...inSources, ...inTables])].sort();
	return {
		aliases,
		aliasFrom: shorten(
			aliases.map(pattern =>
				inSources.has(pattern) ? (inTables.has(pattern) ? 'both' : 'source') : 'table',
			),
		),
		aliasSince:
			ages === null
				? null
				: shorten(
						aliases.map(pattern => {
							const age = ageOf(pattern, ages);
							if (age === null) return null;
							return age === 0 ? `<=${releases[0]}` : releases[age]!;
						}),
					),
		firmware: ids?.firmware ?? [],
	};
}

/** What names one device of a bus whose ids may also name a whole class. */
const deviceOf = /^(?:pci:v[0-9A-F]{8}d[0-9A-F]{8}|usb:v[0-9A-F]{4}p[0-9A-F]{4})/;

/**
 * The first release in which a driver claimed a pattern's device: by the pattern itself, or by a wider one that it was
 * narrowed from, as when a class or an interface is asked for besides (ipw2200's 8086:104f in 6.19). A class that was
 * claimed before its devices were named says nothing of them. Null where no release has it.
 */
function ageOf(pattern: string, ages: ReadonlyMap<string, number>): number | null {
	let age = ages.get(pattern) ?? null;
	if (age === null || age === 0) return age;
	const device = deviceOf.exec(pattern)?.[0];
	if (device === undefined) return age;
	for (const [wider, since] of ages) {
		if (since < age && wider.startsWith(device) && matchesModalias(wider, pattern)) age = since;
	}
	return age;
}

/** A list whose entries are all the same, in one entry. */
function shorten<Entry>(entries: Entry[]): Entry[] {
	return entries.length > 1 && entries.every(entry => entry === entries[0]) ? [entries[0]!] : entries;
}
