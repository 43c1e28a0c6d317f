/**
 * How widely a driver is deployed: the rule that docs/reach.md tells. General and desktop distributions switch on nearly
 * everything, so that their number says little; lean kernels, enterprise ones, those for boards and machines that were
 * probed say much.
 */

import type {DeploymentLevel} from '../dossier/query/vocabulary.ts';
import {fewestMachines, isForTestsOnly, type Shipped} from '../dossier/reach/shipped.ts';
import {newestSupport} from '../dossier/reach/support.ts';
import type {Source} from '../dossier/schema.ts';
import {isNamedAfter} from '../dossier/summary/use.ts';
import {grouped} from '../text/numbers.ts';
import {type Evidence, vendorSource} from './evidence.ts';
import {type ReachMeasures, reachMeasures} from './reach-measures.ts';
import {configurationSource, populationSource} from './reach-sources.ts';

/** A value with its sentence, and where that can be checked: the first source is the sentence's. */
export interface CitedDeployments {
	value: Exclude<DeploymentLevel, 'unknown'>;
	text: string;
	sources: Source[];
}

/** Lean kernels, and very lean ones among them, from which on a driver is in wide use; fewer, with RHEL, are no accident: two of the larger are often of RHEL's own making. */
const leanForHigh = 4;
const veryLeanForHigh = 2;
const leanForMedium = 3;
/** Families for boards that no accident brings together, one of them narrow. */
const boardsForMedium = 3;
/** Machines seen with one of its devices. */
const machinesForHigh = 1000;
/** Kernels for other than PCs: so many of the broad servers that were asked. */
const serversForMedium = 2;

/** What is said after a number of families that stands alone. */
export const nothingMore = ', and nothing else tells how widely it is in use';

/** How widely a driver is deployed, as far as anything citable says; null is unknown. */
export function deploymentsOf(evidence: Pick<Evidence, 'record' | 'distributions'>): CitedDeployments | null {
	const {record} = evidence;
	const reach = reachMeasures(evidence);
	// PCs were counted: where none can have it, its devices in them are driven by another.
	if (reach !== null && isForTestsOnly(reach.shipped)) return byVendor(record, reach);
	return (reach === null ? null : byReach(record, reach)) ?? byMachines(record) ?? byVendor(record, reach);
}

function byReach(record: Evidence['record'], reach: ReachMeasures): CitedDeployments | null {
	const citing = (those: readonly Shipped[]) =>
		those.flatMap(one => configurationSource(record, one) ?? []).slice(0, 1);
	const seen = byMachines(record);
	if (seen?.value === 'high') return seen;
	const {lean, veryLean, boards, narrowBoards, familiesOn, familiesOff} = reach;
	// What an option says of several drivers is said of none of them, except of the one that it is called after.
	const isOwn = isNamedAfter(record) || (record.signals.distributions?.drivers ?? 1) === 1;
	const isHigh = isOwn && veryLean.length >= veryLeanForHigh;
	if (lean.length >= leanForHigh && (isHigh || seen === null)) {
		return {
			value: isHigh ? 'high' : 'medium',
			text: `${isHigh ? 'in wide use' : 'in use'}: ${lean.length} kernels that switch on few drivers have it on, ${labels(leanestFirst(lean))}${shared(record, isOwn)}`,
			sources: citing(leanestFirst(lean)),
		};
	}
	if (seen !== null) return seen;
	const server = reach.broadServers.find(({distribution}) => ['rhel', 'suse'].includes(distribution.family));
	if (isOwn && server !== undefined && (veryLean.length > 0 || lean.length >= leanForMedium)) {
		const most = veryLean.length > 0 ? veryLean : lean;
		return {
			value: 'medium',
			text: `in use: ${labels(most)}, which ${most.length === 1 ? 'switches' : 'switch'} on few drivers, and ${server.distribution.label} have it on`,
			sources: citing([most[0]!, server]),
		};
	}
	if (
		!reach.onPc &&
		// What no board of the tree has is in the configurations of boards for other reasons.
		record.signals.boards?.boards !== 0 &&
		narrowBoards.length > 0 &&
		boards.length >= boardsForMedium &&
		boards.length * 2 > reach.boardsAsked
	) {
		return {
			value: 'medium',
			text: `in use on boards: on in ${boards.length} of the ${reach.boardsAsked} families for boards that can have it, ${labels(boards)}`,
			sources: citing([narrowBoards[0]!, boards.find(one => one !== narrowBoards[0])!]),
		};
	}
	const others = reach.broadServers;
	if (
		!reach.onPc &&
		reach.inRhel === 'on' &&
		others.length >= serversForMedium &&
		others.length * 6 >= reach.broadServersAsked * 5
	) {
		return {
			value: 'medium',
			text: `in use on servers: on in ${others.length} of the ${reach.broadServersAsked} kernels for servers that can have it, ${labels(others)}`,
			sources: citing([others.find(({distribution}) => distribution.family === 'rhel') ?? others[0]!]),
		};
	}
	const supported = byVendor(record, reach);
	if (supported !== null) return supported;
	if (familiesOn > 0) {
		const on = reach.shipped.filter(({value}) => value !== 'n');
		return {
			value: 'low',
			text:
				familiesOn === 1
					? `no sign of wide use: of the distributions surveyed only ${on[0]!.distribution.label} ships it`
					: `${counted(familiesOn)} ship it${tellsMore(record, reach) ? '' : nothingMore}`,
			sources: citing([on.find(({distribution}) => usual.has(distribution.family)) ?? on[0]!]),
		};
	}
	if (reach.provenOff.length === 0) return null;
	return {
		value: 'none',
		text: `shipped by nobody: the ${counted(familiesOff)} that could have it ${familiesOff === 1 ? 'has' : 'have'} it off`,
		sources: citing(reach.provenOff),
	};
}

/** Whether anything beside the families that ship a driver says how widely it is in use: lean kernels, boards, machines counted. */
function tellsMore({signals}: Evidence['record'], {lean}: ReachMeasures): boolean {
	const {boards, population} = signals;
	return lean.length > 0 || (boards?.boards ?? 0) > 0 || (population ?? null) !== null;
}

/** Families whose configurations most people can look up. */
const usual = new Set(['debian', 'fedora', 'arch']);

const leanestFirst = (those: readonly Shipped[]) =>
	those.toSorted((a, b) => a.distribution.enabled - b.distribution.enabled);

const counted = (families: number) =>
	`${families} ${families === 1 ? 'family' : 'families'} of distributions`;

function labels(those: readonly Shipped[]): string {
	const names = those.map(({distribution}) => distribution.label);
	const shown = names.slice(0, 4);
	return shown.join(', ') + (names.length > shown.length ? ' and others' : '');
}

function shared({kconfig, signals}: Evidence['record'], isOwn: boolean): string {
	return isOwn ? '' : `; but CONFIG_${kconfig!.symbol} builds ${signals.distributions!.drivers} drivers`;
}

function byMachines({signals}: Evidence['record']): CitedDeployments | null {
	const {population} = signals;
	if (!population) return null;
	const {machines, byClass, device} = population;
	const isById = (machines ?? 0) >= (byClass ?? 0);
	const seen = Math.max(machines ?? 0, byClass ?? 0);
	if (seen < fewestMachines || device === null) return null;
	const count = grouped(seen);
	return {
		value: seen >= machinesForHigh ? 'high' : 'medium',
		text: `${seen >= machinesForHigh ? 'in wide use' : 'in use'}: ${count} probed machines have ${isById ? 'a device of it' : 'a device of the class that it serves'}`,
		sources: [populationSource(population, seen)],
	};
}

/** What the newest vendor release does with it; where configurations are known, only what they can't tell. */
function byVendor(record: Evidence['record'], reach: ReachMeasures | null): CitedDeployments | null {
	const state = newestSupport(record.signals.support);
	if (state === undefined) return null;
	const release = `${state.vendor} ${state.release}`;
	const said = {
		maintained: ['medium', `in use: ${release} maintains it`],
		available: ['medium', `in use: ${release} ships it`],
		unmaintained: ['medium', `in use: ${release} ships it, without care`],
		removed: ['low', `${release} has dropped it: older machines only`],
	} as const;
	if (reach !== null && !reach.visibleNowhere && state.state !== 'maintained') return null;
	const [value, text] = said[state.state];
	return {value, text, sources: [vendorSource(state)]};
}
