import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import type {IndexRow, ReadAliases} from '../dossier/index-row.ts';
import {claimOf, readDeviceQuery} from '../dossier/query/device-query.ts';
import {bareSymbol, normaliseName} from '../dossier/query/names.ts';
import type {DirectoryRecord, DriverRecord, Manifest} from '../dossier/schema.ts';
import {UserError} from '../dossier/user-error.ts';
import {type DatasetFile, datasetFiles, locate, optionalFiles, readWhole, unreadable} from './files.ts';
import {
	type DirectoryEntry,
	findRowsBySymbol,
	type IndexHead,
	parseIndex,
	parseIndexStart,
	parseRowLine,
} from './index-file.ts';

/** What a name leads to: drivers (several when the name is not unique), or a directory. */
export interface Found {
	drivers: IndexRow[];
	directory: DirectoryEntry | null;
}

/**
 * An open data set. Everything is read when it is asked for: the first rows from the beginning of the index, one
 * record by its place, a name by a scan of the index's bytes; only `rows()` reads the index whole.
 */
export interface Dataset {
	readonly directory: string;
	readonly manifest: Manifest;
	/** The head of the index and its first rows: enough for a first screen. */
	start(): {head: IndexHead; rows: IndexRow[]};
	/** Every row, in the default order. Read once. */
	rows(): IndexRow[];
	/** The rows of the drivers that wanted CONFIG symbols build, in the default order, without parsing the others. */
	rowsBySymbol(isWanted: (symbol: string) => boolean): IndexRow[];
	/** The text of options.txt, see kernel-options.ts; null in a data set without one. */
	optionsText(): string | null;
	directories(): DirectoryEntry[];
	driver(row: Pick<IndexRow, 'id' | 'offset' | 'length'>): DriverRecord;
	directoryRecord(entry: DirectoryEntry): DirectoryRecord;
	/**
	 * Drivers whose module, CONFIG symbol or path it is, or the directory. Exact but for `-`, `_` and `CONFIG_`. Of a
	 * device (`15b3:1003`, a modalias): the drivers that claim it, else those that may.
	 */
	find(name: string): Found;
	close(): void;
}

/** Bytes of index.json that hold the head and the rows of any screen. */
const startBytes = 96 * 1024;

/** Checks a record before it is used; the caller brings the schema, so that a list needs none. */
export type RecordCheck = (
	kind: 'driver' | 'directory',
	record: unknown,
	where: {file: DatasetFile; line: () => number},
) => void;

/**
 * Opens a data set and holds its files' sizes against its manifest: one that was cut short is refused here,
 * not when it is half shown.
 */
export function openDataset(directory: string, check?: RecordCheck): Dataset {
	const manifest = readManifest(directory);
	const opened = new Map<DatasetFile, number>();
	const open = (file: DatasetFile): number => {
		const known = opened.get(file);
		if (known !== undefined) return known;
		let descriptor: number;
		try {
			descriptor = openSync(locate(directory, file), 'r');
		} catch (error) {
			throw unreadable(directory, file, error);
		}
		opened.set(file, descriptor);
		return descriptor;
	};
	for (const file of [...datasetFiles, ...optionalFiles]) {
		const expected = manifest.files[file]?.bytes;
		if (file === 'schema.json' || expected === undefined) continue;
		const {size} = fstatSync(open(file));
		if (size !== expected) {
			throw new UserError(
				`The data set ${directory} is damaged: ${file} has ${size} bytes, its manifest says ${expected}.`,
				'Install it again, or build it again with driverdex survey; driverdex validate says more.',
			);
		}
	}

	const read = (file: DatasetFile, offset: number, length: number): Buffer => {
		const buffer = Buffer.allocUnsafe(length);
		let filled = 0;
		while (filled < length) {
			const count = readSync(open(file), buffer, filled, length - filled, offset + filled);
			if (count === 0) break;
			filled += count;
		}
		return buffer.subarray(0, filled);
	};
	const damaged = (file: DatasetFile, what: string) =>
		new UserError(
			`The data set ${directory} is damaged: ${file}: ${what}.`,
			'Install it again, or build it again with driverdex survey; driverdex validate says more.',
		);
	const lineNumber = (file: DatasetFile, offset: number) => () =>
		read(file, 0, offset).toString('latin1').split('\n').length;
	const record = <Kind extends DriverRecord | DirectoryRecord>(
		file: 'drivers.ndjson' | 'directories.ndjson',
		[name, offset, length]: DirectoryEntry,
	): Kind => {
		const line = lineNumber(file, offset);
		let value: Kind;
		try {
			value = JSON.parse(read(file, offset, length).toString('utf8')) as Kind;
		} catch (error) {
			throw damaged(file, `line ${line()} is not JSON (${(error as Error).message})`);
		}
		const own = file === 'drivers.ndjson' ? (value as DriverRecord).id : value.directory;
		if (own !== name) throw damaged(file, `line ${line()} is ${own}, the index says ${name}`);
		check?.(file === 'drivers.ndjson' ? 'driver' : 'directory', value, {file, line});
		return value;
	};

	/** The index as bytes: names are looked for in them, which takes no parsing. */
	let bytes: Buffer | undefined;
	const indexBytes = () => {
		bytes ??= read('index.json', 0, manifest.files['index.json'].bytes);
		return bytes;
	};
	/** All records as bytes, for what is asked of every driver: one read of 25 MB instead of twelve thousand. */
	let records: Buffer | undefined;
	const knownAliases = new Map<string, readonly string[] | null>();
	const aliasesOf: ReadAliases = ({id, offset, length}) => {
		let aliases = knownAliases.get(id);
		if (aliases === undefined) {
			records ??= read('drivers.ndjson', 0, manifest.files['drivers.ndjson'].bytes);
			aliases = readAliases(records.subarray(offset, offset + length));
			knownAliases.set(id, aliases);
		}
		return aliases;
	};

	let start: ReturnType<Dataset['start']> | undefined;
	let whole: ReturnType<typeof parseIndex> | undefined;
	const index = () => {
		try {
			whole ??= parseIndex(indexBytes().toString('utf8'), aliasesOf);
		} catch (error) {
			throw damaged('index.json', (error as Error).message);
		}
		return whole;
	};
	const lineAt = (place: number): string => {
		const all = indexBytes();
		return all.toString('utf8', all.lastIndexOf('\n', place - 1) + 1, all.indexOf('\n', place));
	};
	const scan = (needle: string, matches: (row: IndexRow) => boolean): IndexRow[] => {
		const all = indexBytes();
		const found = new Map<string, IndexRow>();
		for (let at = all.indexOf(needle); at >= 0; at = all.indexOf(needle, at + needle.length)) {
			const line = lineAt(at + 1);
			if (!line.startsWith('["') || line.startsWith('["drivers')) continue;
			const row = parseRowLine(line);
			if (matches(row)) found.set(row.id, row);
		}
		return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
	};
	const findDirectory = (path: string): DirectoryEntry | null => {
		const all = indexBytes();
		// The directories stand at the end.
		const at = all.lastIndexOf(`\n[${JSON.stringify(path)},`);
		if (at < 0) return null;
		const entry = JSON.parse(lineAt(at + 1).replace(/,$/, '')) as unknown[];
		return entry.length === 3 ? (entry as DirectoryEntry) : null;
	};

	return {
		directory,
		manifest,
		start() {
			if (start === undefined) {
				const beginning = read('index.json', 0, Math.min(startBytes, manifest.files['index.json'].bytes));
				const parsed = parseIndexStart(beginning.toString('utf8'));
				if (parsed === null) throw damaged('index.json', 'it does not begin as an index does');
				start = parsed;
			}
			return start;
		},
		rows: () => index().rows,
		rowsBySymbol(isWanted) {
			const all = indexBytes();
			try {
				return findRowsBySymbol(all, isWanted).map(({start: from, end}) =>
					parseRowLine(all.toString('utf8', from, end), aliasesOf),
				);
			} catch (error) {
				throw damaged('index.json', (error as Error).message);
			}
		},
		optionsText() {
			const size = manifest.files['options.txt']?.bytes;
			return size === undefined ? null : read('options.txt', 0, size).toString('utf8');
		},
		directories: () => index().directories,
		driver: row => record<DriverRecord>('drivers.ndjson', [row.id, row.offset, row.length]),
		directoryRecord: entry => record<DirectoryRecord>('directories.ndjson', entry),
		find(name) {
			const device = readDeviceQuery(name);
			if (device !== null) {
				const claims = index().rows.map(row => ({row, claim: claimOf(row.aliases, device)}));
				const certain = claims.filter(({claim}) => claim === 'claims');
				const possible = claims.filter(({claim}) => claim !== null);
				return {
					drivers: (certain.length > 0 ? certain : possible).map(({row}) => row),
					directory: null,
				};
			}
			if (name.includes('/')) {
				const path = name.replace(/^\.?\//, '').replace(/\/+$/, '');
				const full = path.startsWith('drivers') ? path : `drivers/${path}`;
				for (const candidate of [full, full.replace(/\.(?:c|S|o|ko)$/, '')]) {
					const cut = candidate.lastIndexOf('/');
					const module = normaliseName(candidate.slice(cut + 1));
					const first = /^[^-_]*/.exec(candidate.slice(cut + 1))![0];
					const drivers = scan(
						`\n["${first}`,
						row => row.directory === candidate.slice(0, cut) && normaliseName(row.module) === module,
					);
					const directory = findDirectory(candidate);
					if (directory !== null || drivers.length > 0) return {drivers, directory};
				}
				return {drivers: [], directory: null};
			}
			if (name === 'drivers') return {drivers: [], directory: findDirectory(name)};
			const wanted = normaliseName(name.replace(/\.ko(?:\.(?:xz|gz|zst))?$/, ''));
			const first = /^[^-_]*/.exec(name)![0];
			const byModule = scan(`\n["${first}`, row => normaliseName(row.module) === wanted);
			if (byModule.length > 0) return {drivers: byModule, directory: null};
			const symbol = bareSymbol(name);
			const bySymbol = scan(`,"${symbol}",`, row => row.symbol === symbol);
			if (bySymbol.length > 0) return {drivers: bySymbol, directory: null};
			const folded = bareSymbol(name).toLowerCase();
			const byAnyCase = index().rows.filter(
				row => normaliseName(row.module) === wanted || row.symbol?.toLowerCase() === folded,
			);
			return {drivers: byAnyCase, directory: null};
		},
		close() {
			for (const descriptor of opened.values()) closeSync(descriptor);
			opened.clear();
		},
	};
}

const aliasesKey = Buffer.from('"aliases":');

/** The modalias patterns of a record, without parsing the rest of it where it is laid out as we write it. */
function readAliases(record: Buffer): readonly string[] | null {
	const start = record.indexOf(aliasesKey);
	if (start < 0 || record[start + aliasesKey.length] === 0x6e) return null;
	const end = record.indexOf('],"signals":', start);
	try {
		if (end < 0) return (JSON.parse(record.toString('utf8')) as DriverRecord).aliases;
		return JSON.parse(record.toString('utf8', start + aliasesKey.length, end + 1)) as string[];
	} catch {
		// A damaged record knows of no devices; who opens it is told what is wrong with it.
		return null;
	}
}

function readManifest(directory: string): Manifest {
	const text = readWhole(directory, 'manifest.json').toString('utf8');
	let manifest: Manifest;
	try {
		manifest = JSON.parse(text) as Manifest;
	} catch (error) {
		throw new UserError(
			`The data set ${directory} is damaged: manifest.json is not JSON (${(error as Error).message}).`,
			'Install it again, or build it again with driverdex survey.',
		);
	}
	if (manifest?.schemaVersion !== 1 || manifest.files === undefined) {
		throw new UserError(
			`The data set ${directory} is of schema ${String(manifest?.schemaVersion)}; this driverdex reads schema 1.`,
			'Use the driverdex that wrote it, or build it again with driverdex survey.',
		);
	}
	return manifest;
}
