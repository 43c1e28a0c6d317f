/** Drivers that only lists of still earlier kernels know. */

import {join} from 'node:path';
import {isConfigSymbol, isKernelPath} from '../../../../dossier/kernel-names.ts';
import {normaliseName} from '../../../../dossier/query/names.ts';
import type {GoneRecord} from '../../../../dossier/schema.ts';
import {isSurveyed} from '../../../../dossier/surveyed-folders.ts';
import {listsOf} from '../../lkddb.ts';
import {releaseDate} from '../../release-days.ts';
import type {Claims} from '../claims.ts';
import type {ReleaseObjects} from '../release-objects.ts';
import {successorsOf} from '../successors.ts';
import {Listings} from './going-on.ts';
import {knownNames} from './known-names.ts';
import {DeviceWalk, type Ending} from './listed-devices.ts';
import {type Dead, keyOf, type Listed, ListedFates} from './listed-fates.ts';
import {type DeviceLine, eachLine, parseDevice, parseModule} from './listed-lines.ts';
import {NameTraces, type SearchedTree} from './name-traces.ts';

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
	/** Trees in whose sources names may live on that nothing else leads to. */
	trees: readonly SearchedTree[];
	/** The surveyed tree's own. */
	surveyedRelease: string;
	signal?: AbortSignal | undefined;
}): Promise<GoneRecord[]> {
	const {directory, newest, claims, surveyedRelease, signal} = options;
	const lists = await listsOf(directory);
	const listed = new Map<string, Listed>();
	const listings = new Listings();
	/** Modules, normalised, that each list has outside the surveyed folders. */
	const elsewhere: Set<string>[] = lists.map(() => new Set());
	for (const [index, {file}] of lists.entries()) {
		await eachLine(join(directory, file), signal, line =>
			noteModule({listed, listings, elsewhere}, line, index),
		);
	}
	const has = knownNames(options.known, newest);
	const ended = [...listed.values()].filter(one => !has.pairs.has(keyOf(one.module, one.option)));
	const devices = await walkDevices({directory, lists, listings, ended, signal});
	const dying = new Map(options.records.map(record => [keyOf(record.module, record.option ?? ''), record]));
	const fates = new ListedFates({
		listed,
		listings,
		lists,
		has,
		newest,
		claims,
		devices: devices.found,
		stems: devices.stems,
		traces: await NameTraces.of(listed.values(), options.trees),
		recordOf: key => dying.get(key) ?? null,
		surveyedRelease,
	});
	const dated = (index: number) => {
		const release = lists[index]!.version;
		return {release, date: releaseDate(release)!};
	};
	const records = new Map<string, GoneRecord>();
	for (const one of listed.values()) {
		// It was never ours where the next tree that is known has it elsewhere.
		if (elsewhere[one.last + 1]?.has(normaliseName(one.module))) continue;
		const dead = fates.of(one);
		const isLast = one.last === lists.length - 1;
		if (dead === null) continue;
		const keepsName = dead.fate.kind === 'option-renamed';
		if (!keepsName && isLast && options.outside.has(normaliseName(one.module))) continue;
		const patterns = [one, ...dead.later].flatMap(name => devices.found.get(name)?.patterns ?? []);
		const record = recordOf(dead, {...options, lists, dated, patterns: [...new Set(patterns)].sort()});
		records.set(`${record.id} ${record.option}`, record);
	}
	return [...records.values()];
}

/** Reads the devices of the lists, of which those of drivers that end are kept. */
async function walkDevices({
	directory,
	lists,
	listings,
	ended,
	signal,
}: {
	directory: string;
	lists: readonly {file: string}[];
	listings: Listings;
	ended: readonly Listed[];
	signal: AbortSignal | undefined;
}): Promise<DeviceWalk<Listed>> {
	const endings = new Map<number, Listed[]>();
	for (const one of ended) {
		const known = endings.get(one.last);
		if (known === undefined) endings.set(one.last, [one]);
		else known.push(one);
	}
	const walk = new DeviceWalk<Listed>();
	for (const [index, {file}] of lists.entries()) {
		const lines: DeviceLine[] = [];
		await eachLine(join(directory, file), signal, line => {
			const device = parseDevice(line);
			if (device !== null) lines.push(device);
		});
		const ending = (endings.get(index) ?? []).map(
			(driver): Ending<Listed> => ({
				driver,
				keepsOption: listings.keepsOption(driver) && listings.next(driver) === null,
			}),
		);
		walk.add(lines, name => listings.has(index, name), ending);
	}
	return walk;
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
	const isLed = fate.to.length > 0;
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
		successors: isLed
			? []
			: successorsOf({id: `${folder}/${module}`, ids: patterns}, claims, place => newest.objects.get(place)),
		deletion: null,
		evidence: [
			...[one, ...later].map(listing),
			...(fate.by === null ? [] : [fate.by]),
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

function noteModule(
	{listed, listings, elsewhere}: {listed: Map<string, Listed>; listings: Listings; elsewhere: Set<string>[]},
	line: string,
	index: number,
): void {
	const parsed = parseModule(line);
	if (parsed === null) return;
	const {module, title, options, folder} = parsed;
	const option = options.find(one => normaliseName(one).includes(normaliseName(module))) ?? options.at(-1);
	if (!isSurveyed(`${folder}/`)) elsewhere[index]!.add(normaliseName(module));
	if (option === undefined || !isSurveyed(`${folder}/`) || !isKernelPath(`${folder}/${module}`)) return;
	if (!isConfigSymbol(option)) return;
	listings.note(index, module, option, folder);
	const key = keyOf(module, option);
	const known = listed.get(key);
	const shown = {module, option, title, folder, last: index};
	listed.set(key, {...shown, first: known?.first ?? index, born: known?.born ?? {title, folder}});
}
