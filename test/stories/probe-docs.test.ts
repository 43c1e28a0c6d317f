import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {makePerson} from '../support/person.ts';
import {top} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

/** The documented lines, in their order. */
const lines = [...readFileSync(join(top, 'docs/probe.md'), 'utf8').matchAll(/```sh\n(.+?)```/gs)].flatMap(
	([, block]) => block!.trim().split('\n'),
);

it('runs every documented line, with a script for the agent', () => {
	const person = makePerson();
	const bin = join(person.folder, 'bin');
	mkdirSync(bin);
	const command = (name: string, words: string) => {
		writeFileSync(join(bin, name), `#!/bin/sh\nexec '${process.execPath}' ${words}\n`);
		chmodSync(join(bin, name), 0o755);
	};
	const log = join(person.folder, 'log');
	command('driverdex', `'${program}' "$@"`);
	command('my-agent', `'${join(top, 'test/fixtures/probe/model.mjs')}' answers '${log}'`);
	const printed = lines.map(line => ({
		line,
		out: execFileSync('sh', ['-ec', line], {
			cwd: person.folder,
			encoding: 'utf8',
			env: {...process.env, ...person.environment, PATH: `${bin}:${process.env.PATH}`, LANG: 'C.UTF-8'},
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	}));
	const of = (part: string) => printed.filter(({line}) => line.includes(part)).map(({out}) => out);
	expect(of('--dry-run')[0]).toContain('# The evidence');
	expect(of('show e1000')[0]).toContain('the model of "my-agent --quiet"');
	const [first, again] = of('--query');
	expect(first!.match(/ answered /g)).toHaveLength(4);
	expect(again!.match(/ known /g)).toHaveLength(4);
	expect(of('probe --limit 3')[0]!.match(/ answered /g)).toHaveLength(3);
	expect(of('import')[0]).toContain('applied to 1 record');
	expect(readFileSync(log, 'utf8').match(/^asked /gm)).toHaveLength(1 + 4 + 3);
}, 60_000);
