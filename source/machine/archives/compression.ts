import {UserError} from '../../dossier/user-error.ts';
import {type Packing, packingOf, UnpackError, unpacked} from '../decompress.ts';
import type {Bytes} from './bytes.ts';

/** What else people compress with begins so, by bzip2's and zip's own descriptions: it is told, not read. */
const unreadMagics = [
	{kind: 'bzip2', bytes: [0x42, 0x5a, 0x68]},
	{kind: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04]},
	{kind: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06]},
] as const;

type Unread = (typeof unreadMagics)[number]['kind'];
export type Compression = Packing | Unread;

/** How bytes are compressed, by their first ones; null where they are not. */
export function compressionOf(head: Buffer): Compression | null {
	return (
		packingOf(head) ??
		unreadMagics.find(({bytes}) => bytes.every((byte, at) => head[at] === byte))?.kind ??
		null
	);
}

/** What unpacks it elsewhere. */
const tools: Readonly<Record<Unread, string>> = {bzip2: 'bzip2 -dc', zip: 'unzip -p'};

/**
 * Logs and tables become ten to a hundred times smaller when they are packed; gzip at most a thousand times, which takes
 * zeros. Counted from so many bytes on, for a small file may well be one word repeated.
 */
const mostRatio = 400;
const fromBytes = 4 << 20;

/**
 * What compressed bytes hold, piece by piece. Throws a UserError that names `place` where they are damaged, cut short,
 * of a kind that is not read, or unpack to hundreds of times their size.
 */
export async function* expand(source: Bytes, kind: Compression, place: string): AsyncGenerator<Buffer> {
	if (kind === 'bzip2' || kind === 'zip') {
		throw new UserError(
			`${place} is packed with ${kind}, which this driverdex does not read.`,
			`Unpack it first: ${tools[kind]} FILE`,
		);
	}
	let taken = 0;
	const counted = async function* () {
		for await (const chunk of source) {
			taken += chunk.length;
			yield chunk;
		}
	};
	let given = 0;
	try {
		for await (const {buffer, byteOffset, byteLength} of unpacked(counted(), kind)) {
			given += byteLength;
			if (given > fromBytes && given > taken * mostRatio) {
				throw new UserError(
					`${place} unpacks to more than ${mostRatio} times its size, as no report does.`,
					'Unpack it where there is room, look at what it is, and give the report itself.',
				);
			}
			yield Buffer.from(buffer, byteOffset, byteLength);
		}
	} catch (error) {
		if (!(error instanceof UnpackError)) throw error;
		throw new UserError(
			`${place} can't be unpacked as ${kind}: ${error.message}.`,
			kind === 'xz'
				? 'Copy it again if it is cut short; else unpack it yourself: xz -dc FILE | driverdex … -'
				: 'Copy it again, or give what it was made from.',
		);
	}
}
