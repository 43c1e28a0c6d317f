/** What is said of drivers that are gone, and of what lies outside the survey: the same words for every command. */

import type {Deletion, GoneRecord, LaterPlace, Manifest, OutsideRecord} from '../schema.ts';
import {listsSourceName} from '../source-names.ts';
import {surveyedInWords} from '../surveyed-folders.ts';

const months = 'January February March April May June July August September October November December'.split(
	' ',
);

/** `January 2025` of `2025-01-19`. */
export function monthInWords(date: string): string {
	return `${months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

const released = ({release, date}: {release: string; date: string}) => `${release} (${monthInWords(date)})`;

/** Whether no later name leads to the driver: it was removed, or nobody can tell what became of it. */
export function isLost({fate}: GoneRecord): boolean {
	return fate === 'removed' || fate === 'unknown';
}

/** Where it is now: `drivers/platform/x86/oxpec (CONFIG_OXP_EC)`. */
export function placeInWords({id, option}: LaterPlace): string {
	return option === null ? id : `${id} (CONFIG_${option})`;
}

/** Mainline brings a release every nine or ten weeks: more days between two say that others lay between them. */
const longestStep = 100;

/** When it left: `since 6.13 (January 2025)`, or between which releases where those in between were not surveyed. */
export function leftInWords({lastRelease, goneIn}: Pick<GoneRecord, 'lastRelease' | 'goneIn'>): string {
	if (goneIn === null) return `after ${released(lastRelease)}`;
	const days = (Date.parse(goneIn.date) - Date.parse(lastRelease.date)) / 86_400_000;
	return days > longestStep
		? `between ${released(lastRelease)} and ${released(goneIn)}`
		: `since ${released(goneIn)}`;
}

/** What became of it, in a line: `gone since 6.13 (January 2025)`, `moved to …`. */
export function fateInWords(record: GoneRecord): string {
	const {fate, goneIn, lastRelease, to} = record;
	const places = to.map(placeInWords).join(', ');
	const since = leftInWords(record);
	switch (fate) {
		case null:
			return `not in the source that was surveyed, which leaves it out; last in ${released(lastRelease)}`;
		case 'removed':
			return goneIn === null ? `gone, last known in ${released(lastRelease)}` : `gone ${since}`;
		case 'unknown':
			return `gone by that name ${since}; not known what became of it`;
		case 'moved':
			return `moved to ${places} ${since}`;
		case 'renamed':
			return `${places} ${since}`;
		case 'merged':
			return `part of ${places} ${since}`;
		case 'option-renamed':
			return to[0]!.option === null
				? `built without an option ${since}`
				: `CONFIG_${to[0]!.option} builds ${record.module} ${since}`;
	}
}

/** By whom it was deleted: `"wifi: remove …", posted 2024-10-02 by its maintainer, applied`. */
export function deletionInWords({title, date, by, answer}: Deletion): string {
	const poster = by === 'maintainer' ? ' by a maintainer' : '';
	return `“${title}”, posted ${date}${poster}${answer === 'none' ? '' : `, ${answer}`}`;
}

/** What serves its hardware now, in a line; null where nothing is known to. */
export function successorsInWords({successors}: GoneRecord): string | null {
	if (successors.length === 0) return null;
	return successors.map(placeInWords).join(', ');
}

/**
 * How many of a gone driver's ids drivers of the surveyed tree claim, in a sentence; null where its tables were not read.
 * `claimants` are those that claim any, the most first, each with the patterns that it claims.
 */
export function claimsInWords(
	{ids}: GoneRecord,
	claimants: readonly {row: {id: string}; patterns: readonly string[]}[],
	treeVersion: string,
): string | null {
	if (ids === null || ids.length === 0) return null;
	const [all, its] =
		ids.length === 1
			? ['its only id', 'its only id']
			: [`any of its ${ids.length} ids`, `its ${ids.length} ids`];
	const [first, ...others] = claimants;
	if (first === undefined) return `No driver of Linux ${treeVersion} claims ${all}.`;
	const count = ({patterns}: {patterns: readonly string[]}) =>
		`${patterns.length}${patterns.length === 1 ? ` (${shortPattern(patterns[0]!)})` : ''}`;
	const more = others.map(one => `, ${one.row.id} ${count(one)}`).join('');
	const claimed = ids.length === 1 ? its : `${count(first)} of ${its}`;
	return `In Linux ${treeVersion} ${first.row.id} claims ${claimed}${more}.`;
}

/** `usb:0df6:005b` of a pattern that names no more than the device; any other as it is. */
export function shortPattern(pattern: string): string {
	const [, bus, vendor, device] =
		/^(pci|usb):v(?:0000)?([0-9A-F]{4})[dp](?:0000)?([0-9A-F]{4})(?:[a-z]+\*)+$/.exec(pattern) ?? [];
	return bus === undefined ? pattern : `${bus}:${vendor}:${device}`.toLowerCase();
}

/** All that there is to say in one line, for tables. */
export function goneInWords(record: GoneRecord): string {
	const {deletion} = record;
	const successor = successorsInWords(record);
	return [
		fateInWords(record),
		...(deletion === null ? [] : [`deleted by ${deletionInWords(deletion)}`]),
		...(successor === null ? [] : [`instead: ${successor}`]),
	].join('; ');
}

/** What something outside is, and that nobody surveyed it. */
export function outsideInWords({name, directory, option, prompt}: OutsideRecord): string {
	const what = prompt === null ? '' : `: ${prompt}`;
	const by = option === null ? '' : ` (CONFIG_${option})`;
	return `${name} is a part of the kernel in ${directory}/${by}${what}. It is not under ${surveyedInWords}, and only what is there is surveyed.`;
}

/** The oldest kernel that a data set knows drivers of. */
export function knownSince({releases, sources, treeVersion}: Manifest): {release: string; isList: boolean} {
	const lists = sources.find(({name}) => name === listsSourceName);
	const first = lists?.revision ?? null;
	if (first !== null) return {release: first, isList: true};
	return {release: releases[0]?.release ?? treeVersion, isList: false};
}
