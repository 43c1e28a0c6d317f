import {fewestDriversOfSweep} from '../../sweeps.ts';
import {isCommonplace} from './hunk-signature.ts';

/** Where only words of the language differ, chance brings more together: so many a release are needed. */
const fewestDriversOfCommonplace = 60;
/** What that many drivers get in most steps is how C is written (`int ret;`), unless it is this many times as many. */
const timesOrdinary = 2;
/** With fewer steps nothing can be called ordinary. */
const fewestStepsToCompare = 8;

/** A small hunk: what it says, and the driver it is found in. */
export interface SignedHunk {
	signature: number;
	owner: string;
}

/**
 * Tells sweeps from other small hunks: the same edit in fifteen different drivers or more between two releases,
 * unless as many have it between any two.
 *
 * Files of one driver count once, whatever their number: what its people change all over it is work on it. Those of
 * one folder count as many as there are drivers in it: forty sensors whose callbacks were renamed are a sweep too.
 */
export class Sweeps {
	/** Of each step, how many drivers a signature was found in, where they are enough, and the releases it spans. */
	private readonly steps: {drivers: ReadonlyMap<number, number>; span: number}[] = [];
	private readonly ordinary = new Map<number, number>();

	/**
	 * Takes all small hunks of one more step, which spans that many releases, and gives back the signatures that may
	 * be sweeps, with their drivers.
	 */
	addStep(hunks: Iterable<SignedHunk>, span: number): ReadonlyMap<number, number> {
		/** Most signatures are found once: their owner is kept without a set. */
		const owners = new Map<number, string | Set<string>>();
		for (const {signature, owner} of hunks) {
			const known = owners.get(signature);
			if (known === undefined) owners.set(signature, owner);
			else if (typeof known !== 'string') known.add(owner);
			else if (known !== owner) owners.set(signature, new Set([known, owner]));
		}
		const drivers = new Map<number, number>();
		for (const [signature, known] of owners) {
			if (typeof known !== 'string' && known.size >= fewestDriversOfSweep) drivers.set(signature, known.size);
		}
		this.steps.push({drivers, span});
		return drivers;
	}

	/**
	 * Whether a signature that so many drivers got in a step over that many releases is a sweep. To be asked when
	 * all steps are known.
	 */
	isSweep(signature: number, drivers: number, span: number): boolean {
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
