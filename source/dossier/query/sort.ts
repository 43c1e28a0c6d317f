import type {IndexRow} from '../index-row.ts';
import {recommendationUrgency} from '../recommendations.ts';
import {deploymentLevels} from './vocabulary.ts';

/** A way to order drivers. Unknown values always come last, whichever way round. */
interface SortField {
	/** What a heading says: `by risk`. */
	label: string;
	/** The value to compare; null is unknown. */
	value(row: IndexRow): number | string | null;
	/** Whether the largest comes first unless reversed. */
	descending: boolean;
}

const activityTotal = (row: IndexRow) =>
	row.commits ??
	row.patches ??
	(row.activity === null ? null : row.activity.recent.reduce<number>((sum, value) => sum + (value ?? 0), 0));

/** Every field that a list can be sorted by, in the order in which the explorer offers them. */
export const sortFields = {
	risk: {label: 'risk', value: row => row.risk, descending: true},
	verdict: {label: 'verdict', value: row => recommendationUrgency[row.recommendation], descending: false},
	confidence: {label: 'confidence', value: row => row.confidence, descending: true},
	activity: {label: 'activity', value: activityTotal, descending: true},
	name: {label: 'name', value: row => row.module, descending: false},
	path: {label: 'path', value: row => row.id, descending: false},
	lines: {label: 'lines', value: row => row.lines, descending: true},
	cves: {label: 'CVEs', value: row => row.cves, descending: true},
	subsystem: {label: 'subsystem', value: row => row.subsystem, descending: false},
	category: {label: 'category', value: row => row.category, descending: false},
	status: {label: 'status', value: row => row.status, descending: false},
	deployments: {
		label: 'deployments',
		value: row =>
			row.deployments === null || row.deployments === 'unknown'
				? null
				: deploymentLevels.indexOf(row.deployments),
		descending: true,
	},
	machines: {label: 'machines', value: row => row.machines, descending: true},
	files: {label: 'files', value: row => row.files, descending: true},
	title: {label: 'title', value: row => row.title?.toLowerCase() ?? null, descending: false},
	symbol: {label: 'option', value: row => row.symbol, descending: false},
	commits: {label: 'commits', value: row => row.commits, descending: true},
	patches: {label: 'patches', value: row => row.patches, descending: true},
	distributions: {label: 'distributions', value: row => row.reach?.on.length ?? null, descending: true},
	replacement: {label: 'replacement', value: row => row.replacement, descending: false},
	directory: {label: 'directory', value: row => row.directory, descending: false},
} as const satisfies Record<string, SortField>;

export type SortKey = keyof typeof sortFields;
export const sortKeys = Object.keys(sortFields) as SortKey[];

/** An order of the list. */
export interface Sort {
	key: SortKey;
	reverse: boolean;
	/** The order of those that are equal by the first. */
	second?: {key: SortKey; reverse: boolean};
}

/** The order in which the index is written, so that the first screen needs only its beginning. */
export const defaultSort: Sort = {key: 'risk', reverse: false};

function compareBy(a: IndexRow, b: IndexRow, {key, reverse}: {key: SortKey; reverse: boolean}): number {
	const field: SortField = sortFields[key];
	const left = field.value(a);
	const right = field.value(b);
	if (left === right) return 0;
	if (left === null) return 1;
	if (right === null) return -1;
	const order = left < right ? -1 : 1;
	return field.descending !== reverse ? -order : order;
}

/** Compares two rows; equal ones keep the second order if there is one, then that of verdict, then of id, so that an order is total. */
export function compareRows(a: IndexRow, b: IndexRow, sort: Sort): number {
	const first = compareBy(a, b, sort);
	if (first !== 0) return first;
	const second = sort.second === undefined ? 0 : compareBy(a, b, sort.second);
	if (second !== 0) return second;
	const urgency = recommendationUrgency[a.recommendation] - recommendationUrgency[b.recommendation];
	if (urgency !== 0) return urgency;
	return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The rows in an order, as a new array. Rows that are in the default order already are not sorted again. */
export function sortRows(rows: readonly IndexRow[], sort: Sort): IndexRow[] {
	return [...rows].sort((a, b) => compareRows(a, b, sort));
}

/** Whether an order is another than the one in which the index has the rows. */
export function isReordered(sort: Sort): boolean {
	return sort.key !== defaultSort.key || sort.reverse !== defaultSort.reverse || sort.second !== undefined;
}
