/** Since which release there is an option of arch/, from the Kconfig files of a repository's release tags. */
import type {Platform} from '../../dossier/schema.ts';
import {gitAt} from '../git/git-directory.ts';
import {readGitLines} from '../git/process.ts';
import {tagOf} from './chain/tags.ts';

/**
 * Gives platforms the first of the releases, oldest first, whose arch/ defines their option, with the file that did;
 * `earliest` where that is the first release of all: that or before. What none defines stays null. A tag that can't be
 * read is passed over.
 */
export async function withPlatformsSince(
	platforms: readonly Platform[],
	repository: string,
	releases: readonly {release: string; date: string}[],
	signal?: AbortSignal,
): Promise<Platform[]> {
	const git = await gitAt(repository, signal);
	const wanted = new Set(platforms.map(({option}) => option));
	const since = new Map<string, NonNullable<Platform['since']>>();
	for (const [index, {release, date}] of releases.entries()) {
		const tag = tagOf(release);
		await readGitLines(
			git,
			[
				'grep',
				'-E',
				'^[[:space:]]*(menu)?config[[:space:]]+[A-Za-z0-9_]+',
				tag,
				'--',
				':(glob)arch/**/Kconfig*',
			],
			line => {
				const [, file, option] = /^[^:]+:([^:]+):\s*(?:menu)?config\s+(\w+)/.exec(line) ?? [];
				if (option === undefined || !wanted.has(option) || since.has(option)) return;
				since.set(option, {release, date, earliest: index === 0, source: file!});
			},
		);
	}
	return platforms.map(platform => ({...platform, since: since.get(platform.option) ?? null}));
}
