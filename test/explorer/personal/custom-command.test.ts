import {describe, expect, it} from 'vitest';
import type {IndexRow} from '../../../source/dossier/index-row.ts';
import {faultOfCommand, splitWords, wordsFor} from '../../../source/explorer/personal/custom-command.ts';

const row = {
	id: 'drivers/net/x/x',
	directory: 'drivers/net/x',
	module: 'x',
	symbol: null,
	title: 'It\'s $(reboot) \u0000`x`; "so"',
	subsystem: 'net',
	recommendation: 'keep',
} as IndexRow;

describe('a command of the configuration', () => {
	it('is parted into words as a shell parts them, and nothing else is done to it', () => {
		expect(splitWords(`lei q  'a b' "c d"e\\ f $HOME ; '' | x`)).toEqual([
			...['lei', 'q', 'a b', 'c de f', '$HOME', ';', '', '|', 'x'],
		]);
		expect(splitWords('a "b')).toBeNull();
	});

	it('has each field in one argument, whatever it holds', () => {
		expect(wordsFor({command: 'lei q dfn:{path} "{title} x"', shell: false}, row)).toEqual([
			...['lei', 'q', 'dfn:drivers/net/x/x'],
			`It's $(reboot) ␀\`x\`; "so" x`,
		]);
	});

	it('has fields as parameters where a shell is asked for', () => {
		expect(wordsFor({command: 'echo {title} {path} {title} | wc', shell: true}, row)).toEqual([
			...['sh', '-c', 'echo "$1" "$2" "$1" | wc', 'sh'],
			...[`It's $(reboot) ␀\`x\`; "so"`, 'drivers/net/x/x'],
		]);
		expect(faultOfCommand('echo "{title}"', true)).toContain('{title} within quotes');
		expect(faultOfCommand("echo 'x' {title}", true)).toBeNull();
	});

	it('has no field that would be an option', () => {
		const sly = {...row, title: '--output=/etc/passwd'};
		for (const [command, shell] of [
			['curl {title}', false],
			['curl {path} {title}x', false],
			['curl {title}', true],
		] as const)
			expect(wordsFor({command, shell}, sly)).toContain('begins with "-"');
		expect(wordsFor({command: 'lei q s:{title}', shell: false}, sly)).toEqual(['lei', 'q', `s:${sly.title}`]);
	});

	it('does not run for a driver that lacks a field', () => {
		expect(wordsFor({command: 'grep {config} .config', shell: false}, row)).toBe('x has no config');
	});

	it('is refused where it can mean nothing', () => {
		expect(faultOfCommand('lei q {paths}', false)).toContain('has no field {paths}: it knows path');
		expect(faultOfCommand("lei q 'x", false)).toContain('not closed');
		expect(faultOfCommand('  ', true)).toContain('empty');
		expect(faultOfCommand('lei q dfn:{path}', false)).toBeNull();
	});
});
