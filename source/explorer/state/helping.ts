import type {EditedLine} from '../line-editor.ts';
import type {ExplorerState} from '../model.ts';
import {openOver} from './screens.ts';

/** What help is filtered by has no caret of its own: it is edited at its end. */
export const helpLine = ({helpFilter}: ExplorerState): EditedLine => ({
	text: helpFilter,
	caret: helpFilter.length,
});

/** The help, filtered by another text. */
export const helpOn = (state: ExplorerState, helpFilter: string): ExplorerState => ({
	...state,
	helpFilter,
	scroll: 0,
});

/** The help, from its top; where it is open already, it stays as it is. */
export function openHelp(state: ExplorerState): ExplorerState {
	return state.screen === 'help' ? state : helpOn(openOver(state, 'help'), '');
}

export function clearHelpFilter(state: ExplorerState): ExplorerState {
	return helpOn(state, '');
}
