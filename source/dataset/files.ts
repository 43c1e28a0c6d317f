import {existsSync, lstatSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {isUserError, UserError} from '../dossier/user-error.ts';
import {isArchive, openArchive} from './archive/archive.ts';

/** The files of a data set. Everything but the manifest is named, with its size and digest, in the manifest. */
export const datasetFiles = [
	'drivers.ndjson',
	'directories.ndjson',
	'index.json',
	'names.idx',
	'ids.idx',
	'schema.json',
] as const;
/** Files that a data set may lack: what was made before they were thought of, or without a kernel tree. */
export const optionalFiles = [
	'options.txt',
	'platforms.ndjson',
	'gone.ndjson',
	'outside.ndjson',
	'links.idx',
	'joins.idx',
] as const;
export type DatasetFile = (typeof datasetFiles)[number] | (typeof optionalFiles)[number] | 'manifest.json';

/**
 * A folder in which a complete new data set waits to take the old one's place. Once it bears this name it is the
 * data set: readers look here first, and the next writer finishes the move. So a writer that is stopped at any
 * moment, even between two renames, leaves one whole data set behind.
 */
export const incomingFolder = '.incoming';

/** A folder that driverdex makes within a data set holds this file: others of the same name are somebody else's. */
export const markFile = 'driverdex-draft';
export const markText = 'A data set that driverdex is writing. It goes when the next one is written.\n';

/** Whether a folder within a data set was made by driverdex. A link to one is not. */
export function isMarked(folder: string): boolean {
	try {
		return (
			lstatSync(folder).isDirectory() &&
			lstatSync(join(folder, markFile)).isFile() &&
			readFileSync(join(folder, markFile), 'utf8') === markText
		);
	} catch {
		return false;
	}
}

/** Where a file of the data set lies now. */
export function locate(directory: string, file: DatasetFile): string {
	const incoming = join(directory, incomingFolder);
	const waiting = join(incoming, file);
	return existsSync(waiting) && isMarked(incoming) ? waiting : join(directory, file);
}

/** Reads a file of the data set whole. A missing or unreadable one is the user's to mend. */
export function readWhole(directory: string, file: DatasetFile): Buffer {
	try {
		return readFileSync(locate(directory, file));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOTDIR' && isArchive(directory))
			return readArchived(directory, file);
		throw unreadable(directory, file, error);
	}
}

function readArchived(directory: string, file: DatasetFile): Buffer {
	const archive = openArchive(directory);
	try {
		const size = archive.sizeOf(file);
		if (size === null) throw unreadable(directory, file, {code: 'ENOENT'});
		return archive.read(file, 0, size);
	} catch (error) {
		if (isUserError(error)) throw error;
		throw damagedFile(directory, file, (error as Error).message);
	} finally {
		archive.close();
	}
}

/** Whether a data set lies at a path, as a folder or in one file. */
export function isDataset(path: string): boolean {
	return existsSync(join(path, 'manifest.json')) || isArchive(path);
}

export const repair = 'Install it again, or build it again with driverdex survey';

/** The two lines for a file that holds what it can't hold. */
export function damagedFile(directory: string, file: DatasetFile, what: string): UserError {
	return new UserError(
		`The data set ${directory} is damaged: ${file}: ${what}.`,
		`${repair}; driverdex validate says more.`,
	);
}

/** The two lines for a data set that can't be opened. */
export function unreadable(directory: string, file: DatasetFile, error: unknown): UserError {
	const code = (error as NodeJS.ErrnoException).code;
	const reason =
		code === 'ENOENT' || code === 'ENOTDIR'
			? existsSync(directory)
				? `has no ${file}`
				: 'does not exist'
			: `can't be read: ${file}: ${(error as Error).message}`;
	return new UserError(
		`The data set ${directory} ${reason}.`,
		'Name another with --data DIR or DRIVERDEX_DATA, or build one: driverdex survey --tree DIR --out DIR.',
	);
}
