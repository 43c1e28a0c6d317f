/** The record of a driver and of a directory. */
import * as v from 'valibot';
import {aliasOrigins, categories, driverKinds, loadingWays, needKinds} from '../query/vocabulary.ts';
import {assessmentSchema} from './assessment.ts';
import {signalsSchema} from './signals.ts';
import {count, kernelPath, moduleName, place, symbol, text} from './words.ts';

/** The CONFIG symbol that builds the driver. `dependsOn` is the whole condition, as Kconfig writes it. */
export const kconfigSchema = v.strictObject({
	symbol,
	prompt: v.nullable(text),
	tristate: v.boolean(),
	dependsOn: v.nullable(text),
	at: v.nullable(place),
});

const aliasRelease = v.pipe(v.string(), v.regex(/^(?:<=)?\d+\.\d+$/, 'not a release such as 7.1 or <=5.10'));

/** A driver that another needs before it works: by symbols that it exports, a softdep line, or an option's select. */
export const needSchema = v.strictObject({driver: kernelPath, by: v.picklist(needKinds)});

/**
 * A driver: one Kbuild object under drivers/ or sound/. `files` are its own sources, relative to its directory, so that
 * one elsewhere begins with `../`; `names` the `.name` strings that it registers under; `needs` the drivers that must be there before
 * it; `loads` how it comes to be loaded.
 *
 * `aliases` are the modalias patterns of the devices that it claims, as the kernel's modpost writes them: from its id
 * tables in the sources and from the alias tables of kernels that were built; empty where neither has any, null where
 * neither was read. `aliasFrom` says which of the two has each, `aliasSince` the first surveyed release in which the
 * driver claims it: `7.1`, or `<=5.10` where that is the oldest release surveyed, so that it may have done so before;
 * null where that was not surveyed or is not known. Both are in step with `aliases`; a single entry counts for all of
 * them. `firmware` are the files that it may ask the firmware loader for (MODULE_FIRMWARE).
 */
export const driverSchema = v.strictObject({
	id: kernelPath,
	module: moduleName,
	directory: kernelPath,
	subsystem: text,
	category: v.picklist(categories),
	kind: v.picklist(driverKinds),
	title: v.nullable(text),
	kconfig: v.nullable(kconfigSchema),
	buses: v.array(text),
	aliases: v.nullable(v.array(text)),
	aliasFrom: v.nullable(v.array(v.picklist(aliasOrigins))),
	aliasSince: v.nullable(v.array(v.nullable(aliasRelease))),
	firmware: v.nullable(v.array(text)),
	files: v.array(text),
	names: v.array(text),
	needs: v.array(needSchema),
	loads: v.nullable(v.picklist(loadingWays)),
	signals: signalsSchema,
	assessments: v.pipe(v.array(assessmentSchema), v.minLength(1)),
});

/** A directory under drivers/ or sound/, with the same signals over its whole subtree. */
export const directorySchema = v.strictObject({
	directory: kernelPath,
	subsystem: text,
	category: v.picklist(categories),
	title: v.nullable(text),
	drivers: count,
	signals: signalsSchema,
	assessments: v.array(assessmentSchema),
});
