import type {Sort} from '../../dossier/query/sort.ts';
import type {ExplorerState, PastView} from '../model.ts';

/** Views that are kept to go back to. */
const mostPast = 50;

/** The view as it is now, to come back to. */
export const currentView = ({queryText, sort, libraries, cursorId}: ExplorerState): PastView => ({
	queryText,
	sort,
	libraries,
	cursorId,
});

/** Keeps the view in the history before another takes its place. What had been gone back from is forgotten. */
export function remember(state: ExplorerState): ExplorerState {
	return rememberView(state, currentView(state));
}

/** Keeps a view in the history that another has taken the place of. */
export function rememberView(state: ExplorerState, view: PastView): ExplorerState {
	const last = state.past.at(-1);
	if (last !== undefined && isSame(last, view)) return state;
	return {...state, past: [...state.past.slice(1 - mostPast), view], future: []};
}

/** The history of an explorer that nothing was asked of: the list that the last one was left with is the view before. */
export function pastOf(lastQuery: string | null, sort: Sort): readonly PastView[] {
	return lastQuery === null ? [] : [{queryText: lastQuery, sort, libraries: false, cursorId: null}];
}

/** What is offered the next time: the query in force, else the last that was; null where there was none that can be read. */
export function queryToKeep({past, problem, queryText}: ExplorerState): string | null {
	if (queryText !== '' && problem === null) return queryText;
	return past.findLast(view => view.queryText !== '')?.queryText ?? null;
}

const isSame = (one: PastView, other: PastView) => JSON.stringify(one) === JSON.stringify(other);

/** The last view that was another than this one, taken from the history; null where there is none. */
export function stepBack(state: ExplorerState): {state: ExplorerState; view: PastView} | null {
	const now = currentView(state);
	const at = state.past.findLastIndex(view => !isSame(view, now));
	const view = state.past[at];
	if (view === undefined) return null;
	return {state: {...state, past: state.past.slice(0, at), future: [now, ...state.future]}, view};
}

/** The view that was gone back from, taken from the history; null where there is none. */
export function stepForward(state: ExplorerState): {state: ExplorerState; view: PastView} | null {
	const [view, ...future] = state.future;
	if (view === undefined) return null;
	return {state: {...state, past: [...state.past, currentView(state)], future}, view};
}
