/** Reads joins.idx as it is asked for, a column at a time; where there is none that fits, its columns are made from the records. */
import type {IndexRow} from '../../dossier/index-row.ts';
import type {JoinColumn, Joins} from '../../dossier/query/joins.ts';
import type {DriverRecord, Manifest, Platform} from '../../dossier/schema.ts';
import type {OpenFiles} from '../open-files.ts';
import {createPacker} from '../packing/packing.ts';
import type {Tables} from '../tables/tables.ts';
import {type JoinsHead, type KeptColumn, makeJoins, parseColumn, wholeFile} from './joins-file.ts';

const file = 'joins.idx';
/** Bytes that hold a head. */
const headBytes = 2048;

/** What the columns of a data set are read from. */
export interface JoinSources {
	files: OpenFiles;
	manifest: Manifest;
	tables: Tables;
	/** Every row, in the order of the index. */
	rows(): readonly IndexRow[];
	/** Where the line of each row lies in index.json, in the same order. */
	placesOfRows(): readonly number[];
}

/** A column as it is searched: its values of each driver, and what was asked of it last. */
interface Column {
	cells: readonly (readonly string[])[];
	values: readonly string[];
}

/** The columns of a data set; nothing is read before it is asked for. */
export function openJoins(sources: JoinSources): Joins {
	const columns = new Map<JoinColumn, Column>();
	let rows: readonly IndexRow[] | undefined;
	let places: ReadonlyMap<number, number> | undefined;
	/** The rows in the order of their records. */
	const byRecord = () => {
		rows ??= sources.rows().toSorted((one, other) => one.offset - other.offset);
		return rows;
	};
	const placeOf = (offset: number) => {
		places ??= new Map(byRecord().map((row, place) => [row.offset, place]));
		return places.get(offset);
	};
	let bytes: Buffer | undefined;
	let head: JoinsHead | undefined;
	const textOf = (column: KeptColumn): string => {
		head ??= headOf(sources);
		if (head === undefined) {
			bytes ??= made(sources);
			head = headIn(bytes)!;
		}
		const [offset, length] = head.columns[column];
		const from = offset + Buffer.byteLength(JSON.stringify(head)) + 1;
		const read = bytes?.subarray(from, from + length) ?? sources.files.read(file, from, length);
		return read.toString('utf8');
	};
	const column = (name: JoinColumn): Column => {
		let known = columns.get(name);
		if (known === undefined) {
			const cells = name === 'device' ? devicesOf(sources, placeOf) : wholeCells(name, textOf(name), byRecord());
			known = {cells, values: distinct(cells)};
			columns.set(name, known);
		}
		return known;
	};
	return {
		match(name, holds) {
			const {cells, values} = column(name);
			const wanted = new Set(values.filter(holds));
			const found = new Set<number>();
			if (wanted.size === 0) return found;
			let before: readonly string[] | null = null;
			let isFound = false;
			for (const [place, cell] of cells.entries()) {
				if (cell !== before) {
					before = cell;
					isFound = cell.some(value => wanted.has(value));
				}
				if (isFound) found.add(byRecord()[place]!.offset);
			}
			return found;
		},
		of(name, {offset}) {
			const place = placeOf(offset);
			return place === undefined ? [] : (column(name).cells[place] ?? []);
		},
		values: name => column(name).values,
	};
}

function distinct(cells: Column['cells']): string[] {
	const values = new Set<string>();
	let before: readonly string[] | null = null;
	for (const cell of cells) {
		if (cell === before) continue;
		before = cell;
		for (const value of cell) values.add(value);
	}
	return [...values];
}

/** The head of the file that lies beside these records; undefined where there is none, or one of others. */
function headOf({files, manifest}: JoinSources): JoinsHead | undefined {
	let beginning: Buffer;
	try {
		beginning = files.read(file, 0, headBytes);
	} catch {
		// Data sets of before have none; what they would say is made from their records.
		return undefined;
	}
	const head = headIn(beginning);
	const isOfThese = (name: 'drivers.ndjson' | 'platforms.ndjson') =>
		head?.of[name] === manifest.files[name]?.sha256;
	return isOfThese('drivers.ndjson') && isOfThese('platforms.ndjson') ? head : undefined;
}

function headIn(beginning: Buffer): JoinsHead | undefined {
	try {
		const head = JSON.parse(beginning.toString('utf8', 0, beginning.indexOf(0x0a))) as JoinsHead;
		return head.schemaVersion === 1 && typeof head.columns === 'object' ? head : undefined;
	} catch {
		return undefined;
	}
}

function made({files, manifest}: JoinSources): Buffer {
	const linesOf = (name: 'drivers.ndjson' | 'platforms.ndjson') => {
		const size = manifest.files[name]?.bytes;
		return size === undefined ? [] : files.read(name, 0, size).toString('utf8').split('\n').slice(0, -1);
	};
	const packer = createPacker(manifest);
	const drivers = linesOf('drivers.ndjson').map(line => packer.unpack(JSON.parse(line)) as DriverRecord);
	const platforms = linesOf('platforms.ndjson').map(line => JSON.parse(line) as Platform);
	return makeJoins(drivers, platforms, {});
}

function wholeCells(name: KeptColumn, text: string, rows: readonly IndexRow[]): Column['cells'] {
	const cells = parseColumn(text);
	switch (name) {
		case 'cve':
			return cells.map(cell => cell.map(value => `CVE-${value}`));
		case 'file':
			return cells.map((cell, place) => cell.map(value => wholeFile(value, rows[place]!.module)));
		case 'loads':
			return loadedWith(cells, rows);
		default:
			return cells;
	}
}

/** Ids of what is loaded with each driver, and with that in turn. */
function loadedWith(cells: Column['cells'], rows: readonly IndexRow[]): Column['cells'] {
	const direct = cells.map(cell => cell.map(place => Number.parseInt(place, 36)));
	return direct.map(first => {
		if (first.length === 0) return [];
		const all = new Set(first);
		for (const place of all) for (const next of direct[place] ?? []) all.add(next);
		return [...all].flatMap(place => rows[place]?.id ?? []);
	});
}

/** Keys of ids.idx by driver. */
function devicesOf(
	{tables, placesOfRows, rows}: JoinSources,
	placeOf: (offset: number) => number | undefined,
): Column['cells'] {
	const cells: string[][] = rows().map(() => []);
	const offsets = new Map(placesOfRows().map((place, number) => [String(place), rows()[number]!.offset]));
	for (const line of tables.ids().section('').split('\n')) {
		const tab = line.indexOf('\t');
		if (tab < 0) continue;
		const key = line.slice(0, tab);
		for (const place of line.slice(tab + 1).split(' ')) {
			const offset = offsets.get(place);
			const number = offset === undefined ? undefined : placeOf(offset);
			if (number !== undefined) cells[number]!.push(key);
		}
	}
	return cells;
}
