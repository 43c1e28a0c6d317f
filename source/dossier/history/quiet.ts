import {counted} from '../../text/numbers.ts';
import type {DirectoryRecord, DriverRecord, Manifest, ReleaseChanges} from '../schema.ts';
import {
	activeMonths,
	changedLines,
	hasSubstance,
	type MonthlyActivity,
	monthlyActivities,
} from './activity.ts';
import {releaseSteps} from './release-steps.ts';
import {stepWords} from './since.ts';

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
	const since = hasArrived ? `it arrived in ${stepWords(start)}` : steps[Math.max(0, first - 1)]!.release;
	if (hasArrived && steps.slice(first + 1).every(({substantive}) => substantive === null)) {
		return `arrived in ${stepWords(start)}`;
	}
	const lines = changedLines(changes).reduce<number>((sum, count) => sum + (count ?? 0), 0);
	return lines === 0
		? `no line changed since ${since}`
		: `nothing but tree-wide edits, comments and the like since ${since}`;
}

/**
 * `no commit in 57 months, 2021-11 to 2026-07`, of a monthly history in which nothing happened; null of others. Patches are
 * those on the driver's own lists, in the months that were read of them: others may be known.
 */
export function noneSentence(activity: MonthlyActivity): string | null {
	const {active, known} = activeMonths(activity);
	if (active > 0 || known === 0) return null;
	const months = activity.months.filter(({count}) => count !== null).map(({month}) => month);
	const what = activity.kind === 'commits' ? 'commit' : 'patch on its lists';
	return `no ${what} in ${counted(known, 'month')}, ${months[0]} to ${months.at(-1)}`;
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
