/** Where the files of a kernel tree are read from: a folder, or the tree of a commit. */
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {readTreeFile} from '../../input-file.ts';

/** A kernel tree as far as includes are followed in it. Paths are relative to its top, with `/`. */
export interface SourceTree {
	/** Whether there is a regular file of that name. */
	has(file: string): boolean;
	/** A file's text, a character a byte; null where there is none, or it can't be read. */
	read(file: string): string | null;
	/** What tells this text of the file from every other; null where the tree has no cheap answer. */
	revision(file: string): string | null;
	/** The names of the folders right in a folder. */
	folders(folder: string): readonly string[];
	/** Fetches files that will be read; a tree whose files are at hand does nothing. */
	load(files: readonly string[]): Promise<void> | null;
}

/** Files larger than this are lists of registers, and name no device. */
const largestFile = 4_000_000;

/** A tree that lies unpacked. */
export class UnpackedTree implements SourceTree {
	private readonly top: string;
	private readonly known = new Map<string, {files: Set<string>; folders: string[]}>();

	constructor(top: string) {
		this.top = top;
	}

	has(file: string): boolean {
		const cut = file.lastIndexOf('/');
		return this.list(file.slice(0, Math.max(cut, 0))).files.has(file.slice(cut + 1));
	}

	read(file: string): string | null {
		try {
			const text = readTreeFile(this.top, file, {encoding: 'latin1'});
			return text.length > largestFile ? null : text;
		} catch {
			return null;
		}
	}

	revision(): null {
		return null;
	}

	folders(folder: string): readonly string[] {
		return this.list(folder).folders;
	}

	load(): null {
		return null;
	}

	private list(folder: string): {files: Set<string>; folders: string[]} {
		let listed = this.known.get(folder);
		if (listed === undefined) {
			listed = {files: new Set(), folders: []};
			try {
				for (const entry of readdirSync(path.join(this.top, folder), {withFileTypes: true})) {
					if (entry.isFile()) listed.files.add(entry.name);
					else if (entry.isDirectory()) listed.folders.push(entry.name);
				}
			} catch {
				// No such folder has no files.
			}
			this.known.set(folder, listed);
		}
		return listed;
	}
}
