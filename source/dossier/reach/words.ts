/** Who ships a driver, who switched it on or off, and in how many machines it was seen, in words. */

import {grouped} from '../../text/numbers.ts';
import type {Distribution, DriverRecord, Switched} from '../schema.ts';
import {familyCount, familyReach, machinesOf, type Shipped, shippedBy} from './shipped.ts';

/** Families that most people know come first; so many are named, the rest is counted. */
const wellKnown = ['debian', 'ubuntu', 'fedora', 'rhel', 'suse', 'arch', 'alpine', 'amazon'];
const mostNamed = 5;

function named(those: readonly Shipped[], most: number): string {
	const rank = ({distribution}: Shipped) => {
		const place = wellKnown.indexOf(distribution.family);
		return place < 0 ? wellKnown.length : place;
	};
	const names = those.toSorted((a, b) => rank(a) - rank(b)).map(({distribution}) => distribution.label);
	// A name more is shorter than to say that there is one.
	const shown = names.length <= most + 1 ? names : names.slice(0, most);
	return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}

/** `Debian, Ubuntu, Fedora and 12 more of 32 · off in RHEL, SLES`; null where nobody was asked. */
export function shippedWords(
	record: DriverRecord,
	list: readonly Distribution[] | undefined,
	separator: string,
): string | null {
	const {distributions} = record.signals;
	if (!distributions || list === undefined || list.length === 0) return null;
	const {on, off} = familyReach(shippedBy(distributions, list));
	const families = familyCount(list);
	if (on.length + off.length === 0) {
		return record.kconfig?.prompt === null
			? `not known: a hidden option, on in none of ${families} families of distributions`
			: `not known: none of ${families} families of distributions was asked for it`;
	}
	const parts = [
		on.length === 0
			? `none of ${families} families of distributions`
			: `${named(on, mostNamed)} (${on.length} of ${families} families)`,
		...(off.length === 0 ? [] : [`off in ${named(off, mostNamed)}`]),
	];
	if (record.kconfig?.prompt === null) parts.push('a hidden option, which others select');
	if (distributions.drivers > 1) parts.push(`the option builds ${distributions.drivers} drivers`);
	return parts.join(separator);
}

/** `34,034 probed machines (2023-03)`; null where no device of the driver is counted. */
export function machinesWords({signals}: DriverRecord): string | null {
	const {population} = signals;
	const machines = machinesOf(population);
	if (!population || machines === null) return null;
	const month = /\d{4}-\d\d/.exec(population.source)?.[0] ?? population.source;
	const isByClass = (population.byClass ?? -1) > (population.machines ?? -1);
	const count = machines === 0 ? 'no' : grouped(machines);
	const noun = machines === 1 ? 'probed machine' : 'probed machines';
	return `${count} ${noun}${isByClass ? ' with a device of its class' : ''} (${month})${machines === 0 ? ', which proves nothing' : ''}`;
}

/** `fedora 41 switched it off (kernel 6.11.10, 2024-11-17)`, a sentence for each distribution, the newest first. */
export function switchedWords({signals}: DriverRecord): string[] {
	return (signals.distributions?.switched ?? []).toReversed().map(switchWords);
}

function switchWords({distribution, release, kernel, date, to}: Switched): string {
	const [line = ''] = distribution.split('-');
	const isNamed = release.toLowerCase().startsWith(line);
	const name = isNamed
		? release
		: distribution.endsWith(release)
			? distribution
			: `${distribution} ${release}`;
	return `${name} switched it ${to} (kernel ${kernel}${date === null ? '' : `, ${date}`})`;
}

/** `on in 3 of 31; RHEL and SLES off`: families that were asked, for a cell; null where none was. */
export function reachCellWords(
	reach: {on: readonly string[]; off: readonly string[]} | null,
	labels: ReadonlyMap<string, string>,
	families: number,
): string | null {
	if (reach === null || reach.on.length + reach.off.length === 0) return null;
	const told = ['rhel', 'suse', 'debian', 'fedora'].filter(family => reach.off.includes(family));
	const names = told.map(family => labels.get(family) ?? family);
	const off =
		names.length === 0
			? ''
			: `; ${names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`} off`;
	return `on in ${reach.on.length} of ${families}${off}`;
}
