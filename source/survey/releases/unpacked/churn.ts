import {existsSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import type {Problem} from '../../../dossier/schema.ts';
import {surveyedFolders} from '../../../dossier/surveyed-folders.ts';
import type {OnProgress} from '../../facts.ts';
import {GitSurveyError} from '../../git/errors.ts';
import {firstComplaint, startGit} from '../../git/process.ts';
import {RecordReader} from '../../git/records.ts';
import {languageLargest, readTreeFileLater} from '../../input-file.ts';
import type {TreeSurvey} from '../../tree/facts.ts';
import {assertDrivers} from '../../tree/top-folder.ts';

const sourceName = 'churn';

/**
 * A file changed by at most so many lines, added and removed together, counts as touched in passing. Lines alone
 * can't name a sweep, but what sweeps leave behind is small and the same everywhere: a callback that returns
 * void now is 3 added and 4 removed, an include is one line.
 */
export const passingLines = 10;

/** One file that differs. A path is null on the side that lacks it; paths are relative to the trees' tops. */
interface FileChange {
	before: string | null;
	after: string | null;
	added: number;
	removed: number;
}

/**
 * What changed in the sources from one tree to a later one, renames followed. `substantive` counts the lines added and
 * removed in files of which more than ten changed: what sweeps leave behind is smaller.
 */
export interface Churn {
	filesChanged: number;
	linesAdded: number;
	linesRemoved: number;
	substantive: number;
}

/** Change from one kernel tree to a later one. */
export interface ChurnFacts {
	drivers: Map<string, Churn>;
	directories: Map<string, Churn>;
	/** Where files of the later tree lay in the earlier one, of those that moved. */
	earlierPaths: Map<string, string>;
	problems: Problem[];
}

async function differences(
	{from, to, folder}: {from: string; to: string; folder: string},
	onProgress: OnProgress | undefined,
	signal: AbortSignal | undefined,
): Promise<FileChange[]> {
	const child = startGit({directory: to, settings: [], fetchMissing: false, signal}, [
		'diff',
		'--no-index',
		'--numstat',
		'-z',
		'-M50%',
		// Two years add and delete more files than git's default limit, above which it follows only exact moves.
		'-l0',
		'--no-ext-diff',
		'--no-textconv',
		'--',
		join(from, folder),
		join(to, folder),
	]);
	child.stdin.end();
	const changes: FileChange[] = [];
	const inside = (tree: string, path: string) => (path === '/dev/null' ? null : path.slice(tree.length + 1));
	let counts: [number, number] | null = null;
	let before: string | null | undefined;
	const reader = new RecordReader(text => {
		if (counts === null) {
			// Here git always gives both paths: `added TAB removed TAB NUL before NUL after NUL`.
			const [added, removed] = text.split('\t');
			counts = [Number(added) || 0, Number(removed) || 0];
		} else if (before === undefined) before = inside(from, text);
		else {
			changes.push({before, after: inside(to, text), added: counts[0], removed: counts[1]});
			counts = null;
			before = undefined;
			if (changes.length % 1024 === 0) onProgress?.({stage: sourceName, done: changes.length, total: null});
		}
	});
	for await (const chunk of child.stdout as AsyncIterable<Buffer>) reader.push(chunk);
	const {status, complaint} = await child.ended;
	// 1 says that the trees differ.
	if (status > 1) {
		throw new GitSurveyError(
			'unreadable',
			`the trees can’t be compared (${firstComplaint(complaint)})`,
			`${from}, ${to}`,
			'Name two unpacked kernel trees, each with a drivers/ folder.',
		);
	}
	return changes;
}

/** Makefiles that still name an object: how a source that a distribution took out is told from a removed one. */
class NamedObjects {
	private readonly makefiles = new Map<string, Promise<string>>();
	private readonly tree: string;

	constructor(tree: string) {
		this.tree = tree;
	}

	/** Whether the Makefile or Kbuild beside a missing source names the object it would give. */
	async has(source: string): Promise<boolean> {
		const object = /([^/]+)\.[cS]$/.exec(source)?.[1];
		if (object === undefined) return false;
		const directory = dirname(source);
		let text = this.makefiles.get(directory);
		if (text === undefined) {
			text = Promise.all(
				['Makefile', 'Kbuild'].map(name =>
					readTreeFileLater(this.tree, join(directory, name), {largest: languageLargest}).catch(() => ''),
				),
			).then(texts => texts.join('\n').replace(/#.*/g, ''));
			this.makefiles.set(directory, text);
		}
		const words = (await text).split(/[\s=:+]+/);
		// A composite has that name too, and no source of its own: `x-objs`, `x-y`, `x-$(CONFIG_…)`.
		return (
			words.includes(`${object}.o`) &&
			!words.some(word => /^-(?:objs|[ym]|\$.*)$/.test(word.replace(object, '')))
		);
	}
}

/** Leaves out changes that only say that a tree was stripped of a source, and names them as problems. */
async function withoutStripped(
	changes: readonly FileChange[],
	from: {tree: string; version: string},
	to: {tree: string; version: string},
	problems: Problem[],
): Promise<FileChange[]> {
	const [namedBefore, namedAfter] = [new NamedObjects(from.tree), new NamedObjects(to.tree)];
	const kept: FileChange[] = [];
	for (const change of changes) {
		const path = change.after ?? change.before!;
		const [named, version] =
			change.before === null
				? [namedBefore, from.version]
				: change.after === null
					? [namedAfter, to.version]
					: [null, ''];
		if (named !== null && (await named.has(path))) {
			problems.push({
				source: sourceName,
				where: path,
				problem: `named by its Makefile in ${version} but not there: left out of the change`,
			});
		} else kept.push(change);
	}
	return kept;
}

/**
 * What changed in each driver's files, and in each directory's, from an earlier kernel tree to a later one.
 * Renames are followed where half of a file is kept, also into another directory; the lines then count where the
 * file is now. A directory counts each file once.
 *
 * A driver none of whose sources existed before, under any name, is new: it has no churn and is absent from the
 * maps; so is one without sources. Everybody else has one, all zeros where nothing changed. Deleted files count
 * for the directories they lay in and, as nobody owns them any more, for a driver only if it is the only one of
 * its directory. A source that one tree lacks while its Makefile there still names it was stripped by the
 * distributor (Debian does that for licences), not added or removed upstream: it is left out and named.
 * @throws {UserError} where a tree has no folder drivers/; a GitSurveyError where git is missing or can't read one.
 */
export async function surveyChurn(options: {
	from: {tree: string; version: string};
	to: {tree: string; version: string; survey: TreeSurvey};
	onProgress?: OnProgress | undefined;
	signal?: AbortSignal | undefined;
}): Promise<ChurnFacts> {
	const from = {...options.from, tree: resolve(options.from.tree)};
	const to = {...options.to, tree: resolve(options.to.tree)};
	options.signal?.throwIfAborted();
	assertDrivers(from.tree);
	assertDrivers(to.tree);
	const problems: Problem[] = [];
	const all: FileChange[] = [];
	for (const folder of surveyedFolders) {
		if (![from, to].every(({tree}) => existsSync(join(tree, folder)))) continue;
		const found = await differences(
			{from: from.tree, to: to.tree, folder},
			options.onProgress,
			options.signal,
		);
		for (const change of found) all.push(change);
	}
	const changes = await withoutStripped(all, from, to, problems);

	// Against all changes: a driver whose sources were stripped from the earlier tree can't be compared either.
	const added = new Set(all.filter(({before}) => before === null).map(({after}) => after!));
	const empty = (): Churn => ({
		filesChanged: 0,
		linesAdded: 0,
		linesRemoved: 0,
		substantive: 0,
	});
	const drivers = new Map<string, Churn>();
	const directories = new Map<string, Churn>();
	const earlierPaths = new Map<string, string>();
	const driversOf = new Map<string, string[]>();
	const inDirectory = new Map<string, string[]>();
	for (const driver of to.survey.drivers) {
		inDirectory.set(driver.directory, [...(inDirectory.get(driver.directory) ?? []), driver.id]);
		if (driver.sources.every(source => added.has(source))) continue;
		drivers.set(driver.id, empty());
		for (const file of driver.ownSources) driversOf.set(file, [...(driversOf.get(file) ?? []), driver.id]);
	}
	for (const {directory} of to.survey.directories) directories.set(directory, empty());

	for (const change of changes) {
		const path = change.after ?? change.before!;
		if (change.before !== null && change.before !== path) earlierPaths.set(path, change.before);
		for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
			add(directories.get(path.slice(0, at)), change);
		}
		const alone = inDirectory.get(dirname(path));
		const owners =
			change.after === null
				? alone?.length === 1 && !isBuildFile(path)
					? alone
					: []
				: (driversOf.get(path) ?? []);
		for (const id of owners) add(drivers.get(id), change);
	}
	options.onProgress?.({stage: sourceName, done: all.length, total: all.length});
	return {drivers, directories, earlierPaths, problems};
}

function isBuildFile(path: string): boolean {
	return /^(?:Makefile|Kbuild|Kconfig.*|\..*)$/.test(basename(path));
}

function add(churn: Churn | undefined, {added, removed}: FileChange): void {
	if (churn === undefined) return;
	churn.filesChanged++;
	churn.linesAdded += added;
	churn.linesRemoved += removed;
	if (added + removed > passingLines) churn.substantive += added + removed;
}
