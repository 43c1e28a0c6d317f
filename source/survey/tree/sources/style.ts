/** The style that a C source is written in, as words of its text show it. */
import type {SourceFacts, Tally} from './facts.ts';
import type {SourceText} from './source-text.ts';

const keyword = /^\$(Id|Revision)(?::[^$\n]*)?\$/;

/** Reads what is looked for into the facts of a loaded source, whose lines are indexed. */
export function readStyle(text: SourceText, facts: SourceFacts): void {
	facts.printks = tally(text, 'printk(', true);
	facts.managed = tally(text, 'devm_', false);
	for (const needle of ['<linux/semaphore.h>', 'down_interruptible(']) {
		const found = findInCode(text, needle);
		if (found !== null) {
			facts.semaphore = {value: needle.replace(/[<>]/g, '').replace('(', '()'), line: text.lineAt(found)};
			break;
		}
	}
	for (const needle of ['$Id', '$Revision']) {
		const found = text.find(needle, 0);
		if (found >= 0 && keyword.test(text.latin1(found, text.endOfLine(found)))) {
			facts.rcsKeyword = {value: needle, line: text.lineAt(found)};
			break;
		}
	}
}

/** Words that begin with the needle and stand in no comment; `isWhole` where nothing but it may be the word. */
function tally(text: SourceText, needle: string, isWhole: boolean): Tally | null {
	let found: Tally | null = null;
	for (let at = text.find(needle, 0); at >= 0; at = text.find(needle, at + needle.length)) {
		if (text.startOfWord(at) !== at || (isWhole && text.isComment(at))) {
			continue;
		}
		found ??= {count: 0, line: text.lineAt(at)};
		found.count++;
	}
	return found;
}

function findInCode(text: SourceText, needle: string): number | null {
	for (let at = text.find(needle, 0); at >= 0; at = text.find(needle, at + needle.length)) {
		if (text.startOfWord(at) === at && !text.isComment(at)) {
			return at;
		}
	}
	return null;
}

/** The line on which a struct is given a table of device-tree compatibles; null where none is. */
export function findMatchTable(text: SourceText): number | null {
	const needle = '.of_match_table';
	for (let at = text.find(needle, 0); at >= 0; at = text.find(needle, at + needle.length)) {
		const value = /^\.of_match_table\s*=\s*(\w+)/.exec(text.latin1(at, text.endOfLine(at)))?.[1];
		if (value !== undefined && value !== 'NULL' && !text.isComment(at)) {
			return text.lineAt(at);
		}
	}
	return null;
}
