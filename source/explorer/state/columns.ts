import {type ColumnChoice, type ExplorerState, firstColumns} from '../model.ts';
import {between} from './cursor.ts';

/** Cells that a column can be narrower and wider than by itself. */
const [mostShrinkage, mostGrowth] = [12, 40];

export function openColumns(state: ExplorerState): ExplorerState {
	return {...state, prompt: 'columns', columnCursor: 0};
}

/** The cursor of the menu of columns by some lines. */
export function movedInColumns(state: ExplorerState, by: number): ExplorerState {
	const columnCursor = between(0, state.columnCursor + by, state.columns.length - 1);
	return {...state, columnCursor};
}

function changed(state: ExplorerState, change: (column: ColumnChoice) => ColumnChoice): ExplorerState {
	const columns = state.columns.map((column, index) =>
		index === state.columnCursor ? change(column) : column,
	);
	return {...state, columns};
}

export function columnToggled(state: ExplorerState): ExplorerState {
	return changed(state, column => ({...column, isShown: !column.isShown}));
}

/** The column wider by some cells, or narrower. */
export function columnGrown(state: ExplorerState, by: number): ExplorerState {
	return changed(state, column => ({
		...column,
		growth: between(-mostShrinkage, column.growth + by, mostGrowth),
	}));
}

/** The column by some places further to the end, or to the front; the cursor stays on it. */
export function columnMoved(state: ExplorerState, by: number): ExplorerState {
	const to = between(0, state.columnCursor + by, state.columns.length - 1);
	const column = state.columns[state.columnCursor];
	if (column === undefined) return state;
	const others = state.columns.filter(other => other !== column);
	return {...state, columns: others.toSpliced(to, 0, column), columnCursor: to};
}

export function columnsReset(state: ExplorerState): ExplorerState {
	return {...state, columns: firstColumns};
}

/** The columns that a configuration names, in its order, and behind them the others, hidden; null: as they are at first. */
export function chosenColumns(names: readonly string[] | null): readonly ColumnChoice[] {
	if (names === null) return firstColumns;
	const named = names.flatMap(name => firstColumns.filter(column => column.name === name));
	return [
		...named.map(column => ({...column, isShown: true})),
		...firstColumns.filter(column => !named.includes(column)).map(column => ({...column, isShown: false})),
	];
}
