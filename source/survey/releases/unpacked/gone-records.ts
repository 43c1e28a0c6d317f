import {subsystemOf} from '../../../dossier/categories.ts';
import {normaliseName} from '../../../dossier/query/names.ts';
import type {Fate} from '../../../dossier/query/vocabulary.ts';
import type {GoneRecord} from '../../../dossier/schema.ts';
import type {TreeDriver, TreeSurvey} from '../../tree/facts.ts';

/** A release with its day. */
interface DatedRelease {
	release: string;
	date: string;
}

/**
 * Drivers of an earlier tree that the newest one has not under that path and option. `earlierIds` says where drivers of
 * the newest tree, by id, were found in the earlier one; a driver that nobody came from is looked for by its module's
 * name, where only one of the subsystem bears it. `last` is the earlier tree's release, `next` the one after it that was
 * surveyed.
 */
export function goneFrom(
	earlier: TreeSurvey,
	newest: TreeSurvey,
	earlierIds: ReadonlyMap<string, string>,
	{last, next}: {last: DatedRelease; next: DatedRelease},
): GoneRecord[] {
	const living = new Map(newest.drivers.map(driver => [driver.id, driver]));
	const followed = new Map<string, string[]>();
	for (const [now, then] of earlierIds) followed.set(then, [...(followed.get(then) ?? []), now]);
	const byModule = new Map<string, string[]>();
	for (const {id, module} of newest.drivers) byModule.set(module, [...(byModule.get(module) ?? []), id]);
	const records: GoneRecord[] = [];
	for (const driver of earlier.drivers) {
		const {id, module, kconfig} = driver;
		const symbol = kconfig?.symbol ?? null;
		const bearing = (byModule.get(module) ?? []).filter(other => subsystemOf(other) === subsystemOf(id));
		const laterSelves = (
			followed.get(id) ?? (living.has(id) ? [id] : bearing.length === 1 ? bearing : [])
		).map(later => living.get(later)!);
		const stays = laterSelves.find(later => later.id === id);
		if (living.has(id) && (symbol === null || newest.options.has(symbol))) continue;
		const to = stays === undefined ? laterSelves : [stays];
		records.push({
			id,
			module,
			option: symbol,
			title: driver.title,
			ids: null,
			section: driver.maintainers?.section ?? null,
			since: last,
			lastRelease: last,
			goneIn: next,
			fate: fateOf(driver, to),
			to: to.map(later => ({id: later.id, option: later.kconfig?.symbol ?? null})),
			successors: [],
			deletion: null,
			evidence: [
				{
					release: last.release,
					at: kconfig?.at ?? driver.sources[0] ?? `${driver.directory}/Makefile`,
					claim: symbol === null ? `builds ${module}` : `CONFIG_${symbol} builds ${module}`,
				},
				...to.slice(0, 1).map(later => ({
					release: newest.version,
					at: later.sources[0] ?? `${later.directory}/Makefile`,
					claim: `${later.module} is built from it`,
				})),
			],
		});
	}
	return records;
}

function fateOf({id, module}: TreeDriver, to: readonly TreeDriver[]): Fate {
	if (to.length === 0) return 'removed';
	if (to[0]!.id === id) return 'option-renamed';
	return to.some(later => normaliseName(later.module) === normaliseName(module)) ? 'moved' : 'renamed';
}
