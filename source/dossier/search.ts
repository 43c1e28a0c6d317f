import {type IndexRow, lettersOf, type SearchTexts} from './index-row.ts';
import {normaliseName} from './names.ts';
import type {Query} from './query.ts';
import {compareRows, defaultSort, type Sort} from './sort.ts';

const isWordStart = (text: string, at: number) => at === 0 || !/[a-z0-9]/.test(text[at - 1]!);

/** How well a word fits one text: 0 not at all, more the better. */
function fitOf(text: string, word: string): number {
	const at = text.indexOf(word);
	if (at < 0) return 0;
	if (text.length === word.length) return 4;
	if (at === 0) return 3;
	return isWordStart(text, at) ? 2 : 1;
}

/**
 * Whether the letters of `word` come in `text` in order, and how closely: letters over the span they need,
 * 0 when they don't, at most 1. Spans that would have to skip more than half are no match: everything would be.
 */
function scattered(text: string, word: string): number {
	let best = 0;
	let start = text.indexOf(word[0]!);
	while (start >= 0) {
		let at = start;
		let index = 1;
		for (; index < word.length; index++) {
			at = text.indexOf(word[index]!, at + 1);
			if (at < 0) break;
		}
		if (index < word.length) break;
		best = Math.max(best, word.length / (at - start + 1));
		start = text.indexOf(word[0]!, start + 1);
	}
	return best > 0.5 ? best : 0;
}

/** How well one word fits a row; 0 is no match. A name counts more than a path, a path more than a title. */
function wordScore(texts: SearchTexts, word: string): number {
	const name = normaliseName(word);
	const module = fitOf(texts.module, name);
	if (module > 0) return 100 * module + name.length / texts.module.length;
	const symbol = fitOf(texts.symbol, word.replace(/^config_/, ''));
	if (symbol > 0) return 60 + 9 * symbol;
	const path = texts.path.indexOf(word);
	if (path >= 0) return isWordStart(texts.path, path) ? 60 : 40;
	const title = fitOf(texts.title, word);
	if (title > 0) return 20 + 5 * title;
	// Most rows lack one of the letters: that is seen at a glance.
	if (word.length < 3 || (lettersOf(name) & ~texts.letters) !== 0) return 0;
	return 10 * Math.max(scattered(texts.module, name), scattered(texts.symbol, word));
}

/** What a search found: the rows in order, and how many libraries it left out. */
export interface SearchResult {
	rows: IndexRow[];
	hiddenLibraries: number;
}

/**
 * The rows that a query matches. With words in it the best match comes first and `sort` decides between equals;
 * without, `sort` alone. `sorted` says that `rows` are in the order of `sort` already. Libraries
 * (`not-a-driver`) are left out unless asked for.
 */
export function search(
	rows: readonly IndexRow[],
	query: Query,
	options: {sort: Sort; libraries: boolean; byMatch: boolean; sorted?: boolean},
): SearchResult {
	const {words, tests} = query;
	const libraries = options.libraries || query.wantsLibraries;
	const found: {row: IndexRow; score: number}[] = [];
	let hiddenLibraries = 0;
	next: for (const row of rows) {
		for (const test of tests) {
			if (!test(row)) continue next;
		}
		let score = 0;
		if (words.length > 0) {
			const {texts} = row;
			for (const word of words) {
				const fits = wordScore(texts, word);
				if (fits === 0) continue next;
				score += fits;
			}
		}
		if (!libraries && row.recommendation === 'not-a-driver') {
			hiddenLibraries += 1;
			continue;
		}
		found.push({row, score});
	}
	// Sorting is stable: rows of one score stay in the order of `sort`.
	if (!options.sorted || isReordered(options.sort))
		found.sort((a, b) => compareRows(a.row, b.row, options.sort));
	if (words.length > 0 && options.byMatch) found.sort((a, b) => b.score - a.score);
	return {rows: found.map(({row}) => row), hiddenLibraries};
}

function isReordered(sort: Sort): boolean {
	return sort.key !== defaultSort.key || sort.reverse !== defaultSort.reverse;
}
