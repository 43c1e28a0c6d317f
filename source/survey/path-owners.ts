import type {PathOwners} from './facts.ts';
import type {TreeSurvey} from './tree/facts.ts';

/** Which drivers of a tree own a path, and which of its surveyed directories the path lies in. */
export function pathOwnersOf(tree: TreeSurvey): PathOwners {
	const drivers = new Map<string, string[]>();
	for (const {id, files} of tree.drivers) {
		for (const file of files) {
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
	return {
		driversOf: path => drivers.get(path) ?? nobody,
		directoriesOf: path => (path.startsWith('drivers/') ? directoriesAbove(path) : nobody),
	};
}
