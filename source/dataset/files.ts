import {closeSync, existsSync, lstatSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {isUserError, UserError} from '../dossier/user-error.ts';
import {isOddFile, type OpenFile, openRegular, readAt} from '../files/regular.ts';
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

/**
 * Whether a folder within a data set was made by driverdex. A link to one is not. A mark that was not written to its end is
 * one where nothing else lies beside it: its writer was killed before it had begun.
 */
export function isMarked(folder: string): boolean {
	try {
		if (!lstatSync(folder).isDirectory() || !lstatSync(join(folder, markFile)).isFile()) return false;
		const mark = readPlain(join(folder, markFile), markText.length).toString('utf8');
		return mark === markText || (markText.startsWith(mark) && readdirSync(folder).length === 1);
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

/** Bytes of the longest file of a data set: so many can be one text. The shipped one's longest has 30 million. */
export const mostBytes = 500_000_000;
/** A manifest is parsed whole; the shipped one has 180 kB. */
const mostOfManifest = 32_000_000;

/**
 * Opens a file of a data set. Data sets come from strangers: what is no plain file is refused, and so is what is too long to
 * be read. Throws an Error that does not name the file.
 */
export function openPlain(path: string, most = mostBytes): {descriptor: number; size: number} {
	const file = openAsPlain(path);
	if (file.size > most) {
		file.close();
		throw new Error(`it has ${file.size} bytes, more than driverdex reads`);
	}
	return file;
}

function openAsPlain(path: string): OpenFile {
	try {
		return openRegular(path);
	} catch (error) {
		if (isOddFile(error)) throw new Error('it is no plain file');
		throw error;
	}
}

/** The bytes of a plain file, as many as it had when it was opened. Throws as openPlain does. */
export function readPlain(path: string, most = mostBytes): Buffer {
	const {descriptor, size} = openPlain(path, most);
	try {
		return readAt(descriptor, 0, size);
	} finally {
		closeSync(descriptor);
	}
}

/** Reads a file of the data set whole. A missing or unreadable one is the user's to mend. */
export function readWhole(directory: string, file: DatasetFile): Buffer {
	try {
		return readPlain(locate(directory, file), file === 'manifest.json' ? mostOfManifest : mostBytes);
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

/** What every answer begins with: a few plain signs on one line, whatever a tree or a stranger wrote there. */
export function inPlainSigns(name: string): string {
	let plain = '';
	for (let at = 0; at < Math.min(name.length, 100); at++) {
		const sign = name[at]!;
		plain += sign >= ' ' && sign <= '~' ? sign : '?';
	}
	return plain;
}
