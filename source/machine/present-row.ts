/** A driver as it stands on one machine: what a vendor says of the devices that are there counts as said of it. */
import type {IndexRow} from '../dossier/index-row.ts';
import type {Joins} from '../dossier/query/joins.ts';
import {type SupportState, supportStates} from '../dossier/query/vocabulary.ts';
import type {Support} from '../dossier/schema.ts';
import type {HostDevice} from './facts.ts';

/** A state in a release of RHEL. */
export interface ReleaseState {
	release: string;
	state: SupportState;
}

/**
 * What RHEL's lists say of a PCI device, the oldest release first: of that card where they name it (`1000:0072:1000:3020`),
 * else of all of its maker's (`9005:0285:17aa`), else of the id. What only speaks of other cards says nothing.
 */
export function statesOfDevice(support: readonly Support[], device: HostDevice): ReleaseState[] {
	const numbers = numbersOf(device);
	if (numbers === null) return [];
	const states = new Map<string, {state: SupportState; fields: number}>();
	for (const {device: listed, release, state} of support) {
		// Some of the lists leave a leading 0 out: `19a2:703`.
		const fields = listed?.split(':').map(field => field.padStart(4, '0')) ?? [];
		const isIt = fields.length > 1 && fields.every((field, index) => field === numbers[index]);
		const known = states.get(release);
		if (isIt && (known === undefined || known.fields <= fields.length))
			states.set(release, {state, fields: fields.length});
	}
	return [...states]
		.map(([release, {state}]) => ({release, state}))
		.sort((a, b) => Number(a.release) - Number(b.release));
}

/** Maker, device, and of the card the maker and number; lower case. Null for what is not on PCI. */
function numbersOf({modalias, partial}: HostDevice): string[] | null {
	const [, ...found] =
		/^pci:v0000(.{4})d0000(.{4})sv0000(.{4})sd0000(.{4})/
			.exec(modalias ?? '')
			?.map(text => text.toLowerCase()) ?? [];
	if (found.length > 0) return found;
	if (partial?.bus !== 'pci') return null;
	return [...partial.id.split(':'), ...(partial.subsystem?.split(':') ?? [])];
}

/** A row whose state in each release is the worst that is said of the driver or of a device that is there. */
export function presentRow(
	row: IndexRow,
	devices: readonly HostDevice[],
	support: readonly Support[],
): IndexRow {
	const ofDevices = support.filter(({device}) => device !== null);
	if (ofDevices.length === 0 || devices.length === 0) return row;
	const each = devices.map(device => statesOfDevice(ofDevices, device));
	const rhel = worstOf([...(row.rhel ?? []), ...each.flat()]);
	const joins = row.joins === undefined ? undefined : presentJoins(row.joins, row, each);
	// Its cells are read when they are asked for, of the row itself.
	return new Proxy(row, {
		get: (target, name) =>
			name === 'rhel' ? rhel : name === 'joins' ? joins : Reflect.get(target, name, target),
	});
}

function worstOf(states: readonly ReleaseState[]): ReleaseState[] {
	const worst = new Map<string, SupportState>();
	for (const {release, state} of states) {
		const known = worst.get(release);
		if (known === undefined || supportStates.indexOf(state) > supportStates.indexOf(known))
			worst.set(release, state);
	}
	return [...worst]
		.map(([release, state]) => ({release, state}))
		.sort((a, b) => Number(a.release) - Number(b.release));
}

/** Asked for devices that RHEL speaks of, only those that are there answer. */
function presentJoins(joins: Joins, row: IndexRow, each: readonly (readonly ReleaseState[])[]): Joins {
	const values = each.map((states, index) =>
		[String(index), ...states.map(({release, state}) => `${release}:${supportStates.indexOf(state)}`)].join(
			' ',
		),
	);
	return {
		areKept: () => joins.areKept(),
		match: (column, holds) =>
			column === 'rhel' ? new Set(values.some(holds) ? [row.offset] : []) : joins.match(column, holds),
		of: (column, asked) =>
			column === 'rhel' && asked.offset === row.offset ? values : joins.of(column, asked),
		values: column => joins.values(column),
		matchDevices: (beginnings, holds) => joins.matchDevices(beginnings, holds),
		deviceKeys: beginning => joins.deviceKeys(beginning),
	};
}
