/** What lists say of the devices of drivers that they cease to name. */

import {normaliseName} from '../../../../dossier/query/names.ts';
import {addTo} from '../../../key-sets.ts';
import type {DeviceLine} from './listed-lines.ts';
import {stemOf} from './listed-lines.ts';

/** A driver that a list is the last to name. */
export interface Ending<Driver> {
	driver: Driver;
	/** Its option goes on without it. */
	keepsOption: boolean;
}

/** A source that claims devices of a driver in the list after its last one, and did not before. */
export interface Taker {
	source: string;
	options: string[];
	/** How many of the devices. */
	count: number;
}

/** The devices of a driver in its last list. */
export interface ListedDevices {
	/** Modalias patterns, sorted. */
	patterns: string[];
	/** Names of the other sources that claimed any of them then, without their endings, normalised. */
	holders: Set<string>;
	/** Those that claim the most first; empty where that list is the newest. */
	takers: Taker[];
}

/** The more options a line gives, the less they tell of whose it is: who makes the lists takes all that a folder builds. */
const mostOptions = 4;

interface Claim {
	source: string;
	options: string[];
}

/** Goes from list to list, oldest first. */
export class DeviceWalk<Driver extends {module: string; option: string}> {
	readonly found = new Map<Driver, ListedDevices>();
	/** Names of the sources that claim any device in the newest list, as stems. */
	stems: ReadonlySet<string> = new Set();
	private before: ReadonlyMap<string, readonly Claim[]> = new Map();
	private ended: readonly Driver[] = [];

	/** Takes the lines of the next list, which `names` modules, normalised, and some of them last. */
	add(
		lines: readonly DeviceLine[],
		names: (module: string) => boolean,
		ending: readonly Ending<Driver>[],
	): void {
		const claims = new Map<string, Claim[]>();
		const own = ownPatterns(lines, names, ending);
		for (const {pattern, source, options} of lines) {
			const known = claims.get(pattern) ?? [];
			claims.set(pattern, known);
			if (!known.some(one => one.source === source)) known.push({source, options});
		}
		for (const driver of this.ended) {
			const devices = this.found.get(driver)!;
			devices.takers = takersOf(devices.patterns, claims, this.before);
		}
		for (const {driver} of ending) {
			const patterns = [...(own.get(driver) ?? [])].sort();
			const stems = patterns.flatMap(pattern => claims.get(pattern)!.map(({source}) => stemOf(source)));
			const holders = new Set(stems.filter(stem => stem !== normaliseName(driver.module)));
			this.found.set(driver, {patterns, holders, takers: []});
		}
		this.ended = ending.map(({driver}) => driver);
		this.before = claims;
		this.stems = new Set(lines.map(({source}) => stemOf(source)));
	}
}

/** The devices that lines give to drivers, by the name of the source or by the option. */
function ownPatterns<Driver extends {module: string; option: string}>(
	lines: readonly DeviceLine[],
	names: (module: string) => boolean,
	ending: readonly Ending<Driver>[],
): Map<Driver, Set<string>> {
	const byOption = new Map<string, Ending<Driver>[]>();
	for (const one of ending) {
		const known = byOption.get(one.driver.option);
		if (known === undefined) byOption.set(one.driver.option, [one]);
		else known.push(one);
	}
	const own = new Map<Driver, Set<string>>();
	for (const {pattern, options, source} of lines) {
		const endings = options.flatMap(option => byOption.get(option) ?? []);
		if (endings.length === 0) continue;
		const stem = stemOf(source);
		const namesakes = endings.filter(({driver}) => normaliseName(driver.module) === stem);
		for (const {driver} of namesakes) addTo(own, driver, pattern);
		if (namesakes.length > 0 || names(stem) || options.length > mostOptions) continue;
		// Where the option goes on, its devices may be those of what else it builds; of two dead ones nobody tells whose.
		const candidates = endings.filter(({keepsOption}) => !keepsOption).map(({driver}) => driver);
		if (new Set(candidates.map(({option}) => option)).size !== 1) continue;
		for (const driver of candidates) addTo(own, driver, pattern);
	}
	return own;
}

function takersOf(
	patterns: readonly string[],
	claims: ReadonlyMap<string, readonly Claim[]>,
	before: ReadonlyMap<string, readonly Claim[]>,
): Taker[] {
	const takers = new Map<string, Taker>();
	for (const pattern of patterns) {
		for (const {source, options} of claims.get(pattern) ?? []) {
			const stem = stemOf(source);
			if (before.get(pattern)?.some(one => stemOf(one.source) === stem)) continue;
			const known = takers.get(source);
			if (known === undefined) takers.set(source, {source, options, count: 1});
			else known.count++;
		}
	}
	return [...takers.values()].sort((a, b) => b.count - a.count || (a.source < b.source ? -1 : 1));
}
