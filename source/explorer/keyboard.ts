import {type Key, KeyDecoder} from '../terminal/keys.ts';

/** Keys that wait at most: nobody types so far ahead, and a terminal itself loses what is beyond 4,095 bytes. */
const mostWaiting = 100_000;

const isInterrupt = ({name}: Key) => name === 'ctrl+c';

/**
 * Turns chunks of what is typed into keys and has them obeyed in their order. What is typed before `listen`, or faster
 * than it is obeyed, waits for its turn; Ctrl-C does not, and what waits is then dropped, as a terminal drops it. What
 * comes in part waits for its rest for a moment.
 */
export class Keyboard {
	readonly #decoder = new KeyDecoder();
	readonly #obey: (keys: readonly Key[]) => number;
	#waiting: readonly Key[] = [];
	#hasHeard = false;
	#isListening = false;
	#timer: NodeJS.Timeout | undefined;
	#isOver = false;

	/** `obey` is given all keys that wait, at least one, and returns how many of them it has obeyed: at least one. */
	constructor(obey: (keys: readonly Key[]) => number) {
		this.#obey = obey;
	}

	/** Whether anything was typed so far. */
	get hasHeard(): boolean {
		return this.#hasHeard;
	}

	feed(chunk: string): void {
		this.#hasHeard = true;
		clearTimeout(this.#timer);
		this.#give(this.#decoder.feed(chunk));
		if (this.#decoder.wait !== null && !this.#isOver)
			this.#timer = setTimeout(() => this.#give(this.#decoder.flush()), this.#decoder.wait);
	}

	/** From now on keys are obeyed, at first those that wait. */
	listen(): void {
		if (this.#isListening) return;
		this.#isListening = true;
		this.#takeTurn();
	}

	/** From now on what is typed waits for `listen`. */
	hold(): void {
		this.#isListening = false;
	}

	/** Nobody listens any more: what waits is dropped. */
	stop(): void {
		this.#isOver = true;
		this.#waiting = [];
		clearTimeout(this.#timer);
	}

	#give(keys: readonly Key[]): void {
		const isBehind = !this.#isListening || this.#waiting.length > 0;
		const interrupt = isBehind ? keys.find(isInterrupt) : undefined;
		if (interrupt !== undefined) {
			this.#waiting = [];
			this.#obey([interrupt]);
			return;
		}
		this.#waiting = [...this.#waiting, ...keys].slice(0, mostWaiting);
		if (!isBehind) this.#takeTurn();
	}

	readonly #takeTurn = (): void => {
		if (!this.#isListening || this.#isOver || this.#waiting.length === 0) return;
		this.#waiting = this.#waiting.slice(this.#obey(this.#waiting));
		// In between, the terminal is listened to: a Ctrl-C may be there.
		if (this.#waiting.length > 0) setImmediate(this.#takeTurn);
	};
}
