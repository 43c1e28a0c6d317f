import {describe, expect, it} from 'vitest';
import {monthsBetween} from '../../source/dossier/months.ts';
import {sparkline} from '../../source/text/bar.ts';
import {bin, type ChartPoint, drawChart} from '../../source/text/chart.ts';
import {createTheme, plainTheme} from '../../source/text/theme.ts';
import {cellWidth} from '../../source/text/width.ts';

const months = monthsBetween('2021-04-21', '2026-04-21');
const monthly = (value: (index: number) => number | null): ChartPoint[] =>
	months.map((month, index) => ({year: month.slice(0, 4), value: value(index)}));
const small = {width: 80, height: 5, cellsPerPoint: 1, cursor: null};

describe('the chart', () => {
	it('gives each of 61 months a cell and writes the years under their Januaries', () => {
		const {lines, left, pointsPerCell} = drawChart(
			plainTheme,
			monthly(index => index % 6),
			small,
		);
		expect(months).toHaveLength(61);
		expect(pointsPerCell).toBe(1);
		const axis = lines.at(-1)!;
		for (const year of ['2022', '2023', '2024', '2025', '2026']) {
			expect(axis.indexOf(year)).toBe(left + months.indexOf(`${year}-01`));
		}
	});

	it('stands under the same columns however large its values are, where there is room', () => {
		const wide = {...small, width: 71, labelCells: 5};
		const lefts = [1, 20, 4000].map(
			value =>
				drawChart(
					plainTheme,
					monthly(() => value),
					wide,
				).left,
		);
		expect(lefts).toEqual([7, 7, 7]);
		// A month is worth more than a margin.
		const tight = drawChart(
			plainTheme,
			monthly(() => 1),
			{...wide, width: 66},
		);
		expect([tight.left, tight.pointsPerCell]).toEqual([5, 1]);
	});

	it('never cuts a month off: with fewer cells it adds neighbours up', () => {
		const points = monthly(() => 1);
		for (let width = 20; width <= 90; width++) {
			const {lines, pointsPerCell} = drawChart(plainTheme, points, {...small, width, cursor: 60});
			for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(width);
			const total = bin(points, pointsPerCell).reduce((sum, {value}) => sum + (value ?? 0), 0);
			expect(total).toBe(61);
		}
	});

	it('keeps to its width where added up values are much longer', () => {
		const points = monthly(() => 99_999);
		for (let width = 20; width <= 80; width++) {
			for (const line of drawChart(plainTheme, points, {...small, width, cursor: 60}).lines) {
				expect(cellWidth(line)).toBeLessThanOrEqual(width);
			}
		}
	});

	it('gives points more cells where there is room, and points at the middle of them', () => {
		const points = monthly(() => 2).slice(0, 6);
		const {lines, left, cellsPerPoint} = drawChart(plainTheme, points, {
			...small,
			cellsPerPoint: 3,
			cursor: 1,
		});
		expect(cellsPerPoint).toBe(3);
		expect(lines.at(-1)!.indexOf(plainTheme.glyphs.up)).toBe(left + 4);
		expect(
			drawChart(plainTheme, points, {...small, width: 18, cellsPerPoint: 3, cursor: 1}).cellsPerPoint,
		).toBe(2);
	});

	it('points at the cell of a month that others were added up with', () => {
		const {lines, left, pointsPerCell} = drawChart(
			plainTheme,
			monthly(() => 1),
			{...small, width: 36, cursor: 60},
		);
		expect(pointsPerCell).toBe(2);
		// 61 months in pairs, from the newest backwards: 31 cells.
		expect(lines.at(-1)!.indexOf(plainTheme.glyphs.up)).toBe(left + 30);
	});

	it('shortens a year that would run into the next one', () => {
		const points = ['2024', '2024', '2024', '2024', '2025', '2025', '2025', '2025', '2026'];
		const {lines, left} = drawChart(
			plainTheme,
			points.map(year => ({year, value: 1})),
			small,
		);
		expect(lines.at(-1)!.slice(left)).toBe("'24 '25 2026");
	});

	it('leaves unknown months open instead of drawing zero', () => {
		const points = monthly(index => (index < 10 || (index > 30 && index < 35) ? null : 2));
		const {lines, left} = drawChart(plainTheme, points, small);
		const zero = lines.at(-2)!;
		expect(zero.slice(left, left + 10)).toBe('··········');
		expect(lines[0]!.slice(left, left + 10).trim()).toBe('');
		expect(zero.slice(left + 31, left + 35)).toBe('····');
		// What follows a gap does not climb out of it.
		expect(lines[0]!.slice(left + 30, left + 36)).toBe('─    ─');
	});

	it('tells what was not there from what is not known, and marks when it came', () => {
		const points: ChartPoint[] = [
			{year: '2024', value: null, sign: ' '},
			{year: '2024', value: null, sign: '+'},
			{year: '2024', value: 0},
			{year: '2025', value: 2},
			{year: '2025', value: null},
		];
		const {lines, left} = drawChart(plainTheme, points, small);
		expect(lines.map(line => line.slice(left))).toEqual(['   ╭', '   │', ' +─╯·', '   2025']);
		expect(lines[0]!.slice(0, left)).toBe(' 2 ┤');
		expect(lines[2]!.slice(0, left)).toBe(' 0 ┼');
	});

	it('shows small months beside a flood, and says that its scale is logarithmic', () => {
		const points = monthly(index => (index === 30 ? 3000 : index % 3));
		const {lines, left, scale} = drawChart(plainTheme, points, small);
		expect(scale).toBe('log');
		expect(lines.at(-1)!.slice(0, left).trim()).toBe('log');
		expect(lines[0]!.slice(0, left).trim()).toBe('3,000 ┤');
		// Every month above zero leaves the zero line.
		const zero = lines.at(-2)!.slice(left);
		for (const [index, {value}] of points.entries()) {
			if (value! > 0) expect(zero[index], months[index]).not.toBe('─');
		}
	});

	it('draws quiet and empty histories too', () => {
		for (const points of [monthly(() => 0), monthly(() => null), monthly(() => 123_456)]) {
			const theme = createTheme({depth: 0, ascii: true});
			const {lines} = drawChart(theme, points, {...small, width: 76, cursor: 0});
			expect(lines.length).toBeLessThanOrEqual(9);
			for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]*$/);
		}
	});
});

describe('the sparkline', () => {
	it('tells nothing, little, much and unknown apart', () => {
		expect(sparkline(plainTheme, [0, 1, 12, 500, null], 12)).toBe(' ▃██·');
		expect(sparkline(plainTheme, [0, 1, 10, 100, 2000, 30_000], 2000)).toBe(' ▁▃▅██');
	});
});
