/** Who ships a driver, told from its record and the manifest's list of distributions. */
import type {Configuration, Distribution, Distributions, DriverRecord} from '../schema.ts';

/** What one entry of the manifest's distributions says of a driver, and in which of its configurations that stands. */
export interface Shipped {
	distribution: Distribution;
	configuration: Configuration;
	value: 'y' | 'm' | 'n';
}

/**
 * Architectures by Debian's names, the one that most people have first. Where several kernels of a distribution have a
 * driver on, the first of them says so.
 */
export const architectureOrder = [
	'amd64',
	'arm64',
	'armhf',
	'riscv64',
	'ppc64el',
	's390x',
	'i386',
	'loong64',
];

/** What is known of a driver, in the order of the manifest; entries that say nothing are left out. */
export function shippedBy(
	distributions: Distributions | null | undefined,
	list: readonly Distribution[] | undefined,
): Shipped[] {
	if (!distributions || list === undefined) return [];
	let known = 0;
	return list.flatMap((distribution, index): Shipped[] => {
		const value = distributions.values.charAt(index);
		if (value === '-') return [];
		const place = distributions.at[known++];
		// Asked for by a number that it may have, a list that is read later is not read whole.
		const configuration = place === undefined ? undefined : distribution.configurations[place];
		return configuration !== undefined && (value === 'y' || value === 'm' || value === 'n')
			? [{distribution, configuration, value}]
			: [];
	});
}

/**
 * The families that ship a driver, and those that could and have it off everywhere: one entry of each. One that is offered
 * it for compile tests alone could not: its machines may be of another architecture.
 */
export interface FamilyReach {
	on: Shipped[];
	off: Shipped[];
}

/** Whether an entry tells that somebody who could have the driver has it off. */
export const isProvenOff = ({value, configuration}: Shipped): boolean =>
	value === 'n' && !configuration.testsCompiling;

/** Whether those who were asked for a driver are all such that offer it for compile tests: their machines can't have it. */
export const isForTestsOnly = (shipped: readonly Shipped[]): boolean =>
	shipped.length > 0 &&
	shipped.every(({value, configuration}) => value === 'n' && configuration.testsCompiling);

const telling = (one: Shipped) => (one.value !== 'n' ? 2 : isProvenOff(one) ? 1 : 0);

/** A driver's entries by family; one that is on speaks for its family. */
export function familyReach(shipped: readonly Shipped[]): FamilyReach {
	const byFamily = new Map<string, Shipped>();
	for (const one of shipped) {
		const known = byFamily.get(one.distribution.family);
		if (known === undefined || telling(one) > telling(known)) byFamily.set(one.distribution.family, one);
	}
	const all = [...byFamily.values()];
	return {on: all.filter(({value}) => value !== 'n'), off: all.filter(isProvenOff)};
}

/** How many families there are in a list of distributions. */
export function familyCount(list: readonly Distribution[]): number {
	return new Set(list.map(({family}) => family)).size;
}

/** The line of a configuration that says what an entry says. */
export function optionLine(symbol: string, value: Shipped['value']): string {
	return value === 'n' ? `# CONFIG_${symbol} is not set` : `CONFIG_${symbol}=${value}`;
}

/**
 * Where a configuration can be read: its file at its commit, the folder of several that were laid on top of each other,
 * the package's page. Null for one that was only given by its file.
 */
export function configurationAddress(source: string): string | null {
	const [, repository, commit, paths] = /^([\w.-]+\/[\w.-]+)@([0-9a-f]{7,40}):(.+)$/.exec(source) ?? [];
	if (repository !== undefined) {
		// A + ends a path where another follows; one inside a name is its own: `6.1.85+/config.md`.
		const [first = '', ...others] = paths!.split(/\+(?!\/)/);
		const isOne = others.length === 0;
		const path = (isOne ? first : first.slice(0, Math.max(0, first.lastIndexOf('/')))).split('/');
		return `https://github.com/${repository}/${isOne ? 'blob' : 'tree'}/${commit}/${path.map(encodeURIComponent).join('/')}`;
	}
	const [, name] = /^([a-z0-9][a-z0-9.+-]+)=[^:]+:.+$/.exec(source) ?? [];
	return name === undefined ? null : `https://snapshot.debian.org/binary/${encodeURIComponent(name)}/`;
}

/** Fewer probed machines than these are no sign of use. */
export const fewestMachines = 10;

/** PCI vendors whose devices hypervisors make up: Microsoft, VMware, virtio, QEMU, Xen, VirtualBox. */
const virtualVendors = /^pci:v0000(?:1414|15AD|1AF4|1B36|5853|80EE)/;

/**
 * Whether those who probed machines could hardly see a driver's devices: they counted before it came, under whatever
 * name, or all its PCI devices are made up by hypervisors, and they have no virtual machines.
 */
export function isUncountable({
	aliases,
	signals: {population, since, earlier},
}: Pick<DriverRecord, 'aliases'> & {
	signals: Pick<DriverRecord['signals'], 'population' | 'since' | 'earlier'>;
}): boolean {
	const counted = /\d{4}-\d\d/.exec(population?.source ?? '')?.[0];
	const came = (earlier ?? since)?.date.slice(0, 7);
	if (counted !== undefined && came !== undefined && came > counted) return true;
	const pci = (aliases ?? []).filter(alias => alias.startsWith('pci:'));
	return pci.length > 0 && pci.every(alias => virtualVendors.test(alias));
}

/** What machines' counts say of a driver: the more of ids that it names and of those that only their class gives to it. */
export function machinesOf(
	population: {machines: number | null; byClass: number | null} | null | undefined,
): number | null {
	if (!population) return null;
	const {machines, byClass} = population;
	return machines === null ? byClass : Math.max(machines, byClass ?? 0);
}
