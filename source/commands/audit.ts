import {existsSync} from 'node:fs';
import {basename} from 'node:path';
import {knownSince} from '../dossier/gone/words.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import type {Manifest} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {
	type Audit,
	type AuditRow,
	compareAuditRows,
	configFragment,
	judgeConfig,
	type LostOption,
	whyLost,
} from '../machine/judge-config.ts';
import {isOlder} from '../machine/judge-host.ts';
import {ownConfigs, readKernelConfig} from '../machine/kernel-config.ts';
import type {Value} from '../text/delimited.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../text/fitted-table.ts';
import {counted, grouped} from '../text/numbers.ts';
import {shellWord} from '../text/shell.ts';
import {auditAgainst, reachTeller} from './common/audit-against.ts';
import {type Context, themeOf} from './common/context.ts';
import {type Format, linesText, printAnswer, readFormat} from './common/formats.ts';
import {
	canExplore,
	inOrder,
	type Judgement,
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

/** `driverdex audit [CONFIG...]`: the options of kernel configurations that enable drivers at risk. */
export async function audit(context: Context): Promise<number> {
	const {flags, input} = context;
	const format = readFormat(context);
	if (flags.fragment === true && flags.against !== undefined) {
		throw new UserError(
			'--fragment and --against are two answers.',
			'Ask for one of them.',
			exitStatus.usage,
		);
	}
	if (flags.fragment === true && (format !== 'table' || flags.explore === true)) {
		throw new UserError(
			'--fragment is a form of output of its own.',
			'Leave --format, --json, --markdown and --explore out.',
			exitStatus.usage,
		);
	}
	const files = input.length > 0 ? input : [ownConfig()];
	const configs = files.map(readKernelConfig);
	const judgement = startJudgement(context);
	try {
		if (flags.against !== undefined) return auditAgainst(context, format, configs, judgement);
		const drivers = judgement.dataset.rowsBySymbol(symbol =>
			configs.some(({enabled}) => enabled.has(symbol)),
		);
		const options = judgement.dataset.optionsText();
		const {dataset} = judgement;
		const audits = configs.map(config =>
			judgeConfig(config, drivers, judgement.isAtRisk, options, dataset.gone.bySymbols),
		);
		const isAtRisk = audits.some(
			one =>
				one.rows.length > 0 ||
				one.lost.some(({isGone}) => isGone) ||
				isBeforeKnowledge(one, dataset.manifest),
		);
		if (flags.explore === true && canExplore(context)) return await open(context, audits, files);
		const found = audits.flatMap(({rows}) => rows.filter(({row}) => judgement.isWanted(row)));
		const rows = inOrder(found.sort(compareAuditRows), judgement.sort);
		if (flags.fragment === true) context.out(fragment(rows, audits, judgement));
		else {
			const lost = audits.flatMap(one => one.lost).filter(() => judgement.isWanted(null));
			print(context, format, {audits, rows, lost}, judgement);
		}
		if (format !== 'json') remarks(context, audits, judgement);
		if (options === null && format !== 'json') {
			remarkLine(
				context,
				'This data set has no list of options (options.txt): options that the tree does not have any more are not told.',
			);
		}
		return isAtRisk ? exitStatus.negative : exitStatus.ok;
	} finally {
		judgement.dataset.close();
	}
}

/** Whether a configuration asks for what is not known, and is older than anything that is. */
function isBeforeKnowledge({config, lost}: Pick<Audit, 'config' | 'lost'>, manifest: Manifest): boolean {
	return lost.some(({built}) => built.length === 0) && isOlder(config.version, knownSince(manifest).release);
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

interface Report {
	audits: readonly Audit[];
	rows: readonly AuditRow[];
	lost: readonly LostOption[];
}

function print(context: Context, format: Format, {audits, rows, lost}: Report, judgement: Judgement): void {
	const {treeVersion, asOf, distributions} = judgement.dataset.manifest;
	const tell = reachTeller(distributions);
	const lostFields = (one: LostOption) => ({
		config: one.config,
		option: `CONFIG_${one.option}`,
		value: one.value,
		driver: one.built.length === 0 ? null : one.built.map(({module}) => module).join(' '),
		standing: standingOf(one),
		...verdictFields(null, whyLost(one, treeVersion)),
		built: one.built.map(({id}) => id),
		now: [...new Set(one.built.flatMap(({to}) => to.flatMap(({option}) => option ?? [])))].map(
			symbol => `CONFIG_${symbol}`,
		),
	});
	const plain = (found: AuditRow) => ({
		config: found.config,
		option: `CONFIG_${found.option}`,
		value: found.value,
		driver: found.row.module,
		standing: 'judged',
		...verdictFields(found.row, judgement.why(found.row)),
		reach: found.row.reach,
		alsoBuilds: found.alsoBuilds.map(({id, recommendation}) => ({path: id, recommendation})),
	});
	const everyRow = () => [...rows.map(plain), ...lost.map(lostFields)];
	printAnswer(context, format, {
		table: () => {
			const width = Math.min(widestWords, context.columns);
			const atRisk = rows.map(({row}) => row);
			const told = sentenceLines(themeOf(context), atRisk, {judgement, audience: 'packager', width});
			return linesText([...tableLines(context, shortNames(audits), {rows, lost}, judgement), ...told]);
		},
		json: () => ({
			treeVersion,
			asOf,
			failOn: judgement.failOn,
			configs: audits.map(({config, rows: own, lost: without, enabled}) => ({
				config: config.name,
				version: config.version,
				enabledOptions: config.enabled.size,
				drivers: enabled.length,
				atRisk: own.length + without.filter(({isGone}) => isGone).length,
				problems: config.problems,
			})),
			rows: everyRow(),
		}),
		ndjson: everyRow,
		columns: machineColumns,
		rows: () => [
			...rows.map(({config, option, value, row}): Value[] => [
				...[config, `CONFIG_${option}`, value, row.module, 'judged'],
				...[row.recommendation, row.confidence, row.risk, judgement.why(row)],
				...[row.replacement, rhelText(row), row.id, tell(row)],
			]),
			...lost
				.map(lostFields)
				.map(({config, option, value, driver, standing, why}): Value[] => [
					...[config, option, value, driver, standing],
					...[null, null, null, why, null, null, null, null],
				]),
		],
	});
}

/** `not-in-source`: the package that was surveyed is known to leave it out. */
function standingOf({isGone, built}: LostOption): string {
	if (isGone) return 'gone';
	if (built.length === 0) return 'not-an-option';
	return built.every(({fate}) => fate === null || fate === 'removed') ? 'not-in-source' : 'moved';
}

const machineColumns = [
	{heading: 'config_file'},
	{heading: 'option'},
	{heading: 'value'},
	{heading: 'driver'},
	{heading: 'standing'},
	{heading: 'recommendation'},
	{heading: 'confidence', align: 'right'},
	{heading: 'risk', align: 'right'},
	{heading: 'why'},
	{heading: 'replacement'},
	{heading: 'rhel'},
	{heading: 'path'},
	{heading: 'shipped_by'},
] as const;

/** What configurations are called in a narrow table: by the last part of their path, where that tells them apart. */
function shortNames(audits: readonly Audit[]): ReadonlyMap<string, string> {
	const names = audits.map(({config}) => config.name);
	const short = new Set(names.map(name => basename(name)));
	return new Map(names.map(name => [name, short.size === names.length ? basename(name) : name]));
}

function tableLines(
	context: Context,
	names: ReadonlyMap<string, string>,
	{rows, lost}: Omit<Report, 'audits'>,
	judgement: Judgement,
): string[] {
	const several = names.size > 1;
	const inText = (configs: readonly string[]) => {
		const short = configs.map(config => names.get(config) ?? config);
		return short.length === 1 ? short[0]! : `${short.length}: ${short.join(', ')}`;
	};
	const theme = themeOf(context);
	const tell = reachTeller(judgement.dataset.manifest.distributions);
	const columns: FittedColumn[] = [
		{heading: 'option', priority: 0, least: 18},
		{heading: several ? 'in' : '', priority: 2, least: 12, comfort: 24},
		{heading: 'driver', priority: 3, least: 12},
		{heading: 'verdict', priority: 0},
		{heading: 'risk', align: 'right', priority: 1},
		{heading: 'why', priority: 4, least: 22, comfort: 44},
		{heading: 'shipped by', priority: 5, isExtra: true},
		{heading: 'replacement', priority: 6, isExtra: true},
		{heading: 'RHEL', priority: 7, isExtra: true},
	];
	const cells = merged(rows).map(({row, option, values, configs}): FittedCell[] => [
		textCell(theme, `CONFIG_${option}=${values}`),
		several ? textCell(theme, inText(configs)) : {text: ''},
		textCell(theme, row.module),
		verdictCell(theme, row),
		riskCell(row),
		textCell(theme, judgement.why(row)),
		textCell(theme, tell(row)),
		textCell(theme, row.replacement),
		rhelCell(row),
	]);
	const width = context.terminal.output ? context.columns : null;
	const lines = rows.length === 0 ? [] : fittedTable(theme, columns, cells, width);
	const retired = mergedLost(lost.filter(one => one.built.length > 0));
	if (retired.length > 0) {
		const {treeVersion} = judgement.dataset.manifest;
		if (lines.length > 0) lines.push('');
		lines.push(theme.paint('heading', `Options of drivers that Linux ${treeVersion} does not have`));
		const lostColumns: FittedColumn[] = [
			{heading: 'option', priority: 0, least: 18},
			{heading: several ? 'in' : '', priority: 2, least: 12, comfort: 24},
			{heading: 'state', priority: 0},
			{heading: 'why', priority: 1, least: 22},
		];
		const lostCells = retired.map(({first, values, configs}): FittedCell[] => [
			textCell(theme, `CONFIG_${first.option}=${values}`),
			several ? textCell(theme, inText(configs)) : {text: ''},
			first.isGone
				? {text: `${theme.glyphs.verdict.remove} gone`, style: 'remove'}
				: {text: `${theme.glyphs.arrow} ${standingOf(first)}`, style: 'accent'},
			textCell(theme, whyLost(first, treeVersion)),
		]);
		lines.push(...fittedTable(theme, lostColumns, lostCells, width));
	}
	return lines;
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

function mergedLost(lost: readonly LostOption[]): {first: LostOption; values: string; configs: string[]}[] {
	const byOption = new Map<string, {first: LostOption; values: string; configs: string[]}>();
	for (const one of lost) {
		const known = byOption.get(one.option);
		if (known === undefined) byOption.set(one.option, {first: one, values: one.value, configs: [one.config]});
		else {
			known.configs.push(one.config);
			if (!known.values.includes(one.value)) known.values = 'm/y';
		}
	}
	return [...byOption.values()];
}

function remarks(context: Context, audits: readonly Audit[], judgement: Judgement): void {
	for (const {config, rows, enabled, lost} of audits) {
		const options = new Set(rows.map(({option}) => option)).size;
		remarkLine(
			context,
			`${config.name}: ${grouped(options)} of ${counted(config.enabled.size, 'enabled option')} ${options === 1 ? 'enables a driver' : 'enable drivers'} at risk (${judgement.failOn}), ${grouped(rows.length)} of ${counted(enabled.length, 'driver')}`,
		);
		const {treeVersion} = judgement.dataset.manifest;
		const gone = lost.filter(({isGone}) => isGone).length;
		const moved = lost.filter(({built, isGone}) => built.length > 0 && !isGone).length;
		const others = lost.length - gone - moved;
		if (lost.length > 0) {
			remarkLine(
				context,
				`${config.name}: ${counted(lost.length, 'enabled option')} ${lost.length === 1 ? 'is' : 'are'} not in Linux ${treeVersion}: ${grouped(gone)} of drivers that are gone, ${grouped(moved)} of drivers that others build now, ${grouped(others)} of no driver that is known`,
			);
		}
		if (isBeforeKnowledge({config, lost}, judgement.dataset.manifest)) {
			const {release} = knownSince(judgement.dataset.manifest);
			remarkLine(
				context,
				`${config.name} is of Linux ${config.version}; what was gone before ${release} is not known here: some of these ${grouped(others)} may have built drivers`,
			);
		}
		for (const problem of config.problems) remarkLine(context, `${config.name}: ${problem}`);
	}
}
