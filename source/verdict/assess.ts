import {type DriverKind, isJudgedKind} from '../dossier/query/vocabulary.ts';
import type {Assessment, Recommendation} from '../dossier/schema.ts';
import {type Calibration, chanceOf, shippedCalibration} from './calibration.ts';
import {cite, type Spoken} from './cite.ts';
import type {Evidence} from './evidence.ts';
import {careWith, recommend, riskWith} from './recommend.ts';
import {rules} from './rules.ts';

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
	const risk = riskWith(names, chanceOf(calibration.removal, names));
	const care = careWith(names, chanceOf(calibration.care, names));
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
