import {describe, expect, it} from 'vitest';
import {chance} from '../../source/verdict/calibration.ts';
import {seededRandom} from '../../source/verdict/measures.ts';
import {fitPairs, type PairCase} from '../../source/verdict/pairs.ts';

const free = {least: -6, most: 6};

/** Cases of a pair: rule 0 speaks of every third, rule 1 of half of those for which rule 0 speaks, and of few others. */
function casesOf(
	pair: number,
	{base, weights, knows}: {base: number; weights: number[]; knows: number[]},
): PairCase[] {
	const random = seededRandom(pair + 3);
	return Array.from({length: 20_000}, () => {
		const true0 = random() < 0.33;
		const true1 = random() < (true0 ? 0.5 : 0.05);
		const holds = [...(true0 ? [0] : []), ...(true1 ? [1] : [])];
		const logOdds = holds.reduce((sum, rule) => sum + weights[rule]!, base);
		return {pair, spoken: holds.filter(rule => knows.includes(rule)), happened: random() < chance(logOdds)};
	});
}

describe('a fit on several pairs', () => {
	// The first pair has no evidence for rule 1, and more went then.
	const early = casesOf(0, {base: -1.5, weights: [1, 2], knows: [0]});
	const late = casesOf(1, {base: -3, weights: [1, 2], knows: [0, 1]});

	it('keeps the last pair’s base, and tells it from the others’', () => {
		const [first, last] = fitPairs([...early, ...late], [free, free], {penalty: 1, departure: 1});
		expect(last!.base).toBeCloseTo(-3, 0);
		expect(first!.base - last!.base).toBeGreaterThan(1.2);
	});

	it('does not read evidence that was not looked for as evidence that there was nothing', () => {
		const [, last] = fitPairs([...early, ...late], [free, free], {penalty: 1, departure: 0.01});
		expect(last!.weights[0]!).toBeGreaterThan(0.85);
		expect(last!.weights[0]!).toBeLessThan(1.15);
		// Where all must share, what rule 1 would have said is said by rule 0.
		const [, shared] = fitPairs([...early, ...late], [free, free], {
			penalty: 1,
			departure: Number.POSITIVE_INFINITY,
		});
		expect(shared!.weights[0]!).toBeGreaterThan(last!.weights[0]! + 0.2);
	});

	it('is the fit of the last pair alone where departing costs nothing', () => {
		const [, both] = fitPairs([...early, ...late], [free, free], {penalty: 1, departure: 0});
		const [alone] = fitPairs(
			late.map(one => ({...one, pair: 0})),
			[free, free],
			{penalty: 1, departure: 1},
		);
		expect(both!.weights[0]!).toBeCloseTo(alone!.weights[0]!, 1);
		expect(both!.base).toBeCloseTo(alone!.base, 1);
	});
});
