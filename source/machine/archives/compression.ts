import {Readable} from 'node:stream';
import zlib from 'node:zlib';
import {XzReadableStream} from 'xz-decompress';
import {UserError} from '../../dossier/user-error.ts';
import type {Bytes} from './bytes.ts';

/** What compressed bytes begin with: RFC 1952, the .xz and zstd formats' specifications, bzip2's and zip's. */
const magics = [
	{kind: 'gzip', bytes: [0x1f, 0x8b]},
	{kind: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]},
	{kind: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd]},
	{kind: 'bzip2', bytes: [0x42, 0x5a, 0x68]},
	{kind: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04]},
	{kind: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06]},
] as const;

export type Compression = (typeof magics)[number]['kind'];

/** How bytes are compressed, by their first ones; null where they are not. */
export function compressionOf(head: Buffer): Compression | null {
	return magics.find(({bytes}) => bytes.every((byte, index) => head[index] === byte))?.kind ?? null;
}

/**
 * Logs and tables become ten to a hundred times smaller when they are packed; gzip at most a thousand times, which takes
 * zeros. Counted from so many bytes on, for a small file may well be one word repeated.
 */
const mostRatio = 400;
const fromBytes = 64 << 20;

/**
 * What compressed bytes hold, piece by piece. Throws a UserError that names `place` where they are damaged, cut short,
 * of a kind that is not read, or unpack to hundreds of times their size.
 */
export async function* expand(source: Bytes, kind: Compression, place: string): AsyncGenerator<Buffer> {
	let taken = 0;
	const counted = async function* () {
		for await (const chunk of source) {
			taken += chunk.length;
			yield chunk;
		}
	};
	let given = 0;
	try {
		for await (const chunk of unpack(counted(), kind, place)) {
			given += chunk.length;
			if (given > fromBytes && given > taken * mostRatio) {
				throw new UserError(
					`${place} unpacks to more than ${mostRatio} times its size, as no report does.`,
					'Unpack it where there is room, look at what it is, and give the report itself.',
				);
			}
			yield chunk;
		}
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError(
			`${place} can't be unpacked as ${kind}: ${wordsOf(error)}.`,
			kind === 'xz'
				? 'Copy it again if it is cut short; else unpack it yourself: xz -dc FILE | driverdex … -'
				: 'Copy it again, or give what it was made from.',
		);
	}
}

function wordsOf(error: unknown): string {
	const {code, message} = error as NodeJS.ErrnoException;
	if (code === 'Z_BUF_ERROR') return 'it is cut short';
	// Its numbers are those of xz-embedded: 6 a check that it can't make, 8 an end that is missing.
	if (/error code 6/.test(message)) return 'its checksum is of a kind that is not read here';
	if (/error code \d+/.test(message)) return 'it is cut short or damaged';
	return message.replace(/\.$/, '');
}

function unpack(source: Bytes, kind: Compression, place: string): Bytes {
	if (kind === 'gzip') return Readable.from(source).pipe(zlib.createGunzip(), {end: true});
	if (kind === 'xz') {
		const web = Readable.toWeb(Readable.from(source, {objectMode: false})) as ReadableStream<Uint8Array>;
		return buffers(new XzReadableStream(web));
	}
	// Node has zstd from 22.15 on.
	const create = (zlib as {createZstdDecompress?: () => NodeJS.ReadWriteStream}).createZstdDecompress;
	if (kind === 'zstd' && create !== undefined) return Readable.from(source).pipe(create()) as never;
	const tool = {zstd: 'zstd -dc', bzip2: 'bzip2 -dc', zip: 'unzip -p'}[kind];
	throw new UserError(
		`${place} is packed with ${kind}, which this driverdex does not read${kind === 'zstd' ? ` under Node ${process.versions.node}` : ''}.`,
		`Unpack it first: ${tool} FILE`,
	);
}

async function* buffers(stream: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
	const reader = stream.getReader();
	try {
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			const {buffer, byteOffset, byteLength} = next.value;
			yield Buffer.from(buffer, byteOffset, byteLength);
		}
	} finally {
		await reader.cancel().catch(() => {});
	}
}
