import {readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {UserError} from '../dossier/user-error.ts';
import {readPlain} from './files.ts';

/** The file that says who writes a data set. It lies in the data set's folder while somebody does. */
export const lockFile = '.driverdex-lock';

/** Who holds a lock. */
interface Holder {
	pid: number;
	host: string;
	/** The boot that the process runs in; null where the system does not tell. */
	boot: string | null;
	/** When the process started, in clock ticks after that boot; null where the system does not tell. */
	startTicks: string | null;
	/** When the lock was taken, ISO 8601 in UTC. */
	since: string;
	/** What it does: `driverdex survey`. */
	command: string;
}

/** A held lock. */
export interface Lock {
	/** Gives it back; may be called more than once. */
	release(): void;
}

/** Milliseconds that a writer needs at most between making its lock and saying in it who it is. */
const longestBirth = 3_000;
/** Milliseconds after which a stale lock's clearing was itself abandoned. */
const longestClearing = 60_000;
/** How often a lock is tried again while somebody clears a stale one, and the milliseconds between. */
const tries = 20;
const pauseMs = 50;

/**
 * Takes the lock on a data set's folder, which must be there. Throws a UserError that says who holds it where
 * somebody does. A lock whose holder died is taken over. Given back by `release`, or when the process exits.
 */
export function takeLock(folder: string, command: string): Lock {
	const path = join(folder, lockFile);
	const text = `${JSON.stringify(describeSelf(command))}\n`;
	for (let tried = 0; !create(path, text); tried++) {
		const held = readHolder(path);
		if (held === null) continue;
		if (held.holder === null && held.ageMs < longestBirth) {
			// It says in a moment who holds it, unless it was killed before it could.
			pause();
			continue;
		}
		if (isAlive(held)) throw heldBy(held, folder, path);
		if (!clearStale(path, held.text)) {
			if (tried === tries) throw heldBy(held, folder, path);
			pause();
		}
	}
	const release = () => {
		process.off('exit', release);
		// Somebody who took it away by hand may have let another in.
		if (readHolder(path)?.text === text) rmSync(path, {force: true});
	};
	process.on('exit', release);
	return {release};
}

/** Whether a folder is locked by this process, on whatever thread. */
export function isLockedByUs(folder: string): boolean {
	const held = readHolder(join(folder, lockFile));
	return held?.holder?.pid === process.pid && isAlive(held);
}

/** Gives back the lock of a thread of this process that can't do so itself any more. */
export function releaseOurs(folder: string): void {
	if (isLockedByUs(folder)) rmSync(join(folder, lockFile), {force: true});
}

function pause(): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}

function describeSelf(command: string): Holder {
	return {
		pid: process.pid,
		host: hostname(),
		boot: bootOf(),
		startTicks: startTicksOf(process.pid),
		since: new Date().toISOString(),
		command,
	};
}

/** Makes a file that was not there; whether it could. */
function create(path: string, text: string): boolean {
	try {
		writeFileSync(path, text, {flag: 'wx'});
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/** A lock that was found: its text, its age, and who it names; nobody where that is not, or not yet, written. */
interface Found {
	text: string;
	ageMs: number;
	holder: Holder | null;
}

/** Bytes of a lock; a stranger's file of that name may be anything. */
const mostOfLock = 4096;

/** Null where the lock has gone meanwhile. Throws a UserError where something else bears its name. */
function readHolder(path: string): Found | null {
	try {
		const ageMs = Date.now() - statSync(path).mtimeMs;
		const text = readPlain(path, mostOfLock).toString('utf8');
		return {text, ageMs, holder: parseHolder(text)};
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') return null;
		if (code !== undefined) throw error;
		throw new UserError(
			`${path} is no lock of driverdex: ${message}.`,
			'Nothing was read. Remove it, if nothing of yours is running there.',
		);
	}
}

function parseHolder(text: string): Holder | null {
	try {
		const value = JSON.parse(text) as Holder;
		return Number.isInteger(value?.pid) && typeof value.host === 'string' ? value : null;
	} catch {
		return null;
	}
}

/** Whether the holder may still run. Of another machine's processes nothing can be known. */
function isAlive({holder}: Found): boolean {
	if (holder === null) return false;
	if (holder.host !== hostname()) return true;
	const boot = bootOf();
	if (holder.boot !== null && boot !== null && holder.boot !== boot) return false;
	try {
		process.kill(holder.pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
	// The number of a process that died is given to another one in time; that one started at another moment.
	const startTicks = startTicksOf(holder.pid);
	return holder.startTicks === null || startTicks === null || holder.startTicks === startTicks;
}

/**
 * Takes a stale lock away; false where another writer is at it. Only who made the file beside it may: else, of two
 * that saw the same stale lock, the slower would take the fresh lock of the faster one away.
 */
function clearStale(path: string, stale: string): boolean {
	const guard = `${path}-clearing`;
	if (!create(guard, '')) {
		const age = readHolder(guard)?.ageMs ?? 0;
		if (age > longestClearing) rmSync(guard, {force: true});
		return false;
	}
	try {
		if (readHolder(path)?.text === stale) rmSync(path, {force: true});
		return true;
	} finally {
		rmSync(guard, {force: true});
	}
}

function heldBy({holder}: Found, folder: string, path: string): UserError {
	const who =
		holder === null
			? 'another driverdex'
			: `${printable(holder.command)} (process ${holder.pid} on ${printable(holder.host)}, since ${printable(holder.since)})`;
	return new UserError(
		`${folder} is being written by ${who}.`,
		`Nothing was read. Wait until it is done; if nothing is running there, remove ${path}.`,
	);
}

/** The lock is a file that anybody may have written: none of its words reach the terminal as they are. */
function printable(text: unknown): string {
	return String(text)
		.replace(/[^\x20-\x7e]/g, '?')
		.slice(0, 100);
}

/** A text of /proc; null where there is none, as on macOS. */
function readProc(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return null;
	}
}

function bootOf(): string | null {
	return readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

/** Field 22 of /proc/PID/stat, counted behind the command's name, which may hold spaces and brackets: proc(5). */
function startTicksOf(pid: number): string | null {
	const text = readProc(`/proc/${pid}/stat`);
	return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
