import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {makeServer, serverDrivers} from '../support/machine.ts';
import {makePerson, type Person} from '../support/person.ts';
import {run} from '../support/run.ts';
import {
	deprecate,
	makeDirectory,
	makeDriver,
	makeGone,
	sampleRecords,
	writeSample,
} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';

const e1000 = 'drivers/net/ethernet/intel/e1000/e1000';
const wdt = 'drivers/watchdog/sbc60xxwdt';
let older = '';
let newer = '';
beforeAll(() => {
	older = writeSample();
	const records = sampleRecords();
	const drivers = records.drivers
		.filter(({id}) => id !== wdt)
		.map(record =>
			record.id === e1000
				? makeDriver(e1000, {
						title: record.title,
						verdict: deprecate,
						signals: {cves: ['CVE-2026-0007'], cveDates: ['2026-06-03']},
					})
				: record,
		);
	newer = writeSample({
		drivers,
		directories: records.directories,
		gone: [
			makeGone(wdt, {
				goneIn: {release: '7.3', date: '2026-06-20'},
				lastRelease: {release: '7.2', date: '2026-04-12'},
			}),
		],
	});
});
afterEach(killTerminals);

function watching(person: Person, ...ids: string[]): void {
	mkdirSync(person.overlay, {recursive: true});
	const drivers = ids.map(id => ({id, since: '2026-01-01'}));
	writeFileSync(join(person.overlay, 'watched.json'), JSON.stringify({driverdexWatched: 1, drivers}));
}
const ask = (person: Person, data: string, ...words: string[]) =>
	run(['news', '--root', person.noMachine, ...words], {data, environment: person.environment});

describe('somebody who came back', () => {
	it('is told once what changed for watched drivers since the last look', async () => {
		const person = makePerson();
		watching(person, e1000, wdt);
		const first = await ask(person, older);
		expect(first).toMatchObject({status: 0, out: ''});
		expect(first.remarks).toContain('this is the first look; 2 drivers: 2 watched, 0 of this machine');
		const kept = await ask(person, newer, '--keep-unseen');
		expect(kept.status).toBe(1);
		const second = await ask(person, newer);
		expect(second.status).toBe(1);
		expect(second.out).toBe(kept.out);
		expect(second.out.split('\n').map(line => line.split(/\s+/).slice(0, 3).join(' '))).toEqual([
			'gone sbc60xxwdt 2026-06-20',
			'verdict e1000 –',
			'CVE e1000 2026-06-03',
			'',
		]);
		expect(second.out).toContain('keep → deprecate; gone in two years: 30 %');
		const third = await ask(person, newer);
		expect(third).toMatchObject({status: 0, out: ''});
		expect(third.remarks).toContain('nothing new since');
	});

	it('compares two data sets, in every format', async () => {
		const person = makePerson();
		watching(person, e1000, wdt);
		const {status, out} = await ask(person, newer, '--since', older, '--json');
		expect(status).toBe(1);
		const told = JSON.parse(out);
		expect(told.since).toMatchObject({kind: 'dataset', treeVersion: '7.3.4'});
		expect(told.news.map((item: {kind: string}) => item.kind)).toEqual(['gone', 'verdict', 'cve']);
		const lines = (await ask(person, newer, '--since', older, '--format', 'ndjson')).out.trim().split('\n');
		expect(lines.map(line => JSON.parse(line))).toEqual(told.news);
		const csv = (await ask(person, newer, '--since', older, '--format', 'csv')).out;
		expect(csv).toContain('verdict,e1000,,keep,deprecate,');
		expect((await ask(person, newer, '--since', newer)).status).toBe(0);
		// What was compared is not what was seen.
		expect((await ask(person, newer)).remarks).toContain('this is the first look');
	});

	it('is told of a day what bears a date, and that verdicts do not', async () => {
		const person = makePerson();
		watching(person, e1000, wdt);
		const {status, out, remarks} = await ask(person, newer, '--since', '2026-06-10');
		expect(status).toBe(1);
		expect(out).toMatch(/^gone +sbc60xxwdt +2026-06-20/);
		expect(out).not.toContain('CVE');
		expect(remarks).toContain('A day tells dated facts only');
		expect((await ask(person, newer, '--since', '2026-07-01')).status).toBe(0);
		const wrong = await ask(person, newer, '--since', '2026-02-30');
		expect(wrong).toMatchObject({status: 64});
		expect(wrong.remarks).toContain('no day of the calendar');
	});

	it('is told of the drivers of the machine without watching any', async () => {
		const person = makePerson();
		const server = makeServer();
		const drivers = serverDrivers();
		const directories = [...new Set(drivers.map(({directory}) => directory))].map(path =>
			makeDirectory(path, 1),
		);
		const before = writeSample({drivers, directories});
		const ask3com = drivers.map(record =>
			record.module === 'floppy'
				? {...record, assessments: makeDriver(record.id, {verdict: deprecate}).assessments}
				: record,
		);
		const after = writeSample({drivers: ask3com, directories});
		const told = await run(['news', '--root', server.root, '--since', before], {
			data: after,
			environment: person.environment,
		});
		expect(told.status).toBe(1);
		expect(told.out).toMatch(/^verdict +floppy/);
		expect(told.remarks).toMatch(/: 0 watched, \d+ of this machine/);
	});

	it('hears that there is nobody to tell about', async () => {
		const {status, remarks} = await ask(makePerson(), newer);
		expect(status).toBe(2);
		expect(remarks).toContain('No driver is watched');
		expect(remarks).toContain('w in the explorer');
	});
});

describe('the explorer of somebody who watches drivers', () => {
	it('watches, shows what is mine, and tells the news', async () => {
		const person = makePerson();
		const words = ['--root', person.noMachine, '--data'];
		const before = startTerminal([...words, older], {environment: person.environment});
		await before.until('the list is there', screen => /\b1\/7\b/.test(screen));
		before.send('/e1000\r');
		await before.until('the driver is found', screen => /1 shown/.test(screen));
		before.send('w');
		await before.until(
			'it is watched',
			screen => screen.includes('watched: driverdex news') && screen.includes('▸◎e1000'),
		);
		before.send('\u001b');
		await before.until('the filter is dropped', screen => /7 shown/.test(screen));
		before.send('m');
		await before.until(
			'only it is shown',
			screen => screen.includes('mine: 1 driver') && /1 shown/.test(screen),
		);
		before.send('m');
		await before.until('all are back', screen => /7 shown/.test(screen));
		before.send('q');
		await before.exit;
		const state = JSON.parse(readFileSync(join(person.state, 'seen.json'), 'utf8'));
		expect(state.drivers[e1000]).toMatchObject({recommendation: 'keep'});

		const after = startTerminal(['--mine', ...words, newer], {environment: person.environment, columns: 100});
		await after.until(
			'it opens with mine',
			screen => screen.includes('mine: 1 driver') && /1 shown/.test(screen),
		);
		after.send('N');
		await after.until(
			'the news are told',
			screen => screen.includes('keep → deprecate') && screen.includes('CVE-2026-0007'),
		);
		after.send('\r');
		await after.until(
			'its dossier opens',
			screen => screen.includes('DEPRECATE') && screen.includes('◎ watched'),
		);
		after.send('w');
		await after.until('it is no longer watched', screen => screen.includes('no longer watched'));
		after.send('qq');
		expect((await after.exit).exitCode).toBe(0);
		expect(readFileSync(join(person.overlay, 'watched.json'), 'utf8')).not.toContain('e1000');
	});

	it('goes on watching a driver that was renamed, once its news were seen', async () => {
		const person = makePerson();
		watching(person, e1000);
		const records = sampleRecords();
		const later = `${e1000}_renamed`;
		const drivers = records.drivers.map(one =>
			one.id === e1000 ? makeDriver(later, {title: one.title}) : one,
		);
		const dead = makeGone(e1000, {fate: 'renamed', to: [{id: later, option: 'E1000'}]});
		const moved = writeSample({...records, drivers, gone: [dead]});
		const terminal = startTerminal(['--root', person.noMachine, '--data', moved], {
			environment: person.environment,
		});
		await terminal.until('the list is there', screen => /\b1\/7\b/.test(screen));
		terminal.send('N');
		await terminal.until('its move is told', screen => /moved/.test(screen));
		terminal.send('qm');
		await terminal.until(
			'it is mine',
			screen => /mine: 1 driver\b/.test(screen) && /▸◎e1000_renamed/.test(screen),
		);
		const kept = JSON.parse(readFileSync(join(person.overlay, 'watched.json'), 'utf8'));
		expect(kept.drivers).toEqual([{id: later, since: '2026-01-01'}]);
	});

	it('lists what is mine where there is no terminal', async () => {
		const person = makePerson();
		watching(person, e1000);
		const {out, remarks} = await run(['--mine', '--root', person.noMachine], {
			data: older,
			environment: person.environment,
		});
		expect(out).toContain('e1000');
		expect(out).not.toContain('mlx4_ib');
		expect(remarks).toContain('1 of 1 drivers');
	});
});
