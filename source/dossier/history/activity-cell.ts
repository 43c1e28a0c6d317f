/** What the index keeps of a driver's history: the kind that its dossier charts, and the newest counts. */
import type {DriverRecord} from '../schema.ts';
import {
	type ActivityKind,
	chartedActivity,
	monthlyActivities,
	recentCounts,
	releaseActivity,
} from './activity.ts';

/** The counts are oldest first, null where one is not known. */
interface ActivityCell {
	kind: ActivityKind;
	recent: readonly (number | null)[];
}

const activityLetters: Readonly<Record<ActivityKind, string>> = {commits: 'c', patches: 'p', releases: 'r'};
const activityKinds = new Map(
	Object.entries(activityLetters).map(([kind, letter]) => [letter, kind as ActivityKind]),
);

/** A letter for the kind, then the counts, oldest first; an unknown one is empty: `p0,,3`. */
export function packActivity(record: DriverRecord): string | null {
	const charted = chartedActivity(record);
	if (charted !== null) {
		return (
			activityLetters[charted.kind] +
			recentCounts(charted)
				.map(count => count ?? '')
				.join(',')
		);
	}
	const known = monthlyActivities(record)[0] ?? releaseActivity(record);
	return known === null ? null : activityLetters[known.kind];
}

export function unpackActivity(packed: string | null): ActivityCell | null {
	if (packed === null) return null;
	const kind = activityKinds.get(packed.charAt(0));
	if (kind === undefined) return null;
	const recent = packed.length === 1 ? [] : packed.slice(1).split(',');
	return {kind, recent: recent.map(value => (value === '' ? null : Number(value)))};
}
