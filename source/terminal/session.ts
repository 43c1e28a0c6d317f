import {closeSync, openSync, writeSync} from 'node:fs';
import {write} from './output.ts';

/** What a full-screen program needs of its terminal. */
export interface TerminalSession {
	size(): {columns: number; rows: number};
	/** Sends text to the terminal. */
	send(text: string): void;
	/** Chunks of what is typed, from now on; called again, it replaces the listener. */
	onInput(listener: (chunk: string) => void): void;
	onResize(listener: () => void): void;
	/** Called when the program is in front again after it was stopped: nothing of its screen is left. */
	onResume(listener: () => void): void;
	/** Called before the terminal is given back, while the screen is still ours. */
	onLeave(listener: () => void): void;
	/** Called with an error that nobody caught, when the terminal is restored. */
	onCrash(listener: (error: unknown) => void): void;
	/** Gives the terminal back for a while: Ctrl-Z. */
	suspend(): void;
	/** Restores the terminal: main screen, cursor, line mode. May be called more than once. */
	leave(): void;
}

/** How much of the terminal is taken: all of its screen, or only its keys, so that a screen reader can follow the text. */
export type SessionKind = 'screen' | 'text';

/** Alternate screen, no cursor, no wrapping at the right edge, pastes marked. */
const enterSequence: Readonly<Record<SessionKind, string>> = {
	screen: '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h',
	text: '\u001b[?2004h',
};
const leaveSequence: Readonly<Record<SessionKind, string>> = {
	screen: '\u001b[?2026l\u001b[?2004l\u001b[?7h\u001b[r\u001b[m\u001b[?25h\u001b[?1049l',
	text: '\u001b[?2004l\u001b[m\u001b[?25h',
};

/** Signals that end a program; their default is taken again once the terminal is restored. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Milliseconds after which a program that stopped itself is running: on again, or because nothing could stop it. */
const stopWait = 60;

/** Writes to the terminal, by standard output or, where that was closed, by the terminal's own name. */
function restoreScreen(text: string): void {
	try {
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

/**
 * Takes the terminal over and has the first screen painted at once, before the keyboard is listened to. Whatever ends the program
 * gives it back: signals, crashes, a closed terminal.
 */
export function startSession(
	kind: SessionKind,
	paint: (size: {columns: number; rows: number}, send: (text: string) => void) => void,
): TerminalSession {
	const {stdin, stdout} = process;
	let isOurs = true;
	/** Stopped, or about to be: the terminal is somebody else's for the time being. */
	let isAway = false;
	let leaving = () => {};
	let resumed = () => {};
	let crashed = (error: unknown): void => {
		throw error;
	};
	const size = () => ({columns: stdout.columns || 80, rows: stdout.rows || 24});
	const send = (text: string) => {
		if (!isOurs || isAway) return;
		try {
			write(1, text);
		} catch {
			// The terminal is gone, or our way to it. The signal that says so comes only to those it belongs to.
			setImmediate(onSignal, 'SIGHUP');
		}
	};
	const setRawMode = (isRaw: boolean) => {
		try {
			stdin.setRawMode(isRaw);
		} catch {
			// Input was closed with the terminal.
		}
	};

	const leave = () => {
		if (!isOurs) return;
		try {
			leaving();
		} catch {
			// A view that can't unmount must not keep the terminal.
		}
		if (!isAway) restoreScreen(leaveSequence[kind]);
		isOurs = false;
		setRawMode(false);
		stdin.pause();
		for (const signal of endingSignals) process.off(signal, onSignal);
		process.off('SIGTSTP', suspend);
		process.off('SIGCONT', onContinue);
		process.off('uncaughtException', onCrash);
		process.off('unhandledRejection', onCrash);
		process.off('exit', leave);
	};
	const onSignal = (signal: NodeJS.Signals) => {
		leave();
		// Dying by the signal itself tells a shell more than any status would.
		process.kill(process.pid, signal);
	};
	const onCrash = (error: unknown) => {
		leave();
		crashed(error);
	};

	const suspend = () => {
		if (!isOurs || isAway) return;
		restoreScreen(leaveSequence[kind]);
		isAway = true;
		setRawMode(false);
		process.off('SIGTSTP', suspend);
		// The whole job stops, as it does when the terminal itself sends the signal: npx or a wrapper would go on
		// waiting otherwise, and the shell would never come back.
		process.kill(0, 'SIGTSTP');
		// Where there is no shell to come back to, the system ignores the signal, and the program just goes on.
		setTimeout(comeBack, stopWait);
	};
	const comeBack = () => {
		if (!isOurs || !isAway) return;
		isAway = false;
		process.on('SIGTSTP', suspend);
		takeOver();
	};
	const onContinue = () => {
		// Stopped by a signal that can't be caught, the program was in front all the time as far as it knows.
		if (isAway) comeBack();
		else if (isOurs) takeOver();
	};
	const takeOver = () => {
		// Whoever was in front may have left the line mode as it likes; Node sets nothing that it believes is set.
		setRawMode(false);
		setRawMode(true);
		send(enterSequence[kind]);
		// The window may have changed while others were told of it.
		(stdout as {_refreshSize?: () => void})._refreshSize?.();
		resumed();
	};

	for (const signal of endingSignals) process.on(signal, onSignal);
	process.on('SIGTSTP', suspend);
	process.on('SIGCONT', onContinue);
	process.on('uncaughtException', onCrash);
	process.on('unhandledRejection', onCrash);
	process.on('exit', leave);
	send(enterSequence[kind]);
	paint(size(), send);
	stdin.setRawMode(true);
	stdin.setEncoding('utf8');
	stdin.resume();
	stdin.on('end', () => onSignal('SIGHUP'));
	stdin.on('error', () => onSignal('SIGHUP'));

	return {
		size,
		send,
		onInput(listener) {
			stdin.removeAllListeners('data');
			stdin.on('data', listener);
		},
		onResize(listener) {
			stdout.on('resize', listener);
		},
		onResume(listener) {
			resumed = listener;
		},
		onLeave(listener) {
			leaving = listener;
		},
		onCrash(listener) {
			crashed = listener;
		},
		suspend,
		leave,
	};
}
