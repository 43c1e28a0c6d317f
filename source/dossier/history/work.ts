/** So many of the newest steps from release to release are looked at for work: about two and a half years. */
export const lookedAtSteps = 12;
/** Lines that a step changes in earnest before it counts as work on a driver: a fix has a few, work has ten. */
export const earnestLines = 10;
