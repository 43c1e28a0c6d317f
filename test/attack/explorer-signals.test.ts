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
