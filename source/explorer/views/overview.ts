import type {IndexRow} from '../../dossier/index-row.ts';
import {
	columnsOf,
	isVerdictColumn,
	type OverviewColumn,
	type OverviewRow,
	overviewGroups,
	overviewRows,
	overviewValue,
} from '../../dossier/query/overview.ts';
import {grouped, percent} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Style, Theme} from '../../text/theme.ts';
import {cellWidth, fit, pad} from '../../text/width.ts';
import type {OverviewView} from '../model.ts';
import {windowOf} from './window.ts';

/** What a column is called, and its cells. */
const headings: Readonly<Record<OverviewColumn, {long: string; short: string}>> = {
	name: {long: '', short: ''},
	keep: {long: 'keep', short: 'keep'},
	'keep-annotate': {long: 'annotate', short: 'anno'},
	deprecate: {long: 'deprecate', short: 'depr'},
	remove: {long: 'remove', short: 'rem'},
	unsure: {long: 'unsure', short: 'uns'},
	'not-a-driver': {long: 'library', short: 'lib'},
	drivers: {long: 'drivers', short: 'all'},
	risk: {long: 'mean risk', short: 'risk'},
	lines: {long: 'lines', short: 'lines'},
	patches: {long: 'patches', short: 'patches'},
	cves: {long: 'CVEs', short: 'CVEs'},
};

/** Columns that are left out first where there is no room. */
const extras: readonly OverviewColumn[] = ['cves', 'patches', 'lines', 'not-a-driver', 'unsure', 'risk'];
const gap = 2;
/** Cells of a name that are kept before columns are left out, and of a bar. */
const [leastName, leastBar, mostBar] = [14, 6, 40];

interface Laid {
	columns: {column: OverviewColumn; heading: string; width: number}[];
	name: number;
	bar: number;
}

function cellText(row: OverviewRow, column: OverviewColumn, unknown: string): string {
	const value = overviewValue(row, column);
	if (value === null) return unknown;
	if (column === 'risk') return percent(value as number);
	return value === 0 ? '' : grouped(value as number);
}

/** The columns that fit, and how wide; the bar is a picture of the drivers, and takes what is left. */
function lay(theme: Theme, rows: readonly OverviewRow[], view: OverviewView, width: number): Laid {
	const {unknown} = theme.glyphs;
	const shownName = (name: string) => cellWidth(sanitise(name, {ascii: theme.ascii}));
	const longest = Math.max(leastName, ...rows.map(({name}) => shownName(name)));
	const sized = (isShort: boolean) =>
		columnsOf(rows)
			.filter(column => column !== 'name')
			.map(column => {
				const {long, short} = headings[column];
				const sign = isVerdictColumn(column) ? `${theme.glyphs.verdict[column]} ` : '';
				const heading = sign + (isShort ? short : long);
				const cells = rows.map(row => cellText(row, column, unknown).length);
				return {column, heading, width: Math.max(cellWidth(heading), ...cells)};
			});
	const taken = (columns: Laid['columns']) => columns.reduce((sum, each) => sum + each.width + gap, 2);
	let columns = sized(false);
	if (taken(columns) + longest > width) columns = sized(true);
	for (const extra of extras) {
		if (taken(columns) + Math.min(longest, leastName + 8) <= width) break;
		// What it is ordered by, and what the cursor is on, stays.
		if (extra !== view.order.column && extra !== view.column)
			columns = columns.filter(({column}) => column !== extra);
	}
	// Of subsystems and categories the bar says more than sums do.
	if (view.group !== 'directory') {
		for (const extra of extras.slice(0, 3)) {
			if (taken(columns) + longest + gap + leastBar * 2 <= width) break;
			if (extra !== view.order.column && extra !== view.column)
				columns = columns.filter(({column}) => column !== extra);
		}
	}
	while (columns.length > 1 && taken(columns) + 8 > width) columns.splice(-2, 1);
	const name = Math.max(8, Math.min(longest, width - taken(columns)));
	const left = width - taken(columns) - name - gap;
	return {columns, name, bar: left >= leastBar ? Math.min(mostBar, left) : 0};
}

/** The overview as lines: at most `height` of them, the cursor's among them. */
export function overviewLines(
	theme: Theme,
	rows: readonly IndexRow[],
	options: {view: OverviewView; width: number; height: number},
): string[] {
	const {view, width, height} = options;
	const {group, order} = view;
	const counted = overviewRows(rows, group, order);
	const laid = lay(theme, counted, view, width - 1);
	const tabs = overviewGroups
		.map(name => theme.paint(name === group ? 'selected' : 'quiet', ` ${name} `))
		.join(' ');
	const total = `${grouped(counted.length)} lines `;
	const room = width - cellWidth(tabs) - 4;
	const lines = [` by ${tabs}${room > total.length ? theme.paint('quiet', pad(total, room, 'right')) : ''}`];
	if (height >= 12) lines.push('');
	lines.push(headingLine(theme, view, laid, width));
	const {shown, top} = windowOf(counted, view.cursor, height - lines.length);
	const most = Math.max(1, ...counted.map(({drivers}) => drivers));
	for (const [index, row] of shown.entries()) {
		lines.push(rowLine(theme, row, {laid, view, isSelected: top + index === view.cursor, most}));
	}
	return lines;
}

function headingLine(theme: Theme, {column, order}: OverviewView, laid: Laid, width: number): string {
	const arrow = order.isAscending ? theme.glyphs.up : theme.glyphs.down;
	const nameMark = order.column === 'name' ? arrow : '';
	const cells = laid.columns.map(({column: each, heading, width: cell}) => {
		const text = pad(heading, cell, 'right');
		const style: Style = each === column ? 'selected' : isVerdictColumn(each) ? each : 'quiet';
		// Beside its own heading, away from the one before.
		const lead = each === order.column ? theme.paint('accent', pad(arrow, gap, 'right')) : ' '.repeat(gap);
		return lead + theme.paint(style, text);
	});
	const line = `  ${theme.paint('quiet', fit(nameMark, laid.name))}${cells.join('')}`;
	return pad(line, width);
}

function rowLine(
	theme: Theme,
	row: OverviewRow,
	{laid, view, isSelected, most}: {laid: Laid; view: OverviewView; isSelected: boolean; most: number},
): string {
	const {ellipsis, cursor, unknown} = theme.glyphs;
	const name = fit(sanitise(row.name, {ascii: theme.ascii}), laid.name, 'left', ellipsis);
	const isWhole = isSelected && view.column === 'name';
	const lead = isSelected
		? ` ${theme.paint(isWhole ? 'selected' : 'strong', `${cursor}${name}`)}`
		: `  ${name}`;
	const cells = laid.columns.map(({column, width}) => {
		const text = cellText(row, column, unknown);
		const cell = pad(text, width, 'right');
		if (isSelected && column === view.column) return theme.paint('selected', cell);
		return isVerdictColumn(column) && text !== '' ? theme.paint(column, cell) : cell;
	});
	const bar = laid.bar === 0 ? '' : `  ${shareBar(theme, row, most, laid.bar)}`;
	return lead + cells.map(cell => ' '.repeat(gap) + cell).join('') + bar;
}

/** A bar to scale over all lines, in eighths of a cell, so that 1 and 28 differ; in ASCII by whole cells. */
function shareBar(theme: Theme, {drivers}: OverviewRow, most: number, width: number): string {
	const eighths = Math.max(1, Math.round((drivers / most) * width * 8));
	if (theme.ascii) return theme.paint('bar', '#'.repeat(Math.round(eighths / 8)));
	const parts = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
	return theme.paint('bar', '█'.repeat(eighths >> 3) + parts[eighths & 7]!);
}
