/** What a diff says of the driver that it deletes, beyond which files it touches. */
import type {PatchedFile} from './patch.ts';

/** Counted over one mail, for the question what the deletion of a source is in truth. */
export interface DiffFacts {
	/** Lines taken out and put in, by path: of a deleted file the old one. */
	lines: Map<string, {added: number; removed: number}>;
	/** CONFIG symbols, without the prefix, that lines put into Makefiles build something for. */
	builtOptions: Set<string>;
	/** Where the words before the diff say that code goes: a folder or file of the tree. */
	movedTo: string | null;
	/** Whether they say that another driver has taken the code in. */
	isMerged: boolean;
}

const source = /\.(?:c|S|rs)$/;

/** Whether a path is one of code that is compiled by itself. */
export function isSource(path: string): boolean {
	return source.test(path);
}

/** Sources that a patch adds, at their paths in the tree; of a moved file the new one. */
export function addedSources(files: readonly PatchedFile[]): string[] {
	return files.flatMap(({from, to, renamed}) =>
		to !== null && (from === null || (renamed && from !== to)) && isSource(to) ? [to] : [],
	);
}

const movingWords =
	/\bmoved? (?:\S+ ){0,3}?(?:in)?to\s+(?:(?:its|the) (?:proper|right|final) place in the kernel )?['"`]?((?:drivers|sound|arch)\/[\w./-]*\w)/i;

const mergingWords =
	/\b(?:functionality|code|handling) (?:has been|was|is) (?:now )?(?:moved|merged|folded|integrated) (?:in)?to (?:the )?[\w-]+ driver\b|\b(?:is|are) now (?:handled|implemented|done) (?:directly )?(?:from )?(?:within|in) the\b|\bcovers the functions?\b/i;

/** What a mail says before its diff, and before the line of dashes. */
export function beforeDiff(text: string): string {
	const end = text.search(/^(?:---$|---\s|diff --git |Index: )/m);
	return end < 0 ? text : text.slice(0, end);
}

/** How many lines the hunks of a mail's text put in and take out, all files together. */
export function changedLines(text: string): number {
	let lines = 0;
	let isHunk = false;
	for (const line of text.split('\n')) {
		if (line.startsWith('@@ ')) isHunk = true;
		// What ends a mail's diff looks like a line taken out.
		else if (line === '-- ' || /^(?:diff --git |Index: )/.test(line)) isHunk = false;
		else if (isHunk && /^[-+](?!--|\+\+)/.test(line)) lines++;
	}
	return lines;
}

/** Whether texts hold at most so many lines that are put in or taken out, by a look that stops early. */
export function hasFewLines(texts: readonly string[], most: number): boolean {
	let lines = 0;
	for (const text of texts) {
		let at = text.indexOf('\n@@ ');
		while (at >= 0) {
			const sign = text.charCodeAt(at + 1);
			// The three signs of a file's head are no line; two more of a mail's end are not worth a thought.
			if (
				(sign === 0x2b || sign === 0x2d) &&
				!text.startsWith('+++ ', at + 1) &&
				!text.startsWith('--- ', at + 1) &&
				++lines > most
			)
				return false;
			at = text.indexOf('\n', at + 1);
		}
	}
	return true;
}

/** Reads the words and the hunks of a mail's text. */
export function diffFacts(text: string): DiffFacts {
	const words = beforeDiff(text).replace(/\s+/g, ' ');
	const movedTo = movingWords.exec(words)?.[1] ?? null;
	const isMerged = mergingWords.test(words);
	const facts: DiffFacts = {lines: new Map(), builtOptions: new Set(), movedTo, isMerged};
	let old = '';
	let counted: {added: number; removed: number} | null = null;
	let isMakefile = false;
	for (const line of text.split('\n')) {
		if (line.startsWith('diff --git ')) counted = null;
		else if (line.startsWith('--- ')) {
			old = pathOf(line);
			counted = null;
		} else if (line.startsWith('+++ ') && counted === null) {
			const path = line.startsWith('+++ /dev/null') ? old : pathOf(line);
			isMakefile = /(?:^|\/)(?:Makefile|Kbuild)$/.test(path);
			counted = facts.lines.get(path) ?? {added: 0, removed: 0};
			facts.lines.set(path, counted);
		} else if (counted !== null && line.startsWith('+')) {
			counted.added++;
			// What is put behind a comment sign builds nothing.
			if (!isMakefile || /^\+\s*#/.test(line)) continue;
			for (const [, option] of line.matchAll(/\bCONFIG_([A-Za-z0-9_]+)/g)) facts.builtOptions.add(option!);
		} else if (counted !== null && line.startsWith('-')) counted.removed++;
	}
	return facts;
}

/** The path of a `--- a/…` or `+++ b/…` line. */
export function pathOf(line: string): string {
	return line
		.slice(4)
		.replace(/\t.*/, '')
		.trim()
		.replace(/^[^/]*\//, '');
}
