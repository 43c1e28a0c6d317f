import {idsOfTree} from '../../tree/ids/ids.ts';
import {Headers} from '../../tree/ids/scope.ts';
import {chooseMaintainers, type MaintainerIndex} from '../../tree/maintainers.ts';
import type {ReleaseTrees} from '../chain/trees.ts';
import type {ReleaseObject} from './release-objects.ts';
import {TagSources} from './tag-sources.ts';

/** What the last release of a driver says of it. */
export interface LastSight {
	/** What it calls itself, else its option's prompt. */
	title: string | null;
	section: string | null;
	/** Modalias patterns; empty where it has no table. */
	ids: string[];
}

/** Looks at drivers in the last release that has them. */
export class LastSights {
	private readonly trees: ReleaseTrees;
	private headers: Headers | null = null;

	constructor(trees: ReleaseTrees) {
		this.trees = trees;
	}

	/** By id; `ids` are those of the contents of every file of the release, by path. */
	async of(
		objects: readonly ReleaseObject[],
		release: {ids: ReadonlyMap<string, string>; maintainers: MaintainerIndex | null},
	): Promise<Map<string, LastSight>> {
		const tree = new TagSources(this.trees, release.ids);
		if (this.headers === null) this.headers = new Headers(tree);
		else this.headers.moveTo(tree);
		const claims = await idsOfTree(tree, objects, this.headers);
		const found = new Map<string, LastSight>();
		for (const object of objects) {
			const texts = object.sources.map(source => ({file: source, text: tree.read(source) ?? ''}));
			const weighed = texts.map(({file, text}) => ({file, lines: text.split('\n').length}));
			const {maintainers} = release;
			found.set(object.id, {
				title: describedAs(texts.map(({text}) => text)) ?? object.prompt,
				section:
					maintainers === null
						? null
						: chooseMaintainers(maintainers, object.directory, weighed, object.sources).section,
				ids: claims.get(object.id)?.aliases ?? [],
			});
		}
		return found;
	}
}

/** The words of the one MODULE_DESCRIPTION, where it is plain text; null where there is none, or several. */
export function describedAs(texts: readonly string[]): string | null {
	const found = new Set<string>();
	for (const text of texts) {
		for (const [, pieces] of text.matchAll(
			/^[ \t]*MODULE_DESCRIPTION\s*\(\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)\)/gm,
		)) {
			const words = pieces!.replace(/"\s*"/g, '').trim().slice(1, -1);
			found.add(words.replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim());
		}
	}
	const [only] = found;
	return found.size === 1 && only !== '' ? only! : null;
}
