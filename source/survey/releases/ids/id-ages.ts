/** Since which release drivers claim their devices: the id tables of every release, read anew where they changed. */
import {createHash} from 'node:crypto';
import type {Git} from '../../git/process.ts';
import type {TreeDriver} from '../../tree/facts.ts';
import {moduleNameMark} from '../../tree/ids/expression.ts';
import type {SourceIds} from '../../tree/ids/facts.ts';
import {fetchForIds, idsOfSource} from '../../tree/ids/ids.ts';
import {Headers, type PlacedSource} from '../../tree/ids/scope.ts';
import {speakingText} from '../../tree/ids/speaking-text.ts';
import {BlobReader} from '../chain/blob-reader.ts';
import type {Release, ReleaseHistory} from '../history.ts';
import {ReleaseTree} from './release-tree.ts';

/** What is asked for: a driver and where its sources lie today. */
export type AgedDriver = Pick<TreeDriver, 'id' | 'module' | 'sources' | 'includeDirectories'>;

/** By driver id and pattern: the first release that has it, by its place among the releases. */
export type IdAges = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What a walk through releases needs to know; it can be sent to a thread. */
export interface AgesJob {
	repository: string;
	releases: readonly Pick<Release, 'release'>[];
	formerPaths: ReleaseHistory['formerPaths'];
	agedDrivers: readonly AgedDriver[];
}

/** What a file of one release said, and what tells that it says the same in the next. */
interface Reading {
	revision: string;
	speaking: string;
	ids: SourceIds | null;
	/** The included files that were read with it, and their contents then. */
	from: readonly [file: string, revision: string | null][];
	/** The words of other included files that it was read by, and the contents of these in the last release. */
	by: readonly {file: string; revision: string | null; words: readonly string[]}[];
}

const sourcesAtOnce = 300;

/**
 * Reads the tables of all releases, oldest first, here. Files are looked for where the history says that they lay. A
 * table counts for a driver as soon as one of its sources has it, bound or not. `onRelease` is told how many are done.
 * @throws {GitSurveyError} where the repository can't be read.
 */
export async function walkIdAges(
	job: AgesJob,
	onRelease: (done: number) => void,
	signal?: AbortSignal,
): Promise<IdAges> {
	const git: Git = {directory: job.repository, settings: [], fetchMissing: false, signal};
	const blobs = new BlobReader(git);
	try {
		const walk = new AgeWalk(job);
		for (const [index, {release}] of job.releases.entries()) {
			signal?.throwIfAborted();
			await walk.release(index, await ReleaseTree.open(git, release, blobs));
			onRelease(index + 1);
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
	private headers: Headers | null = null;
	/** Words as they are kept: each once, without the text that it was found in. */
	private readonly words = new Map<string, string>();

	constructor({agedDrivers, formerPaths, releases}: AgesJob) {
		this.drivers = agedDrivers;
		this.formerPaths = formerPaths;
		this.places = new Map(releases.map(({release}, index) => [release, index]));
	}

	async release(index: number, tree: ReleaseTree): Promise<void> {
		if (this.headers === null) this.headers = new Headers(tree);
		else this.headers.moveTo(tree);
		const placed = new Map<string, PlacedSource>();
		const paths = this.drivers.map(({sources, includeDirectories}) =>
			sources.flatMap(source => {
				const file = this.pathAt(source, index);
				if (!tree.has(file)) return [];
				if (!placed.has(file)) placed.set(file, {file, places: includeDirectories ?? []});
				return [file];
			}),
		);
		this.readings = await this.readChanged(tree, this.headers, [...placed.values()]);
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
	): Promise<Map<string, Reading>> {
		const now = new Map<string, Reading>();
		const changed: PlacedSource[] = [];
		const stale = await this.findStale(tree, headers, sources);
		for (const source of sources) {
			const before = this.readings.get(source.file);
			if (before === undefined || stale.has(source.file) || before.revision !== tree.revision(source.file)) {
				changed.push(source);
			} else now.set(source.file, carry(before, tree, before.revision));
		}
		for (let at = 0; at < changed.length; at += sourcesAtOnce) {
			const lot = changed.slice(at, at + sourcesAtOnce);
			await tree.load(lot.map(({file}) => file));
			const speaking = new Map(lot.map(({file}) => [file, fingerprint(speakingText(tree.read(file) ?? ''))]));
			const anew = lot.filter(({file}) => {
				const before = this.readings.get(file);
				// What speaks of devices is as it was.
				const isSame = before !== undefined && before.speaking === speaking.get(file) && !stale.has(file);
				if (isSame) now.set(file, carry(before, tree, tree.revision(file)!));
				return !isSame;
			});
			await fetchForIds(headers, anew);
			for (const source of anew) {
				const ids = idsOfSource(headers, source);
				now.set(source.file, this.readingOf(tree, source.file, speaking.get(source.file)!, ids));
			}
			for (const {file} of lot) tree.forget(file);
		}
		return now;
	}

	private readingOf(tree: ReleaseTree, file: string, speaking: string, ids: SourceIds | null): Reading {
		return {
			revision: tree.revision(file)!,
			speaking,
			ids: ids && {...ids, words: new Map()},
			from: (ids?.from ?? []).map(from => [from, tree.revision(from)]),
			by: [...(ids?.words ?? [])].map(([by, words]) => ({
				file: by,
				revision: tree.revision(by),
				words: [...words].map(word => this.keepWord(word)),
			})),
		};
	}

	private keepWord(word: string): string {
		let kept = this.words.get(word);
		if (kept === undefined) {
			kept = Buffer.from(word, 'latin1').toString('latin1');
			this.words.set(kept, kept);
		}
		return kept;
	}

	/** The sources whose headers say something else of what they were read by. */
	private async findStale(
		tree: ReleaseTree,
		headers: Headers,
		sources: readonly PlacedSource[],
	): Promise<Set<string>> {
		const stale = new Set<string>();
		const asked: {source: string; file: string; words: readonly string[]}[] = [];
		for (const {file: source} of sources) {
			const {from = [], by = []} = this.readings.get(source) ?? {};
			if (from.some(([file, revision]) => tree.revision(file) !== revision)) stale.add(source);
			for (const {file, revision, words} of by) {
				if (tree.revision(file) === revision) continue;
				if (tree.has(file)) asked.push({source, file, words});
				else stale.add(source);
			}
		}
		const files = [...new Set(asked.map(({file}) => file))];
		await headers.fetchAlone(files);
		const changed = new Map(files.map(file => [file, new Map<string, boolean>()]));
		for (const {source, file, words} of asked) {
			if (stale.has(source)) continue;
			const known = changed.get(file)!;
			const says = words.some(word => {
				let otherwise = known.get(word);
				if (otherwise === undefined) {
					otherwise = headers.saysOtherwise(file, word);
					known.set(word, otherwise);
				}
				return otherwise;
			});
			if (says) stale.add(source);
		}
		return stale;
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

/** A reading as it holds for another release. */
function carry(reading: Reading, tree: ReleaseTree, revision: string): Reading {
	const {by} = reading;
	const isSame = by.every(one => one.revision === tree.revision(one.file));
	if (isSame && revision === reading.revision) return reading;
	return {
		...reading,
		revision,
		by: isSame ? by : by.map(one => ({...one, revision: tree.revision(one.file)})),
	};
}
