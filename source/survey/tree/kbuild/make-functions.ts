/** The text functions of make, over words that carry conditions: "Functions for Transforming Text". */
import {
	addConditions,
	mapWords,
	markValue,
	matchPattern,
	splitWords,
	substitutePattern,
	substituteText,
	takeMarks,
} from './make-words.ts';

/** Functions of make: `$(name …)` calls one, any other word names a variable. */
export const functionNames = new Set(
	(
		'subst patsubst strip findstring filter filter-out sort word words wordlist firstword lastword ' +
		'dir notdir suffix basename addsuffix addprefix join wildcard realpath abspath if or and foreach ' +
		'call value eval origin flavor shell error warning info file let intcmp'
	).split(' '),
);

/** What a function may ask of the file system: the paths that match a wildcard. */
export type ListWildcard = (pattern: string) => string[];

function filterWords(patterns: string, text: string, keeps: boolean): string {
	const wanted = splitWords(takeMarks(patterns).text);
	return splitWords(text)
		.filter(word => {
			const marked = takeMarks(word);
			// A bare $(CONFIG_X) may have any value: it passes.
			return (
				marked.values.length > 0 ||
				wanted.some(pattern => matchPattern(pattern, marked.text) !== null) === keeps
			);
		})
		.join(' ');
}

function joinAlternatives(values: readonly string[], needsAll: boolean): string {
	const symbols = values.flatMap(value => {
		const marked = takeMarks(value);
		return [...marked.values, ...marked.conditions];
	});
	if (symbols.length > 0) {
		return symbols.map(markValue).join('');
	}
	const empty = values.findIndex(value => value.trim() === '');
	if (needsAll) {
		return empty >= 0 ? '' : (values.at(-1) ?? '');
	}
	return values.find(value => value.trim() !== '') ?? '';
}

/**
 * Calls one function with its expanded arguments. Functions that reach outside make, such as `shell`, give ''.
 */
export function callTextFunction(
	name: string,
	values: readonly string[],
	listWildcard: ListWildcard,
): string {
	const [first = '', second = '', third = ''] = values;
	switch (name) {
		case 'subst':
			return substituteText(first, second, third);
		case 'patsubst':
			return substitutePattern(first.trim(), second.trim(), third);
		case 'strip':
			return splitWords(first).join(' ');
		case 'filter':
		case 'filter-out':
			return filterWords(first, second, name === 'filter');
		case 'sort':
			return [...new Set(splitWords(first))].sort().join(' ');
		case 'firstword':
			return splitWords(first)[0] ?? '';
		case 'lastword':
			return splitWords(first).at(-1) ?? '';
		case 'word':
			return splitWords(second)[Number(first) - 1] ?? '';
		case 'dir':
			return mapWords(first, word => (word.includes('/') ? word.slice(0, word.lastIndexOf('/') + 1) : './'));
		case 'notdir':
			return mapWords(first, word => word.slice(word.lastIndexOf('/') + 1));
		case 'basename':
			return mapWords(first, word => word.replace(/\.[^./]*$/, ''));
		case 'suffix':
			return mapWords(first, word => /\.[^./]*$/.exec(word)?.[0] ?? null);
		case 'addprefix':
			return mapWords(second, word => first.trim() + word);
		case 'addsuffix':
			return mapWords(second, word => word + first.trim());
		case 'abspath':
		case 'realpath':
			return first.trim();
		case 'wildcard':
			return addConditions(splitWords(takeMarks(first).text).flatMap(listWildcard).join(' '), []);
		case 'or':
			return joinAlternatives(values, false);
		case 'and':
			return joinAlternatives(values, true);
		default:
			return '';
	}
}

/** How many arguments a function cuts its text into; the last one keeps its commas. */
export function countArguments(name: string): number {
	switch (name) {
		case 'subst':
		case 'patsubst':
			return 3;
		case 'and':
		case 'or':
			return Number.POSITIVE_INFINITY;
		case 'filter':
		case 'filter-out':
		case 'word':
		case 'addprefix':
		case 'addsuffix':
			return 2;
		default:
			return 1;
	}
}
