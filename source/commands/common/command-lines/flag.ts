import {sortKeys} from '../../../dossier/query/sort.ts';
import {blockFormats, formats, reviewFormats} from '../formats.ts';

/** A flag of the command line, in the form that meow takes, with its line of help. */
export interface Flag {
	type: 'string' | 'boolean' | 'number';
	isMultiple?: boolean;
	shortFlag?: string;
	choices?: readonly string[];
	/** What the value is called in the help: DIR, FILE, DATE. */
	value?: string;
	about: string;
}

/** What the command line knows of a command. */
export interface CommandLine {
	name: string;
	/** Words after the name. */
	usage: string;
	summary: string;
	flags: Readonly<Record<string, Flag>>;
	/** More lines for its own help page. */
	notes?: readonly string[];
}

/** The flags of every command that prints data, see formats.ts. */
export const output = {
	format: {
		type: 'string',
		choices: formats,
		value: 'FORMAT',
		about: 'table, json, ndjson, csv or markdown',
	},
	json: {type: 'boolean', about: 'short for --format json'},
	markdown: {type: 'boolean', about: 'short for --format markdown'},
} as const satisfies Record<string, Flag>;

/** Of the command whose drivers can be blocked. */
export const listOutput = {
	...output,
	format: {
		...output.format,
		choices: [...formats, ...blockFormats],
		about: 'table, json, ndjson, csv, markdown or modprobe',
	},
} as const satisfies Record<string, Flag>;

/** The machine that a block list is for. */
export const spared: Flag = {
	type: 'string',
	isMultiple: true,
	value: 'FILE',
	about: 'the machine it is for, as host --from takes it: what is in use there',
};

/** Of commands whose findings are reviewed. */
export const reviewOutput = {
	...output,
	format: {
		...output.format,
		choices: [...formats, ...reviewFormats, ...blockFormats],
		about: 'table, json, ndjson, csv, markdown, sarif, junit or modprobe',
	},
} as const satisfies Record<string, Flag>;

/** Of commands whose tables have columns to choose from. */
export const columns = {
	columns: {
		type: 'string',
		value: 'NAMES',
		about: 'only these columns, commas between them, by the names that --format csv prints',
	},
} as const satisfies Record<string, Flag>;

/** Of commands whose drivers have an order. */
export const sort = {
	sort: {
		type: 'string',
		value: 'FIELD',
		about: `order by ${sortKeys.join(', ')}; of equals by a second after a comma`,
	},
	reverse: {type: 'boolean', about: 'the other way round'},
} as const satisfies Record<string, Flag>;

/** Where the explorer is opened again. */
export const reopening = {
	at: {type: 'string', value: 'NAME', about: 'open the explorer with its cursor on this driver'},
	marked: {type: 'string', value: 'NAMES', about: 'with these drivers marked, commas between them'},
} as const satisfies Record<string, Flag>;
