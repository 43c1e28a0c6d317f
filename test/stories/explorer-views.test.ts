import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {writeSample} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';

let data = '';
beforeAll(() => {
	data = writeSample();
});
afterEach(killTerminals);

async function open(options: Parameters<typeof startTerminal>[1] = {}, words: string[] = []) {
	const terminal = startTerminal([...words, '--data', data], options);
	await terminal.until('the list is there', screen => /7 shown/.test(screen) && /\b1\/7\b/.test(screen));
	return terminal;
}
const hints = (terminal: Awaited<ReturnType<typeof open>>) => terminal.lines().at(-1)!;

describe('somebody who does not know the keys', () => {
	it('looks for an action, sees its key, and runs it', async () => {
		const terminal = await open();
		terminal.send(':');
		await terminal.until('all actions are there', screen => screen.includes('enter runs it'));
		expect(terminal.text()).toContain('below');
		terminal.send('order lines');
		await terminal.until('the order is found', screen => /▸ s l +order by lines/.test(screen));
		terminal.send('\r');
		await terminal.until('the list is ordered', screen => screen.includes('by lines'));
	});

	it('finds an action by the word that the hints have for it', async () => {
		const terminal = await open();
		terminal.send(':chart');
		await terminal.until('it is found', screen => /▸ h +read out the month/.test(screen));
	});

	it('sees every choice of a menu that is longer than a line, or how many are missing', async () => {
		const terminal = await open({columns: 80, rows: 24});
		terminal.send('s');
		await terminal.until('the last one is there', () => hints(terminal).includes('i directory'));
		expect(terminal.text()).toMatch(/order by r risk .*\n.* s subsystem .*\n.* t title/);
		terminal.send('\u001b');
		await terminal.until('the menu is closed', () => hints(terminal).includes('move'));
		terminal.send('/');
		await terminal.until('fields are offered, and that there are more', () =>
			/cat: .* …$/.test(hints(terminal).trimEnd()),
		);
		const small = await open({columns: 40, rows: 10});
		small.send('s');
		await small.until('the menu is there', () => /\d more$/.test(hints(small)));
	});

	it('keeps what was found when a letter of a field is wrong', async () => {
		const terminal = await open();
		terminal.send('/rec:keep-annotate');
		await terminal.until('it is found', screen => !screen.includes('7 shown'));
		const found = /(\d) shown/.exec(terminal.text())![1];
		terminal.send(',xy');
		await terminal.until('what is wrong is said', () => hints(terminal).includes('rec: "xy" is none of'));
		expect(/(\d) shown/.exec(terminal.text())![1]).toBe(found);
		terminal.send('\r');
		await terminal.until('it stays said', screen => screen.includes('/ rec:keep-annotate,xy'));
		expect(hints(terminal)).toContain('rec: "xy" is none of');
		expect(/(\d) shown/.exec(terminal.text())![1]).toBe(found);
	});

	it('is told why an action can not be done, and stays where it was looked for', async () => {
		const terminal = await open();
		terminal.send(':compare');
		await terminal.until('why is said', () =>
			hints(terminal).includes('mark two drivers to compare them: none is marked'),
		);
		terminal.send('\r');
		await terminal.until('it stays', () => hints(terminal).includes('none is marked'));
		terminal.send('\u001b');
		await terminal.until('the list is back', screen => screen.includes('▸ gone'));
	});

	it('is told by a key that does nothing why, until the next key', async () => {
		const terminal = await open();
		terminal.send('c');
		await terminal.until('why is said', () => hints(terminal).includes('none is marked'));
		terminal.send('z');
		await terminal.until('and for another', () => hints(terminal).includes('this is for the dossier'));
		terminal.send('j');
		await terminal.until('the hints are back', () => hints(terminal).includes('move'));
	});

	it('is offered nothing that does nothing', async () => {
		const terminal = await open({columns: 200});
		expect(hints(terminal)).not.toContain('chart');
		expect(hints(terminal)).not.toContain('notes');
		terminal.send('jjjj');
		await terminal.until('a driver with a chart and notes', () => hints(terminal).includes('h/l chart'));
		expect(hints(terminal)).toContain('n notes');
	});
});

describe('a filter with a mistake', () => {
	it('is never taken for words: what can be read of it is found, and the mistake stays said', async () => {
		const terminal = await open();
		terminal.send('/sub:net rec:xy');
		await terminal.until('the mistake is said', () => hints(terminal).includes('is none of keep, '));
		terminal.send('\r');
		await terminal.until('it stays when the filter is kept', screen => !screen.includes('enter keeps it'));
		expect(hints(terminal)).toContain('is none of keep, ');
		expect(terminal.text()).toContain('e1000');
		expect(terminal.text()).not.toContain('mlx4_ib');
		terminal.send('\u001b');
		await terminal.until('it is gone with the filter', () => hints(terminal).includes('move'));
	});
});

describe('the list', () => {
	it('is ordered by a second field where the first decides nothing', async () => {
		const terminal = await open();
		terminal.send('svSn');
		await terminal.until('both are said', screen => screen.includes('by verdict, name'));
		const names = terminal.lines().flatMap(line => /^[ ▸] (\S+) .*● keep /.exec(line)?.[1] ?? []);
		expect(names).toEqual(['e1000', 'mlx5_ib']);
		terminal.send('Sn');
		await terminal.until(
			'the second is turned round',
			() =>
				terminal.lines().findIndex(line => line.includes('mlx5_ib ')) <
				terminal.lines().findIndex(line => line.includes('e1000 ')),
		);
	});

	it('has the columns that were chosen, in their order and width', async () => {
		const terminal = await open();
		terminal.send('|');
		await terminal.until('the menu is there', screen => screen.includes('columns of the list'));
		// Confidence goes, lines come to the front.
		terminal.send('j jjjjj KKKKKKK');
		await terminal.until('they are in their places', screen => /driver +lines +verdict +risk/.test(screen));
		terminal.send('++++');
		await terminal.until('the first is wider', screen => /driver +lines +verdict/.test(screen));
		terminal.send('\u001b');
		await terminal.until('the list has them', screen => /▸ gone +1,200 ✖ remove/.test(screen));
	});

	it('has another width by keys, and its first one again', async () => {
		const terminal = await open({columns: 140, rows: 40});
		const line = () => terminal.lines()[3]!.indexOf('│');
		const first = line();
		terminal.send('>>');
		await terminal.until('it is wider', () => line() === first + 8);
		terminal.send('<<<');
		await terminal.until('and narrower', () => line() === first - 4);
		terminal.send('=');
		await terminal.until('and as before', () => line() === first);
		terminal.send('<'.repeat(40));
		await terminal.until('as far as it goes', () => hints(terminal).includes('no further'));
	});
});

describe('the overview', () => {
	it('counts verdicts by subsystem, orders by any of them, and filters by a cell', async () => {
		const terminal = await open();
		terminal.send('v');
		await terminal.until('the matrix is there', screen => /● keep +◆ anno/.test(screen));
		expect(terminal.text()).toMatch(/▸infiniband +1 +1/);
		terminal.send('ls');
		await terminal.until('it is ordered by the column', screen => screen.includes(' ▼● keep'));
		terminal.send('\r');
		await terminal.until('the cell is a filter', screen => /\/ sub:\S+ rec:keep/.test(screen));
	});

	it('filters by no cell that has nothing in it', async () => {
		const terminal = await open();
		terminal.send('v');
		await terminal.until('the matrix is there', screen => /● keep +◆ anno/.test(screen));
		terminal.send('G');
		const last = () => /▸(\S+) /.exec(terminal.text())?.[1] ?? '';
		await terminal.until('the last line is chosen', () => last() !== 'infiniband');
		const verdicts = 'llll';
		for (const key of verdicts) {
			terminal.send(`${key}\r`);
			await terminal.until('it is filtered, or said why not', screen =>
				/\/ sub:|has no driver that is/.test(screen),
			);
			if (hints(terminal).includes('has no driver that is')) return;
			expect(terminal.text()).not.toMatch(/\b0 shown/);
			terminal.send('\u001b');
			await terminal.until('the filter is dropped', screen => screen.includes('7 shown'));
			terminal.send('vG');
			await terminal.until('the matrix is back', screen => /● keep +◆ anno/.test(screen));
		}
		expect.unreachable('every cell has drivers');
	});

	it('shows the directories, that of the driver first, with what lies in them summed up', async () => {
		const terminal = await open({columns: 140});
		terminal.send('jjjjD');
		await terminal.until('its directory is chosen', screen =>
			/▸drivers\/infiniband\/hw\/mlx4 .* 1,200/.test(screen),
		);
		terminal.send('\r');
		await terminal.until('its drivers are there', screen =>
			screen.includes('/ dir:drivers/infiniband/hw/mlx4'),
		);
	});
});

describe('a comparison', () => {
	it('shows all rows, or only those that differ', async () => {
		const terminal = await open();
		terminal.send('  c');
		await terminal.until('they are compared', screen => /files +3 +3/.test(screen));
		terminal.send('d');
		await terminal.until('only what differs is left', screen => !/files +3 +3/.test(screen));
		expect(terminal.text()).toMatch(/path .*≠/);
		terminal.send('u');
		await terminal.until('what is compared keeps its marks', () => hints(terminal).includes('is compared'));
		expect(terminal.text()).toMatch(/path .*≠/);
		terminal.send('d\u001b');
		await terminal.until('the list is back', screen => screen.includes('7 shown'));
	});
});

describe('the dead', () => {
	it('are there at once when the first query asks for them', async () => {
		const terminal = startTerminal(['state:gone', '--data', data], {});
		await terminal.until('they are looked for', screen =>
			screen.includes('knows no drivers of earlier kernels'),
		);
	});
});

describe('a view that was left', () => {
	it('is opened again by its command: order, cursor and marks', async () => {
		const terminal = startTerminal(
			['--sort', 'verdict,-name', '--at', 'mlx4-ib', '--marked', 'e1000,old_thing', '--data', data],
			{},
		);
		await terminal.until('it is there', screen => screen.includes('by verdict, name'));
		expect(terminal.text()).toMatch(/▸ mlx4_ib/);
		expect(terminal.text()).toMatch(/ ✓e1000/);
		expect(terminal.text()).toMatch(/ ✓old-thing/);
	});

	it('says which driver is not there', async () => {
		const terminal = startTerminal(['--at', 'nobody', '--data', data], {});
		await terminal.until('it is said', screen => screen.includes('not in this list: nobody'));
	});
});
