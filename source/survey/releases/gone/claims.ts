/** Which drivers claim a device: how a driver's hardware is known again where its code is not. */

/** Patterns that name a part by its own name: whoever claims it is the part's driver. PNP's own names are of kinds of parts. */
const namesPart = /^(?:(?:of|i2c|spi):|acpi\*?:(?!PNP|ACPI|\?))/;
/** Patterns that number a device; two drivers may serve the same. */
const numbered =
	/^(pci:v[0-9A-F]{8}d[0-9A-F]{8}|usb:v[0-9A-F]{4}p[0-9A-F]{4}|pcmcia:m[0-9A-F]{4}c[0-9A-F]{4}|sdio:c\*v[0-9A-F]{4}d[0-9A-F]{4}|pnp:d\w{7})/;
/** A name that a board gives is the same on every bus it gives it on; on the platform's it may be a group's. */
const boardName = /^(?:i2c|spi|platform):/;

const partOf = (pattern: string) => (namesPart.test(pattern) ? pattern.replace(/^spi:/, 'i2c:') : undefined);
const deviceOf = (pattern: string) =>
	boardName.test(pattern) ? pattern.replace(boardName, 'name:') : numbered.exec(pattern)?.[1];

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
	private readonly byName = new Map<string, string[]>();
	private readonly byNumber = new Map<string, string[]>();

	add(id: string, patterns: readonly string[]): void {
		for (const pattern of patterns) {
			note(this.byName, partOf(pattern), id);
			note(this.byNumber, deviceOf(pattern), id);
		}
	}

	/** Those that claim parts by the names that a driver knew them by, most first. */
	byNames(patterns: readonly string[]): Claimant[] {
		return rank(
			patterns.flatMap(pattern => partOf(pattern) ?? []),
			this.byName,
		);
	}

	/** Those that claim devices by the numbers, or by the names of a board, that a driver knew them by, most first. */
	byNumbers(patterns: readonly string[]): Claimant[] {
		return rank(
			patterns.flatMap(pattern => deviceOf(pattern) ?? []),
			this.byNumber,
		);
	}
}

function note(map: Map<string, string[]>, key: string | undefined, id: string): void {
	if (key === undefined) return;
	const known = map.get(key);
	if (known === undefined) map.set(key, [id]);
	else if (known.at(-1) !== id) known.push(id);
}

function rank(all: readonly string[], map: ReadonlyMap<string, readonly string[]>): Claimant[] {
	const keys = [...new Set(all)];
	const found = new Map<string, {count: number; witness: string}>();
	for (const key of keys) {
		for (const id of map.get(key) ?? []) {
			const known = found.get(id);
			if (known === undefined) found.set(id, {count: 1, witness: key});
			else known.count++;
		}
	}
	return [...found]
		.map(([id, {count, witness}]) => ({id, share: count / keys.length, witness}))
		.sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
}
