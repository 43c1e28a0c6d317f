/** Conditions of options that build no driver, of which those of drivers' options hang. */
import {type Definition, joinConditions} from './kconfig.ts';

/**
 * Option → its whole condition, for the options that build no driver and that some driver's condition names, or the
 * condition of such a one: `MAC80211` → `NET && CFG80211`. Of several entries one is enough. What others select without a
 * prompt of its own is set whatever its condition says, and left out, as is what has no condition.
 */
export function driverlessConditions(
	symbols: ReadonlyMap<string, readonly Definition[]>,
	drivers: readonly {kconfig: {symbol: string; dependsOn: string | null} | null}[],
): Map<string, string> {
	const built = new Set(drivers.flatMap(({kconfig}) => (kconfig === null ? [] : [kconfig.symbol])));
	const selected = new Set<string>();
	for (const definitions of symbols.values())
		for (const {selects} of definitions) for (const {symbol} of selects) selected.add(symbol);
	const found = new Map<string, string>();
	const seen = new Set(built);
	const pending = drivers.flatMap(({kconfig}) => kconfig?.dependsOn ?? []);
	for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
		for (const [name] of text.matchAll(/\w+/g)) {
			const definitions = symbols.get(name);
			if (definitions === undefined || seen.has(name)) continue;
			seen.add(name);
			if (selected.has(name) && definitions.every(({prompt}) => prompt === null)) continue;
			const condition = anyOf(definitions.map(joinConditions));
			if (condition === null) continue;
			found.set(name, condition);
			pending.push(condition);
		}
	}
	return found;
}

function anyOf(conditions: readonly (string | null)[]): string | null {
	const whole = new Set<string>();
	for (const condition of conditions) {
		if (condition === null) return null;
		whole.add(condition);
	}
	return whole.size === 1 ? [...whole][0]! : [...whole].map(condition => `(${condition})`).join(' || ');
}
