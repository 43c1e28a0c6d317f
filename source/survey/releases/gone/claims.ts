/** Which drivers claim a device: how a driver's hardware is known again where its code is not. */

/** Patterns that name a part by its own name: whoever claims it is the part's driver. PNP's own names are of kinds of parts. */
const namesPart = /^(?:(?:of|i2c|spi):|acpi\*?:(?!PNP|ACPI|\?))/;
/** Patterns that number a device; two drivers may serve the same. */
const numbered =
	/^(pci:v[0-9A-F]{8}d[0-9A-F]{8}|hid:b[^g]+g[^v]+v[0-9A-F]{8}p[0-9A-F]{8}|usb:v[0-9A-F]{4}p[0-9A-F]{4}|pcmcia:m[0-9A-F]{4}c[0-9A-F]{4}|sdio:c\*v[0-9A-F]{4}d[0-9A-F]{4}|pnp:d\w{7})/;
/** A name that a board gives is the same on every bus it gives it on; on the platform's it may be a group's. */
const boardName = /^(?:i2c|spi|platform):/;

const partOf = (pattern: string) => (namesPart.test(pattern) ? pattern.replace(/^spi:/, 'i2c:') : undefined);
const deviceOf = (pattern: string) =>
	boardName.test(pattern)
		? pattern.replace(boardName, 'name:')
		: numbered.exec(pattern)?.[1]?.replace(/^hid:b[^g]+g[^v]+/, 'hid:');
/** The board that a PCI device is on; what leaves it open is any. */
const boardOf = (pattern: string) => /^pci:\w+sv([^s]+)sd([^b]+)bc/.exec(pattern)?.slice(1) ?? [];
/** A number that more drivers claim is that of a chip which many boards have: it names none of them. */
const mostClaimants = 3;

/** Who claims a device, and on which boards. */
interface Claim {
	id: string;
	boards: (readonly string[])[];
}

/** A driver of the surveyed tree that claims some of another's ids. */
export interface Claimant {
	id: string;
	/** How many of them, as a share. */
	share: number;
	/** One of them. */
	witness: string;
}

/** The surveyed tree's drivers by what they claim. */
export class Claims {
	private readonly byName = new Map<string, Claim[]>();
	private readonly byNumber = new Map<string, Claim[]>();

	add(id: string, patterns: readonly string[]): void {
		for (const pattern of patterns) {
			note(this.byName, partOf(pattern), id, []);
			note(this.byNumber, deviceOf(pattern), id, boardOf(pattern));
		}
	}

	/** Those that claim parts by the names that a driver knew them by, most first. */
	byNames(patterns: readonly string[]): Claimant[] {
		return rank(patterns, partOf, this.byName, Number.POSITIVE_INFINITY);
	}

	/** Those that claim devices by the numbers, or by the names of a board, that a driver knew them by, most first. */
	byNumbers(patterns: readonly string[]): Claimant[] {
		return rank(patterns, deviceOf, this.byNumber, mostClaimants);
	}
}

function note(
	map: Map<string, Claim[]>,
	key: string | undefined,
	id: string,
	board: readonly string[],
): void {
	if (key === undefined) return;
	const known = map.get(key);
	const last = known?.at(-1);
	if (known === undefined) map.set(key, [{id, boards: [board]}]);
	else if (last!.id !== id) known.push({id, boards: [board]});
	else last!.boards.push(board);
}

function rank(
	patterns: readonly string[],
	keyOf: (pattern: string) => string | undefined,
	map: ReadonlyMap<string, readonly Claim[]>,
	most: number,
): Claimant[] {
	const devices = new Map<string, {key: string; board: readonly string[]}>();
	for (const pattern of patterns) {
		const [key, board] = [keyOf(pattern), boardOf(pattern)];
		if (key !== undefined) devices.set([key, ...board].join(' '), {key, board});
	}
	const found = new Map<string, {count: number; witness: string}>();
	for (const {key, board} of devices.values()) {
		const claims = (map.get(key) ?? []).filter(one => one.boards.some(other => isSameBoard(board, other)));
		if (claims.length > most) continue;
		for (const {id} of claims) {
			const known = found.get(id);
			if (known === undefined) found.set(id, {count: 1, witness: key});
			else known.count++;
		}
	}
	return [...found]
		.map(([id, {count, witness}]) => ({id, share: count / devices.size, witness}))
		.sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
}

/** Whether two claims may be of one board: vendor and number of each, of which either may leave any open. */
function isSameBoard(one: readonly string[], other: readonly string[]): boolean {
	return one.every((word, at) => word === '*' || (other[at] ?? '*') === '*' || word === other[at]);
}
