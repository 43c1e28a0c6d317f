/**
 * Holds the change from release to release against what others counted in git: lines added in whole directories over
 * the five years that the published pages look at.
 *
 *     npm run bench:published -- DATASET [--number 50] [--seed 1]
 *
 * DATASET holds both: it was surveyed with --releases, and with --dossier for the published pages. The pages count the
 * commits of 2021-04-21 to 2026-04-21, every line of each; the releases of v5.12 (25 April 2021) to v7.0 (12 April 2026)
 * are as near to that as trees come, and what one commit added and a later one took away again is not in them. Prints the
 * directories drawn, the rank correlation (Spearman, ties by their mean rank) and the median ratio, over those drawn and
 * over all.
 */
import {parseArgs} from 'node:util';
import {loadDataset} from '../source/dataset/load.ts';
import {seededRandom} from '../source/verdict/measures.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {number: {type: 'string', default: '50'}, seed: {type: 'string', default: '1'}},
});
const {manifest, directories} = loadDataset(positionals[0] ?? 'data');
const [after, until] = ['5.12', '7.0'].map(name =>
	manifest.releases.findIndex(({release}) => release === name),
) as [number, number];
if (after < 0 || until < 0) throw new Error('the data set was not surveyed with the releases 5.12 to 7.0');

interface Pair {
	directory: string;
	ours: number;
	theirs: number;
}

const all = directories.flatMap(({directory, signals}): Pair[] => {
	const theirs = signals.published?.[0]?.linesAdded;
	const added = signals.releases?.added;
	if (theirs === undefined || added === undefined) return [];
	const ours = added.slice(after + 1, until + 1).reduce<number>((sum, lines) => sum + (lines ?? 0), 0);
	return [{directory, ours, theirs}];
});

/** Ranks from 1, those of equal values averaged. */
function ranks(of: readonly number[]): number[] {
	const sorted = of.toSorted((a, b) => a - b);
	return of.map(value => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}

function spearman(pairs: readonly Pair[]): number {
	const [left, right] = [ranks(pairs.map(({ours}) => ours)), ranks(pairs.map(({theirs}) => theirs))];
	const mean = (pairs.length + 1) / 2;
	const sum = (value: (index: number) => number) =>
		pairs.reduce((total, _, index) => total + value(index), 0);
	const covariance = sum(index => (left[index]! - mean) * (right[index]! - mean));
	const spread = (of: readonly number[]) => Math.sqrt(sum(index => (of[index]! - mean) ** 2));
	return covariance / (spread(left) * spread(right));
}

function medianRatio(pairs: readonly Pair[]): number {
	const ratios = pairs
		.filter(({theirs}) => theirs > 0)
		.map(({ours, theirs}) => ours / theirs)
		.sort((a, b) => a - b);
	return ratios[Math.floor(ratios.length / 2)] ?? Number.NaN;
}

const random = seededRandom(Number(values.seed));
const drawn = all
	.map(pair => ({pair, key: random()}))
	.sort((a, b) => a.key - b.key)
	.slice(0, Number(values.number))
	.map(({pair}) => pair)
	.sort((a, b) => b.theirs - a.theirs);
for (const {directory, ours, theirs} of drawn) {
	console.log(`${directory.padEnd(56)} ${String(ours).padStart(9)} ${String(theirs).padStart(9)}`);
}
for (const [name, pairs] of [
	['drawn', drawn],
	['all', all],
] as const) {
	console.log(
		`${name}: ${pairs.length} directories, Spearman ${spearman(pairs).toFixed(3)}, median ratio ${medianRatio(pairs).toFixed(3)}`,
	);
}
