/** The configuration inside a kernel image: CONFIG_IKCONFIG puts it there, packed, between two marks (kernel/configs.c). */
import {gunzipSync} from 'node:zlib';
import {type Packing, type Pieces, packingOf, UnpackError, unpacked} from '../decompress.ts';

const opening = Buffer.from('IKCFG_ST');
const closing = Buffer.from('IKCFG_ED');
/** Bytes of a packed configuration at most: a distribution's has 70 thousand. */
const mostPacked = 4 << 20;
/** Bytes of an unpacked kernel that are looked through at most: one of 6.12 has 60 million. */
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

/** What was found in an image: the text; null with what it is packed with where that can't be unpacked here. */
export type FoundInside = {text: string} | {text: null; packedWith: string | null};

/** Looks for the configuration in an image, first as it is, then in what is packed in it. `mostText` in bytes. */
export async function findInside(image: Buffer, mostText: number): Promise<FoundInside> {
	const plain = await findIn([image], mostText);
	if (plain !== null) return {text: plain};
	for (const {at, end} of payloads(image)) {
		const packed = image.subarray(at, end);
		const packing = packingOf(packed);
		if (packing === null) continue;
		const text = await findPacked([packed], packing, mostText);
		if (text !== null) return {text};
	}
	return {text: null, packedWith: unreadPacking(image)};
}

/** The same in a packed image. */
export async function findPacked(pieces: Pieces, packing: Packing, mostText: number): Promise<string | null> {
	try {
		return await findIn(unpacked(pieces, packing), mostText);
	} catch (error) {
		// What looked like something packed was not; what was damaged has no configuration that could be read.
		if (error instanceof UnpackError) return null;
		throw error;
	}
}

async function findIn(pieces: Pieces, mostText: number): Promise<string | null> {
	let carried = Buffer.alloc(0);
	let isInside = false;
	let total = 0;
	for await (const piece of pieces) {
		total += piece.length;
		carried = Buffer.concat([carried, piece]);
		if (!isInside) {
			const at = carried.indexOf(opening);
			if (at < 0) carried = carried.subarray(Math.max(0, carried.length - opening.length + 1));
			else {
				carried = carried.subarray(at + opening.length);
				// kernel/configs.c itself has the mark in its text as well: what follows must be gzip.
				isInside = carried.length < 2 || packingOf(carried) === 'gzip';
			}
		}
		if (isInside) {
			const end = carried.indexOf(closing);
			if (end >= 0 || carried.length > mostPacked) {
				return unpackText(carried.subarray(0, end < 0 ? mostPacked : end), mostText);
			}
		} else if (total > mostKernel) return null;
	}
	return null;
}

function unpackText(packed: Buffer, mostText: number): string | null {
	try {
		return gunzipSync(packed, {maxOutputLength: mostText}).toString('utf8');
	} catch {
		return null;
	}
}

/** Where the packed kernel lies: where the head says (Documentation/arch/x86/boot.rst, EFI's zboot), else where it may. */
function payloads(image: Buffer): {at: number; end: number}[] {
	if (
		image.length > 0x250 &&
		image.toString('latin1', 0x202, 0x206) === 'HdrS' &&
		image.readUInt16LE(0x206) >= 0x208
	) {
		const setup = (image[0x1f1] || 4) + 1;
		const at = setup * 512 + image.readUInt32LE(0x248);
		// Its last four bytes are the size of what it holds.
		return [{at, end: at + image.readUInt32LE(0x24c) - 4}];
	}
	if (image.length > 0x20 && image.toString('latin1', 4, 8) === 'zimg') {
		const at = image.readUInt32LE(8);
		return [{at, end: at + image.readUInt32LE(12)}];
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
		.map(at => ({at, end: image.length}));
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
