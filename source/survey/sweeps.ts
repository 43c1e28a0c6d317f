/** More files than this in one change, and it was made across the tree rather than for one driver. */
export const sweepFileLimit = 50;
/** So many drivers with the same edit, and it may have been made by rule, not for any of them. */
export const fewestDriversOfSweep = 15;

/**
 * Words by which a title names a mechanical change across the tree. They speak of the change's form, never of
 * a driver: conversions, API renames, spelling, licence tags, unused includes.
 */
const sweepTitle = new RegExp(
	[
		String.raw`\btree[- ]?wide\b`,
		String.raw`\bspdx\b`,
		String.raw`\btypos?\b|\bmisspell|\bspelling\b`,
		String.raw`\bcoccinelle\b|\bcheckpatch\b`,
		String.raw`\bconvert to (?:platform )?remove callback returning void\b`,
		String.raw`\bswitch back to struct \w+::remove\b`,
		String.raw`\b(?:drop|remove) (?:the )?(?:explicit(?:ly)? )?(?:unused|unneeded|redundant|unnecessary|superfluous) (?:header|includes?|of_match_ptr|\.?owner|semicolons?|casts?)\b`,
		String.raw`\bexplicitly include correct dt includes\b`,
		String.raw`\bdrop owner assignment\b`,
		String.raw`\bmove email address\b|\bupdate (?:my|the) e-?mail\b`,
		String.raw`\bconstif(?:y|ies|ied|ication)\b`,
		String.raw`\bmodule_description\b`,
		String.raw`\bde-?duplicate includes?\b|\bduplicated? includes?\b`,
		String.raw`\bwhite-?space\b|\bkernel-doc\b`,
	].join('|'),
	'i',
);

/**
 * Whether a commit or a posted patch is a sweep: mechanical work over many files at once, which says nothing
 * about anyone caring for one driver. `files` counts every file the change touches, in the whole tree.
 */
export function isSweep(title: string, files: number): boolean {
	return files > sweepFileLimit || sweepTitle.test(title);
}
