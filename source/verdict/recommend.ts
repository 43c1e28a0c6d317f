/** From what the rules said to a recommendation: whose needs are met, and which of these is most probably right. */
import {keepsAsItIs} from '../dossier/recommendations.ts';
import type {Recommendation} from '../dossier/schema.ts';
import type {Rule} from './rules/rule.ts';

/** What happened to a driver in the two years after it was judged. */
export type Fate = 'gone' | 'quiet' | 'worked-on';

/**
 * The least risk of a driver whose end is announced by those who decide. A judgement, as history has too few independent
 * cases to fit: each rule's words say which (`npm run calibrate`, `npm run bench:deletions`).
 */
const announcedRisk = 0.6;
const announced: ReadonlyMap<string, string> = new Map([
	[
		'removal-under-way',
		'of 58 drivers of 5.10 and 6.1 with such a deletion 51 were gone two years on, most by a few large series',
	],
	[
		'its-platform-is-to-go',
		'of three platforms announced in 6.1 two were gone by 6.12 (S3C24XX, the boards of UNUSED_BOARD_FILES), one was put off (S3C64XX); none was in 5.10',
	],
]);

/** The risk that weights give, or what an announcement alone makes of it. */
export function riskWith(spoken: readonly string[], fitted: number): number {
	return spoken.some(rule => announced.has(rule)) ? Math.max(announcedRisk, fitted) : fitted;
}

/**
 * The most that work done so far says of work to come on a driver whose end its own people announced: they work on what
 * takes its place. A judgement, too: a data set knows a handful of such announcements.
 */
const endingCare = 0.4;

/** The chance of work that weights give, or what is left of it where an end is announced. */
export function careWith(spoken: readonly string[], fitted: number): number {
	return spoken.includes('end-announced') ? Math.min(endingCare, fitted) : fitted;
}

/** Why an announcement alone is worth that much risk, where the weights say less; null where they decide. */
export function whyLifted(spoken: readonly string[], fitted: number): string | null {
	const rule = spoken.find(name => announced.has(name));
	return rule === undefined || fitted >= announcedRisk ? null : announced.get(rule)!;
}

/** Lines, and the share of a driver's lines, that two years must change in earnest to be called work on it. */
const workLines = 30;
const workShare = 0.01;

/**
 * Whether two years changed a driver in earnest: a hundredth of it, and thirty lines. Less than that is what those bring
 * who mend one pattern everywhere, a few lines at a time.
 */
export function isWork(substantiveLines: number, sourceLines: number): boolean {
	return substantiveLines >= Math.max(workLines, workShare * sourceLines);
}

/** The chances of the two years after as-of. */
export interface Chances {
	/** To be gone from mainline. */
	risk: number;
	/** To be changed in earnest, if it stays. */
	care: number;
}

/** Rules by which those who decide have said that it goes. */
const announcements: ReadonlySet<string> = new Set([
	'removal-under-way',
	'todo-announces-removal',
	'its-platform-is-to-go',
]);
/** Whether a rule is what a recommendation rests on, so that it comes first among its reasons. */
export function isDecisive({name, strong, against}: Rule, recommendation: Recommendation): boolean {
	switch (recommendation) {
		case 'keep':
			return keepsAsItIs.has(name) || workRules.has(name);
		case 'remove':
			return announcements.has(name);
		case 'deprecate':
			return strong === true;
		default:
			return strong === true || against === true || name === 'long-untouched';
	}
}

/** Rules that show work of substance, by releases. */
const workRules: ReadonlySet<string> = new Set(['steady-work', 'some-work', 'worked-on-lately']);

/**
 * Rules by which its own people or those who decide announced that it is to end: whatever work is still done on it, it
 * is not one to rely on.
 */
const endings: ReadonlySet<string> = new Set([...announcements, 'end-announced', 'its-platform-goes']);

/**
 * Groups that tell one fact, how widely a driver is used: that no machine was seen with it, that a vendor has it off and
 * that the same vendor dropped it are one sign against it, not three.
 */
const useGroups: ReadonlySet<string> = new Set(['machines', 'shipping', 'vendor']);
const factOf = ({group}: Rule) => (useGroups.has(group) ? 'use' : group);

/** Groups of rules that tell what was done to a driver, or that nothing was. */
const historyGroups: ReadonlySet<string> = new Set(['change', 'late-change', 'activity', 'age', 'reach']);

/** The chances from which recommendations are taken. */
export const thresholds = {
	/** Under it no outcome is said to be the one to come. */
	least: 0.5,
	/** A band of which at least one driver in eight was gone two years on. */
	deprecate: 0.125,
} as const;

/**
 * What each recommendation claims of the next two years, so that time can tell whether it was right. `unsure` and
 * `not-a-driver` claim nothing. A driver that is kept for its wide use, or because it is new, is right to be kept when
 * it is there; of any other `keep` claims that it is worked on.
 */
export function claimsOf(recommendation: Recommendation, spoken: Iterable<string>): readonly Fate[] {
	switch (recommendation) {
		case 'keep':
			for (const rule of spoken) if (keepsAsItIs.has(rule)) return ['quiet', 'worked-on'];
			return ['worked-on'];
		case 'keep-annotate':
			return ['quiet'];
		case 'deprecate':
			return ['gone', 'quiet'];
		case 'remove':
			return ['gone'];
		default:
			return [];
	}
}

/** The chance that the two years after as-of show what a recommendation claims; null where it claims nothing. */
export function confidenceIn(claimed: readonly Fate[], {risk, care}: Chances): number | null {
	const chances: Readonly<Record<Fate, number>> = {
		gone: risk,
		quiet: (1 - risk) * (1 - care),
		'worked-on': (1 - risk) * care,
	};
	return claimed.length === 0 ? null : claimed.reduce((sum, fate) => sum + chances[fate], 0);
}

/** A recommendation whose needs are met, and why in words. */
interface Candidate {
	recommendation: Recommendation;
	because: string;
}

/**
 * Of the recommendations whose needs are met, the one most probably right; `unsure` where none reaches one half. Nothing
 * here is named but rules; every rule is cited.
 */
export function recommend(
	rulesThatSpoke: readonly Rule[],
	chances: Chances,
): Candidate & {confidence: number | null} {
	const names = rulesThatSpoke.map(({name}) => name);
	const candidates = candidatesOf(rulesThatSpoke, chances)
		.map(one => ({...one, confidence: confidenceIn(claimsOf(one.recommendation, names), chances)!}))
		.sort((a, b) => b.confidence - a.confidence);
	const best = candidates[0];
	if (best !== undefined && best.confidence >= thresholds.least) return best;
	return {
		recommendation: 'unsure',
		because:
			best === undefined
				? 'no history is known that tells quiet from unseen, and nothing else speaks'
				: 'whether anybody will work on it can’t be told: no outcome reaches one half',
		confidence: null,
	};
}

/**
 * Whether somebody works on a driver, so far as releases tell: on one that five of the newest twelve changed in earnest,
 * or two and one of them lately, with at most one sign against it; or on one that any changed and nothing speaks against.
 * That nobody is named for it is no sign that nobody works on it. Mails decide only where releases don't tell: patches
 * for old drivers are posted by those who mend a pattern everywhere, too.
 */
function isWorkedOn(spoken: readonly Rule[]): boolean {
	const says = (name: string) => spoken.some(rule => rule.name === name);
	if (spoken.some(({name}) => endings.has(name))) return false;
	const against = facts(spoken.filter(rule => (rule.strong || rule.against) && rule.name !== 'orphaned'));
	if (says('steady-work')) return against <= 1;
	if (says('some-work'))
		return against === 0 || (against === 1 && says('worked-on-lately') && !says('in-staging'));
	if (says('changed-once')) return against === 0 && says('worked-on-lately');
	if (says('long-untouched')) return false;
	return against === 0 && (says('worked-on') || says('changed-in-earnest'));
}

/** How many independent facts these rules tell. */
const facts = (picked: readonly Rule[]) => new Set(picked.map(factOf)).size;

function candidatesOf(spoken: readonly Rule[], {risk}: Chances): Candidate[] {
	const speaks = (which: ReadonlySet<string>) => spoken.some(({name}) => which.has(name));
	const strong = facts(spoken.filter(rule => rule.strong));
	const against = facts(spoken.filter(rule => rule.strong || rule.against));
	const removing = facts(spoken.filter(({speaksFor}) => speaksFor === 'removal'));
	const found: Candidate[] = [];
	// What is announced and likely is told as that, though "gone or quiet" is always surer than "gone".
	if (speaks(announcements) && risk >= thresholds.least)
		return [{recommendation: 'remove', because: 'its removal is announced, and the risk agrees'}];
	if (strong >= 1 && removing >= 2 && risk >= thresholds.deprecate)
		found.push({
			recommendation: 'deprecate',
			because: 'two independent signs against it, and the risk agrees',
		});
	if (speaks(keepsAsItIs) && strong === 0) {
		found.push({
			recommendation: 'keep',
			because: spoken.some(({name}) => name === 'in-wide-use') ? 'it is in wide use' : 'it is new',
		});
	} else if (isWorkedOn(spoken)) found.push({recommendation: 'keep', because: 'somebody works on it'});
	// What is annotated needs its caveat: something against it, or a history that shows how quiet it is.
	if (against > 0 || spoken.some(({group}) => historyGroups.has(group))) {
		found.push({
			recommendation: 'keep-annotate',
			because:
				against > 0
					? 'it stays as far as can be seen, and something speaks against it'
					: 'it stays as far as can be seen, and nobody is expected to change it',
		});
	}
	return found;
}
