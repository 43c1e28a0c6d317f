import {expect, it} from 'vitest';
import {rowOf, scaleFor} from '../../source/text/scale.ts';

it('is linear where the largest does not lay the others flat, with round whole numbers as ticks', () => {
	expect(scaleFor([0, 1, 2, 5, null], 5)).toEqual({kind: 'linear', ticks: [1, 2, 3, 4, 5]});
	expect(scaleFor([40, 70, 80], 5)).toEqual({kind: 'linear', ticks: [20, 40, 60, 80]});
	expect(scaleFor([1], 5)).toEqual({kind: 'linear', ticks: [1]});
	// Nothing at all has a scale, too.
	expect(scaleFor([0, null], 5)).toEqual({kind: 'linear', ticks: [1]});
	expect(scaleFor([], 5)).toEqual({kind: 'linear', ticks: [1]});
});

it('shows the small months beside one big one', () => {
	const values = [1, 4, 0, 12, 9, 3000, 2];
	const scale = scaleFor(values, 5);
	expect(scale).toEqual({kind: 'log', ticks: [1, 8, 60, 400, 3000]});
	expect(values.map(value => rowOf(scale, value))).toEqual([1, 2, 0, 2, 2, 5, 1]);
	// On a linear scale all but one would be in the lowest row.
	expect(scaleFor([1, 1, 1, 5], 5).kind).toBe('linear');
	expect(scaleFor([1, 1, 1, 6], 5).kind).toBe('log');
});

it('never draws something as nothing, nor a larger value lower', () => {
	for (const most of [1, 2, 5, 6, 9, 11, 37, 100, 999, 12_345, 911_352, 50_000_000]) {
		for (const others of [[], [1], [1, 1, 1], [most], [2, 30], [Math.ceil(most / 2)]]) {
			const scale = scaleFor([most, ...others], 5);
			expect(scale.ticks.length).toBeLessThanOrEqual(5);
			expect(scale.ticks).toEqual([...new Set(scale.ticks)].toSorted((a, b) => a - b));
			for (const tick of scale.ticks) expect(Number.isInteger(tick)).toBe(true);
			for (const [row, tick] of scale.ticks.entries()) expect(rowOf(scale, tick)).toBe(row + 1);
			expect(rowOf(scale, Math.max(most, ...others))).toBe(scale.ticks.length);
			expect(rowOf(scale, 1)).toBeGreaterThan(0);
			expect(rowOf(scale, 0)).toBe(0);
			const rows = Array.from({length: 40}, (_, step) => rowOf(scale, Math.round((most * step) / 39)));
			expect(rows).toEqual(rows.toSorted((a, b) => a - b));
		}
	}
});
