import type {IndexRow, ReadAliases} from '../dossier/index-row.ts';
import type {DeviceQuery} from '../dossier/query/device-query.ts';
import type {Joins} from '../dossier/query/joins.ts';
import {familiesOf} from '../dossier/reach/cells.ts';
import type {Manifest} from '../dossier/schema.ts';
import {isUserError} from '../dossier/user-error.ts';
import type {NameIndex} from './find-name.ts';
import {
	type DirectoryEntry,
	findRowsBySymbol,
	type IndexHead,
	parseIndex,
	parseIndexStart,
	parseRowLine,
	placesOfRows,
} from './index-file.ts';
import {openJoins} from './joins/joins-reader.ts';
import {createLinks, type Links} from './links.ts';
import type {OpenFiles} from './open-files.ts';
import {readAliases} from './read-aliases.ts';
import {type Claimant, claimantsOf} from './tables/claimants.ts';
import {keysOfDevice} from './tables/device-keys.ts';
import {goneMark, nameKinds} from './tables/keys.ts';
import type {Tables} from './tables/tables.ts';

/** The index of an open data set; each way to it reads as little as it needs. */
export interface IndexReader extends NameIndex {
	/** The head and the first rows: enough for a first screen. */
	start(): {head: IndexHead; rows: IndexRow[]};
	/** Every row, in the default order. Read once. */
	rows(): IndexRow[];
	directories(): DirectoryEntry[];
	/** See `Dataset.claimantsOf`. */
	claimantsOf(patterns: readonly string[]): Claimant[];
	readonly links: Links;
	/** The rows of wanted CONFIG symbols, in the default order, without parsing the others. */
	rowsBySymbol(isWanted: (symbol: string) => boolean): IndexRow[];
}

/** Bytes of index.json that hold the head and the rows of any screen. */
const startBytes = 96 * 1024;

/**
 * Reads index.json as it is asked for: its beginning, its bytes, or the whole of it parsed. Where it is checked, no cell
 * that is not of its column's kind gets out; either way what can't be read is a UserError that names the file.
 */
export function createIndexReader({
	files,
	manifest,
	tables,
	isChecked,
}: {
	files: OpenFiles;
	manifest: Manifest;
	tables: Tables;
	isChecked: boolean;
}): IndexReader {
	const size = manifest.files['index.json'].bytes;
	const aliasesOf = createAliasReader(files, manifest);
	/** The index as bytes: names are looked for in them, which takes no parsing. */
	let bytes: Buffer | undefined;
	const indexBytes = () => {
		bytes ??= files.read('index.json', 0, size);
		return bytes;
	};
	const orDamaged = <Result>(parse: () => Result): Result => {
		try {
			return parse();
		} catch (error) {
			throw isUserError(error) ? error : files.damaged('index.json', (error as Error).message);
		}
	};
	let start: ReturnType<IndexReader['start']> | undefined;
	let whole: ReturnType<typeof parseIndex> | undefined;
	const index = () => {
		whole ??= orDamaged(() =>
			parseIndex(indexBytes().toString('utf8'), {readAliases: aliasesOf, joins, isChecked}),
		);
		return whole;
	};
	let opened: Joins | undefined;
	const joins = (): Joins => {
		opened ??= openJoins({
			files,
			manifest,
			tables,
			rows: () => index().rows,
			placesOfRows: () => orDamaged(() => placesOfRows(indexBytes())),
		});
		return opened;
	};
	const rowAt = createRowReader(files, size, {joins, isChecked});
	const rowsAt = (places: Iterable<string>) => [...new Set(places)].map(place => rowAt(Number(place)));
	return {
		start() {
			if (start === undefined) {
				const beginning = files.read('index.json', 0, Math.min(startBytes, size));
				const parsed = orDamaged(() => parseIndexStart(beginning.toString('utf8'), isChecked));
				if (parsed === null) throw files.damaged('index.json', 'it does not begin as an index does');
				start = parsed;
			}
			return start;
		},
		rows: () => index().rows,
		directories: () => index().directories,
		rowsBySymbol(isWanted) {
			const all = indexBytes();
			const families = familiesOf(manifest.distributions);
			return orDamaged(() =>
				findRowsBySymbol(all, isWanted).map(({start: from, end}) =>
					parseRowLine(all.toString('utf8', from, end), {
						readAliases: aliasesOf,
						families,
						joins,
						isChecked,
					}),
				),
			);
		},
		byModule: name => rowsAt(tables.names().find(nameKinds.module + name)),
		bySymbol: symbol => rowsAt(tables.names().find(nameKinds.symbol + symbol.toLowerCase())),
		directory(path) {
			const [place] = tables.names().find(nameKinds.directory + path);
			if (place === undefined) return null;
			const [offset, length] = place.split('+');
			return [path, Number(offset), Number(length)];
		},
		links: createLinks(tables, rowsAt),
		claimantsOf: patterns => claimantsOf(tables.ids(), patterns, rowsAt),
		claimants(device: DeviceQuery) {
			const ids = tables.ids();
			const places = keysOfDevice(device, ids.head.lengths ?? {}).flatMap(key => ids.find(key));
			const living = places.filter(place => !place.startsWith(goneMark));
			return rowsAt(living.sort((a, b) => Number(a) - Number(b)));
		},
	};
}

/** Bytes that hold most rows. */
const rowBytes = 512;

/** Reads one row by the place of its line, and its devices from its own record. */
function createRowReader(
	files: OpenFiles,
	size: number,
	options: {joins: () => Joins; isChecked: boolean},
): (offset: number) => IndexRow {
	const aliasesOf: ReadAliases = ({offset, length}) =>
		readAliases(files.read('drivers.ndjson', offset, length));
	return offset => {
		for (let length = rowBytes; ; length *= 4) {
			const bytes = files.read('index.json', offset, Math.min(length, size - offset));
			const end = bytes.indexOf(0x0a);
			if (end < 0 && bytes.length === length) continue;
			try {
				return parseRowLine(bytes.toString('utf8', 0, end), {readAliases: aliasesOf, ...options});
			} catch {
				throw files.damaged('index.json', `no row begins at ${offset}, where names.idx or ids.idx has one`);
			}
		}
	};
}

/** Devices of a row, from its record; all records are read at once, for whoever asks, asks of every driver. */
function createAliasReader(files: OpenFiles, manifest: Manifest): ReadAliases {
	let records: Buffer | undefined;
	const known = new Map<string, readonly string[] | null>();
	return ({id, offset, length}) => {
		let aliases = known.get(id);
		if (aliases === undefined) {
			// One read of 25 MB instead of twelve thousand.
			records ??= files.read('drivers.ndjson', 0, manifest.files['drivers.ndjson'].bytes);
			aliases = readAliases(records.subarray(offset, offset + length));
			known.set(id, aliases);
		}
		return aliases;
	};
}
