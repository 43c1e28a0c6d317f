import {describe, expect, it} from 'vitest';
import {type FittedColumn, fittedTable} from '../../source/text/fitted-table.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {cellWidth} from '../../source/text/width.ts';

const columns: FittedColumn[] = [
	{heading: 'name', priority: 0, least: 8},
	{heading: 'state', priority: 0},
	{heading: 'n', priority: 1, align: 'right'},
	{heading: 'why', priority: 2, least: 10, comfort: 30},
	{heading: 'empty', priority: 3},
	{heading: 'extra', priority: 4, isExtra: true},
];
const rows = [
	[
		'a-long-name-of-a-driver',
		'gone',
		'1',
		'a sentence that goes on for a good while, longer than a line',
		'',
		'more',
	],
	['short', 'kept', '22', '宽字符也要数对', '', 'extra'],
].map(cells => cells.map(text => ({text})));

describe('a table that fits', () => {
	it('is never wider than there is room, and never has fewer lines', () => {
		for (let width = 18; width <= 140; width++) {
			const lines = fittedTable(plainTheme, columns, rows, width);
			expect(lines).toHaveLength(3);
			for (const line of lines) expect(cellWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
			expect(lines[1]).toContain('gone');
		}
	});

	it('leaves out the extra first, then what matters least', () => {
		const heading = (width: number) => fittedTable(plainTheme, columns, rows, width)[0]!.split(/ +/);
		expect(heading(200)).toEqual(['name', 'state', 'n', 'why', 'extra']);
		expect(heading(70)).toEqual(['name', 'state', 'n', 'why']);
		expect(heading(25)).toEqual(['name', 'state', 'n']);
		expect(heading(18)).toEqual(['name', 'state']);
	});

	it('leaves everything whole without a width, and out what is empty', () => {
		const lines = fittedTable(plainTheme, columns, rows, null);
		expect(lines[1]).toBe(
			'a-long-name-of-a-driver  gone    1  a sentence that goes on for a good while, longer than a line  more',
		);
		expect(lines[0]).not.toContain('empty');
	});
});
