import {categoryOf} from '../../../dossier/categories.ts';
import type {Successor} from '../../../dossier/schema.ts';
import type {Claimant, Claims} from './claims.ts';
import type {ReleaseObject} from './release-objects.ts';

/** A driver that claims less of the devices serves another family and one of this by chance. */
export const leastShare = 1 / 3;
/** So many other drivers of a device are named at most. */
const mostSuccessors = 3;

/**
 * The drivers of the surveyed tree that claim the devices of a gone one, those that claim most of them first. `id` is
 * its own: a chip of many functions has drivers of many kinds, of which those of its kind serve what it served.
 */
export function successorsOf(
	{id: own, ids}: {id: string; ids: readonly string[]},
	claims: Claims,
	livingAt: (id: string) => ReleaseObject | undefined,
): Successor[] {
	const claimants = [...claims.byNames(ids), ...ofItsKind(own, claims.byNumbers(ids))];
	const found = new Map<string, Successor>();
	for (const {id, witness, share} of claimants) {
		if (share < leastShare) continue;
		const living = livingAt(id);
		if (living === undefined || found.has(id) || found.size === mostSuccessors) continue;
		found.set(id, {id, option: living.symbol, by: 'id', witness});
	}
	return [...found.values()];
}

/** Of claimants by number those of a driver's own category; of several of other categories none. */
function ofItsKind(own: string, claimants: readonly Claimant[]): readonly Claimant[] {
	const kind = categoryOf(own);
	const same = claimants.filter(({id}) => categoryOf(id) === kind);
	return same.length > 0 ? same : claimants.length === 1 ? claimants : [];
}
