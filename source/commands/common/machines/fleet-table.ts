import type {IndexRow} from '../../../dossier/index-row.ts';
import {compareHostRows, isJudged} from '../../../machine/judge-host.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../../../text/fitted-table.ts';
import {grouped} from '../../../text/numbers.ts';
import {type Context, themeOf} from '../context.ts';
import type {AgedRow} from '../devices/device-ages.ts';
import {riskCell, textCell, verdictCell} from '../risk-output.ts';
import {goneCell, isShownDriver} from './driver-table.ts';
import type {Machine} from './machines.ts';

/** A machine of a fleet in one line. */
export interface MachineLine {
	machine: Machine;
	/** Its worst driver that has a verdict or is gone; null where it has none. */
	worst: AgedRow | null;
	/** Drivers that have a verdict or are gone. */
	drivers: number;
	/** Names of those at risk, the worst first. */
	atRisk: string[];
}

/** Each machine with its worst driver, the worst machine first; those that could not be looked at last. */
export function machineLines(machines: readonly Machine[], rows: readonly AgedRow[]): MachineLine[] {
	const byHost = new Map<string, AgedRow[]>();
	for (const row of rows) {
		const isCounted = row.standing === 'gone' || (isJudged(row) && (isShownDriver(row.row) || row.isAtRisk));
		if (!isCounted || row.use === 'directive') continue;
		const known = byHost.get(row.host);
		if (known === undefined) byHost.set(row.host, [row]);
		else known.push(row);
	}
	const lines = machines.map((machine): MachineLine => {
		const own = byHost.get(machine.name) ?? [];
		const used = own.filter(({use}) => use !== 'spare' && use !== 'directive').sort(compareHostRows);
		return {
			machine,
			worst: used[0] ?? null,
			drivers: own.length,
			atRisk: [...new Set(used.filter(({isAtRisk}) => isAtRisk).map(({driver}) => driver))],
		};
	});
	return lines.sort(compareLines);
}

function compareLines(a: MachineLine, b: MachineLine): number {
	if (a.worst === null || b.worst === null) {
		return (
			Number(a.worst === null) - Number(b.worst === null) ||
			Number(b.machine.looked) - Number(a.machine.looked) ||
			byName(a, b)
		);
	}
	return compareHostRows(a.worst, b.worst) || b.atRisk.length - a.atRisk.length || byName(a, b);
}

const byName = (a: MachineLine, b: MachineLine) => (a.machine.name < b.machine.name ? -1 : 1);

/** One line a machine: its worst verdict, how many of its drivers are at risk, and which. */
export function fleetTable(context: Context, lines: readonly MachineLine[]): string[] {
	const theme = themeOf(context);
	const width = context.terminal.output ? context.columns : null;
	const columns: FittedColumn[] = [
		{heading: 'host', priority: 0, least: 12, comfort: 32},
		{heading: 'worst', priority: 0},
		{heading: 'risk', align: 'right', priority: 3},
		{heading: 'at risk', align: 'right', priority: 1},
		{heading: 'of', align: 'right', priority: 4},
		{heading: 'drivers at risk', priority: 2, least: 16, comfort: 44},
		{heading: 'kernel', priority: 5, isExtra: true},
	];
	const verdict = (row: AgedRow): FittedCell =>
		row.row === null ? goneCell(theme) : verdictCell(theme, row.row as IndexRow);
	const cells = lines.map(({machine, worst, drivers, atRisk}): FittedCell[] => [
		textCell(theme, machine.name, atRisk.length > 0 ? 'strong' : undefined),
		worst === null ? {text: machine.looked ? '-' : 'not looked at', style: 'quiet'} : verdict(worst),
		worst?.row ? riskCell(worst.row) : {text: '-'},
		{text: machine.looked ? grouped(atRisk.length) : '-'},
		{text: machine.looked ? grouped(drivers) : '-'},
		textCell(theme, machine.looked ? atRisk.join(', ') : (machine.facts.problems[0] ?? '')),
		textCell(theme, machine.facts.release),
	]);
	return fittedTable(theme, columns, cells, width);
}
