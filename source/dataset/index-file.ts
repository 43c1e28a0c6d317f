import {
	type IndexRow,
	indexColumns,
	type PackedRow,
	type ReadAliases,
	unpackRow,
} from '../dossier/index-row.ts';

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
	const whole: IndexHead = {schemaVersion: 1, ...head, columns: indexColumns};
	const lines = (entries: readonly unknown[]) => entries.map(entry => JSON.stringify(entry)).join(',\n');
	return `${headStart}${JSON.stringify(whole)},\n${rowsStart}\n${lines(rows)}\n${directoriesStart}\n${lines(directories)}\n${documentEnd}`;
}

/** Head and first rows from the beginning of an index; rows that are cut off are left out. Null: not an index. */
export function parseIndexStart(beginning: string): {head: IndexHead; rows: IndexRow[]} | null {
	const lines = beginning.split('\n');
	if (!lines[0]!.startsWith(headStart) || lines[1] !== rowsStart) return null;
	const head = JSON.parse(lines[0]!.slice(headStart.length, -1)) as IndexHead;
	const rows: IndexRow[] = [];
	for (const line of lines.slice(2, -1)) {
		if (!line.startsWith('["')) break;
		rows.push(parseRowLine(line));
	}
	return {head, rows};
}

/** One row's line, with or without its comma. */
export function parseRowLine(line: string): IndexRow {
	return unpackRow(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line) as PackedRow);
}

/** A whole index; `readAliases` is how its rows come by their devices. */
export function parseIndex(
	text: string,
	readAliases?: ReadAliases,
): {
	head: IndexHead;
	rows: IndexRow[];
	directories: DirectoryEntry[];
} {
	const whole = JSON.parse(text) as {head: IndexHead; rows: PackedRow[]; directories: DirectoryEntry[]};
	return {
		head: whole.head,
		rows: whole.rows.map(packed => unpackRow(packed, readAliases)),
		directories: whole.directories,
	};
}
