import {plot} from 'asciichart';
import {grouped} from './numbers.ts';
import {rowOf, type Scale, scaleFor} from './scale.ts';
import type {Style, Theme} from './theme.ts';
import {pad} from './width.ts';

/** One place of a chart's axis: a month, or a release. */
export interface ChartPoint {
	/** The year that it is in, YYYY. */
	year: string;
	/** How much there was, a whole number; null where there is nothing to draw. */
	value: number | null;
	/** What stands on the axis in the place of a value; absent: the sign for unknown. */
	sign?: string;
}

/** Lines of a drawn chart, and how its points lie in them. */
export interface Chart {
	lines: string[];
	/** Cells left of the first point. */
	left: number;
	/** Points that a cell stands for: 1, or more where the width did not do. */
	pointsPerCell: number;
	/** Cells that a point takes: 1, or more where there is room. */
	cellsPerPoint: number;
	scale: Scale['kind'];
}

/** Widest that a point is drawn: further apart, the points no longer read as one line. */
const widestPoint = 3;

/**
 * Draws points with asciichart, at even distances, with the values of its rows on the left and years below, each under
 * its first point. A point takes a cell, or up to `cellsPerPoint`; where `width` does not do, neighbouring points are
 * added up to one cell, evenly, so that nothing is ever cut off. The scale is `scaleFor`'s; a logarithmic one says so
 * beside the years. `cursor` is the index of the point to point at, or null. Labels take `labelCells` where there is
 * room, so that the chart of another driver stands under the same columns.
 */
export function drawChart(
	theme: Theme,
	points: readonly ChartPoint[],
	options: {
		width: number;
		height: number;
		cellsPerPoint: number;
		cursor: number | null;
		labelCells?: number;
	},
): Chart {
	// Added up, values grow, and with them the labels: there is room for those of all points together.
	const plain = fitted(points, 1, options);
	const pointsPerCell =
		plain.room >= points.length ? 1 : fitted(points, points.length, options).pointsPerCell;
	const drawn = bin(points, pointsPerCell);
	const {scale, left: least, room} = pointsPerCell === 1 ? plain : fitted(points, pointsPerCell, options);
	const most = Math.min(options.cellsPerPoint, widestPoint);
	const cellsPerPoint = Math.max(1, Math.min(most, Math.floor(room / drawn.length)));
	const spare = Math.max(0, room - drawn.length * cellsPerPoint);
	const left = Math.max(least, Math.min(least + spare, (options.labelCells ?? 0) + 2));
	const lines = plotted(theme, drawn, {scale, left, cellsPerPoint});
	const lead = pad(scale.kind === 'log' ? 'log' : '', left - 2, 'right').padEnd(left);
	lines.push(theme.paint('quiet', lead + yearAxis(drawn, cellsPerPoint, options.width - left)));
	if (options.cursor !== null) {
		// The oldest cell may stand for fewer points than the others.
		const short = drawn.length * pointsPerCell - points.length;
		const cell = Math.floor((options.cursor + short) / pointsPerCell) * cellsPerPoint + middle(cellsPerPoint);
		lines.push(' '.repeat(left + cell) + theme.paint('accent', theme.glyphs.up));
	}
	return {lines, left, pointsPerCell, cellsPerPoint, scale: scale.kind};
}

/** The cell of a point that its signs and the cursor stand in: that of its level, not of its edge. */
const middle = (cellsPerPoint: number) => Math.floor(cellsPerPoint / 2);

/** Scale, margin and room of points that are added up in groups of `size`, and the groups that then would do. */
function fitted(
	points: readonly ChartPoint[],
	size: number,
	options: {width: number; height: number},
): {scale: Scale; left: number; room: number; pointsPerCell: number} {
	const scale = scaleFor(
		bin(points, size).map(({value}) => value),
		options.height,
	);
	const left = Math.max(2, ...scale.ticks.map(tick => grouped(tick).length)) + 2;
	const room = Math.max(1, options.width - left);
	return {scale, left, room, pointsPerCell: Math.max(1, Math.ceil(points.length / room))};
}

/** The rows of the chart, from the top to its zero line. */
function plotted(
	theme: Theme,
	points: readonly ChartPoint[],
	place: {scale: Scale; left: number; cellsPerPoint: number},
): string[] {
	const {scale, left, cellsPerPoint} = place;
	const height = scale.ticks.length;
	const rows = withoutGaps(points.map(({value}) => (value === null ? null : rowOf(scale, value))));
	// asciichart joins two values by a step drawn in the second one's cell, so the axis gets a value of its own.
	const start = points[0]?.value == null ? 0 : rows[0]!;
	const text = plot([start, ...rows.flatMap(row => Array<number>(cellsPerPoint).fill(row))], {
		height,
		min: 0,
		max: height,
		offset: 2,
		symbols: [...theme.glyphs.chart],
		format(value) {
			const row = Math.round(value);
			return `${pad(row === 0 ? '0' : grouped(scale.ticks[row - 1]!), left - 2, 'right')} `;
		},
	}).split('\n');
	const runs = runsOf(theme, points, cellsPerPoint);
	return text.map((line, index) => {
		// asciichart crosses the axis at the top and at the first value; it is the zero line that crosses it.
		const isZeroLine = index === text.length - 1;
		const axis = theme.glyphs.chart[isZeroLine ? 0 : 1]!;
		return (
			theme.paint('quiet', line.slice(0, left - 1) + axis) +
			painted(theme, line.slice(left), runs, isZeroLine)
		);
	});
}

/** Cells of one style side by side. */
interface Run {
	from: number;
	to: number;
	style: Style;
	/** What stands on the zero line where nothing is drawn; null for what is drawn. */
	onZero: string | null;
}

/** The runs of a chart's points: what is drawn, gaps, and gaps with signs. */
function runsOf(theme: Theme, points: readonly ChartPoint[], cellsPerPoint: number): Run[] {
	const runs: Run[] = [];
	for (let at = 0; at < points.length; at++) {
		const {value, sign} = points[at]!;
		const style = value !== null ? 'chart' : sign === undefined ? 'quiet' : 'accent';
		let last = runs.at(-1);
		if (last?.style !== style) {
			const from = at * cellsPerPoint;
			last = {from, to: from, style, onZero: value === null ? '' : null};
			runs.push(last);
		}
		last.to += cellsPerPoint;
		if (value !== null) continue;
		for (let cell = 0; cell < cellsPerPoint; cell++) {
			last.onZero += sign === undefined ? theme.glyphs.unknown : cell === middle(cellsPerPoint) ? sign : ' ';
		}
	}
	return runs;
}

/**
 * Rows with every gap at the height of what follows it (asciichart can't draw gaps), so that no edge is drawn outside the
 * gap, which is wiped afterwards.
 */
function withoutGaps(rows: readonly (number | null)[]): number[] {
	const filled: number[] = [];
	let next = rows.findLast(row => row !== null) ?? 0;
	for (let at = rows.length - 1; at >= 0; at--) {
		next = rows[at] ?? next;
		filled.push(next);
	}
	return filled.reverse();
}

/** A row's cells in their styles, a run of one style painted at once; without spaces at the end. */
function painted(theme: Theme, row: string, runs: readonly Run[], isZeroLine: boolean): string {
	const pieces = runs.map(({from, to, onZero}) => {
		if (onZero === null) return row.slice(from, to).padEnd(to - from);
		return isZeroLine ? onZero : ' '.repeat(to - from);
	});
	while (pieces.length > 0) {
		const last = pieces.pop()!.trimEnd();
		if (last === '') continue;
		pieces.push(last);
		break;
	}
	return pieces.map((piece, index) => theme.paint(runs[index]!.style, piece)).join('');
}

/** Points added up in groups of `size`, from the newest backwards, so that the last cell is always full. */
export function bin(points: readonly ChartPoint[], size: number): readonly ChartPoint[] {
	if (size <= 1) return points;
	const groups: ChartPoint[] = [];
	for (let end = points.length; end > 0; end -= size) {
		const group = points.slice(Math.max(0, end - size), end);
		const known = group.filter(({value}) => value !== null);
		const {sign} = group.find(point => (point.sign ?? ' ') !== ' ') ?? group[0]!;
		groups.unshift({
			year: group[0]!.year,
			value: known.length === 0 ? null : known.reduce((sum, {value}) => sum + value!, 0),
			...(sign !== undefined && {sign}),
		});
	}
	return groups;
}

/**
 * Years written under their first point. One that would run into the next one, or past `width`, is written in short
 * (`'25`), or left out.
 */
function yearAxis(points: readonly ChartPoint[], cellsPerPoint: number, width: number): string {
	const starts: {cell: number; year: string}[] = [];
	for (const [index, {year}] of points.entries()) {
		if (starts.at(-1)?.year !== year) starts.push({cell: index * cellsPerPoint, year});
	}
	let axis = '';
	for (const [index, {cell, year}] of starts.entries()) {
		const room = (starts[index + 1]?.cell ?? width + 1) - cell - 1;
		const label = [year, `'${year.slice(2)}`].find(text => text.length <= room);
		if (label !== undefined) axis = axis.padEnd(cell) + label;
	}
	return axis;
}
