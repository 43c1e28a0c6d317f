import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {top, writeSample} from '../support/sample.ts';
import {killTerminals, program, startTerminal, type Terminal} from '../support/terminal.ts';

let data = '';
beforeAll(() => {
	data = writeSample();
});
afterEach(killTerminals);

const isReady = (screen: string) => /7 shown/.test(screen) && /\b1\/7\b/.test(screen);

/**
 * Runs the program from a shell that afterwards says how it ended and in which mode it left the terminal. The shell
 * stays: what is sent just before a terminal is closed may never be read.
 */
function openInShell(options: {columns?: number; crash?: string} = {}): Terminal {
	const modes =
		"stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(icanon|echo|isig|icrnl|opost)' | xargs echo modes:";
	return startTerminal(
		['-c', `'${process.execPath}' '${program}'; echo "status: $?"; ${modes}; echo over; read`],
		{
			command: 'bash',
			columns: options.columns ?? 120,
			rows: 30,
			environment: {
				DRIVERDEX_DATA: data,
				...(options.crash === undefined
					? {}
					: {CRASH: options.crash, NODE_OPTIONS: `--require ${join(top, 'test/support/crash.cjs')}`}),
			},
		},
	);
}

/** The terminal is as the shell had it: main screen, cursor, wrapping, no pastes marked, line mode, no attribute left. */
async function expectRestored(terminal: Terminal, status: number): Promise<void> {
	await terminal.until('the shell goes on', screen => /^over$/m.test(screen) && !terminal.isAlternate());
	expect(terminal.text()).toContain(`status: ${status}`);
	expect(terminal.text()).toContain('modes: icrnl opost isig icanon echo');
	expect(terminal.isCursorHidden()).toBe(false);
	const raw = terminal.raw();
	for (const [on, off] of [
		['?7h', '?7l'],
		['?2004l', '?2004h'],
		['?2026l', '?2026h'],
		['?1049l', '?1049h'],
	] as const) {
		expect(raw.lastIndexOf(`\u001b[${on}`), on).toBeGreaterThan(raw.lastIndexOf(`\u001b[${off}`));
	}
}

describe('the terminal is given back', () => {
	const keys: [string, string, number][] = [
		['q', 'q', 0],
		['Ctrl-C', '\u0003', 130],
		['Ctrl-C within a chunk', 'jj/ab\u0003jj', 130],
	];
	for (const [name, typed, status] of keys) {
		it(`on ${name}`, async () => {
			const terminal = openInShell();
			await terminal.until('the list is there', isReady);
			terminal.send(typed);
			await expectRestored(terminal, status);
		});
	}

	const signals: [string, number][] = [
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGQUIT', 131],
	];
	for (const [signal, status] of signals) {
		it(`on ${signal}`, async () => {
			const terminal = openInShell({crash: signal});
			await terminal.until('the list is there', isReady);
			terminal.send('jX');
			await expectRestored(terminal, status);
		});
	}

	for (const crash of ['handler', 'timer', 'rejection', 'render']) {
		it(`with the error, when it is thrown in a ${crash}`, async () => {
			const terminal = openInShell({crash});
			await terminal.until('the list is there', isReady);
			terminal.send('X');
			if (crash === 'render') terminal.send('j');
			await expectRestored(terminal, 70);
			expect(terminal.text()).toContain('driverdex: internal error: boom');
			expect(terminal.text()).toContain('please report it');
		});
	}

	it('when something ends the process', async () => {
		const terminal = openInShell({crash: 'exit'});
		await terminal.until('the list is there', isReady);
		terminal.send('X');
		await expectRestored(terminal, 3);
	});

	it('when its output is closed', async () => {
		const terminal = openInShell({crash: 'closed'});
		await terminal.until('the list is there', isReady);
		terminal.send('Xj');
		await expectRestored(terminal, 129);
	});
});

describe('a terminal that vanishes', () => {
	it('ends the program', async () => {
		const terminal = startTerminal(['--data', data]);
		await terminal.until('the list is there', isReady);
		terminal.hangUp();
		await terminal.untilGone();
	});
});

describe('a shell with job control', () => {
	const inShell = async () => {
		const terminal = startTerminal(['--norc', '--noprofile', '-i'], {
			command: 'bash',
			environment: {PS1: 'prompt> ', DRIVERDEX_DATA: data},
		});
		await terminal.until('the shell is there', screen => screen.includes('prompt>'));
		terminal.send(`'${process.execPath}' '${program}'\r`);
		await terminal.until('the list is there', isReady);
		return terminal;
	};
	const isShell = (terminal: Terminal) => (screen: string) =>
		/prompt> $/m.test(screen) && !terminal.isAlternate();

	it('gets its terminal back on Ctrl-Z, and the explorer its screen on fg', async () => {
		const terminal = await inShell();
		for (const driver of ['old-thing', '3c59x']) {
			terminal.send('\u001a');
			await terminal.until('the shell is back', isShell(terminal));
			expect(terminal.isCursorHidden()).toBe(false);
			terminal.send('echo obe""ys; fg\r');
			await terminal.until(
				'the list is back',
				screen => terminal.isAlternate() && screen.includes('7 shown'),
			);
			terminal.send('j');
			await terminal.until('it obeys', screen => screen.includes(`▸ ${driver}`));
		}
		terminal.send('q');
		await terminal.until('the shell is back', isShell(terminal));
		expect(terminal.text()).toContain('obeys');
	});

	it('may leave it in the background, and fetch it back', async () => {
		const terminal = await inShell();
		terminal.send('\u001a');
		await terminal.until('the shell is back', isShell(terminal));
		terminal.send('bg\r');
		await terminal.until(
			'it stays stopped',
			screen => (screen.match(/Stopped/g)?.length ?? 0) >= 2 || /\[1\]\+[^&]*&/.test(screen),
		);
		terminal.send('echo sh""ell; fg\r');
		await terminal.until('the list is back', screen => terminal.isAlternate() && screen.includes('7 shown'));
		terminal.send('j');
		await terminal.until('it obeys', screen => screen.includes('▸ old-thing'));
		terminal.send('q');
		await terminal.until('the shell is back', isShell(terminal));
	});

	it('may have it stopped from elsewhere', async () => {
		for (const signal of ['TSTP', 'STOP']) {
			const terminal = await inShell();
			const [pid] = terminal.children();
			process.kill(pid!, `SIG${signal}`);
			await terminal.until(
				'the shell is back',
				screen => /Stopped/.test(screen) || /prompt> $/m.test(screen),
			);
			terminal.send('fg\r');
			await terminal.until(
				'the list is back',
				screen =>
					terminal.isAlternate() &&
					screen.includes('7 shown') &&
					screen.includes('▸ gone') &&
					!screen.includes('prompt'),
			);
			terminal.send('j');
			await terminal.until('it obeys', screen => screen.includes('▸ old-thing'));
			terminal.send('q');
			await terminal.until('the shell is back', isShell(terminal));
		}
	});

	it('is not there: Ctrl-Z then changes nothing', async () => {
		const terminal = startTerminal(['--data', data]);
		await terminal.until('the list is there', isReady);
		terminal.send('\u001aj');
		await terminal.until('it goes on', screen => terminal.isAlternate() && screen.includes('▸ old-thing'));
		terminal.send('q');
		expect((await terminal.exit).exitCode).toBe(0);
	});
});
