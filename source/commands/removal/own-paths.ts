/** Which files of a tree are a driver's. */
import {dirname} from 'node:path';
import type {DriverRecord} from '../../dossier/schema.ts';
import type {BoundedTree} from './bounded-tree.ts';

/** A file with its lines; null where the tree has it not. */
export interface OwnFile {
	path: string;
	lines: number | null;
}

/** What goes with a driver. */
export interface OwnFiles {
	files: OwnFile[];
	/** The directory, where nothing of another driver lies in it or below it. */
	wholeDirectory: string | null;
	/** Files of that directory that are no sources of the driver: its Kconfig, Makefile, notes. */
	beside: OwnFile[];
}

/** The paths of a driver's own sources, from the top of the tree. */
export function ownPaths({directory, files}: Pick<DriverRecord, 'directory' | 'files'>): string[] {
	return files.map(file => {
		const parts = directory.split('/');
		for (const part of file.split('/')) {
			if (part === '..') parts.pop();
			else parts.push(part);
		}
		return parts.join('/');
	});
}

/** Looks a driver's files up in a tree. `ids` are those of all drivers. */
export function readOwnFiles(tree: BoundedTree, record: DriverRecord, ids: readonly string[]): OwnFiles {
	const paths = ownPaths(record);
	const files = paths.map(path => ({path, lines: linesOf(tree.read(path))}));
	const own = new Set(paths);
	const isAlone = (folder: string) =>
		ids.every(id => id === record.id || !id.startsWith(`${folder}/`)) && tree.isFolder(folder);
	// The highest folder that holds nothing else, such as a vendor's with one driver; what stands directly below drivers/ or
	// net/ is a subsystem's.
	let wholeDirectory: string | null = null;
	let beside: OwnFile[] = [];
	for (
		let folder = record.directory;
		folder.split('/').length > 2 && isAlone(folder);
		folder = dirname(folder)
	) {
		const others = [...tree.walk(() => true, folder)].filter(({path}) => !own.has(path));
		// A source that is not its own is built into something else.
		if (others.some(({path}) => /\.(?:c|S|rs)$/.test(path))) break;
		wholeDirectory = folder;
		beside = others.map(({path, bytes}) => ({path, lines: linesOf(bytes)}));
	}
	return {files, wholeDirectory, beside};
}

/** The options that are defined by the Kconfig files of a directory that goes whole, and the driver's own. */
export function optionsOf(tree: BoundedTree, {kconfig}: DriverRecord, {beside}: OwnFiles): string[] {
	const defined = beside
		.filter(({path}) => /\/Kconfig[^/]*$/.test(path))
		.flatMap(({path}) => [...(tree.text(path) ?? '').matchAll(/^[ \t]*(?:menu)?config[ \t]+(\w+)[ \t]*$/gm)])
		.map(([, symbol]) => symbol!);
	return [...new Set([...(kconfig === null ? [] : [kconfig.symbol]), ...defined])];
}

/** Lines as `wc -l` counts them. */
function linesOf(bytes: Buffer | null): number | null {
	if (bytes === null) return null;
	let lines = 0;
	for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
	return lines;
}
