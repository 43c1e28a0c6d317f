import {basename} from 'node:path';
import type {IndexRow} from '../../../dossier/index-row.ts';
import {type Audit, type AuditRow, type LostOption, whyLost} from '../../../machine/judge-config.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../../../text/fitted-table.ts';
import type {Theme} from '../../../text/theme.ts';
import {type Context, themeOf} from '../context.ts';
import {type Judgement, rhelCell, riskCell, textCell, verdictCell} from '../risk-output.ts';
import {reachTeller} from './against.ts';
import {standingOf} from './found.ts';

/** What configurations are called in a narrow table: by the last part of their path, where that tells them apart. */
function shortNames(audits: readonly Audit[]): ReadonlyMap<string, string> {
	const names = audits.map(({config}) => config.name);
	const short = new Set(names.map(name => basename(name)));
	return new Map(names.map(name => [name, short.size === names.length ? basename(name) : name]));
}

/** What an audit found as a table, below it the options that lead to no driver any more. */
export function tableLines(
	context: Context,
	{audits, rows, lost}: {audits: readonly Audit[]; rows: readonly AuditRow[]; lost: readonly LostOption[]},
	judgement: Judgement,
): string[] {
	const names = shortNames(audits);
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
	const {treeVersion} = judgement.dataset.manifest;
	const heads: [heading: string, those: readonly LostOption[]][] = [
		['Platforms that go or are gone', lost.filter(({platform}) => platform !== undefined)],
		[
			`Options of drivers that Linux ${treeVersion} does not have`,
			lost.filter(({built, platform}) => built.length > 0 && platform === undefined),
		],
	];
	for (const [heading, those] of heads) {
		if (those.length === 0) continue;
		if (lines.length > 0) lines.push('');
		lines.push(theme.paint('heading', heading));
		lines.push(...lostLines(theme, mergedLost(those), {several, inText, treeVersion, width}));
	}
	return lines;
}

/** The table of options that lead to nothing, or soon will. */
function lostLines(
	theme: Theme,
	retired: ReturnType<typeof mergedLost>,
	how: {
		several: boolean;
		inText(configs: readonly string[]): string;
		treeVersion: string;
		width: number | null;
	},
): string[] {
	const {several, inText, treeVersion, width} = how;
	const columns: FittedColumn[] = [
		{heading: 'option', priority: 0, least: 18},
		{heading: several ? 'in' : '', priority: 2, least: 12, comfort: 24},
		{heading: 'state', priority: 0},
		{heading: 'why', priority: 1, least: 22},
	];
	const cells = retired.map(({first, values, configs}): FittedCell[] => {
		const standing = standingOf(first).replace(/^platform-/, '');
		return [
			textCell(theme, `CONFIG_${first.option}=${values}`),
			several ? textCell(theme, inText(configs)) : {text: ''},
			first.isGone
				? {text: `${theme.glyphs.verdict.remove} ${standing}`, style: 'remove'}
				: {text: `${theme.glyphs.arrow} ${standing}`, style: 'accent'},
			textCell(theme, whyLost(first, treeVersion)),
		];
	});
	return fittedTable(theme, columns, cells, width);
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
