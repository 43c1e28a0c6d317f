/** What stands in for a driver, and how widely it is used: each with the place that says so, or unknown. */
import type {Assessment, DriverRecord, Reason} from '../dossier/schema.ts';
import {inTree, newestSupport, signOf, vendorSource} from './evidence.ts';
import {type Cited, successorsOf} from './successors.ts';

/**
 * Adds to the rules' assessments what replaces a driver and how widely it is deployed. For replacements see
 * `successorsOf`; where it can be told that there is none, a reason says so. Needs all drivers at once. Records whose rules' assessment gains nothing
 * are passed on as they are.
 */
export function withUse(records: readonly DriverRecord[]): DriverRecord[] {
	const findSuccessor = successorsOf(records);
	return records.map(record => {
		const index = record.assessments.findIndex(({assessor}) => assessor === 'rules');
		const verdict = record.assessments[index];
		if (verdict === undefined || verdict.recommendation === 'not-a-driver') return record;
		const replacement = findSuccessor(record, verdict);
		const deployments = deploymentsOf(record);
		if (replacement === null && deployments === null) return record;
		const {reasons, sources} = verdict;
		const found = [
			replacement && {rule: 'replacement', ...replacement},
			deployments && {rule: 'deployments', ...deployments},
		].filter(one => one !== null);
		const added = found.map(
			({rule, text}, at): Reason => ({rule, weight: 0, text, source: sources.length + at + 1}),
		);
		const assessment: Assessment = {
			...verdict,
			replacement: replacement?.value ?? null,
			deployments: deployments?.value ?? 'unknown',
			reasons: [...reasons, ...added],
			sources: [...sources, ...found.map(({source}) => source)],
		};
		return {...record, assessments: record.assessments.with(index, assessment)};
	});
}

/**
 * How widely a driver is deployed, as far as anything citable says: none where its platform has no users left; by
 * what the newest vendor release does with it otherwise. Everything else is unknown.
 */
function deploymentsOf(record: DriverRecord): Cited<Assessment['deployments']> | null {
	const evidence = {record, treeVersion: '', asOf: '', releases: []};
	const dead = signOf(evidence, 'dead-platform');
	if (dead !== undefined) {
		return {
			value: 'none',
			text: 'deployed nowhere: its platform has no users left',
			source: inTree(dead.at, `CONFIG_${dead.value} has no users left`),
		};
	}
	const state = newestSupport(record);
	if (state === undefined) return null;
	const release = `${state.vendor} ${state.release}`;
	const said = {
		maintained: ['high', `${release} maintains it`],
		available: ['medium', `${release} ships it`],
		unmaintained: ['medium', `${release} ships it, without care`],
		removed: ['low', `${release} has dropped it: older machines only`],
	} as const;
	const [value, text] = said[state.state];
	return {value, text, source: vendorSource(state)};
}
