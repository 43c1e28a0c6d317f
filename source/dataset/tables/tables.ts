/** The tables of an open data set. */
import type {Manifest} from '../../dossier/schema.ts';
import type {OpenFiles} from '../open-files.ts';
import {openTable, type ReadBytes, type SortedTable} from './sorted-table.ts';

/** Each table is opened when it is first asked for. */
export interface Tables {
	names(): SortedTable;
	ids(): SortedTable;
}

/** Opens the tables of a data set; one that is not of the files beside it is refused. */
export function createTables(files: OpenFiles, manifest: Manifest): Tables {
	const open = (file: 'names.idx' | 'ids.idx'): SortedTable => {
		const size = manifest.files[file]?.bytes;
		// Data sets of before there were tables.
		if (size === undefined) throw files.damaged(file, 'its manifest names none; driverdex assess makes it');
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
			names ??= open('names.idx');
			return names;
		},
		ids() {
			ids ??= open('ids.idx');
			return ids;
		},
	};
}
