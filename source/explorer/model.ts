import type {IndexHead} from '../dataset/index-file.ts';
import type {Dossier} from '../dossier/dossier.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import type {OverviewGroup} from '../dossier/query/overview.ts';
import type {Query, QueryProblem} from '../dossier/query/query.ts';
import type {Sort, SortKey} from '../dossier/query/sort.ts';
import type {Key} from '../terminal/keys.ts';
import type {OwnAction, OwnEffect, OwnEvent, OwnPrompt, OwnState} from './own-model.ts';

/** Cells and lines of a terminal. */
export interface Size {
	columns: number;
	rows: number;
}

export type Screen = 'list' | 'detail' | 'compare' | 'overview' | 'news' | 'help';
/** What asks for the next key before the screen does. */
export type Prompt = 'filter' | 'sort' | 'copy' | OwnPrompt;

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
	| 'zoom'
	| 'filter'
	| 'clear-filter'
	| 'keep-filter'
	| 'drop-filter'
	| 'caret-left'
	| 'caret-right'
	| 'caret-to-start'
	| 'caret-to-end'
	| 'erase-before'
	| 'erase-after'
	| 'erase-word'
	| 'erase-to-start'
	| 'sort'
	| `order-by-${SortKey}`
	| 'reverse'
	| 'libraries'
	| 'gone'
	| 'mark'
	| 'unmark-all'
	| 'compare'
	| 'overview'
	| 'next-group'
	| 'previous-group'
	| 'moment-left'
	| 'moment-right'
	| 'next-source'
	| 'previous-source'
	| 'open-source'
	| 'notes'
	| 'next-driver'
	| 'previous-driver'
	| 'back'
	| 'forward'
	| 'copy'
	| `copy-${CopyChoice}`
	| OwnAction
	| 'close-menu'
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
}

/** A list to come back to. */
export interface PastView {
	queryText: string;
	sort: Sort;
	libraries: boolean;
	cursorId: string | null;
}

/** What a reader has done to a dossier: where the cursor of the chart stands, which source is chosen, notes unfolded. */
export interface DossierView {
	/** The place of a month or release in its history; null until one is read out. */
	moment: number | null;
	/** From 0. */
	source: number | null;
	notes: boolean;
}

export const freshView: DossierView = {moment: null, source: null, notes: false};

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

/** All state of the explorer, as plain data. */
export interface ExplorerState {
	head: IndexHead;
	scope: Scope | null;
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
	overview: {group: OverviewGroup; cursor: number};
	/** Scroll of the text that is open (help, compare). */
	scroll: number;
	helpFilter: string;
	past: readonly PastView[];
	future: readonly PastView[];
	/** A remark on the line of hints, until the next key. */
	message: string | null;
	effects: readonly Effect[];
	/** The screen that help, overview or compare go back to. */
	under: 'list' | 'detail';
}

/** Lines of a drawn text, counted from 0 at its top, both included. */
export interface LineRange {
	first: number;
	last: number;
}

/** What the reducer asks of the world: dossiers to read from, and where things stand in what is drawn. */
export interface World {
	/** Null where the driver is not known, or its record is damaged. */
	dossier(id: string): Dossier | null;
	/** Lines that the open text has at the state's size. */
	textHeight(state: ExplorerState): number;
	dossierMarkdown(dossier: Dossier): string;
	/** Where the chosen source is drawn in the dossier. */
	sourcePlace(state: ExplorerState): LineRange | null;
	/** Where the chart lies in the dossier. */
	chartPlace(state: ExplorerState): LineRange | null;
}

export type Event =
	| {type: 'key'; key: Key}
	| {type: 'resize'; columns: number; rows: number}
	| {type: 'rows'; rows: readonly IndexRow[]}
	| {type: 'gone'; rows: readonly IndexRow[]}
	| {type: 'settle'}
	| {type: 'message'; text: string}
	| OwnEvent;
