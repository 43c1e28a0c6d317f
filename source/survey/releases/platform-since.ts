/** The platforms of a tree and of the releases before it: since when they are there, and which of them are gone. */
import type {GoneRecord, Platform} from '../../dossier/schema.ts';
import {gitAt} from '../git/git-directory.ts';
import {type ArchOption, readArchOptions} from './arch-options.ts';
import {listGonePlatforms} from './gone-platforms.ts';

/**
 * Gives platforms the first of the releases, oldest first, whose arch/ defines their option, with the file that did;
 * `earliest` where that is the first release of all: that or before. What none defines stays null. Beside them stand the
 * platforms that earlier releases had and the tree, whose `options` are given, has no more.
 */
export async function surveyPlatformHistory(
	platforms: readonly Platform[],
	options: {
		repository: string;
		releases: readonly {release: string; date: string}[];
		/** Every CONFIG symbol of the surveyed tree. */
		options: ReadonlySet<string>;
		/** The drivers that are gone. */
		gone: readonly GoneRecord[];
		signal?: AbortSignal;
	},
): Promise<Platform[]> {
	const {repository, releases, signal} = options;
	const git = await gitAt(repository, signal);
	const seen = await readArchOptions(git, releases);
	const sinceOf = (option: string) => firstOf(seen.get(option), releases);
	const gone = await listGonePlatforms(git, {...options, seen});
	return [...platforms, ...gone].map(platform => ({...platform, since: sinceOf(platform.option)}));
}

function firstOf(
	option: ArchOption | undefined,
	releases: readonly {release: string; date: string}[],
): Platform['since'] {
	if (option === undefined) return null;
	const {release, date} = releases[option.first.release]!;
	return {release, date, earliest: option.first.release === 0, source: option.first.file};
}
