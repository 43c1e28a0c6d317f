import type {IndexHead} from '../dataset/index-file.ts';
import type {Dossier} from '../dossier/dossier.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import type {OverviewColumn, OverviewGroup, OverviewOrder} from '../dossier/query/overview.ts';
import type {Query, QueryProblem} from '../dossier/query/query.ts';
import type {Sort, SortKey} from '../dossier/query/sort.ts';
import type {GoneRecord} from '../dossier/schema.ts';
import type {Key} from '../terminal/keys.ts';
import type {CustomCommand, OwnAction, OwnEffect, OwnEvent, OwnPrompt, OwnState} from './own-model.ts';

/** Cells and lines of a terminal. */
export interface Size {
	columns: number;
	rows: number;
}

export type Screen = 'list' | 'detail' | 'compare' | 'overview' | 'news' | 'help';
/** What asks for the next key before the screen does. */
export type Prompt = 'filter' | 'sort' | 'then' | 'copy' | 'palette' | 'columns' | OwnPrompt;

/** What the copy menu offers. */
export type CopyChoice = 'name' | 'path' | 'citation' | 'markdown' | 'command';

/** What a key can make the explorer do. */
export type ActionName =
	| 'quit'
	| 'interrupt'
	| 'suspend'
	| 'redraw'
	| 'down'
	| 'up'
	| 'page-down'
	| 'page-up'
	| 'half-down'
	| 'half-up'
	| 'first'
	| 'last'
	| 'open'
	| 'close'
	| 'switch-pane'
	| 'narrower-list'
	| 'wider-list'
	| 'even-panes'
	| 'zoom'
	| 'filter'
	| 'clear-filter'
	| 'keep-filter'
	| 'drop-filter'
	| 'complete-filter'
	| 'caret-left'
	| 'caret-right'
	| 'caret-to-start'
	| 'caret-to-end'
	| 'erase-before'
	| 'erase-after'
	| 'erase-word'
	| 'erase-to-start'
	| 'sort'
	| 'then-sort'
	| 'columns'
	| 'toggle-column'
	| 'earlier-column'
	| 'later-column'
	| 'wider-column'
	| 'narrower-column'
	| 'first-columns'
	| `order-by-${SortKey}`
	| 'reverse'
	| 'libraries'
	| 'gone'
	| 'mark'
	| 'unmark-all'
	| 'compare'
	| 'overview'
	| 'directory'
	| 'next-group'
	| 'previous-group'
	| 'overview-left'
	| 'overview-right'
	| 'sort-overview'
	| 'reverse-overview'
	| 'differing-rows'
	| 'moment-left'
	| 'moment-right'
	| 'next-source'
	| 'previous-source'
	| 'open-source'
	| 'all-signals'
	| 'notes'
	| 'next-driver'
	| 'previous-driver'
	| 'back'
	| 'forward'
	| 'copy'
	| `copy-${CopyChoice}`
	| OwnAction
	| 'close-menu'
	| 'palette'
	| 'run'
	| 'close-palette'
	| 'help'
	| 'clear-help-filter';

/** A key that does something now, and a word or two for it. */
export interface Hint {
	action: ActionName;
	key: string;
	label: string;
}

/** Keys that belong together, each with a line about it. */
export interface KeyGroup {
	name: string;
	entries: readonly {keys: readonly string[]; about: string}[];
}

/** What the views are told of the keys: they say them, and know no key of their own. */
export interface KeyGuide {
	/** Most useful first. */
	hints: readonly Hint[];
	groups: readonly KeyGroup[];
	/** The first key of an action, as a person reads it. */
	keyOf(action: ActionName): string;
	/** The actions that what is typed into the palette finds. */
	actions(): readonly PaletteEntry[];
}

/** Where the reader of an overview stands: by what it counts, on which line and column, and its order. */
export interface OverviewView {
	group: OverviewGroup;
	cursor: number;
	/** `name` for the whole line. */
	column: OverviewColumn;
	order: OverviewOrder;
}

/** What the list can show beside the name of a driver. */
export const columnNames = [
	'verdict',
	'confidence',
	'risk',
	'activity',
	'subsystem',
	'title',
	'lines',
	'files',
	'commits',
	'patches',
	'cves',
	'status',
	'deployments',
	'machines',
	'distributions',
	'category',
	'symbol',
	'replacement',
	'directory',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** A column of the list as its reader has chosen it. */
export interface ColumnChoice {
	name: ColumnName;
	isShown: boolean;
	/** Cells that it is wider than by itself. */
	growth: number;
}

/** The columns as they are at first: the first six are shown, as far as there is room. */
export const firstColumns: readonly ColumnChoice[] = columnNames.map((name, index) => ({
	name,
	isShown: index < 6,
	growth: 0,
}));

/** An action as the list of all actions shows it. */
export interface PaletteEntry {
	/** A command of the configuration is none of the key map's actions. */
	action: ActionName | CustomCommand;
	key: string;
	about: string;
	/** Why it can't be done now; null where it can. */
	why: string | null;
}

/** A list to come back to. */
export interface PastView {
	queryText: string;
	sort: Sort;
	libraries: boolean;
	cursorId: string | null;
}

/** Where a view is opened again: drivers by their path or module. */
export interface Reopening {
	/** The driver that the cursor is on; null for the first. */
	at: string | null;
	marked: readonly string[];
}

/** What a reader has done to a dossier: where the cursor of the chart stands, which source is chosen, what is unfolded. */
export interface DossierView {
	/** The place of a month or release in its history; null until one is read out. */
	moment: number | null;
	/** From 0. */
	source: number | null;
	/** Whether a part that folds is open; null: as its window has room. */
	signals: boolean | null;
	notes: boolean | null;
}

/** What of a dossier unfolds. */
export type Fold = 'signals' | 'notes';

export const freshView: DossierView = {moment: null, source: null, signals: null, notes: null};

/** Something for the world outside to do. */
export type Effect =
	| {kind: 'quit'; status: number}
	| {kind: 'suspend'}
	| {kind: 'redraw'}
	| {kind: 'copy'; what: string; text: string}
	| {kind: 'open'; address: string}
	| OwnEffect;

/** What the explorer shows instead of every driver: whose they are, what is to be known of them, and the command. */
export interface Scope {
	label: string;
	note: string | null;
	command: string;
}

/** Words of the command line that say what is looked at, without quotes. */
export interface OpenedWith {
	/** The data set and the overlay, where they are not those that are there by themselves. */
	data: readonly string[];
	/** The machine whose drivers are mine, where it is not this one. */
	machine: readonly string[];
}

/** All state of the explorer, as plain data. */
export interface ExplorerState {
	head: IndexHead;
	scope: Scope | null;
	openedWith: OpenedWith;
	/** Every row; until the index is read whole, the first ones. */
	rows: readonly IndexRow[];
	isComplete: boolean;
	/** Drivers that are gone; null until they are asked for and read. */
	goneRows: readonly IndexRow[] | null;
	/** The rows were read anew: those found before are others, though their ids are the same. */
	hasNewRows: boolean;
	size: Size;
	canSplit: boolean;
	isSplit: boolean;
	screen: Screen;
	prompt: Prompt | null;
	/** What the filter line says, and where its caret stands, in code units. */
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
	own: OwnState;
	overview: OverviewView;
	/** What is typed into the list of all actions, and which of those found the cursor is on. */
	palette: {text: string; cursor: number};
	/** The columns of the list in their order, those that are hidden too. */
	columns: readonly ColumnChoice[];
	/** Which of them the cursor of their menu is on. */
	columnCursor: number;
	/** Cells that the list is wider than it would be by itself. */
	listGrowth: number;
	/** The comparison shows only the rows that differ. */
	onlyDiffering: boolean;
	/** Scroll of the text that is open (help, compare). */
	scroll: number;
	helpFilter: string;
	/** The view that there was when the filter line was opened. */
	beforeFilter: PastView | null;
	past: readonly PastView[];
	future: readonly PastView[];
	/** A remark on the line of hints, until the next key. */
	message: string | null;
	effects: readonly Effect[];
	/** The screen that help, overview or compare go back to. */
	under: 'list' | 'detail';
	/** What a dossier is closed to. */
	detailUnder: 'list' | 'news';
}

/** Most drivers that stand side by side. */
export const mostCompared = 4;

/** Lines of a drawn text, counted from 0 at its top, both included. */
export interface LineRange {
	first: number;
	last: number;
}

/** What the reducer asks of the world: dossiers to read from, and where things stand in what is drawn. */
export interface World {
	/** Null where the driver is not known, or its record is damaged. */
	dossier(id: string): Dossier | null;
	/** Rows of the drivers that are gone. */
	goneRows(): readonly IndexRow[];
	/** Lines that the open text has at the state's size. */
	textHeight(state: ExplorerState): number;
	dossierMarkdown(dossier: Dossier): string;
	goneMarkdown(record: GoneRecord): string;
	/** Where the chosen source is drawn in the dossier. */
	sourcePlace(state: ExplorerState): LineRange | null;
	/** Where the chart lies in the dossier. */
	chartPlace(state: ExplorerState): LineRange | null;
	/** Where something that unfolds lies in the dossier. */
	foldPlace(state: ExplorerState, fold: Fold): LineRange | null;
	/** Whether a part that nobody has folded or unfolded is open. */
	isUnfolded(state: ExplorerState, fold: Fold): boolean;
}

export type Event =
	| {type: 'key'; key: Key}
	/** Keys that do nothing but write in the line that is open: at least one. */
	| {type: 'written'; keys: readonly Key[]}
	| {type: 'resize'; columns: number; rows: number}
	| {type: 'rows'; rows: readonly IndexRow[]}
	| {type: 'settle'}
	/** The list is the one that was asked for. */
	| {type: 'reopen'; reopening: Reopening}
	| {type: 'message'; text: string}
	| OwnEvent;
