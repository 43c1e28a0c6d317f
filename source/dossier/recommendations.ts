import type {Assessment, Recommendation} from './schema.ts';

/**
 * What a recommendation says in words, for a reader who has never seen the list, and what it claims about the next
 * two years: `confidence` is the chance that the claim comes true. Null where nothing is claimed.
 */
export const recommendationWords: Readonly<
	Record<Recommendation, {label: string; meaning: string; claim: string | null}>
> = {
	keep: {
		label: 'KEEP',
		meaning: 'Looked after or widely supported: nothing to do.',
		claim: 'there and worked on',
	},
	'keep-annotate': {
		label: 'KEEP, ANNOTATE',
		meaning: 'Mostly quiet, with a plausible niche: keep it and document the caveat.',
		claim: 'there and quiet',
	},
	unsure: {
		label: 'UNSURE',
		meaning: 'The evidence conflicts or is missing: no verdict.',
		claim: null,
	},
	deprecate: {
		label: 'DEPRECATE',
		meaning: 'Obsolete hardware or framework without active care: plan to move away.',
		claim: 'gone or quiet',
	},
	remove: {
		label: 'REMOVE',
		meaning: 'A removal is under way upstream: move away now.',
		claim: 'gone',
	},
	'not-a-driver': {
		label: 'NOT A DRIVER',
		meaning: 'A library, core, table or test that registers no driver: it goes where its users go.',
		claim: null,
	},
};

/** Rules that make a driver one to keep, whether or not anybody changes it: it is in wide use, itself or by another that needs it, or new. */
export const keepsAsItIs: ReadonlySet<string> = new Set(['in-wide-use', 'needed-in-wide-use', 'new-driver']);

/** What an assessment claims of the next two years, in words; null where it claims nothing. */
export function claimOf({
	recommendation,
	reasons,
}: Pick<Assessment, 'recommendation' | 'reasons'>): string | null {
	const isKept = recommendation === 'keep' && reasons.some(({rule}) => keepsAsItIs.has(rule));
	return isKept ? 'there' : recommendationWords[recommendation].claim;
}

/** Rank by urgency, for sorting: removal first, libraries last. */
export const recommendationUrgency: Readonly<Record<Recommendation, number>> = {
	remove: 0,
	deprecate: 1,
	unsure: 2,
	'keep-annotate': 3,
	keep: 4,
	'not-a-driver': 5,
};
