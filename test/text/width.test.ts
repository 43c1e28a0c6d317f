import {describe, expect, it} from 'vitest';
import {createTheme} from '../../source/text/theme.ts';
import {cellWidth, fit, pad, truncate, wrap} from '../../source/text/width.ts';

describe('cells', () => {
	it('counts wide characters twice, and what only styles not at all', () => {
		const {paint} = createTheme({depth: 256, ascii: false});
		expect(cellWidth('mlx4_ib')).toBe(7);
		expect(cellWidth('網路')).toBe(4);
		expect(cellWidth('e\u0301')).toBe(1);
		expect(cellWidth('👩‍💻')).toBe(2);
		expect(cellWidth(paint('remove', '✖ remove'))).toBe(8);
		expect(cellWidth('\u001b]8;;https://kernel.org\u001b\\here\u001b]8;;\u001b\\')).toBe(4);
	});

	it('cuts between characters, never through one', () => {
		expect(truncate('abcdef', 4)).toBe('abc…');
		expect(truncate('網路卡', 5)).toBe('網路…');
		expect(truncate('網路卡', 4)).toBe('網…');
		expect(truncate('👩‍💻👩‍💻', 3)).toBe('👩‍💻…');
		expect(truncate('abc', 0)).toBe('');
	});

	it('fits any text into exactly the cells asked for', () => {
		for (const text of ['', 'a', '網路卡', 'ConnectX-3', '👩‍💻 x', '▰▰▱']) {
			for (let width = 1; width < 12; width++) expect(cellWidth(fit(text, width))).toBe(width);
		}
		expect(pad('7', 3, 'right')).toBe('  7');
	});

	it('wraps at spaces, and cuts only a word that has no other way', () => {
		expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
		expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
		for (const line of wrap('網路卡 driver 網路卡網路卡', 6)) expect(cellWidth(line)).toBeLessThanOrEqual(6);
		expect(wrap('one two three', 8).join(' ')).toBe('one two three');
	});
});
