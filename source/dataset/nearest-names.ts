import {bareSymbol, editDistance, normaliseName} from '../dossier/query/names.ts';
import type {NameIndex} from './find-name.ts';
import {nameKinds} from './tables/keys.ts';
import type {SortedTable} from './tables/sorted-table.ts';

/** How many are named. */
const most = 5;

/** A name of the table, normalised, and how far it is from the one that is looked for. */
interface Near {
	kind: 'module' | 'symbol';
	name: string;
	distance: number;
}

/**
 * Up to five module names or CONFIG symbols that differ from a name by few letters, or contain it; the nearest first.
 * The names are one text, in which the parts of the wanted one are looked for: a name at most `limit` letters away has
 * one of `limit + 1` parts as it is, or two neighbouring letters swapped where two parts meet.
 */
export function nearestNames(
	table: SortedTable,
	index: Pick<NameIndex, 'byModule' | 'bySymbol'>,
	name: string,
): string[] {
	const wanted = normaliseName(name.slice(name.lastIndexOf('/') + 1).replace(/\.(?:ko|o|c)$/, ''));
	const symbol = bareSymbol(name).toLowerCase();
	const near: Near[] = [];
	for (const [found, distance] of namesLike(table.section(nameKinds.module), wanted, true)) {
		near.push({kind: 'module', name: found, distance});
	}
	if (symbol !== wanted) {
		for (const [found, distance] of namesLike(table.section(nameKinds.symbol), symbol, false)) {
			near.push({kind: 'symbol', name: found, distance});
		}
	}
	const sortName = ({kind, name: own}: Near) => (kind === 'module' ? own : `CONFIG_${own}`);
	near.sort((a, b) => a.distance - b.distance || (sortName(a) < sortName(b) ? -1 : 1));
	return near
		.slice(0, most)
		.map(({kind, name: own}) =>
			kind === 'module' ? index.byModule(own)[0]!.module : `CONFIG_${index.bySymbol(own)[0]!.symbol}`,
		);
}

/** How many letters may differ: one in four, but one at least and three at most. */
export const mostMistakes = ({length}: string): number => Math.max(1, Math.min(3, Math.round(length / 4)));

/** Names of a section that are near, by their distance from the wanted one; one that contains it counts as far as that goes. */
function namesLike(section: string, wanted: string, within: boolean): Map<string, number> {
	const limit = mostMistakes(wanted);
	const found = new Map<string, number>();
	const start = section.indexOf(':') + 1;
	const prefix = section.slice(0, start).length;
	const offer = (at: number, part: {at: number} | null) => {
		const begin = section.lastIndexOf('\n', at) + prefix;
		const end = section.indexOf('\t', begin);
		// The parts are looked for in places too.
		if (at < begin || at >= end) return;
		if (part !== null && Math.abs(at - begin - part.at) > limit) return;
		if (part === null ? end - begin < wanted.length : Math.abs(end - begin - wanted.length) > limit) return;
		const name = section.slice(begin, end);
		if (found.has(name)) return;
		const distance = editDistance(name, wanted, limit);
		if (distance <= limit || part === null) found.set(name, Math.min(distance, limit));
	};
	for (const part of partsOf(wanted, limit)) {
		for (let at = section.indexOf(part.text); at >= 0; at = section.indexOf(part.text, at + 1))
			offer(at, part);
	}
	if (within && wanted.length >= 3) {
		for (let at = section.indexOf(wanted); at >= 0; at = section.indexOf(wanted, at + 1)) offer(at, null);
	}
	return found;
}

/** The parts of a name, with the place of each, and the swapped letters where two of them meet. */
function partsOf(name: string, limit: number): {text: string; at: number}[] {
	const count = limit + 1;
	const cuts = Array.from({length: count + 1}, (_, index) => Math.round((index * name.length) / count));
	return cuts.slice(0, -1).flatMap((cut, index) => {
		const part = {text: name.slice(cut, cuts[index + 1]), at: cut};
		if (part.text === '') return [];
		return cut === 0 ? [part] : [part, {text: name[cut]! + name[cut - 1]!, at: cut - 1}];
	});
}
