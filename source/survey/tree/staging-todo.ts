import {languageLargest, readTreeFile} from '../input-file.ts';
import type {TreeFiles} from './files.ts';

/** Speaks of the driver going away, not of code to clean up. */
const removal =
	/\bremov(?:e|ing) (?:it|them) altogether\b|\b(?:prevent|scheduled for|planned for|slated for|before) (?:its |their |the )?(?:removal|deletion)\b|\b(?:driver|drivers) (?:will|should|can|is going to|are going to) be (?:removed|deleted|dropped)\b|\b(?:remove|delete|drop) th(?:is|e|ese) (?:whole |entire )?drivers?\b|\bremoval of th(?:is|e|ese) drivers?\b/i;

/**
 * Staging directories whose TODO speaks of removal: directory → `file:line`. A TODO counts for its directory
 * and everything below.
 */
export function findTodoRemovals(tree: string, files: TreeFiles): Map<string, string> {
	const found = new Map<string, string>();
	for (const [directory, names] of files.directories) {
		if (!directory.startsWith('drivers/staging/')) {
			continue;
		}
		for (const name of names) {
			const file = `${directory}/${name}`;
			const line = /^TODO/i.test(name) ? findRemovalLine(tree, file) : null;
			if (line !== null && !found.has(directory)) {
				found.set(directory, `${file}:${line}`);
			}
		}
	}
	return found;
}

function findRemovalLine(tree: string, file: string): number | null {
	let lines: string[];
	try {
		lines = readTreeFile(tree, file, {largest: languageLargest}).split('\n');
	} catch {
		return null;
	}
	for (const [index, line] of lines.entries()) {
		// A sentence may break in the middle of the phrase.
		if (removal.test(line) || removal.test(`${lines[index - 1] ?? ''} ${line}`)) {
			return index + 1;
		}
	}
	return null;
}
