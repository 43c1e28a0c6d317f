import type {IndexHead} from '../dataset/index-file.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {readFilter} from '../dossier/query/query.ts';
import {type Sort, sortKeys} from '../dossier/query/sort.ts';
import {exitStatus} from '../dossier/user-error.ts';
import type {Key} from '../terminal/keys.ts';
import {actionFor, commandFor, takesText, whyNot} from './keymap.ts';
import {type LineEdit, lineEdits} from './line-editor.ts';
import {
	type ActionName,
	type ColumnChoice,
	type CopyChoice,
	type Event,
	type ExplorerState,
	freshView,
	type OpenedWith,
	type Scope,
	type Size,
	type World,
} from './model.ts';
import {type ExportForm, exportForms, nobody, type OwnAction, type OwnState} from './own-model.ts';
import {
	chosenColumns,
	columnGrown,
	columnMoved,
	columnsReset,
	columnToggled,
	movedInColumns,
	openColumns,
} from './state/columns.ts';
import {copied} from './state/copying.ts';
import {keepCursorVisible, keepScrollInside, moved, pageOf, place, settle} from './state/cursor.ts';
import {exportAs, fileDropped, fileWritten} from './state/exporting.ts';
import {
	completeFilter,
	dropFilter,
	filterBy,
	filterLine,
	find,
	goneToggled,
	keepFilter,
	openFilter,
	orderBy,
	reversed,
} from './state/filtering.ts';
import {clearHelpFilter, openHelp} from './state/helping.ts';
import {pastOf, remember} from './state/history.ts';
import {compareOpened, marked, rangeMarked, shownMarked} from './state/marking.ts';
import {
	columnChosen,
	filterByLine,
	freshOverview,
	groupMoved,
	openDirectory,
	openOverview,
	overviewOrdered,
	overviewReversed,
} from './state/overviewing.ts';
import {
	commandAsked,
	heardOwn,
	mineAgain,
	mineToggled,
	newsAsked,
	newsOpened,
	verdictAsked,
	watchToggled,
} from './state/own.ts';
import {chosenAction, movedInPalette, openPalette} from './state/palette.ts';
import {pointed} from './state/pointing.ts';
import {foldToggled, momentMoved, sourceMoved, sourceOpened} from './state/reading.ts';
import {back, forward} from './state/recall.ts';
import {reopened} from './state/reopening.ts';
import {closed, go, listGrown, resized, zoomed} from './state/screens.ts';
import {edited, fullLine, pasted, written} from './state/writing.ts';

/** The state of a fresh explorer. */
export function initialState(options: {
	head: IndexHead;
	rows: readonly IndexRow[];
	isComplete: boolean;
	size: Size;
	queryText: string;
	sort: Sort;
	isSortChosen: boolean;
	scope?: Scope | null;
	openedWith?: OpenedWith;
	own?: Partial<OwnState>;
	message?: string | null;
	columns?: readonly ColumnChoice[];
}): ExplorerState {
	const state: ExplorerState = {
		head: options.head,
		scope: options.scope ?? null,
		openedWith: options.openedWith ?? {data: [], machine: []},
		rows: options.rows,
		isComplete: options.isComplete,
		goneRows: null,
		hasNewRows: true,
		size: options.size,
		canSplit: false,
		isSplit: false,
		screen: 'list',
		prompt: null,
		queryText: options.queryText,
		caret: options.queryText.length,
		...readFilter(options.queryText, options.head.families),
		sort: options.sort,
		isSortChosen: options.isSortChosen,
		libraries: false,
		found: [],
		hiddenLibraries: 0,
		cursorId: null,
		cursor: 0,
		top: 0,
		detailId: null,
		detailScroll: 0,
		view: freshView,
		isZoomed: false,
		marks: [],
		own: {...nobody, ...options.own},
		overview: freshOverview,
		palette: {text: '', cursor: 0},
		columns: options.columns ?? chosenColumns(options.own?.settings?.columns ?? null),
		columnCursor: 0,
		listGrowth: 0,
		onlyDiffering: false,
		scroll: 0,
		helpFilter: '',
		beforeFilter: null,
		past: pastOf(options.own?.lastQuery ?? null, options.sort),
		future: [],
		message: options.message ?? null,
		effects: [],
		under: 'list',
		detailUnder: 'list',
	};
	return settle(find(resized(state, options.size)));
}

/**
 * The next state. Pure: the same state, event and world give the same state. What the state asks for is in it before the
 * next event: the drivers that are gone where the query wants them, and no dossier where there is no driver to have one.
 */
export function reduce(state: ExplorerState, event: Event, world: World): ExplorerState {
	let next = happened(state, event, world);
	if (next.query.wantsGone && next.goneRows === null)
		next = settle(find({...next, goneRows: world.goneRows(), hasNewRows: true}));
	return next.cursorId === null ? settle(next) : next;
}

function happened(state: ExplorerState, event: Event, world: World): ExplorerState {
	const before = state.effects.length === 0 ? state : {...state, effects: []};
	switch (event.type) {
		case 'resize':
			return keepScrollInside(keepCursorVisible(resized(before, event)), world);
		case 'rows':
			return find(mineAgain({...before, rows: event.rows, isComplete: true, hasNewRows: true}));
		case 'settle':
			return settle(before);
		case 'reopen':
			return reopened(before, event.reopening);
		case 'message':
			return {...before, message: event.text};
		case 'key':
			return pressed(before, event.key, world);
		case 'written':
			return written(before, event.keys);
		default:
			return heardOwn(before, event);
	}
}

/** A key: an action of the key map; else text, where text is taken; else it closes an open menu. */
function pressed(state: ExplorerState, key: Key, world: World): ExplorerState {
	if (key.at !== undefined) return pointed({...state, message: null}, key, world);
	const command = commandFor(state, key.name);
	if (command !== null) return commandAsked({...state, message: null}, command);
	const action = actionFor(state, key.name);
	// Drawing the screen again changes nothing on it.
	const heard = action === 'redraw' ? state : {...state, message: null};
	if (action !== null) return transitions[action](heard, world);
	if (key.name === 'paste') return pasted(heard, key.text ?? '');
	if (takesText(heard)) return key.text === undefined ? heard : written(heard, [key]);
	const staysOpen = heard.prompt === 'columns' || heard.prompt === 'overwrite';
	if (heard.prompt !== null && !staysOpen) return {...heard, prompt: null};
	const why = whyNot(heard, key.name);
	return why === null ? heard : {...heard, message: why};
}

type Transition = (state: ExplorerState, world: World) => ExplorerState;

/** By how many pages; a half is rounded up to whole lines. */
const byPages =
	(pages: number): Transition =>
	(state, world) =>
		moved(state, Math.sign(pages) * Math.ceil(Math.abs(pages) * pageOf(state)), world);

/** In the open menu, else on the screen. */
const byLines =
	(count: number): Transition =>
	(state, world) =>
		state.prompt === 'palette'
			? movedInPalette(state, count)
			: state.prompt === 'columns'
				? movedInColumns(state, count)
				: moved(state, count, world);

const quit =
	(status: number): Transition =>
	state => ({...state, effects: [{kind: 'quit', status}]});

/** A transition for each of several names. */
function forEach<Name extends string, Action extends string>(
	names: readonly Name[],
	actionOf: (name: Name) => Action,
	transition: (state: ExplorerState, name: Name) => ExplorerState,
): Record<Action, Transition> {
	const made = {} as Record<Action, Transition>;
	for (const name of names) made[actionOf(name)] = state => transition(state, name);
	return made;
}

const edits = forEach(Object.keys(lineEdits) as LineEdit[], edit => edit, edited);

const orders = forEach(sortKeys, key => `order-by-${key}` as const, orderBy);

const copyOf =
	(choice: CopyChoice): Transition =>
	(state, world) =>
		copied(state, choice, world);

/** What the actions make of a state that are about what is the person's own. */
const ownTransitions: Readonly<Record<OwnAction, Transition>> = {
	watch: watchToggled,
	mine: mineToggled,
	news: newsAsked,
	'edit-verdict': verdictAsked,
	'mark-range': rangeMarked,
	'mark-shown': shownMarked,
	export: state => ({...state, prompt: 'export'}),
	...forEach(
		exportForms,
		form => `export-${form}` as const,
		(state, form: ExportForm) => exportAs(state, form),
	),
	'write-file': state => fileWritten(state, false),
	'drop-file': fileDropped,
	overwrite: state => fileWritten(state, true),
	'keep-file': state => ({...state, prompt: 'file'}),
};

/** What each action of the key map makes of a state. */
const transitions: Readonly<Record<ActionName, Transition>> = {
	...ownTransitions,
	quit: quit(exitStatus.ok),
	interrupt: quit(exitStatus.interrupted),
	suspend: state => ({...state, effects: [{kind: 'suspend'}]}),
	redraw: state => ({...state, effects: [{kind: 'redraw'}]}),
	help: openHelp,
	'clear-help-filter': clearHelpFilter,

	down: byLines(1),
	up: byLines(-1),
	palette: openPalette,
	run(state, world) {
		const chosen = chosenAction(state);
		if (chosen.action === null) return chosen.state;
		return typeof chosen.action === 'string'
			? transitions[chosen.action](chosen.state, world)
			: commandAsked(chosen.state, chosen.action);
	},
	'close-palette': state => ({...state, prompt: null}),
	'page-down': byPages(1),
	'page-up': byPages(-1),
	'half-down': byPages(0.5),
	'half-up': byPages(-0.5),
	first: (state, world) => moved(state, Number.NEGATIVE_INFINITY, world),
	last: (state, world) => moved(state, Number.POSITIVE_INFINITY, world),
	'switch-pane': state => go(settle(state), state.screen === 'list' ? 'detail' : 'list'),

	open(state) {
		if (state.screen === 'overview') return filterByLine(state);
		return state.screen === 'news' ? newsOpened(state) : go(settle(remember(state)), 'detail');
	},
	close: closed,
	zoom: zoomed,
	'moment-left': (state, world) => momentMoved(settle(state), -1, world),
	'moment-right': (state, world) => momentMoved(settle(state), 1, world),
	'next-source': (state, world) => sourceMoved(settle(state), 1, world),
	'previous-source': (state, world) => sourceMoved(settle(state), -1, world),
	'open-source': (state, world) => sourceOpened(settle(state), world),
	'all-signals': (state, world) => foldToggled(settle(state), 'signals', world),
	notes: (state, world) => foldToggled(settle(state), 'notes', world),
	'next-driver': state => settle(place(state, state.cursor + 1)),
	'previous-driver': state => settle(place(state, state.cursor - 1)),

	filter: openFilter,
	'keep-filter': state => ({...keepFilter(state), message: fullLine(filterLine(state))}),
	'complete-filter': completeFilter,
	'drop-filter': dropFilter,
	'clear-filter': state => settle(filterBy(remember(state), {text: '', caret: 0})),
	...edits,
	sort: state => ({...state, prompt: 'sort'}),
	'then-sort': state => ({...state, prompt: 'then'}),
	columns: openColumns,
	'toggle-column': columnToggled,
	'earlier-column': state => columnMoved(state, -1),
	'later-column': state => columnMoved(state, 1),
	'wider-column': state => columnGrown(state, 1),
	'narrower-column': state => columnGrown(state, -1),
	'first-columns': columnsReset,
	'narrower-list': state => listGrown(state, -4),
	'wider-list': state => listGrown(state, 4),
	'even-panes': state => ({...state, listGrowth: 0}),
	...orders,
	reverse: reversed,
	libraries: state => settle(find({...state, libraries: !state.libraries})),
	gone: goneToggled,
	overview: openOverview,
	directory: openDirectory,
	'next-group': state => groupMoved(state, 1),
	'previous-group': state => groupMoved(state, -1),
	'overview-left': state => columnChosen(state, -1),
	'overview-right': state => columnChosen(state, 1),
	'sort-overview': overviewOrdered,
	'reverse-overview': overviewReversed,
	'differing-rows': state => ({...state, onlyDiffering: !state.onlyDiffering, scroll: 0}),
	back,
	forward,

	mark: marked,
	'unmark-all': state => ({...state, marks: []}),
	compare: compareOpened,
	copy: state => ({...state, prompt: 'copy'}),
	'copy-name': copyOf('name'),
	'copy-path': copyOf('path'),
	'copy-citation': copyOf('citation'),
	'copy-markdown': copyOf('markdown'),
	'copy-command': copyOf('command'),
	'close-menu': state => ({...state, prompt: null}),
};
