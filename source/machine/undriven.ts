import type {IndexRow} from '../dossier/index-row.ts';
import {normaliseName} from '../dossier/query/names.ts';
import type {GoneRecord} from '../dossier/schema.ts';
import {idOfModalias} from './device-names.ts';
import type {HostDevice, HostFacts} from './facts.ts';
import type {DriverLookup} from './judge-host.ts';
import type {ClaimKind} from './partial-claims.ts';

/** A device that an input tells of without a driver, and who claims it. */
export interface Undriven {
	host: string;
	bus: string;
	address: string;
	/** `10ec:8125`; null where it is not told. */
	id: string | null;
	name: string | null;
	/** The surest first; libraries are left out. */
	claimants: readonly {row: IndexRow; by: ClaimKind}[];
	/** Drivers that earlier kernels had, where none of the surveyed one names it. */
	gone: readonly GoneRecord[];
	/** The input says that nothing has taken it; else it says nothing of drivers. */
	isUnclaimed: boolean;
}

/** Classes of PCI that work without a driver, or whose drivers are a part of the kernel: bridges, memory, system devices. */
const innerClasses = /^(?:05|06(?!07|05)|08(?!05))/;

/** Nodes of a device tree that only hold others, or registers that other drivers use. */
const sharedRegisters = new Set(['syscon', 'simple-bus', 'simple-mfd']);

/** The devices of an input that have no driver there, and of which anything can be said. Pure. */
export function undrivenDevices(name: string, facts: HostFacts, lookup: DriverLookup): Undriven[] {
	if (!facts.input) return [];
	const loaded = new Set(
		facts.modules.flatMap(({name: module, state}) => (state === 'loaded' ? [module] : [])),
	);
	return (facts.devices ?? []).flatMap((device: HostDevice): Undriven[] => {
		if (device.driver !== null) return [];
		const {drivers, gone} = lookup.claimantsOf(device);
		const claimants = drivers.filter(({row}) => row.recommendation !== 'not-a-driver');
		if (device.compatible !== undefined) {
			const isShared = gone.length === 0 && device.compatible.some(one => sharedRegisters.has(one));
			return claimants.length > 0 || isShared ? [] : [undrivenNode(name, device, gone)];
		}
		const id = device.partial?.id ?? idOfModalias(device.modalias)?.id ?? null;
		const isUnclaimed = device.isUnclaimed === true;
		const isServed =
			!isUnclaimed && claimants.some(({row, by}) => by === 'id' && loaded.has(normaliseName(row.module)));
		const isInner = device.partial?.bus === 'pci' && innerClasses.test(device.partial.classCode ?? '');
		const isNothing =
			claimants.length === 0 && gone.length === 0 && !isUnclaimed && (id !== null || device.name === null);
		if (isInner || isNothing || isServed) return [];
		return [
			{
				host: name,
				bus: device.bus,
				address: device.address,
				id,
				name: device.name,
				claimants,
				gone,
				isUnclaimed,
			},
		];
	});
}

function undrivenNode(host: string, device: HostDevice, gone: readonly GoneRecord[]): Undriven {
	return {
		host,
		bus: device.bus,
		address: device.address,
		id: device.compatible!.join(', '),
		name: device.isDisabled === true ? 'switched off' : null,
		claimants: [],
		gone,
		isUnclaimed: false,
	};
}
