import {type Key, KeyDecoder} from '../terminal/keys.ts';

/** Turns chunks of what is typed into keys; what comes in part waits for its rest for a moment. */
export class Keyboard {
	readonly #decoder = new KeyDecoder();
	readonly #press: (keys: readonly Key[]) => void;
	#timer: NodeJS.Timeout | undefined;
	#isOver = false;

	/** `press` is given the keys of each chunk, at least one. */
	constructor(press: (keys: readonly Key[]) => void) {
		this.#press = press;
	}

	feed(chunk: string): void {
		clearTimeout(this.#timer);
		this.#give(this.#decoder.feed(chunk));
		if (this.#decoder.wait !== null && !this.#isOver)
			this.#timer = setTimeout(() => this.#give(this.#decoder.flush()), this.#decoder.wait);
	}

	/** Nobody listens any more: what waits is dropped. */
	stop(): void {
		this.#isOver = true;
		clearTimeout(this.#timer);
	}

	#give(keys: readonly Key[]): void {
		if (keys.length > 0) this.#press(keys);
	}
}
