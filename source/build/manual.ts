/** The manual page, driverdex(1), made of the tables of commands, query fields and keys: printed by build.mjs into dist/. */
import {examplesOf} from '../commands/common/command-lines/examples.ts';
import {commandLines, commonFlags, type Flag, flagName} from '../commands/common/flags.ts';
import {queryFields} from '../dossier/query/query.ts';
import {keyGroups} from '../explorer/key-guide.ts';

/** Text for roff: nothing in it is taken for a request or an escape, and a hyphen is the one that is typed. */
function plain(text: string): string {
	const escaped = text
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replace(
			/[^\0-\x7f]/gu,
			sign => `\\[u${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
		);
	return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

const bold = (text: string): string => `\\fB${plain(text)}\\fR`;
/** An argument of a macro: one word, whatever is in it. */
const argument = (text: string): string => `"${plain(text).replaceAll('"', '\\(dq')}"`;
const section = (title: string, ...lines: string[]): string[] => [`.SH ${argument(title)}`, ...lines];
const entry = (head: string, ...lines: string[]): string[] => ['.TP', head, ...lines];

function flagEntries(flags: Readonly<Record<string, Flag>>): string[] {
	return Object.entries(flags).flatMap(([key, flag]) => {
		const value = flag.value === undefined ? '' : ` \\fI${plain(flag.value)}\\fR`;
		const short = flag.shortFlag === undefined ? '' : `, ${bold(`-${flag.shortFlag}`)}`;
		return entry(`${bold(flagName(key))}${value}${short}`, plain(flag.about));
	});
}

function commandPart(name: string): string[] {
	const line = commandLines.find(one => one.name === name)!;
	const examples = examplesOf(name);
	return [
		`.SS ${argument(`driverdex ${name === '' ? '' : `${name} `}${line.usage}`.trimEnd())}`,
		`${plain(`${line.summary[0]!.toUpperCase()}${line.summary.slice(1)}.`)}`,
		...flagEntries(line.flags),
		...(line.notes === undefined ? [] : ['.PP', ...line.notes.flatMap(note => [plain(note), '.br'])]),
		...(examples.length === 0
			? []
			: [
					'.PP',
					'Examples:',
					...examples.flatMap(({line: example, about}) => entry(bold(example), plain(about))),
				]),
	];
}

const environment: readonly (readonly [string, string])[] = [
	['DRIVERDEX_DATA', 'the data set to read, where --data does not name one'],
	['DRIVERDEX_DEBUG', '1 prints the stack of an error that is a fault of driverdex'],
	['NO_COLOR', 'no colour, where it is set and not empty'],
	[
		'TERM, LANG, LC_ALL',
		'what the terminal can draw: dumb has no colour, other character sets than UTF-8 get ASCII',
	],
	['VISUAL, EDITOR', 'opens verdicts and notes of your own'],
];

const files: readonly (readonly [string, string])[] = [
	[
		'$XDG_CONFIG_HOME/driverdex/config.json',
		'theme, query, columns, mouse, keys and commands of the explorer',
	],
	['$XDG_DATA_HOME/driverdex', 'what is yours: watched drivers, your verdicts, what you imported'],
	['$XDG_STATE_HOME/driverdex', 'what you have seen of watched drivers'],
];

const statuses: readonly (readonly [string, string])[] = [
	['0', 'done'],
	['1', 'nothing found, unknown name, not valid, something at risk'],
	['2', 'ambiguous name, or it could not be done'],
	['64', 'misused command line'],
	['70', 'a fault of driverdex'],
	['130', 'interrupted'],
];

const table = (rows: readonly (readonly [string, string])[]): string[] =>
	rows.flatMap(([left, right]) => entry(bold(left), plain(right)));

/** The page as roff. */
export function manualPage(version: string): string {
	return [
		`.\\" Made of the program's own tables: see source/build/manual.ts.`,
		`.TH DRIVERDEX 1 "" ${argument(`driverdex ${version}`)} "User Commands"`,
		...section(
			'NAME',
			plain('driverdex - will this Linux driver stay, who looks after it, and how do we know'),
		),
		...section(
			'SYNOPSIS',
			...commandLines.flatMap(({name, usage}) => [
				`${bold(`driverdex${name === '' ? '' : ` ${name}`}`)} ${plain(usage)}`,
				'.br',
			]),
		),
		...section(
			'DESCRIPTION',
			plain(
				'driverdex holds one dossier for every driver of the Linux kernel: a recommendation (keep, keep-annotate,',
			),
			plain(
				'deprecate, remove, unsure), a confidence, the chance that the driver is gone in two years, the activity',
			),
			plain(
				'behind it, and a citation for every claim. It works off line, on a data set that lies beside it.',
			),
			'.PP',
			plain(
				'Data go to standard output, remarks to standard error. Without a command it opens the explorer.',
			),
		),
		...section('COMMANDS', ...commandLines.flatMap(({name}) => commandPart(name))),
		...section('OPTIONS OF EVERY COMMAND', ...flagEntries(commonFlags)),
		...section(
			'QUERY',
			plain(
				'Words match module, CONFIG symbol, path and title; fields are exact. A hyphen before either leaves out, a',
			),
			plain('phrase stands in double quotes, several values of a field between commas.'),
			...queryFields.flatMap(({name, example, about}) =>
				entry(bold(`${name}:${example.replace(`${name}:`, '')}`), plain(about)),
			),
		),
		...section(
			'KEYS OF THE EXPLORER',
			...keyGroups.flatMap(({name, entries}) => [
				`.SS ${argument(name)}`,
				...entries.flatMap(({keys, about}) =>
					keys.length === 0 ? [] : entry(bold(keys.join(' ')), plain(about)),
				),
			]),
		),
		...section('FILES', ...table(files)),
		...section('ENVIRONMENT', ...table(environment)),
		...section('EXIT STATUS', ...table(statuses)),
		...section('SEE ALSO', plain('lsmod(8), lspci(8), modinfo(8), modprobe.d(5)')),
		'',
	].join('\n');
}
