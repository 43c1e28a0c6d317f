import {randomBytes} from 'node:crypto';
import {addNumstat, type CommitChanges, RecordReader} from './git-changes.ts';
import {firstComplaint, type Git, startGit} from './git-process.ts';

/** A commit of the window, as the walk lists it. */
export interface ListedCommit {
	/** Hex. */
	id: string;
	/** Committer time, in seconds since 1970. */
	time: number;
	/** The author's address after .mailmap, lower case. */
	author: string;
	title: string;
	/** Files it touches in the whole tree; null where the walk did not look. */
	files: number | null;
	/** What it did under drivers/; null where the walk did not look. */
	changes: CommitChanges | null;
}

/**
 * What the walk shows beside the list:
 * `list` nothing; `files` how many files a commit touches in the whole tree, from trees only; `names` which
 * ones under drivers/, their lines unknown, from trees only; `lines` the lines under drivers/, which reads
 * contents.
 */
export type WalkDetail = 'list' | 'files' | 'names' | 'lines';

const details: Record<WalkDetail, string[]> = {
	list: [],
	files: ['--full-diff', '--name-only'],
	names: ['--name-only'],
	lines: ['--numstat'],
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
 * Lists the non-merge commits under drivers/ whose committer time lies in [since, until), newest first as git
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
	// A file can have any name, also one that looks like a heading, but it can't guess this.
	const heading = Buffer.from(`\u0001${randomBytes(12).toString('hex')}`, 'latin1');
	const child = startGit(git, [
		'log',
		'-z',
		'--no-merges',
		'--no-renames',
		'--no-ext-diff',
		'--no-textconv',
		'--no-relative',
		'--no-notes',
		'--no-decorate',
		'--encoding=UTF-8',
		`--format=${heading.toString('latin1')}%x00%H %ct %aE%x00%s`,
		// Hides newer commits without stopping at them: their diffs are not made.
		`--min-age=${untilTime - 1}`,
		...details[detail],
		'HEAD',
		'--',
		':(top)drivers',
	]);
	child.stdin.end();

	let lot: ListedCommit[] = [];
	let commit: ListedCommit | null = null;
	let expected: 'body' | 'commit' | 'title' = 'body';
	let first = false;
	let older = 0;
	let stopped = false;

	const finish = () => {
		if (commit === null) return;
		if (commit.time < sinceTime) older++;
		else {
			older = 0;
			if (commit.time < untilTime) lot.push(commit);
		}
		commit = null;
	};
	const reader = new RecordReader((bytes, start, to) => {
		if (expected === 'commit') {
			const line = bytes.toString('utf8', start, to);
			const afterId = line.indexOf(' ');
			const afterTime = line.indexOf(' ', afterId + 1);
			commit = {
				id: line.slice(0, afterId),
				time: Number(line.slice(afterId + 1, afterTime)),
				author: line.slice(afterTime + 1).toLowerCase(),
				title: '',
				files: detail === 'files' ? 0 : null,
				changes: detail === 'names' || detail === 'lines' ? {paths: [], lines: []} : null,
			};
			expected = 'title';
			return;
		}
		if (expected === 'title') {
			commit!.title = bytes.toString('utf8', start, to);
			expected = 'body';
			first = true;
			return;
		}
		if (to - start === heading.length && bytes.compare(heading, 0, heading.length, start, to) === 0) {
			finish();
			expected = 'commit';
			return;
		}
		if (commit === null) return;
		let from = start;
		// git sets the body off with a newline, which belongs to no name.
		if (first && bytes[from] === 0x0a) from++;
		first = false;
		if (commit.files !== null) commit.files++;
		if (detail === 'names') {
			commit.changes!.paths.push(bytes.toString('utf8', from, to));
			commit.changes!.lines.push(-1, -1);
		} else if (detail === 'lines') addNumstat(commit.changes!, bytes, from, to);
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
		// What git wrote of its last commit before it failed may be half of it, but a title is written at once.
		if (status !== 0 && (detail !== 'list' || expected !== 'body')) commit = null;
		finish();
		if (lot.length > 0) await take(lot);
		return {failure: status === 0 ? null : firstComplaint(complaint)};
	} finally {
		child.stop();
	}
}
