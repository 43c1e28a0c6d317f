import {spawn, spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {makeDriver, writeSample} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

/*
 * The scripts are sourced in the real shells and asked as those ask when TAB is pressed. The data set was written by
 * somebody who means harm: a name that a shell expands makes a file in the folder that the shell runs in.
 */
const gap = '$'.concat('{IFS}');
const harmful = [
	`harm$(touch${gap}dollar)`,
	`harm\`touch${gap}backquote\``,
	`harm;touch${gap}semicolon`,
	`harm<(touch${gap}process)`,
	`harm\${x:=$(touch${gap}default)}`,
	'harm(e:touch\\ zsh:)',
	'harm*',
	'harm~',
];
const place = mkdtempSync(join(tmpdir(), 'driverdex-completion-'));
const bin = join(place, 'bin');
let data = '';
let made = 0;

beforeAll(() => {
	const names = [...harmful, 'harmless', 'harm,less', 'harm-less_too', 'other'];
	const symbols = ['THING', 'THING_TWO', 'OTHER'];
	const drivers = [
		...names.map(name => makeDriver(`drivers/a/${name}`)),
		...symbols.map(symbol => makeDriver(`drivers/b/${symbol.toLowerCase()}`, {symbol})),
	];
	data = writeSample({drivers, directories: []});
	mkdirSync(bin);
	const command = join(bin, 'driverdex');
	writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
	chmodSync(command, 0o755);
});
afterAll(() => rmSync(place, {recursive: true, force: true}));

const isThere = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What a shell says to a script, line by line; and that the shell's folder is as empty as before. */
async function ask(shell: string, words: readonly string[], script: string): Promise<string[]> {
	const folder = join(place, `home-${made++}`);
	mkdirSync(folder);
	const child = spawn(shell, [...words, '-c', script], {
		cwd: folder,
		env: {
			...process.env,
			PATH: `${bin}${delimiter}${process.env.PATH}`,
			DRIVERDEX_DATA: data,
			LANG: 'C.UTF-8',
			HOME: folder,
			XDG_CONFIG_HOME: place,
			XDG_DATA_HOME: place,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let out = '';
	let remarks = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		out += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		remarks += text;
	});
	await new Promise(resolve => child.on('close', resolve));
	expect(remarks).toBe('');
	expect(readdirSync(folder)).toEqual([]);
	return out
		.split('\n')
		.filter(line => line !== '')
		.sort();
}

/** What is offered behind `driverdex` and these words, the last of which is being typed. */
const offered: Record<string, (typed: readonly string[]) => Promise<string[]>> = {
	bash: typed =>
		ask(
			'bash',
			['--norc', '--noprofile'],
			`source <(driverdex completion bash)
			complete -p driverdex >/dev/null || exit
			COMP_WORDS=(driverdex ${typed.map(quoted).join(' ')})
			COMP_CWORD=${typed.length}
			_driverdex
			[ \${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`,
		),
	// The completion system runs at a prompt only; its door, compadd, is a stub that tells what it is given.
	zsh: typed =>
		ask(
			'zsh',
			['-f'],
			`compdef() { }
			_files() { }
			compadd() { while [[ "$1" != -- ]]; do shift; done; shift; print -rl -- "$@" }
			source <(driverdex completion zsh)
			words=(driverdex ${typed.map(quoted).join(' ')})
			CURRENT=${typed.length + 1}
			_driverdex`,
		),
	fish: typed =>
		ask(
			'fish',
			['--no-config'],
			`driverdex completion fish | source
			complete -C ${quoted(`driverdex ${typed.join(' ')}`)} | string replace -r '\\t.*' ''`,
		),
};

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

for (const shell of ['bash', 'zsh', 'fish']) {
	describe.skipIf(!isThere(shell))(`completion in ${shell}`, () => {
		it('offers the names that begin so, and runs nothing of the data set', async () => {
			expect(await offered[shell]!(['show', 'har'])).toEqual(['harm,less', 'harm-less_too', 'harmless']);
			expect(await offered[shell]!(['show', 'harm-'])).toEqual(['harm-less_too']);
			const symbols = await offered[shell]!(['show', 'CONFIG_TH']);
			expect(symbols.toSorted()).toEqual(['CONFIG_THING', 'CONFIG_THING_TWO']);
			expect(await offered[shell]!(['show', 'harm,l'])).toEqual(['harm,less']);
		}, 120_000);

		it('offers commands, fields and flags', async () => {
			expect(await offered[shell]!(['show', '--mark'])).toContain('--markdown');
			expect(await offered[shell]!(['list', 'ris'])).toContain('risk:');
			const families = await offered[shell]!(
				shell === 'bash' ? ['list', 'in', ':', 'rh'] : ['list', 'in:rh'],
			);
			expect(families).toContain(shell === 'bash' ? 'rhel' : 'in:rhel');
			if (shell === 'bash') expect(families).toHaveLength(1);
			expect(await offered[shell]!(['completion', 'ba'])).toContain('bash');
			expect(await offered[shell]!(['surv'])).toContain('survey');
		}, 120_000);
	});
}

it('completion in bash runs nothing that is typed', async () => {
	expect(await offered.bash!(['show', 'harm$(touch typed)'])).toEqual([]);
	expect(await offered.bash!(['show', 'harm*'])).toEqual([]);
}, 120_000);
