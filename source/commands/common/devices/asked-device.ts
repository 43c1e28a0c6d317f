/** What is said of a device that was asked for: its name, who claims it by which pattern, and since when. */
import type {Dataset} from '../../../dataset/reader.ts';
import {
	claimOn,
	claimSinceText,
	classNamed,
	type NamedClass,
	pciClassOf,
} from '../../../dossier/devices/claims.ts';
import {parseDeviceId} from '../../../dossier/devices/modalias.ts';
import type {IndexRow} from '../../../dossier/index-row.ts';
import {readDeviceQuery} from '../../../dossier/query/device-query.ts';
import type {DriverRecord} from '../../../dossier/schema.ts';
import {readDeviceNames, readPciClasses} from '../../../machine/device-names.ts';

/** A device that was asked for, and how a driver stands to it. */
export interface AskedDevice {
	asked: string;
	/** From this machine's pci.ids or usb.ids; null where it has none, or they don't list it. */
	name: string | null;
	/** The pattern that fits. */
	pattern: string;
	/** `by-class`: the driver claims all devices of a class, which this one's name speaks of. */
	claim: 'claims' | 'may-claim' | 'by-class';
	/** The first surveyed release that has the pattern; `<=` before the oldest one. Null where it is not known. */
	since: string | null;
}

/** How a driver stands to what was asked for; null where that is no device, or the driver doesn't claim it. */
export function describeAsked(asked: string, record: DriverRecord, root = '/'): AskedDevice | null {
	const query = readDeviceQuery(asked);
	if (query === null) return null;
	const found = claimOn(record, query);
	const name = nameOf(asked, root);
	if (found !== null) return {asked, name, pattern: found.pattern, claim: found.claim, since: found.since};
	const byClass = classOfDevice(asked, root);
	if (byClass === null) return null;
	const own = claimOn(record, {modalias: modaliasOf(asked, byClass)});
	return own && {asked, name, pattern: own.pattern, claim: 'by-class', since: own.since};
}

/** A sentence for people. */
export function askedText({asked, name, pattern, claim, since}: AskedDevice, module: string): string {
	const how = {
		claims: `${module} claims it`,
		'may-claim': `${module} may claim it, where its class, interface or maker fits`,
		'by-class': `no driver names it; ${module} claims its class, as its name tells`,
	}[claim];
	const age = claimSinceText(since);
	return `${[asked, name].filter(part => part !== null).join('  ')}\n${how}${age === null ? '' : `, ${age}`} (${pattern})`;
}

/** Drivers that claim the class that a PCI device's name speaks of; none where nothing tells. */
export function driversByClass(dataset: Pick<Dataset, 'find'>, asked: string, root = '/'): IndexRow[] {
	const named = classOfDevice(asked, root);
	if (named === null) return [];
	return dataset.find(modaliasOf(asked, named)).drivers;
}

/** Modules that claim classes of PCI devices whole, each with the classes; for when a device's class is unknown. */
export function classDrivers(dataset: Pick<Dataset, 'rows'>): string[] {
	return dataset.rows().flatMap(({module, recommendation, aliases}) => {
		const classes =
			recommendation !== 'not-a-driver' ? (aliases ?? []).flatMap(pattern => pciClassOf(pattern) ?? []) : [];
		return classes.length === 0 ? [] : [`${module} (${[...new Set(classes)].sort().join(', ')})`];
	});
}

function modaliasOf(asked: string, {code}: NamedClass): string {
	const id = parseDeviceId(asked)!.find(({bus}) => bus === 'pci')!;
	const [vendor, device] = [id.vendor.toUpperCase(), id.device.toUpperCase()];
	const [base, sub, interfacing] = code.toUpperCase().match(/../g)!;
	return `pci:v0000${vendor}d0000${device}sv00000000sd00000000bc${base}sc${sub}i${interfacing}`;
}

function nameOf(asked: string, root = '/'): string | null {
	const ids = (parseDeviceId(asked) ?? []).map(({bus, vendor, device}) => `${bus}:${vendor}:${device}`);
	if (ids.length === 0) return null;
	const names = readDeviceNames(root, new Set(ids));
	return ids.map(id => names.get(id)).find(name => name !== undefined) ?? null;
}

function classOfDevice(asked: string, root = '/'): NamedClass | null {
	if (!parseDeviceId(asked)?.some(({bus}) => bus === 'pci')) return null;
	const name = nameOf(asked, root);
	return name === null ? null : classNamed(name, readPciClasses(root));
}
