import {isMechanical} from './mechanical-titles.ts';

/** More files than this in one change, and it was made across the tree rather than for one driver. */
export const sweepFileLimit = 50;
/** So many drivers with the same edit between two releases, and it may have been made by rule, not for any of them. */
export const fewestDriversOfSweep = 15;
/** One posted patch, or one author's patches under one title, that touch so many families of drivers meant none of them. */
export const fewestFamiliesOfCampaign = 4;
/** One title by one author in so many families, where it tells of a conversion: to use, replace or drop something. */
export const fewestFamiliesOfConversion = 3;
/** The same, where it names what is used by a function, a macro or a struct: then it speaks of the kernel's own code. */
export const fewestFamiliesOfNamedConversion = 2;
/** The same within days, where each patch names the commit that brought what it mends. */
export const fewestFamiliesOfNamedFault = 6;
/** One title by one author in so many families, where it tells of a fault that users meet: each had to be found there. */
export const fewestFamiliesOfFix = 20;
/** A patch to so many files means those drivers that its title names, or whose folder. */
export const fewestFilesOfOthers = 3;
/** Who sends patches for so many families passes by at those of which he sends little. */
export const fewestFamiliesOfPasserBy = 30;
/** An edit of so many lines is slight. */
export const mostLinesOfSlightEdit = 20;
/** More files, or a longer series, for many of a vendor's drivers were not made for any of them, whoever sends it. */
export const mostFilesOfVendor = 7;
/** The same, where a good part of every file is written anew. */
export const mostFilesOfRework = 15;
export const mostPatchesOfVendor = 20;
/** A series of patches for so many families does one thing in each, under whatever titles. */
export const fewestFamiliesOfSeries = 12;
/** One for so many does where the title comes back in another family. */
export const fewestFamiliesOfNamedSeries = 8;

/**
 * Words by which a title names a mechanical change across the tree, beside those of any mechanical edit. They speak of the
 * change's form, never of a driver: conversions, API renames, spelling, licence tags, unused includes.
 */
const sweepTitle = new RegExp(
	[
		String.raw`\btree[- ]?wide\b`,
		String.raw`\bspdx\b`,
		String.raw`\btypos?\b|\bmisspell|\bspelling\b`,
		String.raw`\bcoccinelle\b|\.cocci\b|\bcheckpatch\b`,
		String.raw`\bconvert to (?:platform )?remove callback returning void\b`,
		String.raw`\bstruct \w+::remove\b`,
		String.raw`\b(?:drop|remove) (?:the )?(?:explicit(?:ly)? )?(?:unused|unneeded|redundant|unnecessary|superfluous) (?:header|includes?|\.?owner|semicolons?|casts?)\b`,
		String.raw`\bexplicitly include correct dt includes\b`,
		String.raw`\bdrop (?:driver )?owner assignment\b|\bof_match_ptr\b`,
		String.raw`\b(?:e-?|g)mail(?: address(?:es)?)?\b`,
		String.raw`\bconstif(?:y|ies|ied|ication)\b`,
		String.raw`\bmodule_description\b|\bmodules? descriptions?\b`,
		String.raw`\bde-?duplicate includes?\b|\bduplicated? includes?\b`,
		String.raw`\biwyu\b|\b(?:header )?inclusions?\b|\bmiss(?:ed|ing) headers?\b|\bheader\(s\)|\bproper (?:\w+ )?headers?\b|\binclude relevance\b`,
		String.raw`\b(?:add|adjust|apply|clean ?up|drop|explicit|fix|improve|missing|move|remove|reorder|replace|rm|sort|trim)\b.*\b(?:includes|(?:export|gpio|header|legacy|provider|termbits|uaccess) include)\b`,
		String.raw`\b(?:drop|explicit|include|including|missing|remove|replace|unneeded|unused)\s+(?:[\w-]+\s+)?<?(?:[\w*-]+/)*[\w-]+\.h\b`,
		String.raw`\bwhite-?space\b|\bkernel-doc\b`,
	].join('|'),
	'i',
);

/**
 * Whether a commit or a posted patch is a sweep: mechanical work, as it is done over many files at once, which says nothing
 * about anyone caring for one driver. `files` counts every file the change touches, in the whole tree.
 */
export function isSweep(title: string, files: number): boolean {
	return isTreeWide(title, files) || isMechanical(title);
}

/** Whether a change is a sweep whatever is said of it: too many files, or a title that names a sweep. */
export function isTreeWide(title: string, files: number): boolean {
	return files > sweepFileLimit || sweepTitle.test(title);
}
