/** Verdicts held against what happened: how right they were, by measures anybody can compute again. */

import {recommendations} from '../dossier/query/vocabulary.ts';
import type {Recommendation, RiskBand} from '../dossier/schema.ts';
import {type Measure, type RankingMeasures, rankingMeasures, shareMeasure} from './measures.ts';
import type {Fate} from './recommend.ts';

/** A driver with the verdict it was given and what became of it. */
export interface Tried {
	id: string;
	/** Drivers of one directory are resampled together. */
	directory: string;
	recommendation: Recommendation;
	/** What the recommendation claims of the two years; see recommend.ts. */
	claimed: readonly Fate[];
	risk: number;
	confidence: number | null;
	/** `stayed` where it can't be said whether anybody worked on it. */
	fate: Fate | 'stayed';
}

/** What happened to the drivers of one band of risk. */
export interface BandOutcome {
	from: number;
	to: number;
	drivers: number;
	gone: number;
	/** Mean of the risks said; null for an empty band. */
	meanRisk: number | null;
	share: Measure | null;
	/** How often drivers of this band were gone when the rules were fitted. */
	stated: {low: number; high: number} | null;
}

/** What happened to the drivers of one recommendation. */
export interface RecommendationOutcome {
	recommendation: Recommendation;
	drivers: number;
	gone: number;
	quiet: number;
	workedOn: number;
	/** Share whose claim came true, of those that show it; null where nothing is claimed or nothing known. */
	right: Measure | null;
	meanConfidence: number | null;
}

/** The whole report. */
export interface Backtest {
	drivers: number;
	gone: number;
	/** Null where all or none are gone. */
	ranking: RankingMeasures | null;
	/** Chance that a verdict which proved right was surer of itself than one which did not; null where all or none did. */
	confidenceAuc: Measure | null;
	/** Of `deprecate` and `remove`: how many are gone, and their share of all that are. */
	warned: {drivers: number; gone: number; precision: number | null; recall: number | null};
	bands: BandOutcome[];
	recommendations: RecommendationOutcome[];
	/** Gone, though the risk said was smallest. */
	misses: Tried[];
	/** Still there, though the risk said was greatest. */
	falseAlarms: Tried[];
}

/** Cases of each kind that the report names. */
const mostNamed = 20;

/** Holds verdicts against fates. `stated` are the bands that the verdicts were published with. */
export function backtest(tried: readonly Tried[], stated: readonly RiskBand[]): Backtest {
	const gone = tried.filter(({fate}) => fate === 'gone');
	const there = tried.filter(({fate}) => fate !== 'gone');
	const byRisk = (a: Tried, b: Tried) => a.risk - b.risk || (a.id < b.id ? -1 : 1);
	return {
		drivers: tried.length,
		gone: gone.length,
		ranking:
			gone.length === 0 || there.length === 0
				? null
				: rankingMeasures(
						tried.map(({risk, fate, directory}) => ({
							score: risk,
							happened: fate === 'gone',
							group: directory,
						})),
					),
		confidenceAuc: confidenceAuc(tried),
		warned: warningsOf(tried, gone.length),
		bands: stated.map(band => bandOutcome(band, tried)),
		recommendations: recommendations
			.filter(name => name !== 'not-a-driver')
			.map(name =>
				recommendationOutcome(
					name,
					tried.filter(({recommendation}) => recommendation === name),
				),
			),
		misses: gone.toSorted(byRisk).slice(0, mostNamed),
		falseAlarms: there.toSorted((a, b) => byRisk(b, a)).slice(0, mostNamed),
	};
}

function bandOutcome({from, to, low, high, drivers}: RiskBand, tried: readonly Tried[]): BandOutcome {
	const inside = tried.filter(({risk}) => risk >= from && (risk < to || to === 1));
	return {
		from,
		to,
		drivers: inside.length,
		gone: inside.filter(({fate}) => fate === 'gone').length,
		meanRisk: mean(inside.map(({risk}) => risk)),
		share: shareOf(inside, ({fate}) => fate === 'gone'),
		stated: drivers === 0 ? null : {low, high},
	};
}

function recommendationOutcome(
	recommendation: Recommendation,
	those: readonly Tried[],
): RecommendationOutcome {
	const count = (wanted: Fate) => those.filter(({fate}) => fate === wanted).length;
	// To try a claim on the few that can tell alone would be to find it wrong.
	const decided = those.filter(one => cameTrue(one) !== null);
	const isTried = decided.length * 2 > those.length;
	return {
		recommendation,
		drivers: those.length,
		gone: count('gone'),
		quiet: count('quiet'),
		workedOn: count('worked-on'),
		right: !isTried ? null : shareOf(decided, one => cameTrue(one) === true),
		meanConfidence: mean(those.flatMap(({confidence}) => (confidence === null ? [] : [confidence]))),
	};
}

/** Whether a claim came true; null where nothing is claimed, or what happened can't tell. */
function cameTrue({claimed, fate}: Tried): boolean | null {
	if (claimed.length === 0) return null;
	if (fate !== 'stayed') return claimed.includes(fate);
	const staying = ['quiet', 'worked-on'].filter(one => claimed.includes(one as Fate)).length;
	return staying === 1 ? null : staying === 2;
}

function confidenceAuc(tried: readonly Tried[]): Measure | null {
	const sure = tried.flatMap(one => {
		const right = cameTrue(one);
		return right === null || one.confidence === null
			? []
			: [{score: one.confidence, happened: right, group: one.directory}];
	});
	const right = sure.filter(({happened}) => happened).length;
	return right === 0 || right === sure.length ? null : rankingMeasures(sure).auc;
}

function warningsOf(tried: readonly Tried[], allGone: number): Backtest['warned'] {
	const those = tried.filter(
		({recommendation}) => recommendation === 'deprecate' || recommendation === 'remove',
	);
	const gone = those.filter(({fate}) => fate === 'gone').length;
	return {
		drivers: those.length,
		gone,
		precision: those.length === 0 ? null : gone / those.length,
		recall: allGone === 0 ? null : gone / allGone,
	};
}

function shareOf(those: readonly Tried[], holds: (one: Tried) => boolean): Measure | null {
	if (those.length === 0) return null;
	return shareMeasure(those.map(one => ({holds: holds(one), group: one.directory})));
}

function mean(values: readonly number[]): number | null {
	return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
