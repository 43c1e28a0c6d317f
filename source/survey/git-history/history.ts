import {availableParallelism} from 'node:os';
import {isDay, surveyWindow, utcDay, yearsBefore} from '../../dossier/months.ts';
import type {Problem} from '../../dossier/schema.ts';
import {surveyedFolders} from '../../dossier/surveyed-folders.ts';
import type {GitFacts, OnProgress, PathOwners, SurveyWindow} from '../facts.ts';
import {GitSurveyError} from '../git/errors.ts';
import {GitCache} from './cache.ts';
import {countHistory, secondsOf} from './counting.ts';
import {type GitRepository, inspectRepository} from './repository.ts';
import {CommitTally} from './tally.ts';

const sourceName = 'git history';

/** Which history is surveyed, for whom, and how. */
export interface GitHistoryOptions {
	/** Any clone, bare or not. */
	gitDir: string;
	/** YYYY-MM-DD; null for the committer date of the newest commit, HEAD. */
	asOf: string | null;
	owners: PathOwners;
	/** All ids; each gets facts, zeros where nothing happened. */
	drivers: readonly string[];
	directories: readonly string[];
	/** Where changes are remembered by commit id; null to remember nothing. */
	cacheDirectory: string | null;
	/** Gits that run at the same time, the walk among them, each in up to 170 MB; default the cores, 4 at most. */
	cores?: number;
	/** Lets a partial clone fetch the contents it lacks, so that lines are known. Slow, and needs the network. */
	fetchMissing?: boolean;
	onProgress?: OnProgress | undefined;
	signal?: AbortSignal | undefined;
	/** Which files of a commit decide whether it is a sweep. */
	countFiles?: 'surveyed' | 'tree';
	/** Length of the window; the data set's is five years. */
	years?: number;
}

/**
 * Counts the commits of the five years up to `asOf` for every driver and directory: non-merge commits by
 * committer date in UTC days, as one `git log -- drivers sound` lists them, renames not followed, authors by
 * mailmapped address.
 *
 * A commit is substantive by its title and by the number of files it touches. By default those under drivers/ and sound/
 * are counted, which the pass sees anyway. `countFiles: 'tree'` counts those of the whole tree, so that a change
 * of 3 drivers and 200 boards is a sweep too; it has to read the trees outside them of every commit, a fifth
 * of a `git log --numstat` more, and makes sweeps of 85 more among 8,382 commits of U-Boot's last five years.
 *
 * A clone that can't know the whole window (shallow, its boundary inside) gives no facts at all, and says so
 * in `problems`. A partial clone gives commits without lines unless `fetchMissing`. Commits that can't be read
 * are named in `problems` and left out; where only the contents of a file are missing, the commit counts and the
 * lines of that file are null.
 * @throws {GitSurveyError} where nothing can be read at all.
 */
export async function surveyGitHistory(options: GitHistoryOptions): Promise<GitFacts> {
	const {asOf, gitDir, signal, fetchMissing = false} = options;
	signal?.throwIfAborted();
	if (asOf !== null && !isDay(asOf)) throw notADay(asOf, gitDir);
	const repository = await inspectRepository({directory: gitDir, fetchMissing, signal});
	const until = asOf ?? utcDay(repository.headTime);
	const window = windowOf(until, options.years);
	const linesKnown = !repository.partial || fetchMissing;
	const inside = repository.boundary.filter(({time}) => time >= secondsOf(window.since));
	if (inside.length > 0) return tooShallow(repository, window, inside.length);

	const cache = new GitCache(
		options.cacheDirectory,
		repository.identity,
		// What the walk kept under the bare folder's name had no sound/ in it.
		`${linesKnown ? 'lines' : 'names'}-${options.countFiles ?? 'surveyed'}-${surveyedFolders.join('-')}`,
	);
	await cache.load();
	const {owners, drivers, directories} = options;
	const tally = new CommitTally({owners, drivers, directories, window, linesKnown});
	const {failure, unreadable, problems} = await countHistory({
		sourceName,
		repository,
		window,
		tally,
		cache,
		linesKnown,
		wholeTree: options.countFiles === 'tree',
		cores: Math.max(1, options.cores ?? Math.min(4, availableParallelism())),
		onProgress: options.onProgress,
	});
	const all = [...remarks(repository, linesKnown), ...problems, ...cacheProblems(cache)];
	if (failure !== null && tally.commits === 0) {
		if (repository.partial) return withoutTrees(repository, all);
		throw new GitSurveyError(
			'unreadable',
			`its history can’t be read (${failure})`,
			gitDir,
			'Run git fsck there, or take a fresh clone.',
		);
	}
	return {
		drivers: tally.driverFacts(),
		directories: tally.directoryFacts(),
		source: {
			name: sourceName,
			origin: repository.origin,
			revision: repository.head,
			since: window.since,
			until: window.until,
			counts: {commits: tally.commits, sweeps: tally.sweeps, unreadable},
		},
		problems: all,
	};
}

function notADay(asOf: string, gitDir: string): GitSurveyError {
	return new GitSurveyError(
		'bad-date',
		`not a date as YYYY-MM-DD: ${asOf}`,
		gitDir,
		'Write it like 2026-08-20.',
	);
}

function windowOf(until: string, years: number | undefined): SurveyWindow {
	return years === undefined ? surveyWindow(until) : {since: yearsBefore(until, years), until};
}

/** What a clone can't tell although its history is whole. */
function remarks(repository: GitRepository, linesKnown: boolean): Problem[] {
	const problems = mailmapProblems(repository);
	if (!linesKnown) {
		problems.push({
			source: sourceName,
			where: repository.origin,
			problem:
				'a partial clone without file contents: lines added and removed are not known without --fetch-missing',
		});
	}
	return problems;
}

function mailmapProblems({mailmapReadable}: GitRepository): Problem[] {
	if (mailmapReadable) return [];
	return [
		{
			source: sourceName,
			where: '.mailmap',
			problem: 'not in this partial clone: authors are counted by the addresses of their commits',
		},
	];
}

function cacheProblems({trouble}: GitCache): Problem[] {
	if (trouble === null) return [];
	const problem = `changes could not be remembered for the next run: ${trouble}`;
	return [{source: sourceName, where: 'cache', problem}];
}

/** `boundary` commits of the window lack their parents. */
function tooShallow(repository: GitRepository, window: SurveyWindow, boundary: number): GitFacts {
	const problem = `a shallow clone that ends after ${window.since}: commits can’t be counted`;
	const problems = [...mailmapProblems(repository), {source: sourceName, where: repository.origin, problem}];
	return noFacts(repository, boundary, problems);
}

function withoutTrees(repository: GitRepository, problems: readonly Problem[]): GitFacts {
	const problem = 'a partial clone without trees: commits can’t be counted';
	return noFacts(repository, 0, [...problems, {source: sourceName, where: repository.origin, problem}]);
}

/** Facts of a clone that doesn't reach back far enough: none, rather than too few. */
function noFacts(repository: GitRepository, boundary: number, problems: Problem[]): GitFacts {
	return {
		drivers: new Map(),
		directories: new Map(),
		source: {
			name: sourceName,
			origin: repository.origin,
			revision: repository.head,
			since: null,
			until: null,
			counts: {commits: 0, shallowBoundary: boundary},
		},
		problems,
	};
}
