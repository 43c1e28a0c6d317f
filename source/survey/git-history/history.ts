import {createHash} from 'node:crypto';
import {availableParallelism} from 'node:os';
import {isDay, surveyWindow, yearsBefore} from '../../dossier/months.ts';
import type {Problem} from '../../dossier/schema.ts';
import type {GitFacts, OnProgress, PathOwners, SurveyWindow} from '../facts.ts';
import {GitSurveyError} from '../git/errors.ts';
import type {Git} from '../git/process.ts';
import {GitCache} from './cache.ts';
import type {CommitChanges, TreeChanges} from './changes.ts';
import {type ChangedFile, LineCounts} from './line-counts.ts';
import {type GitRepository, inspectRepository} from './repository.ts';
import {CommitTally} from './tally.ts';
import {readTreeChanges} from './tree-changes.ts';
import {isSameContents} from './tree-pairs.ts';
import {type ListedCommit, mainLineIsOrdered, walkHistory} from './walk.ts';

const sourceName = 'git history';
/** More changed files than this before their lines are counted, and the walk waits: it bounds the memory. */
const backlogLimit = 65_536;
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

/** A commit whose lines are being counted. */
interface PendingCommit {
	commit: ListedCommit;
	files: number;
	changes: CommitChanges;
	/** Files not counted yet, and one more while they are being handed in. */
	open: number;
}

/** One file of such a commit. */
class PendingFile implements ChangedFile {
	readonly versions: string;
	private readonly gathering: Gathering;
	private readonly pending: PendingCommit;
	private readonly at: number;

	constructor(gathering: Gathering, pending: PendingCommit, at: number, versions: string) {
		this.gathering = gathering;
		this.pending = pending;
		this.at = at;
		this.versions = versions;
	}

	get path(): string {
		return this.pending.changes.paths[this.at]!;
	}

	count(added: number, removed: number): void {
		const {lines} = this.pending.changes;
		lines[this.at * 2] = added;
		lines[this.at * 2 + 1] = removed;
		this.gathering.settle(this.pending);
	}

	giveUp(reason: string): void {
		this.gathering.noLines.add(this.pending.commit.id, reason);
		this.count(-1, -1);
	}
}

/** Brings together what is found out of each commit, and hands it on once it is whole. */
class Gathering {
	readonly listed: ListedCommit[] = [];
	/** Commits that the walk listed without looking into them. */
	readonly unseen = new Map<string, ListedCommit>();
	/** Commits that touch files whose contents could not be read. */
	readonly noLines = new Unreadable();
	/** Commits whose trees could not be read. */
	readonly noTrees = new Unreadable();
	/** Commits whose files are known under drivers/ only. */
	readonly noFiles = new Unreadable();
	private readonly tally: CommitTally;
	private readonly cache: GitCache;
	/** Null where contents are not to be read: then no lines are known. */
	private readonly lineCounts: LineCounts | null;
	private readonly onCommit: (done: number) => void;
	private done = 0;

	constructor(options: {
		tally: CommitTally;
		cache: GitCache;
		lineCounts: LineCounts | null;
		onCommit: (done: number) => void;
	}) {
		this.tally = options.tally;
		this.cache = options.cache;
		this.lineCounts = options.lineCounts;
		this.onCommit = options.onCommit;
	}

	/** Counts a commit of which all is known. */
	count(commit: ListedCommit, files: number, changes: CommitChanges): void {
		this.tally.add({time: commit.time, author: commit.author, title: commit.title, files}, changes);
		this.onCommit(++this.done);
	}

	/** Asks for the lines of a commit whose files are known, and counts it when they are. */
	look(commit: ListedCommit, {paths, versions, files}: TreeChanges): void {
		const lines: number[] = new Array(paths.length * 2).fill(this.lineCounts === null ? -1 : 0);
		const pending: PendingCommit = {commit, files, changes: {paths, lines}, open: 1};
		if (this.lineCounts !== null) {
			for (const [at, text] of versions.entries()) {
				if (isSameContents(text)) continue;
				pending.open++;
				this.lineCounts.add(new PendingFile(this, pending, at, text));
			}
		}
		this.settle(pending);
	}

	/** Counts and remembers a commit if nothing of it is open any more. */
	settle(pending: PendingCommit): void {
		if (--pending.open > 0) return;
		const {commit, files, changes} = pending;
		if (!this.noLines.has(commit.id) && !this.noFiles.has(commit.id)) {
			this.cache.add(commit.id, files, changes);
		}
		this.count(commit, files, changes);
	}

	/** Gives a commit up: it is counted for nobody. */
	drop(id: string, reason: string): void {
		this.noTrees.add(id, reason);
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
 * are named in `problems` and left out; where only the contents of a file are missing, the commit counts and the
 * lines of that file are null.
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
	/** Gits that run at the same time, the walk among them, each in up to 170 MB; default the cores, 4 at most. */
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
			problem:
				'a partial clone without file contents: lines added and removed are not known without --fetch-missing',
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
	const lineCounts = linesKnown ? new LineCounts(git, cores) : null;
	const gathering = new Gathering({
		tally,
		cache,
		lineCounts,
		onCommit(done) {
			if (done % 256 === 0 || done === total) options.onProgress?.({stage: sourceName, done, total});
		},
	});
	const seen = new Set<string>();
	const boundary = new Set(repository.boundary.map(({id}) => id));

	const take = async (commits: readonly ListedCommit[]) => {
		for (const commit of commits) {
			if (seen.has(commit.id) || boundary.has(commit.id)) continue;
			seen.add(commit.id);
			const {changes} = commit;
			// What it changed is not needed for long, and would fill the memory.
			commit.changes = null;
			gathering.listed.push(commit);
			const known = cache.get(commit.id);
			if (known !== null) gathering.count(commit, known.files, known.changes);
			else if (changes !== null) gathering.look(commit, changes);
			else gathering.unseen.set(commit.id, commit);
		}
		await lineCounts?.below(backlogLimit);
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
			await take(list);
		} else {
			const sinceTime = secondsOf(window.since);
			const ordered = mainLineIsOrdered(git, sinceTime);
			const walk = {git, sinceTime, untilTime: until, ordered, take};
			({failure} = await walkHistory({...walk, detail: wholeTree ? 'tree' : 'drivers'}));
			// The bare list needs the least of a damaged repository, so it goes on where the other had to stop.
			if (failure !== null) ({failure} = await walkHistory({...walk, detail: 'list'}));
			total = gathering.listed.length;
		}
		await lookIntoUnseen(gathering, git, wholeTree);
		await lineCounts?.finish();
	} finally {
		lineCounts?.stop();
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
		...gathering.noLines.problems('lines of a file of this commit can’t be read'),
		...gathering.noFiles.problems('files of a commit outside drivers/ can’t be counted'),
	);
	options.onProgress?.({stage: sourceName, done: total ?? 0, total});
	return {walk: failure, unreadable: gathering.noTrees.count};
}

/** Looks into the commits that were only listed: few, or all of a damaged repository. */
async function lookIntoUnseen(gathering: Gathering, git: Git, wholeTree: boolean): Promise<void> {
	const {unseen, noFiles} = gathering;
	let unreadable = new Map<string, string>();
	// Where the whole tree is asked for, trees outside drivers/ may be all that is missing.
	for (const whole of wholeTree ? [true, false] : [false]) {
		const found = await readTreeChanges(git, [...unseen.keys()], whole);
		for (const [id, changes] of found.changes) {
			const reason = unreadable.get(id);
			if (reason !== undefined) noFiles.add(id, reason);
			gathering.look(unseen.get(id)!, changes);
			unseen.delete(id);
		}
		unreadable = found.unreadable;
	}
	for (const [id, reason] of unreadable) gathering.drop(id, reason);
}
