import {normaliseName} from '../../dossier/query/names.ts';
import type {ExplorerState, Reopening} from '../model.ts';
import {place, settle} from './cursor.ts';

/** The list with its cursor and marks as they were; what is not found is said. */
export function reopened(state: ExplorerState, {at, marked}: Reopening): ExplorerState {
	// A living driver comes before a dead one of its name, unless the list is of the dead.
	const {wantsGone} = state.query;
	const rows = wantsGone ? [...(state.goneRows ?? []), ...state.rows] : state.rows;
	const idOf = (name: string) => {
		const wanted = normaliseName(name);
		return (
			rows.find(({id}) => id === name)?.id ?? rows.find(({module}) => normaliseName(module) === wanted)?.id
		);
	};
	const marks = marked.flatMap(name => idOf(name) ?? []);
	const lost = marked.filter(name => idOf(name) === undefined);
	const id = at === null ? undefined : idOf(at);
	const cursor = state.found.findIndex(row => row.id === id);
	if (at !== null && cursor < 0) lost.push(at);
	const message = lost.length === 0 ? state.message : `not in this list: ${lost.join(', ')}`;
	return settle(place({...state, marks, message}, Math.max(0, cursor)));
}
