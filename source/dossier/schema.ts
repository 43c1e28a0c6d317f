/**
 * The record of a driver, of a directory and of the manifest, as closed schemas: a key that is not written
 * here is refused. `data/schema.json` is generated from them, and every type of the program is inferred from
 * them. Unknown is `null`, never 0 or "".
 */
import * as v from 'valibot';
import {
	assessorKinds,
	categories,
	deploymentLevels,
	maintainerStatuses,
	recommendations,
	signKinds,
	supportStates,
	treeSourceKinds,
	webSourceKinds,
} from './query/vocabulary.ts';

const text = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const date = v.pipe(
	v.string(),
	v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'not a date as YYYY-MM-DD'),
);
const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not a month as YYYY-MM'));
const place = v.pipe(v.string(), v.regex(/^[^\s:][^:]*(:\d+)?$/, 'not a place as file:line'));
/**
 * Names of Kbuild objects, of folders under drivers/ and of CONFIG symbols, as all of Linux 5.10 to 7.3 are written.
 * Nothing that a shell, a terminal or a path would take for more than a name is among them, so that names can be
 * completed, printed and searched for as they are.
 */
const moduleName = /^[A-Za-z0-9_][A-Za-z0-9_,.+-]*$/;
const driversPath = /^drivers(?:\/[A-Za-z0-9_][A-Za-z0-9_,.+-]*)*$/;
const configSymbol = /^[A-Za-z0-9_]+$/;

const kernelPath = v.pipe(v.string(), v.regex(driversPath, 'not a path under drivers/'));
const module = v.pipe(v.string(), v.regex(moduleName, 'not a name of a Kbuild object'));
const symbol = v.pipe(v.string(), v.regex(configSymbol, 'not a CONFIG symbol'));
const url = v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/, 'not an http address'));
const cveId = v.pipe(v.string(), v.regex(/^CVE-\d{4}-\d{4,}$/, 'not a CVE id'));

/** Files and physical source lines (.c, .h, .S) in one kernel tree. */
export const treeSignalSchema = v.strictObject({version: text, files: count, sourceLines: count});

/**
 * What changed in the sources from one tree to a later one, renames followed. `substantive` counts the
 * lines added and removed in files of which more than ten changed: what sweeps leave behind is smaller.
 */
export const churnSchema = v.strictObject({
	from: text,
	to: text,
	filesChanged: count,
	linesAdded: count,
	linesRemoved: count,
	substantive: count,
});

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

/**
 * Patches posted to mailing lists; `monthly` runs over the calendar months from `since` to `until`, null for
 * months that the archives do not cover. `substantive` leaves sweeps out (see survey/sweeps.ts).
 */
export const patchesSchema = v.strictObject({
	since: date,
	until: date,
	total: count,
	substantive: v.strictObject({
		total: count,
		authors: count,
		last: v.nullable(v.strictObject({date, messageId: text})),
	}),
	authors: count,
	last: v.nullable(v.strictObject({date, messageId: text})),
	monthly: v.array(v.nullable(count)),
});

/**
 * A posted patch that deletes the driver's main source file. `replacement` is the id of the driver that the mail
 * says is to be used instead, where it names one of the surveyed tree.
 */
export const removalPatchSchema = v.strictObject({
	date,
	messageId: text,
	title: text,
	list: text,
	replacement: v.nullable(kernelPath),
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
	churn: v.nullable(v.array(churnSchema)),
	commits: v.nullable(commitsSchema),
	patches: v.nullable(patchesSchema),
	removalPatches: v.nullable(v.array(removalPatchSchema)),
	cves: v.nullable(v.array(cveId)),
	maintainers: v.nullable(maintainersSchema),
	support: v.nullable(v.array(supportSchema)),
	signs: v.nullable(v.array(signSchema)),
	/** Directories only: what others counted. */
	published: v.optional(v.array(publishedFiguresSchema)),
});

/**
 * Where a claim can be read: a file and line of the surveyed tree, or an address with its host and, where it is
 * known, the day of what stands there.
 */
export const sourceSchema = v.variant('kind', [
	v.strictObject({kind: v.picklist(treeSourceKinds), at: place, claim: text}),
	v.strictObject({kind: v.picklist(webSourceKinds), url, host: text, date: v.nullable(date), claim: text}),
]);

/** One reason for a recommendation. `source` counts from 1 into the assessment's sources. */
export const reasonSchema = v.strictObject({
	rule: text,
	weight: v.number(),
	text,
	source: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
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
	/** What the assessor says in a sentence; null where the recommendation's own meaning says it all. */
	summary: v.nullable(text),
	reasons: v.array(reasonSchema),
	sources: v.array(sourceSchema),
	notes: v.nullable(text),
	signals: v.optional(
		v.nullable(v.strictObject({tree: v.nullable(treeSignalSchema), commits: v.nullable(commitsSchema)})),
	),
});

/** The CONFIG symbol that builds the driver. `dependsOn` is the whole condition, as Kconfig writes it. */
export const kconfigSchema = v.strictObject({
	symbol,
	prompt: v.nullable(text),
	tristate: v.boolean(),
	dependsOn: v.nullable(text),
	at: v.nullable(place),
});

/** A driver: one Kbuild object under drivers/. */
export const driverSchema = v.strictObject({
	id: kernelPath,
	module,
	directory: kernelPath,
	subsystem: text,
	category: v.picklist(categories),
	title: v.nullable(text),
	kconfig: v.nullable(kconfigSchema),
	buses: v.array(text),
	aliases: v.nullable(v.array(text)),
	signals: signalsSchema,
	assessments: v.pipe(v.array(assessmentSchema), v.minLength(1)),
});

/** A directory under drivers/, with the same signals over its whole subtree. */
export const directorySchema = v.strictObject({
	directory: kernelPath,
	subsystem: text,
	category: v.picklist(categories),
	title: v.nullable(text),
	drivers: count,
	signals: signalsSchema,
	assessments: v.array(assessmentSchema),
});

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
	sources: v.array(surveySourceSchema),
	counts: v.strictObject({
		drivers: count,
		directories: count,
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
	files: v.strictObject({
		'drivers.ndjson': fileSchema,
		'directories.ndjson': fileSchema,
		'index.json': fileSchema,
		'schema.json': fileSchema,
		'options.txt': v.optional(fileSchema),
	}),
});

/** Whether a path is one that a record may have as its id or directory. */
export function isDriversPath(path: string): boolean {
	return driversPath.test(path);
}

/** Whether a name is one that a record may have as its CONFIG symbol. */
export function isConfigSymbol(name: string): boolean {
	return configSymbol.test(name);
}

export type {Category, Recommendation, SignKind} from './query/vocabulary.ts';

export type Sign = v.InferOutput<typeof signSchema>;
export type Signals = v.InferOutput<typeof signalsSchema>;
export type TreeSignal = v.InferOutput<typeof treeSignalSchema>;
export type PublishedFigures = v.InferOutput<typeof publishedFiguresSchema>;
export type Churn = v.InferOutput<typeof churnSchema>;
export type Commits = v.InferOutput<typeof commitsSchema>;
export type Patches = v.InferOutput<typeof patchesSchema>;
export type RemovalPatch = v.InferOutput<typeof removalPatchSchema>;
export type Maintainers = v.InferOutput<typeof maintainersSchema>;
export type Support = v.InferOutput<typeof supportSchema>;
export type Kconfig = v.InferOutput<typeof kconfigSchema>;
export type Source = v.InferOutput<typeof sourceSchema>;
export type Reason = v.InferOutput<typeof reasonSchema>;
export type Assessment = v.InferOutput<typeof assessmentSchema>;
export type DriverRecord = v.InferOutput<typeof driverSchema>;
export type DirectoryRecord = v.InferOutput<typeof directorySchema>;
export type Problem = v.InferOutput<typeof problemSchema>;
export type SurveySource = v.InferOutput<typeof surveySourceSchema>;
export type RiskBand = v.InferOutput<typeof riskBandSchema>;
export type CalibrationSummary = v.InferOutput<typeof calibrationSummarySchema>;
export type Manifest = v.InferOutput<typeof manifestSchema>;
