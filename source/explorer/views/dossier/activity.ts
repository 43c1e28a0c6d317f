import {
	type Activity,
	activeMonths,
	drawnLines,
	type MonthlyActivity,
	type ReleaseActivity,
} from '../../../dossier/history/activity.ts';
import {quietSentence} from '../../../dossier/history/quiet.ts';
import {type ReleaseStep, releaseSteps} from '../../../dossier/history/release-steps.ts';
import {stepWords} from '../../../dossier/history/since.ts';
import type {Manifest} from '../../../dossier/schema.ts';
import {listed} from '../../../dossier/summary/told.ts';
import {type ChartPoint, drawChart} from '../../../text/chart.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import type {Theme} from '../../../text/theme.ts';
import {cellWidth, wrap} from '../../../text/width.ts';
import {clean, type Drawing} from './drawing.ts';
import {lastChangesText} from './releases.ts';

/** What a chart counts, from when to when, and how much of it there was. */
export function activityHeading({theme, dossier, width, height}: Drawing, activity: Activity): string {
	const {arrow, separator} = theme.glyphs;
	const {what, from, to, totals} = headingParts(activity, dossier.releases);
	// On a screen the months do; paper has the days.
	const span = `${from} ${arrow} ${to}`;
	const shown = height === null ? span : span.replace(/(\d{4}-\d\d)-\d\d/g, '$1');
	const long = `${what}, ${shown}${separator}${totals}`;
	if (cellWidth(long) <= width) return long;
	const bare = long.replace(/ \w+$/, '');
	return [bare, `${what}${separator}${totals}`].find(text => cellWidth(text) <= width) ?? what;
}

function headingParts(activity: Activity, releases: Manifest['releases']) {
	if (activity.kind === 'releases') {
		const known = drawnLines(activity.changes).filter(count => count !== null);
		const active = known.filter(count => count > 0).length;
		const total = known.reduce((sum, count) => sum + count, 0);
		const isOfSubstance = drawnLines(activity.changes) === activity.changes.substantive;
		return {
			what: `Lines ${isOfSubstance ? 'of substance ' : ''}changed a release`,
			from: releases[0]?.release ?? '',
			to: releases.at(-1)?.release ?? '',
			totals: `${grouped(total)} in ${active}/${known.length} releases`,
		};
	}
	const {active, known} = activeMonths(activity);
	return {
		what: activity.kind === 'commits' ? 'Commits a month' : 'Patches posted a month',
		from: activity.since,
		to: activity.until,
		totals: `${activity.isAtLeast ? 'at least ' : ''}${grouped(activity.total)} in ${active}/${known} months`,
	};
}

/** Cells of a value beside the axis: `1,500`. */
const labelCells = 5;

/** The chart of months or releases, of `rows` rows above its zero line; and to stand below it the chosen one in words, or what is to be known of the chart. */
export function activityLines(
	{theme, dossier, view, width, height}: Drawing,
	activity: Activity,
	rows: number,
): {picture: string[]; words: string[]} {
	const {releases} = dossier;
	const isOfReleases = activity.kind === 'releases';
	const chart = drawChart(
		theme,
		isOfReleases ? releasePoints(theme, activity, releases) : monthPoints(activity),
		{
			width,
			height: rows,
			cellsPerPoint: isOfReleases ? 3 : 1,
			labelCells: height === null ? 0 : labelCells,
			// The first release changed nothing that is known, and is not drawn.
			cursor: view.moment === null ? null : view.moment - (isOfReleases ? 1 : 0),
		},
	);
	const readout = view.moment === null ? null : momentReadout(theme, activity, view.moment, releases);
	if (readout !== null) return {picture: chart.lines, words: wrap(readout, width)};
	const notes = isOfReleases ? releaseNotes(theme, activity, releases) : monthNotes(theme, activity);
	if (chart.pointsPerCell > 1) {
		notes.push(`${chart.pointsPerCell} ${isOfReleases ? 'releases' : 'months'} a cell`);
	}
	const words = notes.length === 0 ? [] : wrap(notes.join(theme.glyphs.separator), width);
	return {picture: chart.lines, words: words.map(line => theme.paint('quiet', line))};
}

function monthPoints({months}: MonthlyActivity): ChartPoint[] {
	return months.map(({month, count}) => ({year: month.slice(0, 4), value: count}));
}

/** Every release but the first; one that has not the driver is blank, one that brings it or takes it away has a sign. */
function releasePoints(
	theme: Theme,
	{changes}: ReleaseActivity,
	releases: Manifest['releases'],
): ChartPoint[] {
	const lines = drawnLines(changes);
	return releaseSteps(changes, releases)
		.map(({date, passage}, index) => ({
			year: date.slice(0, 4),
			value: lines[index] ?? null,
			sign: passageSign(theme, passage) ?? ' ',
		}))
		.slice(1);
}

function monthNotes(theme: Theme, activity: MonthlyActivity): string[] {
	return activity.origin === null ? [] : [`counted by ${clean(theme, activity.origin)}`];
}

function releaseNotes(theme: Theme, {changes}: ReleaseActivity, releases: Manifest['releases']): string[] {
	const steps = releaseSteps(changes, releases);
	const said = quietSentence(changes, releases) ?? lastChangesText(steps);
	const notes = said === null ? [] : [said];
	for (const step of steps) {
		const {passage} = step;
		if (passage !== null) notes.push(`${passageSign(theme, passage)} ${passage} in ${stepWords(step)}`);
	}
	return notes;
}

const passageSign = ({glyphs}: Theme, passage: ReleaseStep['passage']) =>
	passage === null ? null : passage === 'left' ? glyphs.minus : glyphs.plus;

/** One month or release of a history read out. */
function momentReadout(
	theme: Theme,
	activity: Activity,
	index: number,
	releases: Manifest['releases'],
): string {
	return activity.kind === 'releases'
		? releaseReadout(theme, releaseSteps(activity.changes, releases), index)
		: monthReadout(theme, activity, index);
}

/** One month read out: `2023-08: 5 commits · +136 −89`. */
function monthReadout(theme: Theme, activity: MonthlyActivity, index: number): string {
	const month = activity.months[index];
	if (month === undefined) return '';
	if (month.count === null) return `${month.month}: not known`;
	const noun = activity.kind === 'commits' ? 'commit' : 'patch';
	const count = counted(month.count, noun, noun === 'patch' ? 'patches' : 'commits');
	const lines =
		month.added === null || month.removed === null
			? ''
			: `${theme.glyphs.separator}${linesText(theme, month.added, month.removed)}`;
	return `${month.month}: ${count}${lines}`;
}

/** Lines that came and went: `+136 −89`. */
export const linesText = (theme: Theme, added: number, removed: number) =>
	`+${grouped(added)} ${theme.glyphs.minus}${grouped(removed)}`;

/**
 * One release read out: `6.12 (2024-11-17): 3 files · +136 −89 · 120 of substance`; one that follows on missing ones says
 * whose change it holds too.
 */
function releaseReadout(theme: Theme, steps: readonly ReleaseStep[], index: number): string {
	const step = steps[index];
	if (step === undefined) return '';
	const {release, date, files, added, removed, substantive, missing, passage} = step;
	if (files === null) return `${release} (${date}): not known`;
	const parts =
		files === 0 && passage === null
			? ['no change']
			: [counted(files, 'file'), linesText(theme, added ?? 0, removed ?? 0)];
	if (passage !== null) parts.unshift(passage);
	else if (files > 0) parts.push(`${grouped(substantive ?? 0)} of substance`);
	if (missing.length > 0) parts.push(`holds the change of ${listed(missing)} too`);
	return `${release} (${date}): ${parts.join(theme.glyphs.separator)}`;
}

/** Every month or release that saw something, each in a few words, for a page on which no cursor moves. */
export function activeMoments(theme: Theme, activity: Activity, releases: Manifest['releases']): string[] {
	if (activity.kind !== 'releases') {
		return activity.months.flatMap(({count}, index) =>
			(count ?? 0) > 0 ? [monthReadout(theme, activity, index)] : [],
		);
	}
	const steps = releaseSteps(activity.changes, releases);
	return steps.flatMap(({release, files, added, removed, substantive, passage}) => {
		if (passage === null && (files ?? 0) === 0) return [];
		const lines = linesText(theme, added ?? 0, removed ?? 0);
		return [
			`${release}: ${lines}${theme.glyphs.separator}${passage ?? `${grouped(substantive ?? 0)} of substance`}`,
		];
	});
}
