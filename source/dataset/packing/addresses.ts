/**
 * Addresses and places as they are packed: `{3}mlx4.config` begins with the fourth of the manifest's bases, and `~/`
 * stands for the record's own directory: `~/main.c:12`, `{0}~/main.c`.
 */

const own = '~/';
/** Of a base that brings less than these bytes nobody would want to look it up. */
const leastGain = 8000;
const mostBases = 64;

/** What an address or place is short for. */
export function expandAddress(packed: string, bases: readonly string[], directory: string): string {
	let base = '';
	let rest = packed;
	if (packed.startsWith('{')) {
		const end = packed.indexOf('}');
		base = bases[Number(packed.slice(1, end))] ?? '';
		rest = packed.slice(end + 1);
	}
	if (rest.startsWith(own)) rest = `${directory}/${rest.slice(own.length)}`;
	return base + rest;
}

/** The shortest form from which an address comes back as it was. */
export function shortenAddress(address: string, bases: readonly string[], directory: string): string {
	let at = -1;
	for (const [index, base] of bases.entries()) {
		if (address.startsWith(base) && (at < 0 || base.length > bases[at]!.length)) at = index;
	}
	const rest = at < 0 ? address : address.slice(bases[at]!.length);
	const inside = rest.startsWith(`${directory}/`) ? own + rest.slice(directory.length + 1) : rest;
	const packed = at < 0 ? inside : `{${at}}${inside}`;
	return expandAddress(packed, bases, directory) === address ? packed : address;
}

/**
 * The beginnings that addresses have in common, up to a slash or whole, each chosen for what it brings beside those
 * chosen before; sorted.
 */
export function commonBases(addresses: Iterable<string>): string[] {
	const counts = new Map<string, number>();
	for (const address of addresses) counts.set(address, (counts.get(address) ?? 0) + 1);
	const byBase = new Map<string, {address: string; count: number}[]>();
	for (const [address, count] of counts) {
		for (const base of beginningsOf(address)) {
			const entries = byBase.get(base);
			if (entries === undefined) byBase.set(base, [{address, count}]);
			else entries.push({address, count});
		}
	}
	const saved = new Map<string, number>();
	const gainOf = (base: string) => {
		let gain = 0;
		for (const {address, count} of byBase.get(base)!) {
			gain += count * Math.max(0, base.length - '{00}'.length - (saved.get(address) ?? 0));
		}
		return gain;
	};
	const candidates = [...byBase.keys()].map(base => ({base, gain: gainOf(base)}));
	const chosen: string[] = [];
	for (;;) {
		candidates.sort((a, b) => b.gain - a.gain || (a.base < b.base ? -1 : 1));
		const [first] = candidates;
		if (first === undefined || first.gain < leastGain || chosen.length === mostBases) return chosen.sort();
		// A gain only falls as others are chosen: the first that still has its own is the best.
		const gain = gainOf(first.base);
		if (gain < first.gain) {
			first.gain = gain;
			continue;
		}
		candidates.shift();
		chosen.push(first.base);
		for (const {address} of byBase.get(first.base)!) {
			const before = saved.get(address) ?? 0;
			saved.set(address, Math.max(before, first.base.length - '{00}'.length));
		}
	}
}

/** From behind the host on. */
function beginningsOf(address: string): string[] {
	const found: string[] = [];
	const host = address.indexOf('/', address.indexOf('://') + '://'.length);
	for (let at = host; at >= 0; at = address.indexOf('/', at + 1)) found.push(address.slice(0, at + 1));
	if (found.at(-1) !== address) found.push(address);
	return found;
}
