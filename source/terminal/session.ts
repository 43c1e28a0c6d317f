import {
	enterSequence,
	leaveSequence,
	mouseOff,
	mouseOn,
	restoreScreen,
	type SessionKind,
	setRawMode,
} from './modes.ts';
import {Outlet} from './outlet.ts';

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
	/** Gives the terminal to a program that runs in the foreground while `run` does, and takes it back. */
	lend(run: () => void): void;
	/** Restores the terminal: main screen, cursor, line mode. May be called more than once. */
	leave(): void;
}

/**
 * Every signal that ends a program and can be listened to, as signal(7) has them; their default is taken again once the
 * terminal is restored. Left out are those that tell of a fault in the program's own code, behind which nothing can be
 * done, and SIGPIPE, which Node ignores. Of SIGUSR1 Node would make a debugger that everybody on the machine can reach.
 */
const endingSignals = [
	...(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM'] as const),
	...(['SIGPROF', 'SIGXCPU', 'SIGXFSZ', 'SIGABRT', 'SIGTRAP', 'SIGSYS'] as const),
	// macOS has none of these, or ignores it.
	...(process.platform === 'linux' ? (['SIGIO', 'SIGPWR', 'SIGSTKFLT'] as const) : []),
] as const;

/** Signals that the terminal sends to all who are in the foreground when a key is pressed. */
const lentSignals = ['SIGINT', 'SIGQUIT'] as const;

/** Milliseconds after which a program that stopped itself is running: on again, or because nothing could stop it. */
const stopWait = 60;

/**
 * Takes the terminal over, its mouse too where that is wanted, and has the first screen painted at once, before the
 * keyboard is listened to. Whatever ends the program gives it back: signals, crashes, a closed terminal.
 */
export function startSession(
	kind: SessionKind,
	paint: (size: {columns: number; rows: number}, send: (text: string) => void) => void,
	takesMouse = false,
): TerminalSession {
	const session = new Session(kind, takesMouse);
	session.start(paint);
	return session;
}

class Session implements TerminalSession {
	readonly #enter: string;
	readonly #leave: string;
	readonly #outlet: Outlet;
	#isOurs = true;
	/** Stopped, or about to be: the terminal is somebody else's for the time being. */
	#isAway = false;
	#leaving = (): void => {};
	#resumed = (): void => {};
	#crashed = (error: unknown): void => {
		throw error;
	};

	constructor(kind: SessionKind, takesMouse: boolean) {
		this.#enter = enterSequence[kind] + (takesMouse ? mouseOn : '');
		this.#leave = (takesMouse ? mouseOff : '') + leaveSequence[kind];
		this.#outlet = new Outlet(
			() => this.#resumed(),
			// The terminal is gone, or our way to it. The signal that says so comes only to those it belongs to.
			() => setImmediate(this.#onSignal, 'SIGHUP'),
		);
	}

	start(paint: Parameters<typeof startSession>[1]): void {
		const {stdin} = process;
		for (const signal of endingSignals) process.on(signal, this.#onSignal);
		process.on('SIGTSTP', this.suspend);
		process.on('SIGCONT', this.#onContinue);
		process.on('uncaughtException', this.#onCrash);
		process.on('unhandledRejection', this.#onCrash);
		process.on('exit', this.leave);
		this.send(this.#enter);
		paint(this.size(), this.send);
		stdin.setRawMode(true);
		stdin.setEncoding('utf8');
		stdin.resume();
		stdin.on('end', () => this.#onSignal('SIGHUP'));
		stdin.on('error', () => this.#onSignal('SIGHUP'));
	}

	readonly size = (): {columns: number; rows: number} => {
		const {columns, rows} = process.stdout;
		return {columns: columns || 80, rows: rows || 24};
	};

	readonly send = (text: string): void => {
		if (!this.#isOurs || this.#isAway) return;
		this.#outlet.send(text);
	};

	onInput(listener: (chunk: string) => void): void {
		process.stdin.removeAllListeners('data');
		process.stdin.on('data', listener);
	}

	onResize(listener: () => void): void {
		process.stdout.on('resize', listener);
	}

	onResume(listener: () => void): void {
		this.#resumed = listener;
	}

	onLeave(listener: () => void): void {
		this.#leaving = listener;
	}

	onCrash(listener: (error: unknown) => void): void {
		this.#crashed = listener;
	}

	readonly leave = (): void => this.#giveBack(this.#hearNothing);

	/** `whileHeld` is called before a terminal that takes nothing is waited for; null: it is not. */
	#giveBack(whileHeld: (() => void) | null): void {
		if (!this.#isOurs) return;
		try {
			this.#leaving();
		} catch {
			// A view that can't unmount must not keep the terminal.
		}
		if (!this.#isAway) restoreScreen(this.#outlet, this.#leave, whileHeld);
		this.#outlet.close();
		this.#isOurs = false;
		setRawMode(false);
		process.stdin.pause();
		this.#hearNothing();
		process.off('SIGTSTP', this.suspend);
		process.off('SIGCONT', this.#onContinue);
		process.off('uncaughtException', this.#onCrash);
		process.off('unhandledRejection', this.#onCrash);
		process.off('exit', this.leave);
	}

	/** Signals end the program as they end any other. */
	readonly #hearNothing = (): void => {
		for (const signal of endingSignals) process.off(signal, this.#onSignal);
	};

	readonly suspend = (): void => {
		if (!this.#isOurs || this.#isAway) return;
		this.#stepAside();
		// The whole job stops, as it does when the terminal itself sends the signal: npx or a wrapper would go on
		// waiting otherwise, and the shell would never come back.
		process.kill(0, 'SIGTSTP');
		// Where there is no shell to come back to, the system ignores the signal, and the program just goes on.
		setTimeout(this.#comeBack, stopWait);
	};

	readonly lend = (run: () => void): void => {
		if (!this.#isOurs || this.#isAway) return;
		this.#stepAside();
		// The keys that interrupt that program reach us, too: they were not meant for us.
		const unmeant = () => {};
		for (const signal of lentSignals) {
			process.on(signal, unmeant);
			process.off(signal, this.#onSignal);
		}
		try {
			run();
		} finally {
			// Signals that came meanwhile are told when the event loop next asks the system, which is before the second
			// immediate. A timer would come first: the clock that it goes by has stood still.
			const hearAgain = () => {
				for (const signal of lentSignals) {
					if (this.#isOurs) process.on(signal, this.#onSignal);
					process.off(signal, unmeant);
				}
			};
			setImmediate(() => setImmediate(hearAgain));
			this.#comeBack();
		}
	};

	readonly #onSignal = (signal: NodeJS.Signals): void => {
		this.#giveBack(null);
		// Dying by the signal itself tells a shell more than any status would.
		process.kill(process.pid, signal);
	};

	readonly #onCrash = (error: unknown): void => {
		this.leave();
		this.#crashed(error);
	};

	readonly #onContinue = (): void => {
		// Stopped by a signal that can't be caught, the program was in front all the time as far as it knows.
		if (this.#isAway) this.#comeBack();
		else if (this.#isOurs) this.#takeOver();
	};

	/** The terminal as others expect it, until we come back. */
	#stepAside(): void {
		restoreScreen(this.#outlet, this.#leave, null);
		this.#isAway = true;
		setRawMode(false);
		process.off('SIGTSTP', this.suspend);
	}

	readonly #comeBack = (): void => {
		if (!this.#isOurs || !this.#isAway) return;
		this.#isAway = false;
		process.on('SIGTSTP', this.suspend);
		this.#takeOver();
	};

	#takeOver(): void {
		// Whoever was in front may have left the line mode as it likes; Node sets nothing that it believes is set.
		setRawMode(false);
		setRawMode(true);
		this.send(this.#enter);
		// The window may have changed while others were told of it.
		(process.stdout as {_refreshSize?: () => void})._refreshSize?.();
		this.#resumed();
	}
}
