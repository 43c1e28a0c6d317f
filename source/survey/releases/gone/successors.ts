import type {Successor} from '../../../dossier/schema.ts';
import type {Claims} from './claims.ts';
import type {ReleaseObject} from './release-objects.ts';

/** A driver that claims less of the devices serves another family and one of this by chance. */
const leastShare = 0.2;
/** So many other drivers of a device are named at most. */
const mostSuccessors = 3;

/** The drivers of the surveyed tree that claim a gone one's devices, those that claim most of them first. */
export function successorsOf(
	claims: Claims,
	ids: readonly string[],
	livingAt: (id: string) => ReleaseObject | undefined,
): Successor[] {
	const claimants = [...claims.byNames(ids), ...claims.byNumbers(ids)];
	const found = new Map<string, Successor>();
	for (const {id, witness, share} of claimants) {
		if (share < leastShare) continue;
		const living = livingAt(id);
		if (living === undefined || found.has(id) || found.size === mostSuccessors) continue;
		found.set(id, {id, option: living.symbol, by: 'id', witness});
	}
	return [...found.values()];
}
