/** What one commit did to the files under drivers/, and how many files it touched anywhere. */
export interface CommitChanges {
	paths: string[];
	/** Lines added to and removed from each path, in pairs; 0 for binary files, -1 where contents are missing. */
	lines: number[];
}

const tab = 0x09;
const zero = 0x30;
const dash = 0x2d;

function numberIn(bytes: Buffer, from: number, to: number): number {
	// Binary files have no lines: git writes a dash, which counts as 0.
	if (bytes[from] === dash) return bytes[from + 1] === 0x31 ? -1 : 0;
	let value = 0;
	for (let at = from; at < to; at++) value = value * 10 + bytes[at]! - zero;
	return value;
}

/**
 * Takes one record of `--numstat -z --no-renames` apart (added TAB removed TAB path) and adds it to `into`.
 * False where the bytes are no such record.
 */
export function addNumstat(into: CommitChanges, bytes: Buffer, from: number, to: number): boolean {
	const first = bytes.indexOf(tab, from);
	if (first < 0 || first >= to) return false;
	const second = bytes.indexOf(tab, first + 1);
	if (second < 0 || second >= to) return false;
	into.lines.push(numberIn(bytes, from, first), numberIn(bytes, first + 1, second));
	into.paths.push(bytes.toString('utf8', second + 1, to));
	return true;
}

/** Hands out the NUL-ended records of a stream, in pieces that stay valid until the next call only. */
export class RecordReader {
	private rest: Buffer | null = null;
	private readonly take: (bytes: Buffer, from: number, to: number) => void;

	constructor(take: (bytes: Buffer, from: number, to: number) => void) {
		this.take = take;
	}

	push(chunk: Buffer): void {
		const bytes = this.rest === null ? chunk : Buffer.concat([this.rest, chunk]);
		let from = 0;
		for (;;) {
			const to = bytes.indexOf(0, from);
			if (to < 0) break;
			this.take(bytes, from, to);
			from = to + 1;
		}
		this.rest = from < bytes.length ? bytes.subarray(from) : null;
	}
}
