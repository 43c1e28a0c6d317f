/** Reads joins.idx as it is asked for, a column at a time; where there is none that fits, its columns are made from the records. */
import type {IndexRow} from '../../dossier/index-row.ts';
import type {JoinColumn, Joins} from '../../dossier/query/joins.ts';
import type {DriverRecord, Manifest, Platform} from '../../dossier/schema.ts';
import {isUserError} from '../../dossier/user-error.ts';
import type {OpenFiles} from '../open-files.ts';
import {createPacker} from '../packing/packing.ts';
import type {Tables} from '../tables/tables.ts';
import {type JoinsHead, makeJoins, parseColumn, wholeFile} from './joins-file.ts';

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

/** A column as it is searched: the values of each driver, and each value once. */
interface Column {
	cells: readonly (readonly string[])[];
	values: readonly string[];
}

/** The columns of a data set; nothing is read before it is asked for. */
export function openJoins(sources: JoinSources): Joins {
	const columns = new Map<JoinColumn, Column>();
	const textOf = createTextReader(sources);
	const rows = once(() => sources.rows().toSorted((one, other) => one.offset - other.offset));
	/** Offsets of the records, in their order. */
	const offsets = once(() => rows().map(row => row.offset));
	const places = once(() => new Map(offsets().map((offset, place) => [offset, place])));
	/** A file that says it is of these records and is laid out as none is refused by name, wherever that is found out. */
	const orDamaged =
		<Asked extends unknown[], Found>(look: (...asked: Asked) => Found) =>
		(...asked: Asked): Found => {
			try {
				return look(...asked);
			} catch (error) {
				throw isUserError(error) ? error : sources.files.damaged(file, (error as Error).message);
			}
		};
	const column = (name: JoinColumn): Column => {
		let known = columns.get(name);
		if (known === undefined) {
			const cells = wholeCells(name, textOf(name), rows);
			known = {cells, values: distinct(cells)};
			columns.set(name, known);
		}
		return known;
	};
	const loaders = once(() => loadersOf(column('loads').cells));
	const devices = once(() => {
		const at = sources.placesOfRows();
		return new Map(sources.rows().map((row, number) => [String(at[number]), row.offset]));
	});
	return {
		areKept: () => headOf(sources) !== undefined,
		match: orDamaged((name, holds) => {
			const {cells, values} = column(name);
			const wanted = new Set(values.filter(name === 'loads' ? place => holds(idAt(rows(), place)) : holds));
			if (wanted.size === 0) return new Set();
			const found = matching(cells, wanted);
			const all = name === 'loads' ? withLoaders(found, loaders()) : found;
			return new Set(all.map(place => offsets()[place]!));
		}),
		of: orDamaged((name, {offset}) => {
			const place = places().get(offset);
			const cell = place === undefined ? [] : (column(name).cells[place] ?? []);
			return name === 'loads' ? cell.map(one => idAt(rows(), one)) : cell;
		}),
		values: orDamaged(name => {
			const {values} = column(name);
			return name === 'loads' ? values.map(one => idAt(rows(), one)) : values;
		}),
		matchDevices(beginnings, holds) {
			const found = new Set<number>();
			for (const [key, line] of linesOf(sources.tables, beginnings)) {
				if (!holds(key)) continue;
				for (const place of line.slice(key.length + 1).split(' ')) {
					const offset = devices().get(place);
					if (offset !== undefined) found.add(offset);
				}
			}
			return found;
		},
		deviceKeys: beginning => [...linesOf(sources.tables, [beginning])].map(([key]) => key),
	};
}

function once<Value>(make: () => Value): () => Value {
	let made: {value: Value} | undefined;
	return () => {
		made ??= {value: make()};
		return made.value;
	};
}

/** Reads the text of a column from the file, or from what is made in its place. */
function createTextReader(sources: JoinSources): (column: JoinColumn) => string {
	const known = once(() => {
		const head = headOf(sources);
		const bytes = head === undefined ? made(sources) : undefined;
		return {bytes, head: head ?? headIn(bytes!)!};
	});
	return column => {
		const {bytes, head} = known();
		const [offset, length] = head.columns[column];
		const from = offset + Buffer.byteLength(JSON.stringify(head)) + 1;
		const read = bytes?.subarray(from, from + length) ?? sources.files.read(file, from, length);
		return read.toString('utf8');
	};
}

/** Keys of ids.idx with their lines. */
function* linesOf(tables: Tables, beginnings: readonly string[]): Generator<[key: string, line: string]> {
	for (const beginning of beginnings) {
		const text = tables.ids().section(beginning);
		// A section ends in a newline, see openTable: every line of it has an end.
		for (let at = 1; at < text.length; ) {
			const end = text.indexOf('\n', at);
			const line = text.slice(at, end);
			yield [line.slice(0, line.indexOf('\t')), line];
			at = end + 1;
		}
	}
}

/** The places of the cells that have a wanted value. */
function matching(cells: Column['cells'], wanted: ReadonlySet<string>): number[] {
	const found: number[] = [];
	let before: readonly string[] | null = null;
	let isFound = false;
	for (let place = 0; place < cells.length; place++) {
		const cell = cells[place]!;
		if (cell !== before) {
			before = cell;
			isFound = cell.some(value => wanted.has(value));
		}
		if (isFound) found.push(place);
	}
	return found;
}

/** What is loaded stands in its column as a place, to base 36. */
function placeIn(value: string): number {
	return Number.parseInt(value, 36);
}

function idAt(rows: readonly IndexRow[], value: string): string {
	const row = rows[placeIn(value)];
	if (row === undefined) throw new Error('it names a driver that is not there');
	return row.id;
}

/** Which drivers load each driver, by place. */
function loadersOf(cells: Column['cells']): ReadonlyMap<number, number[]> {
	const loaders = new Map<number, number[]>();
	for (let place = 0; place < cells.length; place++) {
		for (const value of cells[place]!) {
			const loaded = placeIn(value);
			const known = loaders.get(loaded);
			if (known === undefined) loaders.set(loaded, [place]);
			else known.push(place);
		}
	}
	return loaders;
}

/** Drivers, and those that load them, and those that load these. */
function withLoaders(first: readonly number[], loaders: ReadonlyMap<number, readonly number[]>): number[] {
	const all = new Set(first);
	for (const place of all) for (const loader of loaders.get(place) ?? []) all.add(loader);
	return [...all];
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
		beginning = files.read(file, 0, Math.min(headBytes, files.sizeOf(file) ?? 0));
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
	const size = manifest.files['options.txt']?.bytes;
	const options = size === undefined ? null : files.read('options.txt', 0, size).toString('utf8');
	return makeJoins(drivers, platforms, options, {});
}

function wholeCells(name: JoinColumn, text: string, rows: () => readonly IndexRow[]): Column['cells'] {
	const cells = parseColumn(text);
	switch (name) {
		case 'cve':
			return cells.map(cell => cell.map(value => `CVE-${value}`));
		case 'file':
			return cells.map((cell, place) => cell.map(value => wholeFile(value, rows()[place]!.module)));
		default:
			return cells;
	}
}
