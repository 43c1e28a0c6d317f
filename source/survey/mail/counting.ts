/** Counts pieces of work for each driver and directory, on the lists that speak for it and elsewhere. */
import type {Patches} from '../../dossier/schema.ts';
import type {SurveyWindow} from '../facts.ts';
import {dayOf, secondsPerDay, startOfDay} from './date.ts';
import {type DayRange, dayNumber} from './lists.ts';
import {compare, type PatchTally, type TalliedMail} from './tally.ts';

/** What was read of the lists that MAINTAINERS names for a driver or directory; many share one. */
export interface ListReading {
	/** The lists, in the order of MAINTAINERS, as the record has them. */
	lists: Patches['lists'];
	/** Of the archives that hold these lists, by index: the days that each speaks for. */
	spans: ReadonlyMap<number, DayRange>;
}

/**
 * The patches of each owner that `readings` names, as the record holds them; owners none of whose lists was read on
 * any day of the window get none. `readings` must name owners that no mail touched as well.
 */
export function countPatches(
	tally: PatchTally,
	window: SurveyWindow,
	readings: ReadonlyMap<number, ListReading>,
): Map<number, Patches> {
	const frames = new Map<ListReading, Frame | null>();
	for (const reading of readings.values()) {
		if (!frames.has(reading)) frames.set(reading, frameOf(window, reading));
	}
	const counts = new Map<number, OwnerCount>();
	const countOf = (owner: number): OwnerCount | null => {
		let count = counts.get(owner);
		if (count === undefined) {
			const reading = readings.get(owner);
			const frame = reading === undefined ? null : frames.get(reading)!;
			if (frame === null) return null;
			counts.set(owner, (count = emptyCount(frame)));
		}
		return count;
	};
	const since = dayNumber(startOfDay(window.since));
	const until = dayNumber(startOfDay(window.until));
	for (const piece of tally.pieces()) {
		const works = new Map<OwnerCount, Work>();
		for (const mail of piece) {
			const day = dayNumber(mail.time);
			// Nothing after the as-of date may be known.
			if (day < since || day > until) continue;
			for (const owner of mail.owners) {
				const count = countOf(owner);
				if (count === null) continue;
				addMail(works, count, {mail, day, isMeant: !mail.isSweep && mail.meant.includes(owner)});
			}
		}
		for (const [count, work] of works) countWork(count, work);
	}
	const patches = new Map<number, Patches>();
	// Most owners have no mail: those with the same lists share what is said of them.
	const silence = new Map<Frame, Patches>();
	for (const [owner, reading] of readings) {
		const frame = frames.get(reading)!;
		if (frame === null) continue;
		const count = counts.get(owner);
		if (count !== undefined) patches.set(owner, patchesOf(count));
		else {
			let none = silence.get(frame);
			if (none === undefined) silence.set(frame, (none = patchesOf(emptyCount(frame))));
			patches.set(owner, none);
		}
	}
	return patches;
}

/** What all owners with the same lists share. Days are counted since 1970. */
interface Frame {
	reading: ListReading;
	since: number;
	until: number;
	firstMonth: number;
	/** 0 for the months that one of the lists covers, null for the others. */
	monthly: readonly (0 | null)[];
	/** Whether there may be more than was seen: a list or some days of it were not read. */
	atLeast: boolean;
}

interface OwnerCount {
	frame: Frame;
	monthly: (number | null)[];
	all: PatchCount;
	substantive: PatchCount;
	elsewhere: PatchCount;
	/** Who sent more than small edits. */
	inEarnest: Set<number> | null;
}

interface PatchCount {
	total: number;
	authors: Set<number> | null;
	last: TalliedMail | null;
	/** The newest that is more than a small edit. */
	lastInEarnest: TalliedMail | null;
	/** The newest small edit of each author. */
	smallEdits: Map<number, TalliedMail> | null;
}

/** The mails of one piece of work that touch one owner, oldest and newest. */
interface Work {
	first: TalliedMail | null;
	last: TalliedMail | null;
	/** The newest that is no sweep: that of a stable tree, months later, is no work. */
	lastMeant: TalliedMail | null;
	lastElsewhere: TalliedMail | null;
}

/** Months since the year 0 of a UTC day, given in days since 1970. */
function monthNumber(day: number): number {
	const date = new Date(day * secondsPerDay * 1000);
	return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function frameOf(window: SurveyWindow, reading: ListReading): Frame | null {
	const windowSince = dayNumber(startOfDay(window.since));
	const windowUntil = dayNumber(startOfDay(window.until));
	const read = [...reading.spans.values()]
		.map(span => ({since: Math.max(windowSince, span.since), until: Math.min(windowUntil, span.until)}))
		.filter(span => span.since <= span.until);
	if (read.length === 0) return null;
	const since = Math.min(...read.map(span => span.since));
	const until = Math.max(...read.map(span => span.until));
	const firstMonth = monthNumber(since);
	const monthly = Array.from({length: monthNumber(until) - firstMonth + 1}, (): 0 | null => null);
	for (const span of read)
		monthly.fill(0, monthNumber(span.since) - firstMonth, monthNumber(span.until) - firstMonth + 1);
	// By months: on a quiet list the first and last days of a month may well have had no mail.
	const isWhole = (list: Patches['lists'][number]) =>
		list.since !== null &&
		list.since.slice(0, 7) <= window.since.slice(0, 7) &&
		list.until!.slice(0, 7) >= window.until.slice(0, 7);
	return {reading, since, until, firstMonth, monthly, atLeast: !reading.lists.every(isWhole)};
}

function emptyCount(frame: Frame): OwnerCount {
	const nothing = () => ({total: 0, authors: null, last: null, lastInEarnest: null, smallEdits: null});
	return {
		frame,
		monthly: frame.monthly.slice(),
		all: nothing(),
		substantive: nothing(),
		elsewhere: nothing(),
		inEarnest: null,
	};
}

function addMail(
	works: Map<OwnerCount, Work>,
	count: OwnerCount,
	{mail, day, isMeant}: {mail: TalliedMail; day: number; isMeant: boolean},
): void {
	let work = works.get(count);
	if (work === undefined)
		works.set(count, (work = {first: null, last: null, lastMeant: null, lastElsewhere: null}));
	const {spans} = count.frame.reading;
	const isNamed = mail.archives.some(archive => {
		const span = spans.get(archive);
		return span !== undefined && day >= span.since && day <= span.until;
	});
	if (isNamed) {
		work.first ??= mail;
		work.last = mail;
		if (isMeant) work.lastMeant = mail;
		// A sweep is no sign that somebody cares.
	} else if (isMeant) work.lastElsewhere = mail;
}

function countWork(count: OwnerCount, {first, last, lastMeant, lastElsewhere}: Work): void {
	if (first === null) {
		if (lastElsewhere !== null) addWork(count, count.elsewhere, lastElsewhere);
		return;
	}
	const month = monthNumber(dayNumber(first.time)) - count.frame.firstMonth;
	count.monthly[month] = (count.monthly[month] ?? 0) + 1;
	addTo(count.all, last!);
	if (lastMeant !== null) addWork(count, count.substantive, lastMeant);
}

function addWork(owner: OwnerCount, count: PatchCount, mail: TalliedMail): void {
	addTo(count, mail);
	if (!mail.isSmallEdit) {
		owner.inEarnest ??= new Set();
		owner.inEarnest.add(mail.author);
		count.lastInEarnest = laterOf(count.lastInEarnest, mail);
	} else {
		count.smallEdits ??= new Map();
		count.smallEdits.set(mail.author, laterOf(count.smallEdits.get(mail.author) ?? null, mail));
	}
}

/** The newest work that is more than a small edit, or is by somebody who did more on it than such. */
function lastInEarnest({inEarnest}: OwnerCount, {lastInEarnest, smallEdits}: PatchCount): TalliedMail | null {
	let last = lastInEarnest;
	for (const [author, mail] of smallEdits ?? []) if (inEarnest?.has(author)) last = laterOf(last, mail);
	return last;
}

function laterOf(one: TalliedMail | null, other: TalliedMail): TalliedMail {
	if (one === null || other.time > one.time) return other;
	return other.time === one.time && compare(other.messageId, one.messageId) > 0 ? other : one;
}

function addTo(count: PatchCount, mail: TalliedMail): void {
	count.total++;
	count.authors ??= new Set();
	count.authors.add(mail.author);
	count.last = laterOf(count.last, mail);
}

function patchesOf(owner: OwnerCount): Patches {
	const {frame, monthly, all, substantive, elsewhere} = owner;
	const said = (mail: TalliedMail | null) =>
		mail === null ? null : {date: dayOf(mail.time), messageId: mail.messageId};
	const last = (count: PatchCount) => said(count.last);
	/** Where the last work is itself in earnest nothing more is said. */
	const inEarnest = (count: PatchCount) => {
		const mail = lastInEarnest(owner, count);
		return mail === count.last ? {} : {lastInEarnest: said(mail)};
	};
	return {
		since: dayOf(frame.since * secondsPerDay),
		until: dayOf(frame.until * secondsPerDay),
		total: all.total,
		atLeast: frame.atLeast,
		elsewhere: {total: elsewhere.total, last: last(elsewhere), ...inEarnest(elsewhere)},
		lists: frame.reading.lists,
		substantive: {
			total: substantive.total,
			authors: substantive.authors?.size ?? 0,
			last: last(substantive),
			...inEarnest(substantive),
		},
		authors: all.authors?.size ?? 0,
		last: last(all),
		monthly,
	};
}
