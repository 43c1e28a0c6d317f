import type {ExplorerState} from '../model.ts';
import type {CustomCommand, OwnEvent, OwnState} from '../own-model.ts';
import {place, settle} from './cursor.ts';
import {filterBy, find} from './filtering.ts';
import {remember} from './history.ts';
import {go, openOver} from './screens.ts';

const withOwn = (state: ExplorerState, own: Partial<OwnState>): ExplorerState => ({
	...state,
	own: {...state.own, ...own},
});

/** The rows of the drivers that are watched or that the machine has; all of them of what a data set tells. */
function mineOf({rows, own: {watched, machine}}: ExplorerState): ExplorerState['rows'] {
	return rows.filter(({id}) => watched.has(id) || machine?.has(id) === true);
}

/** What happened outside, as the explorer takes it. */
export function heardOwn(state: ExplorerState, event: OwnEvent): ExplorerState {
	switch (event.type) {
		case 'watched': {
			const next = withOwn(state, {watched: event.ids});
			return next.own.mineRows === null ? next : showMine(next);
		}
		case 'machine':
			return showMine(withOwn(remember(state), {machine: event.ids, machineNote: event.note, mineRows: []}));
		case 'news': {
			const {items, said} = event;
			return openOver(withOwn({...state, message: null}, {news: {items, said}, newsCursor: 0}), 'news');
		}
		case 'file-is-there':
			return {...state, prompt: 'overwrite'};
	}
}

/** The rows have changed: what is mine among them is looked for anew. */
export function mineAgain(state: ExplorerState): ExplorerState {
	return state.own.mineRows === null ? state : withOwn(state, {mineRows: mineOf(state)});
}

function showMine(state: ExplorerState): ExplorerState {
	const rows = mineOf(state);
	const next = settle(find({...go(withOwn(state, {mineRows: rows}), 'list'), hasNewRows: true}));
	if (rows.length > 0) return next;
	const note = state.own.machineNote;
	const why = note === null ? 'and this machine has no driver that is known' : note;
	return {...next, message: `no driver is watched, ${why}`};
}

/** Only what is mine, and back to all. The machine is looked at when that is first asked for. */
export function mineToggled(state: ExplorerState): ExplorerState {
	if (state.own.mineRows !== null)
		return settle(find({...withOwn(remember(state), {mineRows: null}), hasNewRows: true}));
	if (state.own.machine === null) {
		return {...state, message: 'looking at this machine', effects: [{kind: 'look-at-machine'}]};
	}
	return showMine(remember(state));
}

/** Has the driver watched, or no longer. */
export function watchToggled(state: ExplorerState): ExplorerState {
	const id = state.cursorId;
	if (id === null) return state;
	return {...state, effects: [{kind: 'watch', id, isWatched: !state.own.watched.has(id)}]};
}

export function newsAsked(state: ExplorerState): ExplorerState {
	return {...state, message: 'looking for news', effects: [{kind: 'tell-news'}]};
}

/** Opens the driver that the news at the cursor are of; a filter that hides it makes way. */
export function newsOpened(state: ExplorerState): ExplorerState {
	const item = state.own.news?.items[state.own.newsCursor];
	if (item === undefined) return state;
	const text = item.kind === 'gone' ? `state:gone module:${item.module}` : '';
	const list = go(remember(state), 'list');
	const isShown = item.kind !== 'gone' && list.found.some(({id}) => id === item.id);
	const next = isShown ? list : filterBy(withOwn(list, {mineRows: null}), {text, caret: text.length});
	if (item.kind === 'gone') return settle(next);
	const at = next.found.findIndex(({id}) => id === item.id);
	if (at < 0) return {...settle(next), message: `${item.module} is not on the list`};
	return {...go(settle(place(next, at)), 'detail'), detailUnder: 'news'};
}

export function verdictAsked(state: ExplorerState): ExplorerState {
	return state.cursorId === null ? state : {...state, effects: [{kind: 'edit-verdict', id: state.cursorId}]};
}

/** Has a command of the configuration run for the driver. */
export function commandAsked(state: ExplorerState, command: CustomCommand): ExplorerState {
	const row = state.found[state.cursor];
	return row === undefined ? state : {...state, effects: [{kind: 'run', command, row}]};
}
