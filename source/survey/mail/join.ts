/** Joins what was read of all archives: which are one list, which days each owner's lists cover, who gets what. */
import type {Patches} from '../../dossier/schema.ts';
import type {PostedRemoval} from '../facts.ts';
import {type Archive, listOfArchive, problemsOf} from './archive.ts';
import {startOfDay} from './date.ts';
import type {MailArchiveOptions, MailSurvey} from './facts.ts';
import {coveredRange, type DayRange, dayNumber, hullOf, isSameList, type MailList} from './lists.ts';
import {sourceOfAllLists, sourceOfList} from './sources.ts';
import type {PatchTally} from './tally.ts';

/** A mailing list that was surveyed. */
interface SurveyedList {
	list: MailList;
	/** Its epochs, in the order given. */
	archives: Archive[];
	/** The days they cover up to the window's end; null where they hold no mail of any. */
	range: DayRange | null;
}

/** The facts of all archives, after every mail of them was counted. */
export function joinFacts(
	options: MailArchiveOptions,
	archives: readonly Archive[],
	tally: PatchTally,
): MailSurvey {
	const {window} = options;
	const names = archives.map(archive => listOfArchive(archive));
	const lists = surveyedLists(archives, names, window.until);
	const patches = tally.patches(window, coverageOf(options, lists, tally));
	const removals = tally.removalPatches(
		window.until,
		names.map(({name}) => name),
	);
	const pick = (owners: Iterable<[string, number]>) => {
		const facts = new Map<string, {patches: Patches; removalPatches: PostedRemoval[]}>();
		const removed = new Map<string, PostedRemoval[]>();
		for (const [name, owner] of owners) {
			const counted = patches.get(owner);
			const removalPatches = removals.get(owner);
			if (counted) facts.set(name, {patches: counted, removalPatches: removalPatches ?? []});
			if (removalPatches) removed.set(name, removalPatches);
		}
		return {facts, removed};
	};
	const ofDrivers = pick(options.drivers.map(({id}) => [id, tally.ownerOf(id)]));
	const ofDirectories = pick(
		options.directories.map(({directory}) => [directory, tally.ownerOf(`${directory}/`)]),
	);
	const sources = lists.map(({list, archives: epochs, range}) => sourceOfList(list, epochs, range));
	return {
		drivers: ofDrivers.facts,
		directories: ofDirectories.facts,
		removals: {drivers: ofDrivers.removed, directories: ofDirectories.removed},
		source: sourceOfAllLists(sources),
		lists: sources,
		problems: archives.flatMap(problemsOf),
	};
}

/** Puts the archives of one list together. `names` says which list each archive holds. */
function surveyedLists(
	archives: readonly Archive[],
	names: readonly MailList[],
	until: string,
): SurveyedList[] {
	const byName = new Map<string, SurveyedList>();
	for (const [index, list] of names.entries()) {
		const known = byName.get(list.name);
		if (known) known.archives.push(archives[index]!);
		else byName.set(list.name, {list, archives: [archives[index]!], range: null});
	}
	const end = dayNumber(startOfDay(until));
	for (const surveyed of byName.values()) surveyed.range = rangeOf(surveyed.archives, end);
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

/** The days that the lists of each owner cover; an owner none of whose lists was surveyed is left out. */
function coverageOf(
	options: MailArchiveOptions,
	lists: readonly SurveyedList[],
	tally: PatchTally,
): Map<number, DayRange> {
	const ranges = new Map<string, DayRange | null>();
	// Thousands of drivers share a few sets of lists.
	const rangeOfLists = (named: readonly string[]) => {
		const set = named.join('\n');
		let range = ranges.get(set);
		if (range === undefined) {
			const own = lists.filter(({list}) => named.some(line => isSameList(list, line)));
			range = hullOf(own.flatMap(surveyed => surveyed.range ?? []));
			ranges.set(set, range);
		}
		return range;
	};
	const coverage = new Map<number, DayRange>();
	for (const [owner, named] of ownersOf(options, tally)) {
		const range = rangeOfLists(named);
		if (range) coverage.set(owner, range);
	}
	return coverage;
}

function* ownersOf(options: MailArchiveOptions, tally: PatchTally): Generator<[number, readonly string[]]> {
	for (const {id, lists} of options.drivers) yield [tally.ownerOf(id), lists];
	for (const {directory, lists} of options.directories) yield [tally.ownerOf(`${directory}/`), lists];
}
