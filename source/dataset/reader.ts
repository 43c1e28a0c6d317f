import type {IndexRow} from '../dossier/index-row.ts';
import type {DeviceQuery} from '../dossier/query/device-query.ts';
import type {DirectoryRecord, DriverRecord, Manifest, Platform} from '../dossier/schema.ts';
import {type Found, findName} from './find-name.ts';
import {createGoneReader, createOutsideReader, type GoneReader, type OutsideReader} from './gone-reader.ts';
import type {DirectoryEntry, IndexHead} from './index-file.ts';
import {createIndexReader} from './index-reader.ts';
import type {Links} from './links.ts';
import {nearestNames} from './nearest-names.ts';
import {type OpenFiles, openFiles, parseLine, type RecordCheck, readManifest} from './open-files.ts';
import {createPacker, type Packer} from './packing/packing.ts';
import type {Claimant} from './tables/claimants.ts';
import {findLine} from './tables/keyed-lines.ts';
import {createTables} from './tables/tables.ts';

export type {RecordCheck} from './open-files.ts';

/**
 * An open data set. Everything is read when it is asked for: the first rows from the beginning of the index, one
 * record by its place, a name or a device by the tables (names.idx, ids.idx); only `rows()` reads the index whole.
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
	/** Every platform, by option; null in a data set without them. */
	platforms(): Platform[] | null;
	/** The platform of an option, without its prefix; the others are not parsed. */
	platform(option: string): Platform | null;
	/** Drivers that are gone, and what lies outside the surveyed folders. */
	readonly gone: GoneReader;
	readonly outside: OutsideReader;
	directories(): DirectoryEntry[];
	driver(row: Pick<IndexRow, 'id' | 'offset' | 'length'>): DriverRecord;
	directoryRecord(entry: DirectoryEntry): DirectoryRecord;
	/** Where the record of a directory lies; null of a folder without drivers. */
	directoryEntry(path: string): DirectoryEntry | null;
	/** What a name means here, see find-name.ts. */
	find(name: string): Found;
	/** The drivers that may claim a device; whether they do, their own patterns tell. */
	claimants(device: DeviceQuery): IndexRow[];
	/** Which drivers claim devices that patterns name, and how many of them; those that claim most first, five at most. */
	claimantsOf(patterns: readonly string[]): Claimant[];
	/** What drivers are asked for by, beside names and devices, and who depends on them. */
	readonly links: Links;
	/** The records of drivers in whose lines these letters stand; all of them are gone through, a megabyte at a time. */
	recordsWith(text: string): IterableIterator<DriverRecord>;
	/** Up to five module names or CONFIG symbols like a name that leads nowhere, the likest first. */
	nearest(name: string): string[];
	close(): void;
}

/**
 * Opens a data set and holds its files' sizes against its manifest: one that was cut short is refused here, not when it is
 * half shown. Each record is checked before it is handed out, unless it is of a data set that is known to be right.
 */
export function openDataset(
	directory: string,
	wantedCheck?: RecordCheck,
	isKnown: (manifest: Manifest) => boolean = () => false,
): Dataset {
	const manifest = readManifest(directory);
	const check = isKnown(manifest) ? undefined : wantedCheck;
	check?.('manifest', manifest, {file: 'manifest.json', line: null});
	const files = openFiles(directory, manifest);
	const tables = createTables(files, manifest);
	const index = createIndexReader({files, manifest, tables, isChecked: check !== undefined});
	const packer = createPacker(manifest);
	return {
		directory,
		manifest,
		start: index.start,
		rows: index.rows,
		rowsBySymbol: index.rowsBySymbol,
		gone: createGoneReader(files, manifest, tables, check),
		outside: createOutsideReader(files, manifest, tables, check),
		directories: index.directories,
		optionsText() {
			const size = manifest.files['options.txt']?.bytes;
			return size === undefined ? null : files.read('options.txt', 0, size).toString('utf8');
		},
		platforms: () => readPlatforms(files, manifest, check),
		platform: option => findPlatform(files, manifest, option, check),
		driver: ({id, offset, length}) =>
			readRecord<DriverRecord>(files, packer, 'drivers.ndjson', [id, offset, length], check),
		directoryRecord: entry => readRecord<DirectoryRecord>(files, packer, 'directories.ndjson', entry, check),
		directoryEntry: index.directory,
		find: name => findName(index, name),
		claimants: index.claimants,
		claimantsOf: index.claimantsOf,
		links: index.links,
		recordsWith: text =>
			recordsWith({files, size: manifest.files['drivers.ndjson'].bytes, packer, check}, text),
		nearest: name => nearestNames(tables.names(), index, name),
		close: files.close,
	};
}

function readPlatforms(
	files: OpenFiles,
	manifest: Manifest,
	check: RecordCheck | undefined,
): Platform[] | null {
	const file = 'platforms.ndjson';
	const size = manifest.files[file]?.bytes;
	if (size === undefined) return null;
	const lines = files.read(file, 0, size).toString('utf8').split('\n').slice(0, -1);
	return lines.map((text, index) => {
		const line = () => index + 1;
		const value = parseLine<Platform>(files, {file, line}, () => JSON.parse(text));
		check?.('platform', value, {file, line});
		return value;
	});
}

/** The records are sorted by their options, with which they begin: the line is searched by halves. */
function findPlatform(
	files: OpenFiles,
	manifest: Manifest,
	option: string,
	check: RecordCheck | undefined,
): Platform | null {
	const file = 'platforms.ndjson';
	const size = manifest.files[file]?.bytes;
	if (size === undefined) return null;
	const start = findLine((offset, length) => files.read(file, offset, length), size, option);
	if (start === null) return null;
	const line = () => files.lineAt(file, start.offset);
	const value = parseLine<Platform>(files, {file, line}, () => JSON.parse(start.text));
	check?.('platform', value, {file, line});
	return value;
}

/** Bytes of drivers.ndjson that are looked through at a time. */
const stretch = 1 << 20;

/** Parses the lines of drivers.ndjson in which letters stand, and no others. */
function* recordsWith(
	{
		files,
		size,
		packer,
		check,
	}: {files: OpenFiles; size: number; packer: Packer; check: RecordCheck | undefined},
	text: string,
): Generator<DriverRecord, void, undefined> {
	const file = 'drivers.ndjson';
	const wanted = Buffer.from(text);
	let length = stretch;
	for (let offset = 0; offset < size; ) {
		const bytes = files.read(file, offset, Math.min(length, size - offset));
		const last = bytes.lastIndexOf(0x0a);
		if (last < 0 && offset + bytes.length < size) {
			// A line longer than what is looked at: more of it.
			length *= 2;
			continue;
		}
		const lines = bytes.subarray(0, last < 0 ? bytes.length : last + 1);
		for (let at = lines.indexOf(wanted); at >= 0; ) {
			const start = lines.lastIndexOf(0x0a, at) + 1;
			const newline = lines.indexOf(0x0a, at);
			const end = newline < 0 ? lines.length : newline;
			const place = offset + start;
			const line = () => files.lineAt(file, place);
			const record = parseLine<DriverRecord>(files, {file, line}, () =>
				packer.unpack(JSON.parse(lines.toString('utf8', start, end))),
			);
			check?.('driver', record, {file, line});
			yield record;
			at = lines.indexOf(wanted, end);
		}
		offset += lines.length;
		length = stretch;
	}
}

/** The record at a place. Throws a UserError where something else lies there, or what the check refuses. */
function readRecord<Kind extends DriverRecord | DirectoryRecord>(
	files: OpenFiles,
	packer: Packer,
	file: 'drivers.ndjson' | 'directories.ndjson',
	[name, offset, length]: DirectoryEntry,
	check: RecordCheck | undefined,
): Kind {
	const line = () => files.lineAt(file, offset);
	const text = files.read(file, offset, length).toString('utf8');
	const value = parseLine<Kind>(files, {file, line}, () => packer.unpack(JSON.parse(text)));
	const own = file === 'drivers.ndjson' ? (value as DriverRecord | null)?.id : value?.directory;
	if (own !== name)
		throw files.damaged(file, `line ${line()} is ${own ?? 'no record'}, the index says ${name}`);
	check?.(file === 'drivers.ndjson' ? 'driver' : 'directory', value, {file, line});
	return value;
}
