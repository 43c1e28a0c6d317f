import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {vi} from 'vitest';
import {top} from './sample.ts';

/** Milliseconds that a condition is waited for: only a program that hangs reaches them, on the slowest machine. */
export const patienceMs = 60_000;
// A story waits several times.
vi.setConfig({testTimeout: 4 * patienceMs, hookTimeout: patienceMs});

/** The program as its user has it: in a pseudo-terminal, with a screen that is read back. */
export interface Terminal {
	/** What stands on the screen, line by line, without spaces at the ends. */
	lines(): string[];
	text(): string;
	/** Everything the program has sent. */
	raw(): string;
	/** Texts of the cells that are drawn inverse, line by line. */
	inverse(): string[];
	isAlternate(): boolean;
	isCursorHidden(): boolean;
	send(keys: string): void;
	resize(columns: number, rows: number): void;
	/** Waits until the screen satisfies a condition; fails with the screen in its message. */
	until(what: string, condition: (screen: string) => boolean): Promise<void>;
	/** Everything the program has sent since this was last asked for; `raw` starts anew, too. */
	takeRaw(): string;
	/** Waits until the program has obeyed what was sent: it sleeps, and nothing more comes. */
	rest(): Promise<void>;
	/** Has the program draw its screen anew (Ctrl-L); what stood there just before, and what does now. */
	redraw(): Promise<{before: Look; after: Look}>;
	signal(name: string): void;
	/** Reads nothing more of what the program sends, as a terminal that is held, or reads again. */
	hold(isHeld: boolean): void;
	/** Closes the terminal under the program's feet. */
	hangUp(): void;
	/** Waits until the process is no longer there. */
	untilGone(): Promise<void>;
	/** Process ids of what it has started. */
	children(): number[];
	/** How it ended; the screen then shows all that it sent. */
	exit: Promise<{exitCode: number; signal: number | undefined}>;
	kill(): void;
}

/** A screen at one moment. */
export interface Look {
	lines: string[];
	isAlternate: boolean;
}

/** How a whole frame begins. */
export const wholeFrame = '\u001b[?2026h\u001b[m\u001b[H\u001b[2J';

const open: Terminal[] = [];

/** Kills every program that a test has left running; for `afterEach`. */
export function killTerminals(): void {
	for (const terminal of open.splice(0)) terminal.kill();
}

/** Where the person's own files lie, unless a story has some: nowhere. */
export const nobodysPlaces = {
	XDG_DATA_HOME: '/dev/null/data',
	XDG_STATE_HOME: '/dev/null/state',
	XDG_CONFIG_HOME: '/dev/null/config',
} as const;

/** The built program. */
export const program = join(top, 'dist/cli.cjs');

/** Starts driverdex, or another command line, in a pseudo-terminal. */
export function startTerminal(
	words: readonly string[],
	options: {
		columns?: number;
		rows?: number;
		environment?: Record<string, string>;
		command?: string;
		cwd?: string;
	} = {},
): Terminal {
	const {columns = 80, rows = 24} = options;
	const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 100});
	const {CI: _, NO_COLOR: __, FORCE_COLOR: ___, DRIVERDEX_DATA: ____, ...environment} = process.env;
	const child: IPty = spawn(
		options.command ?? process.execPath,
		options.command === undefined ? [program, ...words] : [...words],
		{
			name: options.environment?.TERM ?? 'xterm-256color',
			cols: columns,
			rows,
			cwd: options.cwd ?? top,
			env: {
				...environment,
				LANG: 'C.UTF-8',
				...nobodysPlaces,
				LC_ALL: '',
				TERM: 'xterm-256color',
				...options.environment,
			} as Record<string, string>,
		},
	);
	let raw = '';
	let pending = 0;
	let hidden = false;
	/** The screens before the whole frames that have come. */
	let wholeFrames: {before: Look; end: number}[] = [];
	const look = (): Look => ({lines: lines(), isAlternate: screen.buffer.active.type === 'alternate'});
	let cut = '';
	child.onData(data => {
		raw += data;
		for (const [mode] of data.matchAll(/\u001b\[\?25[hl]/g)) hidden = mode.endsWith('l');
		// Chunks end anywhere: the beginning of a whole frame may come in two.
		const pieces = (cut + data).split(wholeFrame);
		const tail = pieces.at(-1)!;
		let kept = Math.min(tail.length, wholeFrame.length - 1);
		while (kept > 0 && !wholeFrame.startsWith(tail.slice(-kept))) kept -= 1;
		cut = kept === 0 ? '' : tail.slice(-kept);
		pieces[pieces.length - 1] = kept === 0 ? tail : tail.slice(0, -kept);
		for (const [index, piece] of pieces.entries()) {
			pending += 1;
			screen.write(piece, () => {
				pending -= 1;
				if (index < pieces.length - 1) wholeFrames.push({before: look(), end: 0});
			});
			if (index < pieces.length - 1) screen.write(wholeFrame);
		}
	});
	/** The letter that proc(5) has for what the process is doing; null when it has ended. */
	const processState = (): string | null => {
		try {
			const [, state = 'Z'] = /\) (\S)/.exec(readFileSync(`/proc/${child.pid}/stat`, 'utf8')) ?? [];
			// A process that has ended but was not waited for yet is there by name only.
			return state === 'Z' ? null : state;
		} catch {
			return null;
		}
	};
	let isRunning = true;
	const exit = new Promise<{exitCode: number; signal: number | undefined}>(resolve => {
		child.onExit(({exitCode, signal}) => {
			isRunning = false;
			// What it has sent last is on the screen by then.
			screen.write('', () => resolve({exitCode, signal}));
		});
	});
	const lines = () =>
		Array.from({length: screen.rows}, (_, row) => {
			const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + row);
			return line?.translateToString(true) ?? '';
		});
	const terminal: Terminal = {
		lines,
		text: () => lines().join('\n'),
		raw: () => raw,
		inverse: () =>
			Array.from({length: screen.rows}, (_, row) => {
				const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + row);
				let text = '';
				for (let column = 0; column < screen.cols; column++) {
					const cell = line?.getCell(column);
					if (cell?.isInverse()) text += cell.getChars() || ' ';
				}
				return text;
			}),
		takeRaw() {
			const taken = raw;
			raw = '';
			return taken;
		},
		async rest() {
			for (let quiet = 0, length = raw.length; quiet < 3 && isRunning; ) {
				await new Promise(resolve => setTimeout(resolve, 2));
				const state = processState();
				if (state === null) return;
				quiet = state === 'S' && pending === 0 && raw.length === length ? quiet + 1 : 0;
				({length} = raw);
			}
		},
		async redraw() {
			wholeFrames = [];
			child.write('\u000c');
			const limit = Date.now() + patienceMs;
			const isWhole = () => {
				const at = raw.lastIndexOf(wholeFrame);
				return wholeFrames.length > 0 && pending === 0 && cut === '' && raw.indexOf('\u001b[?2026l', at) > 0;
			};
			while (!isWhole()) {
				if (Date.now() > limit || !isRunning)
					throw new Error(`no screen was drawn; it is:\n${terminal.text()}\n${raw.slice(-2000)}`);
				await new Promise(resolve => setTimeout(resolve, 2));
			}
			return {before: wholeFrames.at(-1)!.before, after: look()};
		},
		isAlternate: () => screen.buffer.active.type === 'alternate',
		isCursorHidden: () => hidden,
		send: keys => child.write(keys),
		resize(newColumns, newRows) {
			screen.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		async until(what, condition) {
			const limit = Date.now() + patienceMs;
			while (Date.now() < limit) {
				if (pending === 0 && condition(terminal.text())) return;
				await new Promise(resolve => setTimeout(resolve, 15));
			}
			const sent = JSON.stringify(raw.slice(-400));
			throw new Error(`waited in vain until ${what}; the screen:\n${terminal.text()}\nsent last: ${sent}`);
		},
		signal: name => child.kill(name),
		hold: isHeld => (isHeld ? child.pause() : child.resume()),
		hangUp: () => (child as unknown as {_socket: {destroy(): void}})._socket.destroy(),
		async untilGone() {
			const limit = Date.now() + patienceMs;
			while (processState() !== null) {
				if (Date.now() > limit)
					throw new Error(`the process is still there; the screen:
${terminal.text()}`);
				await new Promise(resolve => setTimeout(resolve, 20));
			}
		},
		children: () =>
			readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
				.split(' ')
				.filter(Boolean)
				.map(Number),
		exit,
		kill() {
			if (isRunning) child.kill('SIGKILL');
			screen.dispose();
		},
	};
	open.push(terminal);
	return terminal;
}
