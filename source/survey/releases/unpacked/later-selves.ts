/** Where the code of drivers went from one kernel tree to a later one: what names alone can't tell. */
import {readdir} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {type LaterSelf, matchDrivers} from '../../../dossier/match-drivers.ts';
import type {OnProgress} from '../../facts.ts';
import {readTreeFileLater} from '../../input-file.ts';
import type {TreeDriver, TreeSurvey} from '../../tree/facts.ts';
import {type Churn, surveyChurn} from './churn.ts';

/** A kernel tree with its survey. */
export interface SurveyedTree {
	tree: string;
	survey: TreeSurvey;
}

/** A file is the old one if it shares so much of its distinct lines. */
const sharedLines = 0.3;
/** A driver lives on if so much of its lines does. */
const livingShare = 0.5;

/**
 * The later self of each driver of the older tree: by its names (see `matchDrivers`), and for those of which no name
 * is left by their sources: still there under another driver, renamed in part (git's similarity of half), or found
 * as a new file of the same name anywhere in the tree that shares three lines in ten. `churn` has what changed in
 * the newer tree's drivers. Rejects as `surveyChurn` does.
 */
export async function findLaterSelves(
	older: SurveyedTree,
	newer: SurveyedTree,
	options: {onProgress?: OnProgress | undefined; signal?: AbortSignal | undefined} = {},
): Promise<{laterSelves: Map<string, LaterSelf>; churn: Map<string, Churn>}> {
	const laterSelves = matchDrivers(
		older.survey.drivers.map(identityOf),
		newer.survey.drivers.map(identityOf),
	);
	const {drivers: churn, earlierPaths} = await surveyChurn({
		from: {tree: older.tree, version: older.survey.version},
		to: {tree: newer.tree, version: newer.survey.version, survey: newer.survey},
		...options,
	});
	const laterPaths = new Map([...earlierPaths].map(([later, earlier]) => [earlier, later]));
	const owners = new Map<string, string>();
	for (const {id, files} of newer.survey.drivers) for (const file of files) owners.set(file, id);
	const known = new Set(older.survey.drivers.map(({id}) => id));
	const search = await searchOf(older.tree, newer.tree);
	for (const driver of older.survey.drivers) {
		if (laterSelves.get(driver.id)!.kind !== 'gone') continue;
		const found = await followSources(driver, older.tree, newer.tree, laterPaths, search);
		if (found === null) continue;
		const to = owners.get(found) ?? null;
		laterSelves.set(driver.id, {
			kind: to !== null && known.has(to) ? 'merged' : 'moved',
			to,
			by: `its code is in ${found}`,
		});
	}
	return {laterSelves, churn};
}

/** The names that a driver of a surveyed tree is known by. */
export function identityOf({id, module, kconfig, title}: TreeDriver) {
	return {id, module, symbol: kconfig?.symbol ?? null, title};
}

/** Finds new files by their name, anywhere in the newer tree. */
type Search = (name: string) => readonly string[];

async function searchOf(older: string, newer: string): Promise<Search> {
	const list = async (tree: string) => {
		const tops = (await readdir(tree, {withFileTypes: true})).filter(entry => entry.isDirectory());
		const names = await Promise.all(
			tops.map(async ({name}) => {
				const paths = await readdir(join(tree, name), {recursive: true});
				return paths.filter(path => path.endsWith('.c')).map(path => `${name}/${path}`);
			}),
		);
		return names.flat();
	};
	const before = new Set(await list(older));
	const fresh = new Map<string, string[]>();
	for (const path of await list(newer)) {
		if (before.has(path)) continue;
		const name = basename(path);
		fresh.set(name, [...(fresh.get(name) ?? []), path]);
	}
	return name => fresh.get(name) ?? [];
}

/** The file of the newer tree that most of a driver's code went to; null where less than half of it lives on. */
async function followSources(
	{sources}: TreeDriver,
	older: string,
	newer: string,
	laterPaths: ReadonlyMap<string, string>,
	search: Search,
): Promise<string | null> {
	let [all, living] = [0, 0];
	let main: {path: string; lines: number} | null = null;
	for (const source of sources) {
		const text = await read(older, source);
		if (text === null) continue;
		const lines = text.split('\n').length;
		all += lines;
		const path = await follow(source, text, newer, laterPaths, search);
		if (path === null) continue;
		living += lines;
		if (main === null || lines > main.lines) main = {path, lines};
	}
	return main !== null && living >= all * livingShare ? main.path : null;
}

async function follow(
	source: string,
	text: string,
	newer: string,
	laterPaths: ReadonlyMap<string, string>,
	search: Search,
): Promise<string | null> {
	if ((await read(newer, source)) !== null) return source;
	const renamed = laterPaths.get(source);
	if (renamed !== undefined) return renamed;
	const lines = distinctLines(text);
	for (const candidate of search(basename(source))) {
		const other = distinctLines((await read(newer, candidate)) ?? '');
		let shared = 0;
		for (const line of lines) if (other.has(line)) shared++;
		if (shared >= lines.size * sharedLines) return candidate;
	}
	return null;
}

/** Lines that tell files apart: no blanks, no lone braces, no includes that everybody has. */
function distinctLines(text: string): Set<string> {
	const lines = text.split('\n').map(line => line.trim());
	return new Set(lines.filter(line => line.length > 8 && !line.startsWith('#include')));
}

async function read(tree: string, path: string): Promise<string | null> {
	return readTreeFileLater(tree, path).catch(() => null);
}
