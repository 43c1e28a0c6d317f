import {createHash} from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	renameSync,
	rmdirSync,
	rmSync,
	writeSync,
} from 'node:fs';
import {join, resolve} from 'node:path';
import {effectiveAssessment} from '../dossier/effective.ts';
import {type PackedRow, packRow} from '../dossier/index-row.ts';
import {recommendations} from '../dossier/query/vocabulary.ts';
import type {DirectoryRecord, DriverRecord, Manifest} from '../dossier/schema.ts';
import {isUserError, UserError} from '../dossier/user-error.ts';
import {assertWritable, type DatasetFile, datasetFiles, incomingFolder, optionalFiles} from './files.ts';
import type {DirectoryEntry} from './index-file.ts';
import {jsonSchema} from './json-schema.ts';
import {makeIndex} from './make-index.ts';

/** What a data set is written from. Records may come in any order. */
export interface DatasetContent {
	manifest: Omit<Manifest, 'counts' | 'files' | 'schemaVersion'>;
	drivers: readonly DriverRecord[];
	directories: readonly DirectoryRecord[];
	/** The text of options.txt; null where no tree told its options. */
	options: string | null;
}

/** Temporary folders of writers that were stopped carry this in their name. */
const draftPrefix = '.draft-';

/**
 * Writes a data set into `directory`, all or nothing: everything is written and synced beside the old one, then
 * takes its name in one rename. Whatever stops the writer, readers find the old data set or the new one, whole.
 */
export function writeDataset(directory: string, content: DatasetContent): Manifest {
	const target = resolve(directory);
	try {
		mkdirSync(target, {recursive: true});
	} catch (error) {
		throw new UserError(
			`Can't make the folder ${directory}: ${(error as Error).message}.`,
			'Give --out a folder you may write to.',
		);
	}
	assertWritable(target);
	finishIncoming(target);
	sweepDrafts(target);
	const draft = mkdtempSync(join(target, draftPrefix));
	try {
		const manifest = writeFiles(draft, content);
		syncFolder(draft);
		renameSync(draft, join(target, incomingFolder));
		syncFolder(target);
		finishIncoming(target);
		for (const file of optionalFiles) {
			// One that the old data set had and the new one has not would belong to nobody.
			if (manifest.files[file] === undefined) rmSync(join(target, file), {force: true});
		}
		return manifest;
	} catch (error) {
		rmSync(draft, {recursive: true, force: true});
		if (isUserError(error)) throw error;
		throw new UserError(
			`Can't write the data set ${directory}: ${(error as Error).message}.`,
			'Nothing was changed: the data set that was there is still whole. Make room, or choose another --out.',
		);
	}
}

/** Moves the files of a complete data set that waits in `.incoming` to their places; safe to repeat. */
export function finishIncoming(directory: string): void {
	const incoming = join(directory, incomingFolder);
	if (!existsSync(incoming)) return;
	// The manifest goes last: until then every file is found in .incoming or, once moved, in its place, and both
	// are of the new data set.
	for (const file of [...datasetFiles, ...optionalFiles, 'manifest.json'] as const) {
		const from = join(incoming, file);
		if (existsSync(from)) renameSync(from, join(directory, file));
	}
	rmdirSync(incoming);
	syncFolder(directory);
}

function sweepDrafts(directory: string): void {
	for (const name of readdirSync(directory)) {
		if (name.startsWith(draftPrefix)) rmSync(join(directory, name), {recursive: true, force: true});
	}
}

function syncFolder(path: string): void {
	const descriptor = openSync(path, 'r');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

function writeFiles(folder: string, content: DatasetContent): Manifest {
	const drivers = [...content.drivers].sort(byKey(record => record.id));
	const directories = [...content.directories].sort(byKey(record => record.directory));
	const files: Partial<Manifest['files']> = {};
	const put = (file: keyof Manifest['files'], chunks: Iterable<Buffer>) => {
		files[file] = writeSynced(join(folder, file), chunks);
	};

	const rows: PackedRow[] = [];
	put(
		'drivers.ndjson',
		jsonLines(drivers, (record, offset, length) => rows.push(packRow(record, offset, length))),
	);
	const entries: DirectoryEntry[] = [];
	put(
		'directories.ndjson',
		jsonLines(directories, ({directory}, offset, length) => entries.push([directory, offset, length])),
	);

	const index = makeIndex(content.manifest, rows, entries);
	put('index.json', [Buffer.from(index)]);
	if (content.options !== null) put('options.txt', [Buffer.from(content.options)]);
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
		counts: {drivers: drivers.length, directories: directories.length, byRecommendation},
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
	placed: (record: Item, offset: number, length: number) => void,
): Generator<Buffer> {
	let offset = 0;
	for (const record of records) {
		const line = Buffer.from(`${JSON.stringify(record)}\n`);
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
