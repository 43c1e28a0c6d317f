import {execFileSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {shellQuoted, shellWord} from '../../source/text/shell.ts';

const words = [
	'plain',
	"it's",
	'',
	'$(reboot)',
	'`x`',
	'"a b"',
	'\\',
	'*',
	'-n',
	'two\nlines',
	"'''",
	'a;b&c|d',
	'~',
];

it.each([
	['quoted', shellQuoted],
	['bare where it can be', shellWord],
] as const)('gives a word, %s, that a shell reads back', (_, write) => {
	const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(write).join(' ')}`], {
		encoding: 'utf8',
	});
	expect(printed.split('\0').slice(0, -1)).toEqual(words);
});

it('leaves paths and addresses as they are', () => {
	expect(shellWord('/boot/config-6.12.1+x')).toBe('/boot/config-6.12.1+x');
});
