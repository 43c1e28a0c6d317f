/** What became of the drivers that lists cease to name. */

import {basename, dirname} from 'node:path/posix';
import {normaliseName} from '../../../../dossier/query/names.ts';
import type {GoneRecord} from '../../../../dossier/schema.ts';
import type {Claims} from '../claims.ts';
import type {ReleaseObject, ReleaseObjects} from '../release-objects.ts';
import {leastShare} from '../successors.ts';
import type {Listings} from './going-on.ts';
import {isNameless, type KnownNames} from './known-names.ts';
import type {ListedDevices, Taker} from './listed-devices.ts';
import {stemOf} from './listed-lines.ts';
import {areTitlesNear, isHelperBeside, isNamedAlike, likeness} from './listed-names.ts';
import type {NameTraces} from './name-traces.ts';

/** A driver under one name: a pair of module and option. */
export interface Listed {
	module: string;
	option: string;
	/** As its last list has it. */
	title: string | null;
	folder: string;
	/** As its first list has it. */
	born: {title: string | null; folder: string};
	/** Indexes of the oldest and the newest list that have it. */
	first: number;
	last: number;
}

/**
 * A listed driver with what became of it. `later` are the names under which it went on before that, oldest first;
 * `record` is what the surveyed releases tell of the last of them.
 */
export type Dead = Listed & {fate: Fate; later: Listed[]; record: GoneRecord | null};

export interface Fate {
	kind: 'removed' | 'renamed' | 'merged' | 'option-renamed' | 'unknown';
	to: readonly ReleaseObject[];
	/** What says so besides the lists that name it; null where nothing else does. */
	by: GoneRecord['evidence'][number] | null;
}

/** What fates are found from. */
export interface FateSources {
	/** By module, normalised, and option, joined by a blank. */
	listed: ReadonlyMap<string, Listed>;
	listings: Listings;
	lists: readonly {version: string; file: string}[];
	has: KnownNames;
	newest: ReleaseObjects;
	claims: Claims;
	/** Of every driver that the surveyed releases have not. */
	devices: ReadonlyMap<Listed, ListedDevices>;
	/** Names of the sources that claim a device in the newest list. */
	stems: ReadonlySet<string>;
	traces: NameTraces;
	/** What the surveyed releases tell of one of their dead, by its key. */
	recordOf(key: string): GoneRecord | null;
	surveyedRelease: string;
}

/** So many of its devices must be another's. */
const takenShare = 0.5;
/** Names of parts are given anew, numbers of devices are not. */
const isNumbered = (pattern: string) => /^(?:pci|usb|pcmcia|pnp|hid):/.test(pattern);
/** Names of sources that are shorter say nothing. */
const shortestStem = 5;
/** A folder of fewer drivers may lose them one by one. */
const smallestFamily = 3;

const removed: Fate = {kind: 'removed', to: [], by: null};

export const keyOf = (module: string, option: string) => `${normaliseName(module)} ${option}`;

export class ListedFates {
	private readonly from: FateSources;
	/** Drivers by the list that has them first, where the one before has neither their module nor their option. */
	private readonly fresh: ReadonlyMap<number, readonly Listed[]>;
	/** Paths of the tree's sources by their names without the ending. */
	private readonly sources: ReadonlyMap<string, readonly string[]>;

	constructor(from: FateSources) {
		this.from = from;
		const {listed, listings, newest} = from;
		const fresh = grouped(listed.values(), ({first}) => first);
		this.fresh = new Map(
			[...fresh].map(([list, all]) => [
				list,
				all.filter(one => !listings.has(list - 1, one.module) && !listings.hasOption(list - 1, one.option)),
			]),
		);
		this.sources = grouped(newest.owners.keys(), stemOf);
	}

	/** Null where nothing is told of it: the surveyed releases speak for it, or it was never ours. */
	of(one: Listed): Dead | null {
		const {listings, has} = this.from;
		const fate = this.atOnce(one);
		if (fate === null) {
			// Its option is known of other drivers: only what became of the one that it went on as is told.
			const led = isNameless(one, has) ? this.follow(one) : null;
			return led?.record || led?.fate.to.length ? led : null;
		}
		if (listings.isShared(one, fate.kind === 'option-renamed')) return null;
		return fate.kind === 'removed' ? this.follow(one) : {...one, fate, later: [], record: null};
	}

	/** What became of a driver that ends under one name, under the names that it goes on by. */
	private follow(one: Listed): Dead {
		const {listed, listings, has} = this.from;
		const later: Listed[] = [];
		let fate: Fate | null = removed;
		for (let at = one; fate?.kind === 'removed'; ) {
			const next = listings.next(at);
			const isOther = next !== null && this.isOther(at, next);
			const listedNext = next === null || isOther ? null : listed.get(keyOf(next.module, next.option));
			const named = listedNext ?? this.nextAlike(at);
			if (!named || named.last <= at.last) break;
			later.push(named);
			at = named;
			fate = this.atOnce(named);
		}
		// Where the surveyed releases speak for its last name, their dead or the tree's driver of that name is the one.
		const last = later.at(-1) ?? one;
		const record = fate === null ? this.from.recordOf(keyOf(last.module, last.option)) : null;
		const namesake = fate === null && record === null ? has.living.get(normaliseName(last.module)) : null;
		const isSame =
			namesake && (partOf(namesake.directory) === partOf(last.folder) || namesake.symbol === last.option);
		const settled: Fate =
			record !== null
				? removed
				: isSame
					? {kind: 'renamed', to: [namesake], by: null}
					: fate === null || fate.to.length === 0
						? this.settle(last)
						: fate;
		if (settled.to.length === 0) return {...one, fate: settled, later, record};
		const keepsName =
			settled.to.length === 1 && normaliseName(settled.to[0]!.module) === normaliseName(one.module);
		const kind = settled.kind === 'merged' ? 'merged' : keepsName ? 'option-renamed' : 'renamed';
		return {...one, fate: {...settled, kind}, later: [], record: null};
	}

	/** Whether what its option builds next is another: of several objects on a line lists name the last. */
	private isOther(at: Listed, next: {module: string; option: string}): boolean {
		if (isHelperBeside(at.module, next.module, next.option)) return true;
		return normaliseName(next.module) !== normaliseName(at.module) && this.bySource(at) !== null;
	}

	/** What became of a listed driver, as far as its own names tell; null where the surveyed releases speak for it. */
	private atOnce(one: Listed): Fate | null {
		const {module, option, folder} = one;
		const {
			listed,
			newest,
			listings,
			has: {pairs, modules, options, living},
		} = this.from;
		const name = normaliseName(module);
		if (pairs.has(`${name} ${option}`)) return null;
		const namesake = living.get(name);
		if (namesake !== undefined || modules.has(name)) {
			// The same name in another part of the tree is another driver; nothing is known for sure of what moved there.
			if (!namesake || options.has(option) || partOf(namesake.directory) !== partOf(folder)) return null;
			// Nor is one that lay beside it.
			const its = namesake.symbol === null ? undefined : listed.get(keyOf(module, namesake.symbol));
			if (its !== undefined && its.first <= one.last && its.last >= one.last && its.folder !== folder)
				return removed;
			return {kind: 'option-renamed', to: [namesake], by: null};
		}
		if (options.has(option)) {
			// It goes on under another one.
			if (listings.has(one.last + 1, module)) return removed;
			// An option that was gone for a while came back as something else's; beside others it may have gone on as any.
			if (listings.dropsOption(one)) return removed;
			if (!listings.isAlone(one)) return null;
			const built = (newest.bySymbol.get(option) ?? []).map(id => newest.objects.get(id)!);
			if (built.some(other => isHelperBeside(module, other.module, option))) return null;
			if (built.length > 1 && !built.every(other => isNamedAlike(module, other.module))) return null;
			return built.length > 0 && built.length <= 3 ? {kind: 'renamed', to: built, by: null} : null;
		}
		return removed;
	}

	/**
	 * The driver that the next list has for the first time and that is the same one under another name: with its title,
	 * with most of its devices and a name alike, or in its folder with both names alike. Null where none is.
	 */
	private nextAlike(at: Listed): Listed | null {
		const {listed, listings} = this.from;
		const list = at.last + 1;
		const fresh = this.fresh.get(list) ?? [];
		if (listings.keepsOption(at) || fresh.length === 0) return null;
		const titled = at.title === null ? [] : fresh.filter(({born}) => born.title === at.title);
		if (titled.length === 1) return titled[0]!;
		const taker = this.takerOf(at);
		const taking = taker?.options.flatMap(option => listed.get(keyOf(stemOf(taker.source), option)) ?? [])[0];
		if (taking?.first === list && isNamedAlike(at.module, taking.module)) return taking;
		const near = fresh.filter(({born}) => born.folder === at.folder);
		// Of several drivers that one became, each bearing its name, nobody can tell which it is.
		const longer = near.filter(one => normaliseName(one.module).startsWith(`${normaliseName(at.module)}_`));
		if (longer.length > 0) return longer.length === 1 ? longer[0]! : null;
		const [best] = near
			.map(one => ({one, share: likeness(at, {module: one.module, title: one.born.title})}))
			.filter(({share}) => share > 0)
			.sort((a, b) => b.share - a.share);
		return best?.one ?? null;
	}

	/** The source that claims most of a driver's devices in the list after its last one, and did not before. */
	private takerOf(at: Listed): Taker | null {
		const {patterns, takers} = this.from.devices.get(at)!;
		const [taker] = takers;
		return taker !== undefined && taker.count >= patterns.length * takenShare ? taker : null;
	}

	/** What became of a driver that has no later name, from what it is made of and what it serves. */
	private settle(last: Listed): Fate {
		return (
			this.byTaker(last) ??
			this.byClaims(last) ??
			this.bySource(last) ??
			this.byTitle(last) ??
			(this.isKnownToBeGone(last) ? removed : this.untold(last))
		);
	}

	/** Another claims its devices from the next list on, and does now: one that was there before, or one of a name alike. */
	private byTaker(last: Listed): Fate | null {
		const {lists, listings, claims, devices} = this.from;
		const taker = this.takerOf(last);
		const place = taker === null ? null : this.placeOf(taker);
		if (taker === null || place === null) return null;
		const {patterns} = devices.get(last)!;
		const claimants = [...claims.byNames(patterns), ...claims.byNumbers(patterns)];
		if (claimants.length > 0 && !claimants.some(({id}) => id === place.id)) return null;
		const stem = stemOf(taker.source);
		const wasThere = listings.has(last.last, stem) || listings.has(last.last, place.module);
		if (!wasThere && !isNamedAlike(last.module, place.module)) return null;
		const {version, file} = lists[last.last + 1]!;
		const claim = `${taker.source} claims ${taker.count} of its ${patterns.length} devices, and did not before`;
		return {kind: wasThere ? 'merged' : 'renamed', to: [place], by: {release: version, at: file, claim}};
	}

	/** The driver of the tree that has a listed source. */
	private placeOf({source, options}: Taker): ReleaseObject | null {
		const {has, newest} = this.from;
		const stem = stemOf(source);
		const paths = this.sources.get(stem) ?? [];
		const owner = paths.length === 1 ? newest.owners.get(paths[0]!)![0]! : null;
		const place = has.living.get(stem) ?? (owner === null ? undefined : newest.objects.get(owner));
		if (place === undefined) return null;
		const isSame =
			partOf(place.directory) === partOf(source) || (place.symbol !== null && options.includes(place.symbol));
		return isSame ? place : null;
	}

	/** A driver of the tree knows most of its devices by their names, or of a name alike by number, and did not then. */
	private byClaims(last: Listed): Fate | null {
		const {claims, devices, lists, newest, listings, stems, surveyedRelease} = this.from;
		if (last.last !== lists.length - 1) return null;
		const {patterns, holders} = devices.get(last)!;
		const byNames = claims.byNames(patterns);
		for (const claimant of [...byNames, ...claims.byNumbers(patterns)]) {
			const {id, share, witness} = claimant;
			const place = newest.objects.get(id);
			if (place === undefined || share < takenShare) continue;
			const names = place.sources.map(stemOf);
			if ([normaliseName(place.module), ...names].some(name => holders.has(name))) return null;
			const wasThere =
				listings.has(last.last, place.module) ||
				names.some(name => stems.has(name) && this.sources.get(name)!.length === 1);
			if (wasThere ? !byNames.includes(claimant) : !isNamedAlike(last.module, place.module)) continue;
			const at = place.sources[0] ?? place.at;
			const by = {release: surveyedRelease, at, claim: `claims ${witness}, as ${last.module} did`};
			return {kind: wasThere ? 'merged' : 'renamed', to: [place], by};
		}
		return null;
	}

	/** A source of its name is linked into other drivers of its part of the tree. */
	private bySource({module, folder}: Listed): Fate | null {
		const {newest, surveyedRelease} = this.from;
		const stem = normaliseName(module);
		const paths = this.sources.get(stem) ?? [];
		const [path] = paths;
		if (path === undefined || paths.length > 1 || stem.length < shortestStem) return null;
		if (familyOf(dirname(path)) !== familyOf(folder)) return null;
		const to = newest.owners.get(path)!.map(id => newest.objects.get(id)!);
		const by = {release: surveyedRelease, at: path, claim: `is a part of ${basename(to[0]!.id)} now`};
		const isNamesake = to.some(one => normaliseName(one.module) === stem);
		return to.length <= 3 && !isNamesake ? {kind: 'merged', to, by} : null;
	}

	/** The one driver of the tree whose option has its title came after it. */
	private byTitle({title, folder, last}: Listed): Fate | null {
		const {newest, listings, surveyedRelease} = this.from;
		if (title === null || title.split(' ').length < 3) return null;
		const titled = [...newest.objects.values()].filter(
			({prompt, directory}) => prompt === title && partOf(directory) === partOf(folder),
		);
		const [place] = titled;
		if (place === undefined || titled.length > 1 || place.optionAt === null) return null;
		if (listings.has(last, place.module) || listings.hasOption(last, place.symbol!)) return null;
		const by = {release: surveyedRelease, at: place.optionAt, claim: `“${title}” is ${place.module}`};
		return {kind: 'renamed', to: [place], by};
	}

	/** Its devices are nobody's, or those of drivers that had them before; or all that lay beside it left with it. */
	private isKnownToBeGone(last: Listed): boolean {
		const {claims, devices, newest} = this.from;
		const {patterns, holders} = devices.get(last)!;
		// A part that is called as the module was is served still.
		const isServed = claims.byNames([`i2c:${last.module}`]).length > 0;
		if (patterns.some(isNumbered) && last.title !== null && !isServed) {
			const claimants = [...claims.byNames(patterns), ...claims.byNumbers(patterns)]
				.filter(({share}) => share >= leastShare)
				.map(({id}) => newest.objects.get(id));
			const isHolder = (place: ReleaseObject | undefined) =>
				place !== undefined &&
				[normaliseName(place.module), ...place.sources.map(stemOf)].some(name => holders.has(name));
			if (claimants.every(isHolder)) return true;
		}
		return this.isFamilyGone(last);
	}

	private isFamilyGone({folder, last}: Listed): boolean {
		const {listings, has, newest} = this.from;
		const family = listings.modulesOf(last, folder);
		if (family.size < smallestFamily || listings.modulesOf(last + 1, folder).size > 0) return false;
		if ([...newest.objects.values()].some(({directory}) => directory === folder)) return false;
		return [...family].every(
			name => listings.lastOf(name) === last && !has.modules.has(name) && !has.living.has(name),
		);
	}

	/** A driver of its part of the tree whose title is its own but for a word. */
	private nearTitle({title, folder}: Listed): ReleaseObject | null {
		if (title === null) return null;
		const near = [...this.from.newest.objects.values()].find(
			({prompt, optionAt, directory}) =>
				prompt !== null &&
				optionAt !== null &&
				partOf(directory) === partOf(folder) &&
				areTitlesNear(prompt, title),
		);
		return near ?? null;
	}

	/** Removed where no source speaks of it any more; else nobody can tell. */
	private untold(last: Listed): Fate {
		const trace = this.from.traces.of(last, last.folder);
		const near = trace === 'absent' ? this.nearTitle(last) : null;
		if (near !== null) {
			const {prompt, optionAt} = near;
			const by = {release: this.from.surveyedRelease, at: optionAt!, claim: `has “${prompt}”`};
			return {kind: 'unknown', to: [], by};
		}
		// Of what its option goes on with, its code may be a part.
		const isTold = last.title !== null && !this.from.listings.keepsOption(last);
		if (trace === 'absent' && isTold) return removed;
		if (trace === 'absent' || trace === 'common') return {kind: 'unknown', to: [], by: null};
		const {release, at, words} = trace;
		return {kind: 'unknown', to: [], by: {release, at, claim: `still speaks of ${words}`}};
	}
}

const partOf = (directory: string) => directory.split('/').slice(0, 2).join('/');

/** Staging's drivers have nothing in common but that. */
const familyOf = (directory: string) =>
	directory.startsWith('drivers/staging/') ? directory.split('/').slice(0, 3).join('/') : partOf(directory);

function grouped<Key, Value>(values: Iterable<Value>, keyOf: (value: Value) => Key): Map<Key, Value[]> {
	const groups = new Map<Key, Value[]>();
	for (const value of values) {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [value]);
		else group.push(value);
	}
	return groups;
}
