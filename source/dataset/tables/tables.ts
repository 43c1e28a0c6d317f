/** The tables of an open data set. */
import type {Manifest} from '../../dossier/schema.ts';
import {isUserError} from '../../dossier/user-error.ts';
import type {OpenFiles} from '../open-files.ts';
import {openTable, type ReadBytes, type SortedTable} from './sorted-table.ts';

/** Each table is opened when it is first asked for. */
export interface Tables {
	names(): SortedTable;
	ids(): SortedTable;
	/** Null where the data set has none that is of its files: it need not, and manifests of before it name none. */
	links(): SortedTable | null;
}

type TableFile = 'names.idx' | 'ids.idx' | 'links.idx';

/** Opens the tables of a data set; one that is not of the files beside it is refused. */
export function createTables(files: OpenFiles, manifest: Manifest): Tables {
	const openSized = (file: TableFile, size: number): SortedTable => {
		let table: SortedTable;
		const read: ReadBytes = (offset, length) => files.read(file, offset, length);
		try {
			table = openTable(read, size);
		} catch (error) {
			throw isUserError(error) ? error : files.damaged(file, (error as Error).message);
		}
		for (const [other, digest] of Object.entries(table.head.of)) {
			if (manifest.files[other as keyof Manifest['files']]?.sha256 !== digest) {
				throw files.damaged(file, `it is the table of another ${other}`);
			}
		}
		return named(file, table);
	};
	/** A table that is not laid out as one is found out when it is searched: the file is named then, too. */
	const named = (file: TableFile, {head, find, findMany, section}: SortedTable): SortedTable => {
		const orDamaged =
			<Asked, Found>(look: (asked: Asked) => Found) =>
			(asked: Asked): Found => {
				try {
					return look(asked);
				} catch (error) {
					throw isUserError(error) ? error : files.damaged(file, (error as Error).message);
				}
			};
		return {head, find: orDamaged(find), findMany: orDamaged(findMany), section: orDamaged(section)};
	};
	const open = (file: 'names.idx' | 'ids.idx'): SortedTable => {
		const size = manifest.files[file]?.bytes;
		// Data sets of before there were tables.
		if (size === undefined) throw files.damaged(file, 'its manifest names none; driverdex assess makes it');
		return openSized(file, size);
	};
	let names: SortedTable | undefined;
	let ids: SortedTable | undefined;
	let links: SortedTable | null | undefined;
	return {
		names() {
			names ??= open('names.idx');
			return names;
		},
		ids() {
			ids ??= open('ids.idx');
			return ids;
		},
		links() {
			if (links === undefined) {
				const size = files.sizeOf('links.idx');
				try {
					links = size === null ? null : openSized('links.idx', size);
				} catch (error) {
					if (manifest.files['links.idx'] !== undefined) throw error;
					links = null;
				}
			}
			return links;
		},
	};
}
