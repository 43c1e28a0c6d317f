import {paletteEntries} from '../keys/palette.ts';
import type {ExplorerState, PaletteEntry} from '../model.ts';
import {between} from './cursor.ts';

/** The list of all actions, over whatever is shown. */
export function openPalette(state: ExplorerState): ExplorerState {
	return {...state, prompt: 'palette', palette: {text: '', cursor: 0}};
}

/** Another text in it; the best action is what its writer wants. */
export function typedIntoPalette(state: ExplorerState, text: string): ExplorerState {
	return {...state, palette: {text, cursor: 0}};
}

/** The cursor of the list of actions by some lines. */
export function movedInPalette(state: ExplorerState, by: number): ExplorerState {
	const cursor = between(0, state.palette.cursor + by, paletteEntries(state).length - 1);
	return {...state, palette: {...state.palette, cursor}};
}

/** The chosen action and the state that it is done in; no action, and why in its message, where it can't be done. */
export function chosenAction(state: ExplorerState): {
	state: ExplorerState;
	action: PaletteEntry['action'] | null;
} {
	const entry = paletteEntries(state)[state.palette.cursor];
	if (entry === undefined) return {state, action: null};
	if (entry.why !== null) return {state: {...state, message: entry.why}, action: null};
	return {state: {...state, prompt: null}, action: entry.action};
}
