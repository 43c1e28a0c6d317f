/** Lines of JSON that are sorted by the word with which each begins: they are searched, not read. */

/** Reads bytes of a file. */
type ReadBytes = (offset: number, length: number) => Buffer;

/** Where the search by halves ends: so many bytes are read and gone through. */
const blockBytes = 16_384;
/** Most lines are shorter. */
const lineBytes = 2048;
/** The first field takes no more. */
const longestHead = 256;

/**
 * The line whose first field has a value, `{"option":"ARCH_LPC18XX",…`, and where it begins; null where there is none. The
 * values are of ASCII without anything that JSON escapes; where the lines are not sorted, one may not be found.
 */
export function findLine(
	read: ReadBytes,
	size: number,
	wanted: string,
): {offset: number; text: string} | null {
	/** The bytes from a place up to a newline, which they end with unless the file ends before. */
	const lineFrom = (offset: number): Buffer => {
		for (let length = lineBytes; ; length *= 4) {
			const bytes = read(offset, Math.min(length, size - offset));
			const newline = bytes.indexOf(0x0a);
			if (newline >= 0) return bytes.subarray(0, newline + 1);
			if (offset + length >= size) return bytes;
		}
	};
	let low = 0;
	let high = size;
	// The line that is looked for begins at `low` or behind it, and before `high`.
	while (high - low > blockBytes) {
		const middle = (low + high) >> 1;
		const next = middle + lineFrom(middle).length;
		if (next >= high) break;
		const value = firstValue(read(next, Math.min(longestHead, size - next)).toString('latin1'));
		if (value <= wanted) low = next;
		else high = next;
	}
	const block = read(low, high - low);
	for (let at = 0; at < block.length; ) {
		const newline = block.indexOf(0x0a, at);
		const end = newline < 0 ? block.length : newline;
		if (firstValue(block.toString('latin1', at, Math.min(end, at + longestHead))) === wanted)
			return {offset: low + at, text: block.toString('utf8', at, end)};
		at = end + 1;
	}
	return null;
}

/** The value of the first field of a line, which is a string. */
function firstValue(line: string): string {
	const start = line.indexOf(':"') + 2;
	return line.slice(start, line.indexOf('"', start));
}
