import {createHash} from 'node:crypto';
import {availableParallelism} from 'node:os';
import {isDay, surveyWindow, yearsBefore} from '../dossier/months.ts';
import type {Problem} from '../dossier/schema.ts';
import type {GitFacts, OnProgress, PathOwners, SurveyWindow} from './facts.ts';
import {GitCache} from './git-cache.ts';
import type {CommitChanges} from './git-changes.ts';
import {DiffPool} from './git-diff-pool.ts';
import {GitSurveyError} from './git-errors.ts';
import {type GitRepository, inspectRepository} from './git-repository.ts';
import {CommitTally} from './git-tally.ts';
import {type ListedCommit, mainLineIsOrdered, type WalkDetail, walkHistory} from './git-walk.ts';

const sourceName = 'git history';
/** More listed commits than this before the diffs, and the walk waits: it bounds the memory. */
const backlogLimit = 16_384;
/** Unreadable commits that are named one by one; the rest is only counted. */
const namedCommits = 20;

/** A UTC day's first second. */
function secondsOf(day: string): number {
	return Date.parse(`${day}T00:00:00Z`) / 1000;
}

/** Says which commits could not be read, by name as far as that helps anybody. */
class Unreadable {
	private readonly reasons = new Map<string, string>();

	add(id: string, reason: string): void {
		this.reasons.set(id, reason);
	}

	remove(id: string): void {
		this.reasons.delete(id);
	}

	has(id: string): boolean {
		return this.reasons.has(id);
	}

	get count(): number {
		return this.reasons.size;
	}

	problems(what: string): Problem[] {
		const sorted = [...this.reasons].sort(([a], [b]) => (a < b ? -1 : 1));
		const problems: Problem[] = sorted
			.slice(0, namedCommits)
			.map(([id, reason]) => ({source: sourceName, where: id, problem: `${what}: ${reason}`}));
		if (sorted.length > namedCommits) {
			problems.push({
				source: sourceName,
				where: 'history',
				problem: `${what}: ${sorted.length - namedCommits} more commits`,
			});
		}
		return problems;
	}
}

/** Brings together what the walk and the pools find out of each commit, and hands it on once it is whole. */
class Gathering {
	readonly listed: ListedCommit[] = [];
	readonly pending = new Map<string, ListedCommit>();
	/** Commits whose contents, or whose trees, could not be read. */
	readonly noLines = new Unreadable();
	readonly noTrees = new Unreadable();
	/** Commits whose files are known under drivers/ only. */
	readonly noFiles = new Unreadable();
	private readonly tally: CommitTally;
	private readonly cache: GitCache;
	private readonly wholeTree: boolean;
	private readonly onCommit: (done: number) => void;
	private done = 0;

	constructor(tally: CommitTally, cache: GitCache, wholeTree: boolean, onCommit: (done: number) => void) {
		this.tally = tally;
		this.cache = cache;
		this.wholeTree = wholeTree;
		this.onCommit = onCommit;
	}

	/** Counts a commit of which all is known. */
	count(commit: ListedCommit, files: number, changes: CommitChanges): void {
		this.tally.add({time: commit.time, author: commit.author, title: commit.title, files}, changes);
		this.pending.delete(commit.id);
		this.onCommit(++this.done);
	}

	/** Counts and remembers a pending commit if nothing is missing any more. */
	settle(commit: ListedCommit): void {
		if (commit.changes === null) return;
		if (!this.wholeTree) commit.files = commit.changes.paths.length;
		if (commit.files === null) return;
		if (!this.noLines.has(commit.id) && !this.noFiles.has(commit.id)) {
			this.cache.add(commit.id, commit.files, commit.changes);
		}
		this.count(commit, commit.files, commit.changes);
	}

	/** Gives a commit up: it is counted for nobody. */
	drop(id: string, reason: string): void {
		this.noTrees.add(id, reason);
		this.pending.delete(id);
		this.onCommit(++this.done);
	}
}

/**
 * Counts the commits of the five years up to `asOf` for every driver and directory: non-merge commits by
 * committer date in UTC days, as one `git log -- drivers` lists them, renames not followed, authors by
 * mailmapped address.
 *
 * A commit is substantive by its title and by the number of files it touches. By default those under drivers/
 * are counted, which the pass sees anyway. `countFiles: 'tree'` counts those of the whole tree, so that a change
 * of 3 drivers and 200 boards is a sweep too; it has to read the trees outside drivers/ of every commit, a fifth
 * of a `git log --numstat` more, and makes sweeps of 85 more among 8,382 commits of U-Boot's last five years.
 *
 * A clone that can't know the whole window (shallow, its boundary inside) gives no facts at all, and says so
 * in `problems`. A partial clone gives commits without lines unless `fetchMissing`. Commits that can't be read
 * are named in `problems` and left out; where only contents are missing, the commit counts and its lines are
 * null.
 * @throws {GitSurveyError} where nothing can be read at all.
 */
export async function surveyGitHistory(options: {
	/** Any clone, bare or not. */
	gitDir: string;
	/** YYYY-MM-DD; null for the committer date of the newest commit, HEAD. */
	asOf: string | null;
	owners: PathOwners;
	/** All ids; each gets facts, zeros where nothing happened. */
	drivers: readonly string[];
	directories: readonly string[];
	/** Where changes are remembered by commit id; null to remember nothing. */
	cacheDirectory: string | null;
	/** Gits that run at the same time, the walk among them, each in up to 180 MB; default the cores, 4 at most. */
	cores?: number;
	/** Lets a partial clone fetch the contents it lacks, so that lines are known. Slow, and needs the network. */
	fetchMissing?: boolean;
	onProgress?: OnProgress | undefined;
	signal?: AbortSignal | undefined;
	/** Which files of a commit decide whether it is a sweep. */
	countFiles?: 'drivers' | 'tree';
	/** Length of the window; the data set's is five years. */
	years?: number;
}): Promise<GitFacts> {
	const {asOf, gitDir, signal, fetchMissing = false} = options;
	signal?.throwIfAborted();
	if (asOf !== null && !isDay(asOf)) {
		throw new GitSurveyError(
			'bad-date',
			`not a date as YYYY-MM-DD: ${asOf}`,
			gitDir,
			'Write it like 2026-08-20.',
		);
	}
	const repository = await inspectRepository({directory: gitDir, fetchMissing, signal});
	const until = asOf ?? new Date(repository.headTime * 1000).toISOString().slice(0, 10);
	const window = windowOf(until, options.years);
	const problems: Problem[] = [];
	if (!repository.mailmapReadable) {
		problems.push({
			source: sourceName,
			where: '.mailmap',
			problem: 'not in this partial clone: authors are counted by the addresses of their commits',
		});
	}
	const inside = repository.boundary.filter(({time}) => time >= secondsOf(window.since));
	if (inside.length > 0) return unknown(repository, window, inside.length, problems);

	const linesKnown = !repository.partial || fetchMissing;
	if (!linesKnown) {
		problems.push({
			source: sourceName,
			where: repository.origin,
			problem: 'a partial clone without file contents: lines added and removed are not known',
		});
	}
	const cache = new GitCache(
		options.cacheDirectory,
		repository.identity,
		`${linesKnown ? 'lines' : 'names'}-${options.countFiles ?? 'drivers'}`,
	);
	await cache.load();
	const tally = new CommitTally({
		owners: options.owners,
		drivers: options.drivers,
		directories: options.directories,
		window,
		linesKnown,
	});
	const failure = await count({
		repository,
		window,
		tally,
		cache,
		linesKnown,
		wholeTree: options.countFiles === 'tree',
		cores: Math.max(1, options.cores ?? Math.min(4, availableParallelism())),
		onProgress: options.onProgress,
		problems,
	});
	if (cache.trouble !== null) {
		problems.push({
			source: sourceName,
			where: 'cache',
			problem: `changes could not be remembered for the next run: ${cache.trouble}`,
		});
	}
	if (failure.walk !== null && tally.commits === 0) {
		if (repository.partial) return unknown(repository, window, 0, problems);
		throw new GitSurveyError(
			'unreadable',
			`its history can’t be read (${failure.walk})`,
			gitDir,
			'Run git fsck there, or take a fresh clone.',
		);
	}
	return {
		drivers: tally.driverFacts(),
		directories: tally.directoryFacts(),
		source: {
			name: sourceName,
			origin: repository.origin,
			revision: repository.head,
			since: window.since,
			until: window.until,
			counts: {commits: tally.commits, sweeps: tally.sweeps, unreadable: failure.unreadable},
		},
		problems,
	};
}

function windowOf(until: string, years: number | undefined): SurveyWindow {
	return years === undefined ? surveyWindow(until) : {since: yearsBefore(until, years), until};
}

/** Facts of a clone that doesn't reach back far enough: none, rather than too few. */
function unknown(
	repository: GitRepository,
	window: SurveyWindow,
	boundary: number,
	problems: Problem[],
): GitFacts {
	problems.push({
		source: sourceName,
		where: repository.origin,
		problem:
			boundary > 0
				? `a shallow clone that ends after ${window.since}: commits can’t be counted`
				: 'a partial clone without trees: commits can’t be counted',
	});
	return {
		drivers: new Map(),
		directories: new Map(),
		source: {
			name: sourceName,
			origin: repository.origin,
			revision: repository.head,
			since: null,
			until: null,
			counts: {commits: 0, shallowBoundary: boundary},
		},
		problems,
	};
}

async function count(options: {
	repository: GitRepository;
	window: SurveyWindow;
	tally: CommitTally;
	cache: GitCache;
	linesKnown: boolean;
	wholeTree: boolean;
	cores: number;
	onProgress: OnProgress | undefined;
	problems: Problem[];
}): Promise<{walk: string | null; unreadable: number}> {
	const {repository, window, tally, cache, linesKnown, wholeTree, cores, problems} = options;
	const {git} = repository;
	let total: number | null = null;
	const gathering = new Gathering(tally, cache, wholeTree, done => {
		if (done % 256 === 0 || done === total) options.onProgress?.({stage: sourceName, done, total});
	});
	const pool = (detail: 'lines' | 'names' | 'files', onUnreadable: (id: string, reason: string) => void) =>
		new DiffPool({
			git,
			detail,
			// The walk takes a core while it runs.
			size: detail === 'lines' ? Math.max(1, cores - 1) : 1,
			onDiff(id, changes, files) {
				const commit = gathering.pending.get(id);
				if (commit === undefined) return;
				if (detail === 'files') commit.files = files;
				else commit.changes = changes;
				gathering.settle(commit);
			},
			onUnreadable,
		});
	const changesPool = pool(linesKnown ? 'lines' : 'names', (id, reason) => gathering.noLines.add(id, reason));
	const filesPool = pool('files', (id, reason) => gathering.noFiles.add(id, reason));
	/** Contents get every core once the walk is over, or so far ahead that it mostly waits. */
	const widen = () => {
		if (linesKnown) changesPool.widen(cores);
	};
	const seen = new Set<string>();
	const boundary = new Set(repository.boundary.map(({id}) => id));

	const take = async (commits: readonly ListedCommit[]) => {
		for (const commit of commits) {
			if (seen.has(commit.id) || boundary.has(commit.id)) continue;
			seen.add(commit.id);
			const {id, time, author, title} = commit;
			gathering.listed.push({id, time, author, title, files: null, changes: null});
			const known = cache.get(id);
			if (known !== null) {
				gathering.count(commit, known.files, known.changes);
				continue;
			}
			gathering.pending.set(id, commit);
			gathering.settle(commit);
			if (commit.changes === null) changesPool.add(id);
			if (wholeTree && commit.files === null) filesPool.add(id);
		}
		if (changesPool.backlog > backlogLimit) widen();
		await Promise.all([changesPool.below(backlogLimit), filesPool.below(backlogLimit)]);
	};

	const until = secondsOf(window.until) + 86_400;
	const key = createHash('sha256')
		.update(JSON.stringify([repository.head, window, repository.mailmapKey, repository.boundary]))
		.digest('hex');
	let failure: string | null = null;
	try {
		const list = await cache.readList(key);
		if (list !== null) {
			total = list.length;
			widen();
			await take(list);
		} else {
			const sinceTime = secondsOf(window.since);
			const ordered = mainLineIsOrdered(git, sinceTime);
			const walk = (detail: WalkDetail) =>
				walkHistory({git, sinceTime, untilTime: until, detail, ordered, take});
			const detail = cache.count > 0 ? 'list' : walkDetail(linesKnown, wholeTree, cores);
			({failure} = await walk(detail));
			// The bare list needs the least of a damaged repository, so it goes on where the other had to stop.
			if (failure !== null && detail !== 'list') ({failure} = await walk('list'));
			total = gathering.listed.length;
		}
		widen();
		await Promise.all([changesPool.finish(), filesPool.finish()]);
		await rescue(gathering, git);
	} finally {
		changesPool.stop();
		filesPool.stop();
	}
	await cache.close(key, failure === null ? gathering.listed : null);
	if (failure !== null) {
		problems.push({
			source: sourceName,
			where: gathering.listed.at(-1)?.id ?? repository.head,
			problem: `history can’t be followed past this commit, earlier ones are not counted: ${failure}`,
		});
	}
	problems.push(
		...gathering.noTrees.problems('a commit can’t be read and is not counted'),
		...gathering.noLines.problems('lines of a commit can’t be read, only its files are counted'),
		...gathering.noFiles.problems('files of a commit outside drivers/ can’t be counted'),
	);
	options.onProgress?.({stage: sourceName, done: total ?? 0, total});
	return {walk: failure, unreadable: gathering.noTrees.count};
}

/**
 * What the walk should look at by the way, where no commit is remembered. On one core a single git that does both
 * walk and contents saves parsing every commit twice. On several the walk takes one core and feeds the others, or
 * takes over what needs no contents, and when it is over its core reads contents too. Parting the window among
 * gits that each walk from HEAD was no faster on two cores, as nobody knows beforehand where the work lies.
 */
function walkDetail(linesKnown: boolean, wholeTree: boolean, cores: number): WalkDetail {
	if (!linesKnown) return 'names';
	if (cores === 1) return 'lines';
	return wholeTree ? 'files' : 'list';
}

/** Counts what can be counted of the commits that a pool gave up. */
async function rescue(gathering: Gathering, git: GitRepository['git']): Promise<void> {
	const pool = new DiffPool({
		git,
		detail: 'names',
		size: 1,
		onDiff(id, changes) {
			const commit = gathering.pending.get(id);
			if (commit === undefined) return;
			commit.changes ??= changes;
			commit.files ??= changes.paths.length;
			gathering.settle(commit);
		},
		onUnreadable(id, reason) {
			gathering.noLines.remove(id);
			gathering.noFiles.remove(id);
			gathering.drop(id, reason);
		},
	});
	try {
		for (const id of gathering.pending.keys()) pool.add(id);
		await pool.finish();
	} finally {
		pool.stop();
	}
}
