/** A driver's reach in the index: which families ship it, in few letters. */

import type {Distribution, DriverRecord} from '../schema.ts';
import {familyReach, shippedBy} from './shipped.ts';

/** The families that have a driver on, and those that were asked for it and have it off. */
export interface ReachCell {
	on: readonly string[];
	off: readonly string[];
}

/** The families of a list of distributions, each once, in its order. */
export function familiesOf(distributions: readonly Distribution[] | undefined): string[] {
	return [...new Set((distributions ?? []).map(({family}) => family))];
}

/** How many families have a driver on; null where none was asked, for then nobody knows. */
export function familiesWith(reach: ReachCell | null): number | null {
	return reach === null || reach.on.length + reach.off.length === 0 ? null : reach.on.length;
}

/** Two masks in hexadecimal, on and off, four families a digit in the order of `familiesOf`; null where nothing is known. */
export function packReach(
	{signals}: DriverRecord,
	distributions: readonly Distribution[] | undefined,
): string | null {
	if (!signals.distributions || distributions === undefined) return null;
	const families = familiesOf(distributions);
	const {on, off} = familyReach(shippedBy(signals.distributions, distributions));
	const mask = (those: typeof on) => {
		const digits = new Array<number>(Math.ceil(families.length / 4)).fill(0);
		for (const {distribution} of those) {
			const index = families.indexOf(distribution.family);
			digits[index >> 2]! |= 1 << (index & 3);
		}
		return digits.map(digit => digit.toString(16)).join('');
	};
	return `${mask(on)}/${mask(off)}`;
}

/** What `packReach` packed. */
export function unpackReach(packed: string, families: readonly string[]): ReachCell {
	const [on = '', off = ''] = packed.split('/');
	const named = (mask: string) =>
		families.filter(
			(_, index) => (Number.parseInt(mask.charAt(index >> 2) || '0', 16) & (1 << (index & 3))) !== 0,
		);
	return {on: named(on), off: named(off)};
}
