/** Since which release drivers claim their devices: the id tables of every release, read anew where they changed. */
import {createHash} from 'node:crypto';
import type {OnProgress} from '../../facts.ts';
import type {Git} from '../../git/process.ts';
import type {TreeDriver} from '../../tree/facts.ts';
import {moduleNameMark} from '../../tree/ids/expression.ts';
import type {SourceIds} from '../../tree/ids/facts.ts';
import {idsOfSource} from '../../tree/ids/ids.ts';
import {type HeaderCache, Headers, type PlacedSource} from '../../tree/ids/scope.ts';
import {speakingText} from '../../tree/ids/speaking-text.ts';
import {BlobReader} from '../chain/blob-reader.ts';
import type {Release, ReleaseHistory} from '../history.ts';
import {ReleaseTree} from './release-tree.ts';

/** What is asked for: a driver and where its sources lie today. */
type AgedDriver = Pick<TreeDriver, 'id' | 'module' | 'sources' | 'includeDirectories'>;

/** By driver id and pattern: the first release that has it, by its place among the releases. */
export type IdAges = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What a file of one release said, and what tells that it says the same in the next. */
interface Reading {
	revision: string;
	speaking: string;
	ids: SourceIds | null;
	/** The included files that were read with it, and their contents then. */
	from: readonly [file: string, revision: string | null][];
}

const sourcesAtOnce = 300;

/**
 * Reads the tables of all releases, oldest first. Files are looked for where the history says that they lay. A table
 * counts for a driver as soon as one of its sources has it, bound or not.
 * @throws {GitSurveyError} where the repository can't be read.
 */
export async function surveyIdAges(options: {
	repository: string;
	releases: readonly Release[];
	formerPaths: ReleaseHistory['formerPaths'];
	drivers: readonly AgedDriver[];
	onProgress?: OnProgress | undefined;
	signal?: AbortSignal | undefined;
}): Promise<IdAges> {
	const {repository, releases, signal, onProgress} = options;
	const git: Git = {directory: repository, settings: [], fetchMissing: false, signal};
	const blobs = new BlobReader(git);
	try {
		const walk = new AgeWalk(options);
		const cache: HeaderCache = new Map();
		for (const [index, {release}] of releases.entries()) {
			signal?.throwIfAborted();
			await walk.release(index, await ReleaseTree.open(git, release, blobs, cache), cache);
			onProgress?.({stage: 'device ids', done: index + 1, total: releases.length});
		}
		return walk.ages;
	} finally {
		blobs.close();
	}
}

class AgeWalk {
	readonly ages = new Map<string, Map<string, number>>();
	private readonly drivers: readonly AgedDriver[];
	private readonly formerPaths: ReleaseHistory['formerPaths'];
	private readonly places: ReadonlyMap<string, number>;
	private readings = new Map<string, Reading>();

	constructor(options: {
		releases: readonly Release[];
		formerPaths: ReleaseHistory['formerPaths'];
		drivers: readonly AgedDriver[];
	}) {
		this.drivers = options.drivers;
		this.formerPaths = options.formerPaths;
		this.places = new Map(options.releases.map(({release}, index) => [release, index]));
	}

	async release(index: number, tree: ReleaseTree, cache: HeaderCache): Promise<void> {
		const headers = new Headers(tree, cache);
		const placed = new Map<string, PlacedSource>();
		const paths = this.drivers.map(({sources, includeDirectories}) =>
			sources.flatMap(source => {
				const file = this.pathAt(source, index);
				if (!tree.has(file)) return [];
				if (!placed.has(file)) placed.set(file, {file, places: includeDirectories ?? []});
				return [file];
			}),
		);
		const now = new Map<string, Reading>();
		await this.readChanged(tree, headers, [...placed.values()], now);
		this.readings = now;
		for (const [place, driver] of this.drivers.entries()) this.note(index, driver, paths[place]!);
	}

	/** Where a file of the newest release lay in an earlier one. */
	private pathAt(file: string, index: number): string {
		let path = file;
		for (const move of this.formerPaths.get(file) ?? []) {
			if (index >= (this.places.get(move.release) ?? 0)) break;
			path = move.path;
		}
		return path;
	}

	private async readChanged(
		tree: ReleaseTree,
		headers: Headers,
		sources: readonly PlacedSource[],
		now: Map<string, Reading>,
	): Promise<void> {
		const changed = sources.filter(({file}) => {
			const before = this.readings.get(file);
			if (before === undefined || before.revision !== tree.revision(file)) return true;
			if (before.from.some(([included, revision]) => tree.revision(included) !== revision)) return true;
			now.set(file, before);
			return false;
		});
		for (let at = 0; at < changed.length; at += sourcesAtOnce) {
			const lot = changed.slice(at, at + sourcesAtOnce);
			await tree.load(lot.map(({file}) => file));
			const speaking = new Map(lot.map(({file}) => [file, fingerprint(speakingText(tree.read(file) ?? ''))]));
			const anew = lot.filter(({file}) => !this.keep(tree, file, speaking.get(file)!, now));
			await headers.fetch(anew);
			for (const source of anew) {
				const ids = idsOfSource(headers, source);
				now.set(source.file, {
					revision: tree.revision(source.file)!,
					speaking: speaking.get(source.file)!,
					ids,
					from: (ids?.from ?? []).map(file => [file, tree.revision(file)]),
				});
			}
			for (const {file} of lot) tree.forget(file);
		}
	}

	/** Whether what speaks of devices is as it was, so that nothing needs to be read. */
	private keep(tree: ReleaseTree, file: string, speaking: string, now: Map<string, Reading>): boolean {
		const before = this.readings.get(file);
		if (before === undefined || before.speaking !== speaking) return false;
		if (before.from.some(([included, revision]) => tree.revision(included) !== revision)) return false;
		now.set(file, {...before, revision: tree.revision(file)!});
		return true;
	}

	private note(index: number, {id, module}: AgedDriver, files: readonly string[]): void {
		const ages = this.ages.get(id) ?? new Map<string, number>();
		this.ages.set(id, ages);
		const name = module.replaceAll('-', '_');
		const take = (pattern: string): void => {
			const spelt = pattern.replaceAll(moduleNameMark, name);
			if (!ages.has(spelt)) ages.set(spelt, index);
		};
		for (const file of files) {
			const ids = this.readings.get(file)?.ids;
			for (const table of ids?.tables ?? []) table.patterns.forEach(take);
			ids?.aliases.forEach(take);
		}
	}
}

function fingerprint(text: string): string {
	return text === '' ? '' : createHash('sha1').update(text, 'latin1').digest('base64');
}
