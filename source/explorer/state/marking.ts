import {grouped} from '../../text/numbers.ts';
import {type ExplorerState, mostCompared} from '../model.ts';
import {place} from './cursor.ts';
import {openOver} from './screens.ts';

/** Marks the driver, or takes its mark away. On the list the cursor goes on, so that several are marked in a row. */
export function marked(state: ExplorerState): ExplorerState {
	const {cursorId, marks} = state;
	if (cursorId === null) return state;
	if (marks.includes(cursorId)) return {...state, marks: marks.filter(id => id !== cursorId)};
	const next = {...state, marks: [...marks, cursorId]};
	return state.screen === 'list' ? place(next, state.cursor + 1) : next;
}

/** Marks whatever is shown from the driver that was marked last to this one, both included. */
export function rangeMarked(state: ExplorerState): ExplorerState {
	const last = state.marks.at(-1);
	const from = state.found.findIndex(({id}) => id === last);
	if (from < 0) return {...state, message: 'the driver that was marked last is not shown'};
	const [first, end] = [Math.min(from, state.cursor), Math.max(from, state.cursor)];
	return withMarks(
		state,
		state.found.slice(first, end + 1).map(({id}) => id),
	);
}

/** Marks all that are shown; where all of them are marked, takes these marks away. */
export function shownMarked(state: ExplorerState): ExplorerState {
	const marks = new Set(state.marks);
	const shown = state.found.map(({id}) => id);
	if (!shown.every(id => marks.has(id))) return withMarks(state, shown);
	const gone = new Set(shown);
	return {...state, marks: state.marks.filter(id => !gone.has(id)), message: null};
}

function withMarks(state: ExplorerState, ids: readonly string[]): ExplorerState {
	const marks = [...new Set([...state.marks, ...ids])];
	return {...state, marks, message: `${grouped(marks.length)} marked`};
}

/** The rows of the marked drivers, in the order of the list that they are of; those of the dead after the living. */
export function markedRows({marks, rows, goneRows}: ExplorerState): ExplorerState['rows'] {
	const wanted = new Set(marks);
	return [...rows, ...(goneRows ?? [])].filter(({id}) => wanted.has(id));
}

/** The marked drivers side by side, the first of them where there are more than fit. */
export function compareOpened(state: ExplorerState): ExplorerState {
	const count = state.marks.length;
	const message = count > mostCompared ? `the first ${mostCompared} of ${grouped(count)} marked` : null;
	return {...openOver(state, 'compare'), scroll: 0, message};
}
