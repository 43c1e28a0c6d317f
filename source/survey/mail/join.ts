/** Joins what was read of all archives: which are one list, which days they speak for, who gets what. */
import type {Patches, Problem, SurveySource} from '../../dossier/schema.ts';
import type {PostedRemoval} from '../facts.ts';
import {type Archive, listOfArchive, problemsOf} from './archive.ts';
import {countPatches, type ListReading} from './counting.ts';
import {dayOf, secondsPerDay, startOfDay} from './date.ts';
import type {MailArchiveOptions, MailSurvey} from './facts.ts';
import {coveredRange, type DayRange, dayNumber, isSameList, listOf, type MailList} from './lists.ts';
import {lastDayOfAddress} from './moved-lists.ts';
import type {PostedAnnouncements} from './removals/announcements.ts';
import type {PostedRemovals} from './removals/removals.ts';
import {sourceOfAllLists, sourceOfList} from './sources.ts';
import type {PatchTally} from './tally.ts';

/** A mailing list at one address, as it was surveyed. */
interface SurveyedList {
	list: MailList;
	/** Its epochs, in the order given. */
	archives: Archive[];
	/** Their places among all archives. */
	indexes: number[];
	/** The days they cover up to the window's end; null where they hold no mail of any. */
	range: DayRange | null;
	/** The days they speak for: of a former address only those on which it was in use. */
	span: DayRange | null;
	/** How many drivers' MAINTAINERS name it. */
	drivers: number;
	directories: number;
}

/** The facts of all archives, after every mail of them was counted. */
export function joinFacts(
	options: MailArchiveOptions,
	archives: readonly Archive[],
	{
		tally,
		removals,
		announcements,
	}: {tally: PatchTally; removals: PostedRemovals; announcements: PostedAnnouncements},
): MailSurvey {
	const {window} = options;
	const names = archives.map(archive => listOfArchive(archive));
	const lists = surveyedLists(archives, names, window.until);
	const patches = countPatches(tally, window, readingsOf(options, lists, tally));
	const posted = removals.patches(
		window.until,
		names.map(({name}) => name),
		options.owners.presentOf,
	);
	const pick = (owners: Iterable<[string, number]>) => {
		const facts = new Map<string, {patches: Patches; removalPatches: PostedRemoval[]}>();
		const removed = new Map<string, PostedRemoval[]>();
		for (const [name, owner] of owners) {
			const counted = patches.get(owner);
			const removalPatches = posted.get(owner);
			if (counted) facts.set(name, {patches: counted, removalPatches: removalPatches ?? []});
			if (removalPatches) removed.set(name, removalPatches);
		}
		return {facts, removed};
	};
	const ofDrivers = pick(options.drivers.map(({id}) => [id, tally.ownerOf(id)]));
	const ofDirectories = pick(
		options.directories.map(({directory}) => [directory, tally.ownerOf(`${directory}/`)]),
	);
	const sources = lists.map(({list, archives: epochs, range, drivers}): SurveySource => {
		const source = sourceOfList(list, epochs, range);
		return {...source, counts: {...source.counts, named: drivers}};
	});
	return {
		drivers: ofDrivers.facts,
		directories: ofDirectories.facts,
		announcements: announcements.announcements(
			window.until,
			names.map(({name}) => name),
		),
		removals: {drivers: ofDrivers.removed, directories: ofDirectories.removed},
		source: sourceOfAllLists(sources),
		lists: sources,
		problems: [...archives.flatMap(problemsOf), ...lists.flatMap(list => unheard(list, window.since))],
	};
}

/** An archive that speaks for nobody: it was read in vain, or its list is not known again. */
function unheard({list, span, drivers, directories}: SurveyedList, since: string): Problem[] {
	const note = (problem: string) => [{source: 'mailing list', where: list.name, problem}];
	if (drivers + directories === 0)
		return note('counts for no driver: MAINTAINERS names this list for none, under no address');
	if (span === null || dayOf(span.until * secondsPerDay) < since)
		return note('counts for no driver: what it holds is older than the period surveyed');
	return [];
}

/** Puts the archives of one list together. `names` says which list each archive holds. */
function surveyedLists(
	archives: readonly Archive[],
	names: readonly MailList[],
	until: string,
): SurveyedList[] {
	const byName = new Map<string, SurveyedList>();
	for (const [index, list] of names.entries()) {
		// One name on lore.kernel.org may be that of several hosts' lists, one of them former.
		const key = `${list.name} ${lastDayOfAddress(list.address ?? '') ?? ''}`;
		let known = byName.get(key);
		if (known === undefined) {
			known = {list, archives: [], indexes: [], range: null, span: null, drivers: 0, directories: 0};
			byName.set(key, known);
		}
		known.archives.push(archives[index]!);
		known.indexes.push(index);
	}
	const end = dayNumber(startOfDay(until));
	for (const surveyed of byName.values()) {
		surveyed.range = rangeOf(surveyed.archives, end);
		surveyed.span = spanOf(surveyed);
	}
	return [...byName.values()];
}

function rangeOf(epochs: readonly Archive[], end: number): DayRange | null {
	const days = new Map<number, number>();
	for (const epoch of epochs) {
		for (const [day, mails] of epoch.days) {
			if (day <= end) days.set(day, (days.get(day) ?? 0) + mails);
		}
	}
	return coveredRange(days);
}

function spanOf({list, range}: SurveyedList): DayRange | null {
	const last = list.address === null ? null : lastDayOfAddress(list.address);
	if (range === null || last === null) return range;
	const until = Math.min(range.until, dayNumber(startOfDay(last)));
	return until < range.since ? null : {since: range.since, until};
}

/** What was read of the lists of each driver and directory. */
function readingsOf(
	options: MailArchiveOptions,
	lists: readonly SurveyedList[],
	tally: PatchTally,
): Map<number, ListReading> {
	const known = new Map<string, {reading: ListReading; surveyed: Set<SurveyedList>}>();
	// Thousands of drivers share a few sets of lists.
	const readingOf = (named: readonly string[]) => {
		const set = named.join('\n');
		let found = known.get(set);
		if (found === undefined) {
			const surveyed = new Set(lists.filter(({list}) => named.some(line => isSameList(list, line))));
			known.set(set, (found = {reading: readingOfLists(named, surveyed), surveyed}));
		}
		return found;
	};
	const readings = new Map<number, ListReading>();
	for (const {id, lists: named} of options.drivers) {
		const {reading, surveyed} = readingOf(named);
		readings.set(tally.ownerOf(id), reading);
		for (const list of surveyed) list.drivers++;
	}
	for (const {directory, lists: named} of options.directories) {
		const {reading, surveyed} = readingOf(named);
		readings.set(tally.ownerOf(`${directory}/`), reading);
		for (const list of surveyed) list.directories++;
	}
	return readings;
}

function readingOfLists(named: readonly string[], surveyed: ReadonlySet<SurveyedList>): ListReading {
	const spans = new Map<number, DayRange>();
	for (const {indexes, span} of surveyed) {
		if (span !== null) for (const index of indexes) spans.set(index, span);
	}
	const lists = new Map<string, Patches['lists'][number]>();
	for (const line of named) {
		const {name} = listOf(line);
		const read = [...surveyed].flatMap(({list, span}) =>
			span !== null && isSameList(list, line) ? [span] : [],
		);
		lists.set(name, {
			list: name,
			since: read.length === 0 ? null : dayOf(Math.min(...read.map(({since}) => since)) * secondsPerDay),
			until: read.length === 0 ? null : dayOf(Math.max(...read.map(({until}) => until)) * secondsPerDay),
		});
	}
	return {lists: [...lists.values()], spans};
}
