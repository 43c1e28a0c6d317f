/** Which options the Kconfig files of arch/ define in each release of a repository's tags. */
import {type Git, readGitLines} from '../git/process.ts';
import {tagOf} from './chain/tags.ts';

/** Where an option stands in a release, by the release's place in the list. */
export interface ArchSight {
	release: number;
	file: string;
}

/** The first and the last release whose arch/ defines an option. */
export interface ArchOption {
	first: ArchSight;
	last: ArchSight;
}

/** Reads the releases, oldest first. A tag that can't be read is passed over. */
export async function readArchOptions(
	git: Git,
	releases: readonly {release: string}[],
): Promise<Map<string, ArchOption>> {
	const found = new Map<string, ArchOption>();
	for (const [index, {release}] of releases.entries()) {
		await readGitLines(
			git,
			[
				'grep',
				'-E',
				'^[[:space:]]*(menu)?config[[:space:]]+[A-Za-z0-9_]+',
				tagOf(release),
				'--',
				':(glob)arch/**/Kconfig*',
			],
			line => {
				const [, file, option] = /^[^:]+:([^:]+):\s*(?:menu)?config\s+(\w+)/.exec(line) ?? [];
				if (option === undefined) return;
				const sight = {release: index, file: file!};
				const known = found.get(option);
				if (known === undefined) found.set(option, {first: sight, last: sight});
				else if (known.last.release < index) known.last = sight;
			},
		);
	}
	return found;
}
