import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';
import {keepLastQuery, readLastQuery} from '../../source/dataset/overlay/last-query.ts';
import {readSeen} from '../../source/dataset/overlay/seen.ts';
import {readVerdicts} from '../../source/dataset/overlay/verdicts.ts';
import {readWatched} from '../../source/dataset/overlay/watched.ts';
import type {IndexRow} from '../../source/dossier/index-row.ts';
import {isUserError} from '../../source/dossier/user-error.ts';
import {readConfiguration} from '../../source/explorer/personal/configuration.ts';
import {faultOfCommand, wordsFor} from '../../source/explorer/personal/custom-command.ts';
import {attack} from '../support/attack.ts';
import {harmful} from '../support/hostile.ts';
import {makePerson} from '../support/person.ts';
import {createRandom} from '../support/random.ts';

/** What a reader says of what it is given: nothing where it takes it, its two lines where it refuses. */
function refusalOf(read: () => unknown): string {
	try {
		read();
		return '';
	} catch (error) {
		if (isUserError(error)) return `${error.message} ${error.advice}`;
		throw error;
	}
}

attack('own files', 'a configuration is read or refused by name, whatever becomes of it', tried => {
	const {config} = makePerson();
	mkdirSync(config, {recursive: true});
	const path = join(config, 'config.json');
	const good = JSON.stringify(
		{
			theme: 'dark',
			query: 'sub:net risk:>0.3',
			columns: ['risk', 'verdict'],
			mouse: true,
			keys: {down: ['j', 'ctrl+n'], watch: ['W']},
			commands: [{key: 'L', command: 'lei q dfn:{path}', about: 'mail', shell: false, wait: true}],
		},
		null,
		'\t',
	);
	const random = createRandom(22);
	const pieces = [
		'{',
		'}',
		'[',
		']',
		'"',
		',',
		':',
		'\\',
		'\n',
		'null',
		'1e999',
		'-',
		'"__proto__":',
		'\u0000',
		...harmful,
	];
	for (let round = 0; round < 2000; round++) {
		let text = good;
		for (let count = 1 + random.below(4); count > 0; count--) {
			const at = random.below(text.length + 1);
			text = text.slice(0, at) + random.pick(['', ...pieces]) + text.slice(at + random.below(6));
		}
		writeFileSync(path, text);
		tried();
		const refusal = refusalOf(() => readConfiguration(config));
		if (refusal !== '') expect(refusal.startsWith(`${path}, line `), refusal).toBe(true);
		expect(refusal).not.toMatch(/Maximum call stack|Unexpected end of JSON input/);
	}
	const deep = '['.repeat(100_000) + ']'.repeat(100_000);
	for (const text of [
		`{"query": ${deep}}`,
		`{"mouse": ${deep}, "mouse": true, "theme": "none", "columns": ["zz"]}`,
		'{"keys": {"down": ["ctrl+c"]}}',
		'{"commands": [{"key": "ctrl+c", "command": "true"}]}',
		'{"commands": [{"key": "Z", "command": "sh -c \'{title}\'", "shell": true}]}',
	]) {
		writeFileSync(path, text);
		tried();
		expect(
			refusalOf(() => readConfiguration(config)).startsWith(`${path}, line 1: `),
			text.slice(0, 80),
		).toBe(true);
	}
});

attack('own files', 'what is no plain file is refused at once', tried => {
	const {config, overlay, state} = makePerson();
	for (const [folder, name, read] of [
		[config, 'config.json', () => readConfiguration(config)],
		[overlay, 'watched.json', () => readWatched(overlay)],
		[overlay, 'verdicts.ndjson', () => readVerdicts(overlay)],
		[state, 'seen.json', () => readSeen(state)],
	] as const) {
		mkdirSync(folder, {recursive: true});
		const path = join(folder, name);
		for (const make of [
			() => execFileSync('mkfifo', [path]),
			() => symlinkSync('/dev/zero', path),
			() => mkdirSync(path),
		]) {
			make();
			tried();
			const refusal = refusalOf(read);
			expect(refusal.startsWith(path), refusal).toBe(true);
			expect(refusal).toMatch(/ is (?:a named pipe, not a file|a device, not a file|a folder)\./);
			execFileSync('rm', ['-r', path]);
		}
	}
});

attack('own files', 'what is no query of the last time is not offered, and nobody waits for it', tried => {
	const {state} = makePerson();
	mkdirSync(state, {recursive: true});
	const path = join(state, 'last-query.json');
	for (const text of [
		...harmful,
		'{"driverdexLastQuery": 2, "query": "net"}',
		'{"driverdexLastQuery": 1, "query": ["net"]}',
		'{"driverdexLastQuery": 1, "query": ""}',
		JSON.stringify({driverdexLastQuery: 1, query: 'x'.repeat(5000)}),
	]) {
		writeFileSync(path, text);
		tried();
		expect(readLastQuery(state), text.slice(0, 80)).toBeNull();
	}
	execFileSync('rm', [path]);
	execFileSync('mkfifo', [path]);
	tried();
	expect(readLastQuery(state)).toBeNull();
	keepLastQuery(state, 'sub:net');
	tried();
	keepLastQuery(join(path, 'below-a-pipe'), 'sub:net');
});

attack('shell', 'no field of a driver is ever a command, a second word or an option', tried => {
	const titles = [
		...harmful.filter(text => text.length < 1000),
		"'; touch owned; '",
		'$(touch owned)',
		'`touch owned`',
		'* ~ $HOME',
		'--version',
		'-e',
		'"',
		"'",
		'\\',
	];
	const commands: [command: string, shell: boolean][] = [
		['printf %s| {title}', false],
		['printf "%s|" "{title}"', false],
		["printf '%s|' x{title}", false],
		["printf '%s|' {title}", true],
		["printf '%s|' {title} | cat", true],
		["printf '%s|' $(printf %s {title} | wc -c)", true],
	];
	for (const title of titles) {
		const row = {id: 'drivers/x', directory: 'drivers', module: 'x', symbol: null, title} as IndexRow;
		for (const [command, shell] of commands) {
			expect(faultOfCommand(command, shell)).toBeNull();
			tried();
			const words = wordsFor({command, shell}, row);
			if (typeof words === 'string') {
				expect(title.startsWith('-'), words).toBe(true);
				continue;
			}
			const printed = execFileSync(words[0], words.slice(1), {encoding: 'utf8', cwd: '/'});
			expect(printed.split('|').length - 1, `${command} with ${JSON.stringify(title)}`).toBe(
				1 + title.split('|').length - 1,
			);
		}
	}
	expect(() => execFileSync('ls', ['/owned'], {stdio: 'ignore'})).toThrow();
});
