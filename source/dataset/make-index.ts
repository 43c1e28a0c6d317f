import {createHash} from 'node:crypto';
import {renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {markFading} from '../dossier/fading.ts';
import {type PackedRow, packRow, unpackRow} from '../dossier/index-row.ts';
import {compareRows, defaultSort} from '../dossier/query/sort.ts';
import {familiesOf} from '../dossier/reach/cells.ts';
import type {DirectoryRecord, DriverRecord, Manifest, Platform} from '../dossier/schema.ts';
import {type DatasetFile, readWhole} from './files.ts';
import {type DirectoryEntry, formatIndex} from './index-file.ts';
import {digestsOf, makeJoins} from './joins/joins-file.ts';
import {createPacker} from './packing/packing.ts';
import {makeLinks} from './tables/make-links.ts';
import {makeIds, makeNames} from './tables/make-tables.ts';

/** The text of index.json: rows in the default order, libraries last, then the directories. */
export function makeIndex(
	{treeVersion, asOf, distributions}: Pick<Manifest, 'treeVersion' | 'asOf' | 'distributions'>,
	rows: readonly PackedRow[],
	entries: readonly DirectoryEntry[],
): string {
	const isLibrary = (recommendation: string) => recommendation === 'not-a-driver';
	const ordered = markFading(rows)
		.map(packed => ({packed, row: unpackRow(packed)}))
		.sort(
			(a, b) =>
				Number(isLibrary(a.row.recommendation)) - Number(isLibrary(b.row.recommendation)) ||
				compareRows(a.row, b.row, defaultSort),
		);
	const libraries = ordered.filter(({row}) => isLibrary(row.recommendation)).length;
	return formatIndex(
		{
			treeVersion,
			asOf,
			drivers: ordered.length - libraries,
			libraries,
			...(distributions !== undefined && {families: familiesOf(distributions)}),
		},
		ordered.map(({packed}) => packed),
		entries,
	);
}

/**
 * Writes the index and the tables of a data set again from its records. A repository need not keep them: they say nothing
 * that the records do not. Throws where one is not what the manifest names: then the records are of another version of
 * the program, or damaged.
 */
export function restoreIndex(directory: string): void {
	const read = (file: DatasetFile) => readWhole(directory, file);
	const manifest = JSON.parse(read('manifest.json').toString('utf8')) as Manifest;
	const packer = createPacker(manifest);
	const rows: PackedRow[] = [];
	const records = new Map<string, DriverRecord>();
	for (const {text, offset, length} of linesOf(read('drivers.ndjson'))) {
		const record = packer.unpack(JSON.parse(text)) as DriverRecord;
		rows.push(packRow(record, offset, length, manifest.distributions));
		records.set(record.id, record);
	}
	const entries: DirectoryEntry[] = [];
	for (const {text, offset, length} of linesOf(read('directories.ndjson'))) {
		entries.push([(JSON.parse(text) as DirectoryRecord).directory, offset, length]);
	}
	const index = Buffer.from(makeIndex(manifest, rows, entries));
	const optional = (file: 'gone.ndjson' | 'outside.ndjson' | 'platforms.ndjson' | 'options.txt') =>
		manifest.files[file] === undefined ? null : read(file);
	const sources = {index, gone: optional('gone.ndjson'), outside: optional('outside.ndjson')};
	const digests = {index: digestOf(index), drivers: manifest.files['drivers.ndjson'].sha256};
	const made = [
		['index.json', index],
		['names.idx', makeNames(sources)],
		['ids.idx', makeIds(sources, ({id}) => records.get(id)?.aliases ?? null)],
		['links.idx', makeLinks(index, digests, ({id}) => records.get(id) ?? null)],
	] as const;
	const platforms = [...linesOf(optional('platforms.ndjson') ?? Buffer.alloc(0))];
	const joins = makeJoins(
		[...records.values()],
		platforms.map(({text}) => JSON.parse(text) as Platform),
		optional('options.txt')?.toString('utf8') ?? null,
		digestsOf(manifest.files),
	);
	// Data sets of before these tables get them too: they name the files that they were made from.
	const wanted = [
		...made.filter(([file]) => file === 'links.idx' || manifest.files[file] !== undefined),
		['joins.idx', joins] as const,
	];
	for (const [file, content] of wanted) {
		const named = manifest.files[file];
		if (named === undefined || digestOf(content) === named.sha256) continue;
		throw new Error(
			`${directory}: its records give another ${file} than its manifest names: it is of another version of the program, or damaged`,
		);
	}
	// The index comes last: where it lies, all do.
	for (const [file, content] of wanted.toReversed()) {
		const draft = join(directory, `.${file}.${process.pid}.draft`);
		writeFileSync(draft, content);
		renameSync(draft, join(directory, file));
	}
}

function digestOf(content: Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}

function* linesOf(content: Buffer): Generator<{text: string; offset: number; length: number}> {
	for (let offset = 0; offset < content.length; ) {
		const newline = content.indexOf(0x0a, offset);
		const end = newline < 0 ? content.length : newline;
		yield {text: content.toString('utf8', offset, end), offset, length: end - offset};
		offset = end + 1;
	}
}
