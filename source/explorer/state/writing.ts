import type {Key} from '../../terminal/keys.ts';
import {counted} from '../../text/numbers.ts';
import {actionFor, isLine, takesText} from '../keymap.ts';
import {asOneLine, type EditedLine, type LineEdit, lineEdits, longestLine, typeInto} from '../line-editor.ts';
import type {ExplorerState} from '../model.ts';
import {fileLine, nameFile} from './exporting.ts';
import {filterBy, filterLine, openFilter} from './filtering.ts';
import {helpLine, helpOn} from './helping.ts';
import {typedIntoPalette} from './palette.ts';

/** What is said of a line that takes no more; null where it does. A last half of a pair has no room either. */
export function fullLine({text}: EditedLine): string | null {
	const isFull = text.length >= longestLine - 1;
	return isFull ? `a line takes ${counted(longestLine, 'character')}: what is more is left out` : null;
}

/** The line that takes what is typed, whichever is open. */
function openLine(state: ExplorerState): EditedLine {
	if (state.prompt === 'file') return fileLine(state);
	if (state.prompt === 'palette') return {text: state.palette.text, caret: state.palette.text.length};
	return state.screen === 'help' ? helpLine(state) : filterLine(state);
}

/** The open line as it is written now: what it finds follows. */
function withLine(state: ExplorerState, line: EditedLine): ExplorerState {
	if (state.prompt === 'file') return nameFile(state, line);
	if (state.prompt === 'palette') return typedIntoPalette(state, line.text);
	return state.screen === 'help' ? helpOn(state, line.text) : filterBy(state, line);
}

const isEdit = (action: string): action is LineEdit => Object.hasOwn(lineEdits, action);

/** The line after a key; null for one that does something else than write in it. */
function writtenBy(state: ExplorerState, line: EditedLine, {name, text}: Key): EditedLine | null {
	if (name === 'paste') return null;
	if (text !== undefined && isLine(state.prompt)) return typeInto(line, text);
	const action = actionFor(state, name);
	if (action === null) return text === undefined ? null : typeInto(line, text);
	// In an empty line, it closes it.
	if (!isEdit(action) || (action === 'erase-before' && line.text === '')) return null;
	return lineEdits[action](line);
}

/**
 * How many keys from a place on do nothing but write in the open line: they can be taken at once, since what it finds is
 * asked for once. 0 where the first does something else.
 */
export function writtenAhead(state: ExplorerState, keys: readonly Key[], from: number): number {
	if (!takesText(state)) return 0;
	let line = openLine(state);
	for (let at = from; at < keys.length; at++) {
		const next = writtenBy(state, line, keys[at]!);
		if (next === null) return at - from;
		line = next;
	}
	return keys.length - from;
}

/** The state after keys that write in the open line: what each of them alone would have made of it, one after the other. */
export function written(state: ExplorerState, keys: readonly Key[]): ExplorerState {
	const before = openLine(state);
	let line = before;
	let isOther = false;
	for (const key of keys) {
		const next = writtenBy(state, line, key) ?? line;
		isOther ||= next.text !== line.text;
		line = next;
	}
	const message = fullLine(line);
	// A caret that moves changes nothing that is found.
	if (!isOther && state.prompt === 'filter') return {...state, message, caret: line.caret};
	return {...withLine(state, line), message};
}

/** An edit of the open line; of an empty filter, the character before its caret is the filter line itself. */
export function edited(state: ExplorerState, edit: LineEdit): ExplorerState {
	const line = openLine(state);
	if (edit === 'erase-before' && line.text === '' && state.prompt === 'filter')
		return {...state, prompt: null};
	const next = lineEdits[edit](line);
	if (next.text === line.text && state.prompt === 'filter') return {...state, caret: next.caret};
	return withLine(state, next);
}

/** Pasted text goes into a line as one line, into the filter where none is open: it is never taken for keys. */
export function pasted(state: ExplorerState, text: string): ExplorerState {
	const line = asOneLine(text);
	if (line.trim() === '') return state;
	const opened =
		isLine(state.prompt) || state.screen === 'help' ? state : openFilter({...state, prompt: null});
	const next = typeInto(openLine(opened), line);
	return {...withLine(opened, next), message: fullLine(next)};
}
