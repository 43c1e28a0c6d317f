import {examplesOf} from './command-lines/examples.ts';
import {
	type CommandLine,
	columns,
	type Flag,
	listOutput,
	output,
	reopening,
	sort,
	spared,
} from './command-lines/flag.ts';
import * as machine from './command-lines/machine.ts';
import * as own from './command-lines/own.ts';
import * as reference from './command-lines/reference.ts';

export type {CommandLine, Flag} from './command-lines/flag.ts';

/** Flags that every command takes. */
export const commonFlags = {
	data: {
		type: 'string',
		value: 'DIR',
		about: 'read this data set (else DRIVERDEX_DATA, else the shipped one)',
	},
	overlay: {
		type: 'string',
		value: 'DIR',
		about: 'read and keep verdicts and watched drivers of your own here (else XDG_DATA_HOME/driverdex)',
	},
	color: {
		type: 'string',
		choices: ['auto', 'always', 'never'],
		value: 'WHEN',
		about: 'auto, always or never; auto honours NO_COLOR and TERM',
	},
	ascii: {type: 'boolean', about: 'draw with ASCII only (automatic outside UTF-8 locales)'},
	help: {type: 'boolean', shortFlag: 'h', about: 'say what a command does'},
	version: {type: 'boolean', about: 'say the version of driverdex and of its data set'},
} as const satisfies Record<string, Flag>;

const weights: Flag = {
	type: 'string',
	value: 'FILE',
	about: 'weights of your own, such as {"removal": {"weights": {"orphaned": 2}}}',
};
/** Every command, in the order of the help. The first has no name: it is what `driverdex` alone does. */
export const commandLines: readonly CommandLine[] = [
	{
		name: '',
		usage: '[QUERY]',
		summary: 'explore the drivers full screen; print the list where there is no terminal',
		flags: {
			...sort,
			...reopening,
			...own.mine,
		},
	},
	{
		name: 'show',
		usage: 'NAME...|-',
		summary: 'print whole dossiers',
		flags: {
			from: {
				type: 'string',
				isMultiple: true,
				value: 'FILE',
				about: 'names from a file, - for standard input; once for each file',
			},
			...output,
			removal: {
				type: 'boolean',
				about: 'what a patch that removes it has to know, as Markdown for its cover letter',
			},
			tree: {
				type: 'string',
				value: 'DIR',
				about: 'with --removal: a kernel source, for all that only it holds: lines, people, documents',
			},
		},
		notes: [
			'table is the text of the dossier; json is the record, an array for several names; ndjson is a record a line.',
			'NAME is a module (- and _ alike), a CONFIG symbol with or without CONFIG_, a platform option, a kernel path:',
			'a directory, a driver, a source file (build trees and line numbers do no harm); a PCI or USB id (15b3:1003,',
			'14e4:4311:103c:1363, usb:16ca:1502), the modalias of a device, a name that a driver registers under',
			'(b43-pci-bridge), a firmware file, a CVE, a package of a module (kmod-e1000e), or - for standard input: a list',
			'of such, a stack trace, or a text that names source files. One unknown name does not silence the others:',
			'JSON has {"unknown": NAME} in its place, {"ambiguous": NAME, "candidates": [...]} for several drivers.',
			'--removal prints Markdown: what goes, who needs it, whom to write to, what was said, how such removals went; and',
			'what was not looked at. People are in no data set: with --tree they are read from its MAINTAINERS.',
			'Exit status: 0 shown, 1 unknown (with the nearest names) or outside the survey, 2 ambiguous (with the candidates).',
		],
	},
	{
		name: 'list',
		usage: '[QUERY]',
		summary: 'print the drivers that a query matches',
		flags: {
			...sort,
			limit: {type: 'number', value: 'N', about: 'at most so many'},
			...listOutput,
			...columns,
			host: spared,
		},
		notes: [
			'QUERY is words and fields, each of which a leading - turns round; ? in the explorer lists them all. Some ask across',
			'drivers: depends:ARCH_LPC18XX loads:firewire-core id:8086:* compatible:nxp,lpc1850-* section:LPC18XX',
			'list:linux-rdma cve:CVE-2024-53104 file:ich8lan.c since:6.3..7.1 rhel:9>10 (in quotes: a shell has its own >).',
			'--format modprobe writes a block list for /etc/modprobe.d: modules only, no libraries, nothing that others need,',
			'nothing that --host FILE says is in use: driverdex list bus:pcmcia --format modprobe --host saved.json',
			'Exit status: 0 something matched, 1 nothing did.',
		],
	},
	machine.host,
	machine.audit,
	own.news,
	{
		name: 'survey',
		usage: '--tree DIR --out DIR',
		summary: 'build a data set from a kernel tree',
		flags: {
			tree: {type: 'string', value: 'DIR', about: 'the kernel tree to survey'},
			out: {type: 'string', value: 'DIR', about: 'the data set to write'},
			previous: {
				type: 'string',
				isMultiple: true,
				value: 'DIR',
				about: 'an earlier kernel tree, for the change from release to release; once for each',
			},
			releases: {
				type: 'string',
				value: 'REPO',
				about: 'a git repository with release tags (v6.12), for the change from release to release',
			},
			lkddb: {
				type: 'string',
				value: 'DIR',
				about: 'lists of the drivers of earlier kernels (lkddb-2.6.22.list), for their age',
			},
			git: {type: 'string', value: 'DIR', about: 'a clone of the kernel, bare or not, for its commits'},
			fetchMissing: {
				type: 'boolean',
				about: 'let git fetch the file contents that a partial clone lacks: without them no lines are known',
			},
			lore: {
				type: 'string',
				isMultiple: true,
				value: 'DIR',
				about: 'a mailing-list archive (public-inbox git), for posted patches; once for each',
			},
			cves: {type: 'string', value: 'DIR', about: 'the kernel CVE records: their git tree or a checkout'},
			leapp: {type: 'string', value: 'FILE', about: "Leapp's device_driver_deprecation_data.json, for RHEL"},
			modulesAlias: {
				type: 'string',
				isMultiple: true,
				value: 'FILE',
				about: 'a modules.alias or modules.builtin.modinfo, beside the ids in the sources; once for each',
			},
			configs: {
				type: 'string',
				value: 'DIR',
				about: 'kernel configurations of distributions, with their index.tsv, for who ships what',
			},
			config: {
				type: 'string',
				isMultiple: true,
				value: 'NAME=FILE',
				about: 'the kernel configuration of one distribution more; once for each',
			},
			population: {
				type: 'string',
				isMultiple: true,
				value: 'FILE',
				about:
					"a month of linuxhw's DevicePopulation, for machines seen; the newest not after --as-of counts",
			},
			asOf: {
				type: 'string',
				value: 'DATE',
				about: 'the day to look back from, YYYY-MM-DD (default: the newest evidence)',
			},
			dossier: {
				type: 'string',
				isMultiple: true,
				value: 'FILE',
				about: 'take in a dossier made elsewhere; may be given several times',
			},
		},
	},
	reference.ranking,
	reference.probing,
	reference.verifying,
	own.importing,
	{
		name: 'assess',
		usage: 'DATASET',
		summary: 'apply the rules to a data set again, without a new survey',
		flags: {
			explain: {
				type: 'boolean',
				about: 'write nothing: every rule that speaks of the drivers named, or the table of rules',
			},
			weights,
			...output,
		},
		notes: [
			'driverdex assess [DATASET] --explain NAME... explains single verdicts; the formats are those of --explain.',
		],
	},
	{
		name: 'backtest',
		usage: 'OLD_DATASET NEW_TREE',
		summary: 'measure old verdicts against a newer kernel tree',
		flags: {
			oldTree: {
				type: 'string',
				value: 'DIR',
				about: 'the tree that the data set was made from: tells moves by content, and who worked on what',
			},
			outcomes: {
				type: 'string',
				value: 'FILE',
				about: 'a reviewed list of what was removed, as bench/removed-6.1-to-6.12.json',
			},
			assess: {type: 'boolean', about: "judge by today's rules instead of the verdicts recorded"},
			weights,
			...output,
		},
		notes: ['A report is several tables: it has no CSV and no NDJSON.'],
	},
	{
		name: 'diff',
		usage: 'OLD NEW',
		summary: 'say what changed between two data sets',
		flags: {...output},
		notes: ['Exit status: 0 the same, 1 different.'],
	},
	{
		name: 'validate',
		usage: '[DATASET]',
		summary: 'check every record, reason and citation of a data set',
		flags: {...output},
		notes: ['Exit status: 0 valid, 1 not.'],
	},
	own.config,
	{
		name: 'completion',
		usage: 'bash|zsh|fish',
		summary: 'print a completion script for a shell',
		flags: {},
	},
];

/** `--as-of` for `asOf`. */
export function flagName(key: string): string {
	return `--${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** The help of one command, or of the program. Printed text; also what the README's table is made of. */
export function helpText(name: string): string {
	const command = commandLines.find(line => line.name === name)!;
	const flagLines = (flags: Readonly<Record<string, Flag>>) =>
		Object.entries(flags).map(([key, flag]) => {
			const short = flag.shortFlag === undefined ? '' : `, -${flag.shortFlag}`;
			return [
				`${flagName(key)}${short}${flag.value === undefined ? '' : ` ${flag.value}`}`,
				flag.about,
			] as const;
		});
	const columns = (rows: readonly (readonly [string, string])[]) => {
		const width = Math.max(...rows.map(([left]) => left.length));
		return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
	};
	if (name !== '') {
		const examples = examplesOf(name).map(({line, about}) => [line, about] as const);
		return [
			`driverdex ${command.name} ${command.usage}`,
			`  ${command.summary}`,
			'',
			...columns([...flagLines(command.flags), ...flagLines(commonFlags)]),
			...(command.notes === undefined ? [] : ['', ...command.notes]),
			...(examples.length === 0 ? [] : ['', 'Examples:', ...columns(examples)]),
			'',
		].join('\n');
	}
	return [
		'driverdex: will this Linux driver stay, who looks after it, and how do we know?',
		'',
		...columns(
			commandLines.map(line => [
				`driverdex ${line.name === '' ? line.usage : `${line.name} ${line.usage}`}`,
				line.summary,
			]),
		),
		'',
		...columns([...flagLines(command.flags), ...flagLines(commonFlags)]),
		'',
		'QUERY is words and fields: rec:deprecate,remove sub:net conf:<0.6 risk:>0.3 -sub:staging "exact phrase".',
		'driverdex COMMAND --help says more; ? in the explorer lists its keys and every field.',
		'',
	].join('\n');
}
