import type {IndexRow} from '../dossier/index-row.ts';
import {type JoinColumn, type Joins, joinColumns} from '../dossier/query/joins.ts';
import {parseQuery} from '../dossier/query/query.ts';
import {prepareSearch, search} from '../dossier/query/search.ts';
import {defaultSort} from '../dossier/query/sort.ts';

/** Rows that are searched between two looks at the keyboard: a few milliseconds of work. */
const rowsAhead = 800;
/** What is looked for: letters that most rows have, that few have, and that are scattered. */
const rehearsedWords = ['e', 'in', 'mlx', 'zq9'];

/**
 * Searches all rows, in small portions, and draws the screen again, while nobody types. It makes their texts ready
 * and lets V8 compile the search and the drawing, so that the first letter of a filter is about as fast as the others:
 * without it, it takes nearly four times as long.
 */
export function rehearse(
	rows: readonly IndexRow[],
	options: {draw(): void; isOver(): boolean; delayMs: number},
): void {
	const queries = rehearsedWords
		.map(text => parseQuery(text))
		.flatMap(parsed => (parsed.ok ? [parsed.query] : []));
	let next = 0;
	const go = () => {
		if (options.isOver()) return;
		options.draw();
		const portion = rows.slice(next, next + rowsAhead);
		for (const query of queries) {
			search(portion, query, {sort: defaultSort, libraries: false, byMatch: true, sorted: true});
		}
		prepareSearch(rows, rowsAhead);
		next += rowsAhead;
		if (next < rows.length) setTimeout(go, 1);
	};
	setTimeout(go, options.delayMs);
}

/** Letters of a field's name from which it is expected: two of a word's begin many a name of a driver. */
const lettersOfField = 3;

/**
 * Reads columns of what is asked across drivers while somebody types the name of the field that asks them: there is time
 * before its value comes, and whoever never asks has no room taken (12 MB, all of them).
 */
export class ColumnsAhead {
	readonly #read = new Set<JoinColumn>();

	/** `text` is what stands in the filter. */
	follow(text: string, joins: Joins | undefined): void {
		// To make them of the records takes longer than anybody should wait for what may never be asked.
		const [, word = ''] = /(?:^|\s)-?(\w+):?\S*$/.exec(text) ?? [];
		if (word.length < lettersOfField || joins?.areKept() !== true) return;
		for (const column of joinColumns) {
			if (this.#read.has(column) || !column.startsWith(word.toLowerCase())) continue;
			this.#read.add(column);
			setTimeout(() => {
				try {
					joins.values(column);
				} catch {
					// A damaged file is told where the filter asks it.
				}
			}, 1);
		}
	}
}
