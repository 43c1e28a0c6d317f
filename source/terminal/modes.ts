import {closeSync, openSync, writeSync} from 'node:fs';
import type {Outlet} from './outlet.ts';
import {write} from './output.ts';

/** How much of the terminal is taken: all of its screen, or only its keys, so that a screen reader can follow the text. */
export type SessionKind = 'screen' | 'text';

/** Alternate screen, no cursor, no wrapping at the right edge, pastes marked. */
export const enterSequence: Readonly<Record<SessionKind, string>> = {
	screen: '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h',
	text: '\u001b[?2004h',
};
export const leaveSequence: Readonly<Record<SessionKind, string>> = {
	screen: '\u001b[?2026l\u001b[?2004l\u001b[?7h\u001b[r\u001b[m\u001b[?25h\u001b[?1049l',
	text: '\u001b[?2004l\u001b[m\u001b[?25h',
};

/** Presses of a mouse's buttons and turns of its wheel are told, with their place (xterm's modes 1000 and 1006). */
export const mouseOn = '\u001b[?1000h\u001b[?1006h';
export const mouseOff = '\u001b[?1006l\u001b[?1000l';

/** Milliseconds that a terminal is given to take what gives it back, where a signal ends the program. */
const restoreMs = 500;

/**
 * Writes to the terminal, by standard output or, where that was closed, by the terminal's own name. One that takes nothing
 * is waited for as long as that takes, unless `whileHeld` is null; it is called before, and has signals end the program.
 */
export function restoreScreen(outlet: Outlet, text: string, whileHeld: (() => void) | null): void {
	try {
		if (outlet.sendLast(text, whileHeld === null ? restoreMs : 0) || whileHeld === null) return;
		whileHeld();
		write(1, text);
	} catch {
		try {
			const terminal = openSync('/dev/tty', 'w');
			writeSync(terminal, text);
			closeSync(terminal);
		} catch {
			// Nobody is there to see it.
		}
	}
}

/** Keys one by one and without echo, or lines as a shell wants them. */
export function setRawMode(isRaw: boolean): void {
	try {
		process.stdin.setRawMode(isRaw);
	} catch {
		// Input was closed with the terminal.
	}
}
