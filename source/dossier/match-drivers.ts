import {normaliseName} from './query/names.ts';

/** What a driver is known by in one tree. */
export interface DriverIdentity {
	id: string;
	module: string;
	/** CONFIG symbol without `CONFIG_`. */
	symbol: string | null;
	title: string | null;
}

/**
 * The later self of a driver of an older tree: the same driver in the newer one, wherever it lies and whatever it is
 * called there. `to` is its id there; null where it is gone. Not to be taken for its replacement, which is another
 * driver.
 */
export interface LaterSelf {
	kind: 'stays' | 'moved' | 'renamed' | 'merged' | 'gone';
	to: string | null;
	/** How it was told, in words. */
	by: string;
}

/** Titles that name a kind of thing, not a thing: too short to know a driver by. */
const shortestTitle = 12;

/**
 * The later self of each driver of an older tree, as far as names tell: the same path; else the same module name
 * elsewhere; else another object that the same CONFIG symbol builds; else another of the very same title. Only
 * objects that the older tree lacks can be later selves. Half of what vanishes from a directory lives on under
 * another path (6.1 to 6.12: 205 of 442 objects), so a plain difference of names would be a bad witness.
 */
export function matchDrivers(
	older: readonly DriverIdentity[],
	newer: readonly DriverIdentity[],
): Map<string, LaterSelf> {
	const before = new Set(older.map(({id}) => id));
	const after = new Set(newer.map(({id}) => id));
	const fresh = newer.filter(({id}) => !before.has(id));
	const byModule = groupBy(fresh, ({module}) => normaliseName(module));
	const bySymbol = groupBy(fresh, ({symbol}) => symbol);
	const byTitle = groupBy(fresh, ({title}) => title);
	const titlesBefore = groupBy(older, ({title}) => title);
	const laterSelves = new Map<string, LaterSelf>();
	for (const driver of older) {
		if (after.has(driver.id)) {
			laterSelves.set(driver.id, {kind: 'stays', to: driver.id, by: 'the same path'});
			continue;
		}
		const {module, symbol, title} = driver;
		const moved = nearest(driver, byModule.get(normaliseName(module)) ?? []);
		const renamed = symbol === null ? null : nearest(driver, bySymbol.get(symbol) ?? []);
		const alike =
			title !== null && title.length >= shortestTitle && titlesBefore.get(title)!.length === 1
				? (byTitle.get(title) ?? [])
				: [];
		if (moved !== null) laterSelves.set(driver.id, {kind: 'moved', to: moved.id, by: 'the same module name'});
		else if (renamed !== null) {
			laterSelves.set(driver.id, {kind: 'renamed', to: renamed.id, by: `CONFIG_${symbol} builds it`});
		} else if (alike.length === 1) {
			laterSelves.set(driver.id, {kind: 'renamed', to: alike[0]!.id, by: 'the same title'});
		} else laterSelves.set(driver.id, {kind: 'gone', to: null, by: 'nothing of its name is left'});
	}
	return laterSelves;
}

/** Of several, the one with the same symbol, then with the most of its path in common. */
function nearest(driver: DriverIdentity, candidates: readonly DriverIdentity[]): DriverIdentity | null {
	const closeness = (other: DriverIdentity) =>
		(other.symbol !== null && other.symbol === driver.symbol ? 100 : 0) + sharedParts(driver.id, other.id);
	return candidates.reduce<DriverIdentity | null>(
		(best, one) => (best === null || closeness(one) > closeness(best) ? one : best),
		null,
	);
}

/** How many parts two paths have in common from the front: all of the shorter one's where the other leads on from it. */
function sharedParts(path: string, other: string): number {
	const [parts, others] = [path.split('/'), other.split('/')];
	let shared = 0;
	while (shared < parts.length && parts[shared] === others[shared]) shared++;
	return shared;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string | null): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const key = keyOf(item);
		if (key === null) continue;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [item]);
		else group.push(item);
	}
	return groups;
}
