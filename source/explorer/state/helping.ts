import {type LineEdit, lineEdits, typeInto} from '../line-editor.ts';
import type {ExplorerState} from '../model.ts';
import {openOver} from './screens.ts';

/** What help is filtered by has no caret of its own: it is edited at its end. */
const helpLine = ({helpFilter}: ExplorerState) => ({text: helpFilter, caret: helpFilter.length});

const helpOn = (state: ExplorerState, helpFilter: string): ExplorerState => ({
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

export function typeIntoHelp(state: ExplorerState, text: string): ExplorerState {
	return helpOn(state, typeInto(helpLine(state), text).text);
}

export function editHelpFilter(state: ExplorerState, edit: LineEdit): ExplorerState {
	return helpOn(state, lineEdits[edit](helpLine(state)).text);
}
