import type {Manifest} from '../../dossier/schema.ts';
import {gitAt} from '../git/git-directory.ts';
import {askGit, type Git, readGitLines} from '../git/process.ts';

/** What a repository of release trees says of paths, read by plain git: which release has which, and what each step changed. */
export interface ReleaseBook {
	/** Whether the repository has a release's tag. */
	knows(release: string): boolean;
	has(path: string, release: string): boolean;
	/** Lines of a path that the step to a release changed, blank ones, comments and includes left out. */
	changed(path: string, release: string): number;
}

/** With more paths git looks at all of them sooner than at each. */
const mostNamed = 1_500;

const noCode = /^[+-]\s*(?:$|\*|\/\*|\/\/|#\s*include)/;

/**
 * Reads the steps between the releases of a manifest. `paths` are those that will be asked for. Steps whose tags the
 * repository lacks are not known. Rejects with the signal's reason when aborted, and with a GitSurveyError where git is
 * missing.
 */
export async function readReleases(
	repository: string,
	releases: Manifest['releases'],
	paths: ReadonlySet<string>,
	options: {signal: AbortSignal; onProgress(done: number, total: number): void},
): Promise<ReleaseBook> {
	const git = {...(await gitAt(repository, options.signal)), settings: ['core.quotePath=false']};
	const tagged = new Set<string>();
	for (const {release} of releases) {
		const {status} = await askGit(git, ['rev-parse', '-q', '--verify', `refs/tags/v${release}^{tree}`]);
		if (status === 0) tagged.add(release);
	}
	const there = new Map<string, Set<string>>();
	const changes = new Map<string, Map<string, number>>();
	for (const [index, {release}] of releases.entries()) {
		options.onProgress(index, releases.length);
		if (!tagged.has(release)) continue;
		there.set(release, await pathsOf(git, release, paths));
		const before = releases[index - 1]?.release;
		if (before !== undefined && tagged.has(before))
			changes.set(release, await changesOf(git, [before, release], paths));
	}
	options.onProgress(releases.length, releases.length);
	return {
		knows: release => tagged.has(release),
		has: (path, release) => there.get(release)?.has(path) === true,
		changed: (path, release) => changes.get(release)?.get(path) ?? 0,
	};
}

async function pathsOf(git: Git, release: string, wanted: ReadonlySet<string>): Promise<Set<string>> {
	const found = new Set<string>();
	const command = ['ls-tree', '-r', '--name-only', `refs/tags/v${release}`, '--', 'drivers', 'sound'];
	await readGitLines(git, command, line => {
		if (wanted.has(line)) found.add(line);
	});
	return found;
}

async function changesOf(
	git: Git,
	[from, to]: readonly [string, string],
	wanted: ReadonlySet<string>,
): Promise<Map<string, number>> {
	const counts = new Map<string, number>();
	let path: string | null = null;
	let isHunk = false;
	const places = wanted.size <= mostNamed ? [...wanted] : ['drivers', 'sound'];
	const options = ['--no-renames', '--no-ext-diff', '--no-textconv', '--no-color', '-w', '-U0'];
	const command = ['--literal-pathspecs', 'diff', ...options, `refs/tags/v${from}`, `refs/tags/v${to}`, '--'];
	await readGitLines(git, [...command, ...places], line => {
		if (line.startsWith('diff --git ')) {
			const half = (line.length - 'diff --git '.length - 1) / 2;
			const name = line.slice('diff --git a/'.length, 'diff --git '.length + half);
			path = wanted.has(name) ? name : null;
			isHunk = false;
		} else if (line.startsWith('@@')) isHunk = true;
		else if (path !== null && isHunk && /^[+-]/.test(line) && !noCode.test(line))
			counts.set(path, (counts.get(path) ?? 0) + 1);
	});
	return counts;
}
