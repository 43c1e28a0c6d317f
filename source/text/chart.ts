import {plot} from 'asciichart';
import {grouped} from './numbers.ts';
import type {Theme} from './theme.ts';
import {pad} from './width.ts';

/** A chart of months: `values[i]` belongs to `months[i]` (`YYYY-MM`); null where the value is not known. */
export interface MonthSeries {
	months: readonly string[];
	values: readonly (number | null)[];
}

/** Lines of a drawn chart, and where its parts lie, so that a cursor can point at a month. */
export interface MonthChart {
	lines: string[];
	/** Cells left of the first month. */
	left: number;
	/** Months a cell stands for: 1, or more where the width did not do. */
	monthsPerCell: number;
}

/** Cells that `drawMonths` needs to give every month a cell of its own. */
export function monthChartWidth(series: MonthSeries): number {
	return labelWidth(series.values) + 2 + series.months.length;
}

/**
 * Draws the months with asciichart, one cell a month, with a scale on the left and years below. Where `width`
 * does not do, neighbouring months are added up to one cell, evenly, so that nothing is ever cut off.
 * `cursor` is the index of the month to point at, or null.
 */
export function drawMonths(
	theme: Theme,
	series: MonthSeries,
	options: {width: number; height: number; cursor: number | null},
): MonthChart {
	const labels = labelWidth(series.values);
	const left = labels + 2;
	const monthsPerCell = Math.max(1, Math.ceil(series.months.length / Math.max(1, options.width - left)));
	const binned = bin(series, monthsPerCell);
	const most = Math.max(1, ...binned.values.map(value => value ?? 0));
	const height = Math.max(1, Math.min(options.height, most));
	// asciichart joins two values by a step drawn in the second one's cell, so the first month is given twice.
	// It can't draw a gap (a NaN spoils its scale): unknown months are drawn as 0 and wiped out afterwards.
	const drawn = plot([binned.values[0] ?? 0, ...binned.values.map(value => value ?? 0)], {
		height,
		min: 0,
		max: most,
		offset: 2,
		symbols: [...theme.glyphs.chart],
		format: value => `${pad(scaleLabel(value, most, height), labels, 'right')} `,
	}).split('\n');
	const lines = drawn.map((line, row) => {
		const cells = [...line.slice(left).padEnd(binned.values.length)];
		for (const [cell, value] of binned.values.entries()) {
			if (value === null) cells[cell] = row === drawn.length - 1 ? theme.glyphs.unknown : ' ';
		}
		return theme.paint('quiet', line.slice(0, left)) + theme.paint('chart', cells.join('').trimEnd());
	});
	lines.push(theme.paint('quiet', ' '.repeat(left) + yearAxis(binned.months, options.width - left)));
	if (options.cursor !== null) {
		const cell = Math.floor(options.cursor / monthsPerCell);
		lines.push(' '.repeat(left + cell) + theme.paint('accent', theme.glyphs.up));
	}
	return {lines, left, monthsPerCell};
}

function labelWidth(values: readonly (number | null)[]): number {
	return Math.max(2, grouped(Math.max(1, ...values.map(value => value ?? 0))).length);
}

/** Only whole numbers are counted, so a scale line between two of them stays without a label. */
function scaleLabel(value: number, most: number, height: number): string {
	const whole = Math.round(value);
	if (Math.abs(value - whole) < 1e-9) return grouped(whole);
	return most / height > 1 ? grouped(whole) : '';
}

/** Months added up in groups of `size`, from the newest backwards, so that the last cell is always full. */
export function bin(series: MonthSeries, size: number): MonthSeries {
	if (size <= 1) return series;
	const months: string[] = [];
	const values: (number | null)[] = [];
	for (let end = series.months.length; end > 0; end -= size) {
		const start = Math.max(0, end - size);
		const known = series.values.slice(start, end).filter(value => value !== null);
		months.unshift(series.months[start]!);
		values.unshift(known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0));
	}
	return {months, values};
}

/**
 * Years written under their January (or under the first month of all). A year that would run into the next
 * one, or past `width`, is left out.
 */
function yearAxis(months: readonly string[], width: number): string {
	const starts: {cell: number; year: string}[] = [];
	for (const [cell, month] of months.entries()) {
		const year = month.slice(0, 4);
		if (starts.at(-1)?.year !== year) starts.push({cell, year});
	}
	let axis = '';
	for (const [index, {cell, year}] of starts.entries()) {
		const end = starts[index + 1]?.cell ?? width + 1;
		if (cell + year.length < end) axis = axis.padEnd(cell) + year;
	}
	return axis;
}
