import {createHash} from 'node:crypto';
import {closeSync, fsyncSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {effectiveAssessment} from '../dossier/effective.ts';
import {goneKey, outsideKey} from '../dossier/gone/keys.ts';
import {type PackedRow, packRow} from '../dossier/index-row.ts';
import {recommendations} from '../dossier/query/vocabulary.ts';
import type {
	DirectoryRecord,
	DriverRecord,
	GoneRecord,
	Manifest,
	OutsideRecord,
	Platform,
} from '../dossier/schema.ts';
import type {DatasetFile} from './files.ts';
import type {DirectoryEntry} from './index-file.ts';
import {digestsOf, makeJoins} from './joins/joins-file.ts';
import {jsonSchema} from './json-schema.ts';
import {makeIndex} from './make-index.ts';
import {createPacker, makePacking} from './packing/packing.ts';
import {makeLinks} from './tables/make-links.ts';
import {makeIds, makeNames} from './tables/make-tables.ts';

/** What a data set is written from. Records may come in any order. */
export interface DatasetContent {
	manifest: Omit<Manifest, 'counts' | 'files' | 'schemaVersion'>;
	drivers: readonly DriverRecord[];
	directories: readonly DirectoryRecord[];
	/** The text of options.txt; null where no tree told its options. */
	options: string | null;
	/** What platforms.ndjson says; null where no tree told its platforms. */
	platforms: readonly Platform[] | null;
	/** Drivers that are gone; null where no earlier kernels were surveyed. */
	gone: readonly GoneRecord[] | null;
	/** What the tree has outside the surveyed folders; null where no tree told. */
	outside: readonly OutsideRecord[] | null;
}

/** Writes the files of a data set, synced, into a folder that holds none of them. Returns the manifest, which goes last. */
export function writeFiles(folder: string, content: DatasetContent): Manifest {
	const drivers = [...content.drivers].sort(byKey(record => record.id));
	const directories = [...content.directories].sort(byKey(record => record.directory));
	const packing = makePacking([...drivers, ...directories]);
	const packer = createPacker({...content.manifest, packing});
	const files: Partial<Manifest['files']> = {};
	const put = (file: keyof Manifest['files'], chunks: Iterable<Buffer>) => {
		files[file] = writeSynced(join(folder, file), chunks);
	};

	const rows: PackedRow[] = [];
	put(
		'drivers.ndjson',
		jsonLines(
			drivers,
			(record, offset, length) => rows.push(packRow(record, offset, length, content.manifest.distributions)),
			packer.pack,
		),
	);
	const entries: DirectoryEntry[] = [];
	put(
		'directories.ndjson',
		jsonLines(
			directories,
			({directory}, offset, length) => entries.push([directory, offset, length]),
			packer.pack,
		),
	);

	const index = Buffer.from(makeIndex(content.manifest, rows, entries));
	put('index.json', [index]);
	if (content.options !== null) put('options.txt', [Buffer.from(content.options)]);
	if (content.platforms !== null) {
		const platforms = [...content.platforms].sort(byKey(({option}) => option));
		put('platforms.ndjson', jsonLines(platforms));
	}
	const gone = content.gone && [...jsonLines([...content.gone].sort(byKey(goneKey)))];
	if (gone !== null) put('gone.ndjson', gone);
	const outside = content.outside && [...jsonLines([...content.outside].sort(byKey(outsideKey)))];
	if (outside !== null) put('outside.ndjson', outside);
	const sources = {index, gone: gone && Buffer.concat(gone), outside: outside && Buffer.concat(outside)};
	const aliases = new Map(drivers.map(record => [record.id, record.aliases]));
	put('names.idx', [makeNames(sources)]);
	put('ids.idx', [makeIds(sources, ({id}) => aliases.get(id) ?? null)]);
	const byId = new Map(drivers.map(record => [record.id, record]));
	const digests = {index: files['index.json']!.sha256, drivers: files['drivers.ndjson']!.sha256};
	put('links.idx', [makeLinks(index, digests, ({id}) => byId.get(id) ?? null)]);
	const ofFiles = digestsOf(files);
	put('joins.idx', [makeJoins(drivers, content.platforms ?? [], content.options, ofFiles)]);
	put('schema.json', [Buffer.from(`${JSON.stringify(jsonSchema(), null, 1)}\n`)]);

	const byRecommendation = Object.fromEntries(recommendations.map(name => [name, 0])) as Record<
		(typeof recommendations)[number],
		number
	>;
	for (const record of drivers)
		byRecommendation[effectiveAssessment(record)?.recommendation ?? 'unsure'] += 1;
	const manifest: Manifest = {
		schemaVersion: 1,
		...content.manifest,
		packing,
		counts: {
			drivers: drivers.length,
			directories: directories.length,
			...(content.gone !== null && {gone: content.gone.length}),
			byRecommendation,
		},
		files: files as Manifest['files'],
	};
	writeSynced(join(folder, 'manifest.json' satisfies DatasetFile), [
		Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`),
	]);
	return manifest;
}

function byKey<Item>(key: (item: Item) => string): (a: Item, b: Item) => number {
	return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

function* jsonLines<Item>(
	records: readonly Item[],
	placed: (record: Item, offset: number, length: number) => void = () => {},
	pack: (record: Item) => unknown = record => record,
): Generator<Buffer> {
	let offset = 0;
	for (const record of records) {
		const line = Buffer.from(`${JSON.stringify(pack(record))}\n`);
		placed(record, offset, line.length - 1);
		offset += line.length;
		yield line;
	}
}

function writeSynced(path: string, chunks: Iterable<Buffer>): {bytes: number; sha256: string} {
	const digest = createHash('sha256');
	const descriptor = openSync(path, 'wx');
	let bytes = 0;
	let pending: Buffer[] = [];
	let pendingBytes = 0;
	const flush = () => {
		const block = Buffer.concat(pending);
		digest.update(block);
		for (let written = 0; written < block.length; ) {
			written += writeSync(descriptor, block, written, block.length - written);
		}
		bytes += block.length;
		pending = [];
		pendingBytes = 0;
	};
	try {
		for (const chunk of chunks) {
			pending.push(chunk);
			pendingBytes += chunk.length;
			if (pendingBytes > 1 << 20) flush();
		}
		flush();
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
	return {bytes, sha256: digest.digest('hex')};
}
