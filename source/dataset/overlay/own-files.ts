import {randomBytes} from 'node:crypto';
import {
	closeSync,
	constants,
	fchmodSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	renameSync,
	rmSync,
	type Stats,
	statSync,
	writeSync,
} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {adviceOnSystemError, UserError} from '../../dossier/user-error.ts';
import {readTextIfThere} from '../../files/regular.ts';

/**
 * Writes a file whole or not at all: into a draft beside it, synced, which then takes its name and the rights of what was
 * there. The draft's name is new and nobody can foretell it: what others laid there is not written to. A device or a pipe
 * (`/dev/stdout`) keeps its name, and is written to as it is. `makesFolder` makes the folders above it. With `isNew` a
 * file that is there is left alone, and false comes back. Throws a UserError where the system refuses.
 */
export function writeWhole(
	path: string,
	chunks: Iterable<string>,
	options: {isNew?: boolean; makesFolder?: boolean} = {},
): boolean {
	const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.draft`);
	try {
		if (options.makesFolder === true) mkdirSync(dirname(path), {recursive: true});
		const there = options.isNew === true ? undefined : statSync(path, {throwIfNoEntry: false});
		if (there !== undefined && !there.isFile() && !there.isDirectory()) {
			writeInto(path, chunks);
			return true;
		}
		const descriptor = openSync(draft, 'wx', 0o666);
		try {
			writeAll(descriptor, chunks);
			if (there !== undefined) keepRights(descriptor, there);
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
			`Can't write ${path}: ${withoutDraft((error as Error).message, draft, path)}.`,
			`Nothing was changed. ${advice}`,
		);
	} finally {
		removeDraft(draft);
	}
}

/** The system's message of the file that was meant: the draft is nothing that anybody named. */
function withoutDraft(message: string, draft: string, path: string): string {
	return message.replaceAll(`'${draft}' -> '${path}'`, `'${path}'`).replaceAll(draft, path);
}

function writeAll(descriptor: number, chunks: Iterable<string>): void {
	for (const chunk of chunks) {
		const bytes = Buffer.from(chunk);
		for (let written = 0; written < bytes.length; ) {
			try {
				written += writeSync(descriptor, bytes, written);
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
				// A pipe whose reader is slow.
				Atomics.wait(pause, 0, 0, 5);
			}
		}
	}
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes to a device or a pipe; one that nobody reads from is not waited for. */
function writeInto(path: string, chunks: Iterable<string>): void {
	const descriptor = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
	try {
		writeAll(descriptor, chunks);
	} finally {
		closeSync(descriptor);
	}
}

/** A file that its owner hid from others stays hidden. */
function keepRights(descriptor: number, {mode}: Stats): void {
	fchmodSync(descriptor, mode & 0o777);
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

/** Most bytes of a file of the person's own: ten thousand verdicts have a few million. */
const mostOwnBytes = 64 << 20;

/** The text of a file of the person's own; null where it is not there. */
export function readOwn(path: string): string | null {
	return readTextIfThere(path, {
		...{most: mostOwnBytes, what: 'file of your own'},
		advice: 'See that it is a file that you may read, or move it away.',
	});
}

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
