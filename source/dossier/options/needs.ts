/** What an option can't do without, as sets of options: how conditions of Kconfig put them together. */
import type {Expression} from './expression.ts';

/** Options without prefix; null where no configuration that is meant to run can be so. */
export type Needed = ReadonlySet<string> | null;

/** What needs nothing. */
export const nothing: ReadonlySet<string> = new Set();
/** What no configuration that is meant to run sets. */
export const never: ReadonlySet<string> = new Set(['COMPILE_TEST', 'BROKEN']);

/** What two conditions that hold together need. */
export function both(one: Needed, other: Needed): Needed {
	if (one === null || other === null) return null;
	return one.size === 0 ? other : other.size === 0 ? one : new Set([...one, ...other]);
}

/** What two ways share: of several ways only that is needed. */
export function either(one: Needed, other: Needed): Needed {
	if (one === null || other === null) return one ?? other;
	return new Set([...one].filter(name => other.has(name)));
}

/** What a condition needs, where `ofSymbol` tells it of an option. Negations and comparisons need nothing. */
export function needOf(expression: Expression, ofSymbol: (symbol: string) => Needed): Needed {
	switch (expression.kind) {
		case 'symbol':
			return ofSymbol(expression.name);
		case 'constant':
			return expression.isTrue ? nothing : null;
		case 'and':
			return both(needOf(expression.left, ofSymbol), needOf(expression.right, ofSymbol));
		case 'or':
			return either(needOf(expression.left, ofSymbol), needOf(expression.right, ofSymbol));
		default:
			return nothing;
	}
}
