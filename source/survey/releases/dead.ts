/** The drivers that earlier kernels had, from all that tells of them. */
import type {GoneRecord, Problem, SurveySource} from '../../dossier/schema.ts';
import type {OnProgress, PostedRemoval} from '../facts.ts';
import type {TreeSurvey} from '../tree/facts.ts';
import type {ChainHistory} from './chain/chain.ts';
import {Claims} from './gone/claims.ts';
import {newestObjects, surveyGone} from './gone/gone.ts';
import {surveyListedGone} from './gone/listed/listed.ts';
import {taggedTree, unpackedTree} from './gone/listed/searched-trees.ts';
import {sourcesOutside} from './gone/outside-sources.ts';
import type {SeriesFacts} from './unpacked/series.ts';

/** The dead, before the mails were asked about them. */
export interface DeadDrivers {
	records: GoneRecord[];
	/** Main sources by record id. */
	mainFiles: ReadonlyMap<string, string>;
	sources: SurveySource[];
	problems: Problem[];
}

/**
 * The dead of a chain of releases, else of a few unpacked trees, and of lists of earlier kernels; null where none of
 * them was given. `aliasesOf` gives the device ids of the surveyed tree's drivers. Rejects as the surveys of releases
 * and lists do.
 */
export async function surveyDead(options: {
	repository: string | null;
	fetchMissing: boolean;
	lkddb: string | null;
	tree: TreeSurvey;
	/** Where that tree lies. */
	treeDirectory: string;
	chain: ChainHistory | null;
	series: SeriesFacts | null;
	aliasesOf(id: string): readonly string[] | null;
	onProgress?: OnProgress;
	signal?: AbortSignal;
}): Promise<DeadDrivers | null> {
	const {repository, fetchMissing, lkddb, tree, treeDirectory, chain, series, aliasesOf, onProgress, signal} =
		options;
	if (chain === null && series === null && lkddb === null) return null;
	const surveyed = {drivers: tree.drivers, options: tree.options, aliasesOf};
	const gone =
		chain === null || repository === null
			? null
			: await surveyGone({
					repository,
					releases: chain.releases,
					steps: chain.steps,
					newest: surveyed,
					fetchMissing,
					onProgress,
					signal,
				});
	const records = gone?.records ?? series?.gone ?? [];
	const releases = (chain ?? series)?.releases ?? [];
	if (lkddb !== null) {
		const claims = gone?.claims ?? new Claims();
		if (gone === null) for (const {id} of tree.drivers) claims.add(id, aliasesOf(id) ?? []);
		const newest = gone?.newest ?? newestObjects(surveyed);
		const known = new Set(gone?.known ?? []);
		for (const {module, symbol} of newest.objects.values())
			if (symbol !== null) known.add(`${module} ${symbol}`);
		for (const {module, option} of records) if (option !== null) known.add(`${module} ${option}`);
		const first = releases[0]?.release ?? null;
		const surveyedRelease = releases.at(-1)?.release ?? tree.version;
		const listed = await surveyListedGone({
			directory: lkddb,
			known,
			records,
			newest,
			claims,
			firstRelease: releases[0] === undefined ? null : {release: releases[0].release, date: releases[0].date},
			outside:
				repository === null || first === null ? new Set() : await sourcesOutside(repository, first, signal),
			trees: [
				...(repository === null || first === null ? [] : [taggedTree(repository, first, signal)]),
				unpackedTree(treeDirectory, surveyedRelease),
			],
			surveyedRelease,
			signal,
		});
		const taken = new Set(records.map(({id, option}) => `${id} ${option}`));
		records.push(...listed.filter(({id, option}) => !taken.has(`${id} ${option}`)));
	}
	return {
		records,
		mainFiles: gone?.mainFiles ?? new Map(),
		sources: gone === null ? [] : [gone.source],
		problems: [],
	};
}

/** The dead whose main file some mail may have deleted, as the survey of archives wants drivers. */
export function* deletable(
	dead: DeadDrivers | null,
): Generator<{id: string; module: string; symbol: string | null; mainFile: string; lists: string[]}> {
	for (const {id, module, option, fate} of dead?.records ?? []) {
		const mainFile = dead!.mainFiles.get(id);
		if (fate === 'removed' && mainFile !== undefined) {
			yield {id, module, symbol: option, mainFile, lists: []};
		}
	}
}

/** Names the replacement that words mean: see named-drivers.ts. */
type FindNamed = (names: readonly string[], own: string) => string | null;

/**
 * The records with the posted patch that deleted each: of the removals of its main file the last one before the release
 * that lacks it, and the driver that it names in its place.
 */
export function withDeletions(
	records: readonly GoneRecord[],
	removals: ReadonlyMap<string, readonly PostedRemoval[]>,
	named: {find: FindNamed; optionOf(id: string): string | null},
): GoneRecord[] {
	return records.map(record => {
		if (record.fate !== 'removed') return record;
		const until = record.goneIn?.date ?? '9999';
		const posted = (removals.get(record.id) ?? []).filter(
			({kind, date}) => kind === 'removal' && date <= until,
		);
		const deletion = posted.at(-1);
		if (deletion === undefined) return record;
		const {date, messageId, title, list, by, answer, replacements} = deletion;
		const replacement = named.find(replacements, record.id);
		const others = record.successors.filter(({id}) => id !== replacement);
		return {
			...record,
			successors:
				replacement === null
					? record.successors
					: [
							{
								id: replacement,
								option: named.optionOf(replacement),
								by: 'mail',
								witness: replacements.join(', '),
							},
							...others,
						],
			deletion: {date, messageId, title, list, by, answer, replacements: [...replacements]},
		};
	});
}
