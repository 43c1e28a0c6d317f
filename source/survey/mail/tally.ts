import type {Patches} from '../../dossier/schema.ts';
import type {PostedRemoval, SurveyWindow} from '../facts.ts';
import {dayOf, secondsPerDay, startOfDay} from './date.ts';
import {hashText, ownCopy} from './hash.ts';
import {type DayRange, dayNumber} from './lists.ts';

/** A mail with a patch, as the counting needs it. */
export interface PatchMail {
	messageId: string;
	/** Seconds since 1970. */
	time: number;
	/** Address of the patch's author; only its hash is kept. */
	author: string;
	/** Decoded, without tags. */
	title: string;
	isSweep: boolean;
	/** Index of the archive's list; of a cross-post's copies the lowest counts. */
	list: number;
	/** Drivers and directories the patch touches, by `PatchTally.ownerOf`. */
	owners: number[];
	/** Drivers and directories whose main file the patch deletes. */
	removes: number[];
	/** Names that a patch which deletes something gives for what is to be used instead. */
	replacements: readonly string[];
}

interface Removal {
	key: number;
	time: number;
	messageId: string;
	title: string;
	list: number;
	owners: number[];
	replacements: readonly string[];
}

/** Numbers in a typed array that grows: eight bytes a number, whatever V8 thinks of it. */
class Numbers {
	private values = new Float64Array(1024);

	at(index: number): number {
		return this.values[index]!;
	}

	set(index: number, value: number): void {
		if (index >= this.values.length) {
			const larger = new Float64Array(Math.max(index + 1, this.values.length * 2));
			larger.set(this.values);
			this.values = larger;
		}
		this.values[index] = value;
	}
}

/**
 * Counts posted patches by driver and directory. Copies of one mail (same Message-ID) count once. Mails of one
 * patch (same author and title) count once for each driver or directory they touch, at the moment of the first
 * that touches it. The result does not depend on the order in which mails come. About 160 bytes a mail are kept.
 */
export class PatchTally {
	private readonly ownerNumbers = new Map<string, number>();
	private readonly mailNumbers = new Map<number, number>();
	private readonly ownerSets: number[][] = [];
	private readonly ownerSetNumbers = new Map<string, number>();
	private readonly keys = new Numbers();
	private readonly times = new Numbers();
	private readonly authors = new Numbers();
	/** Owner set * 2 + 1 where the mail is a sweep. */
	private readonly sets = new Numbers();
	/** Of the copies of a mail, the lowest number of a list. */
	private readonly lists = new Numbers();
	private readonly messageIds: string[] = [];
	private readonly removals = new Map<number, Removal>();

	/** The number that stands for a driver's id, or for a directory written as `directory/`. */
	ownerOf(name: string): number {
		let owner = this.ownerNumbers.get(name);
		if (owner === undefined) {
			owner = this.ownerNumbers.size;
			this.ownerNumbers.set(name, owner);
		}
		return owner;
	}

	/**
	 * Takes a mail in; false for a further copy of one that it has. Copies are not always alike: some lists write
	 * themselves into the From: of what they pass on. The one of the lowest list speaks for all, whichever came first.
	 */
	add(mail: PatchMail): boolean {
		const identity = hashText(mail.messageId);
		const known = this.mailNumbers.get(identity);
		if (known !== undefined) {
			if (mail.list < this.lists.at(known)) this.write(known, mail);
			return false;
		}
		const number = this.messageIds.length;
		this.mailNumbers.set(identity, number);
		this.messageIds.push(ownCopy(mail.messageId));
		this.write(number, mail);
		return true;
	}

	private write(number: number, mail: PatchMail): void {
		const {author, isSweep, list, messageId, owners, removes, replacements, time, title} = mail;
		const key = hashText(title === '' ? `\0${messageId}` : `${author}\0${foldTitle(title)}`);
		this.keys.set(number, key);
		this.times.set(number, time);
		this.authors.set(number, hashText(author));
		this.sets.set(number, this.setOf(owners) * 2 + (isSweep ? 1 : 0));
		this.lists.set(number, list);
		if (removes.length === 0) this.removals.delete(number);
		else {
			this.removals.set(number, {
				key,
				time,
				list,
				messageId: this.messageIds[number]!,
				title: ownCopy(title),
				owners: removes,
				replacements: replacements.map(ownCopy),
			});
		}
	}

	private setOf(owners: number[]): number {
		const sorted = [...new Set(owners)].sort((a, b) => a - b);
		const name = sorted.join();
		let set = this.ownerSetNumbers.get(name);
		if (set === undefined) {
			set = this.ownerSets.length;
			this.ownerSets.push(sorted);
			this.ownerSetNumbers.set(name, set);
		}
		return set;
	}

	/** Removal patches by owner, oldest first; of one patch's revisions the first posted stands for all. */
	removalPatches(until: string, listNames: readonly string[]): Map<number, PostedRemoval[]> {
		const end = startOfDay(until) + secondsPerDay;
		const byTime = [...this.removals.values()]
			.filter(removal => removal.time < end)
			.sort((a, b) => a.time - b.time || compare(a.messageId, b.messageId));
		const found = new Map<number, PostedRemoval[]>();
		const seen = new Map<number, Set<number>>();
		for (const removal of byTime) {
			for (const owner of new Set(removal.owners)) {
				let keys = seen.get(owner);
				if (!keys) seen.set(owner, (keys = new Set()));
				if (keys.has(removal.key)) continue;
				keys.add(removal.key);
				const patch = {
					date: dayOf(removal.time),
					messageId: removal.messageId,
					title: removal.title || '(no title)',
					list: listNames[removal.list]!,
					replacements: removal.replacements,
				};
				const patches = found.get(owner);
				if (patches) patches.push(patch);
				else found.set(owner, [patch]);
			}
		}
		return found;
	}

	/**
	 * The patches of each owner that `coverage` gives a range, as the record holds them; owners whose range and
	 * the window have no day in common get none. `coverage` must name owners that no mail touched as well.
	 */
	patches(window: SurveyWindow, coverage: ReadonlyMap<number, DayRange>): Map<number, Patches> {
		const counts = new Map<number, OwnerCount>();
		const frames = new Map<DayRange, Frame | null>();
		for (const range of coverage.values()) {
			if (!frames.has(range)) frames.set(range, frameOf(window, range));
		}
		const countOf = (owner: number): OwnerCount | null => {
			let count = counts.get(owner);
			if (count === undefined) {
				const range = coverage.get(owner);
				const frame = range === undefined ? null : frames.get(range)!;
				if (frame === null) return null;
				counts.set(owner, (count = emptyCount(frame)));
			}
			return count;
		};
		const order = new Uint32Array(this.messageIds.length).map((_, index) => index);
		const {keys, times, messageIds} = this;
		order.sort(
			(a, b) =>
				keys.at(a) - keys.at(b) || times.at(a) - times.at(b) || compare(messageIds[a]!, messageIds[b]!),
		);
		const end = startOfDay(window.until) + secondsPerDay;
		let key = -1;
		let seen = new Set<number>();
		for (const mail of order) {
			// Nothing after the as-of date may be known.
			if (times.at(mail) >= end) continue;
			if (keys.at(mail) !== key) {
				key = keys.at(mail);
				if (seen.size > 0) seen = new Set();
			}
			const set = this.sets.at(mail);
			for (const owner of this.ownerSets[Math.floor(set / 2)]!) {
				if (seen.has(owner)) continue;
				seen.add(owner);
				const count = countOf(owner);
				if (count) countPatch(count, times.at(mail), mail, this.authors.at(mail), set % 2 === 1, messageIds);
			}
		}
		const patches = new Map<number, Patches>();
		// Most owners have no mail: those with the same coverage share what is said of them.
		const silence = new Map<Frame, Patches>();
		for (const [owner, range] of coverage) {
			const frame = frames.get(range)!;
			if (frame === null) continue;
			const count = counts.get(owner);
			if (count !== undefined) patches.set(owner, patchesOf(count, times, messageIds));
			else {
				let none = silence.get(frame);
				if (none === undefined) silence.set(frame, (none = patchesOf(emptyCount(frame), times, messageIds)));
				patches.set(owner, none);
			}
		}
		return patches;
	}
}

/** What all owners with the same coverage share. Days are counted since 1970. */
interface Frame {
	since: number;
	until: number;
	sinceDate: string;
	untilDate: string;
	firstMonth: number;
	/** 0 for the months covered, null for the others. */
	monthly: readonly (0 | null)[];
}

interface PatchCount {
	total: number;
	authors: Set<number> | null;
	last: number;
	lastTime: number;
}

interface OwnerCount extends PatchCount {
	frame: Frame;
	monthly: (number | null)[];
	substantive: PatchCount;
}

/** Months since the year 0 of a UTC day, given in days since 1970. */
function monthNumber(day: number): number {
	const date = new Date(day * secondsPerDay * 1000);
	return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function frameOf(window: SurveyWindow, range: DayRange): Frame | null {
	const windowSince = dayNumber(startOfDay(window.since));
	const windowUntil = dayNumber(startOfDay(window.until));
	const since = Math.max(windowSince, range.since);
	const until = Math.min(windowUntil, range.until);
	if (since > until) return null;
	const firstMonth = monthNumber(windowSince);
	const months = monthNumber(windowUntil) - firstMonth + 1;
	const firstCovered = monthNumber(since) - firstMonth;
	const lastCovered = monthNumber(until) - firstMonth;
	return {
		since,
		until,
		sinceDate: dayOf(since * secondsPerDay),
		untilDate: dayOf(until * secondsPerDay),
		firstMonth,
		monthly: Array.from({length: months}, (_, month) =>
			month < firstCovered || month > lastCovered ? null : 0,
		),
	};
}

function emptyCount(frame: Frame): OwnerCount {
	const nothing = {total: 0, authors: null, last: -1, lastTime: -1};
	return {...nothing, frame, monthly: frame.monthly.slice(), substantive: {...nothing}};
}

function countPatch(
	count: OwnerCount,
	time: number,
	mail: number,
	author: number,
	isSweep: boolean,
	messageIds: readonly string[],
): void {
	const day = dayNumber(time);
	if (day < count.frame.since || day > count.frame.until) return;
	const month = monthNumber(day) - count.frame.firstMonth;
	count.monthly[month] = (count.monthly[month] ?? 0) + 1;
	for (const part of isSweep ? [count] : [count, count.substantive]) {
		part.total++;
		part.authors ??= new Set();
		part.authors.add(author);
		if (time > part.lastTime || (time === part.lastTime && messageIds[mail]! > messageIds[part.last]!)) {
			part.last = mail;
			part.lastTime = time;
		}
	}
}

function patchesOf(count: OwnerCount, times: Numbers, messageIds: readonly string[]): Patches {
	const last = (mail: number) =>
		mail < 0 ? null : {date: dayOf(times.at(mail)), messageId: messageIds[mail]!};
	return {
		since: count.frame.sinceDate,
		until: count.frame.untilDate,
		total: count.total,
		substantive: {
			total: count.substantive.total,
			authors: count.substantive.authors?.size ?? 0,
			last: last(count.substantive.last),
		},
		authors: count.authors?.size ?? 0,
		last: last(count.last),
		monthly: count.monthly,
	};
}

/** A title as revisions of one patch share it: case and white space folded. */
export function foldTitle(title: string): string {
	return title.toLowerCase().replace(/\s+/g, ' ').trim();
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
