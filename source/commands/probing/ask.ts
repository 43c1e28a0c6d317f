import {spawn} from 'node:child_process';
import {UserError} from '../../dossier/user-error.ts';
import {sanitise} from '../../text/sanitise.ts';

/** How a command is asked. */
export interface Asking {
	words: readonly [string, ...string[]];
	timeLimitMs: number;
	signal: AbortSignal;
}

/** What a command wrote on standard output; or why that is no answer. */
export type Reply = {text: string} | {problem: string};

/** Bytes that a command may write on standard output: a dossier has a few thousand. */
export const mostOutput = 1024 * 1024;
/** Characters of its error output that are told when it fails. */
const mostComplaint = 300;
/** Milliseconds from the request to end to the order to. */
const graceMs = 1_500;
/** Milliseconds that a command's own children may hold its output open after it ended. */
const lingerMs = 500;

/**
 * Runs a command with a text on standard input, in a process group of its own, which is ended whole: when its time is up,
 * when it writes too much, when `signal` says so, and with whatever it left behind. Rejects with the signal's reason once
 * it is gone, and with a UserError where the command can't be started at all.
 */
export function ask(input: string, {words, timeLimitMs, signal}: Asking): Promise<Reply> {
	const [program, ...rest] = words;
	return new Promise((resolve, reject) => {
		if (signal.aborted) {
			reject(signal.reason);
			return;
		}
		const child = spawn(program, rest, {stdio: ['pipe', 'pipe', 'pipe'], detached: true});
		const parts: Buffer[] = [];
		let size = 0;
		let complaint = '';
		let stopped: string | null = null;
		const timers: NodeJS.Timeout[] = [];
		const kill = (how: NodeJS.Signals) => {
			if (child.pid !== undefined) killGroup(child.pid, how);
		};
		const stop = (why: string) => {
			if (stopped !== null) return;
			stopped = why;
			kill('SIGTERM');
			timers.push(setTimeout(() => kill('SIGKILL'), graceMs));
		};
		const abort = () => stop('it was stopped');
		signal.addEventListener('abort', abort, {once: true});
		timers.push(
			setTimeout(() => stop(`no answer within ${Math.round(timeLimitMs / 1000)} seconds`), timeLimitMs),
		);
		child.stdout.on('data', (part: Buffer) => {
			size += part.length;
			if (size > mostOutput) stop(`it wrote more than ${mostOutput / 1024} KiB`);
			else parts.push(part);
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			complaint = `${complaint}${text}`.slice(-mostComplaint);
		});
		// A command may answer without having read everything.
		child.stdin.on('error', () => {});
		child.stdin.end(input);
		child.on('exit', () => timers.push(setTimeout(() => kill('SIGKILL'), lingerMs)));
		const finish = () => {
			for (const timer of timers) clearTimeout(timer);
			signal.removeEventListener('abort', abort);
			kill('SIGKILL');
		};
		child.on('error', error => {
			finish();
			reject(cannotStart(program, error));
		});
		child.on('close', (status, by) => {
			finish();
			if (signal.aborted) reject(signal.reason);
			else if (stopped !== null) resolve({problem: stopped});
			else if (status !== 0) resolve({problem: endedBadly(status, by, complaint)});
			else resolve({text: Buffer.concat(parts).toString('utf8')});
		});
	});
}

function killGroup(pid: number, how: NodeJS.Signals): void {
	try {
		process.kill(-pid, how);
	} catch {
		// Nobody of it is left.
	}
}

function endedBadly(status: number | null, by: NodeJS.Signals | null, complaint: string): string {
	const last = sanitise(complaint.trim().split('\n').at(-1) ?? '');
	const end = by === null ? `it ended with status ${status}` : `it was ended by ${by}`;
	return last === '' ? end : `${end}: ${last}`;
}

function cannotStart(program: string, error: Error): UserError {
	const {code} = error as NodeJS.ErrnoException;
	const why = code === 'ENOENT' ? 'there is no such program' : error.message;
	return new UserError(
		`The command of --with can't be started: ${sanitise(program)}: ${sanitise(why)}.`,
		'Check its name and its place. It is started without a shell: --shell gives the whole line to sh.',
	);
}
