/** From rules that spoke to the reasons of an assessment, with their sources numbered. */
import type {Reason, Recommendation, Source} from '../dossier/schema.ts';
import type {Calibration} from './calibration.ts';
import type {Observation} from './evidence.ts';
import {claimsOf, isDecisive} from './recommend.ts';
import type {Rule} from './rules/rule.ts';

/** A rule that has spoken. */
export interface Spoken {
	rule: Rule;
	observation: Observation;
}

/** So many reasons are given beside that one: the strongest. `driverdex assess --explain` has them all. */
const mostReasons = 4;
/** And of what the sources look like so many facts. */
const mostOfStyle = 3;
/** What another reason says anyway: each rule with those beside which it is not told; with none, the one on deployments says it always. */
const toldBy: Readonly<Record<string, readonly string[]>> = {
	shipped: [],
	'machines-many': [],
	'changed-in-earnest': ['steady-work', 'some-work', 'changed-once', 'long-untouched'],
	untouched: ['steady-work', 'some-work', 'changed-once', 'long-untouched'],
	'worked-on-lately': ['steady-work', 'some-work', 'changed-once'],
	quiet: ['long-untouched', 'changed-once'],
	'much-worked-on': ['worked-on'],
};

function isTold({rule}: Spoken, spoken: readonly Spoken[]): boolean {
	const others = toldBy[rule.name];
	if (others === undefined) return false;
	return others.length === 0 || spoken.some(one => others.includes(one.rule.name));
}

/** The one reason that style, age and structure of the sources make together. */
export const styleRule = 'style-and-age';

/**
 * What a rule speaks of, by its group, in the order that a person would tell it: a deletion under way, what the tree or a
 * vendor announces, work and who does it, who has the hardware and who ships it, what the driver depends on.
 */
const topics: readonly ReadonlySet<string>[] = [
	new Set(['removal', 'rewrite']),
	new Set(['todo-removal', 'deprecated-path', 'kconfig-words', 'staging', 'ending-platform', 'vendor']),
	new Set(['maintainers', 'change', 'late-change', 'activity', 'age', 'cves']),
	new Set(['reach', 'shipping', 'machines']),
];
/** Rules of these names announce, though their group depends. */
const announcing: ReadonlySet<string> = new Set(['its-platform-is-to-go', 'its-platform-goes']);

function topicOf({rule}: Spoken): number {
	if (announcing.has(rule.name)) return 1;
	const found = topics.findIndex(groups => groups.has(rule.group));
	return found < 0 ? topics.length : found;
}

/**
 * Reasons in the order that a person would give them: those are given that decide or weigh most on the risk or on the work
 * to come; what decides is first, each by its topic. What the sources look like moves the number a little and is told in
 * one reason at the end. Two reasons from one place share its number. `driverdex assess --explain` shows what each rule
 * weighs.
 */
export function cite(
	spoken: readonly Spoken[],
	recommendation: Recommendation,
	{removal, care}: Calibration,
): {reasons: Reason[]; sources: Source[]} {
	const sources: Source[] = [];
	const weigh = ({rule}: Spoken) => removal.weights[rule.name] ?? 0;
	const claimed = claimsOf(
		recommendation,
		spoken.map(({rule}) => rule.name),
	);
	const rank = (one: Spoken) =>
		(isDecisive(one.rule, recommendation) ? 100 : 0) +
		Math.abs(weigh(one)) +
		Math.abs(care.weights[one.rule.name] ?? 0) * (claimed.includes('gone') ? 0.25 : 1);
	// Whatever is recommended, a deletion that is under way is what a person must hear first.
	const leads = ({rule}: Spoken) => isDecisive(rule, recommendation) || rule.name === 'removal-under-way';
	const firstness = (one: Spoken) => (leads(one) ? 0 : topics.length + 1) + topicOf(one);
	const reasons = spoken
		.filter(one => !one.rule.style && !isTold(one, spoken))
		.sort((a, b) => rank(b) - rank(a))
		.slice(0, mostReasons)
		.sort((a, b) => firstness(a) - firstness(b))
		.map((one): Reason => {
			const {text, source} = one.observation;
			return {rule: one.rule.name, weight: weigh(one), text, source: numberIn(sources, source)};
		});
	const style = spoken
		.filter(({rule}) => rule.style)
		.sort((a, b) => Math.abs(weigh(b)) - Math.abs(weigh(a)))
		.slice(0, mostOfStyle);
	if (style.length > 0) {
		const numbers = style.map(({observation}) => numberIn(sources, observation.source));
		reasons.push({
			rule: styleRule,
			weight: Math.round(style.reduce((sum, one) => sum + weigh(one), 0) * 1000) / 1000,
			text: style.map(({observation}) => observation.text).join('; '),
			source: numbers[0]!,
		});
	}
	return {reasons, sources};
}

/** Gives each source its number, from 1: that of the same one where `sources` has it, else it is added there. */
export function numberIn(sources: Source[], source: Source): number {
	const index = sources.findIndex(known => JSON.stringify(known) === JSON.stringify(source));
	return index < 0 ? sources.push(source) : index + 1;
}
