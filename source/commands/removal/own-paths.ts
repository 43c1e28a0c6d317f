/** Which files of a tree are a driver's. */
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

/** Looks a driver's files up in a tree. `others` are ids of drivers at or below its directory. */
export function readOwnFiles(tree: BoundedTree, record: DriverRecord, others: readonly string[]): OwnFiles {
	const paths = ownPaths(record);
	const files = paths.map(path => ({path, lines: linesOf(tree.read(path))}));
	const isAlone = others.every(id => id === record.id) && tree.isFolder(record.directory);
	const own = new Set(paths);
	const beside = isAlone
		? tree
				.filesIn(record.directory)
				.map(name => `${record.directory}/${name}`)
				.filter(path => !own.has(path))
				.map(path => ({path, lines: linesOf(tree.read(path))}))
		: [];
	// A source beside it that is not its own is built into something else.
	const isWhole = isAlone && !beside.some(({path}) => /\.(?:c|S|rs)$/.test(path));
	return {files, wholeDirectory: isWhole ? record.directory : null, beside: isWhole ? beside : []};
}

/** Lines as `wc -l` counts them. */
function linesOf(bytes: Buffer | null): number | null {
	if (bytes === null) return null;
	let lines = 0;
	for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
	return lines;
}
