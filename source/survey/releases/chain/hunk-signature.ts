/** What a small hunk of a diff says, told from bytes without making strings: the same for the same edit anywhere. */
import {afterComment, closingQuote, isBlank} from './code-lines.ts';

const [quote, apostrophe, star, slash, underscore] = [34, 39, 42, 47, 95];

/** Classes of bytes: 1 begins or continues a name, 2 is a digit, 0 anything else. */
const classes = new Uint8Array(256);
for (let code = 0; code < 256; code++) {
	const letter =
		(code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === underscore || code >= 128;
	classes[code] = letter ? 1 : code >= 48 && code <= 57 ? 2 : 0;
}

/** FNV-1a, 32 bits. */
function hashBytes(bytes: Buffer, from: number, end: number): number {
	let value = 0x811c9dc5;
	for (let at = from; at < end; at++) value = Math.imul(value ^ bytes[at]!, 0x01000193);
	return value;
}

function hashOf(word: string): number {
	const bytes = Buffer.from(word);
	return hashBytes(bytes, 0, bytes.length);
}

/** A good spread of 32 bits over 32 bits, so that sums of them tell sets apart. */
function mix(value: number): number {
	let spread = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	spread = Math.imul(spread ^ (spread >>> 13), 0xc2b2ae35);
	return spread ^ (spread >>> 16);
}

/** Words of C and its preprocessor, and names that everybody gives to results and counters: that one of them differs says little. */
const commonWords = new Set(
	`auto bool break case char const continue default do else enum extern false float for goto if inline int long
	register return short signed size_t sizeof static struct switch true typedef union unsigned void volatile while
	NULL u8 u16 u32 u64 s8 s16 s32 s64 i j ret err error rc define undef ifdef ifndef elif endif`
		.split(/\s+/)
		.map(hashOf),
);

/** Texts about a module that every driver words in its own way: that they come or go is what is the same. */
const descriptions = new Set(['MODULE_DESCRIPTION', 'MODULE_AUTHOR'].map(hashOf));

/** What a hunk says that changes nothing but the layout of its words. */
export const layoutOnly = 0;

/** Whether nothing but common words, numbers or punctuation differ between the two sides of a hunk. */
export function isCommonplace(signature: number): boolean {
	return signature % 2 === 1;
}

function signatureOf(low: number, high: number, commonplace: boolean): number {
	// Zero is taken by `layoutOnly`.
	return (high & 0x1fffff) * 2 ** 32 + ((low & ~1) >>> 0) + (commonplace ? 1 : 0) || 2;
}

/** The side that alone has a word of `HunkSignature.take`: 0 the removed, 1 the added lines. */
function sideOf(word: number): number {
	return word & 1;
}

/**
 * The signature of a hunk in which the words that nobody else uses are left out, of which only counts on which side
 * there are some: the same for the same edit made to each driver's own constants in one folder. Null where it has no
 * word of its own, or no other.
 */
export function seriesSignature(
	words: readonly number[],
	folder: string,
	isOwn: (word: number) => boolean,
): number | null {
	const place = hashOf(folder);
	let [low, high] = [mix(place), mix(~place)];
	let [own, shared] = [0, 0];
	for (const word of words) {
		if (isOwn(word)) own |= 1 << sideOf(word);
		else {
			shared++;
			low = (low + mix(word ^ 0x2545f491)) | 0;
			high = (high + mix(word + 0x632be59b)) | 0;
		}
	}
	if (own === 0 || shared === 0) return null;
	return signatureOf((low + mix(own)) | 0, (high + mix(own * 0x1000193)) | 0, false);
}

const roomForWords = 1 << 12;
/** Bits beside those of the two sides: the place is taken; the word is a common one. */
const [removedSide, bothSides, taken, common] = [1, 3, 4, 8];

/**
 * The signature of one small hunk: which words (names, numbers, strings) only its added and only its removed
 * lines have, as sets. Where both have the same words it is which other signs came and went, by number; where these
 * are the same too, `layoutOnly`. Lines are added to it until it is taken.
 */
export class HunkSignature {
	/** Open addressing: a word's hash, and on which sides it was seen. */
	private readonly words = new Int32Array(roomForWords);
	private readonly states = new Uint8Array(roomForWords);
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
				this.note(word, side, classes[code] === 2 || commonWords.has(word));
			} else if (code === quote) {
				const last = Math.min(closingQuote(bytes, at + 1, end), end);
				// A string counts as the name it spells, so that a name put into quotes shows by the quotes alone.
				if (!described) this.note(hashBytes(bytes, at + 1, last), side, false);
				this.sign(quote, side);
				at = last + 1;
			} else if (code === apostrophe && at + 2 < end && bytes[at + 2] === apostrophe) {
				this.note(bytes[at + 1]!, side, true);
				at += 3;
			} else if (code === slash && at + 1 < end && (bytes[at + 1] === slash || bytes[at + 1] === star)) {
				const after = bytes[at + 1] === star ? afterComment(bytes, at + 2, end) : -1;
				at = after < 0 ? end : after;
			} else {
				if (!isBlank(code)) this.sign(code, side);
				at++;
			}
		}
	}

	private note(word: number, side: number, isCommon: boolean): void {
		if (this.used.length >= roomForWords / 2) return;
		let at = (word ^ (word >>> 15)) & (roomForWords - 1);
		while (this.states[at] !== 0 && this.words[at] !== word) at = (at + 1) & (roomForWords - 1);
		if (this.states[at] === 0) {
			this.words[at] = word;
			this.states[at] = taken | (isCommon ? common : 0);
			this.used.push(at);
		}
		this.states[at]! |= removedSide << side;
	}

	private sign(code: number, side: number): void {
		this.signs[code & 127]! += side === 0 ? -1 : 1;
	}

	/**
	 * What all lines added since the last call say: their signature, 53 bits, the lowest of which says
	 * `isCommonplace`, and the words that only one side has, common ones left out (`sideOf` tells which side).
	 */
	take(): {signature: number; words: number[]} {
		const words: number[] = [];
		let [low, high] = [0, 0];
		let differs = false;
		let commonplace = true;
		for (const at of this.used) {
			const state = this.states[at]!;
			this.states[at] = 0;
			const sides = state & bothSides;
			if (sides === bothSides) continue;
			differs = true;
			const word = this.words[at]!;
			if ((state & common) === 0) {
				commonplace = false;
				words.push((mix(word) & ~1) | (sides === removedSide ? 0 : 1));
			}
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
		if (!differs) return {signature: layoutOnly, words};
		return {signature: signatureOf(low, high, commonplace), words};
	}
}
