import {overviewRows} from '../../dossier/query/overview.ts';
import {bodyHeight, isTooSmall} from '../layout.ts';
import {type ExplorerState, freshView, type World} from '../model.ts';

/** A number that is kept inside its bounds. */
export const between = (least: number, wanted: number, most: number) =>
	Math.max(least, Math.min(wanted, most));

/** Puts the cursor on a row, by its place; beyond the ends, on the last or the first. */
export function place(state: ExplorerState, wanted: number): ExplorerState {
	const cursor = between(0, wanted, Math.max(0, state.found.length - 1));
	return keepCursorVisible({...state, cursor, cursorId: state.found[cursor]?.id ?? null});
}

/** Scrolls the list no more than needed to show the cursor, and never beyond its end. */
export function keepCursorVisible(state: ExplorerState): ExplorerState {
	const room = Math.max(1, bodyHeight(state) - 1);
	const most = Math.max(0, state.found.length - room);
	const top = Math.max(0, Math.min(state.top, most, state.cursor), state.cursor - room + 1);
	return {...state, top};
}

/** Text that had been scrolled fills its window where it can: after another size there may be less of it, or more room. */
export function keepScrollInside(state: ExplorerState, world: World): ExplorerState {
	const {screen, isSplit, detailScroll, scroll} = state;
	if (isTooSmall(state.size)) return state;
	const most = (which: ExplorerState['screen']) =>
		Math.max(0, world.textHeight({...state, screen: which}) - bodyHeight(state));
	const showsDossier = screen === 'detail' || isSplit;
	const showsText = screen === 'help' || screen === 'compare';
	return {
		...state,
		detailScroll: showsDossier && detailScroll > 0 ? Math.min(detailScroll, most('detail')) : detailScroll,
		scroll: showsText && scroll > 0 ? Math.min(scroll, most(screen)) : scroll,
	};
}

/** The dossier catches up with the cursor. */
export function settle(state: ExplorerState): ExplorerState {
	if (state.detailId === state.cursorId) return state;
	const {signals, notes} = state.view;
	return {...state, detailId: state.cursorId, detailScroll: 0, view: {...freshView, signals, notes}};
}

/** Lines that are a page of the open text or list. */
export function pageOf(state: ExplorerState): number {
	return Math.max(1, bodyHeight(state) - 2);
}

/** Down by some lines, or up: the cursor of a list, the scroll of a text. */
export function moved(state: ExplorerState, by: number, world: World): ExplorerState {
	if (state.screen === 'list') return place(state, state.cursor + by);
	if (state.screen === 'overview') {
		const {group, cursor} = state.overview;
		const most = Math.max(0, overviewRows(state.found, group).length - 1);
		return {...state, overview: {...state.overview, cursor: between(0, cursor + by, most)}};
	}
	if (state.screen === 'news') return newsMoved(state, by);
	const most = Math.max(0, world.textHeight(state) - bodyHeight(state));
	if (state.screen === 'detail') {
		return {...state, detailScroll: between(0, state.detailScroll + by, most)};
	}
	return {...state, scroll: between(0, state.scroll + by, most)};
}

/** Down by some news, or up. */
function newsMoved(state: ExplorerState, by: number): ExplorerState {
	const {news, newsCursor} = state.own;
	const most = Math.max(0, (news?.items.length ?? 0) - 1);
	return {...state, own: {...state.own, newsCursor: between(0, newsCursor + by, most)}};
}
