/** Macros and their expansion, with `#`, `##`, variable arguments and no recursion, as C's preprocessor does it. */
import {isWord, spend, tokenise} from './tokens.ts';

/** A #define. */
export interface Macro {
	/** Null for one without parentheses. */
	parameters: readonly string[] | null;
	/** The parameter that takes all remaining arguments; null where there is none. */
	rest: string | null;
	/** What it stands for, as written. */
	text: string;
	body: string[] | null;
}

/** Finds the macro that a word names where it stands; null where it names none. */
export type FindMacro = (name: string) => Macro | null;

/** Reads what follows `#define`; null where there is no name. */
export function readDefinition(text: string): {name: string; macro: Macro} | null {
	const head = /^\s*([A-Za-z_]\w*)(\(([^)]*)\))?/.exec(text);
	if (head === null) return null;
	const [whole, name, hasParameters, list] = head;
	let rest: string | null = null;
	const parameters =
		hasParameters === undefined
			? null
			: list!
					.replace(/\\\r?\n/g, ' ')
					.split(',')
					.map(word => word.trim())
					.filter(word => word !== '')
					.map(word => {
						if (!word.endsWith('...')) return word;
						rest = word === '...' ? '__VA_ARGS__' : word.slice(0, -3).trim();
						return rest;
					});
	return {name: name!, macro: {parameters, rest, text: text.slice(whole.length), body: null}};
}

/** The tokens that a macro stands for. */
export function bodyOf(macro: Macro): string[] {
	macro.body ??= tokenise(macro.text);
	return macro.body;
}

/** Before a word that names a macro within its own expansion: it stays what it is. */
const painted = '\u0001';
/** Before the name of a macro whose expansion ends here. */
const ended = '\u0002';
/** Nothing in the kernel comes near it; a hostile file would. */
const mostTokens = 2_000_000;

/** Expands every macro in `tokens`. */
export function expand(
	tokens: readonly string[],
	find: FindMacro,
	disabled: ReadonlySet<string> = new Set(),
): string[] {
	return new Expansion(find, disabled).run(tokens).map(unpaint);
}

function unpaint(token: string): string {
	return token.charCodeAt(0) === 1 ? token.slice(1) : token;
}

class Expansion {
	private readonly find: FindMacro;
	private readonly disabled: Set<string>;
	private pending: string[] = [];

	constructor(find: FindMacro, disabled: ReadonlySet<string>) {
		this.find = find;
		this.disabled = new Set(disabled);
	}

	run(tokens: readonly string[]): string[] {
		const out: string[] = [];
		this.pending = tokens.toReversed();
		for (let token = this.pending.pop(); token !== undefined; token = this.pending.pop()) {
			spend(1);
			if (token.charCodeAt(0) === 2) this.disabled.delete(token.slice(1));
			else if (!isWord(token) || !this.replace(token)) {
				if (out.push(token) > mostTokens) return out;
			} else if (this.pending.length > mostTokens) return out;
		}
		return out;
	}

	/** Puts a macro's expansion in front of what remains; false where the word stays. */
	private replace(name: string): boolean {
		const macro = this.find(name);
		if (macro === null) return false;
		if (this.disabled.has(name)) {
			this.pending.push(painted + name);
			return true;
		}
		let replacement: string[];
		if (macro.parameters === null) replacement = paste(bodyOf(macro));
		else {
			const given = this.takeArguments();
			if (given === null) return false;
			replacement = this.substitute(macro, given);
		}
		spend(replacement.length);
		this.disabled.add(name);
		this.pending.push(ended + name);
		for (let at = replacement.length - 1; at >= 0; at--) this.pending.push(replacement[at]!);
		return true;
	}

	/** The arguments in parentheses that come next; null where none do. */
	private takeArguments(): string[][] | null {
		const {pending} = this;
		let at = pending.length - 1;
		while (at >= 0 && pending[at]!.charCodeAt(0) === 2) at--;
		if (pending[at] !== '(') return null;
		const given: string[][] = [[]];
		let depth = 0;
		for (let token = pending.pop(); token !== undefined; token = pending.pop()) {
			if (token.charCodeAt(0) === 2) {
				this.disabled.delete(token.slice(1));
				continue;
			}
			if (token === '(' || token === '{' || token === '[') {
				if (depth++ === 0) continue;
			} else if (token === ')' || token === '}' || token === ']') {
				if (--depth === 0) return given;
			}
			// Only parentheses keep commas together for the preprocessor; braces don't.
			if (token === ',' && depth === 1) given.push([]);
			else given.at(-1)!.push(token);
		}
		return given;
	}

	private substitute(macro: Macro, given: readonly string[][]): string[] {
		const {parameters, rest} = macro;
		const named = new Map<string, readonly string[]>();
		for (const [index, name] of parameters!.entries()) {
			named.set(name, name === rest ? joinWithCommas(given.slice(index)) : (given[index] ?? []));
		}
		const hasRest = rest !== null && (named.get(rest)?.length ?? 0) > 0;
		const expanded = new Map<string, string[]>();
		const body = bodyOf(macro);
		const out: string[] = [];
		for (let at = 0; at < body.length; at++) {
			const token = body[at]!;
			if (token === '#' && named.has(body[at + 1] ?? '')) {
				out.push(stringify(named.get(body[++at]!)!));
			} else if (token === ',' && body[at + 1] === '##' && body[at + 2] === rest) {
				// GNU C: the comma goes with the arguments that aren't there.
				if (hasRest) out.push(',', ...named.get(rest)!);
				at += 2;
			} else if (token === '__VA_OPT__') {
				if (hasRest) continue;
				while (at < body.length && body[at] !== ')') at++;
			} else if (!named.has(token)) out.push(token);
			else if (body[at + 1] === '##' || (body[at - 1] === '##' && out.at(-1) === '##')) {
				const raw = named.get(token)!;
				if (raw.length === 0) out.push('');
				else out.push(...raw);
			} else {
				let words = expanded.get(token);
				if (words === undefined) {
					words = new Expansion(this.find, this.disabled).run(named.get(token)!);
					expanded.set(token, words);
				}
				spend(words.length);
				for (const word of words) out.push(word);
			}
		}
		return paste(out);
	}
}

function joinWithCommas(parts: readonly string[][]): string[] {
	return parts.flatMap((part, index) => (index === 0 ? part : [',', ...part]));
}

/** Carries out `##`. */
function paste(tokens: readonly string[]): string[] {
	if (!tokens.includes('##')) return tokens.includes('') ? tokens.filter(token => token !== '') : [...tokens];
	const out: string[] = [];
	for (let at = 0; at < tokens.length; at++) {
		if (tokens[at] === '##' && out.length > 0 && at + 1 < tokens.length) {
			out.push(...tokenise(unpaint(out.pop()!) + unpaint(tokens[++at]!)));
			// An empty argument leaves its place, for a further `##` to fill.
			if (out.length === 0) out.push('');
		} else out.push(tokens[at]!);
	}
	return out.filter(token => token !== '');
}

function stringify(tokens: readonly string[]): string {
	let text = '';
	let before = '';
	for (const token of tokens) {
		const plain = unpaint(token);
		spend(plain.length);
		text += /\w$/.test(before) && /^\w/.test(plain) ? ` ${plain}` : plain;
		if (plain !== '') before = plain.slice(-1);
	}
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
