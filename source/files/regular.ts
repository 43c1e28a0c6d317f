/**
 * The one door to files of strangers: what a person names on a command line, and what lies in a folder, an image or a tree
 * that somebody else filled. Whoever wrote such a path may have put anything there, so the rule is:
 *
 * 1. It is opened without waiting (a named pipe has no writer) and looked at through its descriptor, not by its name:
 *    only a regular file is read. What else it is, a folder, a pipe, a socket, a device, is said at once; what is a device
 *    by its name is not even opened, for to open some has effects.
 * 2. It is read up to so many bytes, whatever size it says it has: files of /proc say 0, and a file may grow.
 * 3. Pipes are read where a shell hands them over: standard input (`-`) and `<(COMMAND)`, which is /dev/fd/N. What lies
 *    in folders is never such a name.
 * 4. Below a root (`machine/system-files.ts`) and in folders the last part of a path is not followed where it is a link.
 */
import {closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats, statSync} from 'node:fs';
import {UserError} from '../dossier/user-error.ts';

/** What was found where a regular file should be: `a folder`, `a named pipe`, `a socket`, `a device`. */
export class OddFile extends Error {
	override name = 'OddFile';
}

/** Whether an error is an OddFile; by name, since each of the program's bundles has a class of its own. */
export function isOddFile(error: unknown): error is OddFile {
	return error instanceof Error && error.name === 'OddFile';
}

/** A file that is open for reading. */
export interface OpenFile {
	descriptor: number;
	/** In bytes, as the system says: 0 in /proc, and of a pipe. */
	size: number;
	/** Whether it is a pipe that somebody still writes to: it is waited for. */
	isPipe: boolean;
	/** Standard input stays open. */
	close(): void;
}

export interface Opening {
	/** Whether a link in the path's last part leads on; a refused one is ELOOP. */
	links?: 'followed' | 'refused';
	/** Whether a shell may hand a pipe over. */
	pipes?: boolean;
}

/** Open descriptors by their names, as a shell hands them over: `<(zcat config.gz)`. */
const handedOver = /^\/(?:dev\/(?:fd\/(\d+)|stdin)|proc\/self\/fd\/(\d+))$/;

/** Opens a regular file without waiting for it. Throws an OddFile, or what the system says. */
export function openRegular(path: string, {links = 'followed', pipes = false}: Opening = {}): OpenFile {
	const handed = pipes ? handedOver.exec(path) : null;
	if (pipes && path === '-') return {descriptor: 0, size: 0, isPipe: true, close() {}};
	const flags =
		constants.O_RDONLY |
		// What is handed over has its writer.
		(handed === null ? constants.O_NONBLOCK : 0) |
		constants.O_NOCTTY |
		(links === 'refused' ? constants.O_NOFOLLOW : 0);
	if (handed === null && isDevice(path, links)) throw new OddFile('a device');
	let descriptor: number;
	try {
		descriptor = openSync(path, flags);
	} catch (error) {
		// A socket can't be opened by its name.
		if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
		if (!isSocket(path)) throw new OddFile('a device');
		if (handed === null) throw new OddFile('a socket');
		return {descriptor: Number(handed[1] ?? handed[2] ?? 0), size: 0, isPipe: true, close() {}};
	}
	try {
		const status = fstatSync(descriptor);
		const what = oddityOf(status);
		if (what !== null && (handed === null || status.isDirectory())) throw new OddFile(what);
		const close = () => closeSync(descriptor);
		return {descriptor, size: what === null ? status.size : 0, isPipe: what !== null, close};
	} catch (error) {
		closeSync(descriptor);
		throw error;
	}
}

function oddityOf(status: Stats): string | null {
	if (status.isFile()) return null;
	if (status.isDirectory()) return 'a folder';
	if (status.isFIFO()) return 'a named pipe';
	return status.isSocket() ? 'a socket' : 'a device';
}

function isDevice(path: string, links: Opening['links']): boolean {
	try {
		const status = (links === 'refused' ? lstatSync : statSync)(path);
		return !status.isSymbolicLink() && oddityOf(status) === 'a device';
	} catch {
		// What the system says of it when it is opened is told.
		return false;
	}
}

function isSocket(path: string): boolean {
	return statSync(path, {throwIfNoEntry: false})?.isSocket() === true;
}

const pieceBytes = 65_536;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** The next bytes of a file, `most` at most; none at its end. */
function readPiece({descriptor, isPipe}: OpenFile, most: number): Buffer {
	const piece = Buffer.allocUnsafe(Math.min(most, pieceBytes));
	for (;;) {
		try {
			return piece.subarray(0, readSync(descriptor, piece, 0, piece.length, null));
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'EOF') return Buffer.alloc(0);
			// Some files of /proc are as endless as pipes.
			if (code !== 'EAGAIN' || !isPipe) throw error;
			// A terminal or a pipe that does not block, and has nothing yet.
			Atomics.wait(pause, 0, 0, 10);
		}
	}
}

/** Bytes of an open file from a place on: fewer than `length` where it ends before. */
export function readAt(descriptor: number, offset: number, length: number): Buffer {
	const buffer = Buffer.allocUnsafe(length);
	let filled = 0;
	while (filled < length) {
		const count = readSync(descriptor, buffer, filled, length - filled, offset + filled);
		if (count === 0) break;
		filled += count;
	}
	return filled === length ? buffer : buffer.subarray(0, filled);
}

/** An open file piece by piece, `most` bytes of it at most. */
export function* piecesOf(file: OpenFile, most = Number.POSITIVE_INFINITY): Generator<Buffer> {
	for (let total = 0; total < most; ) {
		const piece = readPiece(file, most - total);
		if (piece.length === 0) return;
		total += piece.length;
		yield piece;
	}
}

/** The first bytes of a regular file, `most` at most. Throws as `openRegular`. */
export function beginningOf(path: string, most: number, opening?: Opening): Buffer {
	const file = openRegular(path, opening);
	try {
		return Buffer.concat([...piecesOf(file, most)]);
	} finally {
		file.close();
	}
}

/** How a file is read that has to be whole. */
export interface Wanted extends Opening {
	/** Most bytes of it; by its first bytes where kinds of it differ. */
	most: number | ((head: Buffer) => number);
	/** What no such file is larger than: `kernel configuration`. */
	what: string;
	/** What to do where it can't be read. */
	advice: string;
	/** What to do where it is a folder. */
	folder?: string;
	/** What it is called in an error; its path, or `Standard input`, where not given. */
	name?: string;
}

/**
 * The bytes of a regular file. Throws a UserError that names it for what is no file, for one that is larger than any of its
 * kind, and where the system refuses.
 */
export function readRegular(path: string, wanted: Wanted): Buffer {
	const name = wanted.name ?? (wanted.pipes === true && path === '-' ? 'Standard input' : path);
	try {
		const file = openRegular(path, wanted);
		try {
			return wholeOf(file, name, wanted);
		} finally {
			file.close();
		}
	} catch (error) {
		throw refusalOf(error, name, wanted);
	}
}

function wholeOf(file: OpenFile, name: string, wanted: Wanted): Buffer {
	const pieces: Buffer[] = [];
	let total = 0;
	let most = Number.POSITIVE_INFINITY;
	for (const piece of piecesOf(file)) {
		if (total === 0) most = typeof wanted.most === 'number' ? wanted.most : wanted.most(piece);
		total += piece.length;
		if (total > most) {
			throw new UserError(
				`${name} has over ${most >> 20} MB: no ${wanted.what} is that large.`,
				wanted.advice,
			);
		}
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

/** The same as text of UTF-8. */
export function readRegularText(path: string, wanted: Wanted): string {
	return readRegular(path, wanted).toString('utf8');
}

/** The same; null where there is no file of that name. */
export function readTextIfThere(path: string, wanted: Wanted): string | null {
	let isThere: boolean;
	try {
		isThere = statSync(path, {throwIfNoEntry: false}) !== undefined;
	} catch (error) {
		// What lies below a file or a device lies nowhere.
		if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
		throw refusalOf(error, wanted.name ?? path, wanted);
	}
	return isThere ? readRegularText(path, wanted) : null;
}

/** What is said to the person of why a file was not opened; what is none of the system's errors stays as it is. */
export function refusalOf(
	error: unknown,
	name: string,
	{advice, folder, pipes = false}: Pick<Wanted, 'advice' | 'folder' | 'pipes'>,
): unknown {
	if (isOddFile(error)) {
		if (error.message === 'a folder') return new UserError(`${name} is a folder.`, folder ?? advice);
		const more = pipes ? `${advice.slice(0, -1)}; - reads standard input.` : advice;
		return new UserError(`${name} is ${error.message}, not a file.`, more);
	}
	if (typeof (error as NodeJS.ErrnoException).errno !== 'number') return error;
	return new UserError(`${name} can't be read: ${(error as Error).message}.`, advice);
}
