/**
 * The record of a driver, of a directory and of the manifest, as closed schemas: a key that is not written
 * here is refused. `data/schema.json` is generated from them, and every type of the program is inferred from
 * them. Unknown is `null`, never 0 or "".
 */
import type * as v from 'valibot';
import type {assessmentSchema, probeSchema, reasonSchema} from './schema/assessment.ts';
import type {directorySchema, driverSchema, kconfigSchema, needSchema} from './schema/driver.ts';
import type {
	deletionSchema,
	goneSchema,
	laterPlaceSchema,
	outsideSchema,
	successorSchema,
} from './schema/gone.ts';
import type {
	calibrationSummarySchema,
	manifestSchema,
	problemSchema,
	riskBandSchema,
	surveySourceSchema,
} from './schema/manifest.ts';
import type {platformSchema} from './schema/platforms.ts';
import type {
	configurationSchema,
	distributionSchema,
	distributionsSchema,
	populationSchema,
	switchedSchema,
} from './schema/reach.ts';
import type {
	announcementSchema,
	boardsSchema,
	commitsSchema,
	earlierSelfSchema,
	maintainersSchema,
	patchesSchema,
	publishedFiguresSchema,
	releaseChangesSchema,
	removalPatchSchema,
	signalsSchema,
	signSchema,
	sinceSchema,
	statementSchema,
	supportSchema,
	treeSignalSchema,
} from './schema/signals.ts';
import type {sourceSchema} from './schema/source.ts';

export type {Category, Recommendation, SignKind} from './query/vocabulary.ts';
export * from './schema/assessment.ts';
export * from './schema/driver.ts';
export * from './schema/gone.ts';
export * from './schema/manifest.ts';
export * from './schema/platforms.ts';
export * from './schema/reach.ts';
export * from './schema/signals.ts';
export * from './schema/source.ts';

export type Sign = v.InferOutput<typeof signSchema>;
export type Signals = v.InferOutput<typeof signalsSchema>;
export type TreeSignal = v.InferOutput<typeof treeSignalSchema>;
export type PublishedFigures = v.InferOutput<typeof publishedFiguresSchema>;
export type ReleaseChanges = v.InferOutput<typeof releaseChangesSchema>;
export type Since = v.InferOutput<typeof sinceSchema>;
export type EarlierSelf = v.InferOutput<typeof earlierSelfSchema>;
export type Commits = v.InferOutput<typeof commitsSchema>;
export type Patches = v.InferOutput<typeof patchesSchema>;
export type RemovalPatch = v.InferOutput<typeof removalPatchSchema>;
export type Announcement = v.InferOutput<typeof announcementSchema>;
export type Boards = v.InferOutput<typeof boardsSchema>;
export type Statement = v.InferOutput<typeof statementSchema>;
export type Maintainers = v.InferOutput<typeof maintainersSchema>;
export type Support = v.InferOutput<typeof supportSchema>;
export type Need = v.InferOutput<typeof needSchema>;
export type Kconfig = v.InferOutput<typeof kconfigSchema>;
export type Source = v.InferOutput<typeof sourceSchema>;
export type Reason = v.InferOutput<typeof reasonSchema>;
export type Assessment = v.InferOutput<typeof assessmentSchema>;
/** How a model was asked. */
export type ProbeDetails = v.InferOutput<typeof probeSchema>;
export type DriverRecord = v.InferOutput<typeof driverSchema>;
export type DirectoryRecord = v.InferOutput<typeof directorySchema>;
export type Platform = v.InferOutput<typeof platformSchema>;
export type Problem = v.InferOutput<typeof problemSchema>;
export type SurveySource = v.InferOutput<typeof surveySourceSchema>;
export type RiskBand = v.InferOutput<typeof riskBandSchema>;
export type CalibrationSummary = v.InferOutput<typeof calibrationSummarySchema>;
/** A kernel configuration that was read. */
export type Configuration = v.InferOutput<typeof configurationSchema>;
/** The configurations of one family of distributions that are decided together. */
export type Distribution = v.InferOutput<typeof distributionSchema>;
/** Who ships a driver, in step with the manifest's distributions. */
export type Distributions = v.InferOutput<typeof distributionsSchema>;
export type Switched = v.InferOutput<typeof switchedSchema>;
export type Population = v.InferOutput<typeof populationSchema>;
export type Manifest = v.InferOutput<typeof manifestSchema>;
export type GoneRecord = v.InferOutput<typeof goneSchema>;
export type LaterPlace = v.InferOutput<typeof laterPlaceSchema>;
export type Successor = v.InferOutput<typeof successorSchema>;
export type Deletion = v.InferOutput<typeof deletionSchema>;
export type OutsideRecord = v.InferOutput<typeof outsideSchema>;
