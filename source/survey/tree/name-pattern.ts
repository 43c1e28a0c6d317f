/**
 * `N:` of MAINTAINERS: a regular expression on paths, written by whoever wrote the tree. The rule: an expression of a
 * stranger is run only where it can't go back and forth without end, that is where nothing is repeated within what is
 * repeated, and little is repeated at all. Those of Linux 7.3 have no more than a few letters and a class.
 */

export interface NamePattern {
	test(path: string): boolean;
}

const longest = 200;
/** Each repetition multiplies the steps that a path of that length may cost. */
const mostRepetitions = 3;
/** Each choice doubles them at most. */
const mostChoices = 10;
const longestPath = 512;

/** The pattern, or why it is not followed. */
export function compileName(text: string): NamePattern | string {
	if (text.length > longest) return 'is too long to be followed';
	let expression: RegExp;
	try {
		expression = new RegExp(text);
	} catch {
		return 'is no regular expression';
	}
	if (!isHarmless(text)) return 'repeats too much to be followed';
	return {test: path => path.length <= longestPath && expression.test(path)};
}

/** Whether no group is repeated, nothing refers back, and few things are repeated. */
function isHarmless(text: string): boolean {
	// What a class holds and what is escaped is itself.
	const bare = text.replace(/\\[^1-9k]/g, 'x').replace(/\[(?:[^\]\\]|\\.)*\]/g, 'x');
	if (/\\|\)[*+{]/.test(bare)) return false;
	const count = (what: RegExp): number => (bare.match(what) ?? []).length;
	return count(/[*+]|\{\d+,?\d*\}/g) <= mostRepetitions && count(/[?|]/g) <= mostChoices;
}
