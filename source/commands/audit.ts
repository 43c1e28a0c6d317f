import {existsSync} from 'node:fs';
import {basename} from 'node:path';
import type {IndexRow} from '../dossier/index-row.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {
	type Audit,
	type AuditRow,
	compareAuditRows,
	configFragment,
	judgeConfig,
} from '../machine/judge-config.ts';
import {ownConfigs, readKernelConfig} from '../machine/kernel-config.ts';
import {csv, markdownTable} from '../text/delimited.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../text/fitted-table.ts';
import {counted, grouped} from '../text/numbers.ts';
import {shellWord} from '../text/shell.ts';
import {type Context, themeOf} from './context.ts';
import {
	canExplore,
	inOrder,
	type Judgement,
	readFormat,
	remarkLine,
	rhelCell,
	rhelText,
	riskCell,
	startJudgement,
	textCell,
	verdictCell,
	verdictFields,
} from './risk-output.ts';

/** `driverdex audit [CONFIG...]`: the options of kernel configurations that enable drivers at risk. */
export async function audit(context: Context): Promise<number> {
	const {flags, input} = context;
	const format = readFormat(context);
	if (flags.fragment === true && (format !== 'table' || flags.explore === true)) {
		throw new UserError(
			'--fragment is a form of output of its own.',
			'Leave --format, --json and --explore out.',
			exitStatus.usage,
		);
	}
	const files = input.length > 0 ? input : [ownConfig()];
	const configs = files.map(readKernelConfig);
	const judgement = startJudgement(context);
	try {
		const drivers = judgement.dataset.rowsBySymbol(symbol =>
			configs.some(({enabled}) => enabled.has(symbol)),
		);
		const audits = configs.map(config => judgeConfig(config, drivers, judgement.isAtRisk));
		const isAtRisk = audits.some(({rows}) => rows.length > 0);
		if (flags.explore === true && canExplore(context)) return await open(context, audits, files);
		const found = audits.flatMap(({rows}) => rows.filter(({row}) => judgement.isWanted(row)));
		const rows = inOrder(found.sort(compareAuditRows), judgement.sort);
		if (flags.fragment === true) context.out(fragment(rows, audits, judgement));
		else print(context, format, audits, rows, judgement);
		remarks(context, audits, judgement);
		return isAtRisk ? exitStatus.negative : exitStatus.ok;
	} finally {
		judgement.dataset.close();
	}
}

function ownConfig(): string {
	const places = ownConfigs();
	const found = places.find(place => existsSync(place));
	if (found !== undefined) return found;
	throw new UserError(
		`No configuration of the running kernel: looked for ${places.join(', ')}.`,
		'Name one: driverdex audit .config',
	);
}

async function open(context: Context, audits: readonly Audit[], files: readonly string[]): Promise<number> {
	const label = audits.length === 1 ? audits[0]!.config.name : counted(audits.length, 'config');
	const {explore} = await import('./explore.ts');
	return explore(context, {
		ids: new Set(audits.flatMap(({enabled}) => enabled.map(({id}) => id))),
		scope: {label, note: null, command: ['driverdex audit --explore', ...files.map(shellWord)].join(' ')},
	});
}

function fragment(rows: readonly AuditRow[], audits: readonly Audit[], judgement: Judgement): string {
	const {treeVersion, asOf} = judgement.dataset.manifest;
	return configFragment(
		rows,
		[
			`Drivers at risk (${judgement.failOn}) that ${audits.map(({config}) => config.name).join(', ')} enables: off.`,
			`Judged by driverdex on Linux ${treeVersion}, evidence to ${asOf}.`,
			'Merge with scripts/kconfig/merge_config.sh; what other options select comes back, and merge_config.sh says so.',
		],
		row => judgement.why(row),
	);
}

function print(
	context: Context,
	format: ReturnType<typeof readFormat>,
	audits: readonly Audit[],
	rows: readonly AuditRow[],
	judgement: Judgement,
): void {
	const plain = (found: AuditRow) => ({
		config: found.config,
		option: `CONFIG_${found.option}`,
		value: found.value,
		driver: found.row.module,
		...verdictFields(found.row, judgement.why(found.row)),
		alsoBuilds: found.alsoBuilds.map(({id, recommendation}) => ({path: id, recommendation})),
	});
	if (format === 'json') {
		const {treeVersion, asOf} = judgement.dataset.manifest;
		const document = {
			treeVersion,
			asOf,
			failOn: judgement.failOn,
			configs: audits.map(({config, rows: own, enabled}) => ({
				config: config.name,
				version: config.version,
				enabledOptions: config.enabled.size,
				drivers: enabled.length,
				atRisk: own.length,
				problems: config.problems,
			})),
			rows: rows.map(plain),
		};
		context.out(`${JSON.stringify(document, null, '\t')}\n`);
	} else if (format === 'ndjson') {
		for (const row of rows) context.out(`${JSON.stringify(plain(row))}\n`);
	} else if (format === 'csv' || format === 'markdown') {
		const values = rows.map(found => [
			found.config,
			`CONFIG_${found.option}`,
			found.value,
			found.row.module,
			found.row.recommendation,
			found.row.confidence,
			found.row.risk,
			judgement.why(found.row),
			found.row.replacement,
			rhelText(found.row),
			found.row.id,
		]);
		context.out(
			format === 'csv'
				? csv(
						machineColumns.map(({heading}) => heading),
						values,
					)
				: markdownTable(machineColumns, values),
		);
	} else printTable(context, shortNames(audits), rows, judgement);
}

const machineColumns = [
	{heading: 'config_file'},
	{heading: 'option'},
	{heading: 'value'},
	{heading: 'driver'},
	{heading: 'recommendation'},
	{heading: 'confidence', align: 'right'},
	{heading: 'risk', align: 'right'},
	{heading: 'why'},
	{heading: 'replacement'},
	{heading: 'rhel'},
	{heading: 'path'},
] as const;

/** What configurations are called in a narrow table: by the last part of their path, where that tells them apart. */
function shortNames(audits: readonly Audit[]): ReadonlyMap<string, string> {
	const names = audits.map(({config}) => config.name);
	const short = new Set(names.map(name => basename(name)));
	return new Map(names.map(name => [name, short.size === names.length ? basename(name) : name]));
}

function printTable(
	context: Context,
	names: ReadonlyMap<string, string>,
	rows: readonly AuditRow[],
	judgement: Judgement,
): void {
	if (rows.length === 0) return;
	const several = names.size > 1;
	const inText = (configs: readonly string[]) => {
		const short = configs.map(config => names.get(config) ?? config);
		return short.length === 1 ? short[0]! : `${short.length}: ${short.join(', ')}`;
	};
	const theme = themeOf(context);
	const columns: FittedColumn[] = [
		{heading: 'option', priority: 0, least: 18},
		{heading: several ? 'in' : '', priority: 2, least: 12},
		{heading: 'driver', priority: 3, least: 12},
		{heading: 'verdict', priority: 0},
		{heading: 'risk', align: 'right', priority: 1},
		{heading: 'why', priority: 4, least: 22},
		{heading: 'replacement', priority: 5},
		{heading: 'RHEL', priority: 6},
	];
	const cells = merged(rows).map(({row, option, values, configs}): FittedCell[] => [
		textCell(theme, `CONFIG_${option}=${values}`),
		several ? textCell(theme, inText(configs)) : {text: ''},
		textCell(theme, row.module),
		verdictCell(theme, row),
		riskCell(row),
		textCell(theme, judgement.why(row)),
		textCell(theme, row.replacement),
		rhelCell(row),
	]);
	const width = context.terminal.output ? context.columns : null;
	context.out(`${fittedTable(theme, columns, cells, width).join('\n')}\n`);
}

/** One row for an option and driver, whatever the number of configurations: `y`, `m`, or `m/y` where they differ. */
function merged(
	rows: readonly AuditRow[],
): {row: IndexRow; option: string; values: string; configs: string[]}[] {
	const byDriver = new Map<string, {row: IndexRow; option: string; values: string; configs: string[]}>();
	for (const {row, option, value, config} of rows) {
		const known = byDriver.get(row.id);
		if (known === undefined) byDriver.set(row.id, {row, option, values: value, configs: [config]});
		else {
			known.configs.push(config);
			if (!known.values.includes(value)) known.values = 'm/y';
		}
	}
	return [...byDriver.values()];
}

function remarks(context: Context, audits: readonly Audit[], judgement: Judgement): void {
	for (const {config, rows, enabled} of audits) {
		const options = new Set(rows.map(({option}) => option)).size;
		remarkLine(
			context,
			`${config.name}: ${grouped(options)} of ${counted(config.enabled.size, 'enabled option')} ${options === 1 ? 'enables a driver' : 'enable drivers'} at risk (${judgement.failOn}), ${grouped(rows.length)} of ${counted(enabled.length, 'driver')}`,
		);
		for (const problem of config.problems) remarkLine(context, `${config.name}: ${problem}`);
	}
}
