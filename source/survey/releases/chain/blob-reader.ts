import {type Git, type GitChild, startGit} from '../../git/process.ts';

/** Bytes of a blob; a larger one is passed over. The largest header of the kernel has half of it. */
const largestBlob = 32 << 20;

/**
 * Reads single blobs by id or by `REVISION:PATH`, one after another, through one git that stays. Meant for some
 * thousand small files that are asked for as the need shows itself.
 */
export class BlobReader {
	private readonly child: GitChild;
	private readonly waiting: ((body: Buffer | null) => void)[] = [];
	private buffered: Buffer[] = [];
	private length = 0;
	/** Bytes that are needed before the next answer can be read: its heading, or all of it. */
	private needed = 1;
	/** Bytes to come of a blob that is too large. */
	private passing = 0;
	/** Names that are asked for in this turn of the loop: written together, which spares a call of the system for each. */
	private names = '';
	private ended = false;

	constructor(git: Git) {
		this.child = startGit(git, ['cat-file', '--batch']);
		this.child.stdout.on('data', (chunk: Buffer) => {
			const passed = Math.min(this.passing, chunk.length);
			this.passing -= passed;
			if (passed === chunk.length) return;
			this.buffered.push(passed === 0 ? chunk : chunk.subarray(passed));
			this.length += chunk.length - passed;
			if (this.length >= this.needed) this.deliver();
		});
		const stop = () => {
			this.ended = true;
			for (const answer of this.waiting.splice(0)) answer(null);
		};
		this.child.ended.then(stop, stop);
	}

	/** The bytes of a blob; null where there is none of that name, it is too large, or git can't read it. */
	async read(name: string): Promise<Buffer | null> {
		// Git takes a line as a name, and tells a missing one by repeating it: blanks would make that unreadable.
		if (this.ended || /\s/.test(name)) return null;
		return new Promise(resolve => {
			this.waiting.push(resolve);
			if (this.names === '') queueMicrotask(() => this.ask());
			this.names += `${name}\n`;
		});
	}

	private ask(): void {
		const {names} = this;
		this.names = '';
		if (!this.ended) this.child.stdin.write(names);
	}

	/** Ends git. Nothing can be read afterwards. */
	close(): void {
		this.child.stdin.end();
		this.child.stop();
	}

	private deliver(): void {
		let bytes = this.buffered.length === 1 ? this.buffered[0]! : Buffer.concat(this.buffered);
		this.needed = 1;
		for (;;) {
			const end = bytes.indexOf(0x0a);
			if (end < 0) {
				this.needed = bytes.length + 1;
				break;
			}
			const [, type, size] = bytes.toString('latin1', 0, end).split(' ');
			if (size === undefined) {
				bytes = bytes.subarray(end + 1);
				this.waiting.shift()?.(null);
				continue;
			}
			const last = end + 1 + Number(size);
			if (Number(size) > largestBlob) {
				this.passing = Math.max(0, last + 1 - bytes.length);
				bytes = bytes.subarray(last + 1);
				this.waiting.shift()?.(null);
				continue;
			}
			if (bytes.length <= last) {
				this.needed = last + 1;
				break;
			}
			const body = type === 'blob' ? Buffer.from(bytes.subarray(end + 1, last)) : null;
			bytes = bytes.subarray(last + 1);
			this.waiting.shift()?.(body);
		}
		this.buffered = bytes.length === 0 ? [] : [bytes];
		this.length = bytes.length;
	}
}
