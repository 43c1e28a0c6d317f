import type {IndexRow} from '../../../dossier/index-row.ts';
import {type HostRow, isJudged} from '../../../machine/judge-host.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../../../text/fitted-table.ts';
import type {Theme} from '../../../text/theme.ts';
import {type Context, themeOf} from '../context.ts';
import {type AgedDevice, type AgedRow, deviceText} from '../devices/device-ages.ts';
import {libraryLines} from '../devices/libraries.ts';
import {type Judgement, rhelCell, rhelText, riskCell, textCell, verdictCell} from '../risk-output.ts';

/** Drivers of several machines that are the same thing to say, in one row. */
interface TableRow {
	first: AgedRow;
	hosts: string[];
	devices: AgedDevice[];
}

/** Whether a driver is shown among the drivers: libraries stand apart. */
export const isShownDriver = (row: IndexRow | null) => row?.recommendation !== 'not-a-driver';

/** Kinds of what is told apart from the drivers that have a verdict. */
export const isApart = (row: HostRow) =>
	!isJudged(row) && ['out-of-tree', 'not-in-source', 'unknown', 'moved'].includes(row.standing);
/** Kinds that are only counted: nobody looks for a file system in a table of drivers. */
const isCounted = ({standing, row}: HostRow) =>
	standing === 'not-surveyed' || (standing === 'judged' && row!.recommendation === 'not-a-driver');

/** The drivers of machines, worst first, each once; below them what has no verdict. */
export function driverTable(
	context: Context,
	{rows, several}: {rows: readonly AgedRow[]; several: boolean},
	why: (row: HostRow) => string | null,
): string[] {
	const theme = themeOf(context);
	const width = context.terminal.output ? context.columns : null;
	const shown = rows.filter(({use}) => use !== 'directive');
	const main = merged(shown.filter(row => !isApart(row) && (!isCounted(row) || row.isAtRisk)));
	const apart = merged(shown.filter(isApart));
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
export function partLines(context: Context, rows: readonly AgedRow[], {dataset}: Judgement): string[] {
	const judged = new Map(
		rows.flatMap(({row, use}) => (row === null || use === 'directive' ? [] : [[row.id, row]])),
	);
	const [drivers, libraries] = [true, false].map(shown =>
		[...judged.values()].filter(row => isShownDriver(row) === shown),
	);
	const width = context.terminal.output ? context.columns : null;
	return libraryLines(themeOf(context), {drivers: drivers!, libraries: libraries!}, {dataset, width});
}

export function goneCell(theme: Theme): FittedCell {
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

function useText({use, isBuiltIn, devices}: HostRow): string {
	if (use === 'spare' && devices.length > 0 && devices.every(({isDisabled}) => isDisabled === true))
		return 'switched off';
	const words = {
		bound: 'in use',
		loaded: 'loaded',
		configured: 'configured',
		named: 'named',
		candidate: 'could be used',
		spare: 'spare',
		directive: 'in modprobe.d',
	}[use];
	return isBuiltIn ? `${words}, built in` : words;
}

/** One row for a driver, whatever the number of machines; the worst use leads. */
function merged(rows: readonly AgedRow[]): TableRow[] {
	const byDriver = new Map<string, TableRow>();
	for (const row of rows) {
		// What RHEL says is of the devices of a machine: others may have other ones.
		const rhel = row.row === null ? null : rhelText(row.row);
		const key = `${row.standing} ${row.row?.id ?? row.driver} ${row.isAtRisk} ${rhel}`;
		const known = byDriver.get(key);
		if (known === undefined) byDriver.set(key, {first: row, hosts: [row.host], devices: [...row.devices]});
		else {
			if (!known.hosts.includes(row.host)) known.hosts.push(row.host);
			known.devices.push(...row.devices);
		}
	}
	return [...byDriver.values()];
}
