import type {IndexRow} from '../index-row.ts';
import {type Recommendation, recommendations} from './vocabulary.ts';

/** What an overview counts by: a line each. */
export const overviewGroups = ['subsystem', 'category', 'directory'] as const;
export type OverviewGroup = (typeof overviewGroups)[number];

/** The verdicts that are counted, a column each, in the order in which they are read. */
export const overviewVerdicts = [
	'keep',
	'keep-annotate',
	'deprecate',
	'remove',
	'unsure',
	'not-a-driver',
] as const satisfies readonly Recommendation[];

/** What is told of each line, and what it can be ordered by. */
export const overviewColumns = [
	'name',
	...overviewVerdicts,
	'drivers',
	'risk',
	'lines',
	'patches',
	'cves',
] as const;
export type OverviewColumn = (typeof overviewColumns)[number];

/** One line: a name, how many drivers of each verdict, the mean of their known risks, sums, and the filter that shows them. */
export interface OverviewRow {
	name: string;
	drivers: number;
	verdicts: Readonly<Record<Recommendation, number>>;
	/** Null where no risk is known. */
	risk: number | null;
	/** Sums of what is known; null where nothing is. A patch that touches several drivers is counted for each. */
	lines: number | null;
	patches: number | null;
	cves: number | null;
	filter: string;
}

/** An order of an overview. */
export interface OverviewOrder {
	column: OverviewColumn;
	/** From small to large, or from A to Z. */
	isAscending: boolean;
}

/** The order in which an overview is opened. */
export const defaultOverviewOrder: OverviewOrder = {column: 'drivers', isAscending: false};

const fieldOf: Readonly<Record<OverviewGroup, string>> = {
	subsystem: 'sub',
	category: 'cat',
	directory: 'dir',
};

interface Sums {
	drivers: number;
	verdicts: Record<Recommendation, number>;
	risk: number;
	known: number;
	lines: number | null;
	patches: number | null;
	cves: number | null;
}

const plus = (sum: number | null, value: number | null) => (value === null ? sum : (sum ?? 0) + value);

/** Counted once for each list of rows: a key that moves the cursor counts nothing again. */
const counted = new WeakMap<readonly IndexRow[], Partial<Record<OverviewGroup, OverviewRow[]>>>();

function countRows(rows: readonly IndexRow[], group: OverviewGroup): OverviewRow[] {
	const groups = new Map<string, Sums>();
	for (const row of rows) {
		const name = row[group];
		let sums = groups.get(name);
		if (sums === undefined) {
			const verdicts = Object.fromEntries(recommendations.map(verdict => [verdict, 0]));
			sums = {
				drivers: 0,
				verdicts: verdicts as Sums['verdicts'],
				risk: 0,
				known: 0,
				lines: null,
				patches: null,
				cves: null,
			};
			groups.set(name, sums);
		}
		sums.drivers += 1;
		sums.verdicts[row.recommendation] += 1;
		if (row.risk !== null) {
			sums.risk += row.risk;
			sums.known += 1;
		}
		sums.lines = plus(sums.lines, row.lines);
		sums.patches = plus(sums.patches, row.patches);
		sums.cves = plus(sums.cves, row.cves);
	}
	return [...groups].map(([name, {risk, known, ...sums}]) => ({
		name,
		...sums,
		risk: known === 0 ? null : risk / known,
		filter: `${fieldOf[group]}:${name}`,
	}));
}

/** Counts drivers by a group, a line each, in an order; equal ones by name, what is not known last. */
export function overviewRows(
	rows: readonly IndexRow[],
	group: OverviewGroup,
	{column, isAscending}: OverviewOrder = defaultOverviewOrder,
): OverviewRow[] {
	const known = counted.get(rows) ?? {};
	known[group] ??= countRows(rows, group);
	counted.set(rows, known);
	const value = (row: OverviewRow) => overviewValue(row, column);
	return known[group].toSorted((a, b) => {
		const [left, right] = [value(a), value(b)];
		if (left !== right) {
			if (left === null) return 1;
			if (right === null) return -1;
			return left < right === isAscending ? -1 : 1;
		}
		return a.name < b.name ? -1 : 1;
	});
}

/** Whether a column counts drivers of a verdict. */
export function isVerdictColumn(column: OverviewColumn): column is Extract<OverviewColumn, Recommendation> {
	return (overviewVerdicts as readonly string[]).includes(column);
}

/** The columns without the verdicts that no line has: libraries are hidden unless they are asked for. */
export function columnsOf(rows: readonly OverviewRow[]): OverviewColumn[] {
	return overviewColumns.filter(
		column => !isVerdictColumn(column) || rows.some(({verdicts}) => verdicts[column] > 0),
	);
}

/** What a line has in a column. */
export function overviewValue(row: OverviewRow, column: OverviewColumn): number | string | null {
	return isVerdictColumn(column) ? row.verdicts[column] : row[column];
}
