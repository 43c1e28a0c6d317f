/** What vendors say of a driver as a whole, from release to release. */
import type {Support} from '../schema.ts';

/** What the newest release of a vendor that speaks of the driver as a whole says. */
export function newestSupport(support: readonly Support[] | null): Support | undefined {
	return support?.findLast(({device}) => device === null);
}

/**
 * The release in which a vendor dropped a driver that its newest release has not got: the one after the last that had it.
 * Null where the first release that speaks of it has not got it: it was dropped before, or never there.
 */
export function droppedIn(support: readonly Support[], {vendor}: Support): string | null {
	const stated = support.filter(one => one.vendor === vendor && one.device === null);
	const lastKept = stated.findLastIndex(({state}) => state !== 'removed');
	return lastKept < 0 ? null : (stated[lastKept + 1]?.release ?? null);
}
