/** Everything measured of a driver or directory. */
import * as v from 'valibot';
import {
	maintainerStatuses,
	removalAnswers,
	removalKinds,
	removalPosters,
	signKinds,
	supportStates,
} from '../query/vocabulary.ts';
import {distributionsSchema, populationSchema} from './reach.ts';
import {sourceSchema} from './source.ts';
import {count, cveId, date, kernelPath, month, place, text, url} from './words.ts';

/** A release with its UTC day. */
export const datedReleaseSchema = v.strictObject({release: text, date});

/** Files and physical source lines (.c, .h, .S) in one kernel tree. */
export const treeSignalSchema = v.strictObject({version: text, files: count, sourceLines: count});

const counts = v.array(v.nullable(count));

/**
 * What each release changed in the driver's own sources, renames followed: four lists in step with the manifest's
 * `releases`, entry i being the change that release i brought to the one before; so the first entry is null, and so is
 * that of a release which does not have the driver. `files` changed, lines `added` and `removed` as `git diff --numstat`
 * counts them; `substantive` are lines of substance added and removed, which are code: no blanks, comments, includes or sweeps,
 * null also where the driver arrives or comes back, when all its lines are new.
 */
export const releaseChangesSchema = v.strictObject({
	files: counts,
	added: counts,
	removed: counts,
	substantive: counts,
});

/**
 * The first release that has the driver; with `earliest` that one or an earlier one. `source` is what says so: a path in
 * that release's tree, or a list of earlier kernels by its file name.
 */
export const sinceSchema = v.strictObject({release: text, date, earliest: v.boolean(), source: text});

/**
 * What the driver was before it bore its name, its place or its option: the id of that record of gone.ndjson, the first
 * release that has it (with `earliest` that one or an earlier one) and the last.
 */
export const earlierSelfSchema = v.strictObject({
	id: kernelPath,
	release: text,
	date,
	earliest: v.boolean(),
	until: text,
});

/** Releases in between that did not have the driver: the first of them, and the one that has it again. */
export const awaySchema = v.strictObject({from: text, back: text});

/**
 * Git history of the window [since, until], UTC days inclusive. Lines are null where only commits are known.
 * `substantive` leaves sweeps out (see survey/sweeps.ts); null where the counter did not tell them apart.
 */
export const commitsSchema = v.strictObject({
	since: date,
	until: date,
	total: count,
	substantive: v.nullable(v.strictObject({total: count, authors: count, lastDate: v.nullable(date)})),
	linesAdded: v.nullable(count),
	linesRemoved: v.nullable(count),
	authors: count,
	lastDate: v.nullable(date),
	monthly: v.array(
		v.strictObject({month, commits: count, added: v.nullable(count), removed: v.nullable(count)}),
	),
});

/** A mailing list, with the days that archives of it were read for, inclusive; null where none was. */
export const surveyedListSchema = v.strictObject({
	list: text,
	since: v.nullable(date),
	until: v.nullable(date),
});

const lastMail = v.nullable(v.strictObject({date, messageId: text}));

/**
 * Patches posted to mailing lists that touch the driver's own sources, on the lists that MAINTAINERS names for them.
 * Revisions of a patch are one piece of work: counted in the month of its first within the window, last seen at its
 * newest. `since` and `until` are what was read; `monthly` runs over their calendar months, null for a month that no
 * archive of these lists covers. `atLeast`: a list was not read, or months are unknown, so the counts are floors.
 * `elsewhere` are patches of substance seen on other lists only, or on days for which no list of its own was read: signs
 * of life, never of quiet. They and `substantive` leave sweeps out (see survey/sweeps.ts). `lastInEarnest` is there where the
 * last is an edit of few lines that neither adds nor mends anything, by somebody who sent no more in the window: then it is
 * the newest that is not, null where there is none.
 */
export const patchesSchema = v.strictObject({
	since: date,
	until: date,
	total: count,
	atLeast: v.boolean(),
	elsewhere: v.strictObject({total: count, last: lastMail, lastInEarnest: v.optional(lastMail)}),
	lists: v.array(surveyedListSchema),
	substantive: v.strictObject({
		total: count,
		authors: count,
		last: lastMail,
		lastInEarnest: v.optional(lastMail),
	}),
	authors: count,
	last: lastMail,
	monthly: v.array(v.nullable(count)),
});

/**
 * A posted patch that deletes the driver's main source file. `kind` says what it does with the driver: only a `removal`
 * takes it away for good; of several revisions the last says it. `by` is who posted it, as the section of MAINTAINERS had its
 * people when he did, as far as releases were surveyed; `answer` the strongest that was answered; `overtakenBy` how many releases were shipped since without it, up to the tree's own, null where the
 * tree's is none that is known. A `move` by which the driver lies where it does was applied, and is overtaken by none. `replacement` is the id of the driver that the mail says is to be used instead, where it names one of the
 * surveyed tree. `again` is the day on which it was posted last, null where it was posted once; `overtakenBy` counts
 * from that day. `series`: how many drivers the patch deletes with the others of its series, and in how many
 * subsystems (folders of the second level) these lie.
 */
export const removalPatchSchema = v.strictObject({
	date,
	messageId: text,
	title: text,
	list: text,
	kind: v.picklist(removalKinds),
	by: v.picklist(removalPosters),
	answer: v.picklist(removalAnswers),
	overtakenBy: v.nullable(count),
	replacement: v.nullable(kernelPath),
	again: v.optional(v.nullable(date)),
	series: v.optional(v.strictObject({drivers: count, subsystems: count})),
});

/**
 * A mail that announces the driver's end without deleting it: it calls it deprecated or obsolete, or says that it is to
 * be. Of a patch's revisions the first. `by` is who posted it, as for a deletion; `successor` the name that the mail
 * gives for what comes in its place: a module or CONFIG symbol in the mail's own words, whether the surveyed tree has it
 * or not.
 */
export const announcementSchema = v.strictObject({
	date,
	messageId: text,
	title: text,
	list: text,
	by: v.picklist(removalPosters),
	successor: v.nullable(text),
});

/** The best section of MAINTAINERS, by get_maintainer's matching. `at` is its first line there. */
export const maintainersSchema = v.strictObject({
	section: v.nullable(text),
	status: v.nullable(v.picklist(maintainerStatuses)),
	own: v.boolean(),
	lists: v.array(text),
	at: v.nullable(place),
});

/** What a vendor says in one release: of the driver, or of one device, by its PCI id (with a subsystem's). */
export const supportSchema = v.strictObject({
	vendor: text,
	release: text,
	state: v.picklist(supportStates),
	device: v.nullable(text),
});

/**
 * The boards whose device trees name one of the driver's compatibles: `.dts` files of the surveyed tree, counted with all
 * that they include. A node counts whatever its `status`, for boards switch on by label what a chip's file has off; so does
 * a compatible that a later file replaces. `overlays` are `.dtso` files, which belong to no board of their own. `families`
 * are the folders of arch/ARCH/boot/dts that the boards lie in, the five with most of them, as `arm/nxp/lpc`;
 * `moreFamilies` how many there are besides. Boards whose device trees are kept outside the tree are not seen.
 */
export const boardsSchema = v.strictObject({
	boards: count,
	overlays: count,
	families: v.array(v.strictObject({family: text, boards: v.pipe(count, v.minValue(1))})),
	moreFamilies: count,
});

/**
 * What those who decide have said of an end, where it can be read: `source` has the place or address, the day where it is
 * known, and what goes. `release` and `year` are when, where the text names one.
 */
export const statementSchema = v.strictObject({
	source: sourceSchema,
	release: v.nullable(text),
	year: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1991))),
});

/** A fact the tree states about the driver, with its place. */
export const signSchema = v.strictObject({
	sign: v.picklist(signKinds),
	value: v.nullable(text),
	at: place,
});

/**
 * What others published of a directory's history over their own window: commits, lines and authors of its whole
 * subtree. `monthly` runs over the calendar months from `since` to `until`, null for those that the page did not show.
 */
export const publishedFiguresSchema = v.strictObject({
	origin: text,
	url,
	since: date,
	until: date,
	commits: count,
	linesAdded: count,
	linesRemoved: count,
	authors: count,
	activeMonths: v.nullable(count),
	monthly: v.nullable(v.array(v.nullable(count))),
});

/** Everything measured. Each part is null when that source was not surveyed. */
export const signalsSchema = v.strictObject({
	tree: v.nullable(treeSignalSchema),
	releases: v.nullable(releaseChangesSchema),
	since: v.nullable(sinceSchema),
	/** Absent where it is not known to have been another. */
	earlier: v.optional(earlierSelfSchema),
	away: v.nullable(v.array(awaySchema)),
	commits: v.nullable(commitsSchema),
	patches: v.nullable(patchesSchema),
	removalPatches: v.nullable(v.array(removalPatchSchema)),
	/** Absent where there is none. */
	announcements: v.optional(v.array(announcementSchema)),
	/** Drivers that the text of its option names in its place, with the line that does; absent where there is none. */
	successors: v.optional(v.array(v.strictObject({driver: kernelPath, at: place}))),
	cves: v.nullable(v.array(cveId)),
	/** Days on which these records were published, in step with \`cves\`; an unknown one is null. */
	cveDates: v.nullable(v.array(v.nullable(date))),
	maintainers: v.nullable(maintainersSchema),
	support: v.nullable(v.array(supportSchema)),
	/** Drivers with an option only; data sets made before configurations were read have none. */
	distributions: v.optional(v.nullable(distributionsSchema)),
	/** Drivers that name PCI devices only; absent as above. */
	population: v.optional(v.nullable(populationSchema)),
	/** Drivers with compatibles only, of a tree with device trees; absent in data sets of before. */
	boards: v.optional(v.nullable(boardsSchema)),
	/** What is said of its end in the tree, or was imported; absent where nothing is. */
	statements: v.optional(v.array(statementSchema)),
	signs: v.nullable(v.array(signSchema)),
	/** Directories only: what others counted. */
	published: v.optional(v.array(publishedFiguresSchema)),
});
