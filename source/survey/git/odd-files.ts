/**
 * Git opens what it finds in a repository, and waits for ever where that is a named pipe. The rule: before git is started
 * for the first time in a repository, whatever it may read there by name is looked at, and what is neither file nor folder
 * is refused by its name. That goes for what the repository's own settings lead to, and for attributes in a checkout.
 */
import {type Dirent, existsSync, lstatSync, readdirSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {readInput} from '../input-file.ts';
import {GitSurveyError} from './errors.ts';

/** Folders of a repository that git does not read here. */
const unread = new Set(['hooks', 'logs', 'lost-found', 'modules', 'lfs']);
/** So many entries are looked at: more loose objects than git leaves before it packs them. */
const mostEntries = 200_000;
/** Bytes of a `.git` file or of `commondir`, which hold one path, and of a list of alternates. */
const pointerBytes = 8192;
/** Bytes of a file of settings; how deep such files include each other before git gives up (its config.c). */
const settingsBytes = 1 << 20;
const deepestInclude = 10;
/** A setting that names a file to be read: include.path, core.attributesFile, core.excludesFile, mailmap.file. */
const fileSetting =
	/^[ \t]*(?:\[[^\]\n]*\][ \t]*)?(?:path|(?:attributes|excludes)?file)[ \t]*=((?:\\\n|[^\n])*)/gim;

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
	// A checkout's own names of people are read where its files lie, and so are attributes.
	if (place.endsWith('/.git')) {
		refuseOdd(join(work, '.mailmap'));
		if (!isGitDirectory) lookForAttributes(work);
	}
	const own = pointedTo(place, /^gitdir: (.+)$/m) ?? place;
	const seen = new Set<string>();
	look(own, seen);
	const common = pointedTo(join(own, 'commondir'), /^(.+)$/m);
	if (common !== null) look(common, seen);
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

/** Looks at a repository, or at the objects of another one that it borrows from. */
function look(repository: string, seen: Set<string>): void {
	if (seen.has(repository)) return;
	seen.add(repository);
	walk(repository, (folder, entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return folder !== repository || !unread.has(entry.name);
		if (!entry.isFile()) refuseOdd(path);
		return false;
	});
	for (const name of ['config', 'config.worktree']) lookAtSettings(join(repository, name), 0);
	for (const objects of [join(repository, 'objects'), repository]) {
		for (const other of textOf(join(objects, 'info/alternates'), pointerBytes).split('\n'))
			if (other !== '' && !other.startsWith('#')) look(resolve(objects, other), seen);
	}
}

function lookAtSettings(file: string, depth: number): void {
	if (depth > deepestInclude) return;
	for (const [, value] of textOf(file, settingsBytes).matchAll(fileSetting)) {
		const path = value!
			.replace(/\\\n/g, '')
			.replace(/\\(.)|"/g, '$1')
			.trim()
			.replace(/^~(?=\/)/, homedir());
		if (path === '') continue;
		const place = resolve(dirname(file), path);
		refuseOdd(place);
		lookAtSettings(place, depth + 1);
	}
}

function lookForAttributes(work: string): void {
	walk(work, (folder, entry) => {
		if (entry.isDirectory()) return entry.name !== '.git';
		const path = join(folder, entry.name);
		if (entry.isSymbolicLink()) refuseOdd(join(path, '.gitattributes'));
		if (entry.name === '.gitattributes') refuseOdd(path);
		return false;
	});
}

/** Goes through a folder and those below it for which `isEntered` says so. */
function walk(top: string, isEntered: (folder: string, entry: Dirent) => boolean): void {
	let left = mostEntries;
	const folders = [top];
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
			if (isEntered(folder, entry)) folders.push(join(folder, entry.name));
		}
	}
}

/** A file's text; '' where it is none, can't be read, or is longer than `largest` bytes. */
function textOf(file: string, largest: number): string {
	try {
		return readInput(file, {largest});
	} catch {
		return '';
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
