/**
 * Words of make lists that remember which CONFIG symbols they need. The value of `$(CONFIG_X)` and the
 * conditions of a word are kept in the text itself, between private-use characters.
 */

// Private-use characters: they can't occur in a Makefile that make accepts without being quoted.
const valueMark = /\uE000([^\uE001]*)\uE001/g;
const conditionMark = /\uE002([^\uE003]*)\uE003/g;
const anyMark = /[\uE000-\uE003]/;
/** The text a `$(CONFIG_X)` expands to. */
export function markValue(symbol: string): string {
	return `\uE000${symbol}\uE001`;
}

/** A suffix that says which symbols a word needs. */
export function markConditions(symbols: readonly string[]): string {
	return symbols.length === 0 ? '' : `\uE002${symbols.join(',')}\uE003`;
}

/** Takes the marks out of a text: the text without them, and the symbols they name. */
export function takeMarks(text: string): {text: string; values: string[]; conditions: string[]} {
	if (!anyMark.test(text)) {
		return {text, values: [], conditions: []};
	}
	const values: string[] = [];
	const conditions: string[] = [];
	const rest = text
		.replace(conditionMark, (_, names: string) => {
			conditions.push(...names.split(','));
			return '';
		})
		.replace(valueMark, (_, name: string) => {
			values.push(name);
			return '';
		});
	return {text: rest, values, conditions};
}

/** The words of a list, as make splits them. */
export function splitWords(text: string): string[] {
	const trimmed = text.trim();
	return trimmed === '' ? [] : trimmed.split(/\s+/);
}

/** Applies a function of plain words, keeping the conditions of each word and leaving CONFIG values alone. */
export function mapWords(text: string, change: (word: string) => string | null): string {
	const changed: string[] = [];
	for (const word of splitWords(text)) {
		const {text: bare, values, conditions} = takeMarks(word);
		if (values.length > 0) {
			changed.push(word);
			continue;
		}
		const result = change(bare);
		if (result !== null) {
			changed.push(result + markConditions(conditions));
		}
	}
	return changed.join(' ');
}

/** The stem of a `%` pattern in a word (`''` for a pattern without `%`), or null where it doesn't match. */
export function matchPattern(pattern: string, word: string): string | null {
	const percent = pattern.indexOf('%');
	if (percent < 0) {
		return pattern === word ? '' : null;
	}
	const head = pattern.slice(0, percent);
	const tail = pattern.slice(percent + 1);
	const fits = word.length >= head.length + tail.length && word.startsWith(head) && word.endsWith(tail);
	return fits ? word.slice(head.length, word.length - tail.length) : null;
}

/** `$(patsubst pattern,replacement,text)`. */
export function substitutePattern(pattern: string, replacement: string, text: string): string {
	return mapWords(text, word => {
		const stem = matchPattern(pattern, word);
		return stem === null ? word : replacement.replace('%', () => stem);
	});
}

/** `$(subst from,to,text)`; names of symbols inside marks stay whole. */
export function substituteText(from: string, to: string, text: string): string {
	if (from === '') {
		return text;
	}
	return text
		.split(/(\uE000[^\uE001]*\uE001|\uE002[^\uE003]*\uE003)/)
		.map((piece, index) => (index % 2 === 0 ? piece.replaceAll(from, () => to) : piece))
		.join('');
}

/** Adds needed symbols to every word of a list. */
export function addConditions(text: string, symbols: readonly string[]): string {
	return splitWords(text)
		.map(word => word + markConditions(symbols))
		.join(' ');
}
