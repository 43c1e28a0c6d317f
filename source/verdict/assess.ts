import type {Assessment, DriverRecord, Reason, Recommendation, Source} from '../dossier/schema.ts';
import {activityRules} from './activity-rules.ts';
import {chanceOf, type Evidence, type Observation, type Rule, rules} from './rules.ts';

/** A rule that has spoken. */
interface Spoken {
	rule: Rule;
	observation: Observation;
}

/**
 * The rules' verdict on a driver. Pure: the same evidence gives the same assessment.
 *
 * `removalRisk` is what the weights of the rules that spoke add up to. `confidence` is, for a driver that
 * is to stay, the chance that it does, times the share of evidence that was there at all; for one that is to go,
 * the chance that at least one of its signs means it. `unsure` has none: it is the absence of a verdict.
 */
export function assess(evidence: Evidence): Assessment {
	const {record, asOf} = evidence;
	const signs = record.signals.signs ?? [];
	if (signs.some(({sign}) => sign === 'no-entry-point')) return libraryVerdict(evidence);
	const spoken: Spoken[] = [];
	for (const rule of [...rules, ...activityRules]) {
		const observation = rule.look(evidence);
		if (observation !== null) spoken.push({rule, observation});
	}
	const risk = chanceOf(spoken.reduce((sum, {rule}) => sum + rule.weight, 0));
	const recommendation = recommend(evidence, spoken, risk);
	const {reasons, sources} = cite(spoken);
	return {
		assessor: 'rules',
		origin: null,
		covers: null,
		date: asOf,
		recommendation,
		confidence: confidenceIn(recommendation, risk, spoken, record),
		removalRisk: round(risk),
		deployments: 'unknown',
		replacement: null,
		title: null,
		summary: null,
		reasons,
		sources,
		notes: null,
		signals: null,
	};
}

/** From this risk on, a posted deletion is taken for what it looks like. */
const removalAgreement = 0.25;

/** From these risks on, two strong signs, or a strong one that a weaker of another kind supports, are believed. */
const deprecationRisk = {twoStrong: 0.1, oneStrong: 0.2} as const;

/**
 * Decides from what has spoken. `deprecate` takes at least two independent signs, one of them strong; every sign
 * here is cited. `keep-annotate` takes a history that says quiet: without one nobody can tell, and it is `unsure`.
 */
function recommend({record}: Evidence, spoken: readonly Spoken[], risk: number): Recommendation {
	const named = (name: string) => spoken.some(({rule}) => rule.name === name);
	const groups = (picked: readonly Spoken[]) => new Set(picked.map(({rule}) => rule.group)).size;
	const strong = groups(spoken.filter(({rule}) => rule.strong));
	const against = groups(spoken.filter(({rule}) => rule.weight > 0));
	if (named('todo-announces-removal')) return 'remove';
	// A file that is deleted in a patch may be a driver that is merged into another: the other signs must agree.
	if (named('removal-posted')) return risk >= removalAgreement ? 'remove' : 'unsure';
	const enough = strong >= 2 ? deprecationRisk.twoStrong : deprecationRisk.oneStrong;
	if (strong >= 1 && against >= 2 && risk >= enough) return 'deprecate';
	if (strong >= 1) return 'unsure';
	if (named('worked-on') || named('changed-in-earnest')) return 'keep';
	const {maintainers} = record.signals;
	const isOwned = maintainers?.own === true && ['Supported', 'Maintained'].includes(maintainers.status ?? '');
	if (isOwned && named('recent-sources')) return 'keep';
	return named('quiet') || hasLongChurn(record) ? 'keep-annotate' : 'unsure';
}

/** The change over at least two pairs of releases is known, so a driver without any is known to be quiet. */
function hasLongChurn({signals}: Evidence['record']): boolean {
	return (signals.churn?.length ?? 0) >= 2;
}

/** What share of the evidence that verdicts rest on is there: the tree is about half of it, history the rest. */
function coverage({signals}: Omit<DriverRecord, 'assessments'>): number {
	const history = signals.commits !== null || signals.patches !== null ? 1 : signals.churn !== null ? 0.5 : 0;
	const vendors = signals.support !== null ? 1 : 0;
	const records = signals.cves !== null ? 1 : 0;
	return 0.6 + 0.25 * history + 0.1 * vendors + 0.05 * records;
}

function confidenceIn(
	recommendation: Recommendation,
	risk: number,
	spoken: readonly Spoken[],
	record: Omit<DriverRecord, 'assessments'>,
): number | null {
	if (recommendation === 'unsure') return null;
	if (recommendation === 'keep' || recommendation === 'keep-annotate')
		return round((1 - risk) * coverage(record));
	const strongest = new Map<string, number>();
	for (const {rule} of spoken) {
		if (rule.strong) strongest.set(rule.group, Math.max(strongest.get(rule.group) ?? 0, rule.weight));
	}
	const innocent = [...strongest.values()].reduce((product, weight) => product * (1 - chanceOf(weight)), 1);
	return round(Math.max(risk, 1 - innocent));
}

function libraryVerdict({record, asOf}: Evidence): Assessment {
	const sign = record.signals.signs!.find(({sign: kind}) => kind === 'no-entry-point')!;
	return {
		assessor: 'rules',
		origin: null,
		covers: null,
		date: asOf,
		recommendation: 'not-a-driver',
		confidence: 1,
		removalRisk: null,
		deployments: 'unknown',
		replacement: null,
		title: null,
		summary: null,
		reasons: [
			{rule: 'no-entry-point', weight: 0, text: 'no driver entry point in any of its sources', source: 1},
		],
		sources: [
			{
				kind: 'tree',
				at: sign.at,
				claim: 'neither an init call nor the registration of a driver in these sources',
			},
		],
		notes: null,
		signals: null,
	};
}

/** Reasons, strongest first, with their sources numbered; two reasons from one place share its number. */
function cite(spoken: readonly Spoken[]): {reasons: Reason[]; sources: Source[]} {
	const sources: Source[] = [];
	const reasons: Reason[] = [];
	const strongestFirst = [...spoken].sort((a, b) => Math.abs(b.rule.weight) - Math.abs(a.rule.weight));
	for (const {rule, observation} of strongestFirst) {
		let index = sources.findIndex(source => JSON.stringify(source) === JSON.stringify(observation.source));
		if (index < 0) index = sources.push(observation.source) - 1;
		reasons.push({rule: rule.name, weight: rule.weight, text: observation.text, source: index + 1});
	}
	return {reasons, sources};
}

const round = (value: number) => Math.round(value * 10000) / 10000;
