import {type Dossier, numberedSources} from '../../dossier/dossier.ts';
import {chartedActivity, movedAlong} from '../../dossier/history/activity.ts';
import {noChartSentence} from '../../dossier/history/quiet.ts';
import {sourceAddress} from '../../dossier/source-links.ts';
import {bodyHeight} from '../layout.ts';
import type {ExplorerState, Fold, LineRange, World} from '../model.ts';
import {go} from './screens.ts';

function openDossier(state: ExplorerState, world: World): Dossier | null {
	return state.detailId === null ? null : world.dossier(state.detailId);
}

/** Reads out the known month or release that lies `by` further; at first the last one. */
export function momentMoved(state: ExplorerState, by: number, world: World): ExplorerState {
	const dossier = openDossier(state, world);
	if (dossier === null) return state;
	const activity = chartedActivity(dossier.record);
	if (activity === null)
		return {...state, message: `no chart: ${noChartSentence(dossier.record, dossier.releases)}`};
	const next = {...state, view: {...state.view, moment: movedAlong(activity, state.view.moment, by)}};
	return scrolledTo(showsDetail(next), world.chartPlace(next));
}

/** Chooses the source that lies `by` further, round and round. */
export function sourceMoved(state: ExplorerState, by: number, world: World): ExplorerState {
	const dossier = openDossier(state, world);
	const count = dossier === null ? 0 : numberedSources(dossier.record).length;
	if (count === 0) return {...state, message: 'this dossier has no sources'};
	const from = state.view.source ?? (by > 0 ? -1 : 0);
	const next = {...state, view: {...state.view, source: (from + by + count) % count}};
	return scrolledTo(showsDetail(next), world.sourcePlace(next));
}

/** Has the chosen source opened; where none is, the first. */
export function sourceOpened(state: ExplorerState, world: World): ExplorerState {
	const dossier = openDossier(state, world);
	const cited = dossier === null ? undefined : numberedSources(dossier.record)[state.view.source ?? 0];
	if (dossier === null || cited === undefined) return {...state, message: 'this dossier has no sources'};
	const address = sourceAddress(cited.source, dossier.treeVersion);
	return {...state, effects: [{kind: 'open', address}]};
}

/** Unfolds a part of the dossier and brings it into view, or folds it again, also where its window had it open. */
export function foldToggled(state: ExplorerState, fold: Fold, world: World): ExplorerState {
	const isOpen = state.view[fold] ?? world.isUnfolded(state, fold);
	const next = {...state, view: {...state.view, [fold]: !isOpen}};
	if (isOpen) return next;
	const shown = showsDetail(next);
	return scrolledTo(shown, world.foldPlace(shown, fold));
}

/** Months and sources are read in the dossier: where the list has the screen to itself, the dossier opens. */
function showsDetail(state: ExplorerState): ExplorerState {
	return state.isSplit || state.screen === 'detail' ? state : go(state, 'detail');
}

/** Scrolls the dossier no more than needed to show some of its lines; of more than fit, the first. */
function scrolledTo(state: ExplorerState, lines: LineRange | null): ExplorerState {
	if (lines === null) return state;
	const room = bodyHeight(state);
	const {detailScroll} = state;
	if (lines.first < detailScroll) return {...state, detailScroll: lines.first};
	if (lines.last >= detailScroll + room)
		return {...state, detailScroll: Math.min(lines.first, lines.last - room + 1)};
	return state;
}
