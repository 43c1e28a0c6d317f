import {grouped} from '../text/numbers.ts';
import type {HostDevice} from './facts.ts';
import type {SystemFiles, Troubles} from './system-files.ts';

/** Most devices that are looked at: a large server has a few thousand. */
export const mostDevices = 50_000;

/** Letters of a name that are kept. */
const longestName = 200;

const top = 'sys/bus';

/** Buses whose devices no driver of a module claims: counters, timers, the kernel's own structure. */
const innerBuses = new Set([
	'clockevents',
	'clocksource',
	'container',
	'event_source',
	'memory',
	'memory_tiering',
	'node',
	'workqueue',
]);

/** A device without its candidates, and whether the system has the driver built in (no `initstate`). */
export type FoundDevice = Omit<HostDevice, 'candidates'>;

/**
 * The devices of /sys/bus, each with its modalias, its driver and that driver's module; null where sysfs can't be
 * listed. Devices with neither driver nor modalias are left out: nothing can be said of them.
 */
export function readDevices(system: SystemFiles, troubles: Troubles): FoundDevice[] | null {
	const buses = system.list(top);
	if (buses === null) return null;
	const modules = new Map<string, string | null>();
	const moduleOf = (bus: string, driver: string) => {
		const key = `${bus}/${driver}`;
		let module = modules.get(key);
		if (module === undefined) {
			module = system.linkName(`${top}/${bus}/drivers/${driver}/module`);
			modules.set(key, module);
		}
		return module;
	};
	const found: FoundDevice[] = [];
	let looked = 0;
	for (const bus of buses) {
		if (innerBuses.has(bus)) continue;
		const addresses = system.list(`${top}/${bus}/devices`);
		if (addresses === null) {
			troubles.note('buses of sysfs that could not be listed');
			continue;
		}
		for (const address of addresses) {
			if (looked >= mostDevices) {
				troubles.note(`devices beyond the first ${grouped(mostDevices)}, not looked at`);
				continue;
			}
			looked += 1;
			if (address.includes('\ufffd')) {
				troubles.note('devices whose names are not text, not looked at');
				continue;
			}
			const folder = `${top}/${bus}/devices/${address}`;
			const driver = system.linkName(`${folder}/driver`);
			const modalias = readModalias(system, folder, troubles);
			if (driver === null && modalias === null) continue;
			const module =
				driver === null ? null : (system.linkName(`${folder}/driver/module`) ?? moduleOf(bus, driver));
			found.push({
				bus,
				address,
				modalias,
				driver,
				module,
				name: bus === 'usb' ? usbName(system, folder, address) : null,
			});
		}
	}
	return found;
}

/** A modalias is a file of its own, or a line of uevent, which some buses have alone. */
function readModalias(system: SystemFiles, folder: string, troubles: Troubles): string | null {
	const reading = system.read(`${folder}/modalias`);
	if (reading.ok) {
		const text = reading.text.trim();
		return text === '' ? null : text.split('\n', 1)[0]!;
	}
	if (reading.reason !== 'missing') troubles.note('devices whose modalias could not be read');
	const events = system.read(`${folder}/uevent`);
	return events.ok ? (/^MODALIAS=(.+)$/m.exec(events.text)?.[1]?.trim() ?? null) : null;
}

/** What a USB device calls itself; the strings are the device's, an interface (`1-1:1.0`) has none of its own. */
function usbName(system: SystemFiles, folder: string, address: string): string | null {
	const device = address.includes(':') ? `${top}/usb/devices/${address.split(':', 1)[0]!}` : folder;
	const product = system.attribute(`${device}/product`);
	if (product === null) return null;
	const maker = system.attribute(`${device}/manufacturer`);
	return (maker === null || product.startsWith(maker) ? product : `${maker} ${product}`).slice(
		0,
		longestName,
	);
}
