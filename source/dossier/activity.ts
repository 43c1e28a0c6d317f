import {commitsOf} from './effective.ts';
import {monthsBetween} from './months.ts';
import type {DirectoryRecord, DriverRecord} from './schema.ts';

/** Which history a record has, best first: commits, posted patches, change from release to release. */
export type ActivityKind = 'commits' | 'patches' | 'churn';

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
	const commits = commitsOf(record);
	const {patches} = record.signals;
	// Our own count of patches is worth more than somebody's count of commits only when it exists; a dossier's
	// commits are still a count of what landed.
	if (commits !== null) {
		return {
			kind: 'commits',
			origin: commits.origin,
			since: commits.value.since,
			until: commits.value.until,
			total: commits.value.total,
			months: commits.value.monthly.map(({month, commits: count, added, removed}) => ({
				month,
				count,
				added,
				removed,
			})),
		};
	}
	if (patches !== null) {
		const months = monthsBetween(patches.since, patches.until);
		return {
			kind: 'patches',
			origin: null,
			since: patches.since,
			until: patches.until,
			total: patches.total,
			months: months.map((month, index) => ({
				month,
				count: patches.monthly[index] ?? null,
				added: null,
				removed: null,
			})),
		};
	}
	return null;
}

/** How many months of a history saw anything, of how many that are known: `active in 27/61 months`. */
export function activeMonths(activity: MonthlyActivity): {active: number; known: number} {
	const known = activity.months.filter(({count}) => count !== null);
	return {active: known.filter(({count}) => count! > 0).length, known: known.length};
}

/** The newest `length` months' counts, oldest first, for a sparkline; null where there is no history. */
export function recentMonths(activity: MonthlyActivity | null, length = 12): (number | null)[] | null {
	if (activity === null) return null;
	return activity.months.slice(-length).map(({count}) => count);
}
