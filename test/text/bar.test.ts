import {expect, it} from 'vitest';
import {bar, countBar} from '../../source/text/bar.ts';
import {plainTheme} from '../../source/text/theme.ts';

it('shows anything above zero, and no more than its width', () => {
	const width = (value: number, most: number) => countBar(plainTheme, value, most, 10, 'bar').length;
	expect([width(0, 10), width(1, 1_000_000), width(5, 10), width(10, 10), width(20, 10)]).toEqual([
		0, 1, 5, 10, 10,
	]);
	expect(width(1, 0)).toBe(0);
});

it('fills a share of its cells, and says where none is known', () => {
	const {barFull, barEmpty, unknown} = plainTheme.glyphs;
	expect(bar(plainTheme, 0.5, 4, 'keep')).toBe(barFull.repeat(2) + barEmpty.repeat(2));
	expect(bar(plainTheme, 1.5, 4, 'keep')).toBe(barFull.repeat(4));
	expect(bar(plainTheme, -1, 4, 'keep')).toBe(barEmpty.repeat(4));
	expect(bar(plainTheme, null, 4, 'keep')).toBe(unknown.repeat(4));
});
