/**
 * C's tokens, as plain strings: a word, a number, a literal with its quotes, a mark. Comments, blanks and spliced
 * lines are left out.
 */

const shape =
	/(?:\s|\\\r?\n|\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:[^\n\\]|\\[\s\S])*)+|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[A-Za-z_]\w*|0[xX]\w+|\.?\d[\w.]*|\.\.\.|##|<<|>>|<=|>=|==|!=|&&|\|\||->|\S)/g;

/** The tokens of a text. */
export function tokenise(text: string): string[] {
	const tokens: string[] = [];
	shape.lastIndex = 0;
	for (let found = shape.exec(text); found !== null; found = shape.exec(text)) {
		if (found[1] !== undefined) tokens.push(found[1]);
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
			if (depth === 0) return at;
		}
	}
	return tokens.length;
}

/** The parts between the commas that stand outside of brackets. */
export function splitAtCommas(tokens: readonly string[]): string[][] {
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
