/** `amazon` of `amazon-2023.8`: the line of releases that a distribution belongs to, with its kernel's flavour. */
export const lineOf = ({distribution, kernel}: {distribution: string; kernel: string | null}) => {
	// A flavour ends the kernel's version, as in 6.5.0-1014-gcp: clouds are decided one by one.
	const flavour = /-([a-z]+)$/.exec(kernel ?? '')?.[0] ?? '';
	return distribution.replace(/-\d.*$/, '') + flavour;
};

/** Items by a key, each list in the order of the items, the keys in that of their first. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const key = keyOf(item);
		const known = groups.get(key);
		if (known === undefined) groups.set(key, [item]);
		else known.push(item);
	}
	return groups;
}
