/** Logistic regression on rules that speak or don't, small enough to be read: one weight a rule. */
import {chance, type Scorecard} from './calibration.ts';

/** One case: the rules that spoke, by number, and whether the thing happened. */
export interface Case {
	spoken: readonly number[];
	happened: boolean;
}

/** Limits of a weight. */
export interface Limits {
	least: number;
	most: number;
	/** How much dearer than others its square is; 1 where absent, 0 for one that is free. */
	price?: number;
}

/** Changes below this, in log-odds, are not worth another round. */
const tolerance = 1e-6;
const mostRounds = 500;

/**
 * The weights of greatest posterior likelihood: logistic loss plus `penalty` / 2 x the sum of squared weights (the
 * base is free), within each weight's limits. Coordinate descent by Newton steps: convex, so it ends where it must.
 * `limits` has one entry a rule, in the order of the numbers in `spoken`.
 */
export function fitScorecard(
	cases: readonly Case[],
	limits: readonly Limits[],
	penalty: number,
): {base: number; weights: number[]} {
	const alike = casesAlike(cases);
	const weights = limits.map(() => 0);
	const share = cases.filter(({happened}) => happened).length / cases.length;
	let base = Math.log((share + 1e-9) / (1 - share + 1e-9));
	const logOdds = new Float64Array(alike.length).fill(base);
	const speakers: number[][] = limits.map(() => []);
	alike.forEach(({spoken}, index) => {
		for (const rule of spoken) speakers[rule]!.push(index);
	});
	const everyone = alike.map((_, index) => index);
	/** The Newton step of one coordinate, that all cases in `where` share. */
	const step = (where: readonly number[], weight: number, pull: number) => {
		let gradient = pull * weight;
		let curvature = pull;
		for (const index of where) {
			const {all, happened} = alike[index]!;
			const expected = chance(logOdds[index]!);
			gradient += all * expected - happened;
			curvature += all * expected * (1 - expected);
		}
		// Half a unit at a time: far from the optimum a whole Newton step may overshoot.
		return curvature === 0 ? 0 : Math.max(-0.5, Math.min(0.5, -gradient / curvature));
	};
	const move = (where: readonly number[], by: number) => {
		for (const index of where) logOdds[index]! += by;
	};
	for (let round = 0; round < mostRounds; round++) {
		let largest = 0;
		const baseStep = step(everyone, base, 0);
		base += baseStep;
		move(everyone, baseStep);
		largest = Math.abs(baseStep);
		for (let rule = 0; rule < weights.length; rule++) {
			if (speakers[rule]!.length === 0) continue;
			const {least, most, price = 1} = limits[rule]!;
			const old = weights[rule]!;
			const fresh = Math.max(least, Math.min(most, old + step(speakers[rule]!, old, penalty * price)));
			if (fresh === old) continue;
			weights[rule] = fresh;
			move(speakers[rule]!, fresh - old);
			largest = Math.max(largest, Math.abs(fresh - old));
		}
		if (largest < tolerance) break;
	}
	return {base, weights};
}

/** Cases of which the same rules spoke, counted: most drivers have others just like them. */
function casesAlike(cases: readonly Case[]): {spoken: readonly number[]; all: number; happened: number}[] {
	const found = new Map<string, {spoken: readonly number[]; all: number; happened: number}>();
	for (const {spoken, happened} of cases) {
		const key = spoken.join(' ');
		let one = found.get(key);
		if (one === undefined) found.set(key, (one = {spoken, all: 0, happened: 0}));
		one.all++;
		if (happened) one.happened++;
	}
	return [...found.values()];
}

/** A fit as a scorecard by the rules' names, rounded as it is published. */
export function scorecardOf(
	{base, weights}: {base: number; weights: readonly number[]},
	names: readonly string[],
): Scorecard {
	const round = (value: number) => Math.round(value * 1000) / 1000 + 0;
	return {
		base: round(base),
		weights: Object.fromEntries(names.map((name, index) => [name, round(weights[index]!)])),
	};
}

/**
 * How chances said of cases that were not learnt from must be moved and stretched, in log-odds, to fit what
 * happened (Platt scaling): a penalty that tells unseen cases best also pulls their chances together.
 */
export function recalibration(
	chances: readonly number[],
	happened: readonly boolean[],
): {shift: number; stretch: number} {
	const logOdds = chances.map(value => Math.log(value / (1 - value)));
	let [shift, stretch] = [0, 1];
	for (let round = 0; round < mostRounds; round++) {
		let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
		for (const [index, x] of logOdds.entries()) {
			const expected = chance(shift + stretch * x);
			const error = expected - (happened[index] ? 1 : 0);
			const spread = expected * (1 - expected);
			g0 += error;
			g1 += error * x;
			h00 += spread;
			h01 += spread * x;
			h11 += spread * x * x;
		}
		const determinant = h00 * h11 - h01 * h01;
		const steps = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant] as const;
		shift -= steps[0];
		stretch -= steps[1];
		if (Math.max(...steps.map(Math.abs)) < tolerance) break;
	}
	return {shift, stretch};
}

/** A fit, recalibrated. */
export function stretched(
	{base, weights}: {base: number; weights: readonly number[]},
	{shift, stretch}: {shift: number; stretch: number},
): {base: number; weights: number[]} {
	return {base: shift + stretch * base, weights: weights.map(weight => stretch * weight)};
}
