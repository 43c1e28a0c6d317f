/**
 * The one door through which the survey opens files, by that of `files/regular.ts`: whoever wrote them may have put a
 * pipe, a device or a link in a file's place. The rule, which the rules of the house enforce: what is no regular file is
 * not read, no open and no read waits for anybody but for a pipe that a person's shell hands over, nothing larger than was
 * foreseen gets into memory, no line is longer than any should be, and what is read of a tree lies in that tree, wherever
 * its links lead.
 */
import {readlinkSync, realpathSync, type Stats, statSync} from 'node:fs';
import {join, sep} from 'node:path';
import {StringDecoder} from 'node:string_decoder';
import {setImmediate} from 'node:timers/promises';
import {isOddFile, type OpenFile, openRegular, piecesOf} from '../files/regular.ts';

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
	/** Whether it was named by a person, whose shell may hand a pipe over: `<(zcat config.gz)`. */
	pipes?: boolean;
}

const MiB = 1 << 20;
/** What a file may have where nothing else is said: more than the longest header of the kernel, of 24 MiB. */
export const usualLargest = 64 * MiB;
/** Kconfig files, Makefiles and device trees: the longest of the kernel has 0.3 MiB. */
export const languageLargest = 4 * MiB;
/** MAINTAINERS, which has 0.8 MiB. */
export const maintainersLargest = 16 * MiB;

/** Opens a regular file without waiting for anybody. Throws as the file system does, or an UnfitInput. */
export function openInput(path: string, limits: InputLimits = {}): OpenFile {
	const {largest = usualLargest, within, pipes = false} = limits;
	const file = openFit(path, pipes);
	try {
		if (file.size > largest) throw tooLarge(largest);
		if (within !== undefined) assertWithin(file.descriptor, path, within);
		return file;
	} catch (error) {
		file.close();
		throw error;
	}
}

function openFit(path: string, pipes: boolean): OpenFile {
	try {
		return openRegular(path, {pipes});
	} catch (error) {
		if (!isOddFile(error)) throw error;
		throw new UnfitInput(error.message === 'a folder' ? 'is a directory' : 'is a pipe or device, not a file');
	}
}

/** The text of a file. Throws as the file system does, or an UnfitInput. */
export function readInput(path: string, limits: InputLimits = {}): string {
	const {largest = usualLargest, encoding = 'utf8'} = limits;
	const file = openInput(path, limits);
	try {
		const bytes = Buffer.concat([...piecesOf(file, largest + 1)]);
		if (bytes.length > largest) throw tooLarge(largest);
		return bytes.toString(encoding);
	} finally {
		file.close();
	}
}

/** The text of a file of a kernel tree; it must lie in that tree. Throws as the file system does, or an UnfitInput. */
export function readTreeFile(tree: string, file: string, limits: InputLimits = {}): string {
	return readInput(join(tree, file), {...limits, within: tree});
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

/** Characters of a line where files are read line by line: the longest of any list have some hundreds. */
const longestLine = 65_536;

/** The lines of a long file of UTF-8, one after the other. Throws as openInput does, and an UnfitInput at too long a line. */
export async function* linesOfInput(
	path: string,
	signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
	const largest = 512 * MiB;
	const file = openInput(path, {largest});
	const decoder = new StringDecoder('utf8');
	let rest = '';
	try {
		for (const piece of piecesOf(file, largest)) {
			// Whoever hears signals has its turn.
			await setImmediate();
			signal?.throwIfAborted();
			const lines = (rest + decoder.write(piece)).split('\n');
			rest = lines.pop()!;
			if (rest.length > longestLine)
				throw new UnfitInput(`has a line of more than ${longestLine} characters`);
			for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
		}
		if (rest !== '') yield rest;
	} finally {
		file.close();
	}
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
