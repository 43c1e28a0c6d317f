import {seededRandom} from '../../source/verdict/measures.ts';

/** Numbers that look random and are the same in every run: a story that fails can be told again. */
export interface Random {
	/** A whole number from 0 to below `limit`. */
	below(limit: number): number;
	/** One of several, each as likely. */
	pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32, by its seed. */
export function createRandom(seed: number): Random {
	const next = seededRandom(seed);
	const below = (limit: number) => Math.floor(next() * limit);
	return {below, pick: items => items[below(items.length)]!};
}
