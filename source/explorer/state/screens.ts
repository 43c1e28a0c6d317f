import {canSplitAt, isSplitNow, paneWidths} from '../layout.ts';
import type {ExplorerState, Screen, Size} from '../model.ts';

/** The layout of another size. */
export function resized(state: ExplorerState, {columns, rows}: Size): ExplorerState {
	const next = {...state, size: {columns, rows}, canSplit: canSplitAt({columns, rows})};
	return {...next, isSplit: isSplitNow(next)};
}

/** To another screen; the layout follows. */
export function go(state: ExplorerState, screen: Screen): ExplorerState {
	const next =
		screen === 'list'
			? {...state, screen, isZoomed: false, detailUnder: 'list' as const}
			: {...state, screen};
	return {...next, isSplit: isSplitNow(next)};
}

/** Opens what is closed again to list or dossier, whichever it was opened from. */
export function openOver(
	state: ExplorerState,
	screen: 'help' | 'overview' | 'compare' | 'news',
): ExplorerState {
	const under = state.screen === 'list' || state.screen === 'detail' ? state.screen : state.under;
	return go({...state, under}, screen);
}

/** Closes what is open: the dossier to the list or the news, anything else to what it was opened from. */
export function closed(state: ExplorerState): ExplorerState {
	if (state.screen !== 'detail') return go(state, state.under);
	const {detailUnder} = state;
	// The news are closed to the list then, whatever they were opened over: that dossier is another one.
	return go({...state, detailUnder: 'list', under: 'list'}, detailUnder);
}

/** The list wider by some cells, or narrower, as far as either pane can be used. */
export function listGrown(state: ExplorerState, by: number): ExplorerState {
	const before = paneWidths(state).list;
	const next = {...state, listGrowth: state.listGrowth + by};
	return paneWidths(next).list === before ? {...state, message: 'it can go no further'} : next;
}

/** The dossier over the full width, or beside the list again. */
export function zoomed(state: ExplorerState): ExplorerState {
	const next = {...state, isZoomed: !state.isZoomed};
	return {...next, isSplit: isSplitNow(next)};
}
