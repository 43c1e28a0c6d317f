/** The rules on reach: what vendors and distributions do with a driver, and in how many machines it was seen. */
import {isUncountable, machinesOf, type Shipped} from '../../dossier/reach/shipped.ts';
import {droppedIn, newestSupport} from '../../dossier/reach/support.ts';
import type {Source, Support} from '../../dossier/schema.ts';
import {grouped} from '../../text/numbers.ts';
import {type Evidence, type Observation, vendorSource} from '../evidence.ts';
import {reachMeasures} from '../reach-measures.ts';
import {configurationSource, populationSource} from '../reach-sources.ts';
import {newestYear, releaseWork} from '../release-work.ts';
import type {Rule} from './rule.ts';

/** Machines in which a device was seen from which on a driver is in wide use, and those that are more than a few. */
const wideMachines = 1000;
const someMachines = 10;
const aliveMachines = 100;
/** Families and lean kernels that ship a driver of no PCI device, and that show use where it is worked on. */
const wideFamilies = 20;
const wideLean = 4;
/** So many of both show it of any driver. */
const certainFamilies = 25;
const certainLean = 9;
/** Sources that name no year since then are of another time. */
const modernYear = 2009;
const youngYear = 2015;

function population({record}: Evidence, text: string): Observation | null {
	const seen = record.signals.population;
	return seen ? {text, source: populationSource(seen, machinesOf(seen) ?? 0)} : null;
}

/** What the first of these configurations that has an address says of the driver's option. */
function shippedSource({record}: Evidence, those: readonly Shipped[]): Source | null {
	return those.map(one => configurationSource(record, one)).find(source => source !== null) ?? null;
}

function observed(text: string, source: Source | null): Observation | null {
	return source === null ? null : {text, source};
}

const machinesText = (machines: number) =>
	machines === 1 ? 'one probed machine has' : `${grouped(machines)} probed machines have`;

/** A rule on the number of probed machines that have a device of it; silent where no id of it is counted, and where none
 * could be. */
function onMachines(name: string, speaksFor: Rule['speaksFor'], from: number, to: number): Rule {
	return {
		name,
		speaksFor,
		...(speaksFor === 'removal' && {against: true as const}),
		group: 'machines',
		about: `a device of it was seen in ${to === Number.POSITIVE_INFINITY ? `${from} probed machines or more` : from === to ? 'no probed machine' : `${from} to ${to} probed machines`}`,
		look(evidence) {
			const machines = reachMeasures(evidence)?.machines ?? null;
			if (machines === null || machines < from || machines > to) return null;
			if (machines === 0 && isUncountable(evidence.record)) return null;
			return population(
				evidence,
				machines === 0 ? 'no probed machine has a device of it' : `${machinesText(machines)} a device of it`,
			);
		},
	};
}

/** Whether somebody works on a driver, as far as releases and years in its sources show. */
function isAlive(evidence: Evidence): boolean {
	const work = releaseWork(evidence);
	const year = newestYear(evidence) ?? 0;
	const earnest = work?.earnest ?? 0;
	return earnest >= 2 || (earnest >= 1 && year >= modernYear) || year >= youngYear;
}

/** Wide use, by machines or by who ships it; what a vendor dropped or nobody looks after is not kept for its use. */
function inWideUse(evidence: Evidence): Observation | null {
	const reach = reachMeasures(evidence);
	if (reach === null) return null;
	const support = newestSupport(evidence.record.signals.support)?.state;
	if (support === 'removed' || support === 'unmaintained') return null;
	const status = evidence.record.signals.maintainers?.status;
	if (status !== 'Supported' && status !== 'Maintained') return null;
	const seen = evidence.record.signals.population;
	const machines = machinesOf(seen) ?? 0;
	if (machines >= wideMachines || (machines >= aliveMachines && reach.inRhel === 'on' && isAlive(evidence)))
		return population(evidence, `in wide use: ${machinesText(machines)} a device of it`);
	if (seen?.machines != null || reach.inRhel !== 'on') return null;
	const {familiesOn: families, lean} = reach;
	const isCertain = families >= certainFamilies && lean.length >= certainLean;
	if (!isCertain && !(families >= wideFamilies && lean.length >= wideLean && isAlive(evidence))) return null;
	return observed(
		`in wide use: ${families} families of distributions ship it, ${lean.length} of their kernels switch on few drivers`,
		shippedSource(evidence, lean),
	);
}

/** Which release of a vendor's dropped a driver, or still ships it without maintaining it; the row of that release is cited. */
function lostBy({signals}: Evidence['record'], state: Support): Observation {
	const {vendor, release} = state;
	if (state.state === 'unmaintained') {
		return {text: `${vendor} ${release} ships it, but maintains it no longer`, source: vendorSource(state)};
	}
	const first = droppedIn(signals.support!, state);
	if (first === null) return {text: `${vendor} ${release} does not have it`, source: vendorSource(state)};
	return {text: `${vendor} ${first} dropped it`, source: vendorSource({...state, release: first})};
}

/** The rules on who ships a driver, who dropped it, and who has it. */
export const reachRules: readonly Rule[] = [
	{
		name: 'in-wide-use',
		speaksFor: 'staying',
		group: 'reach',
		about: 'many machines have it, or lean and enterprise kernels ship it, and no vendor dropped it',
		look: inWideUse,
	},
	onMachines('machines-many', 'staying', someMachines, Number.POSITIVE_INFINITY),
	onMachines('machines-few', 'staying', 1, someMachines - 1),
	onMachines('machines-none', 'removal', 0, 0),
	{
		name: 'lean-kernels',
		speaksFor: 'staying',
		group: 'shipping',
		about: 'a kernel that switches on few drivers has it on',
		look(evidence) {
			const lean = reachMeasures(evidence)?.lean ?? [];
			if (lean.length === 0) return null;
			const names = lean.map(({distribution}) => distribution.label);
			return observed(
				`kernels that switch on few drivers have it on: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`,
				shippedSource(evidence, lean),
			);
		},
	},
	{
		name: 'desktops-only',
		speaksFor: 'removal',
		against: true,
		group: 'shipping',
		about: 'Debian and Fedora have it on, RHEL has it off',
		look(evidence) {
			const reach = reachMeasures(evidence);
			if (reach?.inRhel !== 'off' || reach.inDebian !== 'on' || reach.inFedora !== 'on') return null;
			const rhel = reach.shipped.filter(
				({distribution, value}) => distribution.family === 'rhel' && value === 'n',
			);
			const release = rhel[0]?.configuration.release;
			return observed(
				`Debian and Fedora ship it, RHEL${release == null ? '' : ` ${release}`} has it off`,
				shippedSource(evidence, rhel),
			);
		},
	},
	{
		name: 'shipped',
		speaksFor: 'staying',
		group: 'shipping',
		about: 'some family of distributions has it on, and neither of the two above',
		look(evidence) {
			const reach = reachMeasures(evidence);
			if (reach === null || reach.familiesOn === 0 || reach.lean.length > 0) return null;
			if (reach.inRhel === 'off' && reach.inDebian === 'on' && reach.inFedora === 'on') return null;
			const {familiesOn: on, familiesOff: off} = reach;
			return observed(
				`on in ${on} of the ${on + off} families of distributions that were asked for it`,
				shippedSource(
					evidence,
					reach.shipped.filter(({value}) => value !== 'n'),
				),
			);
		},
	},
	{
		name: 'shipped-by-nobody',
		speaksFor: 'removal',
		group: 'shipping',
		against: true,
		about: 'distributions were asked for its option, and none has it on',
		look(evidence) {
			const reach = reachMeasures(evidence);
			if (reach === null || reach.familiesOn > 0 || reach.familiesOff === 0) return null;
			const off = reach.familiesOff;
			return observed(
				`no distribution ships it: ${off === 1 ? 'the one that could has' : `${off === 2 ? 'both' : `all ${off}`} that could have`} it off`,
				shippedSource(evidence, reach.provenOff),
			);
		},
	},
	{
		name: 'vendor-knows',
		speaksFor: 'staying',
		group: 'vendor',
		about: "an enterprise vendor's list names it, and its newest release stands behind it",
		look({record}) {
			const state = newestSupport(record.signals.support);
			// One that dropped it knows it too, and that is no plus.
			if (state === undefined || state.state === 'removed' || state.state === 'unmaintained') return null;
			return {
				text: `an enterprise vendor lists it: ${state.vendor} ${state.release}, ${state.state}`,
				source: vendorSource(state),
			};
		},
	},
	{
		name: 'vendor-removed',
		speaksFor: 'removal',
		against: true,
		group: 'vendor',
		about: 'the newest vendor release that names it has removed it, or no longer maintains it',
		look({record}) {
			const state = newestSupport(record.signals.support);
			if (state?.state !== 'removed' && state?.state !== 'unmaintained') return null;
			return lostBy(record, state);
		},
	},
];
