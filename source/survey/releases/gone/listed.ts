/** Drivers that only lists of still earlier kernels know. */

import {join} from 'node:path';
import {isConfigSymbol, isKernelPath} from '../../../dossier/kernel-names.ts';
import {normaliseName} from '../../../dossier/query/names.ts';
import type {GoneRecord} from '../../../dossier/schema.ts';
import {isSurveyed} from '../../../dossier/surveyed-folders.ts';
import {linesOfInput} from '../../input-file.ts';
import {addTo} from '../../key-sets.ts';
import {listsOf} from '../lkddb.ts';
import {releaseDate} from '../release-days.ts';
import type {Claims} from './claims.ts';
import {Listings} from './going-on.ts';
import type {ReleaseObject, ReleaseObjects} from './release-objects.ts';
import {successorsOf} from './successors.ts';

/** `module e1000e "title" : CONFIG_E1000E : drivers/net/Kconfig`. */
const moduleLine = /^module (\S+) (?:"(.*?)")? ?:((?: CONFIG_\w+)*) : (\S+)$/;
/** `pci 8086 10d3 .... .... ...... : CONFIG_E1000E : drivers/net/e1000e/netdev.c`. */
const deviceLine = /^(pci|usb|of|i2c|acpi|pnp|pcmcia|sdio) (.+?) :((?: CONFIG_\w+)+) : \S+$/;

interface Listed {
	module: string;
	option: string;
	title: string | null;
	folder: string;
	/** Indexes of the oldest and the newest list that have it. */
	first: number;
	last: number;
}

/**
 * Records of the drivers that lists name and none of the surveyed releases has. `known` holds the pairs of module and
 * option that those have, joined by a blank; `firstRelease` is the oldest of them, null where there are none. What a
 * list calls a driver's folder is that of the Kconfig file that offers it.
 */
export async function surveyListedGone(options: {
	directory: string;
	known: ReadonlySet<string>;
	/** The dead of those releases. */
	records: readonly GoneRecord[];
	newest: ReleaseObjects;
	claims: Claims;
	firstRelease: {release: string; date: string} | null;
	/** Names, normalised, of sources that this release has outside the surveyed folders. */
	outside: ReadonlySet<string>;
	/** The surveyed tree's own. */
	surveyedRelease: string;
	signal?: AbortSignal | undefined;
}): Promise<GoneRecord[]> {
	const {directory, newest, signal} = options;
	const lists = await listsOf(directory);
	const listed = new Map<string, Listed>();
	const listings = new Listings();
	/** Modules, normalised, that each list has outside the surveyed folders. */
	const elsewhere: Set<string>[] = lists.map(() => new Set());
	for (const [index, {file}] of lists.entries()) {
		await eachLine(join(directory, file), signal, line => {
			if (line.startsWith('module ')) noteModule({listed, listings, elsewhere}, line, index);
		});
	}
	const has = knownNames(options.known, newest);
	const dying = new Map(options.records.map(record => [keyOf(record.module, record.option ?? ''), record]));
	const among = {
		listed,
		listings,
		has,
		newest,
		recordOf: (key: string) => dying.get(key) ?? null,
	};
	const dead = [...listed.values()].flatMap(one => {
		if (elsewhere[one.last + 1]?.has(normaliseName(one.module))) return [];
		const fate = fateOf(one, {has, newest, listings});
		if (fate === null) {
			// Its option is known of other drivers: only what became of the one that it went on as is told.
			const led = isNameless(one, has) ? follow(one, among) : null;
			return led?.record || led?.fate.to.length ? [led!] : [];
		}
		if (listings.isShared(one, fate.kind === 'option-renamed')) return [];
		// It was never ours where the next tree that is known has it elsewhere.
		const isLast = one.last === lists.length - 1;
		if (fate.kind === 'removed' && isLast && options.outside.has(normaliseName(one.module))) return [];
		if (fate.kind !== 'removed') return [{...one, fate, later: [], record: null}];
		return [follow(one, among)];
	});
	const ids = new Map<string, Set<string>>();
	for (const [index, {file}] of lists.entries()) {
		// Where the option of a lost one goes on, its devices may be those of what else it builds.
		const ending = new Set(
			dead
				.filter(one => one.last === index && (one.fate.kind !== 'removed' || !listings.keepsOption(one)))
				.map(({option}) => option),
		);
		if (ending.size === 0) continue;
		await eachLine(join(directory, file), signal, line => noteDevice(ids, index, ending, line));
	}
	const dated = (index: number) => {
		const release = lists[index]!.version;
		return {release, date: releaseDate(release)!};
	};
	const records = new Map<string, GoneRecord>();
	for (const one of dead) {
		const patterns = [one, ...one.later].flatMap(({option, last}) => [
			...(ids.get(`${last} ${option}`) ?? []),
		]);
		const record = recordOf(one, {...options, lists, dated, patterns: [...new Set(patterns)].sort()});
		records.set(`${record.id} ${record.option}`, record);
	}
	return [...records.values()];
}

/** The record of a driver that lists alone know under its name. */
function recordOf(
	{later, fate, record: known, ...one}: Dead,
	from: {
		lists: readonly {version: string; file: string}[];
		dated(list: number): {release: string; date: string};
		patterns: readonly string[];
		newest: ReleaseObjects;
		claims: Claims;
		firstRelease: {release: string; date: string} | null;
		surveyedRelease: string;
	},
): GoneRecord {
	const {module, option, title, folder, first} = one;
	const {lists, dated, patterns, newest, claims, firstRelease, surveyedRelease} = from;
	const {last} = later.at(-1) ?? one;
	const living = fate.kind === 'option-renamed' ? fate.to[0]! : null;
	const listing = (of: Listed) => ({
		release: lists[of.last]!.version,
		at: lists[of.last]!.file,
		claim: `lists ${of.module} under CONFIG_${of.option} in ${of.folder}`,
	});
	const own: GoneRecord = {
		id: living?.id ?? `${folder}/${module}`,
		module: living?.module ?? module,
		option,
		title,
		ids: patterns.length > 0 ? [...patterns] : null,
		section: null,
		since: dated(first),
		lastRelease: dated(last),
		goneIn: last + 1 < lists.length ? dated(last + 1) : firstRelease,
		fate: fate.kind,
		to: fate.to.map(({id, symbol}) => ({id, option: symbol})),
		successors:
			fate.kind === 'removed' ? successorsOf(claims, patterns, place => newest.objects.get(place)) : [],
		deletion: null,
		evidence: [
			...[one, ...later].map(listing),
			...fate.to.map(({at, symbol}) => ({
				release: surveyedRelease,
				at,
				claim: symbol === null ? 'builds it now' : `CONFIG_${symbol} builds it now`,
			})),
		],
	};
	if (known === null) return own;
	// The releases tell what became of the driver under its last name.
	const {lastRelease, goneIn, to, successors, evidence} = known;
	const kind = known.fate === 'option-renamed' ? 'renamed' : known.fate;
	return {...own, lastRelease, goneIn, fate: kind, to, successors, evidence: [...own.evidence, ...evidence]};
}

const bareOptions = (words: string) =>
	words.split(' ').flatMap(word => (word === '' ? [] : word.slice('CONFIG_'.length)));

async function eachLine(
	path: string,
	signal: AbortSignal | undefined,
	visit: (line: string) => void,
): Promise<void> {
	try {
		for await (const line of linesOfInput(path, signal)) visit(line);
	} catch {
		signal?.throwIfAborted();
		// surveyLkddb, which reads the same lists, says what is wrong with this one.
	}
}

function noteModule(
	{listed, listings, elsewhere}: {listed: Map<string, Listed>; listings: Listings; elsewhere: Set<string>[]},
	line: string,
	index: number,
): void {
	const [, object, title, options, kconfig] = moduleLine.exec(line) ?? [];
	if (object === undefined) return;
	const module = object.slice(object.lastIndexOf('/') + 1);
	const folder = kconfig!.slice(0, Math.max(0, kconfig!.lastIndexOf('/')));
	const all = bareOptions(options!);
	const option = all.find(one => normaliseName(one).includes(normaliseName(module))) ?? all.at(-1);
	if (!isSurveyed(`${folder}/`)) elsewhere[index]!.add(normaliseName(module));
	if (option === undefined || !isSurveyed(`${folder}/`) || !isKernelPath(`${folder}/${module}`)) return;
	if (!isConfigSymbol(option)) return;
	listings.note(index, module, option);
	const key = keyOf(module, option);
	const known = listed.get(key);
	const shown = {module, option, title: title || null, folder, last: index};
	listed.set(key, {...shown, first: known?.first ?? index});
}

const keyOf = (module: string, option: string) => `${normaliseName(module)} ${option}`;

/**
 * A listed driver with what became of it. `later` are the names under which it went on before that, oldest first;
 * `record` is what the surveyed releases tell of the last of them.
 */
type Dead = Listed & {fate: Fate; later: Listed[]; record: GoneRecord | null};

interface Fate {
	kind: 'removed' | 'renamed' | 'option-renamed';
	to: readonly ReleaseObject[];
}

/** What became of a driver that ends under one name, under the names that it goes on by. */
function follow(
	one: Listed,
	among: {
		listed: ReadonlyMap<string, Listed>;
		listings: Listings;
		has: KnownNames;
		newest: ReleaseObjects;
		recordOf(key: string): GoneRecord | null;
	},
): Dead {
	const {listed, listings, has} = among;
	const later: Listed[] = [];
	let fate: Fate | null = {kind: 'removed', to: []};
	for (let at = one; fate?.kind === 'removed'; ) {
		const next = listings.next(at);
		const named = next && listed.get(keyOf(next.module, next.option));
		if (!named || named.last <= at.last) break;
		later.push(named);
		at = named;
		fate = fateOf(named, among);
	}
	// Where the surveyed releases speak for its last name, their dead or the tree's driver of that name is the one.
	const last = later.at(-1) ?? one;
	const record = fate === null ? among.recordOf(keyOf(last.module, last.option)) : null;
	const namesake = fate === null && record === null ? has.living.get(normaliseName(last.module)) : null;
	const isSamePart = namesake && partOf(namesake.directory) === partOf(last.folder);
	const to = isSamePart ? [namesake] : (fate?.to ?? []);
	if (to.length === 0) return {...one, fate: {kind: 'removed', to}, later, record};
	const isSame = to.length === 1 && normaliseName(to[0]!.module) === normaliseName(one.module);
	return {...one, fate: {kind: isSame ? 'option-renamed' : 'renamed', to}, later: [], record: null};
}

/** Whether the surveyed releases know the option of a driver, but no module of its name. */
function isNameless({module, option}: Listed, {modules, options, living}: KnownNames): boolean {
	const name = normaliseName(module);
	return options.has(option) && !modules.has(name) && !living.has(name);
}

/** What the surveyed releases know by name. */
interface KnownNames {
	pairs: ReadonlySet<string>;
	modules: ReadonlySet<string>;
	options: ReadonlySet<string>;
	/** Drivers of the surveyed tree by module; null where several bear a name. */
	living: ReadonlyMap<string, ReleaseObject | null>;
}

function knownNames(known: ReadonlySet<string>, newest: ReleaseObjects): KnownNames {
	const pairs = new Set<string>();
	const modules = new Set<string>();
	const options = new Set<string>(newest.symbols);
	for (const pair of known) {
		const [module, option] = pair.split(' ');
		pairs.add(`${normaliseName(module!)} ${option}`);
		modules.add(normaliseName(module!));
		options.add(option!);
	}
	const living = new Map<string, ReleaseObject | null>();
	for (const object of newest.objects.values()) {
		const name = normaliseName(object.module);
		living.set(name, living.has(name) ? null : object);
	}
	return {pairs, modules, options, living};
}

/** What became of a listed driver; null where the surveyed releases speak for it. */
function fateOf(
	one: Listed,
	{has, newest, listings}: {has: KnownNames; newest: ReleaseObjects; listings: Listings},
): Fate | null {
	const {module, option, folder} = one;
	const {pairs, modules, options, living} = has;
	const name = normaliseName(module);
	if (pairs.has(`${name} ${option}`)) return null;
	const namesake = living.get(name);
	if (namesake !== undefined || modules.has(name)) {
		// The same name in another part of the tree is another driver; nothing is known for sure of what moved there.
		if (!namesake || options.has(option) || partOf(namesake.directory) !== partOf(folder)) return null;
		return {kind: 'option-renamed', to: [namesake]};
	}
	if (options.has(option)) {
		// An option that was gone for a while came back as something else's; beside others it may have gone on as any.
		if (listings.dropsOption(one)) return {kind: 'removed', to: []};
		if (!listings.isAlone(one)) return null;
		const built = (newest.bySymbol.get(option) ?? []).map(id => newest.objects.get(id)!);
		return built.length > 0 && built.length <= 3 ? {kind: 'renamed', to: built} : null;
	}
	return {kind: 'removed', to: []};
}

const partOf = (directory: string) => directory.split('/').slice(0, 2).join('/');

/** Notes the device of a line for the options that are asked for, as modpost would write it. */
function noteDevice(
	ids: Map<string, Set<string>>,
	list: number,
	wanted: ReadonlySet<string>,
	line: string,
): void {
	const [, bus, device, options] = deviceLine.exec(line) ?? [];
	if (bus === undefined) return;
	const [option, another] = bareOptions(options!).filter(one => wanted.has(one));
	// The options of a line stand in the order of their letters: of two dead ones nobody tells which is the device's.
	if (option === undefined || another !== undefined) return;
	const pattern = patternOf(bus, device!);
	if (pattern === null) return;
	addTo(ids, `${list} ${option}`, pattern);
}

function patternOf(bus: string, device: string): string | null {
	const words = device.split(' ');
	const hex = (word: string | undefined, digits: number) =>
		word !== undefined && new RegExp(`^[0-9a-f]{${digits}}$`).test(word) ? word.toUpperCase() : null;
	const quoted = (bus === 'pnp' ? /^"([^"\s]+)"/ : /"([^"\s]+)"$/).exec(device)?.[1];
	const [vendor, product] = [hex(words[0], 4), hex(words[1], 4)];
	switch (bus) {
		case 'pci':
			return vendor && product ? `pci:v0000${vendor}d0000${product}sv*sd*bc*sc*i*` : null;
		case 'usb':
			return vendor && product ? `usb:v${vendor}p${product}d*dc*dsc*dp*ic*isc*ip*in*` : null;
		case 'pcmcia':
			return vendor && product ? `pcmcia:m${vendor}c${product}f*fn*pfn*pa*pb*pc*pd*` : null;
		case 'of':
			return quoted ? `of:N*T*C${quoted}` : null;
		case 'i2c':
			return quoted ? `i2c:${quoted}` : null;
		case 'acpi':
			return quoted ? `acpi*:${quoted}:*` : null;
		case 'pnp':
			return quoted ? `pnp:d${quoted}*` : null;
		default:
			return null;
	}
}
