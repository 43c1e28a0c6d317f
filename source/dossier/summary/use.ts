/** Where a driver is in use: who ships it, who dropped it, in how many machines it was seen. */
import {grouped} from '../../text/numbers.ts';
import {boardsClause} from '../reach/boards.ts';
import {
	familyCount,
	familyReach,
	isForTestsOnly,
	isUncountable,
	machinesOf,
	type Shipped,
	shippedBy,
} from '../reach/shipped.ts';
import {droppedIn, newestSupport} from '../reach/support.ts';
import type {DriverRecord} from '../schema.ts';
import {inItsPlace} from './against.ts';
import {capital, listed, type Survey, type Unjudged, type Verdict} from './told.ts';

/** Families that most people know, the first of them first. */
const wellKnown = ['debian', 'ubuntu', 'fedora', 'rhel', 'suse', 'arch', 'alpine', 'amazon'];
/** Families that are named when they have it off: others follow them. */
const telling = ['debian', 'fedora', 'rhel', 'suse'];
/** So many families are named; one more is shorter than its count. */
const mostNamed = 3;

/** What families are called, those that most people know first, one of them last if asked. */
const labelsOf = (those: readonly Shipped[], last: string | null) => {
	const rank = ({distribution: {family}}: Shipped) => {
		const place = wellKnown.indexOf(family);
		return family === last ? wellKnown.length + 1 : place < 0 ? wellKnown.length : place;
	};
	return those
		.toSorted((a, b) => rank(a) - rank(b))
		.map(({distribution: {label}}) => label.replace(/ guest$/, ' (guest kernel)'));
};

/** Whether an option is called after its driver: CONFIG_SATA_AHCI after ahci. */
export function isNamedAfter({module, kconfig}: Pick<Unjudged, 'module' | 'kconfig'>): boolean {
	const name = module.toUpperCase().replaceAll('-', '_');
	return kconfig !== null && (kconfig.symbol === name || kconfig.symbol.endsWith(`_${name}`));
}

/** `RHEL dropped it in 8`, `RHEL 10 no longer maintains it`; null where no vendor let go of it. */
export function droppedWords({support}: DriverRecord['signals']): string | null {
	const newest = newestSupport(support);
	if (newest === undefined) return null;
	if (newest.state === 'unmaintained') return `${newest.vendor} ${newest.release} no longer maintains it`;
	if (newest.state !== 'removed') return null;
	const release = droppedIn(support!, newest);
	return release === null
		? `${newest.vendor} ${newest.release} does not have it`
		: `${newest.vendor} dropped it in ${release}`;
}

/** Options that every kernel for an architecture has on, whatever drivers it has. */
const architectures: ReadonlySet<string> = new Set([
	...['ALPHA', 'ARC', 'ARM', 'ARM64', 'CSKY', 'LOONGARCH', 'M68K', 'MICROBLAZE', 'MIPS', 'NIOS2', 'OPENRISC'],
	...['PARISC', 'PPC', 'RISCV', 'S390', 'SPARC', 'SUPERH', 'X86', 'XTENSA'],
]);

/** Who ships it, as a clause with its verb. */
export function shippingWords(record: Unjudged, {distributions}: Survey): string | null {
	const {kconfig, signals} = record;
	if (distributions === undefined || distributions.length === 0) return null;
	if (kconfig === null) return 'it has no option by which distributions could be seen to ship it';
	if (!signals.distributions) return null;
	const shipped = shippedBy(signals.distributions, distributions);
	const {on, off} = familyReach(shipped);
	const {drivers} = signals.distributions;
	const option = `CONFIG_${kconfig.symbol}`;
	if (architectures.has(kconfig.symbol))
		return `its option, ${option}, is that of an architecture, so who ships it is not known`;
	const isShared = drivers > 1 && !isNamedAfter(record);
	if (on.length === 0) {
		// An option without a prompt is nobody's to switch off: what would select it was not on.
		if (kconfig.prompt === null && shipped.length > 0)
			return `no configuration surveyed has ${option} on, an option without a prompt`;
		if (off.length === 0)
			return isForTestsOnly(shipped)
				? `no configuration surveyed offers ${option} but for compile tests, so who uses it is not known`
				: `none of the configurations surveyed speaks of ${option}, so who uses it is not known`;
		return off.length === 1
			? `${off[0]!.distribution.label}, the one distribution family that could ship it, does not`
			: `none of the ${off.length} distribution families that could ship it does`;
	}
	// Whose newest release dropped it is named last for its earlier ones.
	const isDropped = newestSupport(signals.support)?.state === 'removed';
	const names = labelsOf(on, isDropped ? 'rhel' : null);
	const rest = names.length - mostNamed;
	const isMany = rest > 1;
	const who = isMany
		? `${names.length} of ${familyCount(distributions)} distribution families`
		: listed(names);
	const isOne = names.length === 1;
	const does = isShared ? `${isOne ? 'has' : 'have'} ${option} on` : `${isOne ? 'ships' : 'ship'} it`;
	return `${who} ${does}${isMany ? `, among them ${listed(names.slice(0, mostNamed))}` : ''}${isShared ? `, but that option builds ${drivers} drivers` : ''}`;
}

/** `RHEL and SLES have it off`, of families whose word counts; null where none does. */
function offWords(record: Unjudged, {distributions}: Survey, isDropped: boolean): string | null {
	const {on, off} = familyReach(shippedBy(record.signals.distributions, distributions));
	if (on.length === 0) return null;
	const names = off
		.filter(
			({distribution: {family, kind}}) =>
				kind !== 'guest' && telling.includes(family) && !(isDropped && family === 'rhel'),
		)
		.map(({distribution}) => distribution.label);
	return names.length === 0 ? null : `${listed(names)} ${names.length === 1 ? 'has' : 'have'} it off`;
}

/** `51 probed machines have such a device`; null where none of its devices is counted. */
export function machinesSeen(
	{aliases, signals}: Pick<Unjudged, 'aliases' | 'signals'>,
	{deployments}: Pick<Verdict, 'deployments'>,
): string | null {
	const {population} = signals;
	const machines = machinesOf(population);
	if (!population || machines === null) return null;
	// None seen proves nothing, least of all of what is known to be in use: those who probe have no virtual machines.
	if (machines === 0 && (deployments === 'high' || deployments === 'medium')) return null;
	if (machines === 0 && isUncountable({aliases, signals})) return null;
	if (machines === 0) return 'no probed machine had such a device';
	const isByClass = (population.byClass ?? -1) > (population.machines ?? -1);
	const who = machines === 1 ? 'one probed machine had' : `${grouped(machines)} probed machines had`;
	return `${who} ${isByClass ? 'a device of its class' : 'such a device'}`;
}

/** Beside fewer probed machines nobody says of a driver, however widely it is shipped, that it is in wide use. */
const manyMachines = 100;

/** Where it is in use, and what is known to stand in its place, in a sentence. */
export function whereItIsUsed(record: Unjudged, verdict: Verdict, survey: Survey): string {
	const dropped = droppedWords(record.signals);
	const shipped = shippedBy(record.signals.distributions, survey.distributions);
	const said = [
		shippingWords(record, survey),
		offWords(
			record,
			survey,
			dropped?.startsWith('RHEL') === true && newestSupport(record.signals.support)?.state === 'removed',
		),
		dropped,
		// PCs were counted: where none can have it, its devices in them are driven by another.
		isForTestsOnly(shipped) ? null : machinesSeen(record, verdict),
		// What has a count of machines has no need of boards.
		record.signals.population ? null : boardsClause(record),
	].filter(clause => clause !== null);
	if (said.length === 0) said.push('who uses it is not known');
	const needed = verdict.reasons.find(({rule}) => rule === 'needed-in-wide-use');
	if (needed !== undefined) said.push(needed.text);
	const place = inItsPlace(verdict);
	if (place !== null) said.push(place);
	// Who ships a driver widely need not have many machines with its device, nor has every such machine the driver.
	const machines = machinesOf(record.signals.population);
	const isFew = machines !== null && machines > 0 && machines < manyMachines;
	const isShipped = familyReach(shipped).on.length > mostNamed + 1;
	const wide =
		verdict.deployments !== 'high'
			? ''
			: isFew
				? 'it is widely shipped: '
				: isShipped || machines === null
					? 'it is in wide use: '
					: 'its hardware is widespread: ';
	const [first, ...rest] = said;
	return `${capital(wide + [first!, ...rest].join('; '))}.`;
}
