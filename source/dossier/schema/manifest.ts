/** What a data set says of itself. */
import * as v from 'valibot';
import {recommendations} from '../query/vocabulary.ts';
import {distributionSchema} from './reach.ts';
import {count, date, share, text} from './words.ts';

/** Something the survey met and survived, by name. */
export const problemSchema = v.strictObject({source: text, where: text, problem: text});

/** One source of the survey. */
export const surveySourceSchema = v.strictObject({
	name: text,
	origin: text,
	revision: v.nullable(text),
	since: v.nullable(date),
	until: v.nullable(date),
	counts: v.record(text, count),
});

const fileSchema = v.strictObject({bytes: count, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))});

/**
 * A band of risk, and what happened to the drivers in it when their risk had been said without knowing them:
 * `gone` of `drivers` within two years, whose share lies between `low` and `high` (95 %, bootstrap by directory).
 */
export const riskBandSchema = v.strictObject({
	from: share,
	to: share,
	drivers: count,
	gone: count,
	low: share,
	high: share,
});

/** What the rules' chances rest on: the pair of trees that they were fitted on, and how each band of risk fared. */
export const calibrationSummarySchema = v.strictObject({
	pair: v.strictObject({from: text, to: text, asOf: date}),
	bands: v.array(riskBandSchema),
});

/** What a data set is made of. */
export const manifestSchema = v.strictObject({
	schemaVersion: v.literal(1),
	generator: text,
	treeVersion: text,
	asOf: date,
	window: v.strictObject({since: date, until: date}),
	/**
	 * The releases whose trees were compared, oldest first, each with the version of the tree that stood for it, where
	 * known, and the releases between it and the one before that there was no tree of: their change is in its own.
	 */
	releases: v.array(
		v.strictObject({release: text, date, snapshot: v.nullable(text), missing: v.array(text)}),
	),
	/** The distributions whose kernel configurations were read; data sets made before that have none. */
	distributions: v.optional(v.array(distributionSchema)),
	sources: v.array(surveySourceSchema),
	counts: v.strictObject({
		drivers: count,
		directories: count,
		/** Records of gone.ndjson; absent where none were surveyed. */
		gone: v.optional(count),
		byRecommendation: v.strictObject(
			Object.fromEntries(recommendations.map(name => [name, count])) as Record<
				(typeof recommendations)[number],
				typeof count
			>,
		),
	}),
	/** Null where the rules did not judge. */
	calibration: v.nullable(calibrationSummarySchema),
	problems: v.array(problemSchema),
	/**
	 * What the records of drivers and directories leave out, as the same for many: the beginnings of addresses, by their
	 * number, and the days on which each list was read. Absent where they leave nothing out.
	 */
	packing: v.optional(
		v.strictObject({
			bases: v.array(text),
			lists: v.array(v.strictObject({list: text, since: v.nullable(date), until: v.nullable(date)})),
		}),
	),
	files: v.strictObject({
		'drivers.ndjson': fileSchema,
		'directories.ndjson': fileSchema,
		'index.json': fileSchema,
		'names.idx': fileSchema,
		'ids.idx': fileSchema,
		'schema.json': fileSchema,
		'options.txt': v.optional(fileSchema),
		'platforms.ndjson': v.optional(fileSchema),
		'gone.ndjson': v.optional(fileSchema),
		'outside.ndjson': v.optional(fileSchema),
		'links.idx': v.optional(fileSchema),
		'joins.idx': v.optional(fileSchema),
	}),
});
