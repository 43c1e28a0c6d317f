import {describe, expect, it} from 'vitest';
import {monthsBetween} from '../../source/dossier/months.ts';
import {sparkline} from '../../source/text/bar.ts';
import {bin, drawMonths, monthChartWidth} from '../../source/text/chart.ts';
import {createTheme, plainTheme} from '../../source/text/theme.ts';
import {cellWidth} from '../../source/text/width.ts';

const months = monthsBetween('2021-04-21', '2026-04-21');

describe('the monthly chart', () => {
	it('gives each of 61 months a cell and writes the years under their Januaries', () => {
		const values = months.map((_, index) => index % 6);
		const series = {months, values};
		expect(months).toHaveLength(61);
		const {lines, left, monthsPerCell} = drawMonths(plainTheme, series, {width: 80, height: 5, cursor: null});
		expect(monthsPerCell).toBe(1);
		expect(left + 61).toBe(monthChartWidth(series));
		const axis = lines.at(-1)!;
		for (const year of ['2022', '2023', '2024', '2025', '2026']) {
			expect(axis.indexOf(year)).toBe(left + months.indexOf(`${year}-01`));
		}
	});

	it('never cuts a month off: with fewer cells it adds neighbours up', () => {
		const series = {months, values: months.map(() => 1)};
		for (let width = 20; width <= 90; width++) {
			const {lines, monthsPerCell} = drawMonths(plainTheme, series, {width, height: 5, cursor: 60});
			for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(width);
			const total = bin(series, monthsPerCell).values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
			expect(total).toBe(61);
		}
	});

	it('leaves unknown months open instead of drawing zero', () => {
		const values = months.map((_, index) => (index < 10 ? null : 2));
		const {lines, left} = drawMonths(plainTheme, {months, values}, {width: 80, height: 5, cursor: null});
		const zero = lines.at(-2)!;
		expect(zero.slice(left, left + 10)).toBe('··········');
		expect(lines[0]!.slice(left, left + 10).trim()).toBe('');
	});

	it('draws quiet and empty histories too', () => {
		for (const values of [months.map(() => 0), months.map(() => null), months.map(() => 123_456)]) {
			const {lines} = drawMonths(
				createTheme({depth: 0, ascii: true}),
				{months, values},
				{width: 76, height: 5, cursor: 0},
			);
			expect(lines.length).toBeLessThanOrEqual(9);
			for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]*$/);
		}
	});
});

describe('the sparkline', () => {
	it('tells nothing, little, much and unknown apart', () => {
		expect(sparkline(plainTheme, [0, 1, 12, 500, null], 12)).toBe(' ▄██·');
	});
});
