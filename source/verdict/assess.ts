import {type DriverKind, isJudgedKind} from '../dossier/query/vocabulary.ts';
import type {Assessment, Reason, Recommendation, Source} from '../dossier/schema.ts';
import {type Calibration, chanceOf, shippedCalibration} from './calibration.ts';
import type {Evidence, Observation} from './evidence.ts';
import {claimsOf, recommend} from './recommend.ts';
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
	/** The chance that it proves right; null of `unsure`. */
	confidence: number | null;
	/** Why this one and not another, in words. */
	because: string;
}

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
	const {recommendation, because, confidence} = recommend(
		spoken.map(({rule}) => rule),
		{risk, care},
	);
	return {
		spoken,
		risk,
		care,
		recommendation,
		because,
		confidence: confidence === null ? null : round(confidence),
	};
}

/**
 * The rules' verdict on a driver. `removalRisk` is the chance that it is gone two years on; `confidence` the chance
 * that what the recommendation claims is what those two years will show (see recommend.ts). Both are read off
 * scorecards fitted on what happened. `unsure` has no confidence: it is the absence of a verdict.
 */
export function assess(evidence: Evidence, calibration: Calibration = shippedCalibration): Assessment {
	const library = libraryReason(evidence);
	if (library !== null)
		return assessment(evidence, {recommendation: 'not-a-driver', confidence: 1, ...library});
	const {spoken, risk, recommendation, confidence} = judge(evidence, calibration);
	return assessment(evidence, {
		recommendation,
		confidence,
		removalRisk: round(risk),
		...cite(spoken, recommendation, calibration),
	});
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
	const claimed = claimsOf(
		recommendation,
		spoken.map(({rule}) => rule.name),
	);
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
