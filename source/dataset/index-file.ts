import {
	type IndexRow,
	indexColumns,
	type PackedRow,
	type ReadAliases,
	reachColumns,
	unpackRow,
} from '../dossier/index-row.ts';
import type {Joins} from '../dossier/query/joins.ts';
import {misfitOfRow} from '../dossier/schema/packed-row.ts';
import {inPlainSigns} from './files.ts';

/**
 * `index.json` is one JSON document laid out in lines, so that its beginning can be used without the rest:
 *
 *     {"head":{…},
 *     "rows":[
 *     ["mlx4_ib","drivers/infiniband/hw/mlx4",…],
 *     …
 *     ],
 *     "directories":[
 *     ["drivers",0,1234],
 *     …
 *     ]}
 *
 * Rows stand in the default order of the list, libraries last: the first screen needs the first few only.
 */
export interface IndexHead {
	schemaVersion: 1;
	treeVersion: string;
	asOf: string;
	/** Objects with a driver entry point. */
	drivers: number;
	/** Objects without one. */
	libraries: number;
	columns: readonly string[];
	/** The families of distributions that the rows tell of; absent where none were surveyed. */
	families?: readonly string[];
}

/** Where a directory's record lies in directories.ndjson, in bytes, without the newline. */
export type DirectoryEntry = [directory: string, offset: number, length: number];

const headStart = '{"head":';
const rowsStart = '"rows":[';
const directoriesStart = '],\n"directories":[';
const documentEnd = ']}\n';

/** The text of index.json. */
export function formatIndex(
	head: Omit<IndexHead, 'columns' | 'schemaVersion'>,
	rows: readonly PackedRow[],
	directories: readonly DirectoryEntry[],
): string {
	const isWide = rows.some(row => row.length > indexColumns.length);
	const columns = isWide ? [...indexColumns, ...reachColumns] : indexColumns;
	const whole: IndexHead = {schemaVersion: 1, ...head, columns};
	const lines = (entries: readonly unknown[]) => entries.map(entry => JSON.stringify(entry)).join(',\n');
	return `${headStart}${JSON.stringify(whole)},\n${rowsStart}\n${lines(rows)}\n${directoriesStart}\n${lines(directories)}\n${documentEnd}`;
}

/** How rows are read: where their devices, families and joins come from, and whether each cell is checked. */
export interface RowReading {
	readAliases?: ReadAliases;
	families?: readonly string[];
	joins?: () => Joins;
	isChecked?: boolean;
}

/**
 * Head and first rows from the beginning of an index; rows that are cut off are left out. Null: not an index. Throws an
 * Error, as all that parse an index do, where it is one of another shape.
 */
export function parseIndexStart(
	beginning: string,
	isChecked = false,
): {head: IndexHead; rows: IndexRow[]} | null {
	const lines = beginning.split('\n');
	if (!lines[0]!.startsWith(headStart) || lines[1] !== rowsStart) return null;
	const head = asHead(JSON.parse(lines[0]!.slice(headStart.length, -1)));
	const rows: IndexRow[] = [];
	for (const line of lines.slice(2, -1)) {
		if (!line.startsWith('["')) break;
		rows.push(parseRowLine(line, {...(head.families && {families: head.families}), isChecked}));
	}
	return {head, rows};
}

function asHead(value: unknown): IndexHead {
	const {schemaVersion, treeVersion, asOf, drivers, libraries, families} = (value ??
		{}) as Partial<IndexHead>;
	const isRight =
		schemaVersion === 1 &&
		typeof treeVersion === 'string' &&
		typeof asOf === 'string' &&
		typeof drivers === 'number' &&
		typeof libraries === 'number' &&
		(families === undefined || (Array.isArray(families) && families.every(one => typeof one === 'string')));
	if (!isRight) throw new Error('its head is none');
	const head = value as IndexHead;
	return {...head, treeVersion: inPlainSigns(treeVersion), asOf: inPlainSigns(asOf)};
}

function readRow(value: unknown, {readAliases, families, joins, isChecked}: RowReading): IndexRow {
	const misfit = isChecked ? misfitOfRow(value) : null;
	if (misfit !== null) throw new Error(misfit);
	return unpackRow(value as PackedRow, readAliases, families, joins);
}

/** One row's line, with or without its comma. */
export function parseRowLine(line: string, reading: RowReading = {}): IndexRow {
	return readRow(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line), reading);
}

/** Where the JSON text or null that begins at `start` ends: the place of the comma behind it. */
function endOfCell(text: string, start: number): number {
	if (text.charCodeAt(start) !== quote) return text.indexOf(',', start);
	let end = text.indexOf('"', start + 1);
	while (text.charCodeAt(end - 1) === backslash) end = text.indexOf('"', end + 1);
	return end + 1;
}

const quote = 0x22;
const backslash = 0x5c;
/** Cells before the CONFIG symbol: module, directory and title. No text among them ends in a backslash. */
const cellsBeforeSymbol = 3;

/** Where the lines of the rows lie whose CONFIG symbol is wanted, in bytes; the others are not parsed. */
export function findRowsBySymbol(
	index: Buffer,
	isWanted: (symbol: string) => boolean,
): {start: number; end: number}[] {
	// One letter a byte, so that places in the text are places in the bytes; symbols are ASCII.
	const text = index.toString('latin1');
	const found: {start: number; end: number}[] = [];
	let start = text.indexOf(rowsStart) + rowsStart.length + 1;
	while (text.startsWith('["', start)) {
		const end = endOfLine(text, start);
		let cell = start + 1;
		for (let skipped = 0; skipped < cellsBeforeSymbol; skipped++) cell = endOfCell(text, cell) + 1;
		const hasSymbol = text.charCodeAt(cell) === quote;
		if (hasSymbol && isWanted(text.slice(cell + 1, endOfCell(text, cell) - 1))) found.push({start, end});
		start = end + 1;
	}
	return found;
}

/** Where a row's line ends. Throws where it has no end: whoever goes on behind it would begin anew, for ever. */
function endOfLine(index: string | Buffer, start: number): number {
	const end = index.indexOf('\n', start);
	if (end < 0) throw new Error('its last row is cut off');
	return end;
}

/** Each row of an index, in its order, with the place of its line in bytes. */
export function eachRow(index: Buffer, visit: (row: IndexRow, offset: number) => void): void {
	let start = index.indexOf(`\n${rowsStart}\n`) + rowsStart.length + 2;
	while (index[start] === 0x5b) {
		const end = endOfLine(index, start);
		visit(parseRowLine(index.toString('utf8', start, end)), start);
		start = end + 1;
	}
}

/** The directories of an index. */
export function parseIndexDirectories(index: Buffer): DirectoryEntry[] {
	const start = index.lastIndexOf(directoriesStart) + directoriesStart.length - 1;
	return JSON.parse(index.toString('utf8', start, index.length - documentEnd.length + 1)) as DirectoryEntry[];
}

/** Where the line of each row begins, in bytes, in their order. */
export function placesOfRows(index: Buffer): number[] {
	const places: number[] = [];
	let start = index.indexOf(`\n${rowsStart}\n`) + rowsStart.length + 2;
	while (index[start] === 0x5b) {
		places.push(start);
		start = endOfLine(index, start) + 1;
	}
	return places;
}

/** A whole index. */
export function parseIndex(
	text: string,
	reading: RowReading = {},
): {
	head: IndexHead;
	rows: IndexRow[];
	directories: DirectoryEntry[];
} {
	const whole = JSON.parse(text) as {head: unknown; rows: unknown; directories: unknown} | null;
	const head = asHead(whole?.head);
	const {families} = head;
	const {rows, directories} = whole!;
	if (!Array.isArray(rows) || !Array.isArray(directories))
		throw new Error('it has no rows or no directories');
	return {
		head,
		rows: rows.map(row => readRow(row, {...reading, ...(families && {families})})),
		directories: directories.map(asEntry),
	};
}

function asEntry(value: unknown): DirectoryEntry {
	const [name, ...place] = Array.isArray(value) ? value : [];
	if (typeof name !== 'string' || place.length !== 2 || !place.every(Number.isSafeInteger))
		throw new Error('a directory of it has no place');
	return value as DirectoryEntry;
}
