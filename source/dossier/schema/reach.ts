/** Reach: which distributions ship a driver, and in how many machines its devices were seen. */
import * as v from 'valibot';
import {configurationForms, configurationKinds} from '../query/vocabulary.ts';
import {count, date, share, text} from './words.ts';

/**
 * One kernel configuration that was read. `kernel` is null where its source does not tell. `form` says what silence
 * means: in a `full` one what is not there is off or hidden, a `listed` one leaves hidden options out, a `partial` one
 * leaves out whatever is as its defaults have it. `source` is a package with its version and file, or
 * repository@commit:path. `enabled` counts the drivers that it switches on.
 */
export const configurationSchema = v.strictObject({
	distribution: text,
	release: text,
	kernel: v.nullable(text),
	date: v.nullable(date),
	architecture: text,
	kind: v.picklist(configurationKinds),
	form: v.picklist(configurationForms),
	/** It offers what its machines can't have, to test that it compiles: what is off there says nothing. */
	testsCompiling: v.boolean(),
	source: text,
	enabled: count,
});

/**
 * Configurations that are decided together: those of one family of distributions that builds its kernels from one
 * source, its kernels for guests and for boards each apart. `enabled` is the share of the drivers with an option that
 * one of its configurations switches on.
 */
export const distributionSchema = v.strictObject({
	family: text,
	/** How people call it: `RHEL`, `Debian cloud`. */
	label: text,
	kind: v.picklist(configurationKinds),
	enabled: share,
	configurations: v.pipe(v.array(configurationSchema), v.minLength(1)),
});

/** A release of a distribution that switched a driver on or off; both were asked for its option there. */
export const switchedSchema = v.strictObject({
	distribution: text,
	release: text,
	kernel: text,
	date: v.nullable(date),
	architecture: text,
	to: v.picklist(['on', 'off']),
	source: text,
});

/**
 * Who ships the driver. `values` has a letter for each of the manifest's `distributions`, in step: `y` built in, `m` a
 * module, `n` asked for and off, `-` not known: hidden there, of another architecture, or not mentioned by a partial
 * configuration. `at` says of each that is known, in their order, in which of its
 * configurations that stands. `drivers` is how many
 * drivers the option builds, this one included. `switched` is the last change of each distribution, oldest first.
 */
export const distributionsSchema = v.strictObject({
	values: v.pipe(v.string(), v.regex(/^[ymn-]+$/, 'not letters y, m, n and -')),
	at: v.array(count),
	drivers: count,
	switched: v.array(switchedSchema),
});

/**
 * In how many probed machines a device of the driver was seen: the most of any one of its PCI ids, a floor. `machines`
 * counts ids that the driver names; `byClass` those that only their class gives to it, null where it names none. `device`
 * is the id of the greater. `source` is the count that says so.
 */
export const populationSchema = v.strictObject({
	machines: v.nullable(count),
	byClass: v.nullable(count),
	device: v.nullable(text),
	source: text,
});
