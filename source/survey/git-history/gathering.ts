/** From a listed commit to a counted one: asks for what is not known of it, and counts it once it is whole. */
import type {GitCache} from './cache.ts';
import type {CommitChanges, TreeChanges} from './changes.ts';
import type {ChangedFile, LineCounts} from './line-counts.ts';
import type {CommitTally} from './tally.ts';
import {isSameContents} from './tree-pairs.ts';
import {Unreadable} from './unreadable.ts';
import type {ListedCommit} from './walk.ts';

/** More changed files than this before their lines are counted, and the walk waits: it bounds the memory. */
const backlogLimit = 65_536;

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
export class Gathering {
	/** Each commit once, in the order of the walk. */
	readonly listed: ListedCommit[] = [];
	/** Commits that the walk listed without looking into them. */
	readonly unseen = new Map<string, ListedCommit>();
	/** Commits that touch files whose contents could not be read. */
	readonly noLines = new Unreadable();
	/** Commits whose trees could not be read. */
	readonly noTrees = new Unreadable();
	/** Commits whose files are known under drivers/ and sound/ only. */
	readonly noFiles = new Unreadable();
	private readonly tally: CommitTally;
	private readonly cache: GitCache;
	/** Null where contents are not to be read: then no lines are known. */
	private readonly lineCounts: LineCounts | null;
	/** Commits that are not to be counted, and those that were listed. */
	private readonly passed: Set<string>;
	private readonly onCommit: (done: number) => void;
	private done = 0;

	constructor(options: {
		tally: CommitTally;
		cache: GitCache;
		lineCounts: LineCounts | null;
		/** Ids of commits whose parents are not there, so that nobody knows what they changed. */
		boundary: Iterable<string>;
		onCommit: (done: number) => void;
	}) {
		this.tally = options.tally;
		this.cache = options.cache;
		this.lineCounts = options.lineCounts;
		this.passed = new Set(options.boundary);
		this.onCommit = options.onCommit;
	}

	/** Takes in what the walk has listed. Resolves once few enough files wait for the walk to go on. */
	async take(commits: readonly ListedCommit[]): Promise<void> {
		for (const commit of commits) {
			if (this.passed.has(commit.id)) continue;
			this.passed.add(commit.id);
			const {changes} = commit;
			// What it changed is not needed for long, and would fill the memory.
			commit.changes = null;
			this.listed.push(commit);
			const known = this.cache.get(commit.id);
			if (known !== null) this.count(commit, known.files, known.changes);
			else if (changes !== null) this.look(commit, changes);
			else this.unseen.set(commit.id, commit);
		}
		await this.lineCounts?.below(backlogLimit);
	}

	/** Counts a commit of which all is known. */
	private count(commit: ListedCommit, files: number, changes: CommitChanges): void {
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
