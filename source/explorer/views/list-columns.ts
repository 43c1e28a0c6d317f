import {recentLength} from '../../dossier/history/activity.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import {bar, sparkline} from '../../text/bar.ts';
import {grouped} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {fit, pad} from '../../text/width.ts';
import type {ColumnChoice, ColumnName} from '../model.ts';
import {fullReleaseLines} from './dossier/releases.ts';

/** A column of the driver list. */
export interface ListColumn {
	heading: string;
	/** Cells that it takes by itself. */
	width: number;
	align?: 'left' | 'right';
	/** What it tells, for the menu of columns. */
	about: string;
	/** The cell, exactly `width` cells wide. */
	cell(row: IndexRow, theme: Theme, width: number): string;
}

/** The count at which a block is full: a busy month, not a flood. Lines for releases, which count them. */
const sparkMost = {commits: 12, patches: 12, releases: fullReleaseLines} as const;
/** What stands beside bars of releases, which are no months. */
const releasesSign = ' rel';

function numberColumn(
	heading: string,
	width: number,
	about: string,
	value: (row: IndexRow) => number | null,
): ListColumn {
	return {
		heading,
		width,
		align: 'right',
		about,
		cell(row, theme, cells) {
			const known = value(row);
			return known === null
				? theme.paint('quiet', pad(theme.glyphs.unknown, cells, 'right'))
				: fit(grouped(known), cells, 'right', theme.glyphs.ellipsis);
		},
	};
}

function textColumn(
	heading: string,
	width: number,
	about: string,
	value: (row: IndexRow) => string | null,
): ListColumn {
	return {
		heading,
		width,
		about,
		cell: (row, theme, cells) =>
			fit(sanitise(value(row) ?? '', {ascii: theme.ascii}), cells, 'left', theme.glyphs.ellipsis),
	};
}

/** The sign of a verdict, with its word where there is room. */
export const verdictSign: ListColumn = {
	heading: '',
	width: 1,
	about: 'the sign of the verdict',
	cell(row, theme, width) {
		const sign = theme.glyphs.verdict[row.recommendation];
		const label = width > 3 ? ` ${row.recommendation}` : '';
		return theme.paint(row.recommendation, fit(sign + label, width, 'left', theme.glyphs.ellipsis));
	},
};

/** The only table of what the list can show beside the name. */
export const listColumns: Readonly<Record<ColumnName, ListColumn>> = {
	verdict: {...verdictSign, heading: 'verdict', width: 15, about: 'what is recommended'},
	confidence: {
		heading: 'conf',
		width: 5,
		about: 'how sure the verdict is',
		cell: (row, theme, width) => bar(theme, row.confidence, width, row.recommendation),
	},
	risk: {
		heading: 'risk',
		width: 5,
		align: 'right',
		about: 'chance to be gone in two years',
		cell: (row, theme, width) =>
			row.risk === null
				? theme.paint('quiet', pad(theme.glyphs.unknown, width, 'right'))
				: fit(row.risk.toFixed(2), width, 'right'),
	},
	activity: {
		heading: 'activity',
		width: recentLength + releasesSign.length,
		about: 'the last twelve months of its history, or releases (rel)',
		cell(row, theme, width) {
			const {activity} = row;
			const bars = Math.min(recentLength, width);
			if (activity === null) {
				return theme.paint('quiet', theme.glyphs.unknown.repeat(Math.min(5, bars)).padEnd(width));
			}
			const line = sparkline(theme, activity.recent.slice(-bars), sparkMost[activity.kind]);
			// The newest always stands in the same column.
			const drawn = theme.paint('chart', pad(line, bars, 'right'));
			const isTold = activity.kind === 'releases' && width >= bars + releasesSign.length;
			return pad(isTold ? drawn + theme.paint('quiet', releasesSign) : drawn, width);
		},
	},
	subsystem: textColumn('subsystem', 11, 'the first part of its path', row => row.subsystem),
	title: textColumn('title', 30, 'what it is called; last, it takes the room that is left', row => row.title),
	lines: numberColumn('lines', 8, 'source lines', row => row.lines),
	files: numberColumn('files', 5, 'source files', row => row.files),
	commits: numberColumn('commits', 7, 'commits in five years', row => row.commits),
	patches: numberColumn('patches', 7, 'patches posted in five years', row => row.patches),
	cves: numberColumn('CVEs', 5, 'CVE records of faults in it', row => row.cves),
	status: textColumn('status', 11, 'its status in MAINTAINERS', row => row.status),
	deployments: textColumn('deployed', 8, 'how widely it is in use', row =>
		row.deployments === 'unknown' ? null : row.deployments,
	),
	machines: numberColumn('machines', 8, 'probed machines that had such a device', row => row.machines),
	distributions: numberColumn(
		'dist',
		4,
		'families of distributions that have it on',
		row => row.reach?.on.length ?? null,
	),
	category: textColumn('category', 20, 'what kind of hardware it serves', row => row.category),
	symbol: textColumn('option', 22, 'the option it is built by, without CONFIG_', row => row.symbol),
	replacement: textColumn('replacement', 14, 'what serves its hardware instead', row => row.replacement),
	directory: textColumn('directory', 28, 'where it lies', row => row.directory),
};

/** Cells before the name: cursor and mark. */
export const gutter = 2;
const nameWidth = {least: 16, most: 30} as const;
/** Cells that a column has at the least, however its reader narrows it; and a title, to be worth showing. */
const [leastColumn, leastTitle] = [3, 12];

/** A column with the cells that it has here. */
interface LaidColumn extends ListColumn {
	name: ColumnName | 'sign';
	cells: number;
}

/** The columns of a list of `width` cells, and the cells of the name before them. */
interface LaidList {
	width: number;
	name: number;
	columns: readonly LaidColumn[];
}

/**
 * The columns that fit into `width` cells, in their order: those further to the end are left out first. The name takes
 * some of what is left, a title at the end the rest.
 */
export function laidColumns(width: number, choices: readonly ColumnChoice[]): LaidList {
	const known = laid.get(choices);
	if (known?.width === width) return known;
	const made = {width, ...lay(width, choices)};
	laid.set(choices, made);
	return made;
}

/** The last layout of each choice: every row of a list asks for it. */
const laid = new WeakMap<readonly ColumnChoice[], LaidList>();

function lay(width: number, choices: readonly ColumnChoice[]): Omit<LaidList, 'width'> {
	const shown = choices.filter(({isShown}) => isShown);
	let left = width - gutter - nameWidth.least;
	const wanted = shown.map(({name, growth}) => {
		const column = listColumns[name];
		return {...column, name, cells: Math.max(leastColumn, column.width + growth)};
	});
	if (wanted.length > 0 && left < 1 + wanted[0]!.cells) {
		return {
			name: Math.max(1, width - gutter - 2),
			columns: [{...verdictSign, name: 'sign' as const, cells: 1}],
		};
	}
	const columns: LaidColumn[] = [];
	let isWhole = true;
	for (const [index, column] of wanted.entries()) {
		const isOpenEnd = column.name === 'title' && index === wanted.length - 1;
		if ((isOpenEnd ? leastTitle : column.cells) + 1 > left) {
			isWhole = false;
			break;
		}
		// What is left over is a title's, when it comes last: it is counted when the name has grown.
		columns.push(isOpenEnd ? {...column, cells: leastTitle} : column);
		left -= (isOpenEnd ? leastTitle : column.cells) + 1;
	}
	const growth = Math.max(0, Math.min(left, isWhole ? 8 : nameWidth.most - nameWidth.least));
	const last = columns.at(-1);
	if (last?.name === 'title' && columns.length === wanted.length) last.cells += left - growth;
	return {name: nameWidth.least + growth, columns};
}
