/** Whether a name is still spoken of in the sources of trees: what is, may have gone on under another one. */

import {normaliseName} from '../../../../dossier/query/names.ts';
import type {Called} from './listed-names.ts';
import {partNumbers} from './listed-names.ts';

/** A tree whose sources are searched. */
export interface SearchedTree {
	release: string;
	/** Its sources under drivers/ and sound/, each with its path. */
	sources(): AsyncIterable<{path: string; text: string}> | Iterable<{path: string; text: string}>;
}

/** Where a name is spoken of. */
export interface Trace {
	release: string;
	at: string;
	words: string;
}

/** Words of more sources than this are everybody's. */
const mostSources = 130;
/** So few sources have a word that means the same wherever it stands. */
const fewSources = 12;
/** Larger sources are lists of registers. */
const largestSource = 1_000_000;

/** Words that say no more than that it is a module. */
const kindWords: ReadonlySet<string> = new Set(['mod', 'module', 'drv', 'driver']);

/** The sources of some trees by the words of names that they have, comments aside. */
export class NameTraces {
	private readonly bearers = new Map<string, {release: string; path: string}[]>();

	/** Reads the trees for the words of the names. */
	static async of(called: Iterable<Called>, trees: readonly SearchedTree[]): Promise<NameTraces> {
		const traces = new NameTraces();
		for (const one of called) for (const word of wordsOf(one)) traces.bearers.set(word, []);
		for (const {release, sources} of trees) {
			for await (const {path, text} of sources()) {
				if (text.length <= largestSource) traces.note(release, path, text);
			}
		}
		return traces;
	}

	/**
	 * A source that speaks of a driver in a folder; `absent` where none does, `common` where its name has no word that
	 * would tell.
	 */
	of(one: Called, folder: string): Trace | 'absent' | 'common' {
		const words = nameWords(one.module);
		const telling = words.filter(word => this.bearers.get(word)!.length <= mostSources);
		const top = folder.split('/')[0]!;
		const isNear = (path: string) => path.startsWith(`${folder.split('/').slice(0, 2).join('/')}/`);
		if (telling.length > 0) {
			const [first, ...others] = words.map(word => this.bearers.get(word)!);
			const all = first!.filter(place => others.every(bearers => bearers.includes(place)));
			const rarest = Math.min(...telling.map(word => this.bearers.get(word)!.length));
			const found = all.find(
				({path}) => path.startsWith(`${top}/`) && (isNear(path) || rarest <= fewSources),
			);
			if (found !== undefined) return {release: found.release, at: found.path, words: words.join(' ')};
		}
		for (const word of partNumbers(one.title ?? '')) {
			const bearers = this.bearers.get(word)!;
			const found = bearers.find(({path}) => isNear(path) || bearers.length <= fewSources);
			if (found !== undefined && bearers.length <= mostSources)
				return {release: found.release, at: found.path, words: word};
		}
		return telling.length > 0 ? 'absent' : 'common';
	}

	private note(release: string, path: string, text: string): void {
		const place = {release, path};
		const said = `${path} ${withoutComments(text)}`.toLowerCase();
		for (const word of new Set(said.match(/[a-z0-9]+/g))) {
			this.bearers.get(word)?.push(place);
		}
	}
}

function wordsOf({module, title}: Called): string[] {
	return [...nameWords(module), ...partNumbers(title ?? '')];
}

/** The words of a module's name, without those of a letter or two that number nothing. */
function nameWords(module: string): string[] {
	return normaliseName(module)
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter(word => !kindWords.has(word) && (word.length >= 3 || (word.length > 1 && /\d/.test(word))));
}

/** The code of a source; a string with the start of a comment in it ends there, which loses a few words. */
function withoutComments(text: string): string {
	const code: string[] = [];
	let at = 0;
	for (;;) {
		const start = text.indexOf('/*', at);
		code.push(text.slice(at, start < 0 ? text.length : start));
		const end = start < 0 ? -1 : text.indexOf('*/', start + 2);
		if (end < 0) return code.join(' ').replace(/\/\/.*/g, ' ');
		at = end + 2;
	}
}
