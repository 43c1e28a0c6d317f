/** The command line of what is the person's own: news, imports, configuration, and the explorer's --mine. */
import {type CommandLine, type Flag, output} from './flag.ts';

const root: Flag = {
	type: 'string',
	value: 'DIR',
	about: 'the machine whose file system lies at DIR, in place of this one',
};

/** Flags of the explorer for the person's own drivers. */
export const mine = {
	mine: {type: 'boolean', about: 'only the drivers that you watch or that this machine has'},
	root: {...root, about: 'with --mine: the machine whose file system lies at DIR'},
} as const satisfies Record<string, Flag>;

/** What is new. */
export const news: CommandLine = {
	name: 'news',
	usage: '[--since DATASET|DATE]',
	summary: 'say what is new for the drivers that you watch or that this machine has',
	flags: {
		since: {
			type: 'string',
			value: 'WHEN',
			about: 'since another data set (DIR), or since a day (YYYY-MM-DD); default: since you last looked',
		},
		keepUnseen: {type: 'boolean', about: 'tell what is new, and tell it again the next time'},
		root,
		...output,
	},
	notes: [
		'New is: a driver gone, a deletion posted, a verdict or risk that changed, a CVE, a driver that moved. Of a day only',
		'what bears a date of its own can be told: deletions, CVEs and drivers that are gone, not verdicts.',
		'Exit status: 0 nothing new, 1 something, 2 could not look.',
	],
};

/** Verdicts of others. */
export const importing: CommandLine = {
	name: 'import',
	usage: 'FILE...',
	summary: "take in dossiers and announcements made elsewhere, beside the data set's own verdicts",
	flags: {
		origin: {type: 'string', value: 'NAME', about: 'who made them, as the explorer will say'},
		assessor: {
			type: 'string',
			choices: ['dossier', 'person'],
			value: 'KIND',
			about: 'dossier (default), or person for verdicts of somebody you trust',
		},
		export: {
			type: 'string',
			value: 'FILE',
			about:
				'write your own verdicts (e in the explorer) to a file for others to import, - for standard output',
		},
	},
	notes: [
		'They are kept in your overlay and read over any data set; with --data or DRIVERDEX_DATA they are written into that',
		'data set. An announcement is a line of JSON with subject (an option, a platform, a module or a path), claim (what is said, in a',
		'sentence), date and url, and where they are named release and year: docs/import.md. It is shown and cited, and changes no',
		'verdict.',
	],
};

/** The configuration. */
export const config: CommandLine = {
	name: 'config',
	usage: '',
	summary: 'print the configuration that is in force, and where each value comes from',
	flags: {
		schema: {type: 'boolean', about: 'print the JSON Schema of config.json'},
		...output,
	},
	notes: [
		'config.json lies in XDG_CONFIG_HOME/driverdex, else in ~/.config/driverdex. It decides theme, query, columns, mouse, keys',
		'and commands of the explorer. Exit status: 0 it is in force, 1 it is refused, and the defaults are.',
	],
};
