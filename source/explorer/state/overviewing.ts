import {
	columnsOf,
	defaultOverviewOrder,
	isVerdictColumn,
	overviewGroups,
	overviewRows,
	overviewValue,
} from '../../dossier/query/overview.ts';
import {replaceFields} from '../../dossier/query/query.ts';
import type {ExplorerState, OverviewView} from '../model.ts';
import {between, settle} from './cursor.ts';
import {filterBy} from './filtering.ts';
import {remember} from './history.ts';
import {go, openOver} from './screens.ts';

/** An overview as it is opened. */
export const freshOverview: OverviewView = {
	group: 'subsystem',
	cursor: 0,
	column: 'name',
	order: defaultOverviewOrder,
};

export function openOverview(state: ExplorerState): ExplorerState {
	return openOver({...state, overview: {...state.overview, cursor: 0, column: 'name'}}, 'overview');
}

/** The directories, with the cursor on that of the driver. */
export function openDirectory(state: ExplorerState): ExplorerState {
	const directory = state.found[state.cursor]?.directory;
	const {order} = state.overview;
	const rows = overviewRows(state.found, 'directory', order);
	const cursor = Math.max(
		0,
		rows.findIndex(({name}) => name === directory),
	);
	return openOver({...state, overview: {group: 'directory', cursor, column: 'name', order}}, 'overview');
}

/** Counts by what comes some places further, round and round. */
export function groupMoved(state: ExplorerState, by: number): ExplorerState {
	const count = overviewGroups.length;
	const at = (overviewGroups.indexOf(state.overview.group) + by + count) % count;
	return {...state, overview: {...state.overview, group: overviewGroups[at]!, cursor: 0}};
}

/** The cursor by some columns to the right, over those in which there is anything. */
export function columnChosen(state: ExplorerState, by: number): ExplorerState {
	const {column, group, order} = state.overview;
	const rows = overviewRows(state.found, group, order);
	const columns = columnsOf(rows);
	const at = between(0, columns.indexOf(column) + by, columns.length - 1);
	return {...state, overview: {...state.overview, column: columns[at]!}};
}

/** Orders by the column that the cursor is on, the largest first and names from A; once more, the other way round. */
export function overviewOrdered(state: ExplorerState): ExplorerState {
	const {column, order} = state.overview;
	const isAscending = order.column === column ? !order.isAscending : column === 'name';
	return {...state, overview: {...state.overview, cursor: 0, order: {column, isAscending}}};
}

export function overviewReversed(state: ExplorerState): ExplorerState {
	const {order} = state.overview;
	const next = {...order, isAscending: !order.isAscending};
	return {...state, overview: {...state.overview, cursor: 0, order: next}};
}

/** A line of the overview becomes a filter, with its verdict where the cursor is on one, in the place of those by the same fields. */
export function filterByLine(state: ExplorerState): ExplorerState {
	const {group, cursor, column, order} = state.overview;
	const row = overviewRows(state.found, group, order)[cursor];
	if (row === undefined) return state;
	if (isVerdictColumn(column) && overviewValue(row, column) === 0)
		return {...state, message: `${row.name} has no driver that is ${column}`};
	const verdict = isVerdictColumn(column) ? [`rec:${column}`] : [];
	const filters = [row.filter, ...verdict];
	const fields = filters.map(filter => filter.slice(0, filter.indexOf(':')));
	const text = replaceFields(state.queryText, fields, filters);
	return settle(filterBy(go(remember(state), 'list'), {text, caret: text.length}));
}
