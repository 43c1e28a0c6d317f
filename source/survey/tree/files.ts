import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import type {Problem} from '../../dossier/schema.ts';
import {isDirectory, isFile} from '../input-file.ts';
import {describeError} from './file-errors.ts';

/** The regular files of the surveyed folders, found in one walk. Paths are relative to the tree's top, with `/`. */
export interface TreeFiles {
	/** Directory → the names of its regular files that don't start with a dot, sorted. */
	directories: Map<string, string[]>;
	/** Directory → its sub-directories' paths, sorted. */
	children: Map<string, string[]>;
	/** Whether a path is a regular file; outside the walked part the file system is asked. */
	has(file: string): boolean;
	/** Whether a path is a regular file of the walked part. */
	isWalked(file: string): boolean;
	problems: Problem[];
}

const sourceName = /\.(?:[chS]|rs)$/;

/** Whether a file counts with its physical lines: .c, .h, .S and .rs. */
export function isSourceFile(file: string): boolean {
	return sourceName.test(file);
}

/**
 * Walks the `tops` as `find top -type f` does, those that the tree has not left out: symbolic links are not followed, so a loop of them does no harm, but
 * a linked directory is named among the problems because its files are not counted. So is a directory with a
 * space or colon in its name, which neither Kbuild nor a citation could spell.
 */
export function listTreeFiles(tree: string, tops: readonly string[]): TreeFiles {
	const directories = new Map<string, string[]>();
	const children = new Map<string, string[]>();
	const known = new Set<string>();
	const problems: Problem[] = [];
	const pending = tops.filter(top => isDirectory(path.join(tree, top)));
	for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
		const names: string[] = [];
		const below: string[] = [];
		try {
			for (const entry of readdirSync(path.join(tree, directory), {withFileTypes: true})) {
				if (entry.name.startsWith('.')) {
					continue;
				}
				const file = `${directory}/${entry.name}`;
				if (entry.isFile()) {
					names.push(entry.name);
					known.add(file);
				} else if (entry.isDirectory() && /[\s:]/.test(entry.name)) {
					problems.push({
						source: 'tree',
						where: directory,
						problem: `left out ${JSON.stringify(entry.name)}`,
					});
				} else if (entry.isDirectory()) {
					below.push(file);
				} else if (entry.isSymbolicLink() && leadsToDirectory(path.join(tree, file))) {
					problems.push({source: 'tree', where: file, problem: 'is a link to a directory, not followed'});
				}
			}
		} catch (error) {
			problems.push({source: 'tree', where: directory, problem: `can't be listed: ${describeError(error)}`});
		}
		directories.set(directory, names.sort());
		children.set(directory, below.sort());
		pending.push(...below);
	}
	return {
		directories,
		children,
		has: file =>
			known.has(file) || (!tops.some(top => file.startsWith(`${top}/`)) && isFile(path.join(tree, file))),
		isWalked: file => known.has(file),
		problems,
	};
}

function leadsToDirectory(file: string): boolean {
	try {
		return statSync(file).isDirectory();
	} catch {
		// A loop of links is no directory; one that leads to itself is worth a word all the same.
		return true;
	}
}
