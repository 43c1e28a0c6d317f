/** The pieces of a C file outside of functions, found without reading what is in these. */

import {spend} from './tokens.ts';

/** A declaration, a macro's call or a function. Places are offsets in the text. */
export interface Chunk {
	start: number;
	end: number;
	/** Where the body of a function opens; -1 where it is none. */
	body: number;
}

/** Is told of the chunks of a file and of the directives between them, in their order. */
export interface ChunkReader {
	onDirective(start: number, end: number): void;
	onChunk(chunk: Chunk): void;
}

const newline = 10;
const [quote, apostrophe, hash, slash, star, backslash] = [34, 39, 35, 47, 42, 92];
const [openParenthesis, closeParenthesis, openBracket, closeBracket] = [40, 41, 91, 93];
const [openBrace, closeBrace, equals, semicolon] = [123, 125, 61, 59];

/** Takes a C file apart. */
export function scanChunks(text: string, reader: ChunkReader): void {
	new ChunkScanner(text, reader).run();
}

class ChunkScanner {
	private readonly text: string;
	private readonly reader: ChunkReader;
	private at = 0;
	/** Where the present chunk starts; -1 between two. */
	private start = -1;
	/** The last character that is neither blank nor comment. */
	private last = 0;
	private depth = 0;
	private parentheses = 0;
	private hasEquals = false;
	/** The depths at the `#if`s that are open in this chunk. */
	private readonly depths: [number, number][] = [];

	constructor(text: string, reader: ChunkReader) {
		this.text = text;
		this.reader = reader;
	}

	run(): void {
		const {text} = this;
		let isLineStart = true;
		while (this.at < text.length) {
			const code = text.charCodeAt(this.at);
			if (code <= 32) {
				if (code === newline) isLineStart = true;
				this.at++;
				continue;
			}
			if (code === slash && this.skipComment()) continue;
			if (code === hash && isLineStart) {
				this.takeDirective();
				continue;
			}
			isLineStart = false;
			if (this.start < 0) this.start = this.at;
			this.takeCode(code);
			this.last = code;
		}
		if (this.start >= 0) this.finish(text.length, -1);
	}

	private takeCode(code: number): void {
		switch (code) {
			case quote:
			case apostrophe:
				this.skipLiteral(code);
				return;
			case openParenthesis:
			case openBracket:
				this.parentheses++;
				break;
			case closeParenthesis:
			case closeBracket:
				this.parentheses--;
				break;
			case openBrace:
				if (this.depth === 0 && this.parentheses <= 0 && !this.hasEquals) {
					this.takeBody();
					return;
				}
				this.depth++;
				break;
			case closeBrace:
				this.depth--;
				break;
			case equals:
				if (this.parentheses <= 0) this.hasEquals = true;
				break;
			case semicolon:
				if (this.depth <= 0 && this.parentheses <= 0) {
					this.finish(this.at + 1, -1);
					return;
				}
				break;
			default:
		}
		this.at++;
	}

	/** The body of a function ends the chunk; that of a struct or an enum doesn't. */
	private takeBody(): void {
		const body = this.at;
		const end = this.endOfBody(body);
		const head = this.text.slice(this.start, body);
		const isType = this.last !== closeParenthesis && /\b(?:struct|union|enum)\b/.test(head);
		if (isType) this.at = end;
		else this.finish(end, body);
	}

	/** As the kernel's style has it, a body closes on its own line or in column 0. */
	private endOfBody(from: number): number {
		const {text} = this;
		let depth = 0;
		for (let at = from; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code === newline) break;
			if (code === openBrace) depth++;
			else if (code === closeBrace && --depth === 0) return at + 1;
		}
		const closing = text.indexOf('\n}', from);
		return closing < 0 ? text.length : closing + 2;
	}

	private finish(end: number, body: number): void {
		const start = this.start;
		this.at = end;
		this.start = -1;
		this.depth = 0;
		this.parentheses = 0;
		this.hasEquals = false;
		this.depths.length = 0;
		this.reader.onChunk({start, end, body});
	}

	private takeDirective(): void {
		const start = this.at;
		this.at = endOfDirective(this.text, start);
		if (this.start < 0) {
			this.reader.onDirective(start, this.at);
			return;
		}
		// Both branches of an #if open the same braces.
		const word = /^#[ \t]*(\w+)/.exec(this.text.slice(start, start + 40))?.[1] ?? '';
		if (word.startsWith('if')) this.depths.push([this.depth, this.parentheses]);
		else if (word === 'endif') this.depths.pop();
		else if (word.startsWith('el')) {
			const before = this.depths.at(-1);
			if (before !== undefined) [this.depth, this.parentheses] = before;
		}
	}

	private skipComment(): boolean {
		const next = this.text.charCodeAt(this.at + 1);
		if (next !== star && next !== slash) return false;
		const end = next === star ? this.text.indexOf('*/', this.at + 2) : this.text.indexOf('\n', this.at);
		this.at = end < 0 ? this.text.length : next === star ? end + 2 : end;
		return true;
	}

	private skipLiteral(mark: number): void {
		const {text} = this;
		for (this.at++; this.at < text.length; this.at++) {
			const code = text.charCodeAt(this.at);
			if (code === backslash) this.at++;
			else if (code === mark || (code === newline && mark === apostrophe)) break;
		}
		this.at++;
	}
}

/** Where a directive ends: at its line's end, unless that is spliced or lies in a comment. */
export function endOfDirective(text: string, start: number): number {
	let at = start;
	for (;;) {
		const end = text.indexOf('\n', at);
		spend((end < 0 ? text.length : end) - at);
		if (end < 0) return text.length;
		const line = text.slice(at, end);
		const comment = line.lastIndexOf('/*');
		if (comment >= 0 && !line.includes('*/', comment)) {
			const close = text.indexOf('*/', end);
			spend((close < 0 ? text.length : close) - end);
			if (close < 0) return text.length;
			at = close + 2;
			continue;
		}
		if (!/\\\r?$/.test(line)) return end;
		at = end + 1;
	}
}
