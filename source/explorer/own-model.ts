import type {IndexRow} from '../dossier/index-row.ts';
import type {NewsItem} from '../dossier/news/news.ts';

/** The forms in which drivers are exported; `verdicts` are the person's own, in the import format. */
export const exportForms = ['csv', 'json', 'ndjson', 'markdown', 'verdicts'] as const;
export type ExportForm = (typeof exportForms)[number];

/** What the forms are called. */
export const formNames: Readonly<Record<ExportForm, string>> = {
	csv: 'CSV',
	json: 'JSON',
	ndjson: 'NDJSON',
	markdown: 'Markdown',
	verdicts: 'your verdicts',
};

/** What a key can make the explorer do with what is the person's own. */
export type OwnAction =
	| 'watch'
	| 'mine'
	| 'news'
	| 'edit-verdict'
	| 'mark-range'
	| 'mark-shown'
	| 'export'
	| `export-${ExportForm}`
	| 'write-file'
	| 'drop-file'
	| 'overwrite'
	| 'keep-file';

/** What asks for the next key: the menu of forms, the name of a file, whether to write over one. */
export type OwnPrompt = 'export' | 'file' | 'overwrite';

/** A command line that the configuration binds to a key. */
export interface CustomCommand {
	key: string;
	/** Words with fields of the driver: `lei q dfn:{path}`. */
	command: string;
	/** For the help. */
	about: string;
	/** Run by `sh -c`, its fields as parameters; else its words are the arguments, whatever is in them. */
	shell: boolean;
	/** A key is waited for before the explorer comes back, so that what it printed can be read. */
	wait: boolean;
}

/** What the configuration decides of keys and columns. */
export interface Settings {
	/** Keys of an action, in the place of its own. */
	keys: Readonly<Record<string, readonly string[]>>;
	commands: readonly CustomCommand[];
	/** Keys that the configuration gave to something new: no action has them of itself any more. */
	taken: readonly string[];
	/** Names of list columns, in order; null for those that fit. */
	columns: readonly string[] | null;
}

export const noSettings: Settings = {keys: {}, commands: [], taken: [], columns: null};

/** A file that is about to be written. */
export interface Exporting {
	form: ExportForm;
	/** Its path, as it is being typed, and where the caret stands, in code units. */
	text: string;
	caret: number;
}

/** What the explorer knows of its person. */
export interface OwnState {
	settings: Settings;
	watched: ReadonlySet<string>;
	/** The drivers of this machine; null until they were asked for. */
	machine: ReadonlySet<string> | null;
	/** Why a machine has none: what could not be looked at. */
	machineNote: string | null;
	/** The rows of the drivers that are mine, where only they are shown. */
	mineRows: readonly IndexRow[] | null;
	/** What is new, and since when; null until it was asked for. */
	news: {items: readonly NewsItem[]; said: string} | null;
	newsCursor: number;
	exporting: Exporting | null;
	/** The query of the last time, which is offered; null where there is none. */
	lastQuery: string | null;
}

export const nobody: OwnState = {
	settings: noSettings,
	watched: new Set(),
	machine: null,
	machineNote: null,
	mineRows: null,
	news: null,
	newsCursor: 0,
	exporting: null,
	lastQuery: null,
};

/** Something of the person's own for the world outside to do. */
export type OwnEffect =
	| {kind: 'watch'; id: string; isWatched: boolean}
	| {kind: 'look-at-machine'}
	| {kind: 'tell-news'}
	| {kind: 'edit-verdict'; id: string}
	| {kind: 'export'; exporting: Exporting; rows: readonly IndexRow[]; mayReplace: boolean}
	| {kind: 'run'; command: CustomCommand; row: IndexRow};

export type OwnEvent =
	| {type: 'watched'; ids: ReadonlySet<string>}
	| {type: 'machine'; ids: ReadonlySet<string>; note: string | null}
	| {type: 'news'; items: readonly NewsItem[]; said: string}
	| {type: 'file-is-there'};
