import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect} from 'vitest';
import {attack} from '../support/attack.ts';
import {top} from '../support/sample.ts';
import {nobodysPlaces, program} from '../support/terminal.ts';
import {mailOf, makeInbox} from '../survey/mail/inbox.ts';

const fixture = join(top, 'test/fixtures/kernel');
const place = mkdtempSync(join(tmpdir(), 'driverdex-signals-'));
const fifo = join(place, 'fifo');
const cves = join(place, 'cves');
const lore = join(place, 'lore.git');
/** A second is promised; a machine that does much else needs more. */
const latestMs = 10_000;

beforeAll(() => {
	spawnSync('mkfifo', [fifo]);
	mkdirSync(join(cves, '2024'), {recursive: true});
	writeFileSync(join(cves, '2024/CVE-2024-0001.json'), '{}');
	const mail = mailOf({id: 'a', subject: '[PATCH] x', date: 'Mon, 3 Mar 2025 10:00:00 +0000', body: 'x'});
	makeInbox(lore, [{mail}, {mail}]);
});
afterAll(() => rmSync(place, {recursive: true, force: true}));

/** A survey that hangs, is sent a signal, and how it ends: by what, after how long, and what it leaves. */
async function stop(hang: string, signal: NodeJS.Signals) {
	const temporary = join(place, 'temporary');
	rmSync(temporary, {recursive: true, force: true});
	mkdirSync(temporary);
	const out = join(place, 'made/out');
	const words = ['survey', '--tree', fixture, '--cves', cves, '--lore', lore, '--out', out];
	const child = spawn(process.execPath, [program, ...words], {
		cwd: top,
		env: {
			...process.env,
			...nobodysPlaces,
			TMPDIR: temporary,
			HANG: hang,
			FIFO: fifo,
			NODE_OPTIONS: `--require ${join(top, 'test/support/hang.cjs')}`,
		},
	});
	let said = '';
	let sentAt = 0;
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		said += text;
		if (sentAt > 0 || !said.includes('hanging')) return;
		sentAt = Date.now();
		child.kill(signal);
	});
	const by = await new Promise(resolve => child.on('close', (status, name) => resolve(name ?? status)));
	const left = [...readdirSync(temporary), ...(existsSync(join(place, 'made')) ? ['made'] : [])];
	return {
		by,
		isSoon: sentAt > 0 && Date.now() - sentAt < latestMs,
		left,
		said: said.replace(/hanging\n/g, ''),
	};
}

/** Where a survey asks for a file or a folder: of the data set, the top Makefile, Makefiles, options, people, mails; as it is put in place; where what was read is joined and judged, which asks for no file. */
const hangs = [
	'openSync 1 loop',
	'openSync 3 system',
	'openSync 9 loop',
	'openSync 14 system',
	'readdirSync 2 loop',
	'readdirSync 6 system',
	'openSync 40 loop',
	'renameSync 1 loop',
	'exp 1 system',
	'exp 2 loop',
];

attack(
	'signals',
	'end a survey at once, whatever it is busy with, and nothing is left of it',
	async tried => {
		for (const [index, hang] of hangs.entries()) {
			const signal = index % 2 === 0 ? 'SIGTERM' : 'SIGINT';
			const {said, ...end} = await stop(hang, signal);
			expect({hang, ...end}).toEqual({hang, by: signal, isSoon: true, left: []});
			expect(said).not.toMatch(/internal error/);
			tried();
		}
	},
);
