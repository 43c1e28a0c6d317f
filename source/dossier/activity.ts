import {commitsOf} from './effective.ts';
import {monthsBetween} from './months.ts';
import type {DirectoryRecord, DriverRecord} from './schema.ts';

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
	months: readonly {
		month: string;
		count: number | null;
		added: number | null;
		removed: number | null;
	}[];
}

type Measured = Pick<DriverRecord | DirectoryRecord, 'assessments' | 'signals'>;

/** The best monthly history that is known: commits, else patches; null where there is neither. */
export function monthlyActivity(record: Measured): MonthlyActivity | null {
	return monthlyActivities(record)[0] ?? null;
}

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
			months: monthly.map(({month, commits: count, added, removed}) => ({month, count, added, removed})),
		});
	}
	if (patches !== null && (commits === null || commits.origin !== null)) {
		const {since, until, total, monthly} = patches;
		activities.push({
			kind: 'patches',
			origin: null,
			since,
			until,
			total,
			months: monthsBetween(since, until).map((month, index) => ({
				month,
				count: monthly[index] ?? null,
				added: null,
				removed: null,
			})),
		});
	}
	return activities;
}

/** How many months of a history saw anything, of how many that are known: `active in 27/61 months`. */
export function activeMonths(activity: MonthlyActivity): {active: number; known: number} {
	const known = activity.months.filter(({count}) => count !== null);
	return {active: known.filter(({count}) => count! > 0).length, known: known.length};
}

/**
 * The newest `length` months' counts that are known, oldest first, for a sparkline: months past the end of the
 * archives are left out. Null where there is no history.
 */
export function recentMonths(activity: MonthlyActivity | null, length = 12): (number | null)[] | null {
	if (activity === null) return null;
	const counts = activity.months.map(({count}) => count);
	const end = counts.findLastIndex(count => count !== null) + 1;
	return counts.slice(Math.max(0, end - length), end);
}
