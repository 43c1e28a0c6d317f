/** Which options a driver can't do without, from the conditions in its data set's records: compile tests aside. */
import type {DriverRecord, Platform} from '../schema.ts';
import {type Expression, parseExpression} from './expression.ts';
import {type Needed, needOf, never, nothing} from './needs.ts';

/** What is looked at of a driver. */
type Optional = Pick<DriverRecord, 'id' | 'kconfig'>;

/**
 * Answers which options a driver's own one can't do without: those that its whole condition needs, menus included, what
 * these need in turn, and the platforms that the tree's own menus tie it to. `driverless` are the conditions of options
 * that build no driver: those that data sets of before have not, need nothing that is known.
 * Of several ways only what they share is needed. The option itself is among them only where it is a platform. Sorted.
 */
export function neededOptions(
	drivers: readonly Optional[],
	platforms: readonly Pick<Platform, 'option' | 'boards' | 'drivers'>[],
	driverless: ReadonlyMap<string, string>,
): (driver: Optional) => readonly string[] {
	const finder = new Finder(drivers, platforms, driverless);
	return ({id, kconfig}) => {
		if (kconfig === null) return [];
		const needed = new Set(finder.of(kconfig.symbol));
		needed.delete(kconfig.symbol);
		// A platform's own option may build a driver, which can't do without it then.
		for (const platform of finder.platformsOf(id)) needed.add(platform);
		return [...needed].sort();
	};
}

class Finder {
	readonly #conditions = new Map<string, Expression | null>();
	/** Platforms that a board's option, or a driver by its id, can't do without. */
	readonly #above = new Map<string, string[]>();
	readonly #known = new Map<string, Needed>();
	readonly #open = new Set<string>();

	constructor(
		drivers: readonly Optional[],
		platforms: readonly Pick<Platform, 'option' | 'boards' | 'drivers'>[],
		driverless: ReadonlyMap<string, string>,
	) {
		for (const [symbol, condition] of driverless) this.#conditions.set(symbol, parseExpression(condition));
		for (const {kconfig} of drivers) {
			if (kconfig === null || this.#conditions.has(kconfig.symbol)) continue;
			const {symbol, dependsOn} = kconfig;
			this.#conditions.set(symbol, dependsOn === null ? null : parseExpression(dependsOn));
		}
		for (const {option, boards, drivers: served} of platforms) {
			for (const below of [...boards, ...served]) {
				const known = this.#above.get(below);
				if (known === undefined) this.#above.set(below, [option]);
				else known.push(option);
			}
		}
	}

	platformsOf(id: string): readonly string[] {
		return this.#above.get(id) ?? [];
	}

	/** What an option needs, itself included. One that is reached again while it is asked for adds nothing more. */
	of(symbol: string): Needed {
		if (never.has(symbol)) return null;
		const known = this.#known.get(symbol);
		if (known !== undefined) return known;
		if (this.#open.has(symbol)) return new Set([symbol]);
		this.#open.add(symbol);
		const condition = this.#conditions.get(symbol) ?? null;
		const base = condition === null ? nothing : needOf(condition, name => this.of(name));
		this.#open.delete(symbol);
		const needed = base === null ? null : new Set([symbol, ...base, ...this.platformsOf(symbol)]);
		this.#known.set(symbol, needed);
		return needed;
	}
}
