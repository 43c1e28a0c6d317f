import {surveyedFolders} from '../../dossier/surveyed-folders.ts';
import {firstComplaint, type Git, startGit} from '../git/process.ts';
import {RawReader, rawFormat, type TreeChanges} from './changes.ts';

/** A commit of the window, as the walk lists it. */
export interface ListedCommit {
	/** Hex. */
	id: string;
	/** Committer time, in seconds since 1970. */
	time: number;
	/** The author's address after .mailmap, lower case. */
	author: string;
	title: string;
	/** What it changed; null where the walk did not look. */
	changes: TreeChanges | null;
}

/**
 * What the walk looks at beside the commits themselves: nothing, the trees under drivers/ and sound/, or the whole
 * tree of each commit that touches them. It never looks at contents.
 */
export type WalkDetail = 'list' | 'surveyed' | 'tree';

const details: Record<WalkDetail, string[]> = {
	list: ['-z'],
	surveyed: rawFormat,
	tree: [...rawFormat, '--full-diff'],
};

/** After this many listed commits in a row that are older than the window, none of it is looked for behind them. */
const patience = 64;
/**
 * Whether no commit of the window stands behind one from before it on the main line, so that dates can end the
 * walk. Reads the first parents' headers only, a fiftieth of the walk's time.
 */
export async function mainLineIsOrdered(git: Git, sinceTime: number): Promise<boolean> {
	const child = startGit(git, ['log', '--first-parent', '--no-mailmap', '--format=%ct', 'HEAD', '--']);
	child.stdin.end();
	let ordered = true;
	let older = 0;
	let rest = '';
	try {
		for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
			const words = (rest + chunk.toString('latin1')).split('\n');
			rest = words.pop() ?? '';
			for (const word of words) {
				if (Number(word) < sinceTime) older++;
				else if (older > 0) ordered = false;
			}
			if (!ordered || older > 512) break;
		}
	} catch {
		// A torn stream: the walk meets the same trouble, and reports it.
	} finally {
		child.stop();
	}
	return ordered;
}

/** How a walk ended: whole, or with git's complaint after a part of it. */
export interface WalkEnd {
	failure: string | null;
}

/**
 * Lists the non-merge commits under drivers/ and sound/ whose committer time lies in [since, until), newest first as git
 * meets them, with git's default history simplification. `take` gets them in small lots and is waited for.
 *
 * `--since` is not used: it does not look behind a commit with too old a date, and reads days in local time.
 * Here git walks on, and is stopped only after a row of commits from before the window. Where the main line's
 * clock went wrong it is never stopped, so the list is exact there too; a side branch that is reachable only
 * through a commit whose date lies that far before the window would be missed.
 */
export async function walkHistory(options: {
	git: Git;
	sinceTime: number;
	untilTime: number;
	detail: WalkDetail;
	/** What `mainLineIsOrdered` found; asked for only where the walk could stop. */
	ordered: Promise<boolean>;
	take: (commits: ListedCommit[]) => Promise<void> | void;
}): Promise<WalkEnd> {
	const {git, sinceTime, untilTime, detail, ordered, take} = options;
	const child = startGit(git, [
		'log',
		'--no-merges',
		'--no-notes',
		'--no-decorate',
		'--encoding=UTF-8',
		'--format=%H %ct %aE%x00%s',
		// Hides newer commits without stopping at them: their diffs are not made.
		`--min-age=${untilTime - 1}`,
		...details[detail],
		'HEAD',
		'--',
		...surveyedFolders.map(folder => `:(top)${folder}`),
	]);
	child.stdin.end();

	let lot: ListedCommit[] = [];
	let older = 0;
	let stopped = false;
	const reader = new RawReader(2, ([line, title], changes) => {
		const afterId = line!.indexOf(' ');
		const afterTime = line!.indexOf(' ', afterId + 1);
		const time = Number(line!.slice(afterId + 1, afterTime));
		if (time < sinceTime) {
			older++;
			return;
		}
		older = 0;
		if (time >= untilTime) return;
		lot.push({
			id: line!.slice(0, afterId),
			time,
			author: line!.slice(afterTime + 1).toLowerCase(),
			title: title!,
			changes: detail === 'list' ? null : changes,
		});
	});

	try {
		for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
			reader.push(chunk);
			if (lot.length > 0) {
				const full = lot;
				lot = [];
				await take(full);
			}
			if (older > patience && (await ordered)) {
				// Only when the loop has let go of its output does a stopped git count as ended.
				stopped = true;
				break;
			}
		}
		if (stopped) {
			child.stop();
			await child.ended;
			return {failure: null};
		}
		const {status, complaint} = await child.ended;
		// What git wrote of its last commit before it failed may be half of it, unless there is nothing but the list.
		if (status === 0 || detail === 'list') reader.end();
		if (lot.length > 0) await take(lot);
		return {failure: status === 0 ? null : firstComplaint(complaint)};
	} finally {
		child.stop();
	}
}
