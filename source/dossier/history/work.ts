/** So many of the newest steps from release to release are looked at for work: about two and a half years. */
export const lookedAtSteps = 12;
/** Lines of substance that a step changes before it counts as work on a driver: a fix has a few, work has ten. */
export const earnestLines = 10;

/**
 * Whether a release changed a driver in earnest: ten lines of substance, which are lines of code of its own, no blanks,
 * comments, includes or tree-wide edits. Null, a release that has not the driver or brings it, is no change.
 */
export const isInEarnest = (lines: number | null): boolean => lines !== null && lines >= earnestLines;
