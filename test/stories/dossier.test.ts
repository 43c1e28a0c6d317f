import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {writeSample} from '../support/sample.ts';
import {killTerminals, startTerminal, type Terminal} from '../support/terminal.ts';

let data = '';
beforeAll(() => {
	data = writeSample();
});
afterEach(killTerminals);

const open = (columns: number, rows: number, query = 'mlx4_ib') =>
	startTerminal([query, '--data', data], {columns, rows});
const lineOf = (terminal: Terminal, text: string) => terminal.lines().findIndex(line => line.includes(text));

describe('the dossier above the fold', () => {
	it.each([
		[80, 24],
		[120, 40],
		[100, 30],
	])(
		'has verdict, summary, a reason, signals, chart and sources on the first screen at %ix%i',
		async (columns, rows) => {
			const terminal = open(columns, rows);
			await terminal.until('the list is there', screen => screen.includes('1/1'));
			if (columns < 120) terminal.send('\r');
			await terminal.until('the dossier is open', screen => screen.includes('KEEP, ANNOTATE'));
			await terminal.rest();
			const places = [
				'KEEP, ANNOTATE',
				'ConnectX-3 Pro InfiniBand and RoCE HCAs',
				'a patch on linux-rdma touches',
				'1,200 lines',
				'51 in 27/61 months',
				'[1] lore.kernel.org',
			].map(text => lineOf(terminal, text));
			expect(places).toEqual(places.toSorted((a, b) => a - b));
			expect(places).not.toContain(-1);
			expect(terminal.text()).not.toContain('unknown');
		},
	);

	it('has more than one source in sight on a low screen, though the rules say something else', async () => {
		const terminal = open(80, 21);
		await terminal.until('the list is there', screen => screen.includes('1/1'));
		terminal.send('\r');
		await terminal.until('the dossier is open', screen => screen.includes('KEEP, ANNOTATE'));
		await terminal.rest();
		expect(terminal.text()).toMatch(/by the dossier of .* says /);
		expect(lineOf(terminal, '[1] lore.kernel.org')).toBeGreaterThan(0);
		expect(lineOf(terminal, '[2] cateee.net')).toBeGreaterThan(0);
	});

	it('has the verdict before anything else at 40x10', async () => {
		const terminal = open(40, 10);
		await terminal.until('the list is there', screen => screen.includes('▸ mlx4_ib'));
		terminal.send('\r');
		await terminal.until('the dossier is open', screen => screen.includes('KEEP, ANNOTATE'));
		await terminal.rest();
		expect(terminal.lines()[2]).toMatch(/^ ◆ KEEP, ANNOTATE 88 % +mlx4_ib$/);
	});

	it('stands in two columns where there is room', async () => {
		const terminal = open(200, 60);
		await terminal.until('the dossier is there', screen => screen.includes('KEEP, ANNOTATE'));
		const first = terminal.lines().find(line => line.includes('drivers/infiniband/hw/mlx4'));
		expect(first).toContain('Commits a month');
		terminal.send('..');
		await terminal.until('a source is chosen there', screen => screen.includes('▸[2] cateee.net'));
	});

	it('has unfolded in two columns what there is room for, until it is folded', async () => {
		const terminal = open(200, 60);
		await terminal.until('the notes are there', screen => screen.includes('n folds'));
		expect(terminal.text()).toMatch(/source lines +1,200/);
		terminal.send('t');
		await terminal.until('the table is folded', screen => screen.includes('t unfolds'));
		expect(terminal.text()).not.toMatch(/source lines +1,200/);
		expect(terminal.text()).toContain('n folds');
		terminal.send('t');
		await terminal.until('and there again', screen => /source lines +1,200/.test(screen));
	});

	it('unfolds all signals on a key, with those of the directory and of others', async () => {
		const terminal = open(80, 24);
		await terminal.until('the list is there', screen => screen.includes('1/1'));
		terminal.send('t');
		await terminal.until('the table is in view', screen =>
			/source lines +1,200 +17,400 +17,060/.test(screen),
		);
		terminal.send('t');
		await terminal.until('it is folded again', screen => !screen.includes('source lines'));
	});

	it('fills its window again when that grows', async () => {
		const terminal = open(80, 24);
		await terminal.until('the list is there', screen => screen.includes('1/1'));
		terminal.send('\rG');
		await terminal.until('its end is there', screen => screen.includes('Technical notes'));
		terminal.resize(100, 60);
		await terminal.until(
			'its beginning is, too',
			screen => screen.includes('KEEP, ANNOTATE') && screen.includes('Technical notes'),
		);
	});
});
