/** The platforms of a tree: what they are, how they stand, and which drivers can't do without them. */

import {both, either, type Needed, nothing} from '../../../dossier/options/needs.ts';
import type {Platform, Source} from '../../../dossier/schema.ts';
import type {Definition} from '../kconfig/kconfig.ts';
import {type EndedPlatforms, findEnds, isListedPlatform, isPlatform} from './ends.ts';
import {findNeededPlatforms} from './needed.ts';

/**
 * Lists the platforms of a tree, by option. `deviceTrees` are the .dts files that are built, by option; `drivers` the
 * objects with their options; `gatesOf` tells of one the symbols of each Makefile line that builds it.
 */
export function listPlatforms(
	ended: EndedPlatforms,
	deviceTrees: ReadonlyMap<string, readonly string[]>,
	drivers: readonly {id: string; kconfig: {symbol: string} | null}[],
	gatesOf: (id: string) => readonly (readonly string[])[],
): Platform[] {
	const {symbols, marked} = ended;
	const listed = new Map<string, Definition[]>();
	for (const [symbol, definitions] of symbols) {
		const those = definitions.filter(one => marked.has(symbol) || isListedPlatform(one));
		if (those.length > 0) {
			listed.set(symbol, those);
		}
	}
	const needed = findNeededPlatforms(symbols, new Set(listed.keys()));
	const boards = new Map<string, string[]>();
	for (const [board, definitions] of symbols) {
		if (!definitions.some(isPlatform)) continue;
		for (const platform of needed.get(board) ?? []) {
			if (platform !== board) {
				boards.set(platform, [...(boards.get(platform) ?? []), board]);
			}
		}
	}
	const built = new Map<string, string[]>();
	for (const [symbol, sources] of deviceTrees) {
		for (const platform of new Set([symbol, ...(needed.get(symbol) ?? [])])) {
			built.set(platform, [...(built.get(platform) ?? []), ...sources]);
		}
	}
	const served = new Map<string, string[]>();
	/** Of several lines that build an object, as those of two platforms, only what they share is needed. */
	const neededBy = (id: string, symbol: string): Needed => {
		const lines = gatesOf(id);
		if (lines.length < 2) return needed.get(symbol) ?? null;
		return lines
			.map(line =>
				line.map(name => (symbols.has(name) ? (needed.get(name) ?? null) : nothing)).reduce(both, nothing),
			)
			.reduce(either, null);
	};
	for (const {id, kconfig} of drivers) {
		for (const platform of kconfig === null ? [] : (neededBy(id, kconfig.symbol) ?? [])) {
			served.set(platform, [...(served.get(platform) ?? []), id]);
		}
	}
	return [...listed]
		.map(([option, definitions]): Platform => {
			const below = (boards.get(option) ?? []).sort();
			return {
				option,
				prompt: definitions[0]!.prompt,
				at: definitions[0]!.at,
				architectures: [...new Set(definitions.map(({at}) => at.split('/')[1]!))].sort(),
				since: null,
				...standing(option, ended),
				boards: below,
				deviceTrees: [...new Set(built.get(option))].sort(),
				drivers: (served.get(option) ?? []).sort(),
			};
		})
		.sort((one, other) => (one.option < other.option ? -1 : 1));
}

/** How a platform stands, by its own words or those of the first one that it can't do without. */
function standing(
	option: string,
	ended: EndedPlatforms,
): Pick<Platform, 'state' | 'goes' | 'through' | 'citations'> {
	const end = findEnds(option, ended)[0];
	if (end === undefined) {
		return {state: 'in-use', goes: null, through: null, citations: []};
	}
	const {decline, ending} = ended.marked.get(end.symbol)!;
	const citations: Source[] = [];
	if (ending !== null) {
		const when = ending.year === null ? '' : ` in ${ending.year}`;
		const how = ending.isCertain ? 'is to go' : 'may go';
		citations.push({kind: 'tree', at: ending.at, claim: `CONFIG_${end.symbol} ${how}${when}`});
	}
	if (decline !== null) {
		citations.push({kind: 'tree', at: decline.at, claim: `CONFIG_${end.symbol} is called ${decline.word}`});
	}
	return {
		state: ending?.isCertain === true ? 'announced' : 'deprecated',
		goes: ending?.year ?? null,
		through: end.symbol === option ? null : end.symbol,
		citations,
	};
}
