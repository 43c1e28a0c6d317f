/** Which platforms an option can't do without: those that every way to set it needs, compile tests aside. */
import {both, either, type Needed, needOf, never, nothing} from '../../../dossier/options/needs.ts';
import {type Definition, type KconfigSurvey, listConditions, readCondition} from '../kconfig/kconfig.ts';

/**
 * The platforms that each option can't do without, itself included. Found from the top: at first nothing can be set, and
 * every round finds more ways, until none is new; of several ways only what they share is needed.
 */
export function findNeededPlatforms(
	symbols: KconfigSurvey['symbols'],
	platforms: ReadonlySet<string>,
): ReadonlyMap<string, Needed> {
	const finder = new NeedFinder(symbols, platforms);
	while (finder.pass()) {}
	return finder.needed;
}

class NeedFinder {
	readonly needed = new Map<string, Needed>();
	private readonly symbols: KconfigSurvey['symbols'];
	private readonly platforms: ReadonlySet<string>;
	private readonly selectors = new Map<string, {by: string; condition: string | null; isWeak: boolean}[]>();

	constructor(symbols: KconfigSurvey['symbols'], platforms: ReadonlySet<string>) {
		this.symbols = symbols;
		this.platforms = platforms;
		for (const [by, definitions] of symbols) {
			for (const {symbol, condition, isWeak} of definitions.flatMap(({selects}) => selects)) {
				const known = this.selectors.get(symbol);
				if (known === undefined) {
					this.selectors.set(symbol, [{by, condition, isWeak}]);
				} else {
					known.push({by, condition, isWeak});
				}
			}
		}
	}

	/** Goes through all options once; whether something was new. */
	pass(): boolean {
		let isNew = false;
		for (const [symbol, definitions] of this.symbols) {
			const before = this.needed.get(symbol) ?? null;
			if (before !== null && before.size === (this.platforms.has(symbol) ? 1 : 0)) {
				continue;
			}
			const after = this.needOf(symbol, definitions);
			if (after !== null && after.size !== before?.size) {
				this.needed.set(symbol, after);
				isNew = true;
			}
		}
		return isNew;
	}

	private needOf(symbol: string, definitions: readonly Definition[]): Needed {
		if (never.has(symbol)) {
			return null;
		}
		let shared: Needed = null;
		for (const way of this.waysOf(symbol, definitions)) {
			shared = either(shared, way);
		}
		return shared !== null && this.platforms.has(symbol) ? both(shared, new Set([symbol])) : shared;
	}

	/** What each way to set an option needs: a prompt, a default, an option that selects it. */
	private *waysOf(symbol: string, definitions: readonly Definition[]): Generator<Needed> {
		let anyBase: Needed = null;
		for (const definition of definitions) {
			let base: Needed = nothing;
			for (const {text} of listConditions(definition)) {
				base = both(base, this.needOfText(text));
			}
			anyBase = either(anyBase, base);
			if (definition.prompt !== null) {
				yield both(base, this.needOfText(definition.promptCondition?.text ?? null));
			} else if (definition.type === 'other') {
				yield base;
			}
			for (const {value, condition} of definition.defaults) {
				yield both(base, both(this.needOfText(value), this.needOfText(condition)));
			}
		}
		for (const {by, condition, isWeak} of this.selectors.get(symbol) ?? []) {
			const chosen = both(this.needed.get(by) ?? null, this.needOfText(condition));
			// What is only implied is set where its own conditions hold.
			yield isWeak ? both(chosen, anyBase) : chosen;
		}
	}

	private needOfText(text: string | null): Needed {
		const expression = text === null ? null : readCondition(text);
		return expression === null ? nothing : needOf(expression, name => this.needed.get(name) ?? null);
	}
}
