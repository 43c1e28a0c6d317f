/** How the lines of a file are read: `none` for what holds no code (build files, documents, tables of data). */
export type Language = 'c' | 'rust' | 'none';

/** The language of a file, by its name: C with its headers, assembly and device trees, Rust, or none. */
export function languageOf(path: string): Language {
	if (/\.(?:[chS]|dts[io]?|dtso|l|y)$/.test(path)) return 'c';
	return path.endsWith('.rs') ? 'rust' : 'none';
}

const [tab, carriageReturn, space, quote, hash, star, slash, backslash] = [9, 13, 32, 34, 35, 42, 47, 92];

/** Whether a byte is white space within a line. */
export function isBlank(code: number): boolean {
	return code === space || code === tab || code === carriageReturn;
}

function begins(bytes: Buffer, at: number, end: number, word: Buffer): boolean {
	if (end - at < word.length) return false;
	for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false;
	return true;
}

const includeWord = Buffer.from('include');
const useWords = [Buffer.from('use '), Buffer.from('pub use '), Buffer.from('extern crate ')];

/**
 * Tells code from blank lines, comments and includes, line by line. It remembers on each side of a hunk whether a
 * comment is open; at the beginning of a hunk none is, so that of a comment whose head did not change the lines are
 * known by the asterisk that kernel style puts before them.
 */
export class CodeLines {
	language: Language = 'none';
	private readonly open = [false, false];

	/** A new hunk begins. */
	reset(): void {
		this.open[0] = false;
		this.open[1] = false;
	}

	/** Whether bytes [from, end) are a line in earnest: not blank, not only comment, no include. `side` is 0 or 1. */
	isCode(bytes: Buffer, from: number, end: number, side: number): boolean {
		let at = from;
		for (;;) {
			if (this.open[side]) {
				at = afterComment(bytes, at, end);
				if (at < 0) return false;
				this.open[side] = false;
			}
			while (at < end && isBlank(bytes[at]!)) at++;
			if (at >= end) return false;
			const code = bytes[at]!;
			if (code === slash && bytes[at + 1] === slash && at + 1 < end) return false;
			if (code === slash && bytes[at + 1] === star && at + 1 < end) {
				this.open[side] = true;
				at += 2;
				continue;
			}
			if (code === star && isCommentStar(bytes, at, end)) return false;
			break;
		}
		if (this.language === 'none') return false;
		if (this.isImport(bytes, at, end)) return false;
		this.open[side] = leavesOpen(bytes, at, end);
		return true;
	}

	private isImport(bytes: Buffer, from: number, end: number): boolean {
		if (this.language === 'rust') return useWords.some(word => begins(bytes, from, end, word));
		if (bytes[from] !== hash) return false;
		let at = from + 1;
		while (at < end && isBlank(bytes[at]!)) at++;
		return begins(bytes, at, end, includeWord);
	}
}

/** The place after the end of a comment; -1 where it does not end in this line. */
export function afterComment(bytes: Buffer, from: number, end: number): number {
	for (let at = from; at + 1 < end; at++) if (bytes[at] === star && bytes[at + 1] === slash) return at + 2;
	return -1;
}

/** An asterisk that begins a line is a comment's unless it is stuck to a name: `*pointer = value;`. */
function isCommentStar(bytes: Buffer, at: number, end: number): boolean {
	if (at + 1 >= end) return true;
	const next = bytes[at + 1]!;
	return isBlank(next) || next === slash || next === star;
}

/** Whether a comment begins in a line of code and does not end there. */
function leavesOpen(bytes: Buffer, from: number, end: number): boolean {
	for (let at = from; at < end; at++) {
		const code = bytes[at]!;
		if (code === quote) at = closingQuote(bytes, at + 1, end);
		else if (code === slash && at + 1 < end) {
			if (bytes[at + 1] === slash) return false;
			if (bytes[at + 1] === star) {
				const after = afterComment(bytes, at + 2, end);
				if (after < 0) return true;
				at = after - 1;
			}
		}
	}
	return false;
}

/** The place of the quote that ends a string, or the line's end. */
export function closingQuote(bytes: Buffer, from: number, end: number): number {
	let at = from;
	for (; at < end && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++;
	return at;
}
