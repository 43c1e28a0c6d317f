import * as v from 'valibot';
import {monthsBetween} from './months.ts';
import {deploymentLevels, recommendations} from './query/vocabulary.ts';
import type {Assessment, PublishedFigures} from './schema.ts';
import {UserError} from './user-error.ts';

/**
 * The facts of one page of the published corpus (https://www.linux-drivers.com/driver/PATH/): what it shows of a
 * directory, without its sentences. A page whose head could not be read has no recommendation, only figures; one whose
 * chart was cut off names some of its months only.
 */
const pageSchema = v.strictObject({
	driver_path: v.pipe(
		v.string(),
		v.regex(/^(?:drivers|sound)(\/[^/\s]+)*$/, 'not a path under drivers/ or sound/'),
	),
	page_url: v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/, 'not an http address')),
	recommendation: v.nullable(v.picklist(recommendations)),
	confidence: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
	last_sold: v.nullable(v.pipe(v.number(), v.integer())),
	subsystem: v.nullable(v.string()),
	category: v.nullable(v.string()),
	commits_5y: v.nullable(wholeNumber()),
	lines_added_5y: v.nullable(wholeNumber()),
	lines_removed_5y: v.nullable(wholeNumber()),
	authors_5y: v.nullable(wholeNumber()),
	active_months: v.nullable(v.pipe(v.string(), v.regex(/^\d+\/61$/, 'not such as 27/61'))),
	monthly_commits: v.nullable(
		v.record(
			v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/, 'not a month')),
			v.tuple([wholeNumber(), wholeNumber(), wholeNumber()]),
		),
	),
	deployments: v.nullable(v.picklist(deploymentLevels)),
	replacement: v.nullable(v.string()),
});

function wholeNumber() {
	return v.pipe(v.number(), v.integer(), v.minValue(0));
}

export type PublishedPage = v.InferOutput<typeof pageSchema>;

/** The window that the corpus counted in, as every one of its pages says. */
const window = {since: '2021-04-21', until: '2026-04-21'} as const;
const host = 'linux-drivers.com';

/** Letters that are quoted of a misfit: both its field's name and its value are a stranger's. */
const longestQuote = 300;

/** Whether a value is meant to be such a page, right or wrong in its details. */
export function looksLikePublishedPage(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'page_url' in value;
}

/** Reads a page's facts; `where` names file and line for the UserError that a misfit throws. */
export function readPublishedPage(value: unknown, where: string): PublishedPage {
	const result = v.safeParse(pageSchema, value, {abortEarly: true});
	if (result.success) return result.output;
	const [issue] = result.issues;
	throw new UserError(
		`${where} is not a published page: ${(v.getDotPath(issue) ?? 'the whole').slice(0, longestQuote)}: ${issue.message.slice(0, longestQuote)}.`,
		'A page has driver_path, page_url, recommendation, commits_5y and the other fields that the data format lists.',
	);
}

/** What the page recommends, as an assessment of its path; null where it shows figures only. */
export function pageAssessment(
	page: PublishedPage,
	options: {assessor: 'dossier' | 'person'; origin: string | null},
): (Assessment & {covers: string}) | null {
	const {recommendation, driver_path: covers} = page;
	if (recommendation === null) return null;
	const {replacement} = page;
	return {
		assessor: options.assessor,
		origin: options.origin,
		covers,
		date: window.until,
		recommendation,
		confidence: page.confidence,
		removalRisk: null,
		deployments: page.deployments ?? 'unknown',
		replacement: replacement === null || replacement === 'none' ? null : replacement,
		title: null,
		summary: null,
		reasons: [],
		sources: [
			{
				kind: 'web',
				url: page.page_url,
				host,
				date: window.until,
				claim: `the dossier of ${covers} recommends ${recommendation}`,
			},
		],
		notes: page.last_sold === null ? null : `Last widely sold in ${page.last_sold}.`,
		signals: null,
	};
}

/** What the page counted, null where it shows no counts. Months that it does not name are not known. */
export function pageFigures(page: PublishedPage, origin: string | null): PublishedFigures | null {
	const {commits_5y: total, lines_added_5y: added, lines_removed_5y: removed, authors_5y: authors} = page;
	if (total === null || added === null || removed === null || authors === null) return null;
	const named = page.monthly_commits;
	// Only where the months add up to the total are the others known to be empty.
	const isWhole =
		named !== null && Object.values(named).reduce((sum, [commits]) => sum + commits, 0) === total;
	const active = page.active_months === null ? null : Number.parseInt(page.active_months, 10);
	return {
		origin: origin ?? host,
		url: page.page_url,
		...window,
		commits: total,
		linesAdded: added,
		linesRemoved: removed,
		authors,
		activeMonths: active,
		monthly:
			named === null
				? null
				: monthsBetween(window.since, window.until).map(month => named[month]?.[0] ?? (isWhole ? 0 : null)),
	};
}
