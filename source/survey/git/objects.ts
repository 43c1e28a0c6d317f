import {firstComplaint, type Git, startLendingGit, type WritingGit} from './process.ts';

/** What reading a list of objects met: each asked-for object ends in exactly one of the three calls. */
export interface ObjectReader {
	/** `body` is lent: it is overwritten as soon as the call returns. `index` counts in the list asked for. */
	onObject(index: number, body: Buffer): void;
	/** Larger than `sizeLimit`: its bytes were passed over without being kept. */
	onTooLarge(index: number, size: number): void;
	/** Missing, broken, or no blob. */
	onBroken(index: number, problem: string): void;
}

/** A list of object names that stays small: one row of hex digits a name. */
export interface ObjectList {
	readonly length: number;
	/** Names [from, to) as lines, each with its newline. */
	lines(from: number, to: number): Buffer;
	name(index: number): string;
}

/** More broken objects than this, and the archive is given up: each costs a new git process. */
export const mostBrokenObjects = 500;

const namesAtOnce = 2000;

/**
 * Reads blobs through `git cat-file --batch`, in the order of the list, as a stream: one object is in memory at a
 * time. Git gives up at the first broken object; reading then goes on after it with a new process. Rejects with the
 * signal's reason when aborted, with what the reader throws, and with a GitSurveyError where git is missing.
 */
export async function readObjects(
	git: Git,
	list: ObjectList,
	sizeLimit: number,
	reader: ObjectReader,
): Promise<void> {
	let from = 0;
	let broken = 0;
	while (from < list.length) {
		git.signal?.throwIfAborted();
		const round = await readRound(git, list, new BatchParser(from, sizeLimit, reader));
		if (round.next >= list.length) return;
		reader.onBroken(round.next, round.problem);
		from = round.next + 1;
		if (++broken >= mostBrokenObjects) {
			for (; from < list.length; from++) reader.onBroken(from, 'not read: too many broken objects before it');
		}
	}
}

/** Reads until the list or git ends. `next` is the first object that was not delivered. */
async function readRound(
	git: Git,
	list: ObjectList,
	parser: BatchParser,
): Promise<{next: number; problem: string}> {
	const child = await startLendingGit(git, ['cat-file', '--batch', '--buffer'], bytes => parser.push(bytes));
	try {
		await ask(child, list, parser.next);
		const {complaint} = await child.ended;
		return {next: parser.next, problem: firstComplaint(complaint)};
	} finally {
		child.stop();
	}
}

/** Writes the names, as fast as git takes them. */
async function ask({stdin, ended}: WritingGit, list: ObjectList, from: number): Promise<void> {
	let gone = false;
	let wake: (() => void) | null = null;
	const leave = () => {
		gone = true;
		wake?.();
	};
	// Git may end before it has read all names (a broken object): that is told by its exit, not by the pipe.
	stdin.on('error', leave);
	ended.then(leave, leave);
	stdin.on('drain', () => wake?.());
	for (let at = from; at < list.length && !gone; at += namesAtOnce) {
		if (!stdin.write(list.lines(at, Math.min(at + namesAtOnce, list.length)))) {
			await new Promise<void>(resolve => {
				wake = resolve;
				if (gone) resolve();
			});
			wake = null;
		}
	}
	if (!gone) stdin.end();
}

/** Takes apart what `cat-file --batch` writes: `<name> <type> <size>\n<bytes>\n`, or `<name> missing\n`. */
class BatchParser {
	next: number;
	private header = '';
	private body = Buffer.allocUnsafe(1 << 16);
	private size = -1;
	private have = 0;
	private type = '';
	private readonly sizeLimit: number;
	private readonly reader: ObjectReader;

	constructor(from: number, sizeLimit: number, reader: ObjectReader) {
		this.next = from;
		this.sizeLimit = sizeLimit;
		this.reader = reader;
	}

	push(chunk: Buffer): void {
		let at = 0;
		while (at < chunk.length) {
			if (this.size < 0) {
				const end = chunk.indexOf(0x0a, at);
				this.header += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
				if (end < 0) return;
				at = end + 1;
				this.startObject();
				continue;
			}
			// One byte more than the object: the newline after it.
			const missing = this.size + 1 - this.have;
			const take = Math.min(missing, chunk.length - at);
			if (this.size <= this.sizeLimit) {
				if (this.have === 0 && take === missing) {
					this.deliver(chunk.subarray(at, at + this.size));
					at += take;
					continue;
				}
				if (this.body.length <= this.size) this.body = Buffer.allocUnsafe(roomFor(this.size + 1));
				chunk.copy(this.body, this.have, at, at + take);
			}
			this.have += take;
			at += take;
			if (this.have > this.size) this.deliver(this.body.subarray(0, this.size));
		}
	}

	private startObject(): void {
		const words = this.header.split(' ');
		this.header = '';
		if (words.length < 3) {
			this.reader.onBroken(this.next++, words[1] ?? 'unreadable');
			return;
		}
		this.type = words[1]!;
		this.size = Number(words[2]);
		this.have = 0;
		if (!Number.isSafeInteger(this.size)) throw new Error('git cat-file wrote something unexpected');
	}

	private deliver(body: Buffer): void {
		const size = this.size;
		const index = this.next++;
		this.size = -1;
		this.have = 0;
		if (this.type !== 'blob') this.reader.onBroken(index, `is a ${this.type}`);
		else if (size > this.sizeLimit) this.reader.onTooLarge(index, size);
		else this.reader.onObject(index, body);
		// One large mail must not hold its room until the end.
		if (this.body.length > 1 << 21) this.body = Buffer.allocUnsafe(1 << 16);
	}
}

function roomFor(size: number): number {
	let room = 1 << 16;
	while (room < size) room *= 2;
	return room;
}
