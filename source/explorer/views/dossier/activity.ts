import {activeMonths, type MonthlyActivity} from '../../../dossier/activity.ts';
import {drawMonths, monthChartWidth} from '../../../text/chart.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import type {Theme} from '../../../text/theme.ts';
import {cellWidth, wrap} from '../../../text/width.ts';
import {clean, type Drawing} from './drawing.ts';

/** What a chart counts, from when to when, and how much of it there was. */
export function activityHeading(theme: Theme, activity: MonthlyActivity, width: number): string {
	const {active, known} = activeMonths(activity);
	const what = activity.kind === 'commits' ? 'Commits a month' : 'Patches posted a month';
	const totals = `${grouped(activity.total)} in ${active}/${known} months`;
	const long = `${what}, ${activity.since} ${theme.glyphs.arrow} ${activity.until}${theme.glyphs.separator}${totals}`;
	return cellWidth(long) <= width ? long : `${what}${theme.glyphs.separator}${totals}`;
}

/** Rows of the chart. */
const chartHeight = 5;

/** The chart of months; below it the chosen month in words, or what is to be known of the chart. */
export function activityLines({theme, view, width}: Drawing, activity: MonthlyActivity): string[] {
	const series = {
		months: activity.months.map(({month}) => month),
		values: activity.months.map(({count}) => count),
	};
	const {active, known} = activeMonths(activity);
	const lines: string[] = [];
	const chart = drawMonths(theme, series, {
		width: Math.min(width, monthChartWidth(series)),
		height: chartHeight,
		cursor: view.month,
	});
	lines.push(...chart.lines);
	const notes = [`active in ${active}/${known} months`];
	if (chart.monthsPerCell > 1) notes.push(`${chart.monthsPerCell} months a cell`);
	if (activity.origin !== null) notes.push(`counted by ${clean(theme, activity.origin)}`);
	if (view.month !== null) lines.push(monthReadout(theme, activity, view.month));
	else lines.push(...wrap(notes.join(theme.glyphs.separator), width).map(line => theme.paint('quiet', line)));
	return lines;
}

/** One month read out: `2023-08: 5 commits · +136 −89`. */
export function monthReadout(theme: Theme, activity: MonthlyActivity, index: number): string {
	const month = activity.months[index];
	if (month === undefined) return '';
	if (month.count === null) return `${month.month}: not covered by the archives`;
	const noun = activity.kind === 'commits' ? 'commit' : 'patch';
	const count = counted(month.count, noun, noun === 'patch' ? 'patches' : 'commits');
	const lines =
		month.added === null || month.removed === null
			? ''
			: `${theme.glyphs.separator}+${grouped(month.added)} ${theme.glyphs.minus}${grouped(month.removed)}`;
	return `${month.month}: ${count}${lines}`;
}
