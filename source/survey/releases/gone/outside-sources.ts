import {normaliseName} from '../../../dossier/query/names.ts';
import {isSurveyed} from '../../../dossier/surveyed-folders.ts';
import {gitAt} from '../../git/git-directory.ts';
import {askGit} from '../../git/process.ts';
import {tagOf} from '../chain/tags.ts';

/**
 * The names, normalised, of the sources of a release that lie outside drivers/ and sound/. Lists file a driver under the
 * folder of its Kconfig file: options of drivers/crypto build ciphers of arch/s390. Empty where git can't tell.
 */
export async function sourcesOutside(
	repository: string,
	release: string,
	signal: AbortSignal | undefined,
): Promise<Set<string>> {
	const git = await gitAt(repository, signal);
	const {text} = await askGit(git, [
		'ls-tree',
		'-r',
		'-z',
		'--name-only',
		'--full-tree',
		`${tagOf(release)}^{tree}`,
	]);
	const names = new Set<string>();
	for (const path of text.split('\0')) {
		const name = /\/([^/]+)\.(?:c|S|rs)$/.exec(path)?.[1];
		if (name !== undefined && !isSurveyed(path)) names.add(normaliseName(name));
	}
	return names;
}
