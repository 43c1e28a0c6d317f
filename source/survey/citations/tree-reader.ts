import {readdirSync, realpathSync} from 'node:fs';
import {join, sep} from 'node:path';
import {readInput} from '../input-file.ts';

/** A folder whose files are read as text. Nothing outside it is: no link leads out, and only regular files are opened. */
export interface TreeReader {
	root: string;
	/** Null where there is no such file, or one that is not to be read. */
	text(path: string): string | null;
	has(path: string): boolean;
	/** The names of a folder's files and folders; none where it is not there. */
	names(folder: string): string[];
}

/** Bytes of a source at most: the largest of a kernel, a table of registers, has 20 million. */
const largest = 32 * 1024 * 1024;
/** Texts that are kept, in characters: sources of one folder come one after the other. */
const mostKept = 64 * 1024 * 1024;

/** Opens a folder; throws what the system says where it is not there. */
export function openTree(folder: string): TreeReader {
	const root = realpathSync(folder);
	const kept = new Map<string, string | null>();
	let size = 0;
	const inside = (path: string): string | null => {
		try {
			const real = realpathSync(join(root, path));
			return real === root || real.startsWith(root + sep) ? real : null;
		} catch {
			return null;
		}
	};
	return {
		root,
		has: path => inside(path) !== null,
		names(path) {
			const real = inside(path);
			try {
				return real === null ? [] : readdirSync(real);
			} catch {
				return [];
			}
		},
		text(path) {
			const known = kept.get(path);
			if (known !== undefined) return known;
			const real = inside(path);
			const text = real === null ? null : readRegular(real);
			if (size > mostKept) {
				kept.clear();
				size = 0;
			}
			size += text?.length ?? 0;
			kept.set(path, text);
			return text;
		},
	};
}

/** The text of a regular file that is not too large; a device or a pipe is not waited for. */
export function readRegular(path: string): string | null {
	try {
		return readInput(path, {largest});
	} catch {
		return null;
	}
}
