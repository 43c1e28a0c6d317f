import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** One small change of the source that breaks a promise, and the test that must notice. */
export interface Edit {
	/** What is broken, in a few words; unique in the list. */
	name: string;
	/** The file that is changed, from the project's top. */
	file: string;
	/** Text that stands in it exactly once, and what is put in its place. */
	from: string;
	to: string;
	/** The file of tests that must fail, from the project's top. */
	test: string;
	/** A regular expression on the names of its tests, where the whole file would take long. */
	only?: string;
	/** Without the promise its tests never end: that they are stopped is their noticing. */
	hangs?: true;
	/** The promise that is broken. */
	why: string;
}

/** Why an edit can't be made: what it changes or names is not there (any more). `elsewhere` are files with its text. */
export interface StaleEdit {
	edit: Edit;
	problem: string;
	elsewhere: string[];
}

/**
 * The edits that no longer fit the source. `files` has the text of every file of source/ and test/, by path from the
 * project's top.
 */
export function findStale(edits: readonly Edit[], files: ReadonlyMap<string, string>): StaleEdit[] {
	const stale: StaleEdit[] = [];
	const names = new Set<string>();
	for (const edit of edits) {
		const note = (problem: string, elsewhere: string[] = []) => stale.push({edit, problem, elsewhere});
		if (names.has(edit.name)) note('another edit has the same name');
		names.add(edit.name);
		if (edit.from === edit.to) note('it changes nothing');
		if (!files.has(edit.test)) note(`${edit.test} is not there`);
		const count = countOf(files.get(edit.file) ?? '', edit.from);
		if (count === 1) continue;
		const elsewhere = [...files]
			.filter(([path, text]) => path.startsWith('source/') && path !== edit.file && text.includes(edit.from))
			.map(([path]) => path);
		note(
			files.has(edit.file) ? `its text stands ${count} times in ${edit.file}` : `${edit.file} is not there`,
			elsewhere,
		);
	}
	return stale;
}

function countOf(text: string, wanted: string): number {
	return text.split(wanted).length - 1;
}

/** Text of every TypeScript file of source/ and test/, by its path from the project's top. */
export function readFiles(top: string): Map<string, string> {
	const paths = ['source', 'test'].flatMap(folder =>
		readdirSync(join(top, folder), {recursive: true, encoding: 'utf8'}).map(path => `${folder}/${path}`),
	);
	const wanted = paths.filter(path => /\.(?:tsx?|sh)$/.test(path));
	return new Map(wanted.map(path => [path, readFileSync(join(top, path), 'utf8')]));
}
