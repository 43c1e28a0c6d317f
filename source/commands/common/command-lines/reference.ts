/** The command lines of the three phases of the published corpus, over any data set: rank, probe, verify. */
import {type CommandLine, output} from './flag.ts';

/** By dormancy. */
export const ranking: CommandLine = {
	name: 'rank',
	usage: '[QUERY]',
	summary: 'rank directories by how dormant they are',
	flags: {
		limit: {type: 'number', value: 'N', about: 'at most so many'},
		...output,
	},
	notes: [
		'The score, from 0 to 1, is old x few x long: its age, how few changes of substance five years brought, how long ago',
		'the last was. A parent stands for what lies below it, QUERY leaves directories without a matching driver out.',
		'Without git commits the releases that changed ten lines or more count, or patches where these are more.',
		'Exit status: 0 something is ranked, 1 nothing is.',
	],
};

/** By a model of the person's choice. */
export const probing: CommandLine = {
	name: 'probe',
	usage: "NAME... --with 'COMMAND...'",
	summary: 'have a model of your choice write dossiers, kept beside the verdicts',
	flags: {
		with: {
			type: 'string',
			value: 'COMMAND',
			about: 'is sent evidence, question and schema on standard input, and answers with a dossier',
		},
		shell: {type: 'boolean', about: 'let sh run COMMAND; else it is parted into words and started itself'},
		query: {type: 'string', value: 'QUERY', about: 'ask about the drivers that match'},
		limit: {type: 'number', value: 'N', about: 'at most so many (default: 50, unless drivers are named)'},
		jobs: {type: 'number', value: 'N', about: 'ask about so many at the same time (default: 1)'},
		timeLimit: {type: 'number', value: 'SECONDS', about: 'for each answer (default: 300)'},
		again: {type: 'boolean', about: 'ask also where the same command answered the same question'},
		dryRun: {type: 'boolean', about: 'print what would be sent, and ask nobody'},
		kept: {type: 'boolean', about: 'print the dossiers that are kept, one a line, for driverdex import'},
		...output,
	},
	notes: [
		'Without NAME and --query it asks about the directories of driverdex rank. Answers are kept in your overlay as they',
		'come; a later call asks only for what is missing. They are shown beside the verdicts and never count: to take one',
		'over, driverdex probe NAME --kept > FILE.ndjson and driverdex import FILE.ndjson --assessor person. See docs/probe.md.',
		'Exit status: 0 all answered, 1 some failed, 2 none answered.',
	],
};

const folder = (about: string) => ({type: 'string', value: 'DIR', about}) as const;

/** Each citation opened. */
export const verifying: CommandLine = {
	name: 'verify',
	usage: '[DATASET] --tree DIR',
	summary: 'open each citation of a data set where it can be, and say which hold',
	flags: {
		tree: folder('the kernel tree that was surveyed: lines say what is claimed of them'),
		releases: {
			type: 'string',
			value: 'REPO',
			about: 'a git repository with release tags: paths are there, releases changed what is told',
		},
		git: folder('a clone of the kernel: commits are there, and of the day that is told'),
		lore: {
			type: 'string',
			isMultiple: true,
			value: 'DIR',
			about: 'a mailing-list archive: mails are there, of that day, and do what is told; once for each',
		},
		cves: folder('the kernel CVE records: they are there, and name a source of the driver'),
		configs: folder('kernel configurations with their index.tsv: the lines stand there'),
		population: {
			type: 'string',
			isMultiple: true,
			value: 'FILE',
			about: 'a month of counted machines: the counts stand there; once for each',
		},
		leapp: {type: 'string', value: 'FILE', about: "Leapp's table of drivers: it says what is told"},
		sample: {type: 'number', value: 'N', about: 'only so many drivers, drawn at random'},
		seed: {type: 'number', value: 'N', about: 'draw others (default: 1)'},
		limit: {
			type: 'number',
			value: 'N',
			about: 'list at most so many that do not hold (default: 50 in a table, else all)',
		},
		...output,
	},
	notes: [
		'It reads trees, mails and records by plain means, not through the survey. What was not given is not looked at, and',
		'nothing is fetched. csv and ndjson list those that do not hold.',
		'Exit status: 0 all that could be looked at hold, 1 some do not, 2 none could be looked at.',
	],
};
