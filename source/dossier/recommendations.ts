import type {Recommendation} from './schema.ts';

/** What a recommendation says in words, for a reader who has never seen the list. */
export const recommendationWords: Readonly<Record<Recommendation, {label: string; meaning: string}>> = {
	keep: {
		label: 'KEEP',
		meaning: 'Looked after or widely supported: nothing to do.',
	},
	'keep-annotate': {
		label: 'KEEP, ANNOTATE',
		meaning: 'Mostly quiet, with a plausible niche: keep it and document the caveat.',
	},
	unsure: {
		label: 'UNSURE',
		meaning: 'The evidence conflicts or is missing: no verdict.',
	},
	deprecate: {
		label: 'DEPRECATE',
		meaning: 'Obsolete hardware or framework without active care: plan to move away.',
	},
	remove: {
		label: 'REMOVE',
		meaning: 'A removal is under way upstream: move away now.',
	},
	'not-a-driver': {
		label: 'NOT A DRIVER',
		meaning: 'A library or core without a driver entry point: it goes where its users go.',
	},
};

/** Rank by urgency, for sorting: removal first, libraries last. */
export const recommendationUrgency: Readonly<Record<Recommendation, number>> = {
	remove: 0,
	deprecate: 1,
	unsure: 2,
	'keep-annotate': 3,
	keep: 4,
	'not-a-driver': 5,
};
