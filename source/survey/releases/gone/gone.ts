/** The drivers that some release of a chain had and the surveyed tree has not. */

import type {GoneRecord, SurveySource} from '../../../dossier/schema.ts';
import {surveyedFolders} from '../../../dossier/surveyed-folders.ts';
import type {OnProgress} from '../../facts.ts';
import type {Git} from '../../git/process.ts';
import type {TreeDriver} from '../../tree/facts.ts';
import {readMaintainers} from '../../tree/maintainers.ts';
import {BlobReader} from '../chain/blob-reader.ts';
import {Makefiles} from '../chain/makefiles.ts';
import type {StepFiles} from '../chain/step-files.ts';
import {ReleaseTrees} from '../chain/trees.ts';
import type {Release} from '../history.ts';
import {BuildFiles, type ReleaseFiles} from './build-files.ts';
import {Claims} from './claims.ts';
import {Departures} from './departures.ts';
import {LastSights} from './last-sight.ts';
import {commonLines} from './lines.ts';
import {goneRecords} from './records.ts';
import {type ReleaseObject, type ReleaseObjects, readReleaseObjects} from './release-objects.ts';
import {FateFinder} from './step-fate.ts';

const sourceName = 'drivers that are gone';

/** What the dead are held against: the surveyed tree's drivers, its options, and the ids that a driver claims. */
export interface NewestTree {
	drivers: readonly Pick<TreeDriver, 'id' | 'module' | 'directory' | 'kconfig' | 'sources'>[];
	options: ReadonlySet<string>;
	aliasesOf(id: string): readonly string[] | null;
}

/** The dead of a chain. */
export interface GoneFacts {
	records: GoneRecord[];
	/** Module and option of every driver that a release had, joined by a blank, for those who ask about earlier lists. */
	known: ReadonlySet<string>;
	/** Main sources by record id, for those who look for the mails that deleted them. */
	mainFiles: ReadonlyMap<string, string>;
	/** The surveyed tree as the dead are held against it. */
	newest: ReleaseObjects;
	claims: Claims;
	source: SurveySource;
}

/** So many sources tell which lines every driver has. */
const sampledSources = 400;

/**
 * Reads the build files of every release, and follows each driver that is not in the surveyed tree from the release that
 * lost it to what became of it. Rejects as `surveyReleases` does.
 */
export async function surveyGone(options: {
	repository: string;
	releases: readonly Release[];
	/** By index of the later release. */
	steps: readonly StepFiles[];
	newest: NewestTree;
	fetchMissing?: boolean;
	onProgress?: OnProgress | undefined;
	signal?: AbortSignal | undefined;
}): Promise<GoneFacts> {
	const {releases, steps, newest, onProgress, signal} = options;
	const git: Git = {
		directory: options.repository,
		settings: [],
		fetchMissing: options.fetchMissing ?? false,
		signal,
	};
	const blobs = new BlobReader(git);
	const buildFiles = new BuildFiles(git, blobs);
	try {
		const trees = new ReleaseTrees(releases, blobs);
		const living = newestObjects(newest);
		let departures: Departures | null = null;
		let before: ReadonlyMap<string, string> = new Map();
		for (const [index, {release}] of releases.entries()) {
			signal?.throwIfAborted();
			const files = await buildFiles.of(release, surveyedFolders);
			departures ??= await startWalk(trees, files);
			const isLast = index === releases.length - 1;
			await departures.add({
				index,
				objects: isLast ? living : readReleaseObjects(files),
				ids: files.ids,
				maintainers: isLast ? null : readMaintainers(files.tree).index,
				files: index === 0 ? null : withRestOfTree(steps[index]!, before, files.ids),
			});
			before = files.ids;
			onProgress?.({stage: sourceName, done: index + 1, total: releases.length});
		}
		return factsOf(departures!, releases, living, newest);
	} finally {
		buildFiles.close();
		blobs.close();
	}
}

async function startWalk(trees: ReleaseTrees, {ids}: ReleaseFiles): Promise<Departures> {
	const sources = [...ids].filter(([path]) => /^(?:drivers|sound)\/.*\.c$/.test(path));
	const every = Math.max(1, Math.floor(sources.length / sampledSources));
	const sampled = sources.filter((_, index) => index % every === 0);
	const texts = await Promise.all(sampled.map(([, id]) => trees.read(id)));
	const common = commonLines(texts.map(text => text?.toString('latin1') ?? ''));
	return new Departures({
		fates: new FateFinder(trees, common),
		makefiles: new Makefiles(trees),
		trees,
		sights: new LastSights(trees),
	});
}

/** Sources that are new outside drivers/ and sound/ may be drivers that went there. */
function withRestOfTree(
	step: StepFiles,
	before: ReadonlyMap<string, string>,
	after: ReadonlyMap<string, string>,
): StepFiles {
	const added = new Map(step.added);
	for (const [path, id] of after) {
		if (/^(?:drivers|sound|Documentation|tools|samples|scripts)\//.test(path)) continue;
		if (/\.(?:[cS]|rs)$/.test(path) && !before.has(path)) added.set(path, id);
	}
	return {...step, added};
}

/** The surveyed tree in the form that releases have. */
export function newestObjects({drivers, options: symbols}: NewestTree): ReleaseObjects {
	const objects = new Map<string, ReleaseObject>();
	const owners = new Map<string, string[]>();
	const bySymbol = new Map<string, string[]>();
	const note = (map: Map<string, string[]>, key: string, id: string) =>
		map.set(key, [...(map.get(key) ?? []), id]);
	for (const {id, module, directory, kconfig, sources} of drivers) {
		const symbol = kconfig?.symbol ?? null;
		const [prompt, optionAt] = [kconfig?.prompt ?? null, kconfig?.at ?? null];
		const options = symbol === null ? [] : [symbol];
		objects.set(id, {
			id,
			module,
			directory,
			symbol,
			options,
			prompt,
			optionAt,
			at: `${directory}/Makefile`,
			sources,
		});
		for (const source of sources) note(owners, source, id);
		if (symbol !== null) note(bySymbol, symbol, id);
	}
	return {objects, owners, bySymbol, symbols};
}

function factsOf(
	departures: Departures,
	releases: readonly Release[],
	living: ReleaseObjects,
	newest: NewestTree,
): GoneFacts {
	const claims = new Claims();
	for (const {id} of newest.drivers) claims.add(id, newest.aliasesOf(id) ?? []);
	const records = goneRecords({releases, departures, newest: living, claims});
	const known = new Set<string>();
	for (const {object, symbol} of departures.formerOptions.values()) known.add(`${object.module} ${symbol}`);
	const mainFiles = new Map<string, string>();
	for (const [id, {object}] of departures.left) {
		if (object.sources[0] !== undefined) mainFiles.set(id, object.sources[0]);
	}
	const counts: Record<string, number> = {records: records.length};
	for (const {fate} of records) {
		const name = fate ?? 'left out of the packages';
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return {
		records,
		known,
		mainFiles,
		newest: living,
		claims,
		source: {
			name: sourceName,
			origin: `v${releases[0]!.release} to v${releases.at(-1)!.release}`,
			revision: null,
			since: releases[0]!.date,
			until: releases.at(-1)!.date,
			counts,
		},
	};
}
