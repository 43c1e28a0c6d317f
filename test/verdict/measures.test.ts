import {describe, expect, it} from 'vitest';
import {chance, readCalibration, shippedCalibration} from '../../source/verdict/calibration.ts';
import {type Case, fitScorecard, scorecardOf} from '../../source/verdict/logistic.ts';
import {type Ranked, rankingMeasures, seededRandom, shareMeasure} from '../../source/verdict/measures.ts';
import {rules} from '../../source/verdict/rules.ts';

const ranked = (pairs: readonly [number, boolean][]): Ranked[] =>
	pairs.map(([score, happened], index) => ({score, happened, group: String(index)}));

describe('measures of a ranking', () => {
	it('are those of the textbooks', () => {
		// Hits at places 1, 3 and 5 of six: AP = (1 + 2/3 + 3/5) / 3; of nine pairs six are in order.
		const {auc, averagePrecision, precisionAt50, recallAt200} = rankingMeasures(
			ranked([
				[0.9, true],
				[0.8, false],
				[0.7, true],
				[0.6, false],
				[0.5, true],
				[0.4, false],
			]),
		);
		expect(auc.value).toBeCloseTo(6 / 9, 10);
		expect(averagePrecision.value).toBeCloseTo((1 + 2 / 3 + 3 / 5) / 3, 10);
		expect(precisionAt50.value).toBe(0.5);
		expect(recallAt200.value).toBe(1);
		expect(auc.low).toBeLessThanOrEqual(auc.value);
		expect(auc.high).toBeGreaterThanOrEqual(auc.value);
	});

	it('give ties the mean of their places', () => {
		const all = rankingMeasures(ranked(Array.from({length: 200}, (_, index) => [0.5, index % 4 === 0])));
		expect(all.auc.value).toBeCloseTo(0.5, 10);
		expect(all.precisionAt50.value).toBeCloseTo(0.25, 10);
		expect(all.averagePrecision.value).toBeCloseTo(0.25, 10);
	});

	it('draw groups together, so that a few large ones make for wide intervals', () => {
		const cases = (groups: number) =>
			Array.from({length: 400}, (_, index) => ({
				holds: (index % groups) % 2 === 0,
				group: String(index % groups),
			}));
		const width = ({low, high}: {low: number; high: number}) => high - low;
		expect(width(shareMeasure(cases(4)))).toBeGreaterThan(2 * width(shareMeasure(cases(400))));
		expect(shareMeasure(cases(400))).toEqual(shareMeasure(cases(400)));
	});
});

describe('the fit', () => {
	const random = seededRandom(7);
	const cases: Case[] = Array.from({length: 20_000}, () => {
		const spoken = [0, 1, 2].filter(() => random() < 0.3);
		const logOdds = -2 + spoken.reduce((sum, rule) => sum + [1.5, -1, 0][rule]!, 0);
		return {spoken, happened: random() < chance(logOdds)};
	});
	const free = {least: -6, most: 6};

	it('finds the weights that made the cases', () => {
		const {base, weights} = fitScorecard(cases, [free, free, free], 0.1);
		expect(base).toBeCloseTo(-2, 0);
		expect(weights[0]!).toBeGreaterThan(1.3);
		expect(weights[0]!).toBeLessThan(1.7);
		expect(weights[1]!).toBeGreaterThan(-1.2);
		expect(weights[1]!).toBeLessThan(-0.8);
		expect(Math.abs(weights[2]!)).toBeLessThan(0.15);
	});

	it('keeps a rule from speaking against itself', () => {
		const {weights} = fitScorecard(cases, [free, {least: 0, most: 6}, free], 0.1);
		expect(weights[1]).toBe(0);
		expect(scorecardOf({base: -2, weights}, ['a', 'b', 'c']).weights.b).toBe(0);
	});
});

describe('a calibration', () => {
	it('names every rule, and has each pull the way it speaks', () => {
		const {removal, care} = shippedCalibration;
		const names = rules.map(({name}) => name).sort();
		expect(Object.keys(removal.weights).sort()).toEqual(names);
		expect(Object.keys(care.weights).sort()).toEqual(names);
		for (const {name, speaksFor} of rules) {
			expect(Math.sign(removal.weights[name]!) * (speaksFor === 'removal' ? 1 : -1)).toBeGreaterThanOrEqual(
				0,
			);
		}
	});

	it('states bands without gaps, in each of which what was seen is what was said', () => {
		const {bands} = shippedCalibration;
		expect(bands[0]!.from).toBe(0);
		expect(bands.at(-1)!.to).toBe(1);
		for (const [index, {from, to, drivers, gone, low, high}] of bands.entries()) {
			expect(from).toBe(index === 0 ? 0 : bands[index - 1]!.to);
			expect(gone / drivers).toBeGreaterThanOrEqual(from);
			expect(gone / drivers).toBeLessThanOrEqual(to);
			expect(low).toBeLessThanOrEqual(gone / drivers);
			expect(high).toBeGreaterThanOrEqual(gone / drivers);
		}
	});

	it('can be changed in one weight, and refuses what is no rule', () => {
		const changed = readCalibration('{"removal": {"weights": {"orphaned": 2}}}', 'mine.json', rules);
		expect(changed.removal.weights.orphaned).toBe(2);
		expect(changed.removal.weights['in-staging']).toBe(shippedCalibration.removal.weights['in-staging']);
		const read = (text: string) => () => readCalibration(text, 'mine.json', rules);
		expect(read('{"removal": {"weights": {"orphan": 2}}}')).toThrow('names "orphan", which is no rule');
		expect(read('{"removal": {"weights": {"orphaned": "two"}}}')).toThrow(
			'mine.json: removal.weights.orphaned',
		);
		expect(read('{"bounds": []}')).toThrow('mine.json');
		expect(read('{')).toThrow('is not JSON');
	});
});
