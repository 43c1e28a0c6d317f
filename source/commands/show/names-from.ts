/** The names that `show` is asked for: its words, files of names, standard input. */

import {surveyedInWords} from '../../dossier/surveyed-folders.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {counted} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Context} from '../common/context.ts';
import {readBounded} from './read-bounded.ts';

/** What was read. */
export interface Names {
	names: string[];
	/** Whether they come from a list, so that the answer is one too, however many there are. */
	isList: boolean;
	/** What is to be said of how they were read. */
	remarks: string[];
}

/** Names in one list at most: more are a mistake, or somebody else's file. */
const mostNames = 20_000;

/** Reads what `show` is asked for; each name once, in the order of the words. */
export async function namesFrom({input, flags}: Pick<Context, 'input' | 'flags'>): Promise<Names> {
	const files = [...input.flatMap(word => (word === '-' ? ['-'] : [])), ...((flags.from as string[]) ?? [])];
	if (files.length === 0) return {names: [...input], isList: false, remarks: []};
	const names = new Set(input.filter(word => word !== '-'));
	const remarks: string[] = [];
	for (const file of new Set(files)) {
		const {found, how} = namesIn(readBounded(file));
		for (const name of found) names.add(name);
		const from = file === '-' ? 'Standard input' : sanitise(file);
		if (how !== null) remarks.push(`${from} was taken for ${how}.`);
	}
	if (names.size > mostNames) {
		throw new UserError(
			`${names.size} names are more than a list of drivers has.`,
			`Give ${mostNames} at most: the names of one machine's or one configuration's modules.`,
			exitStatus.usage,
		);
	}
	return {names: [...names], isList: true, remarks};
}

/** A source file with its line, as reports and traces name it. */
const sourcePath =
	/^[\w./+-]*\b(?:drivers|sound|fs|net|kernel|mm|block|lib|arch|include)\/[\w./+-]+\.(?:c|h|S|rs|o|ko)\b/;
/** The kernel's longest path has some 120 letters, before which a builder's folder may stand. */
const longestPath = 300;
const pathsIn = (line: string): string[] =>
	[...line.matchAll(/[\w./+-]+/g)].flatMap(([word]) =>
		word.length > longestPath ? [] : (sourcePath.exec(word)?.[0] ?? []),
	);
/** `e1000_open+0x1b/0x100 [e1000e]`: a function of a stack trace, and its module. */
const traceLine = /(?<!\w)\w+\+0x[0-9a-f]+\/0x[0-9a-f]+(?:\s+\[([\w-]+)(?![\w-])[^\]]*\])?/;

/**
 * The names in a text: of a stack trace or a report the source files and modules that it names, of a CVE's record its
 * files; of any other text every word, with what follows a # left out.
 */
export function namesIn(text: string): {found: string[]; how: string | null} {
	const lines = text.split(/\r?\n/);
	const isTrace = lines.some(line => traceLine.test(line));
	const isProse = lines.some(line => / /.test(line.trim()) && pathsIn(line).length > 0);
	if (!isTrace && !isProse) {
		const words = lines.flatMap(line => line.replace(/(?:^|\s)#[\s\S]*$/, '').split(/[\s,]+/));
		return {
			found: words.map(word => word.replace(/^["']|["']$/g, '')).filter(word => word !== ''),
			how: null,
		};
	}
	const found = new Set<string>();
	const outside = new Set<string>();
	for (const line of lines) {
		for (const path of pathsIn(line)) {
			const own = path.replace(/^(?:\.\/|[ab]\/(?=drivers|sound))/, '');
			if (/(?:^|\/)(?:drivers|sound)\//.test(own)) found.add(own);
			else outside.add(own);
		}
		const module = traceLine.exec(line)?.[1];
		if (module !== undefined) found.add(module);
	}
	const left =
		outside.size > 0 ? `; ${counted(outside.size, 'source')} not under ${surveyedInWords} left out` : '';
	const how = isTrace
		? 'a stack trace: its modules and source files'
		: 'a text: the source files that it names';
	return {found: [...found], how: how + left};
}
