/**
 * The one door through which the survey opens files: whoever wrote them may have put a pipe, a device or a link in a
 * file's place. The rule, which the rules of the house enforce: what is no regular file is never opened for reading, no
 * open and no read waits for anybody, nothing larger than was foreseen gets into memory, and what is read of a tree lies
 * in that tree, wherever its links lead.
 */
import {
	closeSync,
	constants,
	createReadStream,
	fstatSync,
	openSync,
	type ReadStream,
	readlinkSync,
	readSync,
	realpathSync,
	type Stats,
	statSync,
} from 'node:fs';
import {join, sep} from 'node:path';

/** A file is not what it should be: the message says what, in words that go behind its name and "can't be read:". */
export class UnfitInput extends Error {
	override name = 'UnfitInput';
}

/** How a file is read. */
export interface InputLimits {
	/** The most bytes that it may have. */
	largest?: number;
	encoding?: 'utf8' | 'latin1';
	/** A folder that it must lie in, when all links are followed. */
	within?: string;
}

const MiB = 1 << 20;
/** What a file may have where nothing else is said: more than the longest header of the kernel, of 24 MiB. */
export const usualLargest = 64 * MiB;
/** Kconfig files, Makefiles and device trees: the longest of the kernel has 0.3 MiB. */
export const languageLargest = 4 * MiB;
/** MAINTAINERS, which has 0.8 MiB. */
export const maintainersLargest = 16 * MiB;

/** Opens a regular file without waiting for anybody. Throws as the file system does, or an UnfitInput. */
export function openInput(path: string, {largest = usualLargest, within}: InputLimits = {}): number {
	// Already to open some devices has effects.
	assertRegular(statSync(path));
	const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	try {
		const status = fstatSync(descriptor);
		assertRegular(status);
		if (status.size > largest) throw tooLarge(largest);
		if (within !== undefined) assertWithin(descriptor, path, within);
		return descriptor;
	} catch (error) {
		closeSync(descriptor);
		throw error;
	}
}

/** The text of a file. Throws as the file system does, or an UnfitInput. */
export function readInput(path: string, limits: InputLimits = {}): string {
	const {largest = usualLargest, encoding = 'utf8'} = limits;
	const descriptor = openInput(path, limits);
	try {
		let bytes = Buffer.allocUnsafe(fstatSync(descriptor).size + 1);
		let length = 0;
		for (;;) {
			const read = readSync(descriptor, bytes, length, bytes.length - length, null);
			if (read === 0) return bytes.toString(encoding, 0, length);
			length += read;
			if (length > largest) throw tooLarge(largest);
			if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(Math.max(length, 4096))]);
		}
	} finally {
		closeSync(descriptor);
	}
}

/** The text of a file of a kernel tree; it must lie in that tree. Throws as the file system does, or an UnfitInput. */
export function readTreeFile(tree: string, file: string, limits: InputLimits = {}): string {
	return readInput(join(tree, file), {...limits, within: tree});
}

function assertRegular(status: {isFile(): boolean; isDirectory(): boolean}): void {
	if (status.isFile()) return;
	throw new UnfitInput(status.isDirectory() ? 'is a directory' : 'is a pipe or device, not a file');
}

function tooLarge(largest: number): UnfitInput {
	return new UnfitInput(`is larger than ${Math.floor(largest / MiB)} MiB`);
}

const roots = new Map<string, string>();

function assertWithin(descriptor: number, path: string, folder: string): void {
	let root = roots.get(folder);
	if (root === undefined) {
		root = realpathSync(folder);
		roots.set(folder, root);
	}
	const place = placeOf(descriptor, path);
	if (!place.startsWith(root.endsWith(sep) ? root : root + sep)) {
		throw new UnfitInput('is a link that leads out of the tree');
	}
}

/** Where an open file really lies; Linux tells of the very descriptor. */
function placeOf(descriptor: number, path: string): string {
	try {
		return readlinkSync(`/proc/self/fd/${descriptor}`);
	} catch {
		return realpathSync(path);
	}
}

/** The same later, for who waits for promises. */
export async function readInputLater(path: string, limits?: InputLimits): Promise<string> {
	return readInput(path, limits);
}

/** A file's text as a stream. Throws as openInput does, or the stream fails. */
export function streamInput(path: string, signal: AbortSignal | undefined): ReadStream {
	const fd = openInput(path, {largest: 512 * MiB});
	return createReadStream(path, {fd, encoding: 'utf8', ...(signal && {signal})});
}

/** The text of a file of a kernel tree, later. */
export async function readTreeFileLater(tree: string, file: string, limits?: InputLimits): Promise<string> {
	return readTreeFile(tree, file, limits);
}

/** Whether a path leads to a regular file. Never throws: what the system refuses to look at is none. */
export function isFile(path: string): boolean {
	return kindOf(path)?.isFile() === true;
}

/** Whether a path leads to a directory; never throws either. */
export function isDirectory(path: string): boolean {
	return kindOf(path)?.isDirectory() === true;
}

function kindOf(path: string): Stats | null {
	try {
		return statSync(path);
	} catch {
		return null;
	}
}
