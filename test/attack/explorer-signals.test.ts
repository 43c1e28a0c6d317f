import {constants} from 'node:os';
import {afterEach, expect} from 'vitest';
import {attack} from '../support/attack.ts';
import {writeSample} from '../support/sample.ts';
import {killTerminals, program, startTerminal} from '../support/terminal.ts';

afterEach(killTerminals);

/** Every signal that ends a program and can be listened to. */
const ending = 'HUP INT QUIT TERM USR1 USR2 ALRM VTALRM PROF XCPU XFSZ ABRT TRAP SYS IO PWR STKFLT'.split(
	' ',
);

attack('signals', 'every signal that ends the explorer gives the terminal back', async tried => {
	const data = writeSample();
	for (const [index, name] of ending.entries()) {
		const modes =
			"stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(icanon|echo|isig|icrnl|opost)' | xargs echo modes:";
		const terminal = startTerminal(
			['-c', `'${process.execPath}' '${program}'; echo "status: $?"; ${modes}; echo over; read`],
			{command: 'bash', columns: 100, rows: 30, environment: {DRIVERDEX_DATA: data}},
		);
		await terminal.until('the list is there', screen => screen.includes('1/7'));
		// In the list, while a filter is typed, within a paste.
		terminal.send(['', '/mlx', '\u001b[200~mlx'][index % 3]!);
		await terminal.rest();
		const [pid] = terminal.children();
		process.kill(pid!, `SIG${name}`);
		tried();
		await terminal.until(`${name} gave it back`, screen => /^over$/m.test(screen) && !terminal.isAlternate());
		expect(terminal.text()).toContain(`status: ${128 + constants.signals[`SIG${name}` as 'SIGINT']}`);
		expect(terminal.text()).toContain('modes: icrnl opost isig icanon echo');
		expect(terminal.text()).not.toContain('ebugger');
		expect(terminal.isCursorHidden()).toBe(false);
		const raw = terminal.raw();
		for (const mode of ['?2004', '?2026', '?1049'])
			expect(raw.lastIndexOf(`\u001b[${mode}l`), mode).toBeGreaterThan(raw.lastIndexOf(`\u001b[${mode}h`));
		terminal.kill();
	}
});

/** An explorer that has sent more than its terminal takes, of which nothing is read. */
async function held() {
	const terminal = startTerminal([], {
		...{columns: 200, rows: 60},
		environment: {DRIVERDEX_DATA: writeSample()},
	});
	await terminal.until('the list is there', screen => screen.includes('1/7'));
	terminal.hold(true);
	for (let count = 0; count < 300; count++) terminal.send('\u000c');
	await new Promise(resolve => setTimeout(resolve, 2000));
	return terminal;
}
/** Whether it ended in time; else it is killed. */
const endsSoon = ({exit}: {exit: Promise<unknown>}) =>
	Promise.race([exit.then(() => true), new Promise(resolve => setTimeout(resolve, 10_000, false))]);

attack(
	'signals',
	'end an explorer whose terminal takes nothing, and it goes on where that takes more',
	async tried => {
		for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
			const terminal = await held();
			terminal.signal(signal);
			expect(await endsSoon(terminal), signal).toBe(true);
			tried();
		}
		// Who leaves by a key is waited for, so that the terminal is given back; a signal ends that, too.
		const leaving = await held();
		leaving.send('q');
		await new Promise(resolve => setTimeout(resolve, 1500));
		leaving.signal('SIGTERM');
		expect(await endsSoon(leaving), 'q').toBe(true);
		const going = await held();
		going.send('/mlx');
		await new Promise(resolve => setTimeout(resolve, 500));
		going.hold(false);
		await going.until(
			'the screen is whole again',
			screen => screen.includes('/mlx') || screen.includes('mlx4'),
		);
		tried(2);
	},
);
