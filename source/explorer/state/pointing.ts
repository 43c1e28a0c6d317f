import type {Key} from '../../terminal/keys.ts';
import {bodyHeight, headerHeight, paneWidths} from '../layout.ts';
import type {ExplorerState, World} from '../model.ts';
import {moved, place, settle} from './cursor.ts';
import {remember} from './history.ts';
import {go} from './screens.ts';

/** Lines that one notch of a wheel moves by. */
const notch = 3;

/** What a mouse did: its wheel moves what is under it, its button chooses a driver, and opens one that is chosen. */
export function pointed(state: ExplorerState, {name, at}: Key, world: World): ExplorerState {
	if (at === undefined || state.prompt !== null) return state;
	const overDossier = state.isSplit && at.column > paneWidths(state).list;
	if (name !== 'click') {
		const by = name === 'wheel-up' ? -notch : notch;
		if (!state.isSplit) return moved(state, by, world);
		const screen = overDossier ? 'detail' : 'list';
		return {...moved({...state, screen}, by, world), screen: state.screen};
	}
	if (overDossier) return go(settle(state), 'detail');
	if (state.screen !== 'list' && !state.isSplit) return state;
	// The list begins below the header, under its headings.
	const line = at.row - headerHeight(state) - 1;
	const index = state.top + line;
	if (line < 0 || line >= bodyHeight(state) - 1 || index >= state.found.length) return state;
	if (index !== state.cursor || state.screen !== 'list') return place(go(state, 'list'), index);
	return go(settle(remember(state)), 'detail');
}
