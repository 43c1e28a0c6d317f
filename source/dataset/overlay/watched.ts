import {join} from 'node:path';
import {damagedOwn, readOwnJson, writeWhole} from './own-files.ts';

/** A driver that is watched: its id, and the day from which on. */
export interface Watched {
	id: string;
	since: string;
}

const mark = 'driverdexWatched';
const fileIn = (overlay: string) => join(overlay, 'watched.json');

/** The drivers that are watched, in the order in which they came; none where there is no overlay. */
export function readWatched(overlay: string | null): Watched[] {
	if (overlay === null) return [];
	const path = fileIn(overlay);
	const drivers = readOwnJson(path, mark)?.drivers ?? [];
	const isWatched = (one: unknown): one is Watched =>
		typeof (one as Watched | null)?.id === 'string' && typeof (one as Watched).since === 'string';
	if (!Array.isArray(drivers) || !drivers.every(isWatched)) {
		throw damagedOwn(path, '"drivers" wants {"id": …, "since": …} in each place');
	}
	return drivers;
}

/**
 * Changes the watched drivers. They are read anew first, so that what another driverdex wrote meanwhile is kept; of two
 * that write in the same millisecond the later one wins. Returns what is watched then.
 */
export function changeWatched(
	overlay: string,
	change: (watched: readonly Watched[]) => readonly Watched[],
): readonly Watched[] {
	const before = readWatched(overlay);
	const drivers = change(before);
	if (JSON.stringify(drivers) !== JSON.stringify(before))
		writeWhole(fileIn(overlay), [`${JSON.stringify({[mark]: 1, drivers}, null, '\t')}\n`], {
			makesFolder: true,
		});
	return drivers;
}

/** Watches drivers that have moved where they are now: `moved` has their ids of now by those of before. */
export function followMoved(overlay: string, moved: ReadonlyMap<string, string>): readonly Watched[] {
	if (moved.size === 0) return readWatched(overlay);
	return changeWatched(overlay, all => {
		const followed = all.map(one => ({...one, id: moved.get(one.id) ?? one.id}));
		// Two that became one are watched once.
		return followed.filter(({id}, index) => followed.findIndex(one => one.id === id) === index);
	});
}
