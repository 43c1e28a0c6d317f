/** Which drivers claim a device: how a driver's hardware is known again where its code is not. */

/** Patterns that name a part by its own name: whoever claims it is the part's driver. PNP's own names are of kinds of parts. */
const namesPart = /^(?:of|i2c|spi|platform|acpi\*?):(?!PNP|ACPI)/;

/** The name in a pattern; one that boards give is the same on every bus they give it on. */
const nameIn = (pattern: string) => pattern.replace(/^(?:i2c|spi|platform):/, 'name:');
/** Patterns that number a device; two drivers may serve the same. */
const numbered =
	/^(pci:v[0-9A-F]{8}d[0-9A-F]{8}|usb:v[0-9A-F]{4}p[0-9A-F]{4}|pcmcia:m[0-9A-F]{4}c[0-9A-F]{4}|sdio:c\*v[0-9A-F]{4}d[0-9A-F]{4}|pnp:d\w{7})/;

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
			const [map, key] = namesPart.test(pattern)
				? [this.byName, nameIn(pattern)]
				: [this.byNumber, numbered.exec(pattern)?.[1]];
			if (key === undefined) continue;
			const known = map.get(key);
			if (known === undefined) map.set(key, [id]);
			else if (known.at(-1) !== id) known.push(id);
		}
	}

	/** Those that claim parts by the names that a driver knew them by, most first. */
	byNames(patterns: readonly string[]): Claimant[] {
		return rank([...new Set(patterns.filter(pattern => namesPart.test(pattern)).map(nameIn))], this.byName);
	}

	/** Those that claim devices by the numbers that a driver knew them by, most first. */
	byNumbers(patterns: readonly string[]): Claimant[] {
		const keys = patterns.flatMap(pattern => numbered.exec(pattern)?.[1] ?? []);
		return rank([...new Set(keys)], this.byNumber);
	}
}

function rank(keys: readonly string[], map: ReadonlyMap<string, readonly string[]>): Claimant[] {
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
