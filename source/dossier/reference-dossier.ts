import * as v from 'valibot';
import {deploymentLevels, recommendations} from './query/vocabulary.ts';
import type {Assessment, Source} from './schema.ts';
import {UserError} from './user-error.ts';

/**
 * A dossier in the schema of the published corpus: one directory, one verdict, cited addresses. `page` holds what
 * a page shows beyond the schema (title, signals); it may be left out.
 */
const referenceSchema = v.strictObject({
	driver_path: v.pipe(
		v.string(),
		v.regex(/^(?:drivers|sound)(\/[^/\s]+)+$/, 'not a path under drivers/ or sound/'),
	),
	chipset_family: v.string(),
	hardware_still_sold_new_in_2025: v.nullable(v.boolean()),
	last_widely_available_year: v.nullable(v.pipe(v.number(), v.integer())),
	deployments_today: v.picklist(deploymentLevels),
	replacement_driver: v.nullable(v.string()),
	recommendation_hint: v.picklist(recommendations),
	confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
	sources: v.array(
		v.strictObject({
			url: v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/, 'not an http address')),
			claim: v.pipe(v.string(), v.minLength(1)),
		}),
	),
	reasoning_notes: v.string(),
	page: v.optional(
		v.strictObject({
			title: v.nullable(v.string()),
			module: v.nullable(v.string()),
			subsystem: v.string(),
			category: v.string(),
			signals: v.strictObject({
				files: v.number(),
				source_lines: v.number(),
				commits_5y: v.number(),
				lines_added_5y: v.number(),
				lines_removed_5y: v.number(),
				authors_5y: v.number(),
				window: v.tuple([v.string(), v.string()]),
				active_months: v.number(),
				monthly: v.array(v.tuple([v.string(), v.number(), v.number(), v.number()])),
			}),
		}),
	),
});

/** Letters that are quoted of a misfit: both its field's name and its value are a stranger's. */
const longestQuote = 300;

/** What a model is asked for: the same without a page, whose figures it can't have counted. */
export const askedSchema = v.omit(referenceSchema, ['page']);

export type ReferenceDossier = v.InferOutput<typeof referenceSchema>;

/** Reads a dossier; `where` names the file for the message of the UserError that a misfit throws. */
export function readReferenceDossier(value: unknown, where: string): ReferenceDossier {
	const result = v.safeParse(referenceSchema, value, {abortEarly: true});
	if (result.success) {
		const {page, sources} = result.output;
		const lost = sources.findIndex(({url}) => !URL.canParse(url));
		if (lost >= 0) throw new UserError(`${where}: sources.${lost}.url is no address.`, 'Mend the dossier.');
		if (page !== undefined) checkSums(page.signals, where);
		return result.output;
	}
	const [issue] = result.issues;
	const isMissing = issue.received === 'undefined';
	throw new UserError(
		`${where} is not a dossier: ${(v.getDotPath(issue) ?? 'the whole').slice(0, longestQuote)}: ${isMissing ? 'is missing' : issue.message.slice(0, longestQuote)}.`,
		'A dossier has driver_path, recommendation_hint, confidence, sources and the other fields of the published schema.',
	);
}

/** A page's totals must be those of its months: a slip in either would otherwise be shown as a fact. */
function checkSums(signals: NonNullable<ReferenceDossier['page']>['signals'], where: string): void {
	const sums = [1, 2, 3].map(column =>
		signals.monthly.reduce((sum, month) => sum + (month[column] as number), 0),
	);
	const totals = [signals.commits_5y, signals.lines_added_5y, signals.lines_removed_5y];
	const names = ['commits_5y', 'lines_added_5y', 'lines_removed_5y'];
	const wrong = totals.findIndex((total, index) => total !== sums[index]);
	if (wrong >= 0) {
		throw new UserError(
			`${where}: page.signals.${names[wrong]} is ${totals[wrong]}, its months add up to ${sums[wrong]}.`,
			'Mend the dossier: one of the two is wrong.',
		);
	}
}

/** The dossier as an assessment of whatever lies at or below its path. */
export function assessmentOf(
	dossier: ReferenceDossier,
	options: {assessor: 'dossier' | 'person' | 'model'; origin: string | null},
): Assessment & {covers: string} {
	const {page} = dossier;
	const signals = page?.signals;
	const sold = {true: '; still sold new in 2025', false: '; no longer sold new in 2025', null: ''};
	const year = dossier.last_widely_available_year;
	return {
		assessor: options.assessor,
		origin: options.origin,
		covers: dossier.driver_path,
		date: signals?.window[1] ?? null,
		recommendation: dossier.recommendation_hint,
		confidence: dossier.confidence,
		removalRisk: null,
		deployments: dossier.deployments_today,
		replacement: dossier.replacement_driver === '' ? null : dossier.replacement_driver,
		title: page?.title ?? null,
		summary: `${dossier.chipset_family === '' ? dossier.driver_path : dossier.chipset_family}${
			sold[`${dossier.hardware_still_sold_new_in_2025}`]
		}${year === null ? '' : `; last widely available in ${year}`}.`,
		reasons: [],
		sources: dossier.sources.map(sourceOf),
		notes: dossier.reasoning_notes === '' ? null : dossier.reasoning_notes,
		signals:
			signals === undefined
				? null
				: {
						tree: {
							version: `mainline of ${signals.window[1]}`,
							files: signals.files,
							sourceLines: signals.source_lines,
						},
						commits: {
							since: signals.window[0],
							until: signals.window[1],
							total: signals.commits_5y,
							substantive: null,
							linesAdded: signals.lines_added_5y,
							linesRemoved: signals.lines_removed_5y,
							authors: signals.authors_5y,
							lastDate: null,
							monthly: signals.monthly.map(([month, commits, added, removed]) => ({
								month,
								commits,
								added,
								removed,
							})),
						},
					},
	};
}

function sourceOf({url, claim}: ReferenceDossier['sources'][number]): Source {
	const {hostname} = new URL(url);
	const kind =
		hostname === 'lore.kernel.org'
			? 'mail'
			: /(^|\.)(nvd\.nist\.gov|cve\.org)$/.test(hostname)
				? 'cve'
				: 'web';
	return {kind, url, host: hostname.replace(/^www\./, ''), date: dateIn(claim), claim};
}

const monthNames = [
	'january',
	'february',
	'march',
	'april',
	'may',
	'june',
	'july',
	'august',
	'september',
	'october',
	'november',
	'december',
];

/** The first day that a claim names, written as `6 April 2026`, `April 6, 2026` or ISO; null where it names none. */
export function dateIn(claim: string): string | null {
	const names = monthNames.join('|');
	const found =
		/\b(?<iso>\d{4}-\d{2}-\d{2})\b/.exec(claim) ??
		new RegExp(`\\b(?<day>\\d{1,2}) (?<month>${names}) (?<year>\\d{4})\\b`, 'i').exec(claim) ??
		new RegExp(`\\b(?<month>${names}) (?<day>\\d{1,2}), (?<year>\\d{4})\\b`, 'i').exec(claim);
	const groups = found?.groups;
	if (groups === undefined) return null;
	if (groups.iso !== undefined) return groups.iso;
	const month = monthNames.indexOf(groups.month!.toLowerCase()) + 1;
	return `${groups.year}-${String(month).padStart(2, '0')}-${groups.day!.padStart(2, '0')}`;
}
