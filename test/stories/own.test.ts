import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {makePerson, type Person} from '../support/person.ts';
import {run} from '../support/run.ts';
import {writeSample} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';

let data = '';
beforeAll(() => {
	data = writeSample();
});
afterEach(killTerminals);

/** A program that edits as a person would: a script that is given the file. */
function editor(person: Person, script: string): Record<string, string> {
	const path = join(person.folder, 'edit me.sh');
	writeFileSync(path, `#!/bin/sh\n${script}\n`);
	chmodSync(path, 0o755);
	return {...person.environment, VISUAL: `'${path}'`};
}
const open = (environment: Record<string, string>, columns = 100) =>
	startTerminal(['--data', data], {environment, columns});
const isReady = (screen: string) => /\b1\/7\b/.test(screen);

describe('somebody who knows better', () => {
	it('writes a verdict in an editor, sees it first, and takes it back', async () => {
		const person = makePerson();
		const change = `sed -i -e 's/"recommendation_hint": "keep"/"recommendation_hint": "deprecate"/' -e 's/"reasoning_notes": ""/"reasoning_notes": "the last card left the rack"/' "$1"`;
		const terminal = open(editor(person, change));
		await terminal.until('the list is there', isReady);
		terminal.send('/e1000\r');
		await terminal.until('the driver is found', screen => /1 shown/.test(screen));
		terminal.send('e');
		await terminal.until(
			'the verdict counts',
			screen => /▲ deprecate/.test(screen) && screen.includes('your verdict counts from now on'),
		);
		expect(terminal.isAlternate()).toBe(true);
		terminal.send('\r');
		await terminal.until(
			'the dossier says so',
			screen =>
				screen.includes('DEPRECATE') &&
				screen.includes('your own verdict') &&
				screen.includes('note: the last card left the rack'),
		);
		terminal.send('n');
		terminal.send('G');
		await terminal.until('its notes are there', screen => screen.includes('the last card left the rack'));
		terminal.send('qq');
		expect((await terminal.exit).exitCode).toBe(0);

		const shown = await run(['show', 'e1000'], {data, environment: person.environment});
		expect(shown.out).toContain('DEPRECATE');
		expect(shown.out).toContain('by your own verdict');
		const listed = await run(['list', 'rec:deprecate'], {data, environment: person.environment});
		expect(listed.out).toContain('e1000');
		expect((await run(['show', 'e1000'], {data})).out).toContain('KEEP');
		expect((await run(['validate', data])).status).toBe(0);

		const again = open(editor(person, ': > "$1"'));
		await again.until('the list is there', isReady);
		again.send('/e1000\r');
		await again.until('it still counts', screen => /1 shown/.test(screen) && screen.includes('▲ deprecate'));
		again.send('e');
		await again.until(
			'it is gone',
			screen => screen.includes('● keep') && screen.includes('your verdict is gone'),
		);
	});

	it('finds a text that could not be read again, with what is wrong', async () => {
		const person = makePerson();
		const broken = open(editor(person, `sed -i 's/"confidence": 0.85/"confidence": 85/' "$1"`));
		await broken.until('the list is there', isReady);
		broken.send('/e1000\r');
		await broken.until('the driver is found', screen => /1 shown/.test(screen));
		broken.send('e');
		await broken.until(
			'it is refused by field',
			screen => screen.includes('not kept:') && screen.includes('confidence'),
		);
		broken.send('q');
		await broken.exit;
		expect(existsSync(join(person.overlay, 'verdicts.ndjson'))).toBe(false);
		const seen = join(person.folder, 'seen');
		const mended = open(
			editor(person, `cp "$1" '${seen}'; sed -i 's/"confidence": 85/"confidence": 0.5/' "$1"`),
		);
		await mended.until('the list is there', isReady);
		mended.send('/e1000\r');
		await mended.until('the driver is found', screen => /1 shown/.test(screen));
		mended.send('e');
		await mended.until('it is kept', screen => screen.includes('your verdict counts'));
		expect(readFileSync(seen, 'utf8')).toMatch(/^\/\/ It could not be kept: .*confidence/);
	});

	it('is told that an editor failed, and nothing is kept of a text left as it was', async () => {
		const person = makePerson();
		const failing = open({...person.environment, VISUAL: '', EDITOR: 'false'});
		await failing.until('the list is there', isReady);
		failing.send('e');
		await failing.until('it is told', screen => screen.includes('not kept: false ended with status 1'));
		const idle = open({...person.environment, EDITOR: 'true', VISUAL: ''});
		await idle.until('the list is there', isReady);
		idle.send('e');
		await idle.until('it is told', screen => screen.includes('nothing was changed'));
		expect(existsSync(join(person.overlay, 'verdicts.ndjson'))).toBe(false);
	});

	it('shares verdicts with others, who take them in over the shipped data', async () => {
		const [ada, bob] = [makePerson(), makePerson()];
		const terminal = open(
			editor(ada, `sed -i 's/"recommendation_hint": "keep"/"recommendation_hint": "remove"/' "$1"`),
		);
		await terminal.until('the list is there', isReady);
		terminal.send('/e1000\r');
		await terminal.until('the driver is found', screen => /1 shown/.test(screen));
		terminal.send('e');
		await terminal.until('it is kept', screen => screen.includes('your verdict counts'));
		const file = join(ada.folder, 'for bob.ndjson');
		terminal.send(`xv\u0015${file}\r`);
		await terminal.until('they are written', screen => screen.includes('wrote 1 verdict to'));
		const printed = await run(['import', '--export', '-'], {environment: ada.environment});
		expect(printed.out).toBe(readFileSync(file, 'utf8'));
		expect((await run(['import', '--export', file], {environment: ada.environment})).status).toBe(2);

		const words = ['import', file, '--assessor', 'person', '--origin', 'Ada'];
		const taken = await run(words, {environment: bob.environment});
		expect(taken.out).toContain('drivers/net/ethernet/intel/e1000/e1000: applied to 1 record');
		expect(taken.remarks).toContain(`kept in ${bob.overlay}`);
		const shown = await run(['show', 'e1000'], {data, environment: bob.environment});
		expect(shown.out).toContain('by Ada, ');
		expect(
			JSON.parse((await run(['show', 'e1000', '--json'], {data, environment: bob.environment})).out),
		).toMatchObject({
			assessments: [{assessor: 'person', origin: 'Ada', recommendation: 'remove'}, {assessor: 'rules'}],
		});
		expect((await run(['import', '--export', '-'], {environment: bob.environment})).remarks).toContain(
			'no verdicts of your own',
		);
	});

	it('is told where the overlay holds a line that is no verdict', async () => {
		const person = makePerson();
		mkdirSync(person.overlay, {recursive: true});
		writeFileSync(join(person.overlay, 'verdicts.ndjson'), '{"assessor":"person"}\n');
		const {status, remarks} = await run(['show', 'e1000'], {data, environment: person.environment});
		expect(status).toBe(2);
		expect(remarks).toMatch(/verdicts\.ndjson is not what driverdex wrote: line 1 wants assessor/);
	});
});

describe('somebody who wants a list elsewhere', () => {
	it('marks a range and writes it to a file, in the form of driverdex list', async () => {
		const person = makePerson();
		const terminal = open(person.environment);
		await terminal.until('the list is there', isReady);
		terminal.send(' jV');
		await terminal.until('three are marked', screen => screen.includes('3 marked · 7 shown'));
		terminal.send('xc');
		await terminal.until('the file is asked for', screen =>
			screen.includes('CSV of 3 marked drivers to drivers.csv'),
		);
		const file = join(person.folder, 'three.csv');
		terminal.send(`\u0015${file}\r`);
		await terminal.until('it is written', screen => screen.includes('wrote 3 drivers to'));
		const whole = await run(['list', '--format', 'csv'], {data});
		expect(readFileSync(file, 'utf8')).toBe(`${whole.out.split('\r\n').slice(0, 4).join('\r\n')}\r\n`);

		terminal.send(`xm\u0015${file}\r`);
		await terminal.until(
			'it asks',
			screen => screen.includes('is there:') && screen.includes('y writes over it'),
		);
		terminal.send('n');
		await terminal.until('another name is asked for', screen =>
			screen.includes('Markdown of 3 marked drivers to'),
		);
		expect(readFileSync(file, 'utf8')).toContain('module,');
		terminal.send('\r');
		await terminal.until('it asks again', screen => screen.includes('is there:'));
		terminal.send('y');
		await terminal.until('it is written over', screen => screen.includes('wrote 3 drivers to'));
		expect(readFileSync(file, 'utf8')).toMatch(/^\| module \|/);

		terminal.send('uxj\u0015~/all.json\r');
		await terminal.until('all are written', screen => screen.includes('wrote 7 drivers to'));
		const json = await run(['list', '--format', 'json'], {data});
		expect(readFileSync(join(person.folder, 'all.json'), 'utf8')).toBe(json.out);
		terminal.send('xn\u0015/nonexistent/x\r');
		await terminal.until('a refusal is told', screen => screen.includes("Can't write /nonexistent/x"));
		expect(terminal.text()).not.toContain('.draft');
	});

	it('sees a mark in the dossier that has the screen to itself', async () => {
		const terminal = open(makePerson().environment, 80);
		await terminal.until('the list is there', isReady);
		terminal.send('\r');
		await terminal.until('the dossier is open', screen => screen.includes('REMOVE'));
		terminal.send(' ');
		await terminal.until('it is marked', screen => screen.includes('✓ marked'));
	});
});
