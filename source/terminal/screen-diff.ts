import {type CellShift, cellShifts} from './cell-shifts.ts';
import {type CellLine, type Look, plainLook, restyle} from './cells.ts';

/**
 * A line down in the same column, in a byte: the vertical tab, a line feed to every terminal since the VT100. A line
 * feed itself would be two, since the terminal's driver sends a return before it.
 */
const lineDown = '\v';
/** Lines down from which a sequence is as short. */
const mostLineFeeds = 4;

/** A screen without anything on it. */
const emptyLine: CellLine = {texts: [], looks: []};

/** Unchanged cells that are at most considered for writing again instead of jumping over them. */
const longestRewrite = 24;
/** Blanks within changed text from which it can pay to erase and jump instead of writing spaces. */
const shortestErasure = 9;
/** Bytes of a row from which it is looked whether moving cells saves some. */
const leastForShifts = 16;
/** Beginnings of lines that are compared to see whether a list was scrolled: cursor, mark and name. */
const comparedStart = 24;

/** Cells across and down. */
interface Size {
	columns: number;
	rows: number;
}

/**
 * The bytes that turn one screen into another, without those of synchronised output. `before` and `after` have a line
 * for each row of the screen, or fewer: the rest is blank. The terminal's attributes are off before and after, and
 * lines do not wrap at the right edge.
 */
export function screenChanges(before: readonly CellLine[], after: readonly CellLine[], size: Size): string {
	const plain = rowChanges(before, after, size);
	const shift = findShift(before, after, size.rows);
	if (shift === null) return plain;
	const scrolled = scrollBytes(shift, size.rows) + rowChanges(shifted(before, shift), after, size);
	return byteLength(scrolled) < byteLength(plain) ? scrolled : plain;
}

function rowChanges(before: readonly CellLine[], after: readonly CellLine[], {columns, rows}: Size): string {
	let writer = new Writer(columns);
	for (let row = 0; row < rows; row++) {
		const old = before[row] ?? emptyLine;
		const line = after[row] ?? emptyLine;
		if (old !== line) writer = withRow(writer, {before: old, after: line, row, columns});
	}
	writer.restyle(plainLook);
	return writer.out;
}

/** Rows `first` to `last` that move by `by` lines; upwards where it is positive. */
interface Shift {
	first: number;
	last: number;
	by: number;
}

/** The shift of a block of lines that explains most of what has changed; null where there is none. */
function findShift(before: readonly CellLine[], after: readonly CellLine[], rows: number): Shift | null {
	const changed: number[] = [];
	for (let row = 0; row < rows; row++) if (before[row] !== after[row]) changed.push(row);
	if (changed.length < 5) return null;
	const startOf = (line: CellLine | undefined) => line?.texts.slice(0, comparedStart).join('') ?? '';
	const places = new Map<string, number[]>();
	for (const row of changed) {
		const start = startOf(before[row]);
		if (start.trim() === '') continue;
		const known = places.get(start);
		if (known === undefined) places.set(start, [row]);
		else known.push(row);
	}
	const votes = new Map<number, number>();
	for (const row of changed) {
		for (const old of places.get(startOf(after[row])) ?? []) {
			if (old !== row) votes.set(old - row, (votes.get(old - row) ?? 0) + 1);
		}
	}
	const [by, count] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best), [0, 0]);
	if (count < 4 || count < changed.length / 3) return null;
	const moved = changed.filter(row => {
		const start = startOf(after[row]);
		return start.trim() !== '' && start === startOf(before[row + by]);
	});
	const [first, last] = [moved[0]!, moved.at(-1)!];
	return by > 0 ? {first, last: last + by, by} : {first: first + by, last, by};
}

/**
 * Scrolls a region of whole lines: DECSTBM bounds it below, and deleting or inserting lines at its top moves what is
 * in it. Every terminal since the VT102 does that, while SU and SD are missing from the console of Linux.
 */
function scrollBytes({first, last, by}: Shift, rows: number): string {
	const top = first === 0 ? '\u001b[H' : `\u001b[${first + 1}H`;
	const count = Math.abs(by) === 1 ? '' : Math.abs(by);
	const move = `${top}\u001b[${count}${by > 0 ? 'M' : 'L'}`;
	return last === rows - 1 ? move : `\u001b[;${last + 1}r${move}\u001b[r`;
}

function shifted(before: readonly CellLine[], {first, last, by}: Shift): CellLine[] {
	const lines = [...before];
	for (let row = first; row <= last; row++) {
		const from = row + by;
		lines[row] = from >= first && from <= last ? (before[from] ?? emptyLine) : emptyLine;
	}
	return lines;
}

/**
 * Whether the terminal may give a character another width than we do: emoji and what is put together of several
 * characters. East Asian characters of the basic plane are two cells everywhere.
 */
const isDoubtful = (text: string) => text.length > 1;

/** What a row was and is to be, and how many cells there are in it. */
interface RowChange {
	before: CellLine;
	after: CellLine;
	row: number;
	columns: number;
}

/** The row written by the fewer bytes: as it is, or what only moved within it moved. */
function withRow(writer: Writer, change: RowChange): Writer {
	const straight = writer.fork();
	writeRow(straight, change, []);
	const shifts =
		straight.out.length < leastForShifts ? [] : cellShifts(change.before, change.after, change.columns);
	let best = straight;
	if (shifts.length > 0) {
		const moving = writer.fork();
		writeRow(moving, change, shifts);
		if (byteLength(moving.out) < byteLength(straight.out)) best = moving;
	}
	best.out = writer.out + best.out;
	return best;
}

function writeRow(writer: Writer, {after, row, ...change}: RowChange, shifts: readonly CellShift[]): void {
	const {texts, looks} = after;
	const end = texts.length;
	let {before} = change;
	let shift = 0;
	let doubt = 0;
	const differs = (column: number) =>
		(before.texts[column] ?? ' ') !== texts[column] || (before.looks[column] ?? plainLook) !== looks[column];
	for (let column = 0; column < end; ) {
		if (shifts[shift]?.column === column) {
			const {by} = shifts[shift]!;
			writer.goTo(row, column, after, plainLook);
			writer.moveCells(by);
			before = withMoved(before, column, by);
			shift += 1;
			continue;
		}
		if (doubt === 0 && !differs(column)) {
			column += 1;
			continue;
		}
		// Neither half of a wide character can be written alone.
		while (column > 0 && texts[column] === '') column -= 1;
		const look = looks[column]!;
		writer.goTo(row, column, after, look);
		const text = texts[column]!;
		const width = texts[column + 1] === '' ? 2 : 1;
		doubt = Math.max(0, doubt - width);
		if (isDoubtful(text)) {
			writer.putDoubtful(text, width, look);
			// Drawn wider than expected, it has covered its neighbours.
			doubt = 2;
			column += width;
			continue;
		}
		if (text === ' ' && !look.showsOnBlanks) {
			let blanks = 1;
			const last = shifts[shift]?.column ?? end;
			while (column + blanks < last && texts[column + blanks] === ' ' && looks[column + blanks] === look)
				blanks += 1;
			// Where the run ends in cells that are blank already, those are left for a jump.
			while (blanks > 1 && !differs(column + blanks - 1)) blanks -= 1;
			writer.putBlanks(blanks);
			column += blanks;
			continue;
		}
		writer.put(text, width, look);
		column += width;
	}
	if (before.texts.length > end || doubt > 0) {
		writer.goTo(row, end, after, plainLook);
		writer.eraseToEnd();
	}
}

/** A row in which blanks were put in at a column, or cells taken out. */
function withMoved({texts, looks}: CellLine, column: number, by: number): CellLine {
	const moved = <T>(cells: readonly T[], blank: T) => {
		const head = Array.from({length: column}, (_, index) => cells[index] ?? blank);
		const blanks = Array<T>(Math.max(0, by)).fill(blank);
		return [...head, ...blanks, ...cells.slice(column + Math.max(0, -by))];
	};
	return {texts: moved(texts, ' '), looks: moved(looks, plainLook)};
}

/** Writes cells, knowing where the terminal's cursor stands and which attributes are on. */
class Writer {
	out = '';
	#row = -1;
	/** -1 where it is not known. */
	#column = -1;
	#look = plainLook;
	readonly #columns: number;

	constructor(columns: number) {
		this.#columns = columns;
	}

	/** Another that has written nothing yet and begins where this one stands. */
	fork(): Writer {
		const other = new Writer(this.#columns);
		other.#row = this.#row;
		other.#column = this.#column;
		other.#look = this.#look;
		return other;
	}

	restyle(look: Look): void {
		this.out += restyle(this.#look, look);
		this.#look = look;
	}

	/**
	 * Goes to a cell by the fewest bytes. What stands between the cursor and a cell further right in the same row is
	 * written again where that is shorter than a jump, attributes and all.
	 */
	goTo(row: number, column: number, line: CellLine, look: Look): void {
		if (row === this.#row && column === this.#column) return;
		const jump = this.#jump(row, column);
		if (
			row === this.#row &&
			this.#column >= 0 &&
			column > this.#column &&
			column - this.#column <= longestRewrite
		) {
			const again = this.#spell(line, this.#column, column);
			if (again !== null) {
				const rewritten = byteLength(again.out) + restyle(again.look, look).length;
				if (rewritten <= jump.length + restyle(this.#look, look).length) {
					this.out += again.out;
					this.#look = again.look;
					this.#column = column;
					return;
				}
			}
		}
		this.out += jump;
		this.#row = row;
		// Asked for a column behind the last, terminals stop at the last.
		this.#column = column < this.#columns ? column : -1;
	}

	put(text: string, width: number, look: Look): void {
		this.restyle(look);
		this.out += text;
		this.#advance(width);
	}

	/** Behind the last cell a cursor stands on it, or waits to wrap: where it is counted from there is not known. */
	#advance(width: number): void {
		this.#column += width;
		if (this.#column >= this.#columns) this.#column = -1;
	}

	/** A character whose width terminals disagree about: its cells are blanked first, and the cursor is placed anew after it. */
	putDoubtful(text: string, width: number, look: Look): void {
		this.restyle(look);
		this.out += `${' '.repeat(width)}\u001b[${width}D${text}`;
		this.#column = -1;
	}

	putBlanks(count: number): void {
		if (this.#look.showsOnBlanks) this.restyle(plainLook);
		if (count >= shortestErasure) this.out += `\u001b[${count}X`;
		else {
			this.out += ' '.repeat(count);
			this.#advance(count);
		}
	}

	eraseToEnd(): void {
		if (this.#look.showsOnBlanks) this.restyle(plainLook);
		this.out += '\u001b[K';
	}

	/** Puts blanks in before the cursor's cell, or takes cells out from there on: ICH and DCH, as old as the VT102. */
	moveCells(by: number): void {
		if (this.#look.showsOnBlanks) this.restyle(plainLook);
		const count = Math.abs(by) === 1 ? '' : Math.abs(by);
		this.out += `\u001b[${count}${by > 0 ? '@' : 'P'}`;
	}

	#jump(row: number, column: number): string {
		const absolute =
			column === 0 ? (row === 0 ? '\u001b[H' : `\u001b[${row + 1}H`) : `\u001b[${row + 1};${column + 1}H`;
		if (this.#row < 0) return absolute;
		let best = absolute;
		const consider = (other: string) => {
			if (other.length < best.length) best = other;
		};
		const down = row - this.#row;
		if (down >= 0 && down <= mostLineFeeds) {
			const feeds = lineDown.repeat(down);
			if (this.#column === column) consider(feeds);
			consider(column === 0 ? `\r${feeds}` : `${feeds}\u001b[${column + 1}G`);
			const right = column - this.#column;
			if (this.#column >= 0 && right !== 0) {
				const steps = Math.abs(right);
				consider(`${feeds}\u001b[${steps === 1 ? '' : steps}${right > 0 ? 'C' : 'D'}`);
			}
		}
		if (down > 0 && this.#column === column) consider(`\u001b[${down}B`);
		return best;
	}

	/** Cells of a line as they would be written from here; null where they can't be. */
	#spell(line: CellLine, from: number, to: number): {out: string; look: Look} | null {
		let out = '';
		let look = this.#look;
		if (line.texts[from] === '') return null;
		for (let column = from; column < to; column++) {
			const text = line.texts[column] ?? ' ';
			const wanted = line.looks[column] ?? plainLook;
			if (isDoubtful(text)) return null;
			if (text !== ' ' || wanted.showsOnBlanks || look.showsOnBlanks) {
				out += restyle(look, wanted);
				look = wanted;
			}
			out += text;
		}
		return {out, look};
	}
}

/** Bytes of a text in UTF-8. */
function byteLength(text: string): number {
	return Buffer.byteLength(text);
}
