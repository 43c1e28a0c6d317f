import type {Column} from './table.ts';
import type {Style, Theme} from './theme.ts';
import {cellWidth, fit, pad} from './width.ts';

/** A column of a table that fits itself into the width there is. */
export interface FittedColumn extends Column {
	/** The column with the highest number is left out first when there is no room; 0 stays always. */
	priority: number;
	/** Cells may be cut, to this many at the least. Without it the column is never cut. */
	least?: number;
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
	const leastOf = (column: (typeof columns)[number]) =>
		column.least === undefined
			? column.width
			: Math.min(column.width, Math.max(column.least, column.heading.length));
	const needed = () => columns.reduce((sum, column) => sum + leastOf(column) + gap, -gap);
	while (needed() > room) {
		const last = columns.reduce((a, b) => (b.priority >= a.priority ? b : a), columns[0]!);
		if (last.priority === 0) break;
		columns = columns.filter(column => column !== last);
	}
	// What is left over goes to the columns that were cut, to each by what it lacks.
	const spare = room - needed();
	const lack = (column: (typeof columns)[number]) => column.width - leastOf(column);
	const lacking = columns.reduce((sum, column) => sum + lack(column), 0);
	const widths = new Map(
		columns.map(column => {
			const share = spare >= lacking ? lack(column) : Math.floor((spare * lack(column)) / lacking);
			return [column, leastOf(column) + share];
		}),
	);
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
