/** Runs programs, most of them in a pseudo-terminal, and notes when what they send arrives: for the benchmarks. */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {spawn} from '@lydell/node-pty';

const {CI: _, NO_COLOR: __, DRIVERDEX_DATA: ___, FZF_DEFAULT_OPTS: ____, LESS: _____, ...rest} = process.env;
/** The environment that everything is measured in. */
export const environment = {...rest, LANG: 'C.UTF-8', TERM: 'xterm-256color'};

/** Milliseconds, from a clock that nobody sets. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;
export const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const sorted = values => [...values].sort((a, b) => a - b);
export const median = values => sorted(values)[Math.floor(values.length / 2)];
/** The 95th percentile. */
export const high = values => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * 0.95))];

/** A running program: what it sent since `clear`, and when the first and the last of it came. */
export class Run {
	constructor([command, ...words], {columns = 120, rows = 40, env = {}} = {}) {
		this.started = now();
		this.child = spawn(command, words, {
			cols: columns,
			rows,
			name: 'xterm-256color',
			env: {...environment, ...env},
		});
		this.isRunning = true;
		this.clear();
		this.child.onData(data => {
			this.last = now();
			this.first ??= this.last;
			this.text += data;
			this.onText();
		});
		this.ended = new Promise(resolve => {
			this.child.onExit(() => {
				this.isRunning = false;
				this.onText();
				resolve();
			});
		});
	}

	onText() {}

	clear() {
		this.text = '';
		this.first = null;
		this.last = null;
	}

	send(keys) {
		this.clear();
		this.sent = now();
		this.child.write(keys);
	}

	get bytes() {
		return Buffer.byteLength(this.text);
	}

	/** Waits until what was sent satisfies a condition; resolves to when, or null after a while. */
	until(condition, limitMs = 15_000) {
		return new Promise(resolve => {
			const limit = setTimeout(() => resolve(null), limitMs);
			const check = () => {
				if (!condition(this.text) && this.isRunning) return;
				clearTimeout(limit);
				this.onText = () => {};
				resolve(this.isRunning ? now() : null);
			};
			this.onText = check;
			check();
		});
	}

	/** Presses keys one by one, each after a rest: bytes sent for each, and the delay to the first and the last of them. */
	async press(keys) {
		const pressed = [];
		for (const key of keys) {
			this.send(key);
			await this.quiet(110);
			// A busy machine can be late; a key that says nothing at all is given up.
			for (let tries = 0; this.last === null && tries < 20; tries++) await this.quiet(110);
			if (this.last !== null) {
				pressed.push({
					bytes: this.bytes,
					firstMs: this.first - this.sent,
					lastMs: this.last - this.sent,
				});
			}
		}
		return pressed;
	}

	/** Waits until nothing has come for a while. */
	async quiet(ms = 70) {
		do await pause(ms);
		while (this.last !== null && now() - this.last < ms - 5);
	}

	/** Most memory that the program and what it started have had resident, in MB. */
	peak() {
		const of = pid => {
			try {
				const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
				const children = readdirSync(`/proc/${pid}/task`).flatMap(thread =>
					readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
				);
				return own + children.reduce((sum, child) => sum + of(child), 0);
			} catch {
				return 0;
			}
		};
		return of(this.child.pid) / 1024;
	}

	async end() {
		if (this.isRunning) this.child.kill('SIGKILL');
		await this.ended;
	}
}

/** Milliseconds of a whole process without a terminal: `node` with these words. */
export function wholeProcess(words) {
	const start = now();
	execFileSync(process.execPath, words, {env: environment, stdio: ['ignore', 'ignore', 'ignore']});
	return now() - start;
}

/** Milliseconds of a start: to the first byte, to a text on the screen, and to the first frame that has obeyed a key. */
export async function timesOfStart(command, {columns, content, key, obeyed}) {
	const measured = new Run(command, {columns});
	const drawn = await measured.until(text => text.includes(content));
	const firstByte = measured.first;
	measured.send(key);
	const interactive = await measured.until(obeyed);
	const {started} = measured;
	await measured.end();
	return {
		firstByteMs: firstByte - started,
		contentMs: drawn === null ? null : drawn - started,
		interactiveMs: interactive === null ? null : interactive - started,
	};
}

/** Prints rows of texts as a table: the first column to the left, the others to the right. */
export function printTable(rows) {
	const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
	for (const row of rows) {
		const cells = row.map((cell, column) =>
			column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]),
		);
		console.log(cells.join('  '));
	}
}
