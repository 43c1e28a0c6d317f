import {createHash} from 'node:crypto';
import type {Problem} from '../../dossier/schema.ts';
import type {OnProgress, SurveyWindow} from '../facts.ts';
import type {Git} from '../git/process.ts';
import type {GitCache} from './cache.ts';
import {Gathering} from './gathering.ts';
import {LineCounts} from './line-counts.ts';
import type {GitRepository} from './repository.ts';
import type {CommitTally} from './tally.ts';
import {readTreeChanges} from './tree-changes.ts';
import {type ListedCommit, mainLineIsOrdered, walkHistory} from './walk.ts';

/** What one pass over a history works with. */
export interface CountingOptions {
	/** The name under which progress is told and problems are reported. */
	sourceName: string;
	repository: GitRepository;
	window: SurveyWindow;
	/** Gets the commits. */
	tally: CommitTally;
	/** Loaded; it is closed at the end. */
	cache: GitCache;
	/** Whether contents are to be read. */
	linesKnown: boolean;
	/** Whether files outside drivers/ and sound/ count for a commit's size. */
	wholeTree: boolean;
	/** Gits at a time. */
	cores: number;
	onProgress: OnProgress | undefined;
}

/** How such a pass ended. */
export interface CountingEnd {
	/** Git's complaint where the walk could not go on to the window's beginning; else null. */
	failure: string | null;
	/** Commits that were listed and could not be read. */
	unreadable: number;
	problems: Problem[];
}

/** Counts every commit of the window into the tally: listed by a walk or an earlier run, looked into where not known. */
export async function countHistory(options: CountingOptions): Promise<CountingEnd> {
	const {sourceName, repository, tally, cache, wholeTree, onProgress} = options;
	let total: number | null = null;
	const lineCounts = options.linesKnown ? new LineCounts(repository.git, options.cores) : null;
	const gathering = new Gathering({
		tally,
		cache,
		lineCounts,
		boundary: repository.boundary.map(({id}) => id),
		onCommit(done) {
			if (done % 256 === 0 || done === total) onProgress?.({stage: sourceName, done, total});
		},
	});
	const key = listKey(options);
	let failure: string | null = null;
	try {
		const list = await cache.readList(key);
		if (list !== null) {
			total = list.length;
			await gathering.take(list);
		} else {
			failure = await walkInto(gathering, options);
			total = gathering.listed.length;
		}
		await lookIntoUnseen(gathering, repository.git, wholeTree);
		await lineCounts?.finish();
	} finally {
		lineCounts?.stop();
	}
	await cache.close(key, failure === null ? gathering.listed : null);
	onProgress?.({stage: sourceName, done: total ?? 0, total});
	return {
		failure,
		unreadable: gathering.noTrees.count,
		problems: [
			...(failure === null ? [] : [whereItEnds(gathering, options, failure)]),
			...gathering.noTrees.problems(sourceName, 'a commit can’t be read and is not counted'),
			...gathering.noLines.problems(sourceName, 'lines of a file of this commit can’t be read'),
			...gathering.noFiles.problems(
				sourceName,
				'files of a commit outside drivers/ and sound/ can’t be counted',
			),
		],
	};
}

/** Changes with whatever decides which commits are listed, and how: the list of an earlier run holds for this key. */
function listKey({repository, window}: CountingOptions): string {
	return createHash('sha256')
		.update(JSON.stringify([repository.head, window, repository.mailmapKey, repository.boundary]))
		.digest('hex');
}

/** Has git walk the window. Resolves to null, or to git's complaint where it could not go on. */
async function walkInto(
	gathering: Gathering,
	{repository: {git}, window, wholeTree}: CountingOptions,
): Promise<string | null> {
	const sinceTime = secondsOf(window.since);
	const walk = {
		git,
		sinceTime,
		untilTime: secondsOf(window.until) + 86_400,
		ordered: mainLineIsOrdered(git, sinceTime),
		take: (commits: ListedCommit[]) => gathering.take(commits),
	};
	const {failure} = await walkHistory({...walk, detail: wholeTree ? 'tree' : 'surveyed'});
	if (failure === null) return null;
	// The bare list needs the least of a damaged repository, so it goes on where the other had to stop.
	return (await walkHistory({...walk, detail: 'list'})).failure;
}

function whereItEnds(
	gathering: Gathering,
	{sourceName, repository}: CountingOptions,
	failure: string,
): Problem {
	return {
		source: sourceName,
		where: gathering.listed.at(-1)?.id ?? repository.head,
		problem: `history can’t be followed past this commit, earlier ones are not counted: ${failure}`,
	};
}

/** A UTC day's first second, since 1970. */
export function secondsOf(day: string): number {
	return Date.parse(`${day}T00:00:00Z`) / 1000;
}

/** Looks into the commits that were only listed: few, or all of a damaged repository. */
async function lookIntoUnseen(gathering: Gathering, git: Git, wholeTree: boolean): Promise<void> {
	const {unseen, noFiles} = gathering;
	let unreadable = new Map<string, string>();
	// Where the whole tree is asked for, trees outside drivers/ and sound/ may be all that is missing.
	for (const whole of wholeTree ? [true, false] : [false]) {
		const found = await readTreeChanges(git, [...unseen.keys()], whole);
		for (const [id, changes] of found.changes) {
			const reason = unreadable.get(id);
			if (reason !== undefined) noFiles.add(id, reason);
			gathering.look(unseen.get(id)!, changes);
			unseen.delete(id);
		}
		unreadable = found.unreadable;
	}
	for (const [id, reason] of unreadable) gathering.drop(id, reason);
}
