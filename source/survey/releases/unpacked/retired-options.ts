import {subsystemOf} from '../../../dossier/categories.ts';
import type {RetiredOption} from '../../../dossier/kernel-options.ts';
import {isJudgedKind} from '../../../dossier/query/vocabulary.ts';
import type {TreeSurvey} from '../../tree/facts.ts';
import {seriesOf} from '../versions.ts';

/**
 * Options of an earlier tree's drivers that the newest tree does not define, with the symbols that build the later
 * selves of those drivers. `earlierIds` says where drivers of the newest tree, by id, were found in the earlier one;
 * a driver that nobody came from is looked for by its module's name, where only one of the subsystem bears it.
 */
export function findRetiredOptions(
	earlier: TreeSurvey,
	newest: TreeSurvey,
	earlierIds: ReadonlyMap<string, string>,
): RetiredOption[] {
	const symbolsNow = new Map(newest.drivers.map(({id, kconfig}) => [id, kconfig?.symbol ?? null]));
	const followed = new Map<string, string[]>();
	for (const [now, then] of earlierIds) followed.set(then, [...(followed.get(then) ?? []), now]);
	const byModule = new Map<string, string[]>();
	for (const {id, module} of newest.drivers) byModule.set(module, [...(byModule.get(module) ?? []), id]);
	const found = new Map<string, {built: Set<string>; now: Set<string>}>();
	for (const {id, module, kconfig, kind} of earlier.drivers) {
		// A library goes where its users go, often into another object without a word.
		if (!isJudgedKind(kind) || kconfig === null || newest.options.has(kconfig.symbol)) continue;
		const bearing = (byModule.get(module) ?? []).filter(other => subsystemOf(other) === subsystemOf(id));
		const laterSelves = followed.get(id) ?? (bearing.length === 1 ? bearing : []);
		const option = found.get(kconfig.symbol) ?? {built: new Set(), now: new Set()};
		option.built.add(id);
		for (const later of laterSelves) {
			const symbol = symbolsNow.get(later);
			if (symbol) option.now.add(symbol);
		}
		found.set(kconfig.symbol, option);
	}
	const series = seriesOf(earlier.version);
	return [...found].map(([symbol, {built, now}]) => ({symbol, series, built: [...built], now: [...now]}));
}
