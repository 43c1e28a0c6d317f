/** Which lines of a diff are code, and what a small hunk of them says, told from bytes without making strings. */

/** How the lines of a file are read: `none` for what holds no code (build files, documents, tables of data). */
export type Language = 'c' | 'rust' | 'none';

/** The language of a file, by its name: C with its headers, assembly and device trees, Rust, or none. */
export function languageOf(path: string): Language {
	if (/\.(?:[chS]|dts[io]?|dtso|l|y)$/.test(path)) return 'c';
	return path.endsWith('.rs') ? 'rust' : 'none';
}

const [newline, tab, space, quote, hash, apostrophe, star, slash, backslash, underscore, carriageReturn] = [
	10, 9, 32, 34, 35, 39, 42, 47, 92, 95, 13,
];

/** Character classes of ASCII: 1 begins or continues a name, 2 is a digit, 0 anything else. */
const classes = new Uint8Array(256);
for (let code = 0; code < 256; code++) {
	const letter =
		(code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === underscore || code >= 128;
	classes[code] = letter ? 1 : code >= 48 && code <= 57 ? 2 : 0;
}

function isBlank(code: number): boolean {
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
				at = closing(bytes, at, end);
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
function closing(bytes: Buffer, from: number, end: number): number {
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
				const after = closing(bytes, at + 2, end);
				if (after < 0) return true;
				at = after - 1;
			}
		}
	}
	return false;
}

/** The place of the quote that ends a string, or the line's end. */
function closingQuote(bytes: Buffer, from: number, end: number): number {
	let at = from;
	for (; at < end && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++;
	return at;
}

/** What a hunk says that changes nothing but the layout of its words. */
export const layoutOnly = 0;

const roomForWords = 1 << 12;

function hashOf(word: string): number {
	const bytes = Buffer.from(word);
	return hashBytes(bytes, 0, bytes.length);
}

/** FNV-1a, 32 bits. */
function hashBytes(bytes: Buffer, from: number, end: number): number {
	let value = 0x811c9dc5;
	for (let at = from; at < end; at++) value = Math.imul(value ^ bytes[at]!, 0x01000193);
	return value;
}

/** Texts about a module that every driver words in its own way: that they come or go is what is the same. */
const descriptions = new Set(['MODULE_DESCRIPTION', 'MODULE_AUTHOR'].map(hashOf));

/**
 * The signature of one small hunk: which words (names, numbers, strings) only its added and only its removed
 * lines have, as sets. Where both have the same words it is which other signs came and went, by number; where these
 * are the same too, `layoutOnly`. Lines are added to it until it is taken.
 */
export class HunkSignature {
	/** Open addressing: a word's hash, and on which sides it was seen (1 removed, 2 added). */
	private readonly words = new Int32Array(roomForWords);
	private readonly sides = new Uint8Array(roomForWords);
	private used: number[] = [];
	private readonly signs = new Int32Array(128);

	/** Adds the words of one line of code. `side` is 0 for a removed, 1 for an added line. */
	add(bytes: Buffer, from: number, end: number, side: number): void {
		let described = false;
		let at = from;
		while (at < end) {
			const code = bytes[at]!;
			if (classes[code] !== 0) {
				const start = at;
				while (at < end && classes[bytes[at]!] !== 0) at++;
				const word = hashBytes(bytes, start, at);
				if (descriptions.has(word)) described = true;
				this.note(word, side);
			} else if (code === quote) {
				const last = closingQuote(bytes, at + 1, end);
				// A string counts as the name it spells, so that a name put into quotes shows by the quotes alone.
				if (!described) this.note(hashBytes(bytes, at + 1, Math.min(last, end)), side);
				this.sign(quote, side);
				at = last + 1;
			} else if (code === apostrophe && at + 2 < end && bytes[at + 2] === apostrophe) {
				this.note(bytes[at + 1]!, side);
				at += 3;
			} else if (code === slash && at + 1 < end && (bytes[at + 1] === slash || bytes[at + 1] === star)) {
				const after = bytes[at + 1] === star ? closing(bytes, at + 2, end) : -1;
				at = after < 0 ? end : after;
			} else {
				if (!isBlank(code) && code !== newline) this.sign(code, side);
				at++;
			}
		}
	}

	private note(word: number, side: number): void {
		if (this.used.length >= roomForWords / 2) return;
		let at = (word ^ (word >>> 15)) & (roomForWords - 1);
		while (this.sides[at] !== 0 && this.words[at] !== word) at = (at + 1) & (roomForWords - 1);
		if (this.sides[at] === 0) {
			this.words[at] = word;
			this.used.push(at);
		}
		this.sides[at]! |= 1 << side;
	}

	private sign(code: number, side: number): void {
		this.signs[code & 127]! += side === 0 ? -1 : 1;
	}

	/** The signature of all lines added since the last call: 53 bits, the same for the same change. */
	take(): number {
		let [low, high] = [0, 0];
		let differs = false;
		for (const at of this.used) {
			const sides = this.sides[at]!;
			this.sides[at] = 0;
			if (sides === 3) continue;
			differs = true;
			const word = this.words[at]!;
			low = (low + mix(word ^ (sides * 0x9e3779b9))) | 0;
			high = (high + mix(word + sides * 0x51ed270b)) | 0;
		}
		this.used = [];
		if (!differs) {
			for (let code = 0; code < 128; code++) {
				const count = this.signs[code]!;
				if (count === 0) continue;
				low = (low + mix(code * 65537 + count)) | 0;
				high = (high + mix(code * 131071 - count * 257)) | 0;
				differs = true;
			}
		}
		this.signs.fill(0);
		return differs ? (high & 0x1fffff) * 2 ** 32 + (low >>> 0) || 1 : layoutOnly;
	}
}

/** A good spread of 32 bits over 32 bits, so that sums of them tell sets apart. */
function mix(value: number): number {
	let spread = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	spread = Math.imul(spread ^ (spread >>> 13), 0xc2b2ae35);
	return spread ^ (spread >>> 16);
}
