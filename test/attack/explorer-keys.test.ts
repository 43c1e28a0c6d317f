import {afterEach, expect} from 'vitest';
import {attack} from '../support/attack.ts';
import {createRandom} from '../support/random.ts';
import {writeSample} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';
import {leak} from '../support/walk.ts';

afterEach(killTerminals);

attack('keys', 'a flood of text, of edits and of bytes is obeyed, cut and left by Ctrl-C', async tried => {
	const random = createRandom(5);
	const noise = Array.from({length: 16_384}, () => String.fromCharCode(1 + random.below(255)))
		.filter(character => !'\u0003\u001aq'.includes(character))
		.join('');
	for (const [flood, shown] of [
		[`/${'ab: '.repeat(4096)}`, '1,000 characters'],
		[`/${'x'.repeat(16_384)}`, '1,000 characters'],
		[`/${'x\u007f'.repeat(8192)}`, 'sub:'],
		[`/${'x\u001b/'.repeat(5000)}`, 'sub:'],
		['sr'.repeat(8000), 'by risk'],
		[`\u001b[200~${'y'.repeat(16_384)}\u001b[201~`, '1,000 characters'],
		[noise, ''],
	] as const) {
		const terminal = startTerminal([], {columns: 100, rows: 30});
		await terminal.until('the list is there', screen => /\b1\/[\d,]+/.test(screen));
		terminal.send(flood);
		tried();
		await terminal.until('it is obeyed', screen => screen.includes(shown));
		terminal.send('\u0003');
		expect((await terminal.exit).exitCode, JSON.stringify(flood.slice(0, 40))).toBe(130);
		expect(leak(terminal.raw())).toBeNull();
	}
});

attack('keys', 'Ctrl-C leaves wherever it comes', async tried => {
	const data = writeSample();
	for (const before of [
		'\u001b[200~never ends',
		'\u001b[',
		'\u001bO',
		'/net',
		'xc',
		':',
		'?',
		's',
		'v',
		'y',
		'|',
		'\u001b[200~',
	]) {
		const terminal = startTerminal(['--data', data], {columns: 100, rows: 30});
		await terminal.until('the list is there', screen => screen.includes('1/7'));
		terminal.send(before);
		terminal.send('\u0003');
		tried();
		expect((await terminal.exit).exitCode, JSON.stringify(before)).toBe(130);
		expect(terminal.isAlternate()).toBe(false);
	}
	const early = startTerminal(['--data', data]);
	await early.until('the first screen is there', screen => screen.includes('driverdex'));
	early.send('jjj\u0003');
	tried();
	expect((await early.exit).exitCode).toBe(130);
});

attack('keys', 'what is typed before the rows are there is meant for them', async tried => {
	for (const [keys, shown] of [['/e1000e\r\r', 'CONFIG_E1000E']] as const) {
		const terminal = startTerminal([], {columns: 120, rows: 40});
		terminal.send(keys);
		tried();
		await terminal.until('the keys are obeyed', screen => screen.includes(shown) && !/\b1\/11,/.test(screen));
		expect(terminal.text()).not.toContain('no driver is shown');
		terminal.kill();
	}
});
