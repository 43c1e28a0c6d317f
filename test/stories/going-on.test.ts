import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {makePerson, type Person} from '../support/person.ts';
import {makeDriver, sampleRecords, writeSample} from '../support/sample.ts';
import {killTerminals, program, startTerminal, type Terminal} from '../support/terminal.ts';

const e1000 = 'drivers/net/ethernet/intel/e1000/e1000';
const wdt = 'drivers/watchdog/sbc60xxwdt';
let data = '';
beforeAll(() => {
	data = writeSample();
});
afterEach(killTerminals);

const isReady = (screen: string) => /\b1\/7\b/.test(screen);
const clipping = /\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/g;

/** What the program has put on the clipboard of its terminal since this was last asked for. */
async function clipped(terminal: Terminal): Promise<string[]> {
	await terminal.until('it is told', screen => screen.includes('sent the'));
	await terminal.rest();
	const texts = [...terminal.takeRaw().matchAll(clipping)].map(([, text]) => text!);
	return texts.map(text => Buffer.from(text, 'base64').toString());
}

/** The screen without spaces at the ends of its lines: some are drawn, some were never written to. */
const shown = (terminal: Terminal) =>
	terminal
		.lines()
		.map(line => line.trimEnd())
		.join('\n');

function watching(...ids: string[]): Person {
	const person = makePerson();
	mkdirSync(person.overlay, {recursive: true});
	const drivers = ids.map(id => ({id, since: '2026-01-01'}));
	writeFileSync(join(person.overlay, 'watched.json'), JSON.stringify({driverdexWatched: 1, drivers}));
	return person;
}

describe('somebody who goes on elsewhere', () => {
	it('copies to the clipboard of the terminal, and nothing before', async () => {
		const terminal = startTerminal(['--data', data]);
		await terminal.until('the list is there', isReady);
		terminal.send('/mlx4\r');
		await terminal.until('the driver is found', screen => /1 shown/.test(screen));
		expect(terminal.takeRaw()).not.toMatch(clipping);
		terminal.send('yn');
		expect(await clipped(terminal)).toEqual(['mlx4_ib']);
		terminal.send('jyp');
		expect(await clipped(terminal)).toEqual(['drivers/infiniband/hw/mlx4/mlx4_ib']);
	});

	it('copies a command that opens the same view again', async () => {
		const first = startTerminal(['--data', data]);
		await first.until('the list is there', isReady);
		first.send('svSnr k /-sub:watchdog\rjj');
		await first.until('it is as wanted', screen => /2 marked · 6 shown/.test(screen));
		const view = shown(first);
		first.send('yv');
		const [command] = await clipped(first);
		expect(command).toMatch(
			/^driverdex --data \S+ --sort verdict,name --reverse --at '[^']+' --marked '[^']+' '-sub:watchdog'$/,
		);
		const again = startTerminal(['-c', command!.replace('driverdex', `'${process.execPath}' dist/cli.cjs`)], {
			command: 'sh',
		});
		await again.until('it is there', () => shown(again) === view);
	});

	it('opens a source in a browser, its address as one argument', async () => {
		const person = makePerson();
		const opened = join(person.folder, 'opened');
		const opener = join(person.folder, 'xdg-open');
		writeFileSync(
			opener,
			`#!/bin/sh
printf '%s|' "$@" > '${opened}.part'; mv '${opened}.part' '${opened}'
`,
		);
		chmodSync(opener, 0o755);
		const terminal = startTerminal(
			['-u', 'SSH_CONNECTION', process.execPath, program, 'mlx4', '--data', data],
			{
				command: 'env',
				environment: {
					...person.environment,
					PATH: `${person.folder}${delimiter}${process.env.PATH}`,
					DISPLAY: ':7',
				},
			},
		);
		await terminal.until('the list is there', screen => /1 shown/.test(screen));
		terminal.send('\r..o');
		await terminal.until('it is opened', () => existsSync(opened));
		expect(readFileSync(opened, 'utf8')).toMatch(/^https:\/\/cateee\.net\/lkddb\/[^ |]+\|$/);
	});
});

describe('somebody who looks around', () => {
	it('goes back through what was shown, and forward again', async () => {
		const terminal = startTerminal(['--data', data]);
		await terminal.until('the list is there', isReady);
		const isFound = (screen: string) => /\/ mlx4/.test(screen) && /1 shown/.test(screen);
		const isWhole = (screen: string) => /7 shown/.test(screen);
		const isCounted = (screen: string) => /\/ sub:\w+/.test(screen) && /\d shown/.test(screen);
		terminal.send('/mlx4\r');
		await terminal.until('a driver is found', isFound);
		terminal.send('\u001b');
		await terminal.until('all are there', isWhole);
		terminal.send('v');
		await terminal.until('they are counted', screen => /by +subsystem +category/.test(screen));
		terminal.send('\r');
		await terminal.until('a line is the filter', isCounted);
		terminal.send('[');
		await terminal.until('all are back', isWhole);
		terminal.send('[');
		await terminal.until('the one before is', isFound);
		terminal.send('[');
		await terminal.until('and where it began', isWhole);
		terminal.send('[');
		await terminal.until('there is nothing before', screen => screen.includes('no view before this one'));
		terminal.send(']');
		await terminal.until('forward once more', isFound);
		terminal.send('\u001b[1;3C');
		await terminal.until('forward by the arrow', isWhole);
		terminal.send(']');
		await terminal.until('and by the bracket', isCounted);
	});

	it('is offered the filter of the last time, and opens all the same with every driver', async () => {
		const {environment} = makePerson();
		const open = (...words: string[]) => startTerminal(['--data', data, ...words], {environment});
		const first = open();
		await first.until('the list is there', isReady);
		expect(first.text()).not.toContain('brings back');
		first.send('/mlx4\r');
		await first.until('the driver is found', screen => /1 shown/.test(screen));
		first.send('q');
		expect((await first.exit).exitCode).toBe(0);

		const second = open();
		await second.until('all are there', screen => /7 shown/.test(screen));
		await second.until('it is offered', screen => screen.includes('[ brings back your last filter: mlx4'));
		second.send('[');
		await second.until('it is in force', screen => /\/ mlx4/.test(screen) && /1 shown/.test(screen));
		second.send(']');
		await second.until('all are there again', screen => /7 shown/.test(screen));
		second.send('q');
		expect((await second.exit).exitCode).toBe(0);

		// Whoever asks for something is offered nothing else, and what was asked is the last.
		const third = open('sub:watchdog');
		await third.until('it is obeyed', screen => /\/ sub:watchdog/.test(screen));
		third.send('[');
		await third.until('nothing was before', screen => screen.includes('no view before this one'));
		third.send('\u0003');
		expect((await third.exit).exitCode).toBe(130);
		const fourth = open();
		await fourth.until('the newer one is offered', screen => screen.includes('last filter: sub:watchdog'));
	});

	it('finds columns in line behind texts that are two cells a character', async () => {
		const records = sampleRecords();
		const titles = ['網路驅動程式', '드라이버 e\u0301', '字'.repeat(80), 'plain'];
		for (const [index, title] of titles.entries())
			records.drivers.push(makeDriver(`drivers/net/wide/wide${index}`, {title}));
		const person = makePerson();
		mkdirSync(person.config, {recursive: true});
		writeFileSync(join(person.config, 'config.json'), '{"columns": ["title", "subsystem", "lines"]}');
		const terminal = startTerminal(['path:net/wide', '--data', writeSample(records)], {
			environment: person.environment,
		});
		await terminal.until('they are there', screen => /4 shown/.test(screen) && /\b1\/4\b/.test(screen));
		const rows = terminal.lines().filter(line => /^[ ▸] wide\d /.test(line));
		expect(rows).toHaveLength(4);
		expect(rows.some(row => /字…/.test(row))).toBe(true);
		// Counted here by hand, so that a mistake of the program's own measure is noticed.
		const cells = (text: string) =>
			[...text.normalize('NFC')].reduce(
				(sum, letter) => sum + (/[\u1100-\ud7a3]/.test(letter) && letter > '\u2e7f' ? 2 : 1),
				0,
			);
		const places = rows.map(row => cells(row.slice(0, row.lastIndexOf(' net '))));
		expect(new Set(places).size, rows.join('\n')).toBe(1);
	});
});

describe('somebody whose drivers are watched', () => {
	it('opens them at one of them, with marks, and has the marks of others kept', async () => {
		const person = watching(e1000, wdt);
		const terminal = startTerminal(
			[
				'--mine',
				'--root',
				person.noMachine,
				'--at',
				'e1000',
				'--marked',
				'sbc60xxwdt,mlx4-ib',
				'--data',
				data,
			],
			{environment: person.environment},
		);
		await terminal.until(
			'only they are there',
			screen => /mine: 2 drivers/.test(screen) && /2 marked · 2 shown/.test(screen),
		);
		expect(terminal.text()).toMatch(/^▸◎e1000 /m);
		expect(terminal.text()).toMatch(/^ ✓sbc60xxwdt /m);
		expect(terminal.text()).not.toContain('mlx4_ib');
		terminal.send('yv');
		const [command] = await clipped(terminal);
		expect(command).toBe(
			`driverdex --data ${data} --mine --root ${person.noMachine} --at '${e1000}' --marked '${wdt},drivers/infiniband/hw/mlx4/mlx4_ib'`,
		);
		const script = command!.replace('driverdex', `exec '${process.execPath}' '${program}'`);
		const again = startTerminal(['-c', script], {
			command: 'sh',
			cwd: person.folder,
			environment: person.environment,
		});
		await again.until(
			'the same view is there',
			screen => /mine: 2 drivers/.test(screen) && /2 marked · 2 shown/.test(screen),
		);
		expect(again.text()).toMatch(/^▸◎e1000 /m);
		terminal.send('m');
		await terminal.until('all are there', screen => /2 marked · 7 shown/.test(screen));
		expect(terminal.text()).toMatch(/^ ✓mlx4_ib /m);
		expect(terminal.text()).toMatch(/^▸◎e1000 /m);
	});

	it('is told of a name that no driver has, and has the marks of the others', async () => {
		const person = watching(wdt);
		const terminal = startTerminal(
			['--mine', '--root', person.noMachine, '--marked', 'sbc60xxwdt,nobody', '--data', data],
			{environment: person.environment},
		);
		await terminal.until('only they are there', screen => /1 marked · 1 shown/.test(screen));
		expect(terminal.text()).toContain('not in this list: nobody');
		expect(terminal.text()).toMatch(/^▸✓sbc60xxwdt /m);
	});

	it('is told of a driver that is there, but not mine', async () => {
		const person = watching(wdt);
		const terminal = startTerminal(['--mine', '--root', person.noMachine, '--at', 'e1000', '--data', data], {
			environment: person.environment,
		});
		await terminal.until('only mine are there', screen => /mine: 1 driver\b/.test(screen));
		await terminal.until('it is said', screen => screen.includes('not in this list: e1000'));
	});

	it('has keys typed behind m wait until the machine was looked at', async () => {
		const person = watching(wdt);
		const terminal = startTerminal(['--root', person.noMachine, '--data', data], {
			environment: person.environment,
		});
		await terminal.until('the list is there', isReady);
		terminal.send('m\r');
		await terminal.until('the one that is mine is open', screen =>
			/sbc60xxwdt .*drivers\/watchdog/.test(screen),
		);
		terminal.send('q');
		await terminal.until('mine are below it', screen => /mine: 1 driver\b/.test(screen));
	});
});
