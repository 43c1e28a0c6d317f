import type {ReleaseChanges} from '../schema.ts';

/** So many of the newest steps from release to release are looked at for work: about two and a half years. */
export const lookedAtSteps = 12;
/** Lines of substance that a step changes before it counts as work on a driver: a fix has a few, work has ten. */
export const earnestLines = 10;

/**
 * Whether a release changed a driver in earnest: ten lines of substance, which are lines of code of its own, no blanks,
 * comments, includes or tree-wide edits. Null, a release that has not the driver or brings it, is no change.
 */
export const isInEarnest = (lines: number | null): boolean => lines !== null && lines >= earnestLines;

/** With fewer known steps no driver is called quiet, and nothing else is said of its work. */
export const leastSteps = 6;

/** Of the newest twelve steps those that are known, and those of them that changed the driver in earnest. */
export function recentWork({substantive}: Pick<ReleaseChanges, 'substantive'>): {
	known: number;
	worked: number;
} {
	const newest = substantive.slice(1).slice(-lookedAtSteps);
	return {
		known: newest.filter(lines => lines !== null).length,
		worked: newest.filter(isInEarnest).length,
	};
}

/** Whether none of the newest twelve releases changed a driver in earnest; false where fewer than six are known. */
export function isQuiet(changes: Pick<ReleaseChanges, 'substantive'> | null): boolean {
	if (changes === null) return false;
	const {known, worked} = recentWork(changes);
	return known >= leastSteps && worked === 0;
}
