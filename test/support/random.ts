/** Numbers that look random and are the same in every run: a story that fails can be told again. */
export interface Random {
	/** A whole number from 0 to below `limit`. */
	below(limit: number): number;
	/** One of several, each as likely. */
	pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32, by its seed. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number) => Math.floor(next() * limit);
	return {below, pick: items => items[below(items.length)]!};
}
