import {placeInWords} from '../../dossier/gone/words.ts';
import {recentLength} from '../../dossier/history/activity.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import type {GoneRecord} from '../../dossier/schema.ts';
import {bar, sparkline} from '../../text/bar.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {fit, pad} from '../../text/width.ts';
import {fullReleaseLines} from './dossier/releases.ts';
import {fateSign, fateStyle} from './gone.ts';

/** A column of the driver list. */
interface ListColumn {
	heading: string;
	width: number;
	align?: 'left' | 'right';
	/** The cell, exactly `width` cells wide. */
	cell(row: IndexRow, theme: Theme, width: number): string;
}

/** The count at which a block is full: a busy month, not a flood. Lines for releases, which count them. */
const sparkMost = {commits: 12, patches: 12, releases: fullReleaseLines} as const;
/** What stands beside bars of releases, which are no months. */
const releasesSign = ' rel';

const verdictCell = (row: IndexRow, theme: Theme, width: number) => {
	const sign = theme.glyphs.verdict[row.recommendation];
	const label = width > 3 ? ` ${row.recommendation}` : '';
	return theme.paint(row.recommendation, fit(sign + label, width, 'left', theme.glyphs.ellipsis));
};

const columns = {
	verdict: {heading: 'verdict', width: 15, cell: verdictCell},
	sign: {heading: '', width: 1, cell: verdictCell},
	confidence: {
		heading: 'conf',
		width: 5,
		cell: (row, theme) => bar(theme, row.confidence, 5, row.recommendation),
	},
	risk: {
		heading: 'risk',
		width: 5,
		align: 'right',
		cell: (row, theme, width) =>
			row.risk === null
				? theme.paint('quiet', pad(theme.glyphs.unknown, width, 'right'))
				: pad(row.risk.toFixed(2), width, 'right'),
	},
	activity: {
		heading: 'activity',
		width: recentLength + releasesSign.length,
		cell(row, theme, width) {
			const {activity} = row;
			if (activity === null) return theme.paint('quiet', theme.glyphs.unknown.repeat(5).padEnd(width));
			const line = sparkline(theme, activity.recent.slice(-recentLength), sparkMost[activity.kind]);
			// The newest always stands in the same column.
			const bars = theme.paint('chart', pad(line, recentLength, 'right'));
			return pad(activity.kind === 'releases' ? bars + theme.paint('quiet', releasesSign) : bars, width);
		},
	},
	subsystem: {
		heading: 'subsystem',
		width: 11,
		cell: (row, theme, width) =>
			fit(sanitise(row.subsystem, {ascii: theme.ascii}), width, 'left', theme.glyphs.ellipsis),
	},
} satisfies Record<string, ListColumn>;

const nameWidth = {least: 16, most: 30} as const;
/** Cells before the name: cursor and mark. */
const gutter = 2;

/** The columns in the order in which they are taken; the title takes what is left. */
export const listColumnNames = ['verdict', 'confidence', 'risk', 'activity', 'subsystem', 'title'] as const;
type ListColumnName = (typeof listColumnNames)[number];

const isColumn = (name: string): name is Exclude<ListColumnName, 'title'> => Object.hasOwn(columns, name);

/**
 * The columns that fit into `width` cells, most telling first: sign, then name, verdict, confidence, risk,
 * activity, subsystem; the title takes what is left. `wanted` are others, or another order.
 */
function listColumns(
	width: number,
	wanted: readonly string[] | null = null,
): {name: number; columns: ListColumn[]; title: number} {
	const chosen: ListColumn[] = [];
	let left = width - gutter - nameWidth.least;
	const names = (wanted ?? listColumnNames).filter(isColumn);
	if (left < 1 + columns.verdict.width) {
		return {name: Math.max(1, width - gutter - 2), columns: [columns.sign], title: 0};
	}
	for (const name of names) {
		const column = columns[name];
		if (column.width + 1 > left) break;
		chosen.push(column);
		left -= column.width + 1;
	}
	const isWhole = chosen.length === names.length;
	const growth = Math.min(left, isWhole ? 8 : nameWidth.most - nameWidth.least);
	const wantsTitle = wanted === null || wanted.includes('title');
	const title = wantsTitle && isWhole && left - growth > 12 ? left - growth - 1 : 0;
	return {name: nameWidth.least + growth, columns: chosen, title};
}

/** A driver that is gone: the first release without it, and where it is, else what it was. */
function goneCells(theme: Theme, record: GoneRecord, width: number): string {
	const {goneIn, fate, to, title, id} = record;
	const release = fit(goneIn?.release ?? theme.glyphs.unknown, releaseWidth);
	const told =
		fate === null
			? 'not in the source that was surveyed'
			: to.length > 0
				? to.map(placeInWords).join(', ')
				: (title ?? id);
	const text = sanitise(told, {ascii: theme.ascii});
	const lead = theme.paint(fateStyle(record), `${fateSign(theme, record)} ${release}`);
	return `${lead} ${fit(text, Math.max(1, width - releaseWidth - 3), 'left', theme.glyphs.ellipsis)}`;
}

/** Cells of a release: `2.6.39`. */
const releaseWidth = 6;

/** The line of headings over a list of `width` cells. */
export function listHeading(
	theme: Theme,
	width: number,
	isGone = false,
	wanted: readonly string[] | null = null,
): string {
	if (isGone) {
		const head = ' '.repeat(gutter) + fit('driver', goneName(width));
		return theme.paint('quiet', pad(`${head}   gone   what it was, or where it is`, width));
	}
	const {name, columns: chosen, title} = listColumns(width, wanted);
	const cells = [
		' '.repeat(gutter) + fit('driver', name),
		...chosen.map(column => fit(column.heading, column.width, column.align)),
	];
	if (title > 0) cells.push(fit('title', title));
	return theme.paint('quiet', pad(cells.join(' '), width));
}

/** Cells of the name in the list of the dead: a third, as what became of them is a sentence. */
const goneName = (width: number) => Math.max(8, Math.min(24, Math.floor(width / 3)));

/**
 * One driver on one line, exactly `width` cells wide. The cursor's row has a sign, and its name is inverse: a bar across
 * the whole line would hide the verdict's colour, and would have two whole lines sent for every step.
 */
export function listRow(
	theme: Theme,
	row: IndexRow,
	options: {
		width: number;
		selected: boolean;
		marked: boolean;
		watched?: boolean;
		active: boolean;
		columns?: readonly string[] | null;
	},
): string {
	const listed = listColumns(options.width, options.columns);
	const {gone} = row;
	const name = gone === undefined ? listed.name : goneName(options.width);
	const {columns: chosen, title} = gone === undefined ? listed : {columns: [], title: 0};
	const {glyphs} = theme;
	const module = sanitise(row.module, {ascii: theme.ascii});
	const signs = `${row.differs ? ` ${glyphs.differs}` : ''}${row.fading ? ` ${glyphs.fading}` : ''}`;
	const label = signs === '' ? module : fitKeeping(module, signs, name, theme);
	const cells = chosen.map(column => column.cell(row, theme, column.width));
	if (gone !== undefined) cells.push(goneCells(theme, gone, Math.max(1, options.width - gutter - name - 1)));
	if (title > 0) {
		cells.push(fit(sanitise(row.title ?? '', {ascii: theme.ascii}), title, 'left', glyphs.ellipsis));
	}
	const sign = options.marked ? glyphs.mark : options.watched ? glyphs.watched : ' ';
	const lead = `${options.selected ? glyphs.cursor : ' '}${sign}`;
	const head = lead + fit(label, name, 'left', glyphs.ellipsis);
	const look = options.active ? 'selected' : 'strong';
	return pad([options.selected ? theme.paint(look, head) : head, ...cells].join(' '), options.width);
}

function fitKeeping(text: string, suffix: string, width: number, theme: Theme): string {
	return fit(text, width - suffix.length, 'left', theme.glyphs.ellipsis).trimEnd() + suffix;
}

/** What a list pane shows. */
export interface ListPane {
	rows: readonly IndexRow[];
	/** Index of the first row on screen and of the cursor. */
	top: number;
	cursor: number;
	marks: ReadonlySet<string>;
	watched?: ReadonlySet<string>;
	/** Names of columns that were chosen; null for those that fit. */
	columns?: readonly string[] | null;
	width: number;
	height: number;
	/** Keys go to this pane. */
	active: boolean;
	/** What to say when there is nothing to show. */
	empty: readonly string[];
}

/** Headings and rows of a list: exactly `height` lines of `width` cells. */
export function listLines(theme: Theme, pane: ListPane): string[] {
	const lines = [listHeading(theme, pane.width, pane.rows[0]?.gone !== undefined, pane.columns)];
	const room = pane.height - 1;
	for (const [index, row] of pane.rows.slice(pane.top, pane.top + room).entries()) {
		lines.push(
			listRow(theme, row, {
				width: pane.width,
				selected: pane.top + index === pane.cursor,
				marked: pane.marks.has(row.id),
				watched: pane.watched?.has(row.id) === true,
				active: pane.active,
				columns: pane.columns ?? null,
			}),
		);
	}
	if (pane.rows.length === 0) {
		for (const line of ['', ...pane.empty].slice(0, room)) {
			lines.push(theme.paint('quiet', fit(`  ${line}`, pane.width, 'left', theme.glyphs.ellipsis)));
		}
	}
	while (lines.length < pane.height) lines.push(' '.repeat(pane.width));
	return lines;
}
