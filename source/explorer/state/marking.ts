import {keyOf} from '../key-guide.ts';
import type {ExplorerState} from '../model.ts';
import {place} from './cursor.ts';

/** Most drivers that stand side by side. */
const mostMarks = 4;

/** Marks the driver, or takes its mark away. On the list the cursor goes on, so that several are marked in a row. */
export function marked(state: ExplorerState): ExplorerState {
	const {cursorId, marks} = state;
	if (cursorId === null) return state;
	if (marks.includes(cursorId)) return {...state, marks: marks.filter(id => id !== cursorId)};
	if (marks.length >= mostMarks) {
		const message = `at most ${mostMarks} can be compared; ${keyOf('unmark-all')} takes the marks away`;
		return {...state, message};
	}
	const next = {...state, marks: [...marks, cursorId]};
	return state.screen === 'list' ? place(next, state.cursor + 1) : next;
}
