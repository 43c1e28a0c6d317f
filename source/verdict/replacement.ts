/** What stands in for a driver, and how widely it is used: each with the place that says so, or unknown. */
import {withRulesAssessment} from '../dossier/effective.ts';
import type {DriverRecord, Reason, Source} from '../dossier/schema.ts';
import {numberIn, styleRule} from './cite.ts';
import {type CitedDeployments, deploymentsOf} from './deployments.ts';
import type {Evidence} from './evidence.ts';
import {successorsOf} from './successors.ts';

/** What keeps a driver says how widely it is used, and so does that nobody ships it. */
const saysUse: ReadonlySet<string> = new Set(['in-wide-use', 'shipped-by-nobody']);

/** Lean kernels that have a driver on are told once: where they are what its use is read off, that sentence says so. */
function toldAsUse(reasons: readonly Reason[], use: CitedDeployments | null, cited: Source[]): Reason[] {
	const isWide = reasons.some(({rule}) => rule === 'in-wide-use');
	return reasons.map(one => {
		if (one.rule !== 'lean-kernels' || use === null || isWide || !namesLeanKernels.test(use.text)) return one;
		const [source] = use.sources;
		return {...one, text: use.text, source: source === undefined ? one.source : numberIn(cited, source)};
	});
}

const namesLeanKernels = /switch(?:es)? on few drivers/;

/** What the sources look like is told last. */
function beforeStyle(reasons: readonly Reason[], added: readonly Reason[]): Reason[] {
	const style = reasons.filter(({rule}) => rule === styleRule);
	return [...reasons.filter(({rule}) => rule !== styleRule), ...added, ...style];
}

/**
 * Adds to the rules' assessments what replaces a driver and how widely it is deployed. For replacements see
 * `successorsOf`; where it can be told that there is none, a reason says so. Needs all drivers at once. Records whose
 * rules' assessment gains nothing are passed on as they are.
 */
export function withUse(
	records: readonly DriverRecord[],
	{distributions}: Pick<Evidence, 'distributions'> = {},
): DriverRecord[] {
	const findSuccessor = successorsOf(records);
	return records.map(record =>
		withRulesAssessment(record, verdict => {
			if (verdict.recommendation === 'not-a-driver') return verdict;
			const replacement = findSuccessor(record, verdict);
			const deployments = deploymentsOf({record, distributions});
			if (replacement === null && deployments === null) return verdict;
			const cited = [...verdict.sources];
			const reasons = toldAsUse(verdict.reasons, deployments, cited);
			const isTold = reasons.some(({rule, text}) => saysUse.has(rule) || text === deployments?.text);
			const found = [
				replacement && {rule: 'replacement', text: replacement.text, sources: [replacement.source]},
				deployments &&
					!isTold && {
						rule: 'deployments',
						text: deployments.text,
						sources: deployments.sources,
					},
			].filter(one => one !== null && one !== false);
			const added = found.map(({rule, text, sources: own}): Reason => {
				const [source = null] = own.map(one => numberIn(cited, one));
				return {rule, weight: 0, text, source};
			});
			return {
				...verdict,
				replacement: replacement?.value ?? null,
				deployments: deployments?.value ?? 'unknown',
				reasons: beforeStyle(reasons, added),
				sources: cited,
			};
		}),
	);
}
