/** Since which release the devices of a machine are driven. */
import type {Dataset} from '../../../dataset/reader.ts';
import {claimOn} from '../../../dossier/devices/claims.ts';
import type {IndexRow} from '../../../dossier/index-row.ts';
import type {DeviceQuery} from '../../../dossier/query/device-query.ts';
import {isOlder} from '../../../machine/facts.ts';
import type {HostRow, RowDevice} from '../../../machine/judge-host.ts';

/** A device with the first release in which the driver claims it; null where that is not known. */
export interface AgedDevice extends RowDevice {
	since: string | null;
	/** Whether the machine's own kernel is older than that. */
	newerThanKernel: boolean;
}

/** A driver of a machine whose devices have ages. */
export interface AgedRow extends HostRow {
	devices: AgedDevice[];
}

/** Since when a driver claims a device, as its record tells; null where that is not known. */
export type DeviceAges = (row: IndexRow, device: RowDevice) => string | null;

/** Asks each record once for each device: the machines of a fleet have the same ones. */
export function createDeviceAges(dataset: Pick<Dataset, 'driver'>): DeviceAges {
	const known = new Map<string, string | null>();
	return (row, {bus, id, modalias}) => {
		const query =
			modalias !== null
				? {modalias}
				: id === null
					? null
					: bus === 'of'
						? {compatible: id}
						: bus === 'pci' || bus === 'usb'
							? queryOf(bus, id)
							: null;
		if (query === null) return null;
		const key = `${row.id} ${modalias ?? `${bus}:${id}`}`;
		let since = known.get(key);
		if (since === undefined) {
			since = claimOn(dataset.driver(row), query)?.since ?? null;
			known.set(key, since);
		}
		return since;
	};
}

function queryOf(bus: 'pci' | 'usb', id: string): DeviceQuery {
	const [vendor, device] = id.split(':');
	return {ids: [{bus, vendor: vendor!, device: device!}]};
}

/** A row whose devices say since which release its driver claims them. */
export function withAges(row: HostRow, kernel: string | null, ages: DeviceAges): AgedRow {
	const devices = row.devices.map((device): AgedDevice => {
		const since = row.row === null ? null : ages(row.row, device);
		return {
			...device,
			since,
			newerThanKernel: since !== null && !since.startsWith('<=') && isOlder(kernel, since),
		};
	});
	return {...row, devices};
}

/**
 * A device in a few words: `15b3:1003 MT27500 Family [ConnectX-3]`, else its bus and address; and since when it is driven
 * at all, where the machine's kernel is older.
 */
export function deviceText({bus, address, id, name, since, newerThanKernel}: AgedDevice): string {
	const age = newerThanKernel ? `(this id since ${since})` : null;
	return [id ?? (name === null ? `${bus} ${address}` : null), name, age]
		.filter(part => part !== null)
		.join(' ');
}
