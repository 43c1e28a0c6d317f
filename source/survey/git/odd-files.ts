/**
 * Git opens what it finds in a repository, and waits for ever where that is a named pipe. The rule: before git is started
 * for the first time in a repository, whatever it may read there by name is looked at, and what is neither file nor folder
 * is refused by its name.
 */
import {type Dirent, existsSync, lstatSync, readdirSync, statSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {readInput} from '../input-file.ts';
import {GitSurveyError} from './errors.ts';

/** Folders of a repository that git does not read here. */
const unread = new Set(['hooks', 'logs', 'lost-found', 'modules', 'lfs']);
/** So many entries are looked at: more loose objects than git leaves before it packs them. */
const mostEntries = 200_000;
/** Bytes of a `.git` file or of `commondir`, which hold one path. */
const pointerBytes = 8192;

const lookedAt = new Set<string>();

/** Throws a GitSurveyError that names what git would wait for. */
export function refuseOddFiles({
	directory,
	isGitDirectory,
}: {
	directory: string;
	isGitDirectory?: boolean;
}): void {
	const place = isGitDirectory ? resolve(directory) : repositoryAround(directory);
	if (place === null || lookedAt.has(place)) return;
	const work = dirname(place);
	// A checkout's own names of people are read where its files lie.
	if (place.endsWith('/.git')) refuseOdd(join(work, '.mailmap'));
	const own = pointedTo(place, /^gitdir: (.+)$/m) ?? place;
	look(own);
	const common = pointedTo(join(own, 'commondir'), /^(.+)$/m);
	if (common !== null) look(common);
	lookedAt.add(place);
}

/** The `.git` of the work tree that a folder lies in, or the bare repository around it; null where git would find none. */
function repositoryAround(folder: string): string | null {
	for (let here = resolve(folder); ; here = dirname(here)) {
		if (existsSync(join(here, '.git'))) return join(here, '.git');
		if (existsSync(join(here, 'HEAD')) && existsSync(join(here, 'objects'))) return here;
		if (here === dirname(here)) return null;
	}
}

/** Where a file that holds a path leads; null for what is no file, or holds none. */
function pointedTo(file: string, form: RegExp): string | null {
	if (!lstatSync(file, {throwIfNoEntry: false})?.isFile()) return null;
	const text = readInput(file, {largest: pointerBytes});
	const path = form.exec(text)?.[1];
	return path === undefined ? null : resolve(dirname(file), path);
}

function look(repository: string): void {
	let left = mostEntries;
	const folders = [repository];
	for (let folder = folders.pop(); folder !== undefined && left > 0; folder = folders.pop()) {
		let entries: Dirent[];
		try {
			entries = readdirSync(folder, {withFileTypes: true});
		} catch {
			// What can't be listed git can't read either, and says so itself.
			continue;
		}
		for (const entry of entries) {
			if (--left < 0) break;
			const path = join(folder, entry.name);
			if (entry.isDirectory()) {
				if (folder !== repository || !unread.has(entry.name)) folders.push(path);
			} else if (!entry.isFile()) refuseOdd(path);
		}
	}
}

function refuseOdd(path: string): void {
	try {
		const status = statSync(path);
		if (status.isFile() || status.isDirectory()) return;
	} catch {
		// Nor can git open it.
		return;
	}
	throw new GitSurveyError(
		'unreadable',
		'the git repository has a pipe or device where git reads a file',
		path,
		'Remove it, or name another clone.',
	);
}
