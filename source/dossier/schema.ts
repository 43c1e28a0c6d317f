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
	driverKinds,
	loadingWays,
	maintainerStatuses,
	needKinds,
	recommendations,
	removalAnswers,
	removalKinds,
	removalPosters,
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
 * Names of Kbuild objects, of folders under drivers/ and sound/ and of CONFIG symbols, as all of Linux 5.10 to 7.3 are written.
 * Nothing that a shell, a terminal or a path would take for more than a name is among them, so that names can be
 * completed, printed and searched for as they are.
 */
const moduleName = /^[A-Za-z0-9_][A-Za-z0-9_,.+-]*$/;
const kernelFolder = /^(?:drivers|sound)(?:\/[A-Za-z0-9_][A-Za-z0-9_,.+-]*)*$/;
const configSymbol = /^[A-Za-z0-9_]+$/;

const kernelPath = v.pipe(v.string(), v.regex(kernelFolder, 'not a path under drivers/ or sound/'));
const module = v.pipe(v.string(), v.regex(moduleName, 'not a name of a Kbuild object'));
const symbol = v.pipe(v.string(), v.regex(configSymbol, 'not a CONFIG symbol'));
const url = v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/, 'not an http address'));
const cveId = v.pipe(v.string(), v.regex(/^CVE-\d{4}-\d{4,}$/, 'not a CVE id'));

/** Files and physical source lines (.c, .h, .S) in one kernel tree. */
export const treeSignalSchema = v.strictObject({version: text, files: count, sourceLines: count});

const counts = v.array(v.nullable(count));

/**
 * What each release changed in the driver's own sources, renames followed: four lists in step with the manifest's
 * `releases`, entry i being the change that release i brought to the one before; so the first entry is null, and so is
 * that of a release which does not have the driver. `files` changed, lines `added` and `removed` as `git diff --numstat`
 * counts them; `substantive` are lines of code added and removed in earnest: no blanks, comments, includes or sweeps,
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
 * `elsewhere` are patches seen on other lists only: signs of life, never of quiet. `substantive` leaves sweeps out (see
 * survey/sweeps.ts).
 */
export const patchesSchema = v.strictObject({
	since: date,
	until: date,
	total: count,
	atLeast: v.boolean(),
	elsewhere: v.strictObject({total: count, last: lastMail}),
	lists: v.array(surveyedListSchema),
	substantive: v.strictObject({total: count, authors: count, last: lastMail}),
	authors: count,
	last: lastMail,
	monthly: v.array(v.nullable(count)),
});

/**
 * A posted patch that deletes the driver's main source file. `kind` says what it does with the driver: only a `removal`
 * takes it away for good. `by` is who posted it, as the section of MAINTAINERS has its people; `answer` the strongest
 * that was answered; `overtakenBy` how many releases were shipped since without it, null where releases were not
 * surveyed. `replacement` is the id of the driver that the mail says is to be used instead, where it names one of the
 * surveyed tree.
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
	releases: v.nullable(releaseChangesSchema),
	since: v.nullable(sinceSchema),
	away: v.nullable(v.array(awaySchema)),
	commits: v.nullable(commitsSchema),
	patches: v.nullable(patchesSchema),
	removalPatches: v.nullable(v.array(removalPatchSchema)),
	cves: v.nullable(v.array(cveId)),
	/** Days on which these records were published, in step with \`cves\`; an unknown one is null. */
	cveDates: v.nullable(v.array(v.nullable(date))),
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

/** A driver that another needs before it works: by symbols that it exports, a softdep line, or an option's select. */
export const needSchema = v.strictObject({driver: kernelPath, by: v.picklist(needKinds)});

/**
 * A driver: one Kbuild object under drivers/ or sound/. `files` are its own sources, relative to its directory where they
 * lie in it or below; `names` the `.name` strings that it registers under; `needs` the drivers that must be there before
 * it; `loads` how it comes to be loaded.
 */
export const driverSchema = v.strictObject({
	id: kernelPath,
	module,
	directory: kernelPath,
	subsystem: text,
	category: v.picklist(categories),
	kind: v.picklist(driverKinds),
	title: v.nullable(text),
	kconfig: v.nullable(kconfigSchema),
	buses: v.array(text),
	aliases: v.nullable(v.array(text)),
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
export function isKernelPath(path: string): boolean {
	return kernelFolder.test(path);
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
export type ReleaseChanges = v.InferOutput<typeof releaseChangesSchema>;
export type Since = v.InferOutput<typeof sinceSchema>;
export type Commits = v.InferOutput<typeof commitsSchema>;
export type Patches = v.InferOutput<typeof patchesSchema>;
export type RemovalPatch = v.InferOutput<typeof removalPatchSchema>;
export type Maintainers = v.InferOutput<typeof maintainersSchema>;
export type Support = v.InferOutput<typeof supportSchema>;
export type Need = v.InferOutput<typeof needSchema>;
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
