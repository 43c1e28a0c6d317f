import {createHash} from 'node:crypto';
import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type PackedRow, packRow, unpackRow} from '../dossier/index-row.ts';
import {compareRows, defaultSort} from '../dossier/query/sort.ts';
import {familiesOf} from '../dossier/reach/cells.ts';
import type {DirectoryRecord, DriverRecord, Manifest} from '../dossier/schema.ts';
import {type DirectoryEntry, formatIndex} from './index-file.ts';

/** The text of index.json: rows in the default order, libraries last, then the directories. */
export function makeIndex(
	{treeVersion, asOf, distributions}: Pick<Manifest, 'treeVersion' | 'asOf' | 'distributions'>,
	rows: readonly PackedRow[],
	entries: readonly DirectoryEntry[],
): string {
	const isLibrary = (recommendation: string) => recommendation === 'not-a-driver';
	const ordered = rows
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
 * Writes the index of a data set again from its records. A repository need not keep the index, which says nothing
 * that the records do not. Throws where the result is not the one that the manifest names: then the records are of
 * another version of the program, or damaged.
 */
export function restoreIndex(directory: string): void {
	const read = (file: string) => readFileSync(join(directory, file));
	const manifest = JSON.parse(read('manifest.json').toString('utf8')) as Manifest;
	const rows: PackedRow[] = [];
	for (const {text, offset, length} of linesOf(read('drivers.ndjson'))) {
		rows.push(packRow(JSON.parse(text) as DriverRecord, offset, length, manifest.distributions));
	}
	const entries: DirectoryEntry[] = [];
	for (const {text, offset, length} of linesOf(read('directories.ndjson'))) {
		entries.push([(JSON.parse(text) as DirectoryRecord).directory, offset, length]);
	}
	const index = Buffer.from(makeIndex(manifest, rows, entries));
	const digest = createHash('sha256').update(index).digest('hex');
	if (digest !== manifest.files['index.json'].sha256) {
		throw new Error(
			`${directory}: its records give another index than its manifest names; driverdex assess ${directory} writes both anew`,
		);
	}
	const draft = join(directory, '.index.json.draft');
	writeFileSync(draft, index);
	renameSync(draft, join(directory, 'index.json'));
}

function* linesOf(content: Buffer): Generator<{text: string; offset: number; length: number}> {
	for (let offset = 0; offset < content.length; ) {
		const newline = content.indexOf(0x0a, offset);
		const end = newline < 0 ? content.length : newline;
		yield {text: content.toString('utf8', offset, end), offset, length: end - offset};
		offset = end + 1;
	}
}
