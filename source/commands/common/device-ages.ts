/** Since which release the devices of a machine are driven. */
import type {Dataset} from '../../dataset/reader.ts';
import {claimOn} from '../../dossier/devices/claims.ts';
import {type HostRow, isOlder, type RowDevice} from '../../machine/judge-host.ts';

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

/** A row whose devices say since which release its driver claims them. */
export function withAges(row: HostRow, kernel: string | null, dataset: Pick<Dataset, 'driver'>): AgedRow {
	const record = row.row === null || row.devices.length === 0 ? null : dataset.driver(row.row);
	const devices = row.devices.map((device): AgedDevice => {
		const {modalias} = device;
		const since = record === null || modalias === null ? null : (claimOn(record, {modalias})?.since ?? null);
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
