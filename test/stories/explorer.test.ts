import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {sampleRecords, writeSample} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';

let data = '';
beforeAll(() => {
	data = writeSample();
});
afterEach(killTerminals);

const open = (options: Parameters<typeof startTerminal>[1] = {}, words: string[] = []) =>
	startTerminal([...words, '--data', data], options);
/** The list is whole and Ink draws: the hint line counts what is shown. */
const isReady = (screen: string) => /7 shown/.test(screen) && /\b1\/7\b/.test(screen);

describe('somebody who wants to know about one driver', () => {
	it('filters, opens, reads a month and a source, and quits', async () => {
		const terminal = open();
		await terminal.until('the list is there', isReady);
		expect(terminal.isAlternate()).toBe(true);
		expect(terminal.isCursorHidden()).toBe(true);
		terminal.send('/mlx4');
		await terminal.until(
			'the filter has its driver',
			screen => /1 shown/.test(screen) && screen.includes('mlx4_ib'),
		);
		terminal.send('\r\r');
		await terminal.until(
			'the dossier is open',
			screen => screen.includes('KEEP, ANNOTATE') && screen.includes('88 %'),
		);
		terminal.send('h'.repeat(33));
		await terminal.until('a month is read out', screen => screen.includes('2023-08: 5 commits · +136 −89'));
		terminal.send('..');
		await terminal.until('a source is chosen', screen => screen.includes('▸[2] cateee.net'));
		terminal.send('o');
		await terminal.until('its address is shown', screen => screen.includes('https://cateee.net/lkddb'));
		terminal.send('\u001b');
		await terminal.until('the list is back', screen => /mlx4_ib ≠/.test(screen) && /1 shown/.test(screen));
		terminal.send('q');
		expect(await terminal.exit).toEqual({exitCode: 0, signal: 0});
		expect(terminal.isAlternate()).toBe(false);
		expect(terminal.isCursorHidden()).toBe(false);
	});

	it('sees the first page before anything is loaded, and loses no key typed meanwhile', async () => {
		const terminal = open();
		terminal.send('jj/e1000');
		await terminal.until(
			'the filter has been obeyed',
			screen => screen.includes('/ e1000') && /1 shown/.test(screen),
		);
		expect(terminal.lines().some(line => line.includes('▸ e1000'))).toBe(true);
	});

	it('has 200 keys obeyed that arrive at once', async () => {
		const terminal = startTerminal([], {columns: 120, rows: 40});
		await terminal.until('the list is there', screen => /\b1\/[\d,]{3,}/.test(screen));
		terminal.send('j'.repeat(200));
		await terminal.until('the cursor is 200 further', screen => /\b201\/[\d,]{3,}/.test(screen));
		terminal.send('\u001b[A'.repeat(150));
		await terminal.until('and 150 back', screen => /\b51\/[\d,]{3,}/.test(screen));
	});

	it('has list and dossier side by side on a wide terminal', async () => {
		const terminal = open({columns: 140, rows: 45});
		await terminal.until(
			'both panes are there',
			screen => isReady(screen) && screen.includes('its TODO file speaks of removing it'),
		);
		terminal.send('jjjj');
		await terminal.until('the dossier follows', screen => screen.includes('51 in 27/61 months'));
		expect(terminal.inverse().some(line => line.includes('mlx4_ib'))).toBe(true);
		terminal.send('\t');
		await terminal.until(
			'the dossier has the keys',
			() => !terminal.inverse().some(line => line.includes('mlx4_ib')),
		);
		terminal.send('G');
		await terminal.until('it scrolls to its end', screen => screen.includes('Technical notes'));
	});

	it('may resize at any time', async () => {
		const terminal = open({columns: 140, rows: 45});
		await terminal.until('the list is there', isReady);
		for (const [columns, rows] of [
			[80, 24],
			[30, 8],
			[40, 10],
			[200, 60],
			[100, 30],
		] as const) {
			terminal.resize(columns, rows);
			const what = columns < 40 ? 'driverdex needs 40x10' : 'driverdex';
			await terminal.until(
				`it fits ${columns}x${rows}`,
				screen => screen.startsWith(what) || screen.startsWith(` ${what}`),
			);
			if (columns >= 40)
				await terminal.until('the last line holds the keys', () =>
					terminal.lines()[rows - 1]!.includes('move'),
				);
		}
		expect(terminal.raw()).not.toContain('\u001b[3J');
	});
});

describe('somebody with a plain terminal', () => {
	it('gets no colour with NO_COLOR, and meaning all the same', async () => {
		const terminal = open({environment: {NO_COLOR: '1'}});
		await terminal.until('the list is there', isReady);
		expect(terminal.raw()).not.toMatch(/\u001b\[[0-9;]*3[0-9][;0-9]*m/);
		expect(terminal.text()).toContain('✖ remove');
		expect(terminal.text()).toContain('▸ gone');
	});

	it('gets ASCII outside UTF-8', async () => {
		const terminal = open({environment: {LANG: 'C'}});
		await terminal.until('the list is there', screen => /1\/7/.test(screen));
		terminal.send('jjjj\r');
		await terminal.until('the dossier is open', screen => screen.includes('+ KEEP, ANNOTATE'));
		expect(terminal.text()).toMatch(/^[\n\x20-\x7e]*$/);
	});

	it('gets words, below what stood there, when a screen reader follows', async () => {
		const terminal = open({columns: 140, environment: {INK_SCREEN_READER: 'true'}});
		await terminal.until('the first driver is said', screen =>
			screen.includes('1 of 7, by risk: gone. remove'),
		);
		terminal.send('jjjj');
		await terminal.until('the fifth is said', screen =>
			screen.includes('mlx4_ib. keep, annotate, confidence 88 %'),
		);
		expect(terminal.text()).not.toContain('1 of 7');
		terminal.send('\r');
		await terminal.until('the dossier is said', screen => screen.includes('Dossier, lines 1 to 12 of'));
		terminal.send('\u001b');
		await terminal.until('the list is said', screen => screen.includes('5 of 7, by risk'));
		terminal.send('/zzz');
		await terminal.until('the filter is said', screen => /No driver matches\.\s+Filter: zzz/.test(screen));
		terminal.send('\u001b');
		await terminal.until('all are there', screen => screen.includes('of 7, by risk'));
		terminal.send('q');
		expect((await terminal.exit).exitCode).toBe(0);
		expect(terminal.raw()).not.toContain('\u001b[?1049h');
		expect(terminal.raw()).not.toMatch(/[▰▱│─●◆]/);
		expect(terminal.isCursorHidden()).toBe(false);
	});

	it('gets the list as text when TERM is dumb', async () => {
		const terminal = open({environment: {TERM: 'dumb'}});
		await terminal.exit;
		expect(terminal.raw()).toContain('mlx4_ib');
		expect(terminal.raw()).not.toContain('\u001b');
	});
});

describe('a data set with one bad record', () => {
	it('says what is wrong in the place of that dossier, and shows the others', async () => {
		const records = sampleRecords();
		Object.assign(records.drivers.find(({module}) => module === 'old-thing')!, {colour: 'blue'});
		const spoilt = writeSample(records);
		const terminal = startTerminal(['--data', spoilt], {columns: 140, rows: 40});
		await terminal.until('the list is there', isReady);
		terminal.send('j');
		await terminal.until('the misfit is named', screen =>
			screen.includes('colour is not a field of the schema'),
		);
		terminal.send('j');
		await terminal.until('the next dossier is there', screen => screen.includes('CONFIG_VORTEX'));
		terminal.send('q');
		expect((await terminal.exit).exitCode).toBe(0);
	});
});

describe('the terminal', () => {
	it('is not taken over before a mistake is reported', async () => {
		const terminal = startTerminal(['--data', '/nowhere/at/all']);
		expect((await terminal.exit).exitCode).toBe(2);
		expect(terminal.raw()).not.toContain('\u001b[?1049h');
		expect(terminal.text()).toContain('The data set /nowhere/at/all does not exist.');
	});
});
