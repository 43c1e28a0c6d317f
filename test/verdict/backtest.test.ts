import {expect, it} from 'vitest';
import {backtest, type Tried} from '../../source/verdict/backtest.ts';

const tried = (changes: Partial<Tried> & {id: string}): Tried => ({
	directory: 'drivers/x',
	recommendation: 'keep',
	claimed: ['worked-on'],
	risk: 0.1,
	confidence: 0.9,
	fate: 'worked-on',
	...changes,
});
const bands = [
	{from: 0, to: 0.5, drivers: 10, gone: 0, low: 0, high: 0.1},
	{from: 0.5, to: 1, drivers: 0, gone: 0, low: 0, high: 0},
];

it('puts each driver into one band, a risk of 1 into the last', () => {
	const report = backtest(
		[
			tried({id: 'a', risk: 0}),
			tried({id: 'b', risk: 0.5, fate: 'gone'}),
			tried({id: 'c', risk: 1, fate: 'gone'}),
			tried({id: 'd', risk: 0.499}),
		],
		bands,
	);
	expect(report.bands.map(({drivers, gone}) => [drivers, gone])).toEqual([
		[2, 0],
		[2, 2],
	]);
	expect(report.bands.map(({stated}) => stated)).toEqual([{low: 0, high: 0.1}, null]);
	expect(report.misses.map(({id}) => id)).toEqual(['b', 'c']);
	expect(report.falseAlarms.map(({id}) => id)).toEqual(['d', 'a']);
});

it('calls a claim right or wrong only where most of its drivers can tell', () => {
	const right = (...fates: Tried['fate'][]) =>
		backtest(
			fates.map((fate, index) => tried({id: String(index), fate})),
			[],
		).recommendations.find(({recommendation}) => recommendation === 'keep')!.right?.value ?? null;
	expect(right('worked-on', 'worked-on', 'gone', 'stayed')).toBeCloseTo(2 / 3);
	expect(right('gone', 'stayed')).toBeNull();
	expect(right('stayed', 'stayed', 'gone')).toBeNull();
});

it('ranks nothing where all or none are gone', () => {
	expect(backtest([tried({id: 'a'})], []).ranking).toBeNull();
	expect(backtest([tried({id: 'a', fate: 'gone'})], []).ranking).toBeNull();
	expect(backtest([tried({id: 'a', fate: 'gone', risk: 0.9}), tried({id: 'b'})], []).ranking?.auc.value).toBe(
		1,
	);
});
