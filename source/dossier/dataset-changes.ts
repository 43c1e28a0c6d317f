import {fateInWords, goneInWords} from './gone/words.ts';
import type {IndexRow} from './index-row.ts';
import {type LaterSelf, matchDrivers} from './match-drivers.ts';
import type {Recommendation} from './query/vocabulary.ts';
import type {GoneRecord} from './schema.ts';

/** One side of a change: where the driver lies and what is said of it. */
export interface Side {
	id: string;
	recommendation: Recommendation;
	risk: number | null;
}

/** What changed between two data sets. Each list is sorted, the gravest first. */
export interface DatasetChanges {
	/** `why` says since when, and what serves the hardware now; null where the newer data set does not know. */
	gone: (Side & {why: string | null})[];
	new: Side[];
	/** Under another path or name; `by` says how it was known again. */
	moved: {from: Side; to: Side; by: string}[];
	/** The recommendation changed. */
	verdict: {from: Side; to: Side}[];
	/** The recommendation is the same, the risk is not. */
	risk: {from: Side; to: Side}[];
}

/** Risks closer than this are the same: a weight more or less of one weak rule. */
export const leastRiskChange = 0.05;

/** What changed from the drivers of one data set to those of another. Libraries are looked at only where they became drivers, or drivers libraries. */
export function datasetChanges(
	older: readonly IndexRow[],
	newer: readonly IndexRow[],
	/** What the newer data set knows of drivers that are gone: it followed them from release to release. */
	dead: readonly GoneRecord[] = [],
): DatasetChanges {
	const laterSelves = matchDrivers(older, newer);
	const fates = new Map(
		dead.filter(({fate}) => fate !== 'option-renamed').map(record => [record.id, record]),
	);
	const rows = new Map(newer.map(row => [row.id, row]));
	const known = new Set<string>();
	const changes: DatasetChanges = {gone: [], new: [], moved: [], verdict: [], risk: []};
	for (const row of older) {
		const {kind, to, by} = laterSelfOf(fates.get(row.id)) ?? laterSelves.get(row.id)!;
		const later = to === null ? undefined : rows.get(to);
		if (later === undefined) {
			const told = fates.get(row.id);
			const why = told === undefined ? null : goneInWords(told);
			if (isDriver(row)) changes.gone.push({...sideOf(row), why});
			continue;
		}
		known.add(later.id);
		const pair = {from: sideOf(row), to: sideOf(later)};
		if (!isDriver(row) && !isDriver(later)) continue;
		if (kind !== 'stays') changes.moved.push({...pair, by});
		if (row.recommendation !== later.recommendation) changes.verdict.push(pair);
		else if (Math.abs((later.risk ?? 0) - (row.risk ?? 0)) >= leastRiskChange) changes.risk.push(pair);
	}
	changes.new = newer.filter(row => !known.has(row.id) && isDriver(row)).map(sideOf);
	const gravest = (a: Side, b: Side) => (b.risk ?? -1) - (a.risk ?? -1) || (a.id < b.id ? -1 : 1);
	changes.gone.sort(gravest);
	changes.new.sort(gravest);
	for (const pairs of [changes.moved, changes.verdict, changes.risk])
		pairs.sort((a, b) => gravest(a.to, b.to));
	return changes;
}

/** Where a record of the dead says that a driver is; null where it does not, so that names have to tell. */
function laterSelfOf(record: GoneRecord | undefined): LaterSelf | null {
	if (record === undefined || record.fate === null) return null;
	const by = fateInWords(record);
	const [place] = record.to;
	return place === undefined ? {kind: 'gone', to: null, by} : {kind: 'moved', to: place.id, by};
}

/** Whether anything changed at all. */
export function isChanged(changes: DatasetChanges): boolean {
	return Object.values(changes).some(list => list.length > 0);
}

const isDriver = ({recommendation}: IndexRow) => recommendation !== 'not-a-driver';

function sideOf({id, recommendation, risk}: IndexRow): Side {
	return {id, recommendation, risk};
}
