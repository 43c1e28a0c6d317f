/** What an assessor says of a driver, with reasons and sources. */
import * as v from 'valibot';
import {assessorKinds, deploymentLevels, recommendations} from '../query/vocabulary.ts';
import {commitsSchema, treeSignalSchema} from './signals.ts';
import {sourceSchema} from './source.ts';
import {count, date, kernelPath, share, text} from './words.ts';

/** One reason for a recommendation. `source` counts from 1 into the assessment's sources. */
export const reasonSchema = v.strictObject({
	rule: text,
	weight: v.number(),
	text,
	source: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/**
 * How a model was asked: by which command, for how long, and at what cost, as far as the command told it. `unchecked`
 * are the sources, counted from 1, whose addresses were not among the evidence that it was given: nobody looked whether
 * they say what is claimed, or are there at all. `saidConfidence` is what it claimed itself, where that was more than
 * an answer without a checked source may have.
 */
export const probeSchema = v.strictObject({
	command: text,
	seconds: v.pipe(v.number(), v.minValue(0)),
	cost: v.nullable(v.strictObject({amount: v.pipe(v.number(), v.minValue(0)), currency: v.nullable(text)})),
	model: v.nullable(text),
	unchecked: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
	saidConfidence: v.nullable(share),
});

/**
 * What one assessor says. What came from elsewhere also has who made it (`origin`), the path it speaks of
 * (`covers`), a title, and the figures that its makers counted; the rules speak of the record itself, with its own.
 */
export const assessmentSchema = v.strictObject({
	assessor: v.picklist(assessorKinds),
	origin: v.optional(v.nullable(text)),
	covers: v.optional(v.nullable(kernelPath)),
	/** How many drivers of the data set lie at or below that path. */
	coversDrivers: v.optional(count),
	date: v.nullable(date),
	recommendation: v.picklist(recommendations),
	confidence: v.nullable(share),
	removalRisk: v.nullable(share),
	deployments: v.picklist(deploymentLevels),
	replacement: v.nullable(text),
	title: v.optional(v.nullable(text)),
	/** What the assessor says: the rules in two to six sentences, see summary/summary.ts; others in one, or null. */
	summary: v.nullable(text),
	/**
	 * Of another's verdict that counts for its driver: what a dossier says in words behind its summary, made when the rules
	 * judge, see summary/wording.ts. Made when it is asked for where it is absent.
	 */
	told: v.optional(text),
	reasons: v.array(reasonSchema),
	sources: v.array(sourceSchema),
	/** Null of the rules: their notes follow from the record, see summary/notes.ts. */
	notes: v.nullable(text),
	/** Of models only. */
	probe: v.optional(probeSchema),
	signals: v.optional(
		v.nullable(v.strictObject({tree: v.nullable(treeSignalSchema), commits: v.nullable(commitsSchema)})),
	),
});
