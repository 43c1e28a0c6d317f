import type {FileChange} from './step-reader.ts';

/** The files that differ between two releases in a row. */
export interface StepFiles {
	/** Former path → path, of those that moved: git's similarity of half. */
	moved: ReadonlyMap<string, string>;
	/** Sources that are new, with the ids of their contents. */
	added: ReadonlyMap<string, string>;
	/** Sources that were edited: ids before and after, and how many lines were added. */
	edited: ReadonlyMap<string, {before: string; after: string; added: number}>;
}

/** Edits that add fewer lines took in no other source. */
const fewestLines = 8;

/** What is kept of the changes of a step. */
export function stepFilesOf(changes: readonly FileChange[]): StepFiles {
	const moved = new Map<string, string>();
	const added = new Map<string, string>();
	const edited = new Map<string, {before: string; after: string; added: number}>();
	for (const change of changes) {
		const {before, after} = change;
		if (after === null) continue;
		if (before !== null && before !== after) moved.set(before, after);
		if (!/\.(?:[chS]|rs)$/.test(after)) continue;
		if (before === null) added.set(after, change.afterId!);
		else if (change.added >= fewestLines) {
			edited.set(after, {before: change.beforeId!, after: change.afterId!, added: change.added});
		}
	}
	return {moved, added, edited};
}
