import {
	claimOnDevice,
	type DeviceId,
	deviceTreeParts,
	matchesModalias,
	parseDeviceId,
} from '../devices/modalias.ts';

/**
 * A device that somebody asks about: by its id, which may be one of PCI or of USB, by its whole modalias, or by a
 * `compatible` string of a device tree.
 */
export type DeviceQuery = {ids: readonly DeviceId[]} | {modalias: string} | {compatible: string};

/** A modalias begins with its bus: `pci:v…`, `of:N…`, `acpi:PNP0C09:`. Whitespace never stands in one. */
const modaliasShape = /^[a-z][a-z0-9_*-]*:[^\s:]\S*$/i;
/** `vendor,part`, as device trees name hardware; a kernel's modalias begins with the node's name instead. */
const compatibleShape = /^(?:of:(?!N[^,]*T))?([A-Za-z0-9][\w.+-]*,[\w.+,-]+)$/;
/** `acpi:PNP0C09`, as people write what the kernel ends with a colon. */
const acpiShape = /^acpi:[A-Z0-9]{7,8}(?::[A-Z0-9]{7,8})*$/i;

/** Letters of a modalias at most: the kernel hands it out in a page. Its beginnings are looked up, each of them. */
const longestDevice = 4096;

/** Reads `15b3:1003`, `usb:16ca:1502`, `vendor,part` or a modalias; null for anything else, such as a module's name. */
export function readDeviceQuery(text: string): DeviceQuery | null {
	// Of a module's name, which is what is asked most, nothing else need be looked at.
	if (!/[:,\s]/.test(text) || text.length > longestDevice) return null;
	const ids = parseDeviceId(text);
	if (ids !== null) return {ids};
	const compatible = compatibleShape.exec(text)?.[1];
	if (compatible !== undefined) return {compatible};
	if (acpiShape.test(text)) return {modalias: `${text.replace(/^\w+/, 'acpi')}:`};
	// A pattern of modules.alias, as it is pasted: any ACPI bus is this one.
	const modalias = text.replace(/^acpi\*:/i, 'acpi:');
	return modaliasShape.test(modalias) ? {modalias: withUpperDigits(modalias)} : null;
}

/** A PCI modalias with its digits as the kernel writes them, which tells them apart from the letters of its fields. */
function withUpperDigits(modalias: string): string {
	const fields =
		/^pci:v([0-9a-f]{8})d([0-9a-f]{8})sv([0-9a-f]{8})sd([0-9a-f]{8})bc([0-9a-f]{2})sc([0-9a-f]{2})i([0-9a-f]{2})$/i.exec(
			modalias,
		);
	if (fields === null) return modalias;
	const [vendor, device, maker, card, base, sub, interfacing] = fields
		.slice(1)
		.map(field => field.toUpperCase());
	return `pci:v${vendor}d${device}sv${maker}sd${card}bc${base}sc${sub}i${interfacing}`;
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
	let best: 'may-claim' | null = null;
	for (const pattern of aliases ?? []) {
		const claim = claimOfPattern(pattern, query);
		if (claim === 'claims') return claim;
		best = claim ?? best;
	}
	return best;
}

/** What one pattern says to a device: see `claimOf`. */
export function claimOfPattern(pattern: string, query: DeviceQuery): 'claims' | 'may-claim' | null {
	if ('modalias' in query) {
		return !nobodys.test(pattern) && matchesModalias(pattern, query.modalias) ? 'claims' : null;
	}
	if ('compatible' in query) return claimOnCompatible(pattern, query.compatible);
	if (classOnly.test(pattern)) return null;
	let best: 'may-claim' | null = null;
	for (const id of query.ids) {
		const claim = claimOnDevice(pattern, id);
		if (claim === 'claims') return claim;
		best = claim ?? best;
	}
	return best;
}

/** A pattern may ask for a node's name or type too, of which a compatible string says nothing. */
function claimOnCompatible(pattern: string, compatible: string): 'claims' | 'may-claim' | null {
	const parts = deviceTreeParts(pattern);
	if (parts === null || parts.compatible.toLowerCase() !== compatible.toLowerCase()) return null;
	const {name, type} = parts;
	return name === '*' && type === '*' ? 'claims' : 'may-claim';
}

/** An entry without an id, into which the user may write one (tpm_tis's hid=): it matches everything and binds nothing. */
const nobodys = /^(?:pnp:d\*|acpi\*?::\*)$/;

/** Any vendor's device of a class, or any PCI device of a vendor in a class. */
const classOnly = /^(?:pci|usb):v\*|^pci:v[^*]{0,8}d\*sv[^*]{0,8}\*?sd[^*]{0,8}\*?bc[^*]/i;
