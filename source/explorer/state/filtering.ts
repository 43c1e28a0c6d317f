import {completeQuery, sharedBeginning} from '../../dossier/query/complete.ts';
import {readFilter, replaceFields} from '../../dossier/query/query.ts';
import {search} from '../../dossier/query/search.ts';
import type {Sort, SortKey} from '../../dossier/query/sort.ts';
import type {EditedLine} from '../line-editor.ts';
import type {ExplorerState} from '../model.ts';
import {place, settle} from './cursor.ts';
import {currentView, remember, rememberView} from './history.ts';
import {go} from './screens.ts';

/** Runs the query over the rows; the cursor stays on its driver where that is still there. */
export function find(state: ExplorerState): ExplorerState {
	const {rows: found, hiddenLibraries} = search(
		state.query.wantsGone ? (state.goneRows ?? []) : (state.own.mineRows ?? state.rows),
		state.query,
		{
			sort: state.sort,
			libraries: state.libraries,
			byMatch: !state.isSortChosen,
			sorted: true,
		},
	);
	// The row itself is looked for before its id: comparing twelve thousand ids would cost a key 4 ms.
	const current = state.found[state.cursor];
	const isSame = current !== undefined && current.id === state.cursorId && !state.hasNewRows;
	const kept = isSame ? found.indexOf(current) : found.findIndex(({id}) => id === state.cursorId);
	return place({...state, found, hiddenLibraries, hasNewRows: false}, Math.max(0, kept));
}

/** The filter line as the line editor takes it. */
export function filterLine({queryText, caret}: ExplorerState): EditedLine {
	return {text: queryText, caret};
}

/** Another filter line. The list follows at once; the best match is what a reader wants to see. */
export function filterBy(state: ExplorerState, {text, caret}: EditedLine): ExplorerState {
	const {query, problem} = readFilter(text, state.head.families);
	return place(find({...state, queryText: text, caret, problem, query, top: 0}), 0);
}

/** The word before the caret goes on as far as it can only go on so; the ways from there are told. */
export function completeFilter(state: ExplorerState): ExplorerState {
	const {queryText, caret} = state;
	const completion = completeQuery(queryText.slice(0, caret), () => state.rows[0]?.joins);
	if (completion === null) return {...state, message: 'nothing that a field is called, or has, begins so'};
	const {before, words, isCut} = completion;
	const typed = before + sharedBeginning(words);
	const next = filterBy(state, {text: typed + queryText.slice(caret), caret: typed.length});
	if (words.length === 1) return next;
	return {...next, message: `${words.join('  ')}${isCut ? '  …' : ''}`};
}

/** The filter line, over the list. */
export function openFilter(state: ExplorerState): ExplorerState {
	const list = go(state, 'list');
	return {...list, prompt: 'filter', caret: list.queryText.length, beforeFilter: currentView(list)};
}

export function keepFilter(state: ExplorerState): ExplorerState {
	return settle(filterLeft({...state, prompt: null, caret: state.queryText.length}));
}

export function dropFilter(state: ExplorerState): ExplorerState {
	return settle(filterLeft({...filterBy(state, {text: '', caret: 0}), prompt: null}));
}

/** Another filter than before it was typed: what there was before can be gone back to. */
function filterLeft(state: ExplorerState): ExplorerState {
	const {beforeFilter: before, queryText} = state;
	const left = {...state, beforeFilter: null};
	return before === null || before.queryText === queryText ? left : rememberView(left, before);
}

/** The words of the filter that ask for the dead; a beginning of them does too. */
const goneWords = 'state:gone';

/** From the drivers that are there to those that are gone, and back; the rest of the filter stays. */
export function goneToggled(state: ExplorerState): ExplorerState {
	const text = replaceFields(state.queryText, ['state'], state.query.wantsGone ? [] : [goneWords]);
	return settle(filterBy(go(remember(state), 'list'), {text, caret: text.length}));
}

/** An order from the menu, the first or the second; the one that is in force is turned round. */
export function orderBy(state: ExplorerState, key: SortKey): ExplorerState {
	const {sort, isSortChosen, prompt} = state;
	if (prompt === 'then') {
		const reverse = sort.second?.key === key ? !sort.second.reverse : false;
		return ordered(state, {...sort, second: {key, reverse}});
	}
	const reverse = sort.key === key && isSortChosen ? !sort.reverse : false;
	return ordered(state, {...sort, key, reverse});
}

export function reversed(state: ExplorerState): ExplorerState {
	return ordered(state, {...state.sort, reverse: !state.sort.reverse});
}

function ordered(state: ExplorerState, sort: Sort): ExplorerState {
	return settle(find({...state, prompt: null, sort, isSortChosen: true}));
}
