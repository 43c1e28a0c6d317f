import {GitSurveyError} from '../../git/errors.ts';
import {askGit, firstComplaint, type Git} from '../../git/process.ts';
import {tagOf} from './tags.ts';

/**
 * Every file of a release, `6.12`, by its path, with the id of its contents. `advice` is given to whom it fails.
 * @throws {GitSurveyError} where the repository can't be read, or lacks the tag.
 */
export async function listFiles(git: Git, release: string, advice: string): Promise<Map<string, string>> {
	const {status, text, complaint} = await askGit(git, [
		'ls-tree',
		'-r',
		'-z',
		'--full-tree',
		`${tagOf(release)}^{tree}`,
	]);
	if (status !== 0) {
		throw new GitSurveyError(
			'unreadable',
			`the tree of v${release} can’t be listed (${firstComplaint(complaint)})`,
			git.directory,
			advice,
		);
	}
	const ids = new Map<string, string>();
	for (const record of text.split('\0')) {
		// `100644 blob ID<TAB>PATH`; links and submodules are no files.
		if (!record.startsWith('100')) continue;
		const tab = record.indexOf('\t');
		ids.set(record.slice(tab + 1), record.slice(tab - 40, tab));
	}
	return ids;
}
