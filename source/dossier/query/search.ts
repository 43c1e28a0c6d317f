import {type IndexRow, lettersOf, type SearchTexts} from '../index-row.ts';
import {normaliseName} from './names.ts';
import type {Query} from './query.ts';
import {compareRows, isReordered, type Sort} from './sort.ts';

/** Whether no letter or digit stands before a place of a lower-case text. */
function isWordStart(text: string, at: number): boolean {
	if (at === 0) return true;
	const before = text.charCodeAt(at - 1);
	return !((before >= 97 && before <= 122) || (before >= 48 && before <= 57));
}

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

/**
 * The texts of all rows in one: a word is looked for in ten megabytes sooner than in four texts each of 100,000 rows.
 * Made at the first search over an array of rows, kept as long as that is.
 */
interface Haystack {
	text: string;
	/** Where each row's text starts, and the end of all. */
	starts: Uint32Array;
	letters: Int32Array;
}

const haystacks = new WeakMap<readonly IndexRow[], Haystack>();

/** A haystack that is not whole yet: pieces of the first rows, with as many starts and letters. */
interface Draft extends Omit<Haystack, 'text'> {
	pieces: string[];
}

const drafts = new WeakMap<readonly IndexRow[], Draft>();

/**
 * Makes ready what the first search over these rows would have to, for so many rows more: whoever has time before that search
 * spares it 15 ms of 12,000 rows. True once nothing is left to do.
 */
export function prepareSearch(rows: readonly IndexRow[], count: number): boolean {
	if (haystacks.has(rows)) return true;
	let draft = drafts.get(rows);
	if (draft === undefined) {
		draft = {pieces: [], starts: new Uint32Array(rows.length + 1), letters: new Int32Array(rows.length)};
		drafts.set(rows, draft);
	}
	const {pieces, starts, letters} = draft;
	const end = Math.min(rows.length, pieces.length + count);
	for (let index = pieces.length; index < end; index++) {
		const {texts} = rows[index]!;
		const piece = `${texts.module}\n${texts.symbol}\n${texts.path}\n${texts.title}\n`;
		starts[index + 1] = starts[index]! + piece.length;
		letters[index] = texts.letters;
		pieces.push(piece);
	}
	if (pieces.length < rows.length) return false;
	haystacks.set(rows, {text: pieces.join(''), starts, letters});
	drafts.delete(rows);
	return true;
}

function haystackOf(rows: readonly IndexRow[]): Haystack {
	prepareSearch(rows, rows.length);
	return haystacks.get(rows)!;
}

/** Marks the rows that a word may fit, a few too many but none too few. */
function markCandidates({text, starts, letters}: Haystack, word: string, marks: Uint8Array): void {
	const name = normaliseName(word);
	for (const needle of new Set([word, name, word.replace(/^config_/, '')])) {
		if (needle === '') {
			marks.fill(1);
			return;
		}
		let row = 0;
		for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, starts[row])) {
			while (starts[row + 1]! <= at) row += 1;
			marks[row] = 1;
			row += 1;
		}
	}
	if (word.length < 3) return;
	const wanted = lettersOf(name);
	for (let row = 0; row < letters.length; row++) if ((wanted & ~letters[row]!) === 0) marks[row] = 1;
}

/** The rows that each of the words may fit: a mark each, or null where there is no word. */
function candidates(rows: readonly IndexRow[], words: readonly string[]): Uint8Array | null {
	let all: Uint8Array | null = null;
	for (const word of new Set(words)) {
		const marks = new Uint8Array(rows.length);
		markCandidates(haystackOf(rows), word, marks);
		for (let row = 0; all !== null && row < marks.length; row++) marks[row]! &= all[row]!;
		all = marks;
		if (!marks.includes(1)) break;
	}
	return all;
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
	const found: IndexRow[] = [];
	const scores: number[] = [];
	let hiddenLibraries = 0;
	const marks = candidates(rows, words);
	next: for (let index = 0; index < rows.length; index++) {
		if (marks !== null && marks[index] === 0) continue;
		const row = rows[index]!;
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
		found.push(row);
		scores.push(score);
	}
	const isRanked = words.length > 0 && options.byMatch;
	if (options.sorted && !isReordered(options.sort)) {
		return {rows: isRanked ? bestFirst(found, scores) : found, hiddenLibraries};
	}
	const order = found.map((row, index) => ({row, score: scores[index]!}));
	order.sort((a, b) => (isRanked && b.score - a.score) || compareRows(a.row, b.row, options.sort));
	return {rows: order.map(({row}) => row), hiddenLibraries};
}

/** Scores are told apart to a millionth. */
const scoreSteps = 1_000_000;

/**
 * The rows by their scores, the highest first; equals stay in their order. Score and place go into one number each,
 * which a typed array sorts several times as fast as a comparison function would: a letter that 85,000 rows have is
 * to be answered at once.
 */
function bestFirst(rows: readonly IndexRow[], scores: readonly number[]): IndexRow[] {
	const places = 2 ** Math.ceil(Math.log2(rows.length + 1));
	const keys = new Float64Array(rows.length);
	for (let index = 0; index < keys.length; index++) {
		keys[index] = index - Math.round(scores[index]! * scoreSteps) * places;
	}
	keys.sort();
	const best: IndexRow[] = new Array(keys.length);
	// `places` is a power of two: dividing by it is exact, and shorter than a remainder of floating point.
	for (let place = 0; place < keys.length; place++) {
		const key = keys[place]!;
		best[place] = rows[key - Math.floor(key / places) * places]!;
	}
	return best;
}
