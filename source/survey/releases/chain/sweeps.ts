import {dirname} from 'node:path/posix';
import {fewestDriversOfSweep} from '../../sweeps.ts';
import {isCommonplace, seriesSignature} from './hunk-signature.ts';
import type {SmallHunk} from './step-reader.ts';

/** Where only words of the language differ, chance brings more together: so many a release are needed. */
const fewestDriversOfCommonplace = 60;
/** What that many drivers get in most steps is how C is written (`int ret;`), unless it is this many times as many. */
const timesOrdinary = 2;
/** With fewer steps nothing can be called ordinary. */
const fewestStepsToCompare = 8;

/** A small hunk, and the driver it is found in. */
export interface SignedHunk {
	hunk: SmallHunk;
	/** A driver's id, or the folder of a file that belongs to none. */
	owner: string;
}

/** A signature that enough drivers got in one step to be a sweep. */
export interface SharedSignature {
	signature: number;
	drivers: number;
}

/** The words that one owner alone uses in these hunks. */
function ownWords(hunks: readonly SignedHunk[]): (word: number) => boolean {
	const users = new Map<number, string | null>();
	for (const {hunk, owner} of hunks) {
		for (const word of hunk.words) {
			const known = users.get(word);
			if (known === undefined) users.set(word, owner);
			else if (known !== null && known !== owner) users.set(word, null);
		}
	}
	return word => users.get(word) !== null;
}

/**
 * Tells sweeps from other small hunks: the same edit in fifteen different drivers or more between two releases,
 * unless as many have it between any two.
 *
 * An edit that names each driver's own constants is the same edit where enough drivers of one folder got it: the words
 * that nobody else uses in that step are left out of it (a series that gave the identifiers of twenty interconnects
 * away, driver by driver).
 *
 * Files of one driver count once, whatever their number: what its people change all over it is work on it. Those of
 * one folder count as many as there are drivers in it: forty sensors whose callbacks were renamed are a sweep too.
 */
export class Sweeps {
	/** Of each step, how many drivers a signature was found in, where they are enough, and the releases it spans. */
	private readonly steps: {drivers: ReadonlyMap<number, number>; span: number}[] = [];
	private readonly ordinary = new Map<number, number>();

	/**
	 * Takes all small hunks of one more step, which spans that many releases, and gives back those that may be parts
	 * of sweeps, by the whole of what they say and by what is left of it without each driver's own words.
	 */
	addStep(hunks: readonly SignedHunk[], span: number): ReadonlyMap<SmallHunk, readonly SharedSignature[]> {
		const isOwn = ownWords(hunks);
		/** Most signatures are found once: their owner is kept without a set. */
		const owners = new Map<number, string | Set<string>>();
		const signatures = hunks.map(({hunk, owner}) => {
			const series = seriesSignature(hunk.words, dirname(owner), isOwn);
			const all = series === null ? [hunk.signature] : [hunk.signature, series];
			for (const signature of all) {
				const known = owners.get(signature);
				if (known === undefined) owners.set(signature, owner);
				else if (typeof known !== 'string') known.add(owner);
				else if (known !== owner) owners.set(signature, new Set([known, owner]));
			}
			return all;
		});
		const drivers = new Map<number, number>();
		for (const [signature, known] of owners) {
			if (typeof known !== 'string' && known.size >= fewestDriversOfSweep) drivers.set(signature, known.size);
		}
		this.steps.push({drivers, span});
		const shared = new Map<SmallHunk, SharedSignature[]>();
		for (const [at, {hunk}] of hunks.entries()) {
			const found = signatures[at]!.flatMap(signature => {
				const count = drivers.get(signature);
				return count === undefined ? [] : [{signature, drivers: count}];
			});
			if (found.length > 0) shared.set(hunk, found);
		}
		return shared;
	}

	/**
	 * Whether a signature that so many drivers got in a step over that many releases is a sweep. To be asked when
	 * all steps are known.
	 */
	isSweep({signature, drivers}: SharedSignature, span: number): boolean {
		if (drivers < fewestDriversOfSweep) return false;
		if (isCommonplace(signature) && drivers < fewestDriversOfCommonplace * span) return false;
		if (this.steps.length < fewestStepsToCompare) return true;
		return drivers > this.ordinaryRate(signature) * span * timesOrdinary;
	}

	/** The median, over all steps, of the drivers a release that got this; too few to be a candidate count as none. */
	private ordinaryRate(signature: number): number {
		let median = this.ordinary.get(signature);
		if (median === undefined) {
			const rates = this.steps
				.map(({drivers, span}) => (drivers.get(signature) ?? 0) / span)
				.sort((a, b) => a - b);
			median = rates[Math.floor(rates.length / 2)]!;
			this.ordinary.set(signature, median);
		}
		return median;
	}
}
