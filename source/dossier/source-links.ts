import type {Source} from './schema.ts';

/**
 * Where a place in the surveyed tree can be read on line: the stable tree's web view, at that release's tag. A line
 * is shown in its file; a path without a line stands for its history.
 */
export function treeAddress(at: string, treeVersion: string): string {
	const [file = '', line] = at.split(':');
	const path = file
		.split('/')
		.map(name => encodeURIComponent(name.toWellFormed()))
		.join('/');
	const tag = /^\d+\.\d+(?:\.\d+)?(?:-rc\d+)?$/.test(treeVersion)
		? `?h=v${treeVersion.replace(/\.0$/, '')}`
		: '';
	const repository = 'https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git';
	return line === undefined ? `${repository}/log/${path}${tag}` : `${repository}/tree/${path}${tag}#n${line}`;
}

/** The address of a source: its own, or that of its file and line in the tree. */
export function sourceAddress(source: Source, treeVersion: string): string {
	return 'at' in source ? treeAddress(source.at, treeVersion) : source.url;
}

/** Where a source lies, in a few words: file and line, or host. */
export function sourceName(source: Source): string {
	return 'at' in source ? source.at : source.host;
}

/** The day of what stands at a source; null where it is not known, as for the tree, which has a day of its own. */
export function sourceDate(source: Source): string | null {
	return 'at' in source ? null : source.date;
}
