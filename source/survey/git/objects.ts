import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {openChannel} from './channel.ts';
import {gitEnvironment} from './process.ts';

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
 * time. Git gives up at the first broken object; reading then goes on after it with a new process. Throws the
 * signal's reason when aborted, and an Error when git can't be started.
 */
export async function readObjects(
	gitDir: string,
	list: ObjectList,
	sizeLimit: number,
	reader: ObjectReader,
	signal?: AbortSignal,
): Promise<void> {
	let from = 0;
	let broken = 0;
	while (from < list.length) {
		signal?.throwIfAborted();
		const round = await readRound(gitDir, list, from, sizeLimit, reader, signal);
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
	gitDir: string,
	list: ObjectList,
	from: number,
	sizeLimit: number,
	reader: ObjectReader,
	signal: AbortSignal | undefined,
): Promise<{next: number; problem: string}> {
	const parser = new BatchParser(from, sizeLimit, reader);
	let failure: unknown;
	const onBytes = (bytes: Buffer) => {
		if (failure !== undefined) return;
		try {
			parser.push(bytes);
		} catch (error) {
			failure = error;
			git.kill('SIGKILL');
		}
	};
	const channel = await openChannel(onBytes);
	if (signal?.aborted) {
		channel?.end.destroy();
		throw signal.reason;
	}
	const git = spawn('git', ['--git-dir', gitDir, 'cat-file', '--batch', '--buffer'], {
		env: gitEnvironment({fetchMissing: false}),
		stdio: ['pipe', channel?.end ?? 'pipe', 'pipe'],
	}) as ChildProcessWithoutNullStreams;
	channel?.end.destroy();
	git.stdout?.on('data', onBytes);
	const ended = new Promise<number | null>((resolve, reject) => {
		git.once('error', reject);
		git.once('close', resolve);
	});
	// Whoever waits below sees the failure; this keeps an early one from counting as unhandled.
	ended.catch(() => {});
	let messages = '';
	git.stderr.on('data', chunk => {
		if (messages.length < 2000) messages += String(chunk);
	});
	const stop = () => git.kill('SIGKILL');
	signal?.addEventListener('abort', stop, {once: true});
	try {
		await ask(git, list, from);
		await ended;
		await channel?.closed;
	} finally {
		signal?.removeEventListener('abort', stop);
		stop();
	}
	signal?.throwIfAborted();
	if (failure !== undefined) throw failure;
	return {next: parser.next, problem: firstMessage(messages)};
}

/** Writes the names, as fast as git takes them. */
async function ask(git: ChildProcessWithoutNullStreams, list: ObjectList, from: number): Promise<void> {
	let gone = false;
	let wake: (() => void) | null = null;
	const leave = () => {
		gone = true;
		wake?.();
	};
	// Git may end before it has read all names (a broken object): that is told by its exit, not by the pipe.
	git.stdin.on('error', leave);
	git.once('close', leave);
	git.once('error', leave);
	git.stdin.on('drain', () => wake?.());
	for (let at = from; at < list.length && !gone; at += namesAtOnce) {
		if (!git.stdin.write(list.lines(at, Math.min(at + namesAtOnce, list.length)))) {
			await new Promise<void>(resolve => {
				wake = resolve;
				if (gone) resolve();
			});
			wake = null;
		}
	}
	if (!gone) git.stdin.end();
}

/** The first line git wrote to its error output, without the object's path on this machine. */
export function firstMessage(messages: string): string {
	const line = messages.split('\n').find(text => /^(?:fatal|error):/.test(text)) ?? '';
	return (
		line
			.replace(/^(?:fatal|error):\s*/, '')
			.replace(/\s*\(?\S*\/\S*\.(?:pack|idx)\S*/, '')
			.trim() || 'git ended early'
	);
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
