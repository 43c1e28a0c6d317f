import {closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, readSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';

/** Why something could not be read, counted by kind, so that a hundred thousand of them are one line. */
export interface Troubles {
	note(kind: string): void;
	/** `3 files could not be read`, in the order first met. */
	lines(): string[];
}

export function createTroubles(): Troubles {
	const counts = new Map<string, number>();
	return {
		note: kind => void counts.set(kind, (counts.get(kind) ?? 0) + 1),
		lines: () => [...counts].map(([kind, count]) => `${kind}: ${count}`),
	};
}

/** What reading a small file of a system came to. */
export type Reading = {ok: true; text: string} | {ok: false; reason: 'missing' | 'denied' | 'unreadable'};

/** Most bytes of one attribute: sysfs gives a page at most. */
const attributeBytes = 4096;

/**
 * Reads a file of /proc or /sys, or of a saved copy of them. Never waits: a named pipe where a file should be is
 * unreadable, as is a device, which might never end. Bytes that are not UTF-8 become U+FFFD.
 */
export function readSystemFile(path: string, most = attributeBytes): Reading {
	let descriptor: number;
	try {
		descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	} catch (error) {
		return {ok: false, reason: reasonOf(error)};
	}
	try {
		if (!fstatSync(descriptor).isFile()) return {ok: false, reason: 'unreadable'};
		const chunks: Buffer[] = [];
		let total = 0;
		while (total < most) {
			// Files of /proc say that they are empty: they are read to their end.
			const chunk = Buffer.allocUnsafe(Math.min(most - total, 65_536));
			const count = readSync(descriptor, chunk, 0, chunk.length, null);
			if (count === 0) break;
			chunks.push(chunk.subarray(0, count));
			total += count;
		}
		return {ok: true, text: Buffer.concat(chunks).toString('utf8')};
	} catch (error) {
		return {ok: false, reason: reasonOf(error)};
	} finally {
		closeSync(descriptor);
	}
}

/** One attribute of sysfs without the space around it; null where it is missing, empty or unreadable. */
export function readAttribute(path: string): string | null {
	const reading = readSystemFile(path);
	return reading.ok ? reading.text.trim() || null : null;
}

/** The last part of where a symbolic link leads, whether or not that exists; null for what is no link. */
export function linkName(path: string): string | null {
	try {
		return basename(readlinkSync(path)) || null;
	} catch {
		return null;
	}
}

/** Links followed before a path counts as going in circles, as many as Linux allows (path_resolution(7)). */
const mostLinks = 40;

/**
 * Where a path of another system lies in this one: its symbolic links, absolute ones and `..` among them, lead where
 * they would lead there, never out of `root`. What does not exist, or goes in circles, stays as it is written.
 */
export function pathWithin(root: string, path: string): string {
	if (resolve(root) === '/') return join(root, path);
	let there = '';
	let links = 0;
	const parts = path.split('/').reverse();
	while (parts.length > 0) {
		const part = parts.pop()!;
		if (part === '' || part === '.') continue;
		if (part === '..') {
			there = there.slice(0, Math.max(0, there.lastIndexOf('/')));
			continue;
		}
		const next = `${there}/${part}`;
		let target: string | null = null;
		try {
			target = readlinkSync(join(root, next));
		} catch {
			// No link, or nothing at all.
		}
		if (target === null) there = next;
		else if (++links > mostLinks) return join(root, path);
		else {
			if (target.startsWith('/')) there = '';
			parts.push(...target.split('/').reverse());
		}
	}
	return join(root, there);
}

/** Names in a folder, sorted; null where it can't be listed. */
export function listFolder(path: string): string[] | null {
	try {
		return readdirSync(path).sort();
	} catch {
		return null;
	}
}

function reasonOf(error: unknown): 'missing' | 'denied' | 'unreadable' {
	const {code} = error as NodeJS.ErrnoException;
	if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENODEV') return 'missing';
	return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'unreadable';
}
