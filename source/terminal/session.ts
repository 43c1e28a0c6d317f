import {write} from './output.ts';

/** What a full-screen program needs of its terminal. */
export interface TerminalSession {
	size(): {columns: number; rows: number};
	/** Sends text to the terminal. */
	send(text: string): void;
	/** Chunks of what is typed, from now on; called again, it replaces the listener. */
	onInput(listener: (chunk: string) => void): void;
	onResize(listener: () => void): void;
	/** Called before the terminal is given back, while the screen is still ours. */
	onLeave(listener: () => void): void;
	/** Called with an error that nobody caught, when the terminal is restored. */
	onCrash(listener: (error: unknown) => void): void;
	/** Gives the terminal back for a while: Ctrl-Z. `resumed` is called when the program is in front again. */
	suspend(resumed: () => void): void;
	/** Restores the terminal: main screen, cursor, line mode. May be called more than once. */
	leave(): void;
}

/** Alternate screen, no cursor, pastes marked. */
const enterScreen = '\u001b[?1049h\u001b[?25l\u001b[?2004h';
const leaveScreen = '\u001b[?2004l\u001b[0m\u001b[?25h\u001b[?1049l';

/** Signals that end a program; their default is taken again once the terminal is restored. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Takes the terminal over, first writing `firstScreen`, before anything else is loaded. Whatever ends the program
 * gives it back: signals, crashes, a closed terminal.
 */
export function startSession(
	firstScreen: (size: {columns: number; rows: number}) => string,
): TerminalSession {
	const {stdin, stdout} = process;
	let isOurs = true;
	let leaving = () => {};
	let crashed = (error: unknown): void => {
		throw error;
	};
	const size = () => ({columns: stdout.columns || 80, rows: stdout.rows || 24});
	const send = (text: string) => {
		if (!isOurs) return;
		try {
			write(1, text);
		} catch {
			// The terminal is gone; SIGHUP or the end of input will follow.
		}
	};
	send(enterScreen + firstScreen(size()));
	stdin.setRawMode(true);
	stdin.setEncoding('utf8');
	stdin.resume();

	const leave = () => {
		if (!isOurs) return;
		try {
			leaving();
		} catch {
			// A view that can't unmount must not keep the terminal.
		}
		send(leaveScreen);
		isOurs = false;
		try {
			stdin.setRawMode(false);
		} catch {
			// Input was closed with the terminal.
		}
		stdin.pause();
		for (const signal of endingSignals) process.off(signal, onSignal);
		process.off('uncaughtException', onCrash);
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
	for (const signal of endingSignals) process.on(signal, onSignal);
	process.on('uncaughtException', onCrash);
	process.on('exit', leave);
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
		onLeave(listener) {
			leaving = listener;
		},
		onCrash(listener) {
			crashed = listener;
		},
		suspend(resumed) {
			send(leaveScreen);
			stdin.setRawMode(false);
			process.once('SIGCONT', () => {
				stdin.setRawMode(true);
				send(enterScreen);
				resumed();
			});
			// The whole job stops, as it does when the terminal itself sends the signal: npx or a wrapper would go on
			// waiting otherwise, and the shell would never come back.
			process.kill(0, 'SIGTSTP');
		},
		leave,
	};
}
