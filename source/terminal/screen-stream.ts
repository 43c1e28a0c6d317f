import {EventEmitter} from 'node:events';
import {type CellLine, looksGeneration, parseCells, tidyLooks} from './cells.ts';
import {screenChanges} from './screen-diff.ts';

/** A cursor or mode sequence and nothing else: what Ink sends beside its frames. */
// biome-ignore lint/complexity/useRegexLiterals: the escape is clearer spelt out
const modesOnly = new RegExp('^(?:\\x1b\\[\\?[0-9;]*[hl])*$');

/** What no text may do to a terminal: controls, sequences other than SGR, characters that turn or hide others. */
// biome-ignore lint/complexity/useRegexLiterals: escapes are clearer spelt out
const acting = new RegExp(
	'\\x1b(?!\\[[0-9;]*m)|[\\x00-\\x1a\\x1c-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]',
	'g',
);

/**
 * What Ink writes to instead of the terminal. Ink hands over whole frames; this writes the cells that changed
 * since the last one, in one synchronised update. So a cursor key costs a hundred bytes, the screen never
 * flickers, the full height can be used, and nothing ever clears the scrollback.
 */
export class ScreenStream extends EventEmitter {
	readonly isTTY = true;
	readonly writable = true;
	columns: number;
	rows: number;
	/** The lines on the screen, as Ink gave them; null where what stands there is not known. */
	#lines: readonly string[] | null = null;
	#cells = new Map<string, CellLine>();
	#generation = looksGeneration();
	#closed = false;
	readonly #send: (text: string) => void;

	constructor(size: {columns: number; rows: number}, send: (text: string) => void) {
		super();
		this.columns = size.columns;
		this.rows = size.rows;
		this.#send = send;
	}

	/** Takes a frame: lines parted by newlines. Anything else that Ink may send (cursor moves) is ignored. */
	write(frame: string, ...rest: unknown[]): boolean {
		const done = rest.find(argument => typeof argument === 'function') as (() => void) | undefined;
		if (!this.#closed && !modesOnly.test(frame)) this.draw(frame.split('\n'));
		done?.();
		return true;
	}

	/** Ink ends the stream it was given; ours is the program's to end. */
	end(): void {
		this.close();
	}

	/** Nothing is written any more: the terminal belongs to somebody else now. */
	close(): void {
		this.#closed = true;
	}

	/** The screen is in an unknown state: the next frame is written whole. */
	forget(): void {
		this.#lines = null;
	}

	/**
	 * Paints a first screen line by line as it is, which takes a tenth of the time that its cells would: they are made
	 * when the next frame is compared with it.
	 */
	paint(lines: readonly string[]): void {
		this.#lines = lines;
		this.#send(lines.map(line => line.replace(acting, '')).join('\r\n'));
	}

	/** A new size; the next frame is written whole, since terminals rewrap what they show. */
	resize(size: {columns: number; rows: number}): void {
		this.columns = size.columns;
		this.rows = size.rows;
		this.#cells.clear();
		this.forget();
	}

	/** Writes what differs from the frame before. */
	draw(lines: readonly string[]): void {
		const before = this.#lines ?? [];
		if (this.#lines !== null && isSame(before, lines)) return;
		tidyLooks();
		if (this.#generation !== looksGeneration()) {
			this.#cells.clear();
			this.#generation = looksGeneration();
		}
		// Of the frame before, its lines are kept as cells; no more, lest a long session fills the memory.
		const kept = this.#cells;
		this.#cells = new Map();
		const cellsOf = (line: string): CellLine => {
			let cells = this.#cells.get(line);
			if (cells === undefined) {
				cells = kept.get(line) ?? parseCells(line, this.columns);
				this.#cells.set(line, cells);
			}
			return cells;
		};
		const shown = lines.slice(0, this.rows);
		const after = shown.map(cellsOf);
		const old = before.map(line => kept.get(line) ?? parseCells(line, this.columns));
		const changes = screenChanges(old, after, this);
		const clear = this.#lines === null ? '\u001b[m\u001b[H\u001b[2J' : '';
		this.#lines = shown;
		if (clear !== '' || changes !== '') this.#send(`\u001b[?2026h${clear}${changes}\u001b[?2026l`);
	}
}

const isSame = (a: readonly string[], b: readonly string[]) =>
	a.length === b.length && a.every((line, index) => line === b[index]);
