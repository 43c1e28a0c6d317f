import type {ExplorerState, PastView} from '../model.ts';

/** Views that are kept to go back to. */
const mostPast = 50;

const currentView = ({queryText, sort, libraries, cursorId}: ExplorerState): PastView => ({
	queryText,
	sort,
	libraries,
	cursorId,
});

/** Keeps the view in the history before another takes its place. What had been gone back from is forgotten. */
export function remember(state: ExplorerState): ExplorerState {
	const view = currentView(state);
	const last = state.past.at(-1);
	if (last !== undefined && JSON.stringify(last) === JSON.stringify(view)) return state;
	return {...state, past: [...state.past.slice(1 - mostPast), view], future: []};
}

/** The view before, taken from the history; null where there is none. */
export function stepBack(state: ExplorerState): {state: ExplorerState; view: PastView} | null {
	const view = state.past.at(-1);
	if (view === undefined) return null;
	const [past, future] = [state.past.slice(0, -1), [currentView(state), ...state.future]];
	return {state: {...state, past, future}, view};
}

/** The view that was gone back from, taken from the history; null where there is none. */
export function stepForward(state: ExplorerState): {state: ExplorerState; view: PastView} | null {
	const [view, ...future] = state.future;
	if (view === undefined) return null;
	return {state: {...state, past: [...state.past, currentView(state)], future}, view};
}
