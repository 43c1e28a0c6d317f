import {createIdsByName, readDeviceNames} from '../device-names.ts';
import type {HostDevice, HostFacts} from '../facts.ts';
import {setId} from './gathering.ts';

/** Fills in what a text leaves out of its devices, from this system's pci.ids and usb.ids. */
export type Complete = (facts: HostFacts) => void;

/** Names of devices that have ids, ids of devices that have names; the files are read once for any number of machines. */
export function createComplete(root: string): Complete {
	const ids = createIdsByName(root);
	const names = new Map<string, string>();
	const asked = new Set<string>();
	return facts => {
		const devices = facts.devices ?? [];
		for (const device of devices) if (device.name !== null && isBare(device)) giveId(device);
		const nameless = devices.flatMap(({name, partial}) =>
			name === null && partial ? [`${partial.bus}:${partial.id}`] : [],
		);
		const fresh = new Set(nameless.filter(key => !asked.has(key)));
		if (fresh.size > 0) {
			for (const key of fresh) asked.add(key);
			for (const [key, name] of readDeviceNames(root, fresh)) names.set(key, name);
		}
		for (const device of devices) {
			if (device.name === null && device.partial)
				device.name = names.get(`${device.partial.bus}:${device.partial.id}`) ?? null;
		}
	};

	function giveId(device: HostDevice): void {
		const bus = device.bus === 'usb' ? 'usb' : 'pci';
		const found = ids.find(bus, device.name!, device.maker ?? null);
		// Several devices of one name: which of them it is, nobody can tell.
		if (found.length === 1) setId(device, bus, found[0]!);
	}
}

const isBare = ({partial, modalias, bus}: HostDevice) =>
	!partial && modalias === null && /^(?:pci|usb|device|lshw)$/.test(bus);
