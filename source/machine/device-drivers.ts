import type {IndexRow} from '../dossier/index-row.ts';
import {normaliseName} from '../dossier/query/names.ts';
import type {GoneRecord} from '../dossier/schema.ts';
import type {HostDevice, HostFacts} from './facts.ts';
import type {Claimants} from './partial-claims.ts';

/** A driver that a device could use. */
export interface Offer {
	/** The module's name, normalised. */
	name: string;
	/** Which driver it is, where the device's id told; null for a name that the system gave. */
	row: IndexRow | null;
	gone: GoneRecord | null;
	/** Somebody else claims the device more surely, or the system offers another. */
	isSecond: boolean;
}

/** What is asked about drivers here: see DriverLookup. */
interface Lookup {
	byName: ReadonlyMap<string, readonly IndexRow[]>;
	claimantsOf(device: HostDevice): Claimants;
	namesOf(row: IndexRow): readonly string[];
}

/**
 * Drivers that a device could use: what the system itself offers, else those of the data set that claim it, which may
 * know a later kernel that drives what this one leaves alone; the dead where nobody living names it.
 */
export function offersOf(device: HostDevice, facts: HostFacts, lookup: Lookup): Offer[] {
	const own = device.candidates.map(
		(name): Offer => ({name: normaliseName(name), row: null, gone: null, isSecond: false}),
	);
	const isLeftAlone = device.driver === null && own.length === 0;
	if (facts.candidatesFrom !== null && !isLeftAlone) return own;
	const {drivers, gone} = lookup.claimantsOf(device);
	const wanted = drivers.filter(
		({row, by}) =>
			(facts.candidatesFrom === null || row.recommendation !== 'not-a-driver') &&
			// What takes a whole class is no alternative to a driver that a list tells of.
			!(facts.input && device.driver !== null && by.startsWith('class')),
	);
	const surest = wanted[0]?.by;
	const offered = new Set(own.map(({name}) => name));
	const claiming = wanted
		.map(
			({row, by}): Offer => ({
				name: normaliseName(row.module),
				row,
				gone: null,
				isSecond: own.length > 0 || by !== surest || device.isDisabled === true,
			}),
		)
		.filter(({name}) => !offered.has(name));
	// Who only claims the class of a dead driver's device does not serve it.
	const dead = isLeftAlone
		? gone.map(
				(record): Offer => ({
					name: normaliseName(record.module),
					row: null,
					gone: record,
					isSecond: device.isDisabled === true,
				}),
			)
		: [];
	return dead.length > 0
		? [...dead, ...claiming.map(offer => ({...offer, isSecond: true}))]
		: [...own, ...claiming];
}

/**
 * The module of the driver that a device has. A list may tell the driver's own name only, `b43-pci-bridge` or `xhci_hcd`:
 * then it is that of the device's modules, or of its claimants, which registers under this name. Null where none is known.
 */
export function driverModule(device: HostDevice, facts: HostFacts, lookup: Lookup): string | null {
	const {driver, module} = device;
	if (module !== null) return normaliseName(module);
	if (driver === null || !facts.input) return null;
	const name = normaliseName(driver);
	const candidates = device.candidates.map(normaliseName);
	// An entry of lshw without its bus: the name is all there is.
	if (device.bus === 'lshw' || candidates.includes(name) || facts.modules.some(one => one.name === name))
		return name;
	const rows = [
		...candidates.flatMap(one => lookup.byName.get(one) ?? []),
		...lookup.claimantsOf(device).drivers.map(({row}) => row),
	];
	const registering = rows.find(
		row => normaliseName(row.module) === name || lookup.namesOf(row).includes(driver),
	);
	return registering === undefined ? null : normaliseName(registering.module);
}

/** Platform devices are made of what firmware describes: their drivers list ids of these buses. */
const platformBuses = new Set(['platform', 'of', 'acpi', 'isa']);

/** Whether a driver of that name may be on a bus: names such as `serial` are borne on several. */
export function fitsBus({buses}: IndexRow, bus: string | null): boolean {
	// An entry of lshw without its bus tells none.
	if (bus === null || bus === 'lshw' || buses.length === 0 || buses.includes(bus)) return true;
	return bus === 'platform' && buses.some(name => platformBuses.has(name));
}
