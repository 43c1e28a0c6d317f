import type {Column} from './table.ts';
import type {Style, Theme} from './theme.ts';
import {cellWidth, fit, pad} from './width.ts';

/** A column of a table that fits itself into the width there is. */
export interface FittedColumn extends Column {
	/** The column with the highest number is left out first when there is no room; 0 stays always. */
	priority: number;
	/** Cells may be cut, to this many at the least. Without it the column is never cut. */
	least?: number;
	/** Width at which its cells can be read well; by default their own. */
	comfort?: number;
	/** Left out before any other column has to be less than comfortable. */
	isExtra?: boolean;
}

/** A text with the style of the whole cell. */
export interface FittedCell {
	text: string;
	style?: Style;
}

/**
 * Rows in aligned columns under quiet headings, none wider than `width`: columns are left out, the rest cut, never
 * wrapped. A null width (a pipe) leaves everything whole. A column whose cells are all empty is left out.
 */
export function fittedTable(
	theme: Theme,
	allColumns: readonly FittedColumn[],
	rows: readonly (readonly FittedCell[])[],
	width: number | null,
): string[] {
	let columns = allColumns
		.map((column, index) => ({
			...column,
			index,
			width: Math.max(...rows.map(row => cellWidth(row[index]!.text)), 0),
		}))
		.filter(column => column.width > 0)
		.map(column => ({...column, width: Math.max(column.width, column.heading.length)}));
	const room = width ?? Number.POSITIVE_INFINITY;
	type Chosen = (typeof columns)[number];
	const leastOf = (column: Chosen) =>
		column.least === undefined
			? column.width
			: Math.min(column.width, Math.max(column.least, column.heading.length));
	const comfortOf = (column: Chosen) =>
		Math.max(leastOf(column), Math.min(column.width, column.comfort ?? column.width));
	const needed = (cells: (column: Chosen) => number) =>
		columns.reduce((sum, column) => sum + cells(column) + gap, -gap);
	const dropWhileTooWide = (cells: (column: Chosen) => number, droppable: (column: Chosen) => boolean) => {
		while (needed(cells) > room) {
			const last = columns
				.filter(droppable)
				.reduce<Chosen | null>((a, b) => (a === null || b.priority >= a.priority ? b : a), null);
			if (last === null) break;
			columns = columns.filter(column => column !== last);
		}
	};
	// What is only good to know goes before what matters is cut short; then whatever matters least.
	dropWhileTooWide(comfortOf, column => column.isExtra === true);
	dropWhileTooWide(leastOf, column => column.priority > 0);
	// What is left over makes columns comfortable, the most important first; the rest is shared by what each lacks.
	const widths = new Map(columns.map(column => [column, leastOf(column)]));
	let spare = room - needed(leastOf);
	for (const column of columns.toSorted((a, b) => a.priority - b.priority)) {
		const more = Math.max(0, Math.min(spare, comfortOf(column) - leastOf(column)));
		widths.set(column, leastOf(column) + more);
		spare -= more;
	}
	const lack = (column: Chosen) => column.width - widths.get(column)!;
	const lacking = columns.reduce((sum, column) => sum + lack(column), 0);
	const shares = columns.map(column =>
		spare >= lacking ? lack(column) : Math.max(0, Math.floor((spare * lack(column)) / lacking)),
	);
	for (const [index, column] of columns.entries()) widths.set(column, widths.get(column)! + shares[index]!);
	const line = (texts: readonly FittedCell[]) =>
		columns
			.map((column, place) => {
				const {text, style} = texts[column.index]!;
				const cells = widths.get(column)!;
				const cut = cellWidth(text) > cells ? fit(text, cells, 'left', theme.glyphs.ellipsis) : text;
				const painted = style === undefined ? cut : theme.paint(style, cut);
				const isLast = place === columns.length - 1 && column.align !== 'right';
				return isLast ? painted : pad(painted, cells, column.align ?? 'left');
			})
			.join(' '.repeat(gap))
			.trimEnd();
	const headings = line(allColumns.map(({heading}) => ({text: heading})));
	const shortened = width !== null && cellWidth(headings) > width ? headings.slice(0, width) : headings;
	return [theme.paint('quiet', shortened), ...rows.map(line)];
}

const gap = 2;

/** Fewest cells that texts of a plain table are cut to. */
const leastText = 8;

/**
 * The same for texts without more to say of them: those on the left are cut, none to fewer than eight cells, and where
 * that is not enough the last columns are left out. The last text has what room there is.
 */
export function plainFittedTable(
	theme: Theme,
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	width: number | null,
): string[] {
	const fitted = columns.map((column, index) => ({
		...column,
		priority: index,
		...(column.align !== 'right' && {least: leastText}),
	}));
	return fittedTable(
		theme,
		fitted,
		rows.map(row => row.map(text => ({text}))),
		width,
	);
}
