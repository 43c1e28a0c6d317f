import {isOneCellEach} from '../text/width.ts';
import type {CellLine} from './cells.ts';

/** Cells of a row that move: `by` blanks are put in at a column of the new row, or as many cells taken out. */
export interface CellShift {
	column: number;
	/** Positive: put in; negative: taken out. */
	by: number;
}

/** Cells that text moves by at most; further away stands other text. */
const furthest = 60;
/** Cells in a row that have only moved, from which it can pay to move them. */
const shortestRun = 4;
/** Offsets that are tried in a row. */
const mostOffsets = 6;
/** About what it costs to place the cursor, and to change attributes. */
const [jumpBytes, styleBytes] = [4, 5];
/** More than any row costs. */
const endless = 2 ** 30;

/** Bytes of a sequence with a count that is left out where it is 1. */
const countedBytes = (count: number) => (count === 1 ? 3 : count < 10 ? 4 : 5);

/**
 * What to move within a row, left to right, so that the fewest bytes remain to be written: a sentence whose first word
 * got longer is not sent again. Empty where nothing is gained, and where characters wider than a cell stand. Nothing is
 * pushed over the edge of `columns` cells: xterm.js keeps it there in a window that was made narrower, and has it come
 * back where cells are taken out.
 */
export function cellShifts(before: CellLine, after: CellLine, columns: number): CellShift[] {
	const [old, wanted] = [codesOf(before), codesOf(after)];
	if (old === null || wanted === null) return [];
	let start = 0;
	while (start < wanted.length && old[start] === wanted[start]) start += 1;
	const offsets = offsetsOf(old, wanted, {start, most: Math.min(furthest, columns - old.length)});
	return offsets.length === 1 ? [] : cheapest(old, wanted, start, offsets);
}

/** Each cell as a number: its character, and above `characterBits` how it looks. */
type Codes = Int32Array;
const characterBits = 16;
const blank = 32;

/** Null where a terminal may count the row's cells otherwise: what is moved by cells must be counted as it counts. */
function codesOf({texts, looks}: CellLine): Codes | null {
	const text = texts.join('');
	if (text.length !== texts.length || !isOneCellEach(text)) return null;
	const codes = new Int32Array(texts.length);
	for (let column = 0; column < codes.length; column++)
		codes[column] = text.charCodeAt(column) | (looks[column]!.id << characterBits);
	return codes;
}

/** By how much runs of cells have moved to the right: 0, and where the most others went. A run of one sign says nothing. */
function offsetsOf(old: Codes, wanted: Codes, {start, most}: {start: number; most: number}): number[] {
	const found: {offset: number; moved: number}[] = [];
	for (let offset = -furthest; offset <= most; offset++) {
		if (offset === 0) continue;
		let [run, moved] = [0, 0];
		const last = Math.min(wanted.length, old.length + offset);
		for (let column = Math.max(start, start + offset, 1); column < last; column++) {
			const code = wanted[column]!;
			if (old[column - offset] !== code) run = 0;
			else if (code !== wanted[column - 1]) run += 1;
			if (run >= shortestRun) moved += run === shortestRun ? shortestRun : 1;
		}
		if (moved > 0) found.push({offset, moved});
	}
	found.sort((a, b) => b.moved - a.moved);
	return [0, ...found.slice(0, mostOffsets).map(({offset}) => offset)];
}

/** What it costs to write the cells up to each column. */
function costsToWrite(wanted: Codes): Int32Array {
	const costs = new Int32Array(wanted.length + 1);
	for (let column = 0; column < wanted.length; column++) {
		const code = wanted[column]!;
		const character = code & (2 ** characterBits - 1);
		const isStyled = code >> characterBits !== (wanted[column - 1] ?? 0) >> characterBits && code !== blank;
		const bytes = character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
		costs[column + 1] = costs[column]! + bytes + (isStyled ? styleBytes : 0);
	}
	return costs;
}

/**
 * The cheapest way through the row. A state is a column of the new row, by how much the old cells from there on have
 * moved, and whether the cursor stands there or is to be placed yet; the way to each state is kept.
 */
function cheapest(old: Codes, wanted: Codes, start: number, offsets: readonly number[]): CellShift[] {
	const end = wanted.length;
	const count = offsets.length;
	const written = costsToWrite(wanted);
	const costs = new Int32Array((end - start + 1) * count * 2).fill(endless);
	const origins = new Int32Array(costs.length).fill(-1);
	/** The state with the cursor in place; the next one is without. */
	const stateAt = (column: number, offset: number) => ((column - start) * count + offset) * 2;
	const reach = (state: number, cost: number, origin: number) => {
		if (cost >= costs[state]!) return;
		costs[state] = cost;
		origins[state] = origin;
	};
	costs[stateAt(start, 0) + 1] = 0;
	for (let column = start; column < end; column++) {
		for (let from = 0; from < count; from++) {
			const state = stateAt(column, from);
			const [here, away] = [costs[state]!, costs[state + 1]!];
			const isHere = here <= away + jumpBytes;
			const cost = isHere ? here : away + jumpBytes;
			if (cost >= endless) continue;
			const origin = isHere ? state : state + 1;
			for (let to = 0; to < count; to++) {
				const by = offsets[to]! - offsets[from]!;
				const next = column + Math.max(0, by);
				if (by === 0 || next > end) continue;
				const bytes = countedBytes(Math.abs(by)) + written[next]! - written[column]!;
				reach(stateAt(next, to), cost + bytes, origin);
			}
			const following = stateAt(column + 1, from);
			reach(following, cost + written[column + 1]! - written[column]!, origin);
			if ((old[column - offsets[from]!] ?? blank) === wanted[column]) {
				reach(following + 1, Math.min(here, away), here < away ? state : state + 1);
			}
		}
	}
	let [best, lowest] = [-1, endless];
	for (let offset = 0; offset < count; offset++) {
		const rest = old.length + offsets[offset]! > end ? 3 : 0;
		for (const away of [0, 1]) {
			const state = stateAt(end, offset) + away;
			const cost = costs[state]! + rest + (away === 1 && rest > 0 ? jumpBytes : 0);
			if (cost < lowest) [best, lowest] = [state, cost];
		}
	}
	const shifts: CellShift[] = [];
	for (let state = best; origins[state]! >= 0; state = origins[state]!) {
		const origin = origins[state]!;
		const [to, from] = [state, origin].map(each => offsets[(each >> 1) % count]!) as [number, number];
		if (to !== from) shifts.unshift({column: start + Math.floor((origin >> 1) / count), by: to - from});
	}
	return shifts;
}
