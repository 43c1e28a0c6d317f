import type {DirectoryEntry} from '../dataset/index-file.ts';
import type {Dataset} from '../dataset/reader.ts';
import type {Dossier} from '../dossier/dossier.ts';
import type {DirectoryRecord} from '../dossier/schema.ts';
import {isUserError, type UserError} from '../dossier/user-error.ts';

/** Where a driver's record lies in its file, in bytes. */
export interface RecordPlace {
	id: string;
	offset: number;
	length: number;
}

/** Dossiers kept in memory: as many as a reader goes back and forth between. */
const mostKept = 60;

/**
 * Opens a driver's dossier, and keeps the last ones. Null where the driver is not known; an error where its record is
 * damaged, since one bad record is said in its place, and the other twelve thousand can still be read.
 */
export function createShelf(
	dataset: Dataset,
	placesById: () => ReadonlyMap<string, RecordPlace>,
): (id: string) => Dossier | UserError | null {
	const kept = new Map<string, Dossier | UserError | null>();
	const directoryOf = createDirectories(dataset);
	const read = (id: string): Dossier | UserError | null => {
		const place = placesById().get(id);
		if (place === undefined) return null;
		try {
			const record = dataset.driver(place);
			const {treeVersion, releases, distributions, calibration} = dataset.manifest;
			const directory = directoryOf(record.directory);
			const dependents = dataset.links.dependents(record.id);
			return {record, directory, dependents, treeVersion, releases, distributions, calibration};
		} catch (error) {
			if (isUserError(error)) return error;
			throw error;
		}
	};
	return id => {
		let known = kept.get(id);
		if (known === undefined) {
			known = read(id);
			if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
			kept.set(id, known);
		}
		return known;
	};
}

/** Records of directories by their path, each read once; null where there is none. */
function createDirectories(dataset: Dataset): (path: string) => DirectoryRecord | null {
	const read = new Map<string, DirectoryRecord | null>();
	/** Where the records lie: looked up in the index that is read anyway, not looked for in its bytes. */
	let places: Map<string, DirectoryEntry> | undefined;
	return path => {
		let record = read.get(path);
		if (record === undefined) {
			places ??= new Map(dataset.directories().map(entry => [entry[0], entry]));
			const entry = places.get(path);
			record = entry === undefined ? null : dataset.directoryRecord(entry);
			read.set(path, record);
		}
		return record;
	};
}
