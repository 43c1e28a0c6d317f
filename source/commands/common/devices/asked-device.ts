/** What is said of a device that was asked for: its name, who claims it by which pattern, and since when. */
import type {Dataset} from '../../../dataset/reader.ts';
import {
	claimOn,
	claimSinceText,
	classNamed,
	type NamedClass,
	pciClassOf,
} from '../../../dossier/devices/claims.ts';
import {type DeviceId, parseDeviceId} from '../../../dossier/devices/modalias.ts';
import type {IndexRow} from '../../../dossier/index-row.ts';
import {type DeviceQuery, readDeviceQuery} from '../../../dossier/query/device-query.ts';
import type {DriverRecord, Manifest, Support} from '../../../dossier/schema.ts';
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
	/** What vendors say of the very device, the newest release first; of its cards with their subsystems' numbers. */
	support: Support[];
}

/** How a driver stands to what was asked for; null where that is no device, or the driver doesn't claim it. */
export function describeAsked(asked: string, record: DriverRecord, root = '/'): AskedDevice | null {
	const query = readDeviceQuery(asked);
	if (query === null) return null;
	const found = claimOn(record, query);
	const name = nameOf(asked, root);
	const support = supportOf(record, query);
	if (found !== null)
		return {asked, name, pattern: found.pattern, claim: found.claim, since: found.since, support};
	const byClass = classOfDevice(asked, root);
	if (byClass === null) return null;
	const own = claimOn(record, {modalias: modaliasOf(asked, byClass)});
	return own && {asked, name, pattern: own.pattern, claim: 'by-class', since: own.since, support};
}

/** A sentence for people. */
export function askedText(
	{asked, name, pattern, claim, since, support}: AskedDevice,
	module: string,
	releases: Manifest['releases'],
): string {
	const how = {
		claims: `${module} claims it`,
		'may-claim': `${module} may claim it, where its class, interface or maker fits`,
		'by-class': `no driver names it; ${module} claims its class, as its name tells`,
	}[claim];
	const age = claimSinceText(since, releases);
	const claimed = `${how}${age === null ? '' : `, ${age}`} (${pattern})`;
	const title = [asked, name].filter(part => part !== null).join('  ');
	return [title, ...supportTexts(support), claimed].join('\n');
}

/** Cards of which is told what vendors say, where they speak of single cards. */
const mostCards = 3;

/** What vendors say of the very device, `RHEL 10 removed (9 removed, 8 maintained)`: a line, or one for each of its cards. */
function supportTexts(support: readonly Support[]): string[] {
	const cards = new Map<string, Support[]>();
	for (const one of support) {
		const key = `${one.vendor} ${one.device}`;
		const known = cards.get(key);
		if (known === undefined) cards.set(key, [one]);
		else known.push(one);
	}
	const texts = [...cards.values()].map(([newest, ...older]) => {
		const before = older.map(({release, state}) => `${release} ${state}`);
		const card = cards.size > 1 || newest!.device!.length > 'vvvv:dddd'.length ? `${newest!.device}: ` : '';
		return `${card}${newest!.vendor} ${newest!.release} ${newest!.state}${before.length === 0 ? '' : ` (${before.join(', ')})`}`;
	});
	const rest = texts.length - mostCards;
	return rest > 1 ? [...texts.slice(0, mostCards), `and ${rest} cards more`] : texts;
}

/** What is said of an id alone, or where a card's numbers were told of that card; else of all cards of the id. */
function supportOf({signals}: DriverRecord, query: DeviceQuery): Support[] {
	const ids = 'ids' in query ? query.ids : 'modalias' in query ? (idsOfModalias(query.modalias) ?? []) : [];
	const pci = ids.find(({bus}) => bus === 'pci');
	if (pci === undefined) return [];
	const id = `${pci.vendor}:${pci.device}`;
	const card = pci.subsystem === undefined ? null : `${id}:${pci.subsystem.vendor}:${pci.subsystem.device}`;
	const of = (device: string | null) =>
		(signals.support ?? []).filter(one => device !== null && one.device === device);
	const own = of(card);
	const whole = own.length > 0 ? own : of(id);
	const found =
		whole.length > 0 || card !== null
			? whole
			: (signals.support ?? []).filter(({device}) => device?.startsWith(`${id}:`));
	return found.toReversed();
}

/** The PCI id that a whole modalias tells, with the card's numbers. */
function idsOfModalias(modalias: string): DeviceId[] | null {
	const [, vendor, device, maker, card] =
		/^pci:v0000([0-9a-f]{4})d0000([0-9a-f]{4})sv0000([0-9a-f]{4})sd0000([0-9a-f]{4})/i.exec(modalias) ?? [];
	return vendor === undefined ? null : parseDeviceId(`${vendor}:${device}:${maker}:${card}`);
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
