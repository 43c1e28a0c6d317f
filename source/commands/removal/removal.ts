/** `driverdex show NAME --removal [--tree DIR]`: what a patch that removes a driver has to know, as Markdown for its cover letter. */
import type {Dataset} from '../../dataset/reader.ts';
import {effectiveAssessment} from '../../dossier/effective.ts';
import {fateInWords} from '../../dossier/gone/words.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import type {FilePattern} from '../../survey/tree/maintainers-file.ts';
import {markdownLine} from '../../text/markdown.ts';
import {counted, percent} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Context} from '../common/context.ts';
import {BoundedTree} from './bounded-tree.ts';
import {historyOf} from './history.ts';
import {fileLines, leftOutLines, mentionLines, peopleLines} from './kit-lines.ts';
import {discussionWords, needingOf, needingWords, replacementWords, wordsOfUse} from './known.ts';
import {findMentions} from './mentions.ts';
import {optionsOf, ownPaths, readOwnFiles} from './own-paths.ts';
import {readPeople} from './people.ts';

/** Prints the kit of one driver. */
export function removal(context: Context): number {
	const {input, flags} = context;
	const top = flags.tree as string | undefined;
	const [name] = input;
	if (flags.removal !== true || name === undefined || input.length > 1) {
		throw new UserError(
			flags.removal === true ? 'show --removal wants one name.' : 'show --tree is for --removal.',
			'Such as: driverdex show myri10ge --removal --tree linux.',
			exitStatus.usage,
		);
	}
	const format = flags.json === true ? 'json' : (flags.format ?? 'markdown');
	if (format !== 'markdown') {
		throw new UserError(
			`show --removal writes Markdown, not ${sanitise(String(format))}.`,
			'Without --removal, --format json has the record.',
			exitStatus.usage,
		);
	}
	const tree = top === undefined ? null : BoundedTree.open(top);
	const dataset = context.openDataset();
	try {
		const record = driverNamed(dataset, name);
		context.out(`${kit(dataset, record, tree).map(markdownLine).join('\n')}\n`);
		return exitStatus.ok;
	} finally {
		dataset.close();
	}
}

/** The one driver of a name. Throws a UserError for none, several, or one that is gone. */
function driverNamed(dataset: Dataset, name: string): DriverRecord {
	const {drivers} = dataset.find(name);
	const printable = sanitise(name);
	if (drivers.length === 1) return dataset.driver(drivers[0]!);
	if (drivers.length > 1) {
		const ids = drivers.slice(0, 20).map(({id}) => `  ${sanitise(id)}`);
		throw new UserError(
			`"${printable}" stands for ${drivers.length} drivers.`,
			`Name one by its path:\n${ids.join('\n')}`,
			exitStatus.failed,
		);
	}
	const [gone] = dataset.gone.find(name);
	if (gone !== undefined) {
		throw new UserError(
			`${sanitise(gone.id)} is not there to be removed: ${sanitise(fateInWords(gone))}.`,
			`driverdex show ${printable} says more.`,
			exitStatus.negative,
		);
	}
	const near = dataset.nearest(name);
	throw new UserError(
		`No driver "${printable}" in Linux ${dataset.manifest.treeVersion}.`,
		near.length > 0
			? `Nearest: ${sanitise(near.join(', '))}.`
			: 'driverdex list WORD searches names, paths and titles.',
		exitStatus.negative,
	);
}

function kit(dataset: Dataset, record: DriverRecord, tree: BoundedTree | null): string[] {
	const {manifest} = dataset;
	const version = tree === null ? null : versionOf(tree);
	const ids = () => dataset.rows().map(({id}) => id);
	const verdict = effectiveAssessment(record);
	const bullets = (lines: readonly string[]) => lines.map(line => `- ${line}`);
	const needing = needingOf(dataset, record);
	return [
		`# Removal of ${record.module}`,
		'',
		`${record.title ?? 'A driver'}: ${record.id}${record.kconfig === null ? '' : `, CONFIG_${record.kconfig.symbol}`}.`,
		`From its record: Linux ${manifest.treeVersion}, evidence to ${manifest.asOf}${version === null ? '' : `; and a tree of Linux ${version}${version === manifest.treeVersion ? '' : ', which is another'}`}.`,
		...(verdict === null
			? []
			: [
					`The assessment: ${verdict.recommendation}${verdict.confidence === null ? '' : `, ${percent(verdict.confidence)}`}. ${verdict.summary ?? ''}`.trim(),
				]),
		'',
		'## What goes',
		'',
		...(tree === null ? filesOfRecord(record) : partsOfTree(tree, record, ids())),
		'',
		'## What needs it',
		'',
		...(needing.length === 0
			? [
					'No driver below drivers/ or sound/ uses its symbols, asks for it to be loaded or selects its option.',
				]
			: bullets(needing.map(needingWords))),
		...(tree === null ? addressedByRecord(record) : []),
		'',
		'## What was said of it',
		'',
		...bullets(discussionWords(record)),
		'',
		'## Who uses it',
		'',
		...bullets(wordsOfUse(dataset, record)),
		'',
		'## What takes its place',
		'',
		...bullets(replacementWords(dataset, record)),
		'',
		'## How such removals went',
		'',
		...bullets(historyOf(dataset, record)),
		'',
		'## Not looked at',
		'',
		...bullets(notLookedAt(tree)),
	];
}

function notLookedAt(tree: BoundedTree | null): string[] {
	const always = ['Whether somebody uses the hardware today: ask on its lists before the patch.'];
	if (tree !== null) {
		const left = leftOutLines(tree.leftOut);
		return [
			...(left.length === 0 ? [] : [`Of the tree: ${left.join(', ')}.`]),
			'Constants in headers for all, such as the ids of include/linux/pci_ids.h, which nobody may need then.',
			'K: lines of MAINTAINERS, which look at contents: scripts/get_maintainer.pl on the patch does.',
			...always,
		];
	}
	return [
		'Lines of the files as they are in your tree.',
		'Kconfig lines beside its own entry, Makefiles, and the lines of MAINTAINERS that name it.',
		'Configurations (defconfigs), documents, bindings and device trees that name it.',
		'Symbols that files outside drivers/ and sound/ use, headers that others include, constants in headers for all.',
		'People: maintainers and reviewers are in no data set.',
		'For all of these: --tree DIR, with the top of a kernel source.',
		...always,
	];
}

/** The version that a tree's Makefile says. */
function versionOf(tree: BoundedTree): string {
	const text = tree.text('Makefile') ?? '';
	const part = (name: string) => new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S*)`, 'm').exec(text)?.[1] ?? '';
	const [version, patchlevel, sublevel] = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(part);
	if (version === '') return 'unknown version';
	return (
		[version, patchlevel, sublevel === '0' ? '' : sublevel].filter(Boolean).join('.') + part('EXTRAVERSION')
	);
}

function filesOfRecord(record: DriverRecord): string[] {
	const {tree} = record.signals;
	const {kconfig} = record;
	return [
		`${counted(record.files.length, 'source')} of its own${tree === null ? '' : `, ${counted(tree.sourceLines, 'line')} together`}:`,
		'',
		...ownPaths(record).map(path => `- ${path}`),
		'',
		kconfig === null || kconfig.at === null
			? 'Its option was not found.'
			: `CONFIG_${kconfig.symbol} is defined at ${kconfig.at}.`,
	];
}

function partsOfTree(tree: BoundedTree, record: DriverRecord, ids: readonly string[]): string[] {
	const own = readOwnFiles(tree, record, ids);
	const paths = ownPaths(record);
	const covered = new Set([...paths, ...own.beside.map(({path}) => path)]);
	const isOwn = ({text, matches}: FilePattern) =>
		(own.wholeDirectory !== null && isAtOrBelow(text, own.wholeDirectory)) ||
		matchesOnly(tree, text, matches, covered);
	const people = readPeople(tree, paths, isOwn);
	const {wholeDirectory} = own;
	const mentions = findMentions(tree, record, {options: optionsOf(tree, record, own), wholeDirectory});
	return [
		...fileLines(own),
		'',
		'## Lines that name it',
		...mentionLines(mentions, people),
		'',
		'## Whom to address',
		'',
		...peopleLines(people),
	];
}

function isAtOrBelow(pattern: string, directory: string): boolean {
	return pattern === directory || pattern.startsWith(`${directory}/`);
}

/** Whether a pattern for files of one folder matches some that go and none that stays. */
function matchesOnly(
	tree: BoundedTree,
	text: string,
	matches: FilePattern['matches'],
	covered: ReadonlySet<string>,
): boolean {
	const folder = text.slice(0, text.lastIndexOf('/'));
	if (text.endsWith('/') || folder === '' || /[*?[]/.test(folder)) return false;
	const matched = tree
		.filesIn(folder)
		.flatMap(name => (matches(`${folder}/${name}`) ? [`${folder}/${name}`] : []));
	return matched.length > 0 && matched.every(path => covered.has(path));
}

function addressedByRecord({signals, directory, files}: DriverRecord): string[] {
	const {maintainers} = signals;
	const main = files.find(file => file.endsWith('.c')) ?? files[0];
	return [
		'',
		'## Whom to address',
		'',
		...(maintainers?.section == null
			? ['- No section of MAINTAINERS speaks for it.']
			: [
					`- ${maintainers.section}: ${maintainers.status ?? 'no status'}${maintainers.own ? '' : ', a section of its subsystem'}${maintainers.at === null ? '' : ` (${maintainers.at})`}`,
				]),
		...(maintainers?.lists ?? []).map(list => `- L: ${list}`),
		`- For its people, in the tree: scripts/get_maintainer.pl -f ${main === undefined ? directory : `${directory}/${main}`}`,
	];
}
