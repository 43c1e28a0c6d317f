import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {PathOwners} from '../../../source/survey/facts.ts';

/** A directory of its own under the system's temporary one. */
export function scratchDirectory(): string {
	return mkdtempSync(join(tmpdir(), 'driverdex-git-'));
}

/** Removes what `scratchDirectory` made. */
export function removeScratch(directory: string): void {
	rmSync(directory, {recursive: true, force: true});
}

/** Runs git without the machine's settings and gives back what it printed. */
export function git(directory: string, words: readonly string[], env: Record<string, string> = {}): string {
	return execFileSync('git', ['-C', directory, ...words], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', ...env},
	}).trim();
}

/** One commit to make: files to write (null deletes), dates in any form git reads. */
export interface Making {
	files?: Record<string, string | null>;
	title?: string;
	author?: string;
	/** Committer date; also the author's unless that is given. */
	date: string;
	authorDate?: string;
}

/** Makes a repository that commits are added to. */
export function newRepository(directory: string): string {
	mkdirSync(directory, {recursive: true});
	git(directory, ['init', '-q', '-b', 'main']);
	return directory;
}

/** Commits, also nothing at all, and gives the id back. */
export function commit(repository: string, making: Making): string {
	for (const [path, content] of Object.entries(making.files ?? {})) {
		if (content === null) rmSync(join(repository, path));
		else {
			mkdirSync(dirname(join(repository, path)), {recursive: true});
			writeFileSync(join(repository, path), content);
		}
	}
	git(repository, ['add', '-A']);
	const [email, committer] = [making.author ?? 'one@example.org', 'committer@example.org'];
	git(
		repository,
		['commit', '-q', '--allow-empty', '--allow-empty-message', '-m', making.title ?? 'change'],
		{
			GIT_AUTHOR_NAME: 'Author',
			GIT_AUTHOR_EMAIL: email,
			GIT_AUTHOR_DATE: making.authorDate ?? making.date,
			GIT_COMMITTER_NAME: 'Committer',
			GIT_COMMITTER_EMAIL: committer,
			GIT_COMMITTER_DATE: making.date,
		},
	);
	return git(repository, ['rev-parse', 'HEAD']);
}

/** drivers/…/X.c belongs to the driver drivers/…/X; directories are all above the file, nearest first. */
export const plainOwners: PathOwners = {
	driversOf: path => (path.endsWith('.c') ? [path.slice(0, -2)] : []),
	directoriesOf(path) {
		const directories: string[] = [];
		for (let end = path.lastIndexOf('/'); end > 'drivers'.length; end = path.lastIndexOf('/', end - 1)) {
			directories.push(path.slice(0, end));
		}
		return directories;
	},
};

/** So many numbered lines. */
export function lines(count: number, word = 'line'): string {
	return Array.from({length: count}, (_, index) => `${word} ${index}\n`).join('');
}
