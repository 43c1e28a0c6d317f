import {write} from './output.ts';

/** How a program ended: its exit status, or why it did not run or was killed, in words. */
export type Ending = {status: number} | {failure: string};

/**
 * Runs a program in the foreground to its end; it has the terminal, which must have been lent (session.ts). Its words are
 * its arguments as they are: no shell reads them.
 */
export function runForeground(
	[program, ...words]: readonly [string, ...string[]],
	environment: Readonly<Record<string, string | undefined>>,
): Ending {
	const {spawnSync} = process.getBuiltinModule('node:child_process');
	// Node refuses both by throwing.
	if (program === '') return {failure: 'it names no program'};
	if ([program, ...words].some(word => word.includes('\0'))) return {failure: 'a word of it holds a NUL'};
	const {status, signal, error} = spawnSync(program, words, {stdio: 'inherit', env: environment});
	if (error !== undefined) {
		const {code} = error as NodeJS.ErrnoException;
		return {failure: code === 'ENOENT' ? `${program} is not there` : error.message};
	}
	return status === null ? {failure: `ended by ${signal}`} : {status};
}

/** Says a line and waits until Enter is pressed; the terminal must be in its line mode. */
export function waitForEnter(line: string): void {
	write(1, `\r\n${line}`);
	const {readSync} = process.getBuiltinModule('node:fs');
	const byte = Buffer.alloc(1);
	for (;;) {
		try {
			if (readSync(0, byte, 0, 1, null) === 0 || byte[0] === 0x0a) return;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
		}
	}
}
