/** The orders of what is gone, and of what lies outside. */
import type {GoneRecord, OutsideRecord} from '../schema.ts';

/** What gone.ndjson is sorted by: a driver whose option was renamed may have a record for each of its former options. */
export const goneKey = ({id, option}: GoneRecord): string => `${id} ${option ?? ''}`;
/** What outside.ndjson is sorted by; names repeat among architectures. */
export const outsideKey = ({name, directory}: OutsideRecord): string => `${name} ${directory}`;

/** Records with those of drivers that left last at the head. */
export function lastGoneFirst(records: readonly GoneRecord[]): GoneRecord[] {
	return records.toSorted((a, b) => (a.lastRelease.date < b.lastRelease.date ? 1 : -1));
}
