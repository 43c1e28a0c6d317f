/**
 * Unpacking what others packed: gzip by Node, xz and zstd by libraries in this file alone, because Node 20 has neither.
 * Piece by piece, so that what a file of a few kilobytes says it holds is never in memory at once: who reads stops
 * when it has enough.
 */
import {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {Decompress, decompress} from 'fzstd';
import {XzReadableStream} from 'xz-decompress';
import {UserError} from '../dossier/user-error.ts';

export type Packing = 'gzip' | 'xz' | 'zstd';

/** Pieces of a file, in order: a Buffer is one of one piece. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** What was packed is damaged, cut short, or asks for more than it may have. The message says what. */
export class UnpackError extends Error {}

const magics: readonly (readonly [Packing, readonly number[]])[] = [
	['gzip', [0x1f, 0x8b]],
	['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
	['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** How something is packed, by its first bytes; null where it is none of these. */
export function packingOf(bytes: Uint8Array): Packing | null {
	return magics.find(([, magic]) => magic.every((byte, at) => bytes[at] === byte))?.[0] ?? null;
}

/** What was packed, in pieces. What follows its end is left out. Throws an UnpackError. */
export async function* unpacked(pieces: Pieces, packing: Packing): AsyncGenerator<Uint8Array> {
	try {
		if (packing === 'gzip') yield* gunzipped(pieces);
		else if (packing === 'xz') yield* unxzed(pieces);
		else yield* unzstded(pieces);
	} catch (error) {
		// What was wrong with the pieces before they came here is said already.
		if (error instanceof UnpackError || error instanceof UserError) throw error;
		throw new UnpackError(reasonOf(error));
	}
}

/** The whole of what was packed, of at most so many bytes; null where it is more. Throws an UnpackError. */
export async function unpackAtMost(
	bytes: Uint8Array,
	packing: Packing,
	mostBytes: number,
): Promise<Buffer | null> {
	const parts: Uint8Array[] = [];
	let total = 0;
	for await (const part of unpacked([bytes], packing)) {
		total += part.length;
		if (total > mostBytes) return null;
		parts.push(part);
	}
	return Buffer.concat(parts);
}

function reasonOf(error: unknown): string {
	// Of Node's errors a text, of the zstd library's a number.
	const {message, code} = error as {message: string; code?: unknown};
	if (code === 'Z_BUF_ERROR') return 'it is cut short';
	if (typeof code === 'string' && code.startsWith('Z_')) return message;
	// The number is xz-embedded's for a check that it can't make.
	if (/error code 6/.test(message)) return 'its checksum is of a kind that is not read here';
	// The libraries speak of their own insides.
	return 'its bytes do not fit together, or it is cut short';
}

async function* gunzipped(pieces: Pieces): AsyncGenerator<Uint8Array> {
	const source = Readable.from(pieces);
	const gunzip = createGunzip();
	source.on('error', error => gunzip.destroy(error));
	try {
		for await (const part of source.pipe(gunzip)) yield part as Uint8Array;
	} finally {
		source.destroy();
		gunzip.destroy();
	}
}

/** xz-embedded in WebAssembly: it refuses dictionaries of over 64 MB, the most that `xz -9` makes. */
async function* unxzed(pieces: Pieces): AsyncGenerator<Uint8Array> {
	// A web stream, because that is what the library reads.
	const input = Readable.toWeb(Readable.from(pieces));
	const reader = new XzReadableStream(input as unknown as ReadableStream<Uint8Array>).getReader();
	let isOver = false;
	try {
		for (;;) {
			const {done, value} = await reader.read();
			if (done) break;
			if (value.length > 0) yield value;
		}
		isOver = true;
	} catch (error) {
		isOver = true;
		throw error;
	} finally {
		// After its end or a fault it has let go by itself.
		if (!isOver) await reader.cancel();
	}
}

/** Bytes that are given to the zstd library at once: 4 bytes can stand for 128 kB, and all of that waits to be taken. */
const zstdStep = 1024;
/** Largest window that is read, in bytes: what `zstd --ultra -22` makes. */
const mostWindow = 128 << 20;
/** The library moves its window for every block: so many bytes at most in all, or a small file would take for ever. */
const mostMoved = 32 * 2 ** 30;

async function* unzstded(pieces: Pieces): AsyncGenerator<Uint8Array> {
	const ready: Uint8Array[] = [];
	const library = new Decompress(part => {
		// It hands out parts of what it goes on writing to.
		if (part.length > 0) ready.push(part.slice());
	});
	const walk = createZstdWalk();
	for await (const piece of pieces) {
		for (let at = 0; at < piece.length; at += zstdStep) {
			const step = piece.subarray(at, at + zstdStep);
			const own = walk.take(step);
			library.push(step.subarray(0, own));
			yield* ready.splice(0);
			if (own < step.length) return;
		}
	}
	if (!walk.isBetweenFrames()) throw new UnpackError('it is cut short');
	library.push(new Uint8Array(0), true);
	yield* ready.splice(0);
}

/**
 * One zstd frame whose size unpacked, in bytes, is known from elsewhere: kernels are packed with a window of 128 MB, which
 * the library would move for every block, and without their size in the head. It is given one, and unpacks into place.
 * Throws an UnpackError.
 */
export function unzstdOfSize(frame: Uint8Array, size: number): Uint8Array {
	const flags = frame[4] ?? 0;
	const isSingle = (flags & 0x20) !== 0;
	const dictionary = [0, 1, 2, 4][flags & 3]!;
	const before = 5 + (isSingle ? 0 : 1);
	const own = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6]!;
	const head = Buffer.alloc(5 + dictionary + 4);
	head.set(frame.subarray(0, 4));
	head[4] = (flags & 0x07) | 0x20 | 0x80;
	head.set(frame.subarray(before, before + dictionary), 5);
	head.writeUInt32LE(size, 5 + dictionary);
	try {
		return decompress(Buffer.concat([head, frame.subarray(before + dictionary + own)]));
	} catch (error) {
		throw new UnpackError(reasonOf(error));
	}
}

/**
 * Walks over zstd's frames (RFC 8878, section 3.1) without unpacking them, for what the library does not check: how
 * large a window a frame asks for, and where the last one ends.
 */
function createZstdWalk(): {take(piece: Uint8Array): number; isBetweenFrames(): boolean} {
	const head: number[] = [];
	let skip = 0;
	let state: 'frame' | 'block' = 'frame';
	let window = 0;
	let checksum = 0;
	let moved = 0;
	const frame = () => {
		if (head.length < 4) return;
		const magic = number(head, 0, 4);
		if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) {
			if (head.length === 8) [skip, head.length] = [number(head, 4, 4), 0];
			return;
		}
		if (head.length < 5) return;
		const flags = head[4]!;
		const isSingle = (flags & 0x20) !== 0;
		const dictionary = [0, 1, 2, 4][flags & 3]!;
		const size = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6]!;
		if (head.length < 5 + (isSingle ? 0 : 1) + dictionary + size) return;
		if (isSingle) window = number(head, 5 + dictionary, size) + (size === 2 ? 256 : 0);
		else window = 2 ** (10 + (head[5]! >> 3)) * (1 + (head[5]! & 7) / 8);
		if (window > mostWindow) {
			throw new UnpackError(`it asks for a window of over ${mostWindow >> 20} MB`);
		}
		checksum = flags & 4;
		[state, head.length] = ['block', 0];
	};
	const block = () => {
		if (head.length < 3) return;
		const header = number(head, 0, 3);
		moved += window;
		if (moved > mostMoved) throw new UnpackError('it is made to take for ever');
		const isRepeated = ((header >> 1) & 3) === 1;
		skip = isRepeated ? 1 : header >> 3;
		if ((header & 1) === 1) [skip, state] = [skip + checksum, 'frame'];
		head.length = 0;
	};
	return {
		take(piece) {
			let at = 0;
			while (at < piece.length) {
				if (skip > 0) {
					const step = Math.min(skip, piece.length - at);
					skip -= step;
					at += step;
					continue;
				}
				head.push(piece[at++]!);
				if (state === 'block') block();
				else if (head.length === 4 && !isFrame(number(head, 0, 4))) return Math.max(0, at - 4);
				else frame();
			}
			return at;
		},
		isBetweenFrames: () => state === 'frame' && skip === 0 && head.length === 0,
	};
}

const isFrame = (magic: number) => magic === 0xfd2fb528 || (magic >= 0x184d2a50 && magic <= 0x184d2a5f);

/** An unsigned number of up to eight bytes, little end first; beyond 2^53 it is only large. */
function number(bytes: readonly number[], at: number, length: number): number {
	let value = 0;
	for (let index = length - 1; index >= 0; index--) value = value * 256 + bytes[at + index]!;
	return value;
}
