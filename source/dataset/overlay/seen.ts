import type {Noted} from '../../dossier/news/noted.ts';
import {damagedOwn, readOwnJson, writeWhole} from './own-files.ts';
import {seenFile} from './places.ts';

/** What was last seen of a person's drivers. */
export interface Seen {
	/** The moment at which news were last told, ISO 8601 in UTC; null where they never were. */
	at: string | null;
	/** The data set that was looked at then. */
	treeVersion: string | null;
	asOf: string | null;
	/** By driver id. */
	drivers: Readonly<Record<string, Noted>>;
}

export const nothingSeen: Seen = {at: null, treeVersion: null, asOf: null, drivers: {}};

const mark = 'driverdexSeen';
/** Letters of a moment, a version, a day. */
const longestText = 100;

/** What was last seen; nothing where no look was kept. */
export function readSeen(state: string | null): Seen {
	if (state === null) return nothingSeen;
	const path = seenFile(state);
	const kept = readOwnJson(path, mark);
	if (kept === null) return nothingSeen;
	const {at = null, treeVersion = null, asOf = null, drivers} = kept as unknown as Partial<Seen>;
	for (const one of [at, treeVersion, asOf]) {
		if (one !== null && (typeof one !== 'string' || one.length > longestText))
			throw damagedOwn(path, 'its "at", "treeVersion" or "asOf" is no text');
	}
	if (typeof drivers !== 'object' || drivers === null) throw damagedOwn(path, '"drivers" is missing');
	for (const [id, noted] of Object.entries(drivers)) {
		if (!isNoted(noted)) throw damagedOwn(path, `what it says of ${id.slice(0, 200)} is incomplete`);
	}
	return {at, treeVersion, asOf, drivers};
}

function isNoted(value: Noted | null): boolean {
	return (
		value !== null &&
		typeof value === 'object' &&
		[value.deletions, value.cves].every(
			list => Array.isArray(list) && list.every(one => typeof one === 'string'),
		) &&
		(value.recommendation === null || typeof value.recommendation === 'string') &&
		(value.risk === null || typeof value.risk === 'number')
	);
}

/** Keeps what was seen. */
export function writeSeen(state: string, seen: Seen): void {
	writeWhole(seenFile(state), [`${JSON.stringify({[mark]: 1, ...seen}, null, '\t')}\n`], {makesFolder: true});
}

/** Adds single drivers to what was seen; the moment of the last look stays. */
export function noteSeen(state: string, drivers: Readonly<Record<string, Noted>>): void {
	const seen = readSeen(state);
	writeSeen(state, {...seen, drivers: {...seen.drivers, ...drivers}});
}
