/** The rules on what was posted to do away with a driver. */
import {mailSource, newestRemoval} from './evidence.ts';
import type {Rule} from './rule.ts';

function onRemoval(name: string, about: string, fresh: boolean): Rule {
	return {
		name,
		speaksFor: 'removal',
		group: 'removal',
		...(fresh ? {strong: true as const} : {against: true as const}),
		about,
		look(evidence) {
			const removal = newestRemoval(evidence);
			if (removal === null || removal.isFresh !== fresh) return null;
			const {date, title, list, messageId} = removal.patch;
			return {
				text: fresh
					? `a patch of ${date} deletes it`
					: `a patch of ${date} would have deleted it; it is still there`,
				source: mailSource(list, messageId, date, `patch: ${title}`),
			};
		},
	};
}

/** The rules on posted deletions. */
export const removalRules: readonly Rule[] = [
	onRemoval('removal-posted', 'a deletion was posted within a year, and no work of substance since', true),
	onRemoval('removal-once-posted', 'a deletion was posted, but longer ago, or work went on', false),
];
