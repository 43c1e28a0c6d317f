import {sortFields} from '../../dossier/query/sort.ts';
import type {ExplorerState} from '../model.ts';

/** What the list's order is called: `by risk`, `best match first`. */
export function orderLabel({query, sort, isSortChosen}: ExplorerState): string {
	if (query.words.length > 0 && !isSortChosen) return 'best match first';
	if (query.wantsGone && !isSortChosen) return 'last to leave first';
	const second = sort.second === undefined ? '' : `, ${sortFields[sort.second.key].label}`;
	return `by ${sortFields[sort.key].label}${second}`;
}

/** Whether the order runs from small to large. */
export function isAscending({sort}: ExplorerState): boolean {
	return sortFields[sort.key].descending === sort.reverse;
}
