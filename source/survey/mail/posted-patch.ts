/** Whether a posted patch is work on the drivers that it touches, as far as the mail itself can tell. */
import {
	claimsToMend,
	fewestLinesOfRework,
	isMadeByTool,
	isMechanical,
	isRearrangement,
	isRevert,
	mendsWhatUsersMet,
	namesItsFault,
	tellsOfFault,
} from '../mechanical-titles.ts';
import {
	isTreeWide,
	mostFilesOfRework,
	mostFilesOfVendor,
	mostLinesOfSlightEdit,
	mostPatchesOfVendor,
} from '../sweeps.ts';
import {isAddition, isConversion} from './campaigns.ts';
import {isNotice, seriesSize} from './message/patch.ts';
import {isStablePosting} from './removals/kind.ts';
import type {ForVendor, PatchMail} from './tally.ts';

/** A mail with a diff that touches somebody, as it was read. */
export interface PostedPatch
	extends Pick<PatchMail, 'messageId' | 'time' | 'author' | 'title' | 'files' | 'archive' | 'owners'> {
	/** Decoded, with its tags. */
	subject: string;
	/** What is said before the diff. */
	words: string;
	/** Counts the lines put in and taken out. */
	lines: () => number;
	/** Whether these are so many at most. */
	hasFewLines: (most: number) => boolean;
	/** Drivers that it deletes. */
	deleted: readonly number[];
	/** Drivers to which it brings a source. */
	brings: readonly number[];
}

/** Why a posted patch is no work on any driver. */
export type NoWork =
	| 'sweep by title or files'
	| 'mechanical by title'
	| 'repeats a patch'
	| 'made by a tool'
	| 'few lines moved about';

/** The mail as it is tallied. */
export function patchMailOf(patch: PostedPatch): PatchMail {
	const {messageId, time, author, subject, title, files, archive, owners, deleted, brings} = patch;
	return {
		messageId,
		time,
		author,
		title,
		isSweep: whyNoWork(patch) !== null,
		files,
		series: seriesSize(subject),
		forVendor: forVendor(patch),
		isSlight: isSlight(patch),
		mends: tellsOfFault(title) || mendsWhatUsersMet(title, patch.words),
		namesFault: claimsToMend(title, patch.words),
		isSmall: isSmall(patch),
		isThin: isThin(patch),
		isSmallEdit: isSmallEdit(patch),
		archive,
		owners,
		deleted,
		brings,
	};
}

/** Why a patch is no work on any driver, by the mail alone; null where it may be. */
export function whyNoWork({
	title,
	subject,
	files,
	words,
	lines,
}: Pick<PostedPatch, 'title' | 'subject' | 'files' | 'words' | 'lines'>): NoWork | null {
	if (isTreeWide(title, files)) return 'sweep by title or files';
	if (isRepeat(subject)) return 'repeats a patch';
	const why = whyMechanical(title, words, lines);
	if (why === null || files >= fewestFilesOfMechanical) return why;
	return isRevert(title) || mendsWhatUsersMet(title, words) ? null : why;
}

/** What is edited in so many files in one way is a sweep, whatever it mends. */
const fewestFilesOfMechanical = 10;
/** Of so many lines a file a patch does one little thing in each. */
const mostLinesOfThinFile = 3;

function whyMechanical(title: string, words: string, lines: () => number): NoWork | null {
	if (isMechanical(title, lines)) return 'mechanical by title';
	if (isMadeByTool(title, words)) return 'made by a tool';
	return isRearrangement(title) && lines() < fewestLinesOfRework ? 'few lines moved about' : null;
}

/** Whether a patch is a slight edit of a kind that can be made anywhere, and mends no fault. */
function isSlight({title, words, hasFewLines}: PostedPatch): boolean {
	return (isConversion(title) || tidyingVerb.test(title)) && isSmall({title, words, hasFewLines});
}

/** Whether a patch does little to each of many files, and mends nothing. */
function isThin({title, words, files, hasFewLines}: PostedPatch): boolean {
	if (files < fewestFilesOfMechanical || mendsWhatUsersMet(title, words) || namesItsFault(words))
		return false;
	return !tellsOfFault(title) && hasFewLines(mostLinesOfThinFile * files);
}

/** Whether a patch is of few lines, and neither its title tells of a fault nor its words name the commit that brought one. */
function isSmall({title, words, hasFewLines}: Pick<PostedPatch, 'title' | 'words' | 'hasFewLines'>): boolean {
	return !tellsOfFault(title) && !namesItsFault(words) && hasFewLines(mostLinesOfSlightEdit);
}

/** What makes a driver build, whose users meet nothing of it. */
const buildFix =
	/\b(?:build(?:ing)?|compil\w+|link(?:er|ing|time)?|modpost|randconfig)[- ](?:breakages?|errors?|fail\w*|fix(?:es)?|issues?|problems?)\b|\bfix\w* (?:the )?(?:\w+ )?(?:build|compil\w+|linking)\b/i;

const helper = /\bhelpers?\b/i;

/**
 * Whether a patch is an edit of few lines that adds nothing to what the driver does and mends nothing that its users meet.
 * Conversions, helpers and code that moves take more lines to say nothing new.
 */
function isSmallEdit({title, words, hasFewLines}: PostedPatch): boolean {
	if (isAddition(title)) return false;
	if (buildFix.test(title)) return hasFewLines(mostLinesOfSlightEdit);
	if (tellsOfFault(title) || claimsToMend(title, words)) return false;
	const isTidying = isConversion(title) || isRearrangement(title) || helper.test(title);
	return hasFewLines(isTidying ? fewestLinesOfRework - 1 : mostLinesOfSlightEdit);
}

/** Verbs of edits that leave a driver doing what it did, beside those of conversions. */
const tidyingVerb =
	/(?:^|[:)\]]\s*|\s-\s+)(?:avoid us|chang|clean|combin|correct|declar|delet|don't use|do not use|improv|initiali[sz]|mark\b(?!.*\bcritical)|optimi[sz]|reduc|reorder|reword|some clean|tid(?:y|ies)|unify)/i;

/**
 * Whether the people of a vendor may have meant all of its drivers that a patch touches: it is of few files, or it rewrites a
 * good part of every file, as it must where it converts or moves code. In a long series, too, it must.
 */
function forVendor({title, subject, files, lines, deleted}: PostedPatch): ForVendor {
	if (files > mostFilesOfRework || deleted.length > 0) return 'no';
	const isLong = seriesSize(subject) > mostPatchesOfVendor;
	const isSmallPart = files > mostFilesOfVendor || isConversion(title) || isRearrangement(title);
	if (!isSmallPart && !isLong) return 'yes';
	if (lines() >= fewestLinesOfRework * files) return 'yes';
	return isSmallPart ? 'no' : 'alone';
}

/** Whether a mail repeats a patch: for a stable tree, as applied, or with all others at the head of its series. */
function isRepeat(subject: string): boolean {
	return isStablePosting(subject) || isNotice(subject) || isCover(subject);
}

/** Whether a subject is that of the letter at the head of a series, numbered 0. */
export function isCover(subject: string): boolean {
	return /\[[^[\]]*\b0+\/\d[^[\]]*\]/.test(subject);
}
