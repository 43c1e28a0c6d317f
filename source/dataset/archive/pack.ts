import {deflateRawSync} from 'node:zlib';
import {archiveMark, headBytes, type StoredFile} from './archive.ts';

/** What a look-up reads whole or at a dozen places: to unpack it would take longer than the rest of it. */
const storedAsIs: ReadonlySet<string> = new Set(['manifest.json', 'names.idx', 'ids.idx', 'links.idx']);
/** The less is unpacked with a record, the quicker it is there; 16 kB would make the archive a fifth larger. */
const blockBytes = 32 * 1024;

/**
 * An archive of the files of a data set, see archive.ts, which may bear a program. `build` tells programs from each other:
 * letters and digits.
 */
export function packArchive(
	files: ReadonlyMap<string, Buffer>,
	{build, program}: {build: string; program: Buffer} = {build: '-', program: Buffer.alloc(0)},
): Buffer {
	const stored: Buffer[] = [];
	const contents: Record<string, StoredFile> = {};
	let at = 0;
	for (const [name, content] of files) {
		const block = storedAsIs.has(name) ? 0 : blockBytes;
		const pieces = block === 0 ? [content] : blocksOf(content, block);
		const lengths = block === 0 ? [] : pieces.map(({length}) => length);
		contents[name] = {bytes: content.length, at, block, lengths};
		for (const piece of pieces) at += piece.length;
		stored.push(...pieces);
	}
	const json = Buffer.from(JSON.stringify(contents));
	const head = `${archiveMark}${build} ${program.length} ${json.length}`;
	if (head.length >= headBytes) throw new Error(`The head of the archive is too long: ${head}`);
	return Buffer.concat([Buffer.from(`${head.padEnd(headBytes - 1)}\n`), program, json, ...stored]);
}

function blocksOf(content: Buffer, block: number): Buffer[] {
	return Array.from({length: Math.ceil(content.length / block)}, (_, number) =>
		deflateRawSync(content.subarray(number * block, (number + 1) * block), {level: 9}),
	);
}
