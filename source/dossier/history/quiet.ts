import type {DirectoryRecord, DriverRecord, Manifest, ReleaseChanges} from '../schema.ts';
import {
	activeMonths,
	changedLines,
	hasSubstance,
	type MonthlyActivity,
	monthlyActivities,
} from './activity.ts';
import {releaseSteps} from './release-steps.ts';

/**
 * The sentence on a driver in which no release changed a line of substance: that no line of it changed, or none but in tree-wide edits,
 * and since when. Null where a release did, or where no release is known.
 */
export function quietSentence(changes: ReleaseChanges, releases: Manifest['releases']): string | null {
	if (hasSubstance(changes)) return null;
	const steps = releaseSteps(changes, releases);
	const first = steps.findIndex(({files}) => files !== null);
	const start = steps[first];
	if (start === undefined) return null;
	const hasArrived = start.passage === 'arrived';
	const since = hasArrived ? `it arrived in ${start.release}` : steps[Math.max(0, first - 1)]!.release;
	if (hasArrived && steps.slice(first + 1).every(({substantive}) => substantive === null)) {
		return `arrived in ${start.release}`;
	}
	const lines = changedLines(changes).reduce<number>((sum, count) => sum + (count ?? 0), 0);
	return lines === 0
		? `no line changed since ${since}`
		: `nothing but tree-wide edits, comments and the like since ${since}`;
}

/** `no patch posted in 57 months`, of a monthly history in which nothing happened; null of others. */
export function noneSentence(activity: MonthlyActivity): string | null {
	const {active, known} = activeMonths(activity);
	if (active > 0 || known === 0) return null;
	return `no ${activity.kind === 'commits' ? 'commit' : 'patch posted'} in ${known} months`;
}

/** Why a record has no chart: nothing happened in what is known of its history, or nothing is known. */
export function noChartSentence(
	record: DriverRecord | DirectoryRecord,
	releases: Manifest['releases'],
): string {
	const {releases: changes} = record.signals;
	const quiet = changes === null ? null : quietSentence(changes, releases);
	const said = [...monthlyActivities(record).map(noneSentence), quiet].filter(sentence => sentence !== null);
	return said.length > 0 ? said.join('; ') : 'no history was surveyed';
}
