import type {IndexRow, ReadAliases} from '../dossier/index-row.ts';
import {familiesOf} from '../dossier/reach/cells.ts';
import type {DriverRecord, Manifest} from '../dossier/schema.ts';
import type {NameIndex} from './find-name.ts';
import {
	type DirectoryEntry,
	findRowsBySymbol,
	type IndexHead,
	parseIndex,
	parseIndexStart,
	parseRowLine,
} from './index-file.ts';
import type {OpenFiles} from './open-files.ts';

/** The index of an open data set; each way to it reads as little as it needs. */
export interface IndexReader extends NameIndex {
	/** The head and the first rows: enough for a first screen. */
	start(): {head: IndexHead; rows: IndexRow[]};
	/** Every row, in the default order. Read once. */
	rows(): IndexRow[];
	directories(): DirectoryEntry[];
	/** The rows of wanted CONFIG symbols, in the default order, without parsing the others. */
	rowsBySymbol(isWanted: (symbol: string) => boolean): IndexRow[];
}

/** Bytes of index.json that hold the head and the rows of any screen. */
const startBytes = 96 * 1024;

/** Reads index.json as it is asked for: its beginning, its bytes, or the whole of it parsed. */
export function createIndexReader(files: OpenFiles, manifest: Manifest): IndexReader {
	const size = manifest.files['index.json'].bytes;
	const aliasesOf = createAliasReader(files, manifest);
	const families = familiesOf(manifest.distributions);
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
			throw files.damaged('index.json', (error as Error).message);
		}
	};
	let start: ReturnType<IndexReader['start']> | undefined;
	let whole: ReturnType<typeof parseIndex> | undefined;
	const index = () => {
		whole ??= orDamaged(() => parseIndex(indexBytes().toString('utf8'), aliasesOf));
		return whole;
	};
	const lineAt = (place: number): string => {
		const all = indexBytes();
		return all.toString('utf8', all.lastIndexOf('\n', place - 1) + 1, all.indexOf('\n', place));
	};
	return {
		start() {
			if (start === undefined) {
				const beginning = files.read('index.json', 0, Math.min(startBytes, size));
				const parsed = parseIndexStart(beginning.toString('utf8'));
				if (parsed === null) throw files.damaged('index.json', 'it does not begin as an index does');
				start = parsed;
			}
			return start;
		},
		rows: () => index().rows,
		directories: () => index().directories,
		rowsBySymbol(isWanted) {
			const all = indexBytes();
			return orDamaged(() =>
				findRowsBySymbol(all, isWanted).map(({start: from, end}) =>
					parseRowLine(all.toString('utf8', from, end), aliasesOf, families),
				),
			);
		},
		rowsWith(needle, matches) {
			const all = indexBytes();
			const found = new Map<string, IndexRow>();
			for (let at = all.indexOf(needle); at >= 0; at = all.indexOf(needle, at + needle.length)) {
				const line = lineAt(at + 1);
				// The lines of directories begin with their path.
				if (!line.startsWith('["') || line.startsWith('["drivers')) continue;
				const row = parseRowLine(line, undefined, families);
				if (matches(row)) found.set(row.id, row);
			}
			return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
		},
		directory(path) {
			// The directories stand at the end.
			const at = indexBytes().lastIndexOf(`\n[${JSON.stringify(path)},`);
			if (at < 0) return null;
			const entry = JSON.parse(lineAt(at + 1).replace(/,$/, '')) as unknown[];
			return entry.length === 3 ? (entry as DirectoryEntry) : null;
		},
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
