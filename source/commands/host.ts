import {readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import type {IndexRow} from '../dossier/index-row.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {parseHostFacts} from '../machine/facts.ts';
import {createLookup, type HostRow, judgeHost, type NamedFacts} from '../machine/judge-host.ts';
import {readHost} from '../machine/read-host.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../text/fitted-table.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {shellWord} from '../text/shell.ts';
import type {Theme} from '../text/theme.ts';
import {withColumns} from './common/columns.ts';
import {type Context, themeOf} from './common/context.ts';
import {type AgedDevice, type AgedRow, deviceText, withAges} from './common/devices/device-ages.ts';
import {libraryLines} from './common/devices/libraries.ts';
import {type Answer, type Format, linesText, printAnswer, readFormat} from './common/formats.ts';
import {tellUnknown} from './common/knowledge.ts';
import {
	canExplore,
	inOrder,
	type Judgement,
	refuseWords,
	remarkLine,
	rhelCell,
	rhelText,
	riskCell,
	sentenceLines,
	startJudgement,
	textCell,
	verdictCell,
	verdictFields,
	widestWords,
} from './common/risk-output.ts';

/** `driverdex host`: the drivers of this machine, of another file system, or of a saved list, worst first. */
export async function host(context: Context): Promise<number> {
	const {flags} = context;
	refuseWords(
		context,
		'host',
		'--root reads another file system, --from a saved list; --query narrows down.',
	);
	const roots = (flags.root as string[] | undefined) ?? [];
	const files = (flags.from as string[] | undefined) ?? [];
	if (flags.collector === true) {
		context.out(readFileSync(join(import.meta.dirname, 'collect.sh'), 'utf8'));
		return exitStatus.ok;
	}
	if (flags.save !== undefined) return save(context, roots, files);
	const format = readFormat(context);
	const hosts = nameHosts(roots, files);
	const judgement = startJudgement(context);
	try {
		const {dataset} = judgement;
		const lookup = createLookup({
			treeVersion: dataset.manifest.treeVersion,
			rows: dataset.rows(),
			isAtRisk: judgement.isAtRisk,
			goneOf: name => dataset.gone.byModules(new Set([name])),
			outsideOf: dataset.outside.find,
			knowsGone: dataset.manifest.files['gone.ndjson'] !== undefined,
		});
		const seen = hosts.filter(({facts}) => couldLook(facts));
		if (seen.length === 0) throw nothingSeen(hosts);
		const all = seen.flatMap(one =>
			judgeHost(one, lookup).map(row => withAges(row, one.facts.release, dataset)),
		);
		if (flags.explore === true && canExplore(context)) return await open(context, seen, all, roots, files);
		const rows = inOrder(
			all.filter(({row}) => judgement.isWanted(row)),
			judgement.sort,
		);
		print(context, format, {hosts, rows}, judgement);
		const isUnknown = tellUnknown(context, seen, all, dataset.manifest);
		if (isUnknown || all.some(({isAtRisk}) => isAtRisk)) return exitStatus.negative;
		return seen.length < hosts.length ? exitStatus.failed : exitStatus.ok;
	} finally {
		judgement.dataset.close();
	}
}

interface Report {
	hosts: readonly NamedFacts[];
	rows: readonly AgedRow[];
}

/** `--save FILE`: the facts of one machine, to be judged elsewhere. */
function save(context: Context, roots: readonly string[], files: readonly string[]): number {
	if (files.length > 0 || roots.length > 1) {
		throw new UserError('--save keeps one machine.', 'Give it alone, or with one --root.', exitStatus.usage);
	}
	const facts = readHost(roots[0] ?? '/');
	const text = `${JSON.stringify(facts, null, '\t')}\n`;
	const file = String(context.flags.save);
	if (file === '-') context.out(text);
	else {
		try {
			writeFileSync(file, text);
		} catch (error) {
			throw new UserError(
				`Can't write ${file}: ${(error as Error).message}.`,
				'Name a file that you may write, or - for standard output.',
			);
		}
	}
	for (const problem of facts.problems) context.remark(`not looked at: ${sanitise(problem)}`);
	return couldLook(facts) ? exitStatus.ok : exitStatus.failed;
}

/** The machines asked for, each with a name of its own. */
function nameHosts(roots: readonly string[], files: readonly string[]): NamedFacts[] {
	const places = [
		...files.map(file => ({place: file === '-' ? 'standard input' : file, facts: () => readSaved(file)})),
		...roots.map(root => ({place: root, facts: () => readHost(root)})),
		...(files.length + roots.length === 0 ? [{place: 'this machine', facts: () => readHost('/')}] : []),
	];
	const hosts = places.map(({place, facts}) => {
		const known = facts();
		return {place, facts: known, name: known.host ?? basename(place)};
	});
	return hosts.map(({place, facts, name}) => ({
		facts,
		name: hosts.filter(other => other.name === name).length > 1 ? `${name} (${place})` : name,
	}));
}

function readSaved(file: string): NamedFacts['facts'] {
	const name = file === '-' ? 'Standard input' : file;
	let text: string;
	try {
		text = readFileSync(file === '-' ? 0 : file, 'utf8');
	} catch (error) {
		throw new UserError(
			`${name} can't be read: ${(error as Error).message}.`,
			'Write it with driverdex host --save, or with the script that driverdex host --collector prints.',
		);
	}
	return parseHostFacts(text, name);
}

const couldLook = ({modulesFrom, devices, modules}: NamedFacts['facts']) =>
	modulesFrom !== null || devices !== null || modules.some(({state}) => state === 'configured');

function nothingSeen(hosts: readonly NamedFacts[]): UserError {
	const problems = hosts.flatMap(({name, facts}) => facts.problems.map(problem => `${name}: ${problem}`));
	return new UserError(
		`Nothing could be looked at.${problems.map(problem => `\n  ${sanitise(problem)}`).join('')}`,
		'Name a file system that has /proc and /sys with --root, or a list collected elsewhere with --from; driverdex audit judges the configuration of an image.',
	);
}

async function open(
	context: Context,
	hosts: readonly NamedFacts[],
	rows: readonly HostRow[],
	roots: readonly string[],
	files: readonly string[],
): Promise<number> {
	const words = [...files.flatMap(file => ['--from', file]), ...roots.flatMap(root => ['--root', root])];
	const label = hosts.length === 1 ? `host ${hosts[0]!.name}` : counted(hosts.length, 'host');
	const gone = new Set(rows.filter(({standing}) => standing === 'gone').map(({driver}) => driver)).size;
	const {explore} = await import('./explore.ts');
	return explore(context, {
		ids: new Set(rows.flatMap(({row}) => (row === null ? [] : [row.id]))),
		scope: {
			label,
			note: gone > 0 ? `${grouped(gone)} gone from the kernel` : null,
			command: ['driverdex host --explore', ...words.map(shellWord)].join(' '),
		},
	});
}

/** Drivers of several machines that are the same thing to say, in one row. */
interface TableRow {
	first: AgedRow;
	hosts: string[];
	devices: AgedDevice[];
}

function print(context: Context, format: Format, report: Report, judgement: Judgement): void {
	const {rows, hosts} = report;
	const why = (row: HostRow) => (row.row === null ? row.remark : judgement.why(row.row));
	const plain = (row: HostRow) => ({
		host: row.host,
		driver: row.driver,
		standing: row.standing,
		use: row.use,
		builtIn: row.isBuiltIn,
		atRisk: row.isAtRisk,
		devices: row.devices,
		config: row.row?.symbol ?? row.gone?.option ?? null,
		...verdictFields(row.row, why(row)),
	});
	const {treeVersion, asOf} = judgement.dataset.manifest;
	const answer: Answer = {
		table: () => {
			const atRisk = rows.flatMap(({row, isAtRisk}) => (isAtRisk && row !== null ? [row] : []));
			const width = Math.min(widestWords, context.columns);
			const told = sentenceLines(themeOf(context), atRisk, {judgement, audience: 'administrator', width});
			return linesText([
				...tableLines(context, report, why),
				...told,
				...partLines(context, report, judgement),
			]);
		},
		json: () => ({
			treeVersion,
			asOf,
			failOn: judgement.failOn,
			hosts: hosts.map(({name, facts}) => ({
				host: name,
				release: facts.release,
				looked: couldLook(facts),
				drivers: rows.filter(row => row.host === name && row.standing === 'judged').length,
				atRisk: rows.filter(row => row.host === name && row.isAtRisk).length,
				problems: facts.problems,
			})),
			rows: rows.map(plain),
		}),
		ndjson: () => rows.map(plain),
		columns: machineColumns,
		rows: () =>
			rows.map(row => [
				...[row.host, row.driver, row.standing, row.use, row.isAtRisk ? 'yes' : 'no'],
				...[row.row?.recommendation ?? null, row.row?.confidence ?? null, row.row?.risk ?? null],
				row.devices.map(device => deviceText(device)).join('; ') || null,
				...[why(row), row.row?.replacement ?? null, row.row === null ? null : rhelText(row.row)],
				...[row.row?.symbol ?? null, row.row?.id ?? null],
			]),
	};
	printAnswer(context, format, withColumns(context, format, answer));
	if (format !== 'json') remarks(context, report, judgement);
}

const machineColumns = [
	{heading: 'host'},
	{heading: 'driver'},
	{heading: 'standing'},
	{heading: 'use'},
	{heading: 'at_risk'},
	{heading: 'recommendation'},
	{heading: 'confidence', align: 'right'},
	{heading: 'risk', align: 'right'},
	{heading: 'devices'},
	{heading: 'why'},
	{heading: 'replacement'},
	{heading: 'rhel'},
	{heading: 'config'},
	{heading: 'path'},
] as const;

/** Kinds of what is told apart from the drivers that have a verdict. */
const isApart = ({standing}: HostRow) => ['out-of-tree', 'unknown', 'moved'].includes(standing);
/** Kinds that are only counted: nobody looks for a file system in a table of drivers. */
const isCounted = ({standing, row}: HostRow) =>
	standing === 'not-surveyed' || (standing === 'judged' && row!.recommendation === 'not-a-driver');

function tableLines(context: Context, {hosts, rows}: Report, why: (row: HostRow) => string | null): string[] {
	const theme = themeOf(context);
	const width = context.terminal.output ? context.columns : null;
	const several = hosts.length > 1;
	const main = merged(rows.filter(row => !isApart(row) && (!isCounted(row) || row.isAtRisk)));
	const apart = merged(rows.filter(isApart));
	const hostColumn: FittedColumn = {heading: 'hosts', priority: several ? 2 : 9, least: 12, comfort: 24};
	const lines: string[] = [];
	if (main.length > 0) {
		const columns: FittedColumn[] = [
			{heading: 'driver', priority: 0, least: 14},
			{heading: 'verdict', priority: 0},
			{heading: 'risk', align: 'right', priority: 1},
			hostColumn,
			{heading: 'device', priority: 4, least: 14, comfort: 24},
			{heading: 'why', priority: 3, least: 20, comfort: 44},
			{heading: 'replacement', priority: 5, isExtra: true},
			{heading: 'RHEL', priority: 6, isExtra: true},
			{heading: 'use', priority: 7, isExtra: true},
		];
		const cells = main.map(({first, devices, hosts: names}): FittedCell[] => [
			textCell(theme, first.driver, first.isAtRisk ? 'strong' : undefined),
			first.row === null ? goneCell(theme) : verdictCell(theme, first.row),
			first.row === null ? {text: '-'} : riskCell(first.row),
			several ? textCell(theme, hostsText(names)) : {text: ''},
			textCell(theme, devicesText(devices)),
			textCell(theme, why(first)),
			textCell(theme, first.row?.replacement ?? null),
			first.row === null ? {text: ''} : rhelCell(first.row),
			{text: useText(first), style: 'quiet'},
		]);
		lines.push(...fittedTable(theme, columns, cells, width));
	}
	if (apart.length > 0) {
		if (lines.length > 0) lines.push('');
		lines.push(theme.paint('heading', 'Without a verdict: built out of tree, or not known here'));
		const columns: FittedColumn[] = [
			{heading: 'driver', priority: 0, least: 14},
			{...hostColumn},
			{heading: 'device', priority: 4, least: 14},
			{heading: 'why', priority: 1, least: 24},
			{heading: 'use', priority: 7, isExtra: true},
		];
		const cells = apart.map(({first, devices, hosts: names}): FittedCell[] => [
			textCell(theme, first.driver),
			several ? textCell(theme, hostsText(names)) : {text: ''},
			textCell(theme, devicesText(devices)),
			textCell(theme, why(first)),
			{text: useText(first), style: 'quiet'},
		]);
		lines.push(...fittedTable(theme, columns, cells, width));
	}
	return lines;
}

/** The libraries that are left out of the table of drivers, with those that they are a part of. */
function partLines(context: Context, {rows}: Report, {dataset}: Judgement): string[] {
	const judged = new Map(rows.flatMap(({row}) => (row === null ? [] : [[row.id, row]])));
	const [drivers, libraries] = [true, false].map(shown =>
		[...judged.values()].filter(row => isShownDriver(row) === shown),
	);
	const width = context.terminal.output ? context.columns : null;
	return libraryLines(themeOf(context), {drivers: drivers!, libraries: libraries!}, {dataset, width});
}

function goneCell(theme: Theme): FittedCell {
	return {text: `${theme.glyphs.verdict.remove} gone`, style: 'remove'};
}

function hostsText(names: readonly string[]): string {
	return names.length === 1 ? names[0]! : `${names.length}: ${names.join(', ')}`;
}

function devicesText(devices: readonly AgedDevice[]): string {
	const texts = [...new Set(devices.map(deviceText))];
	if (texts.length === 0) return '';
	return texts.length === 1 ? texts[0]! : `${texts[0]} +${texts.length - 1}`;
}

function useText({use, isBuiltIn}: HostRow): string {
	const words = {
		bound: 'in use',
		loaded: 'loaded',
		configured: 'configured',
		candidate: 'could be used',
		spare: 'spare',
	}[use];
	return isBuiltIn ? `${words}, built in` : words;
}

/** One row for a driver, whatever the number of machines; the worst use leads. */
function merged(rows: readonly AgedRow[]): TableRow[] {
	const byDriver = new Map<string, TableRow>();
	for (const row of rows) {
		const key = `${row.standing} ${row.row?.id ?? row.driver} ${row.isAtRisk}`;
		const known = byDriver.get(key);
		if (known === undefined) byDriver.set(key, {first: row, hosts: [row.host], devices: [...row.devices]});
		else {
			if (!known.hosts.includes(row.host)) known.hosts.push(row.host);
			known.devices.push(...row.devices);
		}
	}
	return [...byDriver.values()];
}

/** How much was looked at, and what was not. */
function remarks(context: Context, {hosts, rows}: Report, judgement: Judgement): void {
	const different = (some: readonly HostRow[]) =>
		new Set(some.map(({row, driver}) => row?.id ?? driver)).size;
	const judged = rows.filter(
		({standing, row}) => (standing === 'judged' && isShownDriver(row)) || standing === 'gone',
	);
	const atRisk = rows.filter(({isAtRisk}) => isAtRisk);
	const members =
		hosts.length > 1
			? `, on ${new Set(atRisk.map(row => row.host)).size} of ${counted(hosts.length, 'host')}`
			: '';
	const apart = different(rows.filter(isApart));
	const outside = different(rows.filter(({standing}) => standing === 'not-surveyed'));
	const libraries = different(rows.filter(({standing, row}) => standing === 'judged' && !isShownDriver(row)));
	const uncounted = [
		...(apart > 0 ? [`${grouped(apart)} without a verdict`] : []),
		...(outside > 0 ? [`${counted(outside, 'module')} outside drivers/ and sound/ not surveyed`] : []),
		...(libraries > 0 ? [`${counted(libraries, 'library', 'libraries')} beside them`] : []),
	];
	remarkLine(
		context,
		`${grouped(different(atRisk))} of ${counted(different(judged), 'driver')} at risk${members} (${judgement.failOn})${uncounted.map(part => `; ${part}`).join('')}`,
	);
	for (const {name, facts} of hosts) {
		for (const problem of facts.problems) {
			remarkLine(context, `${hosts.length > 1 ? `${name}: ` : ''}${problem}`);
		}
	}
}

const isShownDriver = (row: IndexRow | null) => row?.recommendation !== 'not-a-driver';
