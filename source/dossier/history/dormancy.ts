import {isJudgedKind} from '../query/vocabulary.ts';
import type {DirectoryRecord, DriverRecord, Manifest} from '../schema.ts';
import {isInEarnest} from './work.ts';

/** How dormant a directory is, with what that is made of. */
export interface Dormancy {
	directory: string;
	/** 0 to 1: `old` × `few` × `long`. */
	score: number;
	/** From 0 to 1: its age, by twenty years; 0 where it is younger than five. */
	old: number;
	/** From 0 to 1: how few changes of substance the last five years brought; with four it is a half. */
	few: number;
	/** From 0 to 1: how long ago the last one was, by five years. */
	long: number;
	/** The first release known to have one of its drivers; with `orEarlier` that one or an earlier. */
	since: {release: string; date: string; orEarlier: boolean} | null;
	changes: number | null;
	/** The day of the last change of substance; null where none is known of the last five years. */
	last: string | null;
	/** What changes and days were taken from; null where nothing was surveyed. */
	from: 'commits' | 'releases and patches' | 'releases' | 'patches' | null;
	/** Drivers at or below it, without libraries and the like. */
	drivers: number;
	/** Why the score is 0 whatever else holds; null where it is not. */
	zero: 'young' | 'mega subsystem' | 'no driver' | 'not surveyed' | null;
}

const [youngYears, oldYears, windowYears, halfwayChanges] = [5, 20, 5, 4];

/**
 * Subsystems so large and so busy that nearly all would be kept, and folders that hold no drivers: the lists of the
 * published corpus whose first phase this is (linux-drivers.com, "Limitations" and "Ranking").
 */
const megaSubsystems = [
	'drivers/gpu/drm/amd',
	'drivers/gpu/drm/i915',
	'drivers/gpu/drm/xe',
	'drivers/gpu/drm/nouveau',
	'drivers/net/wireless/realtek/rtw88',
	'drivers/net/wireless/realtek/rtw89',
	'drivers/net/wireless/intel/iwlwifi',
	'drivers/net/wireless/mediatek/mt76',
	'drivers/net/ethernet/intel',
	'drivers/net/ethernet/mellanox',
	'drivers/net/ethernet/broadcom',
	'drivers/nvme',
	'drivers/scsi/megaraid',
	'drivers/md/dm',
	'drivers/staging',
];
const nonDriverFolders = /\/(?:tests?|include|dt|docs|examples|uapi|fixtures)$/;

const isAtOrBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/**
 * The dormancy of a directory with all below it. `below` are its drivers. Where git commits were surveyed they count,
 * less sweeps; else the releases that changed it in earnest, or the patches of substance posted for it where these are
 * more. High for what is old, has few changes of substance, and the last of them long ago.
 */
export function dormancyOf(
	record: DirectoryRecord,
	below: readonly DriverRecord[],
	manifest: Pick<Manifest, 'asOf' | 'releases'>,
): Dormancy {
	const drivers = below.filter(({kind}) => isJudgedKind(kind));
	const {asOf} = manifest;
	const since = earliest(drivers);
	const {changes, last, from} = workOf(record, manifest);
	const years = since === null ? 0 : yearsBetween(since.date, asOf);
	const old = years < youngYears ? 0 : Math.min(1, years / oldYears);
	const few = changes === null ? 0 : 1 / (1 + changes / halfwayChanges);
	const long = from === null ? 0 : last === null ? 1 : Math.min(1, yearsBetween(last, asOf) / windowYears);
	const zero = zeroOf(record.directory, {drivers: drivers.length, from, old});
	const score = zero === null ? rounded(old * few * long) : 0;
	return {
		directory: record.directory,
		score,
		old: rounded(old),
		few: rounded(few),
		long: rounded(long),
		since,
		changes,
		last,
		from,
		drivers: drivers.length,
		zero,
	};
}

function zeroOf(
	directory: string,
	{drivers, from, old}: Pick<Dormancy, 'drivers' | 'from' | 'old'>,
): Dormancy['zero'] {
	if (megaSubsystems.some(folder => isAtOrBelow(directory, folder))) return 'mega subsystem';
	if (drivers === 0 || nonDriverFolders.test(directory)) return 'no driver';
	if (from === null) return 'not surveyed';
	return old === 0 ? 'young' : null;
}

function earliest(drivers: readonly DriverRecord[]): Dormancy['since'] {
	const known = drivers.flatMap(({signals: {since}}) => (since === null ? [] : [since]));
	const [first] = known.toSorted((a, b) => (a.date < b.date ? -1 : 1));
	return first === undefined ? null : {release: first.release, date: first.date, orEarlier: first.earliest};
}

function workOf(
	{signals: {commits, releases, patches}}: DirectoryRecord,
	{asOf, releases: known}: Pick<Manifest, 'asOf' | 'releases'>,
): Pick<Dormancy, 'changes' | 'last' | 'from'> {
	if (commits !== null) {
		const {total, lastDate} = commits.substantive ?? commits;
		return {changes: total, last: lastDate, from: 'commits'};
	}
	const start = `${Number(asOf.slice(0, 4)) - windowYears}${asOf.slice(4)}`;
	const worked = known.filter(
		({date}, index) => date >= start && isInEarnest(releases?.substantive[index] ?? null),
	);
	const posted = patches?.substantive ?? null;
	if (releases === null && posted === null) return {changes: null, last: null, from: null};
	const days = [worked.at(-1)?.date, posted?.last?.date].filter(day => day !== undefined).toSorted();
	return {
		changes: Math.max(worked.length, posted?.total ?? 0),
		last: days.at(-1) ?? null,
		from: releases === null ? 'patches' : posted === null ? 'releases' : 'releases and patches',
	};
}

const millisecondsOfYear = 365.25 * 86_400_000;
const yearsBetween = (from: string, to: string) =>
	Math.max(0, (Date.parse(to) - Date.parse(from)) / millisecondsOfYear);
const rounded = (share: number) => Math.round(share * 1000) / 1000;

/** The most dormant first; once a directory is in, none below it is. Those of score 0 are left out. */
export function ranked(all: readonly Dormancy[]): Dormancy[] {
	const taken = new Set<string>();
	const isCovered = (directory: string) => {
		const parts = directory.split('/');
		return parts.some((_, index) => taken.has(parts.slice(0, index + 1).join('/')));
	};
	return all
		.filter(({score}) => score > 0)
		.toSorted((a, b) => b.score - a.score || (a.directory < b.directory ? -1 : 1))
		.filter(({directory}) => {
			if (isCovered(directory)) return false;
			taken.add(directory);
			return true;
		});
}
