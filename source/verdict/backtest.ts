/** Verdicts held against what happened: how right they were, by measures anybody can compute again. */

import {recommendations} from '../dossier/query/vocabulary.ts';
import type {Recommendation, RiskBand} from '../dossier/schema.ts';
import {claims, type Fate} from './assess.ts';
import {type Measure, type RankingMeasures, rankingMeasures, shareMeasure} from './measures.ts';

/** A driver with the verdict it was given and what became of it. */
export interface Tried {
	id: string;
	/** Drivers of one directory are resampled together. */
	directory: string;
	recommendation: Recommendation;
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
	const claimed: readonly (Fate | 'stayed')[] = claims[recommendation];
	// A claim that a driver is worked on, or is not, can't be tried where nobody can say; to try it on the few that are
	// gone alone would be to find it wrong.
	const speaksOfWork = claimed.includes('quiet') || claimed.includes('worked-on');
	const decided = those.filter(({fate}) => !speaksOfWork || fate !== 'stayed');
	const isTried = claimed.length > 0 && decided.length * 2 > those.length;
	return {
		recommendation,
		drivers: those.length,
		gone: count('gone'),
		quiet: count('quiet'),
		workedOn: count('worked-on'),
		right: !isTried ? null : shareOf(decided, ({fate}) => claimed.includes(fate)),
		meanConfidence: mean(those.flatMap(({confidence}) => (confidence === null ? [] : [confidence]))),
	};
}

function shareOf(those: readonly Tried[], holds: (one: Tried) => boolean): Measure | null {
	if (those.length === 0) return null;
	return shareMeasure(those.map(one => ({holds: holds(one), group: one.directory})));
}

function mean(values: readonly number[]): number | null {
	return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
