/** So many drivers with the same edit in one step, and the edit may have been made by rule, not for any of them. */
const fewestDriversOfSweep = 15;
/** What so many drivers get in most steps is how C is written (`int ret;`), unless it is this many times as many. */
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
 * unless so many have it between any two.
 *
 * Files of one driver count once, whatever their number: what its people change all over it is work on it. Those of
 * one folder count as many as there are drivers in it: forty sensors whose callbacks were renamed are a sweep too.
 */
export class Sweeps {
	/** Of each step, how many drivers a signature was found in, where they are enough. */
	private readonly drivers: ReadonlyMap<number, number>[] = [];

	/** Takes all small hunks of one more step, and gives back the signatures that may be sweeps, with their drivers. */
	addStep(hunks: Iterable<SignedHunk>): ReadonlyMap<number, number> {
		/** Most signatures are found once: their owner is kept without a set. */
		const owners = new Map<number, string | Set<string>>();
		for (const {signature, owner} of hunks) {
			const known = owners.get(signature);
			if (known === undefined) owners.set(signature, owner);
			else if (typeof known !== 'string') known.add(owner);
			else if (known !== owner) owners.set(signature, new Set([known, owner]));
		}
		const candidates = new Map<number, number>();
		for (const [signature, known] of owners) {
			if (typeof known !== 'string' && known.size >= fewestDriversOfSweep) {
				candidates.set(signature, known.size);
			}
		}
		this.drivers.push(candidates);
		return candidates;
	}

	/** Whether a signature that so many drivers got in one step is a sweep; to be asked when all steps are known. */
	isSweep(signature: number, drivers: number): boolean {
		if (drivers < fewestDriversOfSweep) return false;
		if (this.drivers.length < fewestStepsToCompare) return true;
		return drivers > this.ordinary(signature) * timesOrdinary;
	}

	private readonly medians = new Map<number, number>();

	/** The median, over all steps, of the number of drivers that got this; too few to be a candidate count as none. */
	private ordinary(signature: number): number {
		let median = this.medians.get(signature);
		if (median === undefined) {
			const counts = this.drivers.map(step => step.get(signature) ?? 0).sort((a, b) => a - b);
			median = counts[Math.floor(counts.length / 2)]!;
			this.medians.set(signature, median);
		}
		return median;
	}
}
