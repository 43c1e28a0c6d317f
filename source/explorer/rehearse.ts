import type {IndexRow} from '../dossier/index-row.ts';
import {joinColumns} from '../dossier/query/joins.ts';
import {parseQuery} from '../dossier/query/query.ts';
import {search} from '../dossier/query/search.ts';
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
		next += rowsAhead;
		if (next < rows.length) setTimeout(go, 1);
		else readJoins(rows, options.isOver);
	};
	setTimeout(go, options.delayMs);
}

/** Reads what is asked across drivers, a column at a time, so that the first field that asks so need not wait for it. */
function readJoins(rows: readonly IndexRow[], isOver: () => boolean): void {
	const joins = rows[0]?.joins;
	// Nobody waits for what may never be asked.
	if (joins?.areKept() !== true) return;
	const columns = [...joinColumns];
	const go = () => {
		const column = columns.shift();
		if (column === undefined || isOver()) return;
		joins.values(column);
		setTimeout(go, 1);
	};
	setTimeout(go, 1);
}
