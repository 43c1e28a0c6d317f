import type {IndexHead} from '../dataset/index-file.ts';
import {monthlyActivity} from '../dossier/activity.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {parseQuery, type Query, type QueryProblem} from '../dossier/query/query.ts';
import {search} from '../dossier/query/search.ts';
import {type Sort, type SortKey, sortFields, sortKeys} from '../dossier/query/sort.ts';
import type {Key} from '../terminal/keys.ts';
import {shellQuoted} from '../text/shell.ts';
import {type ActionName, actionFor} from './keymap.ts';
import {type Dossier, type DossierView, freshView, numberedSources} from './views/detail.ts';
import {sourceAddress} from './views/links.ts';
import {type OverviewGroup, overviewGroups, overviewRows} from './views/overview.ts';

export type Screen = 'list' | 'detail' | 'compare' | 'overview' | 'help';
/** What asks for the next key instead of the key map. */
export type Prompt = 'filter' | 'sort' | 'copy';

/** A view to come back to. */
interface View {
	queryText: string;
	sort: Sort;
	libraries: boolean;
	cursorId: string | null;
}

/** Something for the world outside to do. */
export type Effect =
	| {kind: 'quit'; status: number}
	| {kind: 'suspend'}
	| {kind: 'redraw'}
	| {kind: 'copy'; what: string; text: string}
	| {kind: 'open'; address: string};

/** What the explorer shows instead of every driver: whose they are, what is to be known of them, and the command. */
export interface Scope {
	label: string;
	note: string | null;
	command: string;
}

/** All state of the explorer, as plain data. */
export interface ExplorerState {
	head: IndexHead;
	scope: Scope | null;
	/** Every row; until the index is read whole, the first ones. */
	rows: readonly IndexRow[];
	isComplete: boolean;
	/** The rows were read anew: those found before are others, though their ids are the same. */
	hasNewRows: boolean;
	size: {columns: number; rows: number};
	canSplit: boolean;
	isSplit: boolean;
	screen: Screen;
	prompt: Prompt | null;
	/** What the filter line says, and where its caret stands. */
	queryText: string;
	caret: number;
	/** What is wrong with it; the last good query stays in force. */
	problem: QueryProblem | null;
	query: Query;
	sort: Sort;
	/** The order was chosen, so words in the filter do not override it. */
	isSortChosen: boolean;
	libraries: boolean;
	found: readonly IndexRow[];
	hiddenLibraries: number;
	/** The driver that the cursor is on: its id, and its place among the found. */
	cursorId: string | null;
	cursor: number;
	top: number;
	/** The driver whose dossier is drawn: it follows the cursor. */
	detailId: string | null;
	detailScroll: number;
	view: DossierView;
	isZoomed: boolean;
	marks: readonly string[];
	overview: {group: OverviewGroup; cursor: number};
	/** Scroll of the text that is open (help, compare). */
	scroll: number;
	helpFilter: string;
	past: readonly View[];
	future: readonly View[];
	/** A remark on the line of hints, until the next key. */
	message: string | null;
	effects: readonly Effect[];
	/** The screen that help, overview or compare go back to. */
	under: 'list' | 'detail';
}

/** What the reducer asks of the world: dossiers to read from, and the heights of what is drawn. */
export interface World {
	dossier(id: string): Dossier | null;
	/** Lines that the open text has at the state's size. */
	textHeight(state: ExplorerState): number;
	dossierMarkdown(dossier: Dossier): string;
	/** Where the chosen source is drawn in the dossier, for scrolling to it: first and last line. */
	sourcePlace(state: ExplorerState): {first: number; last: number} | null;
	/** Where the chart lies in the dossier. */
	chartPlace(state: ExplorerState): {first: number; last: number} | null;
}

export type Event =
	| {type: 'key'; key: Key}
	| {type: 'resize'; columns: number; rows: number}
	| {type: 'rows'; rows: readonly IndexRow[]}
	| {type: 'settle'}
	| {type: 'message'; text: string};

/** Least size that anything is drawn at. */
export const leastSize = {columns: 40, rows: 10} as const;
/** Columns from which list and dossier stand side by side. */
const splitFrom = 120;

export const isTooSmall = ({columns, rows}: ExplorerState['size']) =>
	columns < leastSize.columns || rows < leastSize.rows;

/** Lines of the body, between the header and the line of hints. */
export function bodyHeight(state: Pick<ExplorerState, 'size'>): number {
	return state.size.rows - headerHeight(state) - 1;
}

/** Title, filter, and a rule where there is room for one. */
export function headerHeight(state: Pick<ExplorerState, 'size'>): number {
	return state.size.rows >= 14 ? 3 : 2;
}

/** The widths of the panes; a pane that is not shown has 0. */
export function paneWidths(state: Pick<ExplorerState, 'size' | 'isSplit' | 'screen'>): {
	list: number;
	detail: number;
} {
	const {columns} = state.size;
	if (!state.isSplit)
		return state.screen === 'list' ? {list: columns, detail: 0} : {list: 0, detail: columns - 2};
	// A chart of 61 months and its scale take 66 cells: the dossier never gets fewer than 71, the list the rest.
	const list = Math.max(46, Math.min(columns - 3 - 72, Math.floor(columns * 0.48)));
	return {list, detail: columns - list - 3};
}

/** The state of a fresh explorer. */
export function initialState(options: {
	head: IndexHead;
	rows: readonly IndexRow[];
	isComplete: boolean;
	size: {columns: number; rows: number};
	queryText: string;
	sort: Sort;
	isSortChosen: boolean;
	scope?: Scope | null;
}): ExplorerState {
	const parsed = parseQuery(options.queryText);
	const state: ExplorerState = {
		head: options.head,
		scope: options.scope ?? null,
		rows: options.rows,
		isComplete: options.isComplete,
		hasNewRows: true,
		size: options.size,
		canSplit: false,
		isSplit: false,
		screen: 'list',
		prompt: null,
		queryText: options.queryText,
		caret: options.queryText.length,
		problem: parsed.ok ? null : parsed.problem,
		query: parsed.ok ? parsed.query : {words: [], tests: [], wantsLibraries: false},
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
		overview: {group: 'verdict', cursor: 0},
		scroll: 0,
		helpFilter: '',
		past: [],
		future: [],
		message: null,
		effects: [],
		under: 'list',
	};
	return settle(find(resized(state, options.size)));
}

/** The next state. Pure: the same state, event and world give the same state. */
export function reduce(state: ExplorerState, event: Event, world: World): ExplorerState {
	const before = state.effects.length === 0 ? state : {...state, effects: []};
	switch (event.type) {
		case 'resize':
			return keepCursorVisible(resized(before, event));
		case 'rows':
			return find({...before, rows: event.rows, isComplete: true, hasNewRows: true});
		case 'settle':
			return settle(before);
		case 'message':
			return {...before, message: event.text};
		case 'key':
			// Drawing the screen again changes nothing on it.
			return pressed(event.key.name === 'ctrl+l' ? before : {...before, message: null}, event.key, world);
	}
}

function resized(state: ExplorerState, size: {columns: number; rows: number}): ExplorerState {
	const canSplit = size.columns >= splitFrom;
	const next = {...state, size: {columns: size.columns, rows: size.rows}, canSplit};
	return {...next, isSplit: splits(next)};
}

const splits = (state: ExplorerState) =>
	state.canSplit && !state.isZoomed && (state.screen === 'list' || state.screen === 'detail');

/** To another screen; the layout follows. */
function go(state: ExplorerState, screen: Screen): ExplorerState {
	const next = {...state, screen, isZoomed: screen === 'list' ? false : state.isZoomed};
	return {...next, isSplit: splits(next)};
}

/** Runs the query over the rows; the cursor stays on its driver where that is still there. */
function find(state: ExplorerState): ExplorerState {
	const {rows: found, hiddenLibraries} = search(state.rows, state.query, {
		sort: state.sort,
		libraries: state.libraries,
		byMatch: !state.isSortChosen,
		sorted: true,
	});
	// The row itself is looked for before its id: comparing twelve thousand ids would cost a key 4 ms.
	const current = state.found[state.cursor];
	const isSame = current !== undefined && current.id === state.cursorId && !state.hasNewRows;
	const kept = isSame ? found.indexOf(current) : found.findIndex(({id}) => id === state.cursorId);
	return place({...state, found, hiddenLibraries, hasNewRows: false}, Math.max(0, kept));
}

/** Puts the cursor on a row, by its place. */
function place(state: ExplorerState, wanted: number): ExplorerState {
	const cursor = Math.max(0, Math.min(wanted, state.found.length - 1));
	return keepCursorVisible({...state, cursor, cursorId: state.found[cursor]?.id ?? null});
}

function keepCursorVisible(state: ExplorerState): ExplorerState {
	const room = Math.max(1, bodyHeight(state) - 1);
	const most = Math.max(0, state.found.length - room);
	const top = Math.max(0, Math.min(state.top, most, state.cursor), state.cursor - room + 1);
	return {...state, top};
}

/** The dossier catches up with the cursor. */
function settle(state: ExplorerState): ExplorerState {
	if (state.detailId === state.cursorId) return state;
	return {...state, detailId: state.cursorId, detailScroll: 0, view: {...freshView, notes: state.view.notes}};
}

function pressed(state: ExplorerState, key: Key, world: World): ExplorerState {
	if (key.name === 'ctrl+c') return {...state, effects: [{kind: 'quit', status: 130}]};
	if (key.name === 'ctrl+z') return {...state, effects: [{kind: 'suspend'}]};
	if (key.name === 'ctrl+l') return {...state, effects: [{kind: 'redraw'}]};
	if (key.name === 'paste') return pasted(state, key.text ?? '');
	if (isTooSmall(state.size))
		return key.name === 'q' ? {...state, effects: [{kind: 'quit', status: 0}]} : state;
	if (state.prompt === 'filter') return filterKey(state, key);
	if (state.prompt === 'sort') return sortKey(state, key);
	if (state.prompt === 'copy') return copyKey(state, key, world);
	if (state.screen === 'help') {
		const next = helpKey(state, key);
		if (next !== null) return next;
	}
	const action = actionFor(state, key.name);
	return action === null ? state : act(state, action, world);
}

/** Pasted text goes into a filter, and nowhere else: it is never taken for keys. */
function pasted(state: ExplorerState, text: string): ExplorerState {
	const line = text.replace(/\s+/g, ' ');
	if (line.trim() === '') return state;
	if (state.screen === 'help') return {...state, helpFilter: state.helpFilter + line, scroll: 0};
	const open = state.prompt === 'filter' ? state : openFilter(state);
	return typed(open, line);
}

function openFilter(state: ExplorerState): ExplorerState {
	const list = go(state, 'list');
	return {...list, prompt: 'filter', caret: list.queryText.length};
}

function typed(state: ExplorerState, text: string): ExplorerState {
	const {queryText, caret} = state;
	return edited(state, queryText.slice(0, caret) + text + queryText.slice(caret), caret + text.length);
}

/** A new text in the filter line. The list follows at once; the best match is what a reader wants to see. */
function edited(state: ExplorerState, queryText: string, caret: number): ExplorerState {
	const parsed = parseQuery(queryText);
	const next = {...state, queryText, caret};
	if (!parsed.ok) return {...next, problem: parsed.problem};
	return place(find({...next, problem: null, query: parsed.query, top: 0}), 0);
}

function filterKey(state: ExplorerState, key: Key): ExplorerState {
	const {queryText, caret} = state;
	switch (key.name) {
		case 'enter':
			return settle(remember({...state, prompt: null, caret: queryText.length}));
		case 'esc':
			return settle({...edited(state, '', 0), prompt: null});
		case 'down':
		case 'ctrl+n':
			return place(state, state.cursor + 1);
		case 'up':
		case 'ctrl+p':
			return place(state, state.cursor - 1);
		case 'left':
			return {...state, caret: Math.max(0, caret - stepBack(queryText, caret))};
		case 'right':
			return {...state, caret: Math.min(queryText.length, caret + stepForward(queryText, caret))};
		case 'home':
		case 'ctrl+a':
			return {...state, caret: 0};
		case 'end':
		case 'ctrl+e':
			return {...state, caret: queryText.length};
		case 'backspace': {
			const step = stepBack(queryText, caret);
			if (queryText === '') return {...state, prompt: null};
			return edited(state, queryText.slice(0, caret - step) + queryText.slice(caret), caret - step);
		}
		case 'delete': {
			const step = stepForward(queryText, caret);
			return edited(state, queryText.slice(0, caret) + queryText.slice(caret + step), caret);
		}
		case 'ctrl+u':
			return edited(state, queryText.slice(caret), 0);
		case 'ctrl+w': {
			const start = queryText.slice(0, caret).replace(/\S+\s*$/, '').length;
			return edited(state, queryText.slice(0, start) + queryText.slice(caret), start);
		}
		default:
			return key.text === undefined ? state : typed(state, key.text);
	}
}

const stepBack = (text: string, at: number) => [...text.slice(0, at)].at(-1)?.length ?? 0;
const stepForward = (text: string, at: number) => [...text.slice(at)][0]?.length ?? 0;

/** The keys of the sort prompt: each field by a letter of its name. */
const sortLetters: Readonly<Record<string, SortKey>> = Object.fromEntries(
	sortKeys.map(key => [sortLetter(key), key]),
);

export function sortLetter(key: SortKey): string {
	return key === 'cves' ? 'C' : key.charAt(0);
}

function sortKey(state: ExplorerState, key: Key): ExplorerState {
	const chosen = sortLetters[key.name];
	if (chosen === undefined) return {...state, prompt: null};
	const reverse = state.sort.key === chosen && state.isSortChosen ? !state.sort.reverse : false;
	return settle(find({...state, prompt: null, sort: {key: chosen, reverse}, isSortChosen: true}));
}

/** The keys of the copy prompt, with what each copies. */
export const copyChoices = {
	n: 'name',
	p: 'path',
	c: 'citation',
	m: 'Markdown',
	v: 'command for this view',
} as const;

function copyKey(state: ExplorerState, key: Key, world: World): ExplorerState {
	const next = {...state, prompt: null};
	const dossier = state.cursorId === null ? null : world.dossier(state.cursorId);
	if (dossier === null) return next;
	const {record} = dossier;
	const copied = (what: string, text: string): ExplorerState => ({
		...next,
		effects: [{kind: 'copy', what, text}],
	});
	switch (key.name) {
		case 'n':
			return copied('the name', 'module' in record ? record.module : record.directory);
		case 'p':
			return copied('the path', 'module' in record ? record.id : record.directory);
		case 'c': {
			const sources = numberedSources(record);
			const cited = sources[state.view.source ?? 0];
			if (cited === undefined) return {...next, message: 'this dossier has no sources'};
			const address = sourceAddress(cited.source, dossier.treeVersion);
			return copied(`source ${cited.number}`, `${cited.source.claim} ${address}`);
		}
		case 'm':
			return copied('the dossier', world.dossierMarkdown(dossier));
		case 'v':
			return copied('the command', viewCommand(state));
		default:
			return next;
	}
}

/** The command line that opens exactly this view. */
export function viewCommand(state: ExplorerState): string {
	const words = [state.scope?.command ?? 'driverdex'];
	if (state.isSortChosen) words.push('--sort', state.sort.key);
	if (state.sort.reverse) words.push('--reverse');
	if (state.queryText !== '') {
		if (state.scope !== null) words.push('--query');
		words.push(shellQuoted(state.queryText));
	}
	return words.join(' ');
}

function helpKey(state: ExplorerState, key: Key): ExplorerState | null {
	if (key.name === 'backspace' && state.helpFilter !== '') {
		return {...state, helpFilter: [...state.helpFilter].slice(0, -1).join(''), scroll: 0};
	}
	if (key.name === 'esc' && state.helpFilter !== '') return {...state, helpFilter: '', scroll: 0};
	if (key.text !== undefined && (key.name !== 'q' || state.helpFilter !== '') && key.name !== '?') {
		return {...state, helpFilter: state.helpFilter + key.text, scroll: 0};
	}
	return null;
}

/** Keeps the view in the history before another takes its place. */
function remember(state: ExplorerState): ExplorerState {
	const view: View = {
		queryText: state.queryText,
		sort: state.sort,
		libraries: state.libraries,
		cursorId: state.cursorId,
	};
	const last = state.past.at(-1);
	if (last !== undefined && JSON.stringify(last) === JSON.stringify(view)) return state;
	return {...state, past: [...state.past.slice(-49), view], future: []};
}

function recall(state: ExplorerState, view: View): ExplorerState {
	const parsed = parseQuery(view.queryText);
	if (!parsed.ok) return state;
	return settle(
		find({
			...go(state, state.screen === 'detail' ? 'detail' : 'list'),
			queryText: view.queryText,
			caret: view.queryText.length,
			problem: null,
			query: parsed.query,
			sort: view.sort,
			libraries: view.libraries,
			cursorId: view.cursorId,
		}),
	);
}

const currentView = ({queryText, sort, libraries, cursorId}: ExplorerState): View => ({
	queryText,
	sort,
	libraries,
	cursorId,
});

function act(state: ExplorerState, action: ActionName, world: World): ExplorerState {
	const page = Math.max(1, bodyHeight(state) - 2);
	switch (action) {
		case 'quit':
			return {...state, effects: [{kind: 'quit', status: 0}]};
		case 'down':
			return moved(state, 1, world);
		case 'up':
			return moved(state, -1, world);
		case 'page-down':
			return moved(state, page, world);
		case 'page-up':
			return moved(state, -page, world);
		case 'half-down':
			return moved(state, Math.ceil(page / 2), world);
		case 'half-up':
			return moved(state, -Math.ceil(page / 2), world);
		case 'first':
			return moved(state, Number.NEGATIVE_INFINITY, world);
		case 'last':
			return moved(state, Number.POSITIVE_INFINITY, world);
		case 'open':
			return state.screen === 'overview' ? openBar(state) : go(settle(remember(state)), 'detail');
		case 'close':
			return go(state, state.screen === 'detail' ? 'list' : state.under);
		case 'clear-filter':
			return settle(edited(remember(state), '', 0));
		case 'switch-pane':
			return go(settle(state), state.screen === 'list' ? 'detail' : 'list');
		case 'zoom': {
			const next = {...state, isZoomed: !state.isZoomed};
			return {...next, isSplit: splits(next)};
		}
		case 'filter':
			return openFilter(state);
		case 'sort':
			return {...state, prompt: 'sort'};
		case 'reverse':
			return settle(
				find({...state, sort: {...state.sort, reverse: !state.sort.reverse}, isSortChosen: true}),
			);
		case 'libraries':
			return settle(find({...state, libraries: !state.libraries}));
		case 'mark':
			return marked(state);
		case 'unmark-all':
			return {...state, marks: []};
		case 'compare':
			return {...openOver(state, 'compare'), scroll: 0};
		case 'overview':
			return openOver({...state, overview: {...state.overview, cursor: 0}}, 'overview');
		case 'next-group':
		case 'previous-group': {
			const at = overviewGroups.indexOf(state.overview.group);
			const step = action === 'next-group' ? 1 : overviewGroups.length - 1;
			return {...state, overview: {group: overviewGroups[(at + step) % overviewGroups.length]!, cursor: 0}};
		}
		case 'month-left':
			return monthMoved(settle(state), -1, world);
		case 'month-right':
			return monthMoved(settle(state), 1, world);
		case 'next-source':
			return sourceMoved(settle(state), 1, world);
		case 'previous-source':
			return sourceMoved(settle(state), -1, world);
		case 'open-source':
			return sourceOpened(settle(state), world);
		case 'notes':
			return {...state, view: {...state.view, notes: !state.view.notes}};
		case 'next-driver':
			return settle(place(state, state.cursor + 1));
		case 'previous-driver':
			return settle(place(state, state.cursor - 1));
		case 'back': {
			const view = state.past.at(-1);
			if (view === undefined) return {...state, message: 'no view before this one'};
			const next = recall({...state, past: state.past.slice(0, -1)}, view);
			return {...next, future: [currentView(state), ...state.future]};
		}
		case 'forward': {
			const [view, ...future] = state.future;
			if (view === undefined) return {...state, message: 'no view after this one'};
			return {...recall(state, view), past: [...state.past, currentView(state)], future};
		}
		case 'copy':
			return {...state, prompt: 'copy'};
		case 'help':
			return {...openOver(state, 'help'), helpFilter: '', scroll: 0};
		default:
			return state;
	}
}

function openOver(state: ExplorerState, screen: 'help' | 'overview' | 'compare'): ExplorerState {
	const under = state.screen === 'list' || state.screen === 'detail' ? state.screen : state.under;
	return go({...state, under}, screen);
}

function moved(state: ExplorerState, by: number, world: World): ExplorerState {
	if (state.screen === 'list') return place(state, state.cursor + by);
	if (state.screen === 'overview') {
		const most = overviewRows(state.found, state.overview.group).length - 1;
		const cursor = Math.max(0, Math.min(state.overview.cursor + by, most));
		return {...state, overview: {...state.overview, cursor}};
	}
	const most = Math.max(0, world.textHeight(state) - bodyHeight(state));
	if (state.screen === 'detail') {
		return {...state, detailScroll: Math.max(0, Math.min(state.detailScroll + by, most))};
	}
	return {...state, scroll: Math.max(0, Math.min(state.scroll + by, most))};
}

/** A bar of the overview becomes a filter. */
function openBar(state: ExplorerState): ExplorerState {
	const row = overviewRows(state.found, state.overview.group)[state.overview.cursor];
	if (row === undefined) return state;
	const field = row.filter.slice(0, row.filter.indexOf(':') + 1);
	const rest = state.queryText
		.split(/\s+/)
		.filter(word => word !== '' && !word.startsWith(field))
		.join(' ');
	const text = rest === '' ? row.filter : `${rest} ${row.filter}`;
	return settle(edited(go(remember(state), 'list'), text, text.length));
}

/** Most drivers that stand side by side. */
const mostMarks = 4;

function marked(state: ExplorerState): ExplorerState {
	const {cursorId, marks} = state;
	if (cursorId === null) return state;
	if (marks.includes(cursorId)) return {...state, marks: marks.filter(id => id !== cursorId)};
	if (marks.length >= mostMarks)
		return {...state, message: `at most ${mostMarks} can be compared; u takes the marks away`};
	const next = {...state, marks: [...marks, cursorId]};
	return state.screen === 'list' ? place(next, state.cursor + 1) : next;
}

function monthMoved(state: ExplorerState, by: number, world: World): ExplorerState {
	const dossier = state.detailId === null ? null : world.dossier(state.detailId);
	const activity = dossier === null ? null : monthlyActivity(dossier.record);
	if (activity === null) return {...state, message: 'no monthly history is known of this driver'};
	const last = activity.months.length - 1;
	const month = state.view.month === null ? last : Math.max(0, Math.min(last, state.view.month + by));
	const next = {...state, view: {...state.view, month}};
	return scrolledTo(showsDetail(next), world.chartPlace(next));
}

function sourceMoved(state: ExplorerState, by: number, world: World): ExplorerState {
	const dossier = state.detailId === null ? null : world.dossier(state.detailId);
	const count = dossier === null ? 0 : numberedSources(dossier.record).length;
	if (count === 0) return {...state, message: 'this dossier has no sources'};
	const from = state.view.source ?? (by > 0 ? -1 : 0);
	const next = {...state, view: {...state.view, source: (from + by + count) % count}};
	return scrolledTo(showsDetail(next), world.sourcePlace(next));
}

/** Months and sources are read in the dossier: where the list has the screen to itself, the dossier opens. */
function showsDetail(state: ExplorerState): ExplorerState {
	return state.isSplit || state.screen === 'detail' ? state : go(state, 'detail');
}

/** Scrolls the dossier no more than needed to show some of its lines. */
function scrolledTo(state: ExplorerState, lines: {first: number; last: number} | null): ExplorerState {
	if (lines === null) return state;
	const room = bodyHeight(state);
	const {detailScroll} = state;
	if (lines.first < detailScroll) return {...state, detailScroll: lines.first};
	if (lines.last >= detailScroll + room)
		return {...state, detailScroll: Math.min(lines.first, lines.last - room + 1)};
	return state;
}

function sourceOpened(state: ExplorerState, world: World): ExplorerState {
	const dossier = state.detailId === null ? null : world.dossier(state.detailId);
	const cited = dossier === null ? undefined : numberedSources(dossier.record)[state.view.source ?? 0];
	if (dossier === null || cited === undefined) return {...state, message: 'this dossier has no sources'};
	const address = sourceAddress(cited.source, dossier.treeVersion);
	return {...state, effects: [{kind: 'open', address}]};
}

/** What the list's order is called: `by risk`, `best match first`. */
export function orderLabel(state: ExplorerState): string {
	if (state.query.words.length > 0 && !state.isSortChosen) return 'best match first';
	return `by ${sortFields[state.sort.key].label}`;
}

/** Whether the order runs from small to large. */
export function isAscending({sort}: ExplorerState): boolean {
	return sortFields[sort.key].descending === sort.reverse;
}
