/** One fit on several pairs of trees, of which the earlier ones lack evidence that the last one has. */
import {type Case, fitScorecard, type Limits} from './logistic.ts';

/** A case, and the pair of trees that it is of: by number, the last is the one that counts. */
export interface PairCase extends Case {
	pair: number;
}

/** Base and weights, by the rules' numbers. */
export interface Weights {
	base: number;
	weights: number[];
}

/**
 * The weights of every pair, in order. The last pair's are what all pairs share. An earlier pair has a base of its own,
 * which costs nothing, and may depart from each shared weight: a rule that is silent there for want of evidence, or that
 * speaks for what such evidence would have said, must not be read as if it had been looked for. A departure costs
 * `departure` times what a weight of its size does: with none (0) each pair is fitted for itself, at Infinity all share
 * their weights and differ in their bases alone. Limits hold for the shared weights.
 */
export function fitPairs(
	cases: readonly PairCase[],
	limits: readonly Limits[],
	{penalty, departure}: {penalty: number; departure: number},
): Weights[] {
	const pairs = cases.reduce((most, {pair}) => Math.max(most, pair + 1), 1);
	const rules = limits.length;
	const ownOf = (pair: number) => rules + pair * (rules + 1);
	const departs = Number.isFinite(departure);
	const own: readonly Limits[] = [
		{least: -6, most: 6, price: 0},
		...limits.map(() => ({least: -6, most: 6, price: departs ? departure : 1})),
	];
	const {base, weights} = fitScorecard(
		cases.map(({pair, spoken, happened}) => ({
			happened,
			spoken:
				pair === pairs - 1
					? spoken
					: [...spoken, ownOf(pair), ...(departs ? spoken.map(rule => ownOf(pair) + 1 + rule) : [])],
		})),
		[...limits, ...Array.from({length: pairs - 1}, () => own).flat()],
		penalty,
	);
	const shared = weights.slice(0, rules);
	return Array.from({length: pairs}, (_, pair) =>
		pair === pairs - 1
			? {base, weights: shared}
			: {
					base: base + weights[ownOf(pair)]!,
					weights: shared.map((weight, rule) => weight + weights[ownOf(pair) + 1 + rule]!),
				},
	);
}
