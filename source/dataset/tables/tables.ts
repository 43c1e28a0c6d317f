/** The tables of an open data set. */
import type {Manifest} from '../../dossier/schema.ts';
import type {OpenFiles} from '../open-files.ts';
import {readAliases} from '../read-aliases.ts';
import {makeIds, makeNames, type TableSources} from './make-tables.ts';
import {openTable, type ReadBytes, type SortedTable} from './sorted-table.ts';

/** Each table is opened when it is first asked for. */
export interface Tables {
	names(): SortedTable;
	ids(): SortedTable;
}

/**
 * Opens the tables of a data set; one that is not of the files beside it is refused. For a data set of before there
 * were tables they are made, which takes as long as reading all of it.
 */
export function createTables(files: OpenFiles, manifest: Manifest): Tables {
	const whole = (file: keyof Manifest['files']) => {
		const size = manifest.files[file]?.bytes;
		return size === undefined ? null : files.read(file, 0, size);
	};
	const sources = (): TableSources => ({
		index: whole('index.json')!,
		gone: whole('gone.ndjson'),
		outside: whole('outside.ndjson'),
	});
	const open = (file: 'names.idx' | 'ids.idx', make: () => Buffer): SortedTable => {
		const size = manifest.files[file]?.bytes;
		if (size === undefined) {
			const made = make();
			return openTable((offset, length) => made.subarray(offset, offset + length), made.length);
		}
		let table: SortedTable;
		const read: ReadBytes = (offset, length) => files.read(file, offset, length);
		try {
			table = openTable(read, size);
		} catch (error) {
			throw files.damaged(file, (error as Error).message);
		}
		for (const [other, digest] of Object.entries(table.head.of)) {
			if (manifest.files[other as keyof Manifest['files']]?.sha256 !== digest) {
				throw files.damaged(file, `it is the table of another ${other}`);
			}
		}
		return table;
	};
	let names: SortedTable | undefined;
	let ids: SortedTable | undefined;
	return {
		names() {
			names ??= open('names.idx', () => makeNames(sources()));
			return names;
		},
		ids() {
			ids ??= open('ids.idx', () => {
				const records = whole('drivers.ndjson')!;
				return makeIds(sources(), ({offset, length}) =>
					readAliases(records.subarray(offset, offset + length)),
				);
			});
			return ids;
		},
	};
}
