import {writeWhole} from '../dataset/overlay/own-files.ts';
import type {Dataset} from '../dataset/reader.ts';
import {sinceText} from '../dossier/history/since.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import type {KernelConfig} from '../machine/configs/config.ts';
import {type HostRow, isJudged} from '../machine/judge-host.ts';
import {readKernelConfigs} from '../machine/kernel-config.ts';
import {readHost} from '../machine/read-host.ts';
import type {Undriven} from '../machine/undriven.ts';
import {counted, grouped} from '../text/numbers.ts';
import {jsonText, sanitise} from '../text/sanitise.ts';
import {shellWord} from '../text/shell.ts';
import {collector} from './common/beside.ts';
import {withColumns} from './common/columns.ts';
import {fromAnyFolder} from './common/command-lines/from-any-folder.ts';
import {type Context, themeOf} from './common/context.ts';
import {type AgedRow, createDeviceAges} from './common/devices/device-ages.ts';
import {type Answer, type Format, linesText, printAnswer, readFormat} from './common/formats.ts';
import {isLeftOut, tellUnknown} from './common/knowledge.ts';
import {
	delimitedRow,
	flatRows,
	machineColumns,
	plainMachine,
	plainRow,
	plainUndriven,
} from './common/machines/answer.ts';
import {Counts} from './common/machines/counts.ts';
import {driverTable, partLines} from './common/machines/driver-table.ts';
import {fleetTable, type MachineLine, machineLines} from './common/machines/fleet-table.ts';
import {type InUse, readInUse} from './common/machines/in-use.ts';
import {lookupOf} from './common/machines/lookup.ts';
import {couldLook, judgeMachines, type Machine, type Places} from './common/machines/machines.ts';
import {type Named, noteLines, takenLines, undrivenLines} from './common/machines/told.ts';
import {plainReview, reviewCounts, reviewTable} from './common/modprobe/print.ts';
import {isAnyWanting, type ReviewLine, reviewDirectives} from './common/modprobe/review.ts';
import {
	canExplore,
	inOrder,
	type Judgement,
	refuseWords,
	remarkLine,
	sentenceLines,
	startJudgement,
	widestWords,
} from './common/risk-output.ts';

/** `driverdex host`: the drivers of this machine, of another file system, or of what people have in hand, worst first. */
export async function host(context: Context): Promise<number> {
	const {flags} = context;
	const places = readPlaces(context);
	if (flags.collector === true) {
		context.out(collector());
		return exitStatus.ok;
	}
	if (flags.save !== undefined) return save(context, places);
	const format = readFormat(context);
	const judgement = startJudgement(context);
	try {
		const {dataset} = judgement;
		const lookup = lookupOf(dataset, judgement.isAtRisk);
		const inUse = await readInUse(flags.host as string[] | undefined, lookup);
		const configs = await readConfigs(flags.config as string[] | undefined);
		const report: Report = {
			machines: [],
			rows: [],
			undriven: [],
			named: {isThere: hasHardware(inUse), since: sinceIn(dataset)},
			reviewed: [],
			counts: new Counts(),
		};
		const isStreamed = format === 'ndjson' && judgement.sort === null;
		const knowledge = {isUnknown: false, isAtRisk: false, isLeftOut: false};
		report.machines = await judgeMachines(
			context,
			places,
			{lookup, ages: createDeviceAges(dataset)},
			({machine, rows, undriven}) => {
				knowledge.isAtRisk ||= rows.some(({isAtRisk}) => isAtRisk);
				knowledge.isLeftOut ||= rows.some(isLeftOut);
				const directives = machine.facts.input?.directives ?? [];
				const reviewing = {judgement, lookup, inUse, configs};
				report.reviewed.push(...reviewDirectives(machine.name, directives, rows, reviewing));
				// A fleet of any size is printed as it is read.
				if (isStreamed) {
					knowledge.isUnknown =
						tellUnknown(context, [machine], rows, dataset.manifest) || knowledge.isUnknown;
					const wanted = rows.filter(({row}) => judgement.isWanted(row));
					for (const row of wanted) report.counts.add(row);
					printFlat(context, wanted, report, judgement);
				} else {
					report.rows.push(...rows);
					report.undriven.push(...undriven);
				}
			},
		);
		if (flags.explore === true && canExplore(context)) return await open(context, report, places);
		if (isStreamed) remarks(context, report, judgement);
		else {
			print(context, format, report, judgement);
			knowledge.isUnknown = tellUnknown(context, report.machines, report.rows, dataset.manifest);
		}
		if (knowledge.isUnknown || knowledge.isAtRisk || isAnyWanting(report.reviewed))
			return exitStatus.negative;
		return report.machines.every(({looked}) => looked) && !knowledge.isLeftOut
			? exitStatus.ok
			: exitStatus.failed;
	} finally {
		judgement.dataset.close();
	}
}

interface Report {
	machines: Machine[];
	rows: AgedRow[];
	undriven: Undriven[];
	named: Named;
	/** Lines of modprobe.d. */
	reviewed: ReviewLine[];
	/** Counts of the rows that are shown. */
	counts: Counts;
}

/** Words behind --from are more of its files: a shell writes a pattern out so. */
function readPlaces(context: Context): Places {
	const {flags, input} = context;
	const files = (flags.from as string[] | undefined) ?? [];
	if (files.length === 0) {
		refuseWords(
			context,
			'host',
			'--root reads another file system, --from what people have in hand; --query narrows down.',
		);
	}
	return {roots: (flags.root as string[] | undefined) ?? [], files: [...files, ...input]};
}

/** Configurations that say what is built in. */
async function readConfigs(files: readonly string[] | undefined): Promise<KernelConfig[]> {
	const configs: KernelConfig[] = [];
	for (const file of files ?? []) configs.push(...(await readKernelConfigs(file)));
	return configs;
}

/** Whether the machine of --host has what a driver drives, or the input itself says so. */
function hasHardware(inUse: InUse | null): Named['isThere'] {
	const uses = new Set(['bound', 'loaded', 'candidate']);
	return ({row, use}) =>
		use === 'bound'
			? true
			: inUse === null || row === null
				? null
				: uses.has(inUse.rows.get(row.id)?.use ?? '');
}

/** Since when a driver is there, from its record. */
function sinceIn(dataset: Dataset): Named['since'] {
	return ({row}) => {
		const since = row === null ? null : dataset.driver(row).signals.since;
		return since === null ? null : sinceText(since, dataset.manifest.releases);
	};
}

/** `--save FILE`: the facts of one machine, to be judged elsewhere. */
function save(context: Context, {roots, files}: Places): number {
	if (files.length > 0 || roots.length > 1) {
		throw new UserError('--save keeps one machine.', 'Give it alone, or with one --root.', exitStatus.usage);
	}
	const facts = readHost(roots[0] ?? '/');
	const text = `${jsonText(facts, '\t')}\n`;
	const file = String(context.flags.save);
	if (file === '-') context.out(text);
	else writeWhole(file, [text]);
	for (const problem of facts.problems) context.remark(`not looked at: ${sanitise(problem)}`);
	return couldLook(facts) ? exitStatus.ok : exitStatus.failed;
}

async function open(context: Context, {machines, rows}: Report, {roots, files}: Places): Promise<number> {
	const words = [
		...files.flatMap(file => ['--from', fromAnyFolder(file)]),
		...roots.flatMap(root => ['--root', fromAnyFolder(root)]),
	];
	const seen = machines.filter(({looked}) => looked);
	const label = seen.length === 1 ? `host ${seen[0]!.name}` : counted(seen.length, 'host');
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

const whyOf = (judgement: Judgement) => (row: HostRow) =>
	row.row === null
		? row.remark
		: [row.remark, droppedDevices(row), judgement.why(row.row)].filter(Boolean).join('; ');

/** The devices there that RHEL has dropped, each since which release, while their driver stays; null for none. */
function droppedDevices({devices}: HostRow): string | null {
	const dropped = new Map<string, Set<string>>();
	for (const {id, rhel = []} of devices) {
		const first = rhel[rhel.findLastIndex(({state}) => state !== 'removed') + 1];
		if (id === null || first === undefined) continue;
		dropped.set(first.release, (dropped.get(first.release) ?? new Set()).add(id));
	}
	if (dropped.size === 0) return null;
	const byRelease = [...dropped].sort(([a], [b]) => Number(a) - Number(b));
	return byRelease
		.map(([release, ids]) => `RHEL ${release} dropped the device ${[...ids].join(', ')}`)
		.join('; ');
}

/** Rows of one machine as NDJSON, at once. */
function printFlat(context: Context, rows: readonly AgedRow[], {named}: Report, judgement: Judgement): void {
	const why = whyOf(judgement);
	const lines = rows.flatMap(row => flatRows(row, why, named)).map(row => `${jsonText(row)}\n`);
	if (lines.length > 0) context.out(lines.join(''));
}

function print(context: Context, format: Format, report: Report, judgement: Judgement): void {
	const {machines, named, undriven} = report;
	const rows = [
		...inOrder(
			report.rows.filter(({row}) => judgement.isWanted(row)),
			judgement.sort,
		),
	];
	for (const row of rows) report.counts.add(row);
	const why = whyOf(judgement);
	const {treeVersion, asOf} = judgement.dataset.manifest;
	const lines = machineLines(machines, report.rows);
	const answer: Answer = {
		table: () => tableText(context, {...report, rows}, lines, judgement),
		json: () => ({
			treeVersion,
			asOf,
			failOn: judgement.failOn,
			hosts: machines.map(machine =>
				plainMachine(lines.find(line => line.machine === machine)!, {
					drivers: rows.filter(row => row.host === machine.name && isJudged(row)).length,
					atRisk: rows.filter(row => row.host === machine.name && row.isAtRisk).length,
				}),
			),
			rows: rows.map(row => plainRow(row, why, named)),
			...(undriven.length > 0 && {devices: undriven.map(one => plainUndriven(one, treeVersion))}),
			...(report.reviewed.length > 0 && {directives: report.reviewed.map(plainReview)}),
		}),
		ndjson: () => rows.flatMap(row => flatRows(row, why, named)),
		columns: machineColumns,
		rows: () => rows.map(row => delimitedRow(row, why)),
	};
	printAnswer(context, format, withColumns(context, format, answer));
	if (format !== 'json') remarks(context, report, judgement);
}

/** By host where there are several and --by does not say otherwise. */
function tableText(
	context: Context,
	report: Report,
	lines: readonly MachineLine[],
	judgement: Judgement,
): string {
	const {rows, machines, undriven, named} = report;
	const by = (context.flags.by as string | undefined) ?? (machines.length > 1 ? 'host' : 'driver');
	const atRisk = rows.flatMap(({row, isAtRisk}) => (isAtRisk && row !== null ? [row] : []));
	const width = Math.min(widestWords, context.columns);
	const told = sentenceLines(themeOf(context), atRisk, {judgement, audience: 'administrator', width});
	return linesText([
		...(by === 'host'
			? fleetTable(context, lines)
			: driverTable(context, {rows, several: machines.length > 1}, whyOf(judgement))),
		...reviewTable(themeOf(context), report.reviewed, {
			width: context.terminal.output ? context.columns : null,
			several: machines.length > 1,
		}),
		...undrivenLines(context, undriven, judgement.dataset.manifest.treeVersion),
		...noteLines(context, rows, machines, named),
		...told,
		...(by === 'host' ? [] : partLines(context, rows, judgement)),
	]);
}

/** How much was looked at, and what was not. */
function remarks(context: Context, {machines, counts, reviewed}: Report, judgement: Judgement): void {
	for (const line of takenLines(machines)) remarkLine(context, line);
	if (reviewed.length > 0) remarkLine(context, reviewCounts(reviewed));
	if (reviewed.length === 0 || !counts.isEmpty)
		remarkLine(context, counts.text(machines.length, judgement.failOn));
	for (const {name, facts} of machines) {
		for (const problem of facts.problems) {
			remarkLine(context, `${machines.length > 1 ? `${name}: ` : ''}${problem}`);
		}
	}
}
