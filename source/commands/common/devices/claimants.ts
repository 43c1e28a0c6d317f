/** Who claims a device that a list tells of, the surest first. */
import type {Dataset} from '../../../dataset/reader.ts';
import {isClassPattern} from '../../../dossier/devices/claims.ts';
import {matchesModalias} from '../../../dossier/devices/modalias.ts';
import type {IndexRow} from '../../../dossier/index-row.ts';
import {claimOf, type DeviceQuery} from '../../../dossier/query/device-query.ts';
import type {HostDevice} from '../../../machine/facts.ts';
import {type Claimants, type ClaimKind, claimKinds, claimOnPartial} from '../../../machine/partial-claims.ts';

/** What a driver that takes any device on a bus writes, to hand it to a guest. */
const everything = /^pci:v\*d\*sv\*sd\*bc\*sc\*i\*$/;
const nobody: Claimants = {drivers: [], gone: []};

/**
 * Asks the tables for each device once. Of the drivers that claim one those that name it come first, then those that claim
 * its class; among these, what most families of distributions enable.
 */
export function createClaimants(
	dataset: Pick<Dataset, 'claimants' | 'gone' | 'rows'>,
): (device: Pick<HostDevice, 'partial' | 'modalias' | 'compatible' | 'address'>) => Claimants {
	const known = new Map<string, Claimants>();
	const aliases = new Map<string, readonly string[]>();
	let rows: Map<string, IndexRow> | undefined;
	/** The row of the whole index, which knows the families; a row that was read alone does not. */
	const whole = (row: IndexRow): IndexRow => {
		rows ??= new Map(dataset.rows().map(one => [one.id, one]));
		return rows.get(row.id) ?? row;
	};
	const aliasesOf = (row: IndexRow): readonly string[] => {
		let found = aliases.get(row.id);
		if (found === undefined) {
			found = row.aliases ?? [];
			aliases.set(row.id, found);
		}
		return found;
	};
	const byReach = (one: IndexRow, other: IndexRow) =>
		(other.reach?.on.length ?? 0) - (one.reach?.on.length ?? 0) || (one.id < other.id ? -1 : 1);
	const claiming = (query: DeviceQuery): IndexRow[] =>
		dataset
			.claimants(query)
			.filter(row => claimOf(aliasesOf(row), query) !== null)
			.map(whole)
			.sort(byReach);
	/** Of a node of a device tree: whoever claims its most specific name comes first. */
	const ofNode = (compatible: readonly string[], address: string): Claimants => {
		const found = new Map<string, {row: IndexRow; by: ClaimKind}>();
		const add = (rows: readonly IndexRow[]) => {
			const by = found.size === 0 ? 'id' : 'general';
			for (const row of rows) if (!found.has(row.id)) found.set(row.id, {row, by});
		};
		const bus = /(?:^|\/)&?(i2c|spi)[^/]*\/[^/]+$/.exec(address)?.[1];
		// Chips that are on either bus have a driver for each.
		const isOnBus = ({buses}: IndexRow) =>
			bus === undefined || buses.includes(bus) || !buses.some(one => one === 'i2c' || one === 'spi');
		for (const name of compatible) add(claiming(heldId(name) ?? {compatible: name}).filter(isOnBus));
		// The kernel names such chips by what stands behind their maker (of_alias_from_compatible).
		for (const name of found.size === 0 && bus !== undefined ? compatible : [])
			add(claiming({modalias: `${bus}:${name.slice(name.indexOf(',') + 1)}`}));
		const gone =
			found.size === 0
				? compatible.filter(name => name.includes(',')).flatMap(name => dataset.gone.find(name))
				: [];
		return {drivers: [...found.values()], gone: [...new Map(gone.map(one => [one.id, one])).values()]};
	};
	return device => {
		const {partial, modalias, compatible, address} = device;
		if (compatible !== undefined) {
			const key = `${compatible.join(' ')} ${/\/&?(?:i2c|spi)/.exec(address)?.[0] ?? ''}`;
			let answer = known.get(key);
			if (answer === undefined) {
				answer = ofNode(compatible, address);
				known.set(key, answer);
			}
			return answer;
		}
		if (!partial && modalias === null) return nobody;
		const key = modalias ?? JSON.stringify(partial);
		let answer = known.get(key);
		if (answer === undefined) {
			const claim = (pattern: string): ClaimKind | null => {
				if (modalias === null) return claimOnPartial(pattern, partial!);
				if (everything.test(pattern) || !matchesModalias(pattern, modalias)) return null;
				return isClassPattern(pattern) ? 'class' : 'id';
			};
			const asked = modalias ?? beginningOf(partial!);
			const drivers = dataset.claimants({modalias: asked}).flatMap(row => {
				const kinds = new Set(aliasesOf(row).map(claim));
				const best = claimKinds.find(kind => kinds.has(kind));
				return best === undefined ? [] : [{row: whole(row), by: best}];
			});
			const reach = ({reach: cell}: IndexRow) => cell?.on.length ?? 0;
			drivers.sort(
				(a, b) =>
					claimKinds.indexOf(a.by) - claimKinds.indexOf(b.by) ||
					reach(b.row) - reach(a.row) ||
					(a.row.id < b.row.id ? -1 : 1),
			);
			const isNamed = drivers.some(({by}) => by === 'id' || by === 'part');
			const isSure = drivers[0] !== undefined && drivers[0].by !== 'class-part';
			answer = {
				drivers: isSure ? drivers.filter(({by}) => by !== 'class-part') : drivers,
				gone: isNamed ? [] : dataset.gone.find(partial ? `${partial.bus}:${partial.id}` : modalias!),
			};
			known.set(key, answer);
		}
		return answer;
	};
}

/** `pci168c,33` and `usb424,9514` of device trees: what is plugged in there, by its own id. */
function heldId(name: string): DeviceQuery | null {
	const [, bus, vendor, device] = /^(pci|usb)([0-9a-f]{1,4}),([0-9a-f]{1,4})$/.exec(name) ?? [];
	if (bus !== 'pci' && bus !== 'usb') return null;
	return {ids: [{bus, vendor: vendor!.padStart(4, '0'), device: device!.padStart(4, '0')}]};
}

/** As much of a modalias as the tables need to find whoever may claim a device. */
function beginningOf({bus, id}: NonNullable<HostDevice['partial']>): string {
	const [vendor, device] = id.toUpperCase().split(':');
	return bus === 'pci' ? `pci:v0000${vendor}d0000${device}sv` : `usb:v${vendor}p${device}d`;
}
