/** How well a ranking told what happened: the usual measures, ties counted fairly, and how far chance moves them. */

/** One driver of a ranking. */
export interface Ranked {
	score: number;
	happened: boolean;
	/** Drivers of one group share their fate more often than not: they are drawn together. */
	group: string;
}

/** A figure, with the interval that holds it in 95 of 100 resamplings of the groups. */
export interface Measure {
	value: number;
	low: number;
	high: number;
}

/** The measures of a ranking. */
export interface RankingMeasures {
	/** Chance that one that happened is ranked above one that did not. */
	auc: Measure;
	averagePrecision: Measure;
	/** Share that happened among the first 50. */
	precisionAt50: Measure;
	/** Share of all that happened that are among the first 200. */
	recallAt200: Measure;
}

/** Resamplings that the intervals rest on. */
export const resamplings = 1000;

/** A small generator with a seed (mulberry32), so that an interval is the same on every machine. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/**
 * Draws the groups again and again, with replacement, and gives each draw as a weight for every case. The draws are
 * the same for the same groups.
 */
export function* resample(groups: readonly string[]): Generator<Float64Array> {
	const numbers = new Map<string, number>();
	const groupOf = Uint32Array.from(groups, group => {
		const number = numbers.get(group) ?? numbers.size;
		numbers.set(group, number);
		return number;
	});
	const random = seededRandom(20_221_211);
	const drawn = new Float64Array(numbers.size);
	const weights = new Float64Array(groups.length);
	for (let round = 0; round < resamplings; round++) {
		drawn.fill(0);
		for (let draw = 0; draw < numbers.size; draw++) drawn[Math.floor(random() * numbers.size)]!++;
		for (let index = 0; index < weights.length; index++) weights[index] = drawn[groupOf[index]!]!;
		yield weights;
	}
}

/** The value on all cases and the middle 95 % of its resamplings. Resamplings without a value are left out. */
export function measured<Key extends string>(
	groups: readonly string[],
	of: (weights: Float64Array) => Record<Key, number>,
): Record<Key, Measure> {
	const whole = of(new Float64Array(groups.length).fill(1));
	const keys = Object.keys(whole) as Key[];
	const drawn = new Map<Key, number[]>(keys.map(key => [key, []]));
	for (const weights of resample(groups)) {
		const values = of(weights);
		for (const key of keys) if (Number.isFinite(values[key])) drawn.get(key)!.push(values[key]);
	}
	const measures = keys.map(key => {
		const sorted = drawn.get(key)!.sort((a, b) => a - b);
		const at = (quantile: number) => sorted[Math.round((sorted.length - 1) * quantile)] ?? whole[key];
		return [key, {value: whole[key], low: at(0.025), high: at(0.975)}] as const;
	});
	return Object.fromEntries(measures) as Record<Key, Measure>;
}

/** The measures of a ranking, with intervals by resampling groups. Needs one case that happened and one that did not. */
export function rankingMeasures(cases: readonly Ranked[]): RankingMeasures {
	const order = cases.map((_, index) => index).sort((a, b) => cases[b]!.score - cases[a]!.score);
	return measured(
		cases.map(({group}) => group),
		weights => {
			let [all, happened] = [0, 0];
			for (let index = 0; index < cases.length; index++) {
				all += weights[index]!;
				if (cases[index]!.happened) happened += weights[index]!;
			}
			let [above, hits, pairs, precisions, hits50, hits200] = [0, 0, 0, 0, 0, 0];
			for (let start = 0; start < order.length; ) {
				// Equal scores have no order among them: each place is shared.
				let [end, tied, tiedHits] = [start, 0, 0];
				const {score} = cases[order[start]!]!;
				for (; end < order.length && cases[order[end]!]!.score === score; end++) {
					tied += weights[order[end]!]!;
					if (cases[order[end]!]!.happened) tiedHits += weights[order[end]!]!;
				}
				start = end;
				if (tied === 0) continue;
				const within = (places: number) => Math.max(0, Math.min(tied, places - above)) / tied;
				hits50 += tiedHits * within(50);
				hits200 += tiedHits * within(200);
				pairs += (tied - tiedHits) * (hits + tiedHits / 2);
				hits += tiedHits;
				above += tied;
				precisions += tiedHits * (hits / above);
			}
			return {
				auc: pairs / (happened * (all - happened)),
				averagePrecision: precisions / happened,
				precisionAt50: hits50 / Math.min(50, all),
				recallAt200: hits200 / happened,
			};
		},
	);
}

/** The share of weighted cases that hold, with its interval. */
export function shareMeasure(cases: readonly {holds: boolean; group: string}[]): Measure {
	return measured(
		cases.map(({group}) => group),
		weights => {
			let [all, held] = [0, 0];
			for (let index = 0; index < cases.length; index++) {
				all += weights[index]!;
				if (cases[index]!.holds) held += weights[index]!;
			}
			return {share: held / all};
		},
	).share;
}
