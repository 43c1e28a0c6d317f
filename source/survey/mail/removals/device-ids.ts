/** The ids by which drivers' tables bind devices, as a diff moves them from one source to another. */
import {hashText} from '../hash.ts';
import {pathOf} from '../message/diff-facts.ts';

/** What the hunks of one file put into its tables and take out of them, as hashes. */
export interface MovedIds {
	put: Set<number>;
	taken: Set<number>;
}

/** Without one of these a text has no table. */
const tableWords = /\.compatible\b|_V?DEVICE(?:_[A-Z]{1,12})?\(|\{ ?"[A-Z0-9]{7,8}"/;
/** Letters of a line of a table; patterns would go through longer ones from each of their words. */
const longestLine = 400;

/** Compatibles, macros of the buses and ACPI ids; MODULE_DEVICE_TABLE names a table, and no device. */
const ids =
	/\.compatible\s*=\s*"([^"]+)"|\b((?!MODULE_)[A-Z0-9_]*_V?DEVICE(?:_[A-Z]+)*\s*\([^()]*,[^()]*\))|\{\s*"([A-Z0-9]{3,4}[0-9A-F]{4})"/g;

/** Whether a text may put ids into a table. */
export function putsIds(text: string): boolean {
	return tableWords.test(text);
}

/** The ids that a mail's diff moves, by path: of a deleted file the old one. Files without any are left out. */
export function movedIds(text: string): Map<string, MovedIds> {
	const found = new Map<string, MovedIds>();
	let [old, path] = ['', ''];
	for (const line of text.split('\n')) {
		if (line.startsWith('diff --git ')) path = '';
		else if (line.startsWith('--- ')) [old, path] = [pathOf(line), ''];
		else if (line.startsWith('+++ ') && path === '')
			path = line.startsWith('+++ /dev/null') ? old : pathOf(line);
		else if (path !== '' && line.length <= longestLine && /^[+-]/.test(line)) {
			for (const [, ...one] of line.matchAll(ids)) {
				let moved = found.get(path);
				if (moved === undefined) found.set(path, (moved = {put: new Set(), taken: new Set()}));
				const id = hashText(one.find(part => part !== undefined)!.replace(/\s+/g, ''));
				(line.startsWith('+') ? moved.put : moved.taken).add(id);
			}
		}
	}
	return found;
}

/** What one driver's tables gain by a patch. */
export interface GainedIds {
	module: string;
	ids: readonly number[];
}

/** Modules whose tables gain what a deleted driver's had, those that gain most of it first. */
export function takersOf(lost: ReadonlySet<number>, gained: readonly GainedIds[], own: string): string[] {
	const counts = new Map<string, Set<number>>();
	for (const {module, ids: got} of gained) {
		const taken = got.filter(id => lost.has(id));
		if (module !== own && taken.length > 0)
			counts.set(module, new Set([...(counts.get(module) ?? []), ...taken]));
	}
	return [...counts].sort(([, one], [, other]) => other.size - one.size).map(([module]) => module);
}
