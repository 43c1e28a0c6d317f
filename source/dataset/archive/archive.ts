import {closeSync, statSync} from 'node:fs';
import {UserError} from '../../dossier/user-error.ts';
import {openRegular, readAt} from '../../files/regular.ts';

/**
 * A data set in one file, for machines that it is copied to by hand:
 *
 *     driverdex-data 1 BUILD PROGRAM CONTENTS\n    the head, 64 bytes of ASCII, filled up with spaces
 *     …                                            PROGRAM bytes of program, of the build named BUILD; see build/single/
 *     {"drivers.ndjson":{…},…}                     CONTENTS bytes of JSON, a stored file each
 *     …                                            what is stored
 *
 * A file is cut into blocks that are compressed one by one, so that a record is read without what stands before it.
 */
export const archiveMark = 'driverdex-data 1 ';
export const headBytes = 64;

/** Where a file lies: `at` counts from the end of the contents. */
export interface StoredFile {
	bytes: number;
	at: number;
	/** Bytes of a block before it was compressed, the last one may be shorter; 0: as it is, in one piece. */
	block: number;
	/** Compressed bytes of each block. */
	lengths: readonly number[];
}

/** The files of a data set that lie in one. */
export interface Archive {
	sizeOf(name: string): number | null;
	/** Bytes of a file from `offset` on: fewer than `length` at its end. Throws an Error for one that can't be unpacked. */
	read(name: string, offset: number, length: number): Buffer;
	close(): void;
}

/** A file that claims more is refused: nothing that driverdex writes comes near. */
const mostBytes = 2 ** 31 - 1;
/** Unpacked blocks that are kept: a search by halves comes back to the same ones. */
const keptBlocks = 16;

/** Whether a path is a file, as such a data set is. */
export const isArchive = (path: string): boolean =>
	statSync(path, {throwIfNoEntry: false})?.isFile() === true;

/** Opens one. Throws a UserError for a file that is none, or cut short. */
export function openArchive(path: string): Archive {
	const {descriptor, size, close} = openRegular(path);
	try {
		const {files, start} = readContents(path, descriptor, size);
		return createArchive(descriptor, files, start);
	} catch (error) {
		close();
		throw error;
	}
}

function readContents(
	path: string,
	descriptor: number,
	size: number,
): {files: Map<string, StoredFile>; start: number} {
	const head = readAt(descriptor, 0, headBytes).toString('latin1');
	const [, program, contents] = head.startsWith(archiveMark)
		? head.slice(archiveMark.length).trim().split(' ')
		: [];
	if (contents === undefined) {
		throw new UserError(
			`${path} is a file, but no data set of driverdex.`,
			'Name the folder of a data set, or a driverdex.data that npm run single made.',
		);
	}
	const [from, length] = [headBytes + Number(program), Number(contents)];
	const files = parseContents(readAt(descriptor, from, Math.min(length, size)).toString('utf8'));
	const start = from + length;
	const isWhole = files !== null && [...files.values()].every(file => isPossible(file, size - start));
	if (!isWhole)
		throw new UserError(`The data set ${path} is damaged: its contents are not as written.`, again);
	return {files, start};
}

const again = 'Copy it again; npm run single makes it anew.';

function parseContents(text: string): Map<string, StoredFile> | null {
	try {
		return new Map(Object.entries(JSON.parse(text) as Record<string, StoredFile>));
	} catch {
		return null;
	}
}

/** Whether what is said of a file fits it and the room that there is: strangers wrote it, maybe. */
function isPossible({bytes, at, block, lengths}: StoredFile, room: number): boolean {
	const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
	if (![bytes, at, block].every(isCount) || bytes > mostBytes || !Array.isArray(lengths)) return false;
	if (block === 0) return at + bytes <= room;
	const stored = lengths.reduce((sum: number, length) => sum + (isCount(length) ? length : Number.NaN), 0);
	return lengths.length === Math.ceil(bytes / block) && at + stored <= room;
}

function createArchive(descriptor: number, files: ReadonlyMap<string, StoredFile>, start: number): Archive {
	const kept = new Map<string, Buffer>();
	const places = new Map<string, readonly number[]>();
	/** Where each block of a file begins in the archive, and after them its end. */
	const placesOf = (name: string, {at, lengths}: StoredFile): readonly number[] => {
		let known = places.get(name);
		if (known === undefined) {
			let place = start + at;
			known = [place, ...lengths.map(length => (place += length))];
			places.set(name, known);
		}
		return known;
	};
	const keep = (key: string, block: Buffer) => {
		if (kept.size >= keptBlocks) kept.delete(kept.keys().next().value!);
		kept.set(key, block);
	};
	return {
		sizeOf: name => files.get(name)?.bytes ?? null,
		read(name, offset, length) {
			const file = files.get(name);
			const end = Math.min(offset + length, file?.bytes ?? 0);
			if (file === undefined || offset >= end) return Buffer.alloc(0);
			if (file.block === 0) return readAt(descriptor, start + file.at + offset, end - offset);
			const {block, bytes} = file;
			const [first, last] = [Math.floor(offset / block), Math.floor((end - 1) / block)];
			const from = placesOf(name, file);
			const packed =
				last - first < keptBlocks ? null : readAt(descriptor, from[first]!, from[last + 1]! - from[first]!);
			const blocks = Array.from({length: last - first + 1}, (_, index) => {
				const number = first + index;
				const key = `${number} ${name}`;
				const known = kept.get(key);
				if (known !== undefined) return known;
				const [place, next] = [from[number]!, from[number + 1]!];
				const stored =
					packed?.subarray(place - from[first]!, next - from[first]!) ??
					readAt(descriptor, place, next - place);
				const plain = unpack(stored, Math.min(block, bytes - number * block));
				if (packed === null) keep(key, plain);
				return plain;
			});
			const whole = blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks);
			return whole.subarray(offset - first * block, end - first * block);
		},
		close: () => closeSync(descriptor),
	};
}

/** zlib takes no smaller one. */
const leastChunk = 64;

function unpack(stored: Buffer, length: number): Buffer {
	const {inflateRawSync} = process.getBuiltinModule('node:zlib');
	const plain = inflateRawSync(stored, {maxOutputLength: length, chunkSize: Math.max(length, leastChunk)});
	if (plain.length !== length) throw new Error(`a block has ${plain.length} bytes, not ${length}`);
	return plain;
}
