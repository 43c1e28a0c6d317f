import {addNumstat, type CommitChanges} from './git-changes.ts';
import {firstComplaint, type Git, type GitChild, startGit} from './git-process.ts';

/**
 * What a pool finds out of each commit: `lines` under drivers/, which reads contents; `names` under drivers/,
 * lines unknown, from trees only; `files` how many files it touches in the whole tree, from trees only.
 */
export type DiffDetail = 'lines' | 'names' | 'files';

/**
 * Commits handed to a git at once. Neighbours in history share trees and file versions, which git keeps for a
 * while: lots of 32 cost a sixth more than lots of 512, which cost no more than one half of the history each.
 * Towards the end they shrink, so that the gits end together.
 */
const largestLot = 512;
const smallestLot = 32;
/** Commits that have to wait before a lot is made up while more are coming. */
const usualLot = 256;
/** Lots each git has before it, the one it works on included: it never waits for the next. */
const lotsAhead = 2;

const newline = 0x0a;
const hash = 0x23;
const colon = 0x3a;

interface Lot {
	ids: string[];
	/** Commits seen in git's answer so far. One that shows nothing touched nothing. */
	seen: Map<string, CommitChanges & {files: number}>;
}

interface Worker {
	child: GitChild;
	lots: Lot[];
	/** Doubtful commits are asked for one by one, so that a git that dies points at one of them. */
	single: boolean;
}

/** What a pool tells about a commit. `files` counts the whole tree only with the detail `files`. */
export type OnDiff = (id: string, changes: CommitChanges, files: number) => void;

/**
 * Several `git diff-tree --stdin`, fed with commits in small lots as they come free. Each lot ends with a line
 * that is no object id: git gives such a line back and flushes, so its answer is known to be whole.
 * A git that dies takes only its own lots with it; they are asked for again one commit at a time, and a commit
 * that makes git die then is unreadable: `onUnreadable` gets git's words.
 */
export class DiffPool {
	private readonly git: Git;
	private readonly detail: DiffDetail;
	private size: number;
	private readonly onDiff: OnDiff;
	private readonly onUnreadable: (id: string, reason: string) => void;
	private readonly workers: Worker[] = [];
	private queue: string[] = [];
	private queued = 0;
	private doubtful: string[] = [];
	private open = 0;
	private finishing = false;
	private failure: {error: unknown} | null = null;
	private waiting: (() => void)[] = [];

	constructor(options: {
		git: Git;
		detail: DiffDetail;
		size: number;
		onDiff: OnDiff;
		onUnreadable: (id: string, reason: string) => void;
	}) {
		// Less than git's own 96 MB, as several gits share one budget of memory; 64 MB would cost 1 to 3 % more time.
		this.git = {...options.git, settings: [...options.git.settings, 'core.deltaBaseCacheLimit=80m']};
		this.detail = options.detail;
		this.size = options.size;
		this.onDiff = options.onDiff;
		this.onUnreadable = options.onUnreadable;
	}

	/** Commits handed in whose answer is still due. */
	get backlog(): number {
		return this.open;
	}

	/** Lets the pool run up to `size` gits from now on; never fewer than before. */
	widen(size: number): void {
		if (size <= this.size) return;
		this.size = size;
		this.feed();
	}

	/** Hands in one commit, by its hex id. */
	add(id: string): void {
		this.open++;
		this.queue.push(id);
		if (this.queue.length - this.queued >= usualLot) this.feed();
	}

	/** Resolves once at most `limit` answers are due. */
	async below(limit: number): Promise<void> {
		while (this.open > limit && this.failure === null) {
			this.feed(true);
			await new Promise<void>(resolve => this.waiting.push(resolve));
		}
		if (this.failure !== null) throw this.failure.error;
	}

	/** Resolves when every commit handed in is answered, and ends the pool. */
	async finish(): Promise<void> {
		this.finishing = true;
		try {
			await this.below(0);
		} finally {
			this.stop();
		}
	}

	/** Kills every git of the pool. */
	stop(): void {
		for (const worker of this.workers.splice(0)) worker.child.stop();
	}

	private wake(): void {
		for (const resolve of this.waiting.splice(0)) resolve();
	}

	private feed(partial = this.finishing): void {
		while (this.failure === null) {
			const doubt = this.doubtful.length > 0;
			const left = this.queue.length - this.queued;
			if (!doubt && (left === 0 || (left < usualLot && !partial))) return;
			const worker = this.freeWorker(doubt ? 1 : lotsAhead);
			if (worker === undefined) return;
			worker.single = doubt;
			this.give(worker, doubt ? [this.doubtful.pop()!] : this.nextLot());
		}
	}

	/** The least busy git with fewer than `limit` lots, or a new one before any gets a second lot. */
	private freeWorker(limit: number): Worker | undefined {
		let best: Worker | undefined;
		for (const worker of this.workers) {
			const room = worker.single ? 1 : limit;
			if (worker.lots.length < room && worker.lots.length < (best?.lots.length ?? limit)) best = worker;
		}
		if (best?.lots.length !== 0 && this.workers.length < this.size) return this.start();
		return best;
	}

	private nextLot(): string[] {
		const left = this.queue.length - this.queued;
		const share = Math.ceil(left / (this.size * 3));
		const length = this.finishing ? Math.min(largestLot, Math.max(smallestLot, share)) : usualLot;
		const ids = this.queue.slice(this.queued, this.queued + length);
		this.queued += ids.length;
		if (this.queued > 4096) {
			this.queue = this.queue.slice(this.queued);
			this.queued = 0;
		}
		return ids;
	}

	private give(worker: Worker, ids: string[]): void {
		worker.lots.push({ids, seen: new Map()});
		worker.child.stdin.write(`${ids.join('\n')}\n#\n`);
	}

	private start(): Worker {
		const child = startGit(this.git, [
			'diff-tree',
			'--stdin',
			'-r',
			'-z',
			'--root',
			'--no-renames',
			'--no-ext-diff',
			'--no-textconv',
			'--no-relative',
			...(this.detail === 'lines' ? ['--numstat'] : ['--raw', '--abbrev=4']),
			...(this.detail === 'files' ? [] : ['--', ':(top)drivers']),
		]);
		const worker: Worker = {child, lots: [], single: false};
		this.workers.push(worker);
		this.listen(worker);
		child.ended.then(
			({complaint}) => this.bury(worker, firstComplaint(complaint)),
			error => {
				this.failure ??= {error};
				this.wake();
			},
		);
		return worker;
	}

	private listen(worker: Worker): void {
		let rest: Buffer | null = null;
		let current: (CommitChanges & {files: number}) | null = null;
		let afterRaw = false;
		worker.child.stdout.on('data', (chunk: Buffer) => {
			const bytes: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
			rest = null;
			let from = 0;
			while (from < bytes.length) {
				const marker = bytes[from] === hash && !afterRaw;
				const to = bytes.indexOf(marker ? newline : 0, from);
				if (to < 0) {
					rest = bytes.subarray(from);
					break;
				}
				if (marker) {
					current = null;
					this.deliver(worker);
				} else if (afterRaw) {
					afterRaw = false;
					if (this.detail === 'names') {
						current!.paths.push(bytes.toString('utf8', from, to));
						current!.lines.push(-1, -1);
					}
				} else if (bytes[from] === colon) {
					afterRaw = true;
					if (current !== null) current.files++;
				} else if (current === null || this.detail !== 'lines' || !addNumstat(current, bytes, from, to)) {
					current = {paths: [], lines: [], files: 0};
					worker.lots[0]?.seen.set(bytes.toString('latin1', from, to), current);
				}
				from = to + 1;
			}
		});
	}

	private deliver(worker: Worker): void {
		const lot = worker.lots.shift();
		if (lot === undefined) return;
		try {
			for (const id of lot.ids) {
				const seen = lot.seen.get(id);
				this.open--;
				this.onDiff(id, seen ?? {paths: [], lines: []}, seen?.files ?? 0);
			}
		} catch (error) {
			this.failure ??= {error};
		}
		this.feed();
		this.wake();
	}

	private bury(worker: Worker, reason: string): void {
		const place = this.workers.indexOf(worker);
		if (place < 0) return;
		this.workers.splice(place, 1);
		for (const lot of worker.lots) {
			if (worker.single) {
				this.open--;
				this.onUnreadable(lot.ids[0]!, reason);
			} else this.doubtful.push(...lot.ids);
		}
		this.feed();
		this.wake();
	}
}
