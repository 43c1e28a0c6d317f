import type {EditedLine} from '../line-editor.ts';
import type {ExplorerState} from '../model.ts';
import type {ExportForm} from '../own-model.ts';
import {markedRows} from './marking.ts';

const endings: Readonly<Record<ExportForm, string>> = {
	csv: 'drivers.csv',
	json: 'drivers.json',
	ndjson: 'drivers.ndjson',
	markdown: 'drivers.md',
	verdicts: 'verdicts.ndjson',
};

/** A form from the menu; the name of the file comes next. */
export function exportAs(state: ExplorerState, form: ExportForm): ExplorerState {
	const text = endings[form];
	return {...state, prompt: 'file', own: {...state.own, exporting: {form, text, caret: text.length}}};
}

/** The line in which the file is named. */
export function fileLine({own: {exporting}}: ExplorerState): EditedLine {
	return exporting ?? {text: '', caret: 0};
}

/** Another file name. */
export function nameFile(state: ExplorerState, line: EditedLine): ExplorerState {
	const {exporting} = state.own;
	return exporting === null ? state : {...state, own: {...state.own, exporting: {...exporting, ...line}}};
}

/** What an export takes: the marked drivers, whether they are shown or not; else those that are shown. */
export function exportedRows(state: ExplorerState): ExplorerState['found'] {
	return state.marks.length > 0 ? markedRows(state) : state.found;
}

/** Has the file written; one that is there is written over only if `mayReplace`. */
export function fileWritten(state: ExplorerState, mayReplace: boolean): ExplorerState {
	const {exporting} = state.own;
	if (exporting === null || exporting.text.trim() === '') return {...state, message: 'a file wants a name'};
	const rows = exportedRows(state);
	return {...state, prompt: null, effects: [{kind: 'export', exporting, rows, mayReplace}]};
}

/** Back to the name of the file, or out of it. */
export function fileDropped(state: ExplorerState): ExplorerState {
	return {...state, prompt: null, own: {...state.own, exporting: null}};
}
