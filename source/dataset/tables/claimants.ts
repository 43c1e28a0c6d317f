import {deviceIdOfPattern} from '../../dossier/devices/modalias.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import {claimOf, readDeviceQuery} from '../../dossier/query/device-query.ts';
import {keyOfPattern} from './device-keys.ts';
import {goneMark} from './keys.ts';
import type {SortedTable} from './sorted-table.ts';

/** A driver that claims devices which another one's patterns name. */
export interface Claimant {
	row: IndexRow;
	/** Those of the patterns whose devices it claims, in their order. */
	patterns: string[];
}

/** How many are told. */
const most = 5;

/**
 * Which drivers claim devices that patterns name: the same vendor's and device's number, or the very same pattern. Those
 * that claim most come first.
 */
export function claimantsOf(
	ids: SortedTable,
	patterns: readonly string[],
	rowsAt: (places: Iterable<string>) => IndexRow[],
): Claimant[] {
	const keys = new Map(patterns.map(pattern => [pattern, keyOfPattern(pattern)]));
	const found = ids.findMany([...new Set(keys.values())]);
	const byPlace = new Map<string, string[]>();
	for (const [pattern, key] of keys) {
		for (const place of found.get(key) ?? []) {
			if (place.startsWith(goneMark)) continue;
			const known = byPlace.get(place);
			if (known === undefined) byPlace.set(place, [pattern]);
			else known.push(pattern);
		}
	}
	// A key leads to whoever may claim: what they do, their own patterns say.
	return [...byPlace]
		.map(([place, led]): Claimant => {
			const [row] = rowsAt([place]);
			const {aliases} = row!;
			return {row: row!, patterns: led.filter(pattern => isClaimed(aliases, pattern))};
		})
		.filter(claimant => claimant.patterns.length > 0)
		.sort((a, b) => b.patterns.length - a.patterns.length || (a.row.id < b.row.id ? -1 : 1))
		.slice(0, most);
}

function isClaimed(aliases: readonly string[] | null, pattern: string): boolean {
	if (aliases?.includes(pattern)) return true;
	const id = deviceIdOfPattern(pattern);
	const device = id === null ? null : readDeviceQuery(id);
	return device !== null && claimOf(aliases, device) === 'claims';
}
