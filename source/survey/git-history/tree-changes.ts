import {surveyedFolders} from '../../dossier/surveyed-folders.ts';
import {firstComplaint, type Git, startGit} from '../git/process.ts';
import {RawReader, rawFormat, type TreeChanges} from './changes.ts';
import {Lots} from './lots.ts';

/** Commits asked for at once. */
const usualLot = 1024;

/**
 * What each of these commits changed, as trees tell it: for commits that a walk could list but not look into.
 * `whole` looks at the whole tree, else only drivers/ and sound/ are looked at. A commit whose trees can't be read is in
 * `unreadable`, with git's reason.
 */
export async function readTreeChanges(
	git: Git,
	ids: readonly string[],
	whole: boolean,
): Promise<{changes: Map<string, TreeChanges>; unreadable: Map<string, string>}> {
	const changes = new Map<string, TreeChanges>();
	const unreadable = new Map<string, string>();
	const lots = new Lots<string>(
		async lot => {
			const child = startGit(git, [
				'diff-tree',
				'--stdin',
				'-r',
				'--root',
				...rawFormat,
				...(whole ? [] : ['--', ...surveyedFolders.map(folder => `:(top)${folder}`)]),
			]);
			child.stdin.end(`${lot.join('\n')}\n`);
			const found: [string, TreeChanges][] = [];
			const reader = new RawReader(1, ([id], ofCommit) => found.push([id!, ofCommit]));
			child.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
			const {status, complaint} = await child.ended;
			if (status !== 0) return firstComplaint(complaint);
			reader.end();
			// git says nothing of a commit that changes nothing.
			for (const id of lot) changes.set(id, {paths: [], versions: [], files: 0});
			for (const [id, ofCommit] of found) changes.set(id, ofCommit);
			return null;
		},
		(id, reason) => unreadable.set(id, reason),
	);
	for (let at = 0; at < ids.length; at += usualLot) await lots.answer(ids.slice(at, at + usualLot));
	return {changes, unreadable};
}
