import {expect, it} from 'vitest';
import {counted, grouped, percent} from '../../source/text/numbers.ts';

it.each([
	[0, '0'],
	[999, '999'],
	[1000, '1,000'],
	[1_234_567, '1,234,567'],
	[-1000, '-1,000'],
	[0.5, '0.5'],
])('groups %d as %s', (count, text) => expect(grouped(count)).toBe(text));

it.each([
	[0, '0 %'],
	[0.0004, '<0.1 %'],
	[0.001, '0.1 %'],
	[0.05, '5 %'],
	[0.0994, '9.9 %'],
	[0.0996, '10 %'],
	[0.996, '99 %'],
	[1, '100 %'],
])('says the share %d as %s', (share, text) => expect(percent(share)).toBe(text));

it('counts with a noun', () => {
	expect(counted(1, 'commit')).toBe('1 commit');
	expect(counted(0, 'commit')).toBe('0 commits');
	expect(counted(1200, 'entry', 'entries')).toBe('1,200 entries');
});
