import {EventEmitter} from 'node:events';
import stringWidth from 'string-width';

/** One cell of the screen: its text with the colours and the link that were on, as they were written. */
interface Cell {
	text: string;
	/** Cells it takes: 1, or 2 for a wide character, whose right half is a cell of width 0. */
	width: 0 | 1 | 2;
	style: string;
}

/** Sequences that the program's own text may hold: SGR, and OSC 8 links. */
// biome-ignore lint/complexity/useRegexLiterals: escapes are clearer spelt out
const tokens = new RegExp('\\x1b\\[([0-9;:]*)m|(\\x1b\\]8;[^\\x07\\x1b]*(?:\\x07|\\x1b\\\\))', 'y');
const plainCharacter = /^[\x20-\x7e]$/;

const blank: Cell = {text: ' ', width: 1, style: ''};
/** A run of equal cells shorter than this is written again rather than jumped over: the jump costs as much. */
const shortestJump = 6;

/**
 * What Ink writes to instead of the terminal. Ink hands over whole frames; this writes the cells that changed
 * since the last one, in one synchronised update. So a cursor key costs a couple of hundred bytes, the screen
 * never flickers, the full height can be used, and nothing ever clears the scrollback.
 */
export class ScreenStream extends EventEmitter {
	readonly isTTY = true;
	readonly writable = true;
	columns: number;
	rows: number;
	#lines: string[] = [];
	#cells: (Cell[] | undefined)[] = [];
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
		// biome-ignore lint/complexity/useRegexLiterals: the escape is clearer spelt out
		const isFrame = frame !== '' && !new RegExp('^(?:\\x1b\\[\\?[0-9;]*[hl])+$').test(frame);
		if (!this.#closed && isFrame) this.draw(frame.split('\n'));
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
		this.#lines = [];
		this.#cells = [];
	}

	/** A new size; the next frame is written whole, since terminals rewrap what they show. */
	resize(size: {columns: number; rows: number}): void {
		this.columns = size.columns;
		this.rows = size.rows;
		this.forget();
		this.emit('resize');
	}

	/** Writes what differs from the frame before. */
	draw(lines: readonly string[]): void {
		const wholeScreen = this.#lines.length === 0;
		let out = '';
		for (let row = 0; row < this.rows; row++) {
			const line = lines[row] ?? '';
			if (line === this.#lines[row]) continue;
			const before = wholeScreen ? [] : (this.#cells[row] ??= cellsOf(this.#lines[row] ?? '', this.columns));
			const after = cellsOf(line, this.columns);
			out += changes(before, after, row);
			this.#lines[row] = line;
			this.#cells[row] = after;
		}
		if (out === '') return;
		const clear = wholeScreen ? '\u001b[0m\u001b[H\u001b[2J' : '';
		this.#send(`\u001b[?2026h${clear}${out}\u001b[?2026l`);
	}
}

/** A line as cells, at most `columns` of them, blanks at its end left out. */
function cellsOf(line: string, columns: number): Cell[] {
	const cells: Cell[] = [];
	let link = '';
	let active: string[] = [];
	let style = '';
	let index = 0;
	while (index < line.length && cells.length < columns) {
		if (line[index] === '\u001b') {
			tokens.lastIndex = index;
			const token = tokens.exec(line);
			if (token === null) {
				index += 1;
				continue;
			}
			index = tokens.lastIndex;
			if (token[2] !== undefined)
				link = /^\u001b\]8;[^;]*;(?:\u0007|\u001b\\)$/.test(token[2]) ? '' : token[2];
			else active = applySgr(active, token[1] ?? '');
			style = active.map(code => `\u001b[${code}m`).join('') + link;
			continue;
		}
		let text = line[index]!;
		if (!plainCharacter.test(text)) {
			text = graphemeAt(line, index);
			const width = stringWidth(text);
			index += text.length;
			if (width === 0) {
				const last = cells.at(-1);
				if (last !== undefined) cells[cells.length - 1] = {...last, text: last.text + text};
				continue;
			}
			if (cells.length + width > columns) break;
			cells.push({text, width: width === 2 ? 2 : 1, style});
			if (width === 2) cells.push({text: '', width: 0, style});
			continue;
		}
		cells.push({text, width: 1, style});
		index += 1;
	}
	while (cells.length > 0 && isBlank(cells.at(-1)!)) cells.pop();
	return cells;
}

const isBlank = (cell: Cell) => cell.text === ' ' && cell.style === '';
const isSame = (a: Cell, b: Cell) => a.text === b.text && a.style === b.style;

let segmenter: Intl.Segmenter | undefined;

function graphemeAt(line: string, index: number): string {
	const code = line.charCodeAt(index);
	// Box drawing, blocks and geometric shapes never combine with what follows here: skip the segmenter.
	if (code >= 0x2500 && code < 0x2600) return line[index]!;
	segmenter ??= new Intl.Segmenter();
	const end = line.indexOf('\u001b', index);
	const piece = line.slice(index, Math.min(end < 0 ? line.length : end, index + 64));
	for (const {segment} of segmenter.segment(piece)) return segment;
	return line[index]!;
}

/** Families of SGR codes: a code of one ends what another of the same has begun. */
function family(code: string): string {
	const [first = '0'] = code.split(/[;:]/);
	const number = Number(first);
	if ((number >= 30 && number <= 39) || (number >= 90 && number <= 97)) return 'foreground';
	if ((number >= 40 && number <= 49) || (number >= 100 && number <= 107)) return 'background';
	if (number === 1 || number === 2 || number === 22) return `weight${number}`;
	if (number === 4 || number === 24) return 'underline';
	if (number === 7 || number === 27) return 'inverse';
	return first;
}

/** The codes in force after another SGR sequence; each entry is one attribute. */
function applySgr(active: readonly string[], parameters: string): string[] {
	const codes = splitSgr(parameters);
	let next = [...active];
	for (const code of codes) {
		const number = Number(code.split(/[;:]/)[0]);
		if (number === 0) next = [];
		else if (number === 22) next = next.filter(other => !family(other).startsWith('weight'));
		else if (number === 39 || number === 49 || (number >= 23 && number <= 29)) {
			const ends =
				number >= 23 && number <= 29
					? family(number === 24 ? '4' : number === 27 ? '7' : String(number - 20))
					: family(code);
			next = next.filter(other => family(other) !== ends);
		} else next = [...next.filter(other => family(other) !== family(code)), code];
	}
	return next;
}

/** `1;38;5;71` as `1` and `38;5;71`: extended colours keep their numbers. */
function splitSgr(parameters: string): string[] {
	const numbers = parameters === '' ? ['0'] : parameters.split(';');
	const codes: string[] = [];
	for (let index = 0; index < numbers.length; ) {
		const extended = numbers[index] === '38' || numbers[index] === '48';
		const length = extended ? (numbers[index + 1] === '5' ? 3 : 5) : 1;
		codes.push(numbers.slice(index, index + length).join(';'));
		index += length;
	}
	return codes;
}

/** The bytes that turn one row's cells into another's. */
function changes(before: readonly Cell[], after: readonly Cell[], row: number): string {
	let out = '';
	let style = '';
	/** Column at which the terminal's cursor stands in this row; null where it is not known to. */
	let at: number | null = null;
	const shared = after.length;
	const differs = (column: number) => !isSame(before[column] ?? blank, after[column]!);
	for (let column = 0; column < shared; ) {
		if (!differs(column)) {
			column += 1;
			continue;
		}
		// Neither half of a wide character can be written alone.
		while (column > 0 && after[column]!.width === 0) column -= 1;
		if (at === null) out += `\u001b[${row + 1};${column + 1}H`;
		else if (column > at) {
			const gap = after.slice(at, column);
			if (column - at < shortestJump && gap.every(cell => cell.style === style)) {
				out += gap.map(cell => cell.text).join('');
			} else out += `\u001b[${column - at}C`;
		}
		const cell = after[column]!;
		if (cell.style !== style) {
			out += restyle(style, cell.style);
			style = cell.style;
		}
		out += cell.text;
		column += cell.width === 2 ? 2 : 1;
		at = column;
	}
	if (before.length > after.length) {
		if (style !== '') out += restyle(style, '');
		style = '';
		if (at !== after.length) out += `\u001b[${row + 1};${after.length + 1}H`;
		out += '\u001b[K';
	}
	return style === '' ? out : out + restyle(style, '');
}

/** From one style to another: everything off, then on, which is short and never leaves a rest behind. */
function restyle(from: string, to: string): string {
	const closesLink = from.includes('\u001b]8;') ? '\u001b]8;;\u001b\\' : '';
	return `${closesLink}${from === closesLink ? '' : '\u001b[m'}${to}`;
}
