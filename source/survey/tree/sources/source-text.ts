/**
 * The bytes of one source file at a time. Newlines are counted over the bytes, and while doing so the first byte of
 * each line tells whether the line may matter: the macros that declare a driver stand in column 0.
 */
import {readSync} from 'node:fs';
import {openInput, UnfitInput} from '../../input-file.ts';

const newline = 10;
const underscore = 95;
/** Bytes of a line; that of a driver of Linux 7.3 has up to 1,100, and every look around a word may go through it. */
const longestLine = 4096;
/**
 * Bytes that are looked through for one file, and for each byte of it. The rule: whoever looks into a text pays for what is
 * looked at, and a file that costs more than any of Linux 7.3 (70 for a byte) is given up by name.
 */
const spareWork = 32 << 20;
const workForByte = 500;

/** Shorter words are no symbols that modules export. */
export const shortestWord = 5;

/** One buffer that grows to the largest file. Offsets are in bytes, lines count from 1. */
export class SourceText {
	private bytes = Buffer.from(new ArrayBuffer(1 << 20));
	/** The same bytes, four at a time. */
	private words = new Int32Array(this.bytes.buffer);
	private lineEnds = new Int32Array(1 << 15);
	/** Bytes of the file. */
	length = 0;
	/** Bytes that may still be looked through. */
	private work = 0;
	/** Newlines in the file, once its lines are indexed. */
	lineCount = 0;
	/** Offsets of lines that may matter, once the lines are indexed. */
	readonly candidates: number[] = [];

	/** Takes the place of what was there with the content of a file; throws as the file system does. */
	load(file: string): void {
		const opened = openInput(file);
		try {
			this.length = 0;
			for (;;) {
				const room = this.bytes.length - this.length;
				const read = readSync(opened.descriptor, this.bytes, this.length, room, null);
				this.length += read;
				if (read < room) {
					this.work = spareWork + workForByte * this.length;
					this.assertLines();
					return;
				}
				const larger = Buffer.from(new ArrayBuffer(this.bytes.length * 2));
				this.bytes.copy(larger, 0, 0, this.length);
				this.bytes = larger;
				this.words = new Int32Array(larger.buffer);
			}
		} finally {
			opened.close();
		}
	}

	/** Throws where a line is longer than any should be. */
	private assertLines(): void {
		for (let start = 0; start + longestLine < this.length; ) {
			const end = this.bytes.lastIndexOf(newline, start + longestLine);
			if (end < start) throw new UnfitInput(`has a line of more than ${longestLine} bytes`);
			start = end + 1;
		}
	}

	private spend(bytes: number): void {
		this.work -= bytes;
		if (this.work < 0) throw new UnfitInput('takes more looking into than a source of its size should');
	}

	/** Finds line ends and the lines that start with a byte of interest. */
	indexLines(): void {
		const {bytes, words, length, candidates} = this;
		this.lineCount = 0;
		candidates.length = 0;
		if (length > 0 && interesting[bytes[0]!] === 1 && isCandidate(bytes, 0)) {
			candidates.push(0);
		}
		const wholeWords = length >> 2;
		for (let word = 0; word < wholeWords; word++) {
			if (hasNewline(words[word]!)) {
				const start = word << 2;
				for (let index = start; index < start + 4; index++) {
					if (bytes[index] === newline) {
						this.endLine(index);
					}
				}
			}
		}
		for (let index = wholeWords << 2; index < length; index++) {
			if (bytes[index] === newline) {
				this.endLine(index);
			}
		}
	}

	private endLine(index: number): void {
		if (this.lineCount === this.lineEnds.length) {
			const larger = new Int32Array(this.lineEnds.length * 2);
			larger.set(this.lineEnds);
			this.lineEnds = larger;
		}
		this.lineEnds[this.lineCount++] = index;
		const next = index + 1;
		if (next < this.length && interesting[this.bytes[next]!] === 1 && isCandidate(this.bytes, next)) {
			this.candidates.push(next);
		}
	}

	/** Newlines in the file, without indexing its lines. */
	countNewlines(): number {
		const {bytes, words, length} = this;
		const wholeWords = length >> 2;
		let count = 0;
		for (let word = 0; word < wholeWords; word++) {
			if (hasNewline(words[word]!)) {
				const start = word << 2;
				for (let index = start; index < start + 4; index++) {
					if (bytes[index] === newline) {
						count++;
					}
				}
			}
		}
		for (let index = wholeWords << 2; index < length; index++) {
			if (bytes[index] === newline) {
				count++;
			}
		}
		return count;
	}

	/** The line an offset lies on. */
	lineAt(offset: number): number {
		let low = 0;
		let high = this.lineCount;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.lineEnds[middle]! < offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low + 1;
	}

	/** Where the line of an offset starts. */
	startOfLine(offset: number): number {
		const line = this.lineAt(offset);
		return line === 1 ? 0 : this.lineEnds[line - 2]! + 1;
	}

	/** Where the line of an offset ends, its newline left out. */
	endOfLine(offset: number): number {
		const line = this.lineAt(offset);
		return line <= this.lineCount ? this.lineEnds[line - 1]! : this.length;
	}

	/** The same without an index of the lines: for files that are only looked into here and there. */
	findLineStart(offset: number): number {
		let start = offset;
		while (start > 0 && this.bytes[start - 1] !== newline) {
			start--;
		}
		this.spend(offset - start);
		return start;
	}

	byteAt(offset: number): number | undefined {
		return offset < this.length ? this.bytes[offset] : undefined;
	}

	/** A part of the file, a character a byte. */
	latin1(start = 0, end = this.length): string {
		const last = Math.min(end, this.length);
		this.spend(Math.max(last - start, 0));
		return this.bytes.toString('latin1', start, last);
	}

	utf8(start = 0, end = this.length): string {
		const last = Math.min(end, this.length);
		this.spend(Math.max(last - start, 0));
		return this.bytes.toString('utf8', start, last);
	}

	/** Where the word that an offset lies in starts. */
	startOfWord(offset: number): number {
		let start = offset;
		while (start > 0 && isWord(this.bytes[start - 1]!)) {
			start--;
		}
		return start;
	}

	/** Where the word that an offset lies in ends. */
	endOfWord(offset: number): number {
		let end = offset;
		while (end < this.length && isWord(this.bytes[end]!)) {
			end++;
		}
		return end;
	}

	/**
	 * Visits the words with an underscore inside, whose hash is marked in `filter`, the size of which is a power of two.
	 * Underscores are found four bytes at a time: the rest of the text costs next to nothing.
	 */
	eachWord(filter: Uint8Array, visit: (start: number, end: number, slot: number) => void): void {
		const {bytes, words, length} = this;
		const mask = filter.length - 1;
		const wholeWords = (length + 3) >> 2;
		let done = 0;
		for (let word = 0; word < wholeWords; word++) {
			if (!hasUnderscore(words[word]!)) {
				continue;
			}
			const last = Math.min((word << 2) + 4, length);
			for (let index = Math.max(word << 2, done); index < last; index++) {
				if (bytes[index] !== underscore) {
					continue;
				}
				let start = index;
				while (start > done && wordBytes[bytes[start - 1]!]! > 0) {
					start--;
				}
				let end = index + 1;
				while (end < length && wordBytes[bytes[end]!]! > 0) {
					end++;
				}
				done = end;
				index = end;
				if (end - start >= shortestWord) {
					const slot = hashBytes(bytes, start, end) & mask;
					if (filter[slot]! > 0) {
						visit(start, end, slot);
					}
				}
			}
		}
	}

	/** Whether an offset lies in a comment, told by its line: `*` or `//` begins it, or a comment opens before. */
	isComment(offset: number): boolean {
		const start = this.findLineStart(offset);
		const lead = this.latin1(start, offset);
		const opened = lead.lastIndexOf('/*');
		return /^\s*\*(?:\s|$)|\/\//.test(lead) || (opened >= 0 && lead.indexOf('*/', opened) < 0);
	}

	/** Where some ASCII text is found between two offsets; -1 where it is not. */
	find(needle: string, from: number, to = this.length): number {
		const end = Math.min(to, this.length);
		if (from >= end) {
			return -1;
		}
		const found = this.bytes.subarray(from, end).indexOf(needle, 0, 'latin1');
		this.spend(found < 0 ? end - from : found);
		return found < 0 ? -1 : found + from;
	}

	/** Where a byte is found from an offset on; -1 where it is not. */
	findByte(byte: number, from: number): number {
		const found = this.bytes.indexOf(byte, from);
		return found < this.length ? found : -1;
	}

	/** Whether one of some ASCII texts stands anywhere in the file. */
	hasAny(needles: readonly string[]): boolean {
		return needles.some(needle => this.find(needle, 0) >= 0);
	}
}

/** What a line may begin with that matters. */
const interesting = new Uint8Array(256);
for (const character of ' \t#_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
	interesting[character.charCodeAt(0)] = 1;
}

/** The hash of an ASCII word by which `eachWord` knows it. */
export function hashWord(word: string): number {
	return hashBytes(Buffer.from(word, 'latin1'), 0, word.length);
}

/** Both ends and the length: most words differ there, and the middle need not be read twice. */
function hashBytes(bytes: Buffer, start: number, end: number): number {
	const head =
		bytes[start]! | (bytes[start + 1]! << 8) | (bytes[start + 2]! << 16) | (bytes[start + 3]! << 24);
	const tail = bytes[end - 1]! | (bytes[end - 2]! << 8) | (bytes[end - 3]! << 16) | (bytes[end - 4]! << 24);
	const middle = (bytes[(start + end) >> 1]! << 5) ^ (end - start);
	const mixed = Math.imul(Math.imul(head, 0x9e3779b1) ^ tail ^ middle, 0x85ebca6b);
	return mixed ^ (mixed >>> 15);
}

/** 1 for what a name may start with, 2 for what it may go on with besides. */
const wordBytes = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
	wordBytes[byte] = interesting[byte] === 1 && byte > 35 ? 1 : byte >= 48 && byte <= 57 ? 2 : 0;
}

function isWord(byte: number): boolean {
	return wordBytes[byte]! > 0;
}

/**
 * Whether a line may matter: `#i`, blanks before and after the mark or not, or a word that runs straight into a
 * parenthesis. Function definitions have
 * a space in their return type; `MODULE_…`, `module_…`, initcalls and declarations don't.
 */
function isCandidate(bytes: Uint8Array, start: number): boolean {
	let index = start;
	while (bytes[index] === 9 || bytes[index] === 32) {
		index++;
	}
	if (bytes[index] === 35) {
		const second = bytes[index + 1];
		return second === 105 || second === 32 || second === 9;
	}
	if (index > start) {
		return false;
	}
	index++;
	while (isWord(bytes[index] ?? 0)) {
		index++;
	}
	if (bytes[index] === 32 || bytes[index] === 9) {
		index++;
	}
	return bytes[index] === 40;
}

/** Whether one of four bytes is an underscore, in the same way. */
function hasUnderscore(word: number): boolean {
	const difference = word ^ 0x5f5f5f5f;
	return ((difference - 0x01010101) & ~difference & 0x80808080) !== 0;
}

/** Whether one of four bytes is a newline: a zero byte after the exclusive or, found without a branch a byte. */
function hasNewline(word: number): boolean {
	const difference = word ^ 0x0a0a0a0a;
	return ((difference - 0x01010101) & ~difference & 0x80808080) !== 0;
}
