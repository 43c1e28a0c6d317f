import {closeSync, constants, fstatSync, openSync, writeSync} from 'node:fs';
import {write} from './output.ts';

/** Bytes that wait for a terminal at most; a whole screen of a large window has 40 kB. What comes then is left out. */
const mostWaiting = 1 << 18;
/** Milliseconds after which a terminal that took nothing is tried again. */
const againMs = 10;
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * What the terminal is written to. The rule: nobody waits for a terminal. One that is held (Ctrl-S), or whose other end
 * nobody reads, takes nothing for as long as it likes; who is held up in a write to it hears no signal, and could only be
 * killed. So it is opened once more, for writes that come back at once: its other users' writes stay as they are. Where
 * that can't be, as for a terminal of somebody else, writes wait.
 */
export class Outlet {
	#descriptor: number | null = null;
	#waiting = Buffer.alloc(0);
	#timer: NodeJS.Timeout | null = null;
	#isBehind = false;
	readonly #onCaughtUp: () => void;
	readonly #onGone: () => void;

	/** `onCaughtUp` is called when something was left out and all that waited is written; `onGone` when nothing can be any more. */
	constructor(onCaughtUp: () => void, onGone: () => void) {
		this.#onCaughtUp = onCaughtUp;
		this.#onGone = onGone;
		if (process.platform !== 'linux') return;
		try {
			const {O_WRONLY, O_NOCTTY, O_NONBLOCK} = constants;
			this.#descriptor = openSync('/proc/self/fd/1', O_WRONLY | O_NOCTTY | O_NONBLOCK);
		} catch {
			// Then by standard output.
		}
	}

	/** Sends text, now or as soon as the terminal takes it. */
	send(text: string): void {
		if (this.#waiting.length > mostWaiting) {
			this.#isBehind = true;
			return;
		}
		const bytes = Buffer.from(text);
		this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
		if (this.#timer === null) this.#flush();
	}

	/** Sends a last text in place of what still waits; false where the terminal did not take it in that time. */
	sendLast(text: string, mostMs: number): boolean {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		this.#isBehind = false;
		this.#waiting = Buffer.from(text);
		for (const end = Date.now() + mostMs; this.#waiting.length > 0; Atomics.wait(pause, 0, 0, 5)) {
			this.#write();
			if (this.#waiting.length > 0 && Date.now() >= end) {
				this.#waiting = Buffer.alloc(0);
				return false;
			}
		}
		return true;
	}

	close(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		if (this.#descriptor !== null) closeSync(this.#descriptor);
		this.#descriptor = null;
	}

	readonly #flush = (): void => {
		this.#timer = null;
		try {
			this.#write();
		} catch {
			this.#waiting = Buffer.alloc(0);
			this.#onGone();
			return;
		}
		if (this.#waiting.length > 0) this.#timer = setTimeout(this.#flush, againMs);
		else if (this.#isBehind) {
			this.#isBehind = false;
			this.#onCaughtUp();
		}
	};

	/** Writes what the terminal takes. Throws where it is gone. */
	#write(): void {
		if (this.#descriptor === null) {
			const text = this.#waiting.toString();
			this.#waiting = Buffer.alloc(0);
			write(1, text);
			return;
		}
		// Who closed standard output wants nothing written any more.
		fstatSync(1);
		while (this.#waiting.length > 0) {
			try {
				this.#waiting = this.#waiting.subarray(writeSync(this.#descriptor, this.#waiting));
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return;
				throw error;
			}
		}
	}
}
