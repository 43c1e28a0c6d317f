import {readdirSync, readlinkSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {beginningOf} from '../files/regular.ts';

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
/** Links followed before a path counts as going in circles, as many as Linux allows (path_resolution(7)). */
const mostLinks = 40;
/** Steps of one path, those of its links among them: twenty are usual, and a link may hold two thousand. */
const mostSteps = 256;
/** Folders whose real place is kept in mind; a large server's devices lie in some ten thousand. */
const mostKnown = 100_000;

/**
 * A machine's file system: this one's, or an image, a rescue mount, a copy below a folder. All that is read of a machine is
 * read through it, by paths from its top (`sys/bus/pci`), so that the rule stands here alone: **nothing outside is ever
 * opened or listed**. Links, absolute ones and `..` among them, lead where they would lead there; one that goes in circles
 * leads nowhere; the last part, which by then is no link, is opened as none (O_NOFOLLOW).
 */
export class SystemFiles {
	readonly root: string;
	private readonly isHere: boolean;
	private readonly known = new Map<string, string>();

	constructor(root: string) {
		this.root = root;
		this.isHere = resolve(root) === '/';
	}

	/**
	 * Where a path lies in this machine's own file system; null where its links go in circles. What does not exist is as it
	 * is written.
	 */
	place(path: string): string | null {
		if (this.isHere) return join(this.root, path);
		const there = this.within(path);
		return there === null ? null : join(this.root, there);
	}

	/**
	 * Reads a file of /proc or /sys, or of a saved copy of them. Never waits: a named pipe where a file should be is
	 * unreadable, as is a device, which might never end. What is longer than `most` bytes is cut. Bytes that are not UTF-8
	 * become U+FFFD.
	 */
	read(path: string, most = attributeBytes): Reading {
		const place = this.place(path);
		if (place === null) return {ok: false, reason: 'unreadable'};
		try {
			// Here the system's own links are as good as its files.
			const bytes = beginningOf(place, most, {links: this.isHere ? 'followed' : 'refused'});
			return {ok: true, text: bytes.toString('utf8')};
		} catch (error) {
			return {ok: false, reason: reasonOf(error)};
		}
	}

	/** One attribute of sysfs without the space around it; null where it is missing, empty or unreadable. */
	attribute(path: string): string | null {
		const reading = this.read(path);
		return reading.ok ? reading.text.trim() || null : null;
	}

	/** Names in a folder, sorted; null where it can't be listed. */
	list(path: string): string[] | null {
		const place = this.place(path);
		try {
			return place === null ? null : readdirSync(place).sort();
		} catch {
			return null;
		}
	}

	/** The last part of where a symbolic link leads, whether or not that exists; null for what is no link. */
	linkName(path: string): string | null {
		const cut = path.lastIndexOf('/');
		const folder = this.place(path.slice(0, Math.max(0, cut)));
		try {
			return folder === null ? null : basename(readlinkSync(join(folder, path.slice(cut + 1)))) || null;
		} catch {
			return null;
		}
	}

	/** From the root, with `/` before each part; null for what goes in circles. */
	private within(path: string): string | null {
		const cut = path.lastIndexOf('/');
		const folder = cut < 0 ? '' : path.slice(0, cut);
		// Devices are many, and the folders that they lie in are few.
		let start = this.known.get(folder);
		if (start === undefined) {
			const found = this.follow('', folder);
			if (found === null) return null;
			start = found;
			if (this.known.size < mostKnown) this.known.set(folder, start);
		}
		return this.follow(start, path.slice(cut + 1));
	}

	private follow(from: string, path: string): string | null {
		let there = from;
		let links = 0;
		let steps = 0;
		const parts = path.split('/').reverse();
		while (parts.length > 0) {
			const part = parts.pop()!;
			if (++steps > mostSteps) return null;
			if (part === '' || part === '.') continue;
			if (part === '..') {
				there = there.slice(0, Math.max(0, there.lastIndexOf('/')));
				continue;
			}
			const next = `${there}/${part}`;
			let target: string | null = null;
			try {
				target = readlinkSync(join(this.root, next));
			} catch {
				// No link, or nothing at all.
			}
			if (target === null) there = next;
			else if (++links > mostLinks) return null;
			else {
				if (target.startsWith('/')) there = '';
				parts.push(...target.split('/').reverse());
			}
		}
		return there;
	}
}

function reasonOf(error: unknown): 'missing' | 'denied' | 'unreadable' {
	const {code} = error as NodeJS.ErrnoException;
	if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENODEV') return 'missing';
	return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'unreadable';
}
