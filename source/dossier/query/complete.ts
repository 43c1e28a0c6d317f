import type {Joins} from './joins.ts';
import {normaliseName} from './names.ts';
import {queryFields} from './query.ts';

/** How the word before the caret of a query can go on. */
export interface Completion {
	/** What stands before the part that is completed. */
	before: string;
	/** What the part can become, each whole; sorted, at most `mostWords`. */
	words: readonly string[];
	/** Whether there are more. */
	isCut: boolean;
}

/** So many ways to go on are told. */
const mostWords = 400;

/**
 * Completes the last word of a text: names of fields, or the values of a field: those of a closed list, and with `joins`
 * those that the drivers of a data set have. Null where the word is no beginning of either.
 */
export function completeQuery(text: string, joins: () => Joins | undefined): Completion | null {
	const [, lead = '', word = ''] = /^(.*(?:^|\s)-?)(\S*)$/s.exec(text) ?? [];
	const colon = word.indexOf(':');
	if (colon < 0) {
		const names = queryFields.map(({name}) => `${name}:`);
		return word === '' ? null : told(lead, word, names);
	}
	const field = queryFields.find(({name}) => name === word.slice(0, colon).toLowerCase());
	if (field === undefined) return null;
	const typed = word.slice(colon + 1);
	const parts = typed.split(field.between ?? ',');
	const last = parts.at(-1)!;
	const known = joins();
	const values = [...(field.values ?? []), ...(known === undefined ? [] : (field.valuesOf?.(known) ?? []))];
	return told(lead + word.slice(0, word.length - last.length), last, values);
}

function told(before: string, typed: string, values: readonly string[]): Completion | null {
	const wanted = normaliseName(typed);
	const fitting = values.filter(value => normaliseName(value).startsWith(wanted));
	if (fitting.length === 0) return null;
	const words = [...new Set(fitting)].sort();
	return {before, words: words.slice(0, mostWords), isCut: words.length > mostWords};
}

/** The longest beginning that all words share. */
export function sharedBeginning(words: readonly string[]): string {
	const [first = ''] = words;
	let length = first.length;
	for (const word of words) {
		while (!word.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length -= 1;
	}
	return first.slice(0, length);
}
