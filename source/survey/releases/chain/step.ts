import {surveyedFolders} from '../../../dossier/surveyed-folders.ts';
import {GitSurveyError} from '../../git/errors.ts';
import {askGit, firstComplaint, type Git, startGit} from '../../git/process.ts';
import type {Release} from '../history.ts';
import {type FileChange, StepReader} from './step-reader.ts';
import {tagOf} from './tags.ts';

/** What is compared: everything that drivers are made of, wherever in the repository git is started. */
const driverFolders = surveyedFolders.map(folder => `:(top,literal)${folder}`);
/** Everything else that the kernel is built from: where drivers are nursed now and then. */
const restOfTree = [
	':(top)',
	...[...surveyedFolders, 'Documentation', 'tools', 'samples', 'scripts'].map(
		name => `:(top,exclude)${name}`,
	),
];

function treesOf(from: Release, to: Release): string[] {
	return [from, to].map(({release}) => `${tagOf(release)}^{tree}`);
}

/**
 * What changed under drivers/ and sound/ from one release to a later one, file by file, in the order of their paths;
 * files that moved are found where half of them is kept. Two trees are compared, no commit is looked at.
 * @throws {GitSurveyError} where the repository lacks the trees or the contents.
 */
export async function readStep(git: Git, from: Release, to: Release): Promise<FileChange[]> {
	const child = startGit(git, [
		'diff-tree',
		'-r',
		'-z',
		'--raw',
		'-p',
		'-U0',
		'-M50%',
		// Releases add and delete more files than git's default limit, above which it follows only exact moves.
		'-l0',
		'--full-index',
		'--no-ext-diff',
		'--no-textconv',
		'--no-color',
		'--src-prefix=a/',
		'--dst-prefix=b/',
		...treesOf(from, to),
		'--',
		...driverFolders,
	]);
	child.stdin.end();
	const reader = new StepReader();
	for await (const chunk of child.stdout as AsyncIterable<Buffer>) reader.push(chunk);
	const {status, complaint} = await child.ended;
	if (status !== 0 || !reader.complete) {
		throw incomparable(git, from, to, complaint);
	}
	return reader.changes;
}

/** A file and its contents' id. */
export interface PlacedBlob {
	path: string;
	id: string;
}

/**
 * The sources that the rest of the tree had in a release and not in a later one, by path: some of them went to
 * drivers/. Only trees are read, so it costs next to nothing. Throws as `readStep` does.
 */
export async function readLeftElsewhere(git: Git, from: Release, to: Release): Promise<PlacedBlob[]> {
	const {status, text, complaint} = await askGit(git, [
		'diff-tree',
		'-r',
		'-z',
		'--raw',
		'--no-renames',
		'--diff-filter=D',
		...treesOf(from, to),
		'--',
		...restOfTree,
	]);
	if (status !== 0) throw incomparable(git, from, to, complaint);
	const records = text.split('\0');
	const left: PlacedBlob[] = [];
	for (let at = 0; at + 1 < records.length; at += 2) {
		const [id, path] = [records[at]!.split(' ')[2]!, records[at + 1]!];
		if (/\.[cS]$/.test(path)) left.push({path, id});
	}
	return left;
}

/** The paths of all files under drivers/ and sound/ in a release. Throws as `readStep` does. */
export async function listPaths(git: Git, {release}: Release): Promise<string[]> {
	const {status, text, complaint} = await askGit(git, [
		'ls-tree',
		'-r',
		'-z',
		'--name-only',
		'--full-tree',
		`${tagOf(release)}^{tree}`,
		'--',
		...driverFolders,
	]);
	if (status !== 0) throw unreadable(git, `the tree of v${release} can’t be listed`, complaint);
	return text.split('\0').filter(path => path !== '');
}

function incomparable(git: Git, from: Release, to: Release, complaint: string): GitSurveyError {
	return unreadable(git, `the trees of v${from.release} and v${to.release} can’t be compared`, complaint);
}

function unreadable(git: Git, what: string, complaint: string): GitSurveyError {
	return new GitSurveyError(
		'unreadable',
		`${what} (${firstComplaint(complaint)})`,
		git.directory,
		'A partial clone lacks file contents: let git fetch them, or name a whole clone (git fsck tells more).',
	);
}
