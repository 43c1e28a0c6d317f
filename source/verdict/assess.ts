import {type DriverKind, isJudgedKind} from '../dossier/query/vocabulary.ts';
import type {Assessment, Reason, Recommendation, Source} from '../dossier/schema.ts';
import {type Calibration, chanceOf, shippedCalibration} from './calibration.ts';
import type {Evidence, Observation} from './evidence.ts';
import {type Rule, rules} from './rules.ts';

/** A rule that has spoken. */
export interface Spoken {
	rule: Rule;
	observation: Observation;
}

/** The rules' verdict with everything that led to it. */
export interface Judgement {
	spoken: Spoken[];
	/** Chance to be gone from mainline two years after as-of. */
	risk: number;
	/** Chance to be changed in earnest within these two years, if it stays. */
	care: number;
	recommendation: Recommendation;
	/** Why this one and not another, in words. */
	because: string;
}

/** What happened to a driver in the two years after it was judged. */
export type Fate = 'gone' | 'quiet' | 'worked-on';

/**
 * What each recommendation claims of the next two years, so that time can tell whether it was right. `unsure` and
 * `not-a-driver` claim nothing.
 */
export const claims: Readonly<Record<Recommendation, readonly Fate[]>> = {
	keep: ['worked-on'],
	'keep-annotate': ['quiet'],
	deprecate: ['gone', 'quiet'],
	remove: ['gone'],
	unsure: [],
	'not-a-driver': [],
};

/** The risks from which recommendations are taken; chosen on 6.1 to 6.12 along with the weights. */
export const thresholds = {
	/** From here on a posted deletion, or a TODO that announces one, is taken for what it looks like. */
	remove: 0.25,
	/** From here on two strong signs, or ... */
	deprecateTwoStrong: 0.1,
	/** ... a strong one that a weaker of another kind supports, are believed. */
	deprecateOneStrong: 0.2,
	/** Up to here a driver that nobody works on, and that no strong sign speaks against, is merely quiet. */
	annotate: 0.04,
} as const;

/** Lets every rule look. Pure: the same evidence gives the same judgement. */
export function judge(evidence: Evidence, calibration: Calibration = shippedCalibration): Judgement {
	const spoken: Spoken[] = [];
	for (const rule of rules) {
		const observation = rule.look(evidence);
		if (observation !== null) spoken.push({rule, observation});
	}
	const names = spoken.map(({rule}) => rule.name);
	const risk = chanceOf(calibration.removal, names);
	const care = chanceOf(calibration.care, names);
	return {spoken, risk, care, ...recommend(evidence, spoken, risk, care)};
}

/**
 * The rules' verdict on a driver. `removalRisk` is the chance that it is gone two years on; `confidence` the chance
 * that what the recommendation claims is what those two years will show (see `claims`). Both are read off
 * scorecards fitted on what happened. `unsure` has no confidence: it is the absence of a verdict.
 */
export function assess(evidence: Evidence, calibration: Calibration = shippedCalibration): Assessment {
	const library = libraryReason(evidence);
	if (library !== null)
		return assessment(evidence, {recommendation: 'not-a-driver', confidence: 1, ...library});
	const {spoken, risk, care, recommendation} = judge(evidence, calibration);
	return assessment(evidence, {
		recommendation,
		confidence: confidenceIn(recommendation, risk, care),
		removalRisk: round(risk),
		...cite(spoken, recommendation, calibration),
	});
}

/** Decides from what has spoken. Nothing here is named but rules; every rule is cited. */
function recommend(
	{record}: Evidence,
	spoken: readonly Spoken[],
	risk: number,
	care: number,
): {recommendation: Recommendation; because: string} {
	const named = (...names: string[]) => spoken.some(({rule}) => names.includes(rule.name));
	const groups = (picked: readonly Spoken[]) => new Set(picked.map(({rule}) => rule.group)).size;
	const strong = groups(spoken.filter(({rule}) => rule.strong));
	const against = groups(spoken.filter(({rule}) => rule.speaksFor === 'removal'));
	// A file that is deleted in a patch may be a driver that is merged into another: the other signs must agree.
	if (named('removal-posted', 'todo-announces-removal')) {
		return risk >= thresholds.remove
			? {recommendation: 'remove', because: 'its removal is announced, and the risk agrees'}
			: {recommendation: 'unsure', because: 'its removal is announced, but little else speaks for it'};
	}
	const enough = strong >= 2 ? thresholds.deprecateTwoStrong : thresholds.deprecateOneStrong;
	if (strong >= 1 && against >= 2 && risk >= enough)
		return {recommendation: 'deprecate', because: 'two independent signs against it, and the risk agrees'};
	if (strong >= 1) return {recommendation: 'unsure', because: 'a strong sign against it, and no second one'};
	const {maintainers} = record.signals;
	const isOwned = maintainers?.own === true && ['Supported', 'Maintained'].includes(maintainers.status ?? '');
	const isActive = named('worked-on', 'changed-in-earnest') || (isOwned && named('recent-sources'));
	if (isActive) {
		return care >= 0.5
			? {recommendation: 'keep', because: 'somebody works on it'}
			: {recommendation: 'keep-annotate', because: 'some work, but less than makes more likely'};
	}
	if (!named('quiet', 'untouched') && !hasLongHistory(record))
		return {recommendation: 'unsure', because: 'no history is known that tells quiet from unseen'};
	return risk <= thresholds.annotate
		? {recommendation: 'keep-annotate', because: 'quiet, and nothing speaks for removal'}
		: {recommendation: 'unsure', because: 'nobody is seen to work on it, and something speaks for removal'};
}

/** The change over at least two pairs of releases is known, so a driver without any is known to be quiet. */
function hasLongHistory({signals}: Evidence['record']): boolean {
	return (signals.releases?.substantive.filter(lines => lines !== null).length ?? 0) >= 2;
}

/** The chance that the two years after as-of show what the recommendation claims. */
export function confidenceIn(recommendation: Recommendation, risk: number, care: number): number | null {
	const chances: Readonly<Record<Fate, number>> = {
		gone: risk,
		quiet: (1 - risk) * (1 - care),
		'worked-on': (1 - risk) * care,
	};
	const claimed = claims[recommendation];
	return claimed.length === 0 ? null : round(claimed.reduce((sum, fate) => sum + chances[fate], 0));
}

/** What makes a record something else than a driver or a chip: cited, but no rule of the table, as it says nothing of its future. */
function libraryReason({record}: Evidence): Pick<Assessment, 'reasons' | 'sources'> | null {
	if (isJudgedKind(record.kind)) return null;
	const sign = record.signals.signs?.find(({sign: name}) => kindSigns.has(name));
	if (sign === undefined) return null;
	return {
		reasons: [{rule: sign.sign, weight: 0, text: kindTexts[record.kind], source: 1}],
		sources: [{kind: 'tree', at: sign.at, claim: kindClaims[record.kind]}],
	};
}

const kindSigns: ReadonlySet<string> = new Set(['no-entry-point', 'no-device-driver']);
type OtherKind = Exclude<DriverKind, 'driver' | 'chip'>;
const kindTexts: Readonly<Record<OtherKind, string>> = {
	library: 'none of its sources registers a driver',
	core: 'the core of a subsystem, which drivers build on',
	table: 'a table of keys, no driver',
	test: 'a test of the kernel, no driver',
};
const kindClaims: Readonly<Record<OtherKind, string>> = {
	library: 'registers no driver',
	core: 'makes what drivers register with',
	table: 'registers a keymap',
	test: 'a test starts here',
};

/**
 * Reasons, strongest first, with their sources numbered; two reasons from one place share its number. A strong rule is
 * always named: it decides even where it weighs nothing. Of the others that weigh nothing on the risk only the one is
 * named that says most for what the recommendation claims of the work on the driver: the rest is in the signals, and
 * `driverdex assess --explain` names them all.
 */
function cite(
	spoken: readonly Spoken[],
	recommendation: Recommendation,
	{removal, care}: Calibration,
): {reasons: Reason[]; sources: Source[]} {
	const sources: Source[] = [];
	const weigh = ({rule}: Spoken) => removal.weights[rule.name] ?? 0;
	const claimed = claims[recommendation];
	const side = claimed.includes('worked-on') ? 1 : -1;
	const pull = ({rule}: Spoken) => side * (care.weights[rule.name] ?? 0);
	const isNamed = (one: Spoken) => weigh(one) !== 0 || one.rule.strong === true;
	const silent = spoken.filter(one => !isNamed(one) && pull(one) > 0).sort((a, b) => pull(b) - pull(a));
	const named = [
		...spoken.filter(isNamed).sort((a, b) => Math.abs(weigh(b)) - Math.abs(weigh(a))),
		...silent.slice(0, 1),
	];
	const reasons = named.map((one): Reason => {
		const {text, source} = one.observation;
		let index = sources.findIndex(known => JSON.stringify(known) === JSON.stringify(source));
		if (index < 0) index = sources.push(source) - 1;
		return {rule: one.rule.name, weight: weigh(one), text, source: index + 1};
	});
	return {reasons, sources};
}

/** An assessment by the rules; what a verdict does not give is unknown. */
function assessment(
	{asOf}: Evidence,
	verdict: Pick<Assessment, 'recommendation' | 'confidence' | 'reasons' | 'sources'> & Partial<Assessment>,
): Assessment {
	return {
		assessor: 'rules',
		date: asOf,
		removalRisk: null,
		deployments: 'unknown',
		replacement: null,
		summary: null,
		notes: null,
		...verdict,
	};
}

const round = (value: number) => Math.round(value * 10000) / 10000;
