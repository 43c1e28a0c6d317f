import {expect, it} from 'vitest';
import {csv, markdownTable} from '../../source/text/delimited.ts';

it('writes CSV that comes out of a reader as it went in (RFC 4180)', () => {
	expect(
		csv(
			['a', 'b'],
			[
				['plain', 1],
				['with, comma', null],
				['with "quotes"', 0.5],
				['two\nlines', -1],
			],
		),
	).toBe('a,b\r\nplain,1\r\n"with, comma",\r\n"with ""quotes""",0.5\r\n"two\nlines",-1\r\n');
});

it.each(['=1+1', '+1', '-1', '@x', '\tx'])(
	'leads the text %j by an apostrophe, so that no spreadsheet runs it',
	text => expect(csv(['a'], [[text]])).toBe(`a\r\n'${text}\r\n`),
);

it('escapes what Markdown would take for its own', () => {
	expect(
		markdownTable(
			[{heading: 'a'}, {heading: 'n', align: 'right'}],
			[
				['x | *y* `z` <b>', 1],
				[null, 2],
			],
		),
	).toBe('| a | n |\n|---|---:|\n| x \\| \\*y\\* \\`z\\` \\<b\\> | 1 |\n|  | 2 |\n');
	expect(markdownTable([{heading: 'a'}], [['two\nlines']]).split('\n')).toHaveLength(4);
});
