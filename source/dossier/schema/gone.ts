/** The record of a driver that an earlier kernel had and the surveyed one has not. */
import * as v from 'valibot';
import {fates, removalAnswers, removalPosters, successorWitnesses} from '../query/vocabulary.ts';
import {datedReleaseSchema} from './signals.ts';
import {date, kernelPath, moduleName, place, symbol, text} from './words.ts';

/**
 * A claim, and where it can be read: a file, with or without its line, of the tree of `release`; or a list of earlier
 * kernels by its file name, with the kernel that it is of.
 */
export const goneSourceSchema = v.strictObject({release: text, at: place, claim: text});

/**
 * Where a driver is now: its id in the surveyed tree, with the CONFIG symbol that builds it. Outside drivers/ and sound/
 * it is the path of the source that its code went to, without its ending.
 */
export const laterPlaceSchema = v.strictObject({id: text, option: v.nullable(symbol)});

/** Another driver of the surveyed tree that serves its hardware now, and what says so. */
export const successorSchema = v.strictObject({
	id: kernelPath,
	option: v.nullable(symbol),
	by: v.picklist(successorWitnesses),
	/** The id or name that both claim, or the words of the mail. */
	witness: text,
});

/** The posted patch that deleted it. `replacements` are the words by which it names what is to be used instead. */
export const deletionSchema = v.strictObject({
	date,
	messageId: text,
	title: text,
	list: text,
	by: v.picklist(removalPosters),
	answer: v.picklist(removalAnswers),
	replacements: v.array(text),
});

/**
 * A driver that some earlier kernel had and the surveyed one has not, under that path and option. `fate` is what became
 * of it, `to` where it is now: empty where it was removed or is of an unknown fate; an option that was renamed has the driver's own id there.
 * `fate` is null where its absence says nothing, as the package that was surveyed is known to leave its sources out.
 * `goneIn` is the first release without it, null where no release after its last one is known that soon.
 * `since` is the first release known to have it, or an earlier one. `ids` are modalias patterns; null where its tables
 * were not read. `section` is that of MAINTAINERS in its last release.
 */
export const goneSchema = v.strictObject({
	id: kernelPath,
	module: moduleName,
	option: v.nullable(symbol),
	title: v.nullable(text),
	ids: v.nullable(v.array(text)),
	section: v.nullable(text),
	since: v.nullable(datedReleaseSchema),
	lastRelease: datedReleaseSchema,
	goneIn: v.nullable(datedReleaseSchema),
	fate: v.nullable(v.picklist(fates)),
	to: v.array(laterPlaceSchema),
	successors: v.array(successorSchema),
	deletion: v.nullable(deletionSchema),
	evidence: v.pipe(v.array(goneSourceSchema), v.minLength(1)),
});

/**
 * Something of the kernel outside drivers/ and sound/, that people ask for as if it were a driver: a module or an option
 * of a file system, a protocol, a cipher, an architecture.
 */
export const outsideSchema = v.strictObject({
	name: text,
	directory: text,
	option: v.nullable(symbol),
	prompt: v.nullable(text),
});
