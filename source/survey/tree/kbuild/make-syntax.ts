/** How a line of a Makefile is cut up, before anything of it is expanded. */

/** Cuts at top-level commas: those inside `$(…)`, `(…)` or `{…}` belong to the argument. */
export function splitArguments(text: string, limit: number): string[] {
	const found: string[] = [];
	let depth = 0;
	let start = 0;
	for (let index = 0; index < text.length && found.length < limit - 1; index++) {
		const character = text[index];
		if (character === '(' || character === '{') {
			depth++;
		} else if (character === ')' || character === '}') {
			depth--;
		} else if (character === ',' && depth === 0) {
			found.push(text.slice(start, index));
			start = index + 1;
		}
	}
	found.push(text.slice(start));
	return found;
}

/** End of the reference that opens at `open` (a parenthesis or brace), or -1 when it is never closed. */
export function findClosing(text: string, open: number): number {
	const opening = text[open];
	const closing = opening === '(' ? ')' : '}';
	let depth = 0;
	for (let index = open; index < text.length; index++) {
		if (text[index] === opening) {
			depth++;
		} else if (text[index] === closing && --depth === 0) {
			return index;
		}
	}
	return -1;
}

/** A line without its comment; `\#` starts none. */
export function stripComment(line: string): string {
	const hash = line.indexOf('#');
	if (hash < 0) {
		return line;
	}
	for (let index = hash; index >= 0 && index < line.length; index = line.indexOf('#', index + 1)) {
		if (line[index - 1] !== '\\') {
			return line.slice(0, index);
		}
	}
	return line;
}

/** `NAME op VALUE`, as it is written. */
export interface Assignment {
	name: string;
	operator: string;
	value: string;
}

/** Splits `NAME op VALUE`; null when the line assigns nothing, `rule` where a colon comes first. */
export function splitAssignment(line: string): Assignment | 'rule' | null {
	for (let index = 0; index < line.length; index++) {
		const character = line[index];
		if (character === '$' && (line[index + 1] === '(' || line[index + 1] === '{')) {
			const end = findClosing(line, index + 1);
			if (end < 0) {
				return null;
			}
			index = end;
			continue;
		}
		const operator = /^(?::{0,3}=|\+=|\?=|!=)/.exec(line.slice(index, index + 4))?.[0];
		if (operator !== undefined) {
			const name = line
				.slice(0, index)
				.trim()
				.replace(/^(?:export|override|private)\s+/, '');
			return {name, operator, value: line.slice(index + operator.length).trim()};
		}
		if (character === ':') {
			return 'rule';
		}
	}
	return null;
}
