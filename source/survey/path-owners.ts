import {isSurveyed} from '../dossier/surveyed-folders.ts';
import type {PathOwners} from './facts.ts';
import type {TreeSurvey} from './tree/facts.ts';

/** The longest path that the kernel's tools take; one of a stranger may have a folder in a folder without end. */
const longestPath = 4096;

/**
 * Which driver of a tree owns a path, as one of its own sources (see tree/own-sources.ts), and which of the surveyed
 * directories the path lies in. Whatever is counted for drivers asks here: releases, commits, patches, CVEs.
 */
export function pathOwnersOf(tree: TreeSurvey): PathOwners {
	const drivers = new Map<string, string[]>();
	for (const {id, ownSources} of tree.drivers) {
		for (const file of ownSources) {
			const known = drivers.get(file);
			if (known === undefined) drivers.set(file, [id]);
			else known.push(id);
		}
	}
	const surveyed = new Set(tree.directories.map(({directory}) => directory));
	const above = new Map<string, readonly string[]>();
	const directoriesAbove = (path: string): readonly string[] => {
		const cut = path.lastIndexOf('/');
		if (cut < 0) return [];
		const directory = path.slice(0, cut);
		let found = above.get(directory);
		if (found === undefined) {
			const further = directoriesAbove(directory);
			found = surveyed.has(directory) ? [directory, ...further] : further;
			above.set(directory, found);
		}
		return found;
	};
	const nobody: readonly string[] = [];
	const isAsked = (path: string) => path.length <= longestPath && isSurveyed(path);
	return {
		driversOf: path => drivers.get(path) ?? nobody,
		directoriesOf: path => (isAsked(path) ? directoriesAbove(path) : nobody),
	};
}
