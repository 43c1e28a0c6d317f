/** So many drivers with the same edit in one step, and the edit was made by rule, not for any of them. */
const fewestDriversOfSweep = 15;

/**
 * The signatures of small hunks that are sweeps: found in files of many different drivers between two releases.
 * Files of one driver count once, whatever their number: what its people change all over it is work on it. Those of
 * one folder count as many as there are drivers in it: forty sensors whose callbacks were renamed are a sweep too.
 */
export function findSweeps(hunks: Iterable<{signature: number; owner: string}>): Set<number> {
	/** Owners of each signature, or null once there are enough. The first is kept without a set: most have no more. */
	const owners = new Map<number, string | Set<string> | null>();
	for (const {signature, owner} of hunks) {
		const known = owners.get(signature);
		if (known === undefined) owners.set(signature, owner);
		else if (known === null || known === owner) continue;
		else if (typeof known === 'string') owners.set(signature, new Set([known, owner]));
		else {
			known.add(owner);
			if (known.size >= fewestDriversOfSweep) owners.set(signature, null);
		}
	}
	const sweeps = new Set<number>();
	for (const [signature, known] of owners) if (known === null) sweeps.add(signature);
	return sweeps;
}
