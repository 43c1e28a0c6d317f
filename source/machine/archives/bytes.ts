/** Bytes of strangers, in bounded memory: their beginning, their lines. */

export type Bytes = AsyncIterable<Buffer>;

/** The first bytes of a stream, at least `wanted` where there are so many, and the stream with them. */
export async function peek(source: Bytes, wanted: number): Promise<{head: Buffer; whole: Bytes}> {
	const iterator = source[Symbol.asyncIterator]();
	const chunks: Buffer[] = [];
	let size = 0;
	let isOver = false;
	while (size < wanted) {
		const next = await iterator.next();
		if (next.done === true) {
			isOver = true;
			break;
		}
		chunks.push(next.value);
		size += next.value.length;
	}
	const head = Buffer.concat(chunks);
	return {head, whole: joined(head, isOver ? null : iterator)};
}

async function* joined(head: Buffer, iterator: AsyncIterator<Buffer> | null): AsyncGenerator<Buffer> {
	try {
		if (head.length > 0) yield head;
		if (iterator === null) return;
		for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
	} finally {
		await iterator?.return?.();
	}
}

/** Whether these first bytes are no text: a NUL stands in none. */
export function isBinary(head: Buffer): boolean {
	return head.subarray(0, 65_536).includes(0);
}

/**
 * The lines of a stream of UTF-8, some at a time, without their ends. Of a line longer than `longest` bytes the beginning is
 * given, and `cut` is called.
 */
export async function* linesOf(
	source: Bytes,
	longest: number,
	cut: () => void = () => {},
): AsyncGenerator<string[]> {
	let pieces: Buffer[] = [];
	let size = 0;
	let isCut = false;
	const keep = (piece: Buffer) => {
		const room = longest - size;
		if (piece.length > room && !isCut) {
			isCut = true;
			cut();
		}
		if (room <= 0 || piece.length === 0) return;
		// A copy, where the rest of a large chunk would be kept with it.
		pieces.push(piece.subarray(0, room));
		size += Math.min(room, piece.length);
	};
	for await (const chunk of source) {
		const lines: string[] = [];
		let start = 0;
		for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
			keep(chunk.subarray(start, end));
			lines.push(textOf(pieces));
			pieces = [];
			size = 0;
			isCut = false;
			start = end + 1;
		}
		keep(chunk.subarray(start));
		if (lines.length > 0) yield lines;
	}
	if (size > 0) yield [textOf(pieces)];
}

function textOf(pieces: readonly Buffer[]): string {
	const text = (pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)).toString('utf8');
	return text.endsWith('\r') ? text.slice(0, -1) : text;
}
