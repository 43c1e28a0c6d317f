import type {Theme} from './theme.ts';
import {cellWidth, pad} from './width.ts';

/** A column of a printed table. */
export interface Column {
	heading: string;
	align?: 'left' | 'right';
}

/**
 * Rows in aligned columns under quiet headings, two spaces apart; cells may be styled. The last column is not
 * padded, so no line ends in spaces.
 */
export function table(
	theme: Theme,
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
): string[] {
	const widths = columns.map((column, index) =>
		Math.max(cellWidth(column.heading), ...rows.map(row => cellWidth(row[index] ?? ''))),
	);
	const line = (cells: readonly string[]) =>
		cells
			.map((cell, index) => {
				const align = columns[index]?.align ?? 'left';
				const last = index === columns.length - 1;
				return last && align === 'left' ? cell : pad(cell, widths[index]!, align);
			})
			.join('  ')
			.trimEnd();
	const heading = line(columns.map(column => column.heading));
	return [theme.paint('quiet', heading), ...rows.map(line)];
}

/** Short texts in as many even columns as fit into `width` cells, read from top to bottom. */
export function columned(texts: readonly string[], width: number): string[] {
	if (texts.length === 0) return [];
	const cell = Math.max(...texts.map(cellWidth)) + 2;
	const count = Math.max(1, Math.floor((width + 2) / cell));
	const height = Math.ceil(texts.length / count);
	return Array.from({length: height}, (_, row) =>
		Array.from({length: count}, (_, column) => pad(texts[column * height + row] ?? '', cell))
			.join('')
			.trimEnd(),
	);
}
