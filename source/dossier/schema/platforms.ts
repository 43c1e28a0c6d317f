/** The record of a platform: an option of arch/ that stands for machines, and without which their drivers can't be built. */
import * as v from 'valibot';
import {platformStates} from '../query/vocabulary.ts';
import {datedReleaseSchema, sinceSchema, statementSchema} from './signals.ts';
import {sourceSchema} from './source.ts';
import {kernelPath, place, symbol, text} from './words.ts';

/**
 * One platform: a CONFIG symbol of arch/. `goes` is the year in which it is to go, where a text names one; `through` the
 * option that it can't do without and that is marked in its place; `citations` say what `state` says, each at its line.
 * `boards` are the options of boards and chips below it, `deviceTrees` the .dts files that are built for it, `drivers` those
 * whose options can't do without it, compile tests aside. All three are sorted; `since` is null where no releases were
 * surveyed.
 *
 * Of a platform that is gone, `at` is its place in the last release that had it, `drivers` those that went with it (of
 * gone.ndjson), `boards` the options that did; `gone` says between which releases, and as `now` the option that has its
 * machines since, where it was only renamed.
 */
export const platformSchema = v.strictObject({
	option: symbol,
	prompt: v.nullable(text),
	at: place,
	architectures: v.pipe(v.array(text), v.minLength(1)),
	since: v.nullable(sinceSchema),
	state: v.picklist(platformStates),
	goes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1991))),
	through: v.nullable(symbol),
	/** Absent of a platform that is there. */
	gone: v.optional(
		v.strictObject({
			lastRelease: datedReleaseSchema,
			goneIn: datedReleaseSchema,
			now: v.nullable(symbol),
		}),
	),
	citations: v.array(sourceSchema),
	/** What was imported of its end; absent where nothing is. */
	statements: v.optional(v.array(statementSchema)),
	boards: v.array(symbol),
	deviceTrees: v.array(text),
	drivers: v.array(kernelPath),
});
