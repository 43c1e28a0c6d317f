import {expect, it} from 'vitest';
import {cellWidth, truncate, truncateStart} from '../../source/text/width.ts';

it.each(['abcd', '網路', '👩‍💻é…'])(
	'leaves %s alone where it just fits, and cuts it where it does not',
	text => {
		const width = cellWidth(text);
		expect(truncate(text, width)).toBe(text);
		expect(truncate(text, width + 1)).toBe(text);
		const cut = truncate(text, width - 1);
		expect(cut.endsWith('…')).toBe(true);
		expect(cellWidth(cut)).toBeLessThanOrEqual(width - 1);
	},
);

it('keeps the end where that is what matters', () => {
	expect(truncateStart('abcd', 4)).toBe('abcd');
	expect(truncateStart('abcd', 3)).toBe('bcd');
	expect(truncateStart('網路卡', 5)).toBe('路卡');
});
