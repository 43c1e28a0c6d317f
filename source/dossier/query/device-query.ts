import {claimOnDevice, type DeviceId, matchesModalias, parseDeviceId} from '../modalias.ts';

/** A device that somebody asks about: by its id, which may be one of PCI or of USB, or by its whole modalias. */
export type DeviceQuery = {ids: readonly DeviceId[]} | {modalias: string};

/** A modalias begins with its bus: `pci:v…`, `of:N…`, `acpi:PNP0C09:`. Whitespace never stands in one. */
const modaliasShape = /^[a-z][a-z0-9_*-]*:[^\s:]\S*$/i;

/** Reads `15b3:1003`, `usb:16ca:1502` or a modalias; null for anything else, such as a module's name. */
export function readDeviceQuery(text: string): DeviceQuery | null {
	const ids = parseDeviceId(text);
	if (ids !== null) return {ids};
	return modaliasShape.test(text) ? {modalias: text} : null;
}

/**
 * What a driver's patterns say to a device. An id alone does not tell a class, so patterns that name a class
 * instead of a device (every AHCI controller) say nothing to it; they do to a whole modalias. Null: does not claim it, or
 * its devices are not known.
 */
export function claimOf(
	aliases: readonly string[] | null,
	query: DeviceQuery,
): 'claims' | 'may-claim' | null {
	if (aliases === null) return null;
	if ('modalias' in query) {
		return aliases.some(pattern => matchesModalias(pattern, query.modalias)) ? 'claims' : null;
	}
	let best: 'may-claim' | null = null;
	for (const pattern of aliases) {
		if (classOnly.test(pattern)) continue;
		for (const id of query.ids) {
			const claim = claimOnDevice(pattern, id);
			if (claim === 'claims') return claim;
			best = claim ?? best;
		}
	}
	return best;
}

/** Any vendor's device of a class, or any PCI device of a vendor in a class. */
const classOnly = /^(?:pci|usb):v\*|^pci:v[^*]*d\*sv[^*]*\*?sd[^*]*\*?bc[^*]/i;
