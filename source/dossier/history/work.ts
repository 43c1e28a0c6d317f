import type {ReleaseChanges} from '../schema.ts';

/** So many of the newest steps from release to release are looked at for work: about two and a half years. */
export const lookedAtSteps = 12;
/** Lines that a step changes in earnest before it counts as work on a driver: a fix has a few, work has ten. */
export const earnestLines = 10;
/** With fewer known steps no driver is called quiet. */
const leastSteps = 6;

/** Of the newest twelve steps those that are known, and those of them that brought work. */
export function recentWork({substantive}: Pick<ReleaseChanges, 'substantive'>): {
	known: number;
	worked: number;
} {
	const newest = substantive.slice(1).slice(-lookedAtSteps);
	return {
		known: newest.filter(lines => lines !== null).length,
		worked: newest.filter(lines => lines !== null && lines >= earnestLines).length,
	};
}

/** Whether nothing but small or tree-wide edits came in the newest twelve releases; false where fewer than six are known. */
export function isQuiet(changes: Pick<ReleaseChanges, 'substantive'> | null): boolean {
	if (changes === null) return false;
	const {known, worked} = recentWork(changes);
	return known >= leastSteps && worked === 0;
}
