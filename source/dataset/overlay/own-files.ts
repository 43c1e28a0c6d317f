import {
	closeSync,
	constants,
	fstatSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeSync,
} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {adviceOnSystemError, isUserError, UserError} from '../../dossier/user-error.ts';

/**
 * Writes a file whole or not at all: into a draft beside it, synced, which then takes its name. `makesFolder` makes the
 * folders above it. With `isNew` a file that is there is left alone, and false comes back. Throws a UserError where the
 * system refuses.
 */
export function writeWhole(
	path: string,
	chunks: Iterable<string>,
	options: {isNew?: boolean; makesFolder?: boolean} = {},
): boolean {
	const draft = join(dirname(path), `.${basename(path)}.${process.pid}.draft`);
	try {
		if (options.makesFolder === true) mkdirSync(dirname(path), {recursive: true});
		const descriptor = openSync(draft, 'w', 0o666);
		try {
			for (const chunk of chunks) {
				const bytes = Buffer.from(chunk);
				for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
			}
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
		if (options.isNew !== true) renameSync(draft, path);
		else if (!tookFreeName(draft, path)) return false;
		return true;
	} catch (error) {
		const advice = adviceOnSystemError(error);
		if (advice === null) throw error;
		throw new UserError(
			`Can't write ${path}: ${(error as Error).message}.`,
			`Nothing was changed. ${advice}`,
		);
	} finally {
		removeDraft(draft);
	}
}

/** Takes what is left of a draft away. Where nothing could be written, nothing is left, and why was told already. */
function removeDraft(draft: string): void {
	try {
		rmSync(draft, {force: true});
	} catch {
		// Its folder is not there, or is a file.
	}
}

/** Gives the draft a name that is free; false where it is not. A second name refuses to replace, as a rename does not. */
function tookFreeName(draft: string, path: string): boolean {
	try {
		linkSync(draft, path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/** Bytes of a file of the person's own that are read at most. */
const longestOwn = 64 * 2 ** 20;

/**
 * The text of a file of the person's own; null where it is not there. Whatever else stands under its name is refused, not
 * waited for: a pipe, a device, a folder.
 */
export function readOwn(path: string): string | null {
	try {
		// Opened as it is, a pipe that nobody writes to would keep the program for ever.
		const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			const stats = fstatSync(descriptor);
			if (!stats.isFile()) throw notPlain(path, 'it is no plain file');
			if (stats.size > longestOwn) throw notPlain(path, 'it is larger than 64 MB');
			return readFileSync(descriptor, 'utf8');
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		if (isUserError(error)) throw error;
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') return null;
		throw new UserError(
			`${path} can't be read: ${(error as Error).message}.`,
			adviceOnSystemError(error) ?? 'Move it away.',
		);
	}
}

const notPlain = (path: string, why: string) =>
	new UserError(`${path} can't be read: ${why}.`, 'Move it away.');

/** A JSON file of the person's own as an object that says its kind and version 1 under `mark`; null where it is not there. */
export function readOwnJson(path: string, mark: string): Record<string, unknown> | null {
	const text = readOwn(path);
	if (text === null) return null;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw damagedOwn(path, (error as Error).message);
	}
	if (typeof value !== 'object' || value === null || (value as Record<string, unknown>)[mark] !== 1)
		throw damagedOwn(path, `"${mark}": 1 is missing`);
	return value as Record<string, unknown>;
}

/** The two lines for a file of the person's own that does not hold what driverdex writes. */
export function damagedOwn(path: string, what: string): UserError {
	return new UserError(
		`${path} is not what driverdex wrote: ${what}.`,
		'Mend it, or move it away: driverdex then begins a new one.',
	);
}
