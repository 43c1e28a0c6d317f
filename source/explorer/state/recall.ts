import {readFilter} from '../../dossier/query/query.ts';
import type {ExplorerState, PastView} from '../model.ts';
import {settle} from './cursor.ts';
import {find} from './filtering.ts';
import {stepBack, stepForward} from './history.ts';
import {go} from './screens.ts';

function recall(state: ExplorerState, {queryText, sort, libraries, cursorId}: PastView): ExplorerState {
	const {query, problem} = readFilter(queryText, state.head.families);
	return settle(
		find({
			...go(state, state.screen === 'detail' ? 'detail' : 'list'),
			queryText,
			caret: queryText.length,
			problem,
			query,
			sort,
			libraries,
			cursorId,
		}),
	);
}

/** Back to the view before this one. */
export function back(state: ExplorerState): ExplorerState {
	const step = stepBack(state);
	return step === null ? {...state, message: 'no view before this one'} : recall(step.state, step.view);
}

/** Forward again to the view that was gone back from. */
export function forward(state: ExplorerState): ExplorerState {
	const step = stepForward(state);
	return step === null ? {...state, message: 'no view after this one'} : recall(step.state, step.view);
}
