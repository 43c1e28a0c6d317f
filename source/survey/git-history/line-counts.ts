import {askGit, type Git} from '../git/process.ts';
import {Lots} from './lots.ts';
import {TreeComparer} from './tree-comparer.ts';
import {contentsOf, TreePairs} from './tree-pairs.ts';

/** A file that some commit changed, and whose lines are asked for. */
export interface ChangedFile {
	path: string;
	/** Modes and ids before and after, as in `TreeChanges`. */
	versions: string;
	/** Called once with the lines added and removed: 0 and 0 for a binary file. */
	count(added: number, removed: number): void;
	/** Called instead where a version can't be read, with git's reason. */
	giveUp(reason: string): void;
}

/**
 * Files handed to a git at once: enough that its start costs little, few enough that the gits end together. While
 * the walk goes on, a git that has nothing to do takes what waits; when all are known, lots shrink towards the end.
 */
const largestLot = 8192;
const walkingLot = 4096;
const smallestLot = 768;

/**
 * Counts the lines that changed between two versions of a file, for many files at once, in several gits.
 *
 * `git log --numstat` reads both versions of each file of a commit, and when it comes to the commit before that
 * changed the same file it has long forgotten the one that it needs again. So files are not asked for commit by
 * commit: all changes of one file that wait go to one git one after another, newest first, the order in which packs
 * chain them, and a change met on several branches is asked for once. On U-Boot's last five years that takes four
 * fifths of the time, and half of the memory.
 *
 * git 2.39 can't compare a list of pairs of contents (`diff-pairs` came with 2.50), but it compares any two trees.
 * So each lot is written as two trees, one with the versions before, one with those after, under numbers for names.
 * Attributes go by names, so none applies: what is binary is told from contents, in a checkout as in a bare clone.
 */
export class LineCounts {
	private readonly git: Git;
	private readonly cores: number;
	/** Gits that may run at a time: one core fewer while another git walks. */
	private size: number;
	private readonly trees = new TreePairs();
	private readonly lots = new Lots<ChangedFile>(
		lot => this.ask(lot),
		(file, reason) => this.giveUp(file, reason),
	);
	/** Files that no git has yet, by path. */
	private readonly waiting = new Map<string, ChangedFile[]>();
	private waitingFiles = 0;
	private openFiles = 0;
	private running = 0;
	private finishing = false;
	private readonly comparers = new Set<TreeComparer>();
	/** Those of them that wait for a lot. */
	private readonly idle: TreeComparer[] = [];
	/** What went wrong, or that `stop` was called: nothing more is asked. */
	private failure: {error: unknown} | null = null;
	private wakers: (() => void)[] = [];

	/** Runs one git fewer than `cores` until `finish`, or until it falls so far behind that the walk has to wait. */
	constructor(git: Git, cores: number) {
		// Versions of one file stand together, so little of what was unpacked is needed for long.
		this.git = {...git, settings: [...git.settings, 'core.deltaBaseCacheLimit=32m']};
		this.cores = cores;
		this.size = cores - 1;
	}

	/** Hands in one file. */
	add(file: ChangedFile): void {
		const others = this.waiting.get(file.path);
		if (others === undefined) this.waiting.set(file.path, [file]);
		else others.push(file);
		this.openFiles++;
		this.waitingFiles++;
		this.feed();
	}

	/** Resolves once at most `limit` files are to be counted. */
	async below(limit: number): Promise<void> {
		while (this.openFiles > limit && this.failure === null) {
			this.size = this.cores;
			this.feed();
			await new Promise<void>(resolve => this.wakers.push(resolve));
		}
		this.throwIfStopped();
	}

	/** Resolves when every file is counted. */
	async finish(): Promise<void> {
		this.finishing = true;
		await this.below(0);
	}

	/** Ends every git, and takes away what they were given. */
	stop(): void {
		this.failure ??= {error: new Error('counting was stopped')};
		for (const comparer of this.comparers) comparer.stop();
		this.trees.remove();
	}

	private feed(): void {
		while (this.failure === null && this.running < this.size) {
			if (this.waitingFiles === 0 || (this.waitingFiles < smallestLot && !this.finishing)) return;
			this.running++;
			this.count(this.nextLot())
				.catch(error => {
					this.failure ??= {error};
				})
				.finally(() => {
					this.running--;
					this.feed();
					for (const wake of this.wakers.splice(0)) wake();
				});
		}
	}

	private nextLot(): ChangedFile[] {
		const share = Math.ceil(this.waitingFiles / (this.size * 2));
		const length = this.finishing ? Math.min(largestLot, Math.max(smallestLot, share)) : walkingLot;
		const lot: ChangedFile[] = [];
		for (const [path, files] of this.waiting) {
			if (lot.length >= length) break;
			lot.push(...files);
			this.waiting.delete(path);
		}
		this.waitingFiles -= lot.length;
		return lot;
	}

	private async count(lot: readonly ChangedFile[]): Promise<void> {
		if ((await this.ask(lot)) === null) return;
		const missing = await this.missing(lot);
		const there: ChangedFile[] = [];
		for (const file of lot) {
			const lost = contentsOf(file.versions).find(id => missing.has(id));
			if (lost === undefined) there.push(file);
			else this.giveUp(file, `${lost} is missing`);
		}
		await this.lots.answer(there);
	}

	private giveUp(file: ChangedFile, reason: string): void {
		this.openFiles--;
		file.giveUp(reason);
	}

	/** The objects of a lot that are not there. They are not fetched, as git has tried already if it may. */
	private async missing(lot: readonly ChangedFile[]): Promise<Set<string>> {
		const ids = new Set(lot.flatMap(({versions}) => contentsOf(versions)));
		const {text} = await askGit(
			{...this.git, fetchMissing: false},
			['cat-file', '--batch-check', '--buffer'],
			[...ids, ''].join('\n'),
		);
		const missing = new Set<string>();
		for (const line of text.split('\n')) {
			const [id, state] = line.split(' ');
			if (state === 'missing') missing.add(id!);
		}
		return missing;
	}

	private throwIfStopped(): void {
		if (this.failure !== null) throw this.failure.error;
	}

	private start(): TreeComparer {
		const comparer = new TreeComparer({...this.git, moreObjects: this.trees.directory});
		this.comparers.add(comparer);
		return comparer;
	}

	/** Has one git count a lot. Null where it did; else its complaint, and nothing of the lot is counted. */
	private async ask(lot: readonly ChangedFile[]): Promise<string | null> {
		this.throwIfStopped();
		const groups = groupAlike(lot);
		const trees = this.trees.write(groups.map(([file]) => file!.versions));
		const comparer = this.idle.pop() ?? this.start();
		const counts = await comparer.compare(trees.ids).finally(() => trees.remove());
		// A git that `stop` ended says nothing about its lot.
		this.throwIfStopped();
		if (typeof counts === 'string') {
			this.comparers.delete(comparer);
			return counts;
		}
		this.idle.push(comparer);
		if (counts.paths.length !== groups.length) return 'git left some of its files out';
		this.openFiles -= lot.length;
		for (let at = 0; at < groups.length; at++) {
			const name = counts.paths[at]!;
			const group = groups[Number(name.slice(name.indexOf('-') + 1))]!;
			handOut(group, counts.lines[at * 2]!, counts.lines[at * 2 + 1]!);
		}
		return null;
	}
}

/** Files of a lot that stand for the same change, together. */
function groupAlike(lot: readonly ChangedFile[]): ChangedFile[][] {
	const groups = new Map<string, ChangedFile[]>();
	for (const file of lot) {
		const alike = groups.get(file.versions);
		if (alike === undefined) groups.set(file.versions, [file]);
		else alike.push(file);
	}
	return [...groups.values()];
}

function handOut(files: readonly ChangedFile[], added: number, removed: number): void {
	for (const file of files) file.count(added, removed);
}
