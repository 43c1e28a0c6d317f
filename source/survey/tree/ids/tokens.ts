/**
 * C's tokens, as plain strings: a word, a number, a literal with its quotes, a mark. Comments, blanks and spliced
 * lines are left out.
 */

const shape =
	/(?:\s|\\\r?\n|\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:[^\n\\]|\\[\s\S])*)+|("(?:[^"\\]|\\[\s\S]){0,4000}"|'(?:[^'\\\n]|\\[\s\S]){0,4000}'|[A-Za-z_]\w*|0[xX]\w+|\.?\d[\w.]*|\.\.\.|##|<<|>>|<=|>=|==|!=|&&|\|\||->|\S)/g;

/** Letters of a literal: the end of each quote is looked for so far. */
const longestLiteral = 4000;

/** The tokens of a text. */
export function tokenise(text: string): string[] {
	spend(text.length);
	const tokens: string[] = [];
	shape.lastIndex = 0;
	for (let found = shape.exec(text); found !== null; found = shape.exec(text)) {
		if (found[1] === undefined) continue;
		// A quote without an end was paid for by all that was looked through for it.
		if (found[1] === '"' || found[1] === "'") spend(longestLiteral);
		tokens.push(found[1]);
	}
	return tokens;
}

/** Whether a token is a word that a macro, a type or a constant may be called by. */
export function isWord(token: string | undefined): token is string {
	if (token === undefined) return false;
	const code = token.charCodeAt(0);
	return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** Where the bracket that opens at `from` closes: the place of its partner, or the end. */
export function closing(tokens: readonly string[], from: number): number {
	let depth = 0;
	for (let at = from; at < tokens.length; at++) {
		const token = tokens[at]!;
		if (token === '(' || token === '{' || token === '[') depth++;
		else if (token === ')' || token === '}' || token === ']') {
			depth--;
			if (depth === 0) {
				spend(at - from);
				return at;
			}
		}
	}
	spend(tokens.length - from);
	return tokens.length;
}

/** The parts between the commas that stand outside of brackets. */
export function splitAtCommas(tokens: readonly string[]): string[][] {
	spend(tokens.length);
	const parts: string[][] = [[]];
	let depth = 0;
	for (const token of tokens) {
		if (token === '(' || token === '{' || token === '[') depth++;
		else if (token === ')' || token === '}' || token === ']') depth--;
		if (token === ',' && depth === 0) parts.push([]);
		else parts.at(-1)!.push(token);
	}
	return parts;
}

/*
 * How much one source may have us do. C's macros double as make's variables do, and tables, brackets and headers can be
 * nested and repeated without end. The rule: whatever walks tokens or text again pays for it here, and a source that runs
 * out is given up by name. The costliest of Linux 7.3 takes a tenth.
 */

/** A source takes more than any should. */
export class TooMuch extends Error {
	override name = 'TooMuch';

	constructor() {
		super('takes more reading than a source should');
	}
}

const usual = 60_000_000;
/** Those behind others that ran out get less, but always more than nearly all of Linux 7.3 take. */
const least = 3_000_000;

let left = usual;
let exhausted = 0;

/** Begins with a source. */
export function refuel(): void {
	left = Math.max(least, Math.floor(usual / (1 + exhausted)));
}

/** Notes that a source ran out. */
export function noteExhausted(): void {
	exhausted++;
}

/**
 * Pays for steps.
 * @throws {TooMuch} where there is nothing left.
 */
export function spend(steps: number): void {
	left -= steps;
	if (left < 0) throw new TooMuch();
}
