/** Sentences on boards: what the device trees of a tree name, looked up letter by letter. */
import {type Check, Unlooked} from './facts.ts';
import type {TreeReader} from './tree-reader.ts';

/** Folders below a folder of device trees, at most. */
const deepest = 6;

/** What stands in quotes in device trees of arch/: in any, and in those of boards and overlays themselves. */
interface Quoted {
	anywhere: ReadonlySet<string>;
	byBoards: ReadonlySet<string>;
}
const quoted = new WeakMap<TreeReader, Quoted>();

function quotedIn(tree: TreeReader): Quoted {
	const known = quoted.get(tree);
	if (known !== undefined) return known;
	const anywhere = new Set<string>();
	const byBoards = new Set<string>();
	const walk = (folder: string, depth: number) => {
		for (const name of tree.names(folder)) {
			const path = `${folder}/${name}`;
			if (/\.dts[io]?$/.test(name)) {
				for (const [, text] of (tree.text(path) ?? '').matchAll(/"([^"\n]+)"/g)) {
					anywhere.add(text!);
					if (!name.endsWith('i')) byBoards.add(text!);
				}
			} else if (!name.includes('.') && depth < deepest) walk(path, depth + 1);
		}
	};
	for (const architecture of tree.names('arch')) walk(`arch/${architecture}/boot/dts`, 0);
	const found = {anywhere, byBoards};
	quoted.set(tree, found);
	return found;
}

/** Whether a device tree names a compatible of the driver's; what nobody includes is no board's. */
function isNamed(isWanted: boolean): Check {
	return ({record, books: {tree}}) => {
		if (tree === null) return new Unlooked('no tree was given');
		const compatibles = (record.aliases ?? []).flatMap(alias => /^of:N\*T\*C([^*]+)$/.exec(alias)?.[1] ?? []);
		const {anywhere, byBoards} = quotedIn(tree);
		const named = compatibles.find(compatible => (isWanted ? anywhere : byBoards).has(compatible));
		if (isWanted) return named === undefined ? 'no device tree names one of its compatibles' : null;
		return named === undefined ? null : `a device tree names ${named}`;
	};
}

/** Sentences by their form. */
export const boardSentences: readonly (readonly [RegExp, Check])[] = [
	[/^[\d,]+ (?:board|overlay)s? of the kernel's own device trees ha(?:s|ve) its device$/, isNamed(true)],
	[/^no board of the kernel's own device trees has its device$/, isNamed(false)],
];
