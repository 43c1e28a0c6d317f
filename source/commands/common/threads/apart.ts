/**
 * Commands that read what strangers wrote run on a thread of their own, so that the first thread does nothing but listen:
 * a signal to end is heard at once, whatever a parser is busy with or the system holds up. The rule: whoever waits for a
 * signal never works, and whoever works never has to give way for one to be heard.
 */
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join} from 'node:path';
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';
import {abandonWriting} from '../../../dataset/open-for-writing.ts';
import {UserError} from '../../../dossier/user-error.ts';
import type {Command} from '../context.ts';

export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndingSignal = (typeof endingSignals)[number];

/** What the threads say to each other. */
interface Told {
	driverdex: 'stop' | 'writes';
	/** The data set's folder that is written, and the first folder that was made for it. */
	place?: {target: string; made: string | null};
}

/** Milliseconds that the working thread has to clear up by itself, and then to be ended: a second is promised for all of it. */
const graceMs = 300;
const endingMs = 300;

const mark = 'driverdex works here';
const isApart = !isMainThread && workerData === mark;

/**
 * The same command, on a thread of its own, which begins the program anew with the same words. Its temporary files lie
 * in one folder that is gone when it ends, however it ends.
 */
export function apart(command: Command): Command {
	const program = join(import.meta.dirname, 'cli.cjs');
	// From its sources, as in tests, and on the thread itself there is no program to begin.
	if (!isMainThread || !existsSync(program)) return command;
	return () => runOnThread(program);
}

function makeTemporary(): string | null {
	try {
		return mkdtempSync(join(tmpdir(), 'driverdex-'));
	} catch {
		// What needs one says so; most commands need none.
		return null;
	}
}

async function runOnThread(program: string): Promise<number> {
	let temporary: string | null = null;
	let worker: Worker | null = null;
	let place: Told['place'];
	let received: EndingSignal | null = null;
	let timer: NodeJS.Timeout | undefined;
	const clearUp = (): void => {
		// A thread that the system still holds up may write once more.
		if (temporary !== null) rmSync(temporary, {recursive: true, force: true, maxRetries: 3, retryDelay: 20});
	};
	const dieOf = (signal: EndingSignal): void => {
		if (place !== undefined) abandonWriting(place.target, place.made);
		clearUp();
		process.kill(process.pid, signal);
	};
	const stop = (signal: EndingSignal): void => {
		received = signal;
		// A second signal ends the process as it stands.
		stopListening();
		worker?.postMessage({driverdex: 'stop'} satisfies Told);
		timer = setTimeout(() => {
			void worker?.terminate();
			// A thread that the system holds up can't be ended: the process can.
			timer = setTimeout(() => dieOf(signal), endingMs);
		}, graceMs);
	};
	const stopListening = (): void => {
		for (const signal of endingSignals) process.off(signal, stop);
	};
	// Before anything is made: a signal that comes while the thread is being started finds somebody to clear up.
	for (const signal of endingSignals) process.on(signal, stop);
	try {
		temporary = makeTemporary();
		const thread = new Worker(program, {
			argv: process.argv.slice(2),
			env: temporary === null ? process.env : {...process.env, TMPDIR: temporary},
			workerData: mark,
		});
		worker = thread;
		let failure: {error: unknown} | null = null;
		const status = await new Promise<number>(resolve => {
			thread.on('message', (told: Told) => {
				if (told.driverdex === 'writes') place = told.place;
			});
			thread.on('error', error => {
				failure = {error};
			});
			thread.on('exit', resolve);
		});
		clearTimeout(timer);
		// Ctrl-C also ends the processes that the work waits for, whose end may be heard of first.
		await new Promise(resolve => setImmediate(resolve));
		if (received !== null) {
			dieOf(received);
			return 128 + constants.signals[received as EndingSignal];
		}
		if (failure !== null) throw describeEnd((failure as {error: unknown}).error, place);
		return status;
	} finally {
		stopListening();
		clearUp();
	}
}

/** Why a thread ended otherwise than by itself. */
function describeEnd(error: unknown, place: Told['place']): unknown {
	if (place !== undefined) abandonWriting(place.target, place.made);
	if ((error as NodeJS.ErrnoException | null)?.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
	return new UserError(
		'There is more to read than memory to hold it.',
		'Leave something out, or allow more: NODE_OPTIONS=--max-old-space-size=8192 (MiB).',
	);
}

/** Calls back once when the first thread hears a signal; returns how to stop listening. Elsewhere nothing ever comes. */
export function onStop(stop: () => void): () => void {
	if (!isApart) return () => {};
	const take = (told: Told): void => {
		if (told.driverdex === 'stop') stop();
	};
	parentPort!.on('message', take);
	return () => parentPort!.off('message', take);
}

/** Tells the first thread what it has to clear up where this one can't. */
export function tellWriting(target: string, made: string | null): void {
	if (isApart) parentPort!.postMessage({driverdex: 'writes', place: {target, made}} satisfies Told);
}
