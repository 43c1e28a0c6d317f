/** The configuration inside a kernel image: CONFIG_IKCONFIG puts it there, packed, between two marks (kernel/configs.c). */
import {gunzipSync} from 'node:zlib';
import {type Packing, type Pieces, packingOf, UnpackError, unpacked, unzstdOfSize} from '../decompress.ts';

const opening = Buffer.from('IKCFG_ST');
const closing = Buffer.from('IKCFG_ED');
/** Bytes of a packed configuration at most: a distribution's has 70 thousand. */
const mostPacked = 4 << 20;
/** Bytes of an unpacked kernel that are looked through at most: one of 7.3 has 64 million. */
const mostKernel = 512 << 20;
/** Places where something packed might begin, tried at most. */
const mostTries = 16;

/** Whether bytes are those of a kernel image, by its head: bzImage, ELF, arm and arm64, EFI, U-Boot and Android. */
export function isImage(head: Uint8Array): boolean {
	const has = (at: number, text: string) =>
		Buffer.from(text, 'latin1').equals(head.subarray(at, at + text.length));
	return (
		has(0x202, 'HdrS') ||
		has(0, '\x7fELF') ||
		has(0x38, 'ARM\x64') ||
		has(0x24, '\x18\x28\x6f\x01') ||
		has(0, '\x27\x05\x19\x56') ||
		has(0, 'ANDROID!') ||
		has(0, 'MZ')
	);
}

/** What was found in an image: the text; null, with how the kernel in it is packed where that can't be unpacked here. */
export type FoundInside = {text: string} | {text: null; packing: string | null};

/** Looks for the configuration in an image, first as it is, then in what is packed in it. `mostText` in bytes. */
export async function findInside(image: Buffer, mostText: number): Promise<FoundInside> {
	const plain = await findIn([image], mostText);
	if (plain !== null) return {text: plain};
	let failed: string | null = null;
	for (const {at, end, size, isSure} of payloads(image)) {
		const packed = image.subarray(at, end);
		const packing = packingOf(packed);
		if (packing === null) continue;
		try {
			const text = await findIn(kernelOf(packed, packing, size), mostText);
			if (text !== null) return {text};
		} catch (error) {
			if (!(error instanceof UnpackError)) throw error;
			// What only looked like something packed was not.
			if (isSure) failed = packing;
		}
	}
	return {text: null, packing: failed ?? unreadPacking(image)};
}

/** The same in a packed image; null where there is none. Throws an UnpackError. */
export function findPacked(pieces: Pieces, packing: Packing, mostText: number): Promise<string | null> {
	return findIn(unpacked(pieces, packing), mostText);
}

function kernelOf(packed: Buffer, packing: Packing, size: number | null): Pieces {
	const isOfSize = packing === 'zstd' && size !== null && size <= mostKernel;
	return isOfSize ? [unzstdOfSize(packed, size)] : unpacked([packed], packing);
}

async function findIn(pieces: Pieces, mostText: number): Promise<string | null> {
	let seen: Buffer = Buffer.alloc(0);
	let isInside = false;
	let total = 0;
	for await (const piece of pieces) {
		total += piece.length;
		const own = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
		seen = seen.length === 0 ? own : Buffer.concat([seen, own]);
		if (!isInside) ({isInside, rest: seen} = afterOpening(seen));
		if (isInside) {
			const end = seen.indexOf(closing);
			if (end >= 0 || seen.length > mostPacked) {
				return unpackText(seen.subarray(0, end < 0 ? mostPacked : end), mostText);
			}
		} else if (total > mostKernel) return null;
	}
	return null;
}

/** What follows the first mark that has gzip behind it; else what might be the beginning of such a mark. */
function afterOpening(seen: Buffer): {isInside: boolean; rest: Buffer} {
	const restFrom = (at: number) => Buffer.from(seen.subarray(Math.max(0, at)));
	let at = seen.indexOf(opening);
	while (at >= 0) {
		const behind = at + opening.length;
		if (seen.length < behind + 2) return {isInside: false, rest: restFrom(at)};
		// The mark may stand in the image's own text as well.
		if (packingOf(seen.subarray(behind)) === 'gzip') return {isInside: true, rest: restFrom(behind)};
		at = seen.indexOf(opening, behind);
	}
	return {isInside: false, rest: restFrom(seen.length - opening.length + 1)};
}

function unpackText(packed: Buffer, mostText: number): string | null {
	try {
		return gunzipSync(packed, {maxOutputLength: mostText}).toString('utf8');
	} catch {
		return null;
	}
}

interface Payload {
	at: number;
	end: number;
	/** Of what it holds, in bytes; null where that is not said. */
	size: number | null;
	/** The head says that it lies there. */
	isSure: boolean;
}

/** Where the packed kernel lies: where the head says (Documentation/arch/x86/boot.rst, EFI's zboot), else where it may. */
function payloads(image: Buffer): Payload[] {
	if (
		image.length > 0x250 &&
		image.toString('latin1', 0x202, 0x206) === 'HdrS' &&
		image.readUInt16LE(0x206) >= 0x208
	) {
		const setup = (image[0x1f1] || 4) + 1;
		const at = setup * 512 + image.readUInt32LE(0x248);
		// Its last four bytes are the size of what it holds.
		const end = at + image.readUInt32LE(0x24c) - 4;
		return [{at, end, size: end + 4 <= image.length ? image.readUInt32LE(end) : null, isSure: true}];
	}
	if (image.length > 0x20 && image.toString('latin1', 4, 8) === 'zimg') {
		const at = image.readUInt32LE(8);
		const end = at + image.readUInt32LE(12);
		// drivers/firmware/efi/libstub/zboot-header.S: the size stands behind it.
		return [{at, end, size: end + 4 <= image.length ? image.readUInt32LE(end) : null, isSure: true}];
	}
	const marks = ['\x1f\x8b\x08', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd'].map(mark => Buffer.from(mark, 'latin1'));
	const found = marks.flatMap(mark => {
		const places: number[] = [];
		for (
			let at = image.indexOf(mark);
			at >= 0 && places.length < mostTries;
			at = image.indexOf(mark, at + 1)
		) {
			places.push(at);
		}
		return places;
	});
	return found
		.sort((a, b) => a - b)
		.slice(0, mostTries)
		.map(at => ({at, end: image.length, size: null, isSure: false}));
}

/** What a payload is packed with that is not read here; null where that is not it. */
function unreadPacking(image: Buffer): string | null {
	const first = payloads(image)[0];
	if (first === undefined || packingOf(image.subarray(first.at, first.at + 8)) !== null) return null;
	const magic = image.toString('latin1', first.at, first.at + 4);
	const known: readonly (readonly [string, string])[] = [
		['\x02\x21\x4c\x18', 'LZ4'],
		['\x5d\x00\x00', 'LZMA'],
		['BZh', 'bzip2'],
		['\x89LZO', 'LZO'],
	];
	return known.find(([mark]) => magic.startsWith(mark))?.[1] ?? null;
}
