import {matchesModalias} from '../dossier/devices/modalias.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import type {GoneRecord} from '../dossier/schema.ts';
import type {PartialId} from './facts.ts';

/**
 * How a pattern stands to a device of which a list tells a part: it names the device (`id`), names it and wants what the list
 * does not tell (`part`), names it by a more general name of a device tree than another
 * does (`general`), claims its class or all of its maker's (`class`), or a part of its class (`class-part`).
 */
export type ClaimKind = 'id' | 'part' | 'general' | 'class' | 'class-part';
/** The surest first. */
export const claimKinds: readonly ClaimKind[] = ['id', 'part', 'general', 'class', 'class-part'];

/** Who claims a device: drivers of the surveyed tree, the surest first, and those that earlier kernels had. */
export interface Claimants {
	drivers: readonly {row: IndexRow; by: ClaimKind}[];
	/** Empty where a driver of the surveyed tree names the device. */
	gone: readonly GoneRecord[];
}

const pciShape =
	/^pci:v(\*|[0-9A-F]{8})d(\*|[0-9A-F]{8})sv(\*|[0-9A-F]{8})sd(\*|[0-9A-F]{8})bc(\*|[0-9A-F]{2})sc(\*|[0-9A-F]{2})i(\*|[0-9A-F]{2})\*?$/;
const usbShape =
	/^usb:v(\*|[0-9A-F]{4})p(\*|[0-9A-F]{4})d([^a-z]+)dc([^a-z]+)dsc([^a-z]+)dp([^a-z]+)ic([^a-z]+)isc([^a-z]+)ip([^a-z]+)in([^a-z]+)$/;

/** How a pattern stands to a device; null where it does not claim it, or only what is not known could say so. */
export function claimOnPartial(pattern: string, device: PartialId): ClaimKind | null {
	return device.bus === 'pci' ? claimOnPci(pattern, device) : claimOnUsb(pattern, device);
}

/** `fits`, `not`, or `open`: what the pattern wants is not told. */
type Fit = 'fits' | 'not' | 'open';

function fitOf(wanted: string, value: string | undefined | null): Fit {
	if (/^\*+$/.test(wanted)) return 'fits';
	if (value === undefined || value === null || value === '') return 'open';
	return matchesModalias(wanted.toUpperCase(), value.toUpperCase()) ? 'fits' : 'not';
}

function claimOnPci(pattern: string, {id, subsystem, classCode}: PartialId): ClaimKind | null {
	const shape = pciShape.exec(pattern);
	if (shape === null) return null;
	const [vendor, device] = id.split(':');
	const [subVendor, subDevice] = subsystem?.split(':') ?? [];
	const wide = (digits: string | undefined) => (digits === undefined ? undefined : `0000${digits}`);
	const [, base, sub, interfacing] = /^(..)(..)?(..)?$/.exec(classCode ?? '') ?? [];
	const known = [wide(vendor), wide(device), wide(subVendor), wide(subDevice), base, sub, interfacing];
	const fits = known.map((value, index) => fitOf(shape[index + 1]!, value));
	if (fits.includes('not')) return null;
	const isNamed = shape[1] !== '*' && shape[2] !== '*';
	if (isNamed) return fits.includes('open') ? 'part' : 'id';
	// A class that is not told may be any, and who takes every device says nothing of this one.
	const isAll = shape.slice(1).every(field => field === '*');
	if (isAll || fits[4] === 'open' || fits[5] === 'open') return null;
	return fits.includes('open') ? 'class-part' : 'class';
}

function claimOnUsb(pattern: string, {id, classCode, interfaces}: PartialId): ClaimKind | null {
	const shape = usbShape.exec(pattern);
	if (shape === null) return null;
	const [vendor, product] = id.split(':');
	const bytes = (code: string | null) =>
		code === null ? [undefined, undefined, undefined] : code.match(/../g)!;
	const pairs = (wanted: readonly string[], values: readonly (string | undefined)[]) =>
		wanted.map((field, index) => fitOf(field, values[index]));
	const own = [...pairs(shape.slice(1, 3), [vendor, product]), ...pairs(shape.slice(4, 7), bytes(classCode))];
	if (own.includes('not')) return null;
	const wanted = shape.slice(7, 10);
	const each =
		interfaces.length === 0 ? [pairs(wanted, [])] : interfaces.map(code => pairs(wanted, bytes(code)));
	const possible = each.filter(fits => !fits.includes('not'));
	if (possible.length === 0) return null;
	const isNamed = shape[1] !== '*' && shape[2] !== '*';
	const isOpen = own.includes('open') || possible.every(fits => fits.includes('open'));
	if (isNamed) return isOpen || !/^\*+$/.test(shape[3]!) ? 'part' : 'id';
	return isOpen ? null : 'class';
}
