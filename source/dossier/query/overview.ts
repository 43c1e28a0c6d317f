import type {IndexRow} from '../index-row.ts';
import {recommendationUrgency} from '../recommendations.ts';
import type {Recommendation} from './vocabulary.ts';

/** What an overview counts by. */
export const overviewGroups = ['verdict', 'subsystem', 'category'] as const;
export type OverviewGroup = (typeof overviewGroups)[number];

/** One bar: a name, how many drivers, the mean of their known risks, and the filter that shows them. */
export interface OverviewRow {
	name: string;
	count: number;
	risk: number | null;
	filter: string;
}

/** Counts drivers by a group: verdicts by urgency, the others by number. */
export function overviewRows(rows: readonly IndexRow[], group: OverviewGroup): OverviewRow[] {
	const bars = new Map<string, {count: number; risk: number; known: number}>();
	for (const row of rows) {
		const name =
			group === 'verdict' ? row.recommendation : group === 'subsystem' ? row.subsystem : row.category;
		const bar = bars.get(name) ?? {count: 0, risk: 0, known: 0};
		bar.count += 1;
		if (row.risk !== null) {
			bar.risk += row.risk;
			bar.known += 1;
		}
		bars.set(name, bar);
	}
	const field = {verdict: 'rec', subsystem: 'sub', category: 'cat'}[group];
	const list = [...bars].map(([name, {count, risk, known}]) => ({
		name,
		count,
		risk: known === 0 ? null : risk / known,
		filter: `${field}:${name}`,
	}));
	if (group === 'verdict') {
		const urgency = ({name}: OverviewRow) => recommendationUrgency[name as Recommendation];
		return list.sort((a, b) => urgency(b) - urgency(a));
	}
	return list.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
