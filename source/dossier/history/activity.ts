import {commitsOf} from '../effective.ts';
import {monthsBetween} from '../months.ts';
import type {DirectoryRecord, DriverRecord, ReleaseChanges} from '../schema.ts';

/** Which history a record has, best first: commits, posted patches, change from release to release. */
export type ActivityKind = 'commits' | 'patches' | 'releases';

/** A record's monthly history. */
export interface MonthlyActivity {
	kind: 'commits' | 'patches';
	/** Who counted: null for our own survey, else the collection that a dossier came from. */
	origin: string | null;
	since: string;
	until: string;
	total: number;
	/** The counts are floors: lists or months are not known. */
	isAtLeast: boolean;
	months: readonly {
		month: string;
		/** Null for a month that is not known. */
		count: number | null;
		added: number | null;
		removed: number | null;
	}[];
}

/** A record's history over the manifest's releases. */
export interface ReleaseActivity {
	kind: 'releases';
	changes: ReleaseChanges;
}

export type Activity = MonthlyActivity | ReleaseActivity;

type Measured = Pick<DriverRecord | DirectoryRecord, 'assessments' | 'signals'>;

/**
 * Every monthly history that is known, the best one first: commits, then patches. Patches are left out where the
 * survey itself counted commits; a dossier's commits, counted by others, do not make them superfluous.
 */
export function monthlyActivities(record: Measured): MonthlyActivity[] {
	const activities: MonthlyActivity[] = [];
	const commits = commitsOf(record);
	const {patches} = record.signals;
	if (commits !== null) {
		const {since, until, total, monthly} = commits.value;
		activities.push({
			kind: 'commits',
			origin: commits.origin,
			since,
			until,
			total,
			isAtLeast: false,
			months: monthly.map(({month, commits: count, added, removed}) => ({month, count, added, removed})),
		});
	} else {
		for (const {origin, since, until, commits: total, monthly} of record.signals.published ?? []) {
			if (monthly === null) continue;
			const months = countedMonths(since, until, monthly);
			activities.push({kind: 'commits', origin, since, until, total, isAtLeast: false, months});
		}
	}
	if (patches !== null && (commits === null || commits.origin !== null)) {
		const {since, until, total, atLeast: isAtLeast, monthly} = patches;
		const months = countedMonths(since, until, monthly);
		activities.push({kind: 'patches', origin: null, since, until, total, isAtLeast, months});
	}
	return activities;
}

function countedMonths(since: string, until: string, monthly: readonly (number | null)[]) {
	return monthsBetween(since, until).map((month, index) => ({
		month,
		count: monthly[index] ?? null,
		added: null,
		removed: null,
	}));
}

/** The change from release to release; null where releases were not surveyed. */
export function releaseActivity({signals}: Measured): ReleaseActivity | null {
	return signals.releases === null ? null : {kind: 'releases', changes: signals.releases};
}

/** Months that must be known before a monthly history tells more than that of the releases. */
export const leastMonths = 12;

/**
 * The history that is drawn as a chart: commits a month, else patches a month, else lines changed a release; the first in
 * which anything happened. Months of which less than a year is known come after the releases. Null where nothing is
 * known to have happened.
 */
export function chartedActivity(record: Measured): Activity | null {
	const monthly = monthlyActivities(record).filter(({months}) => months.some(({count}) => (count ?? 0) > 0));
	const long = monthly.filter(activity => activeMonths(activity).known >= leastMonths);
	const releases = releaseActivity(record);
	const drawn = releases !== null && drawnLines(releases.changes).some(count => (count ?? 0) > 0);
	return long[0] ?? (drawn ? releases : (monthly[0] ?? null));
}

/** Lines that each release added and removed, tree-wide edits too; null where it has not the driver, or first has it. */
export function changedLines({added, removed, substantive}: ReleaseChanges): (number | null)[] {
	return added.map((count, index) =>
		count === null || substantive[index] == null ? null : count + (removed[index] ?? 0),
	);
}

/** Whether any release changed a line of substance in the driver. */
export const hasSubstance = ({substantive}: ReleaseChanges) => substantive.some(count => (count ?? 0) > 0);

/** What a chart of releases draws: lines of substance; where there are none, those of tree-wide edits. */
export function drawnLines(changes: ReleaseChanges): readonly (number | null)[] {
	return hasSubstance(changes) ? changes.substantive : changedLines(changes);
}

/** The counts of a history, one a month or release, oldest first; null where nothing is known, or nothing was there. */
export function countsOf(activity: Activity): readonly (number | null)[] {
	return activity.kind === 'releases' ? activity.changes.files : activity.months.map(({count}) => count);
}

/**
 * The place of a history that is read out `by` places further than `from`; from nowhere, the last. Places of which
 * nothing is known are passed over; at the ends it stays. Null where nothing is known at all.
 */
export function movedAlong(activity: Activity, from: number | null, by: number): number | null {
	const known = countsOf(activity).flatMap((count, index) => (count === null ? [] : [index]));
	if (known.length === 0) return null;
	const at = from === null ? -1 : known.indexOf(from);
	return known[at === -1 ? known.length - 1 : Math.max(0, Math.min(known.length - 1, at + by))]!;
}

/** How many months of a history saw anything, of how many that are known: `active in 27/61 months`. */
export function activeMonths(activity: MonthlyActivity): {active: number; known: number} {
	const known = activity.months.filter(({count}) => count !== null);
	return {active: known.filter(({count}) => count! > 0).length, known: known.length};
}

/** As many months or releases as a sparkline shows. */
export const recentLength = 12;

/**
 * The newest counts that are known, oldest first, for a sparkline: commits or patches a month, or lines of
 * substance a release. Months past the end of the archives are left out, and so are releases before the driver came.
 */
export function recentCounts(activity: Activity, length = recentLength): (number | null)[] {
	if (activity.kind === 'releases') {
		const {substantive} = activity.changes;
		const start = substantive.findIndex(count => count !== null);
		return start === -1 ? [] : substantive.slice(Math.max(start, substantive.length - length));
	}
	const counts = countsOf(activity);
	const end = counts.findLastIndex(count => count !== null) + 1;
	return counts.slice(Math.max(0, end - length), end);
}
