/**
 * Keys under which a modalias pattern is filed, and under which keys the patterns of a device can lie. A key is a
 * promise of one kind only: a pattern that fits a device lies under one of the device's keys. Whether it fits is told by
 * the pattern itself.
 */
import {dashesAlike, deviceTreeParts, literalLength} from '../../dossier/devices/modalias.ts';
import type {DeviceQuery} from '../../dossier/query/device-query.ts';

/** How long the beginnings are under which patterns with wildcards lie, by bus. */
export type BeginningLengths = Readonly<Record<string, readonly number[]>>;

const pciPattern = /^pci:v(\*|[0-9a-f]{8})d(\*|[0-9a-f]{8})sv/;
const usbPattern = /^usb:v(\*|[0-9a-f]{4})p(\*|[0-9a-f]{4})d/;
/** A compatible that is told whole, and any behind it. */
const wholeCompatible = /^([^*?[\\]+?)(?:C\*)?$/;
const acpiPattern = /^acpi\*?:([^:*?[\\]+):/;

/** The one key of a pattern. */
export function keyOfPattern(pattern: string): string {
	const text = alike(pattern);
	const [, vendor, device] = pciPattern.exec(text) ?? [];
	if (vendor !== undefined) return `pci:${short(vendor)}:${short(device!)}`;
	const [, maker, product] = usbPattern.exec(text) ?? [];
	if (maker !== undefined) return `usb:${maker}:${product}`;
	const compatible = wholeCompatible.exec(deviceTreeParts(pattern)?.compatible ?? '')?.[1];
	if (compatible !== undefined) return `of:${alike(compatible)}`;
	const name = acpiPattern.exec(text)?.[1];
	if (name !== undefined) return `acpi:${name}`;
	const plain = literalLength(text);
	return plain === text.length ? `=${text}` : `~${text.slice(0, plain)}`;
}

/** The lengths of a key's beginning and the bus that it is of; null for a key of another kind. */
export function beginningOfKey(key: string): {bus: string; length: number} | null {
	return key.startsWith('~') ? {bus: busOf(key.slice(1)), length: key.length - 1} : null;
}

/** All keys under which patterns can lie that claim a device or may. */
export function keysOfDevice(query: DeviceQuery, lengths: BeginningLengths): string[] {
	if ('modalias' in query) return keysOfModalias(query.modalias, lengths);
	if ('compatible' in query) return [`of:${alike(query.compatible)}`];
	return query.ids.flatMap(({bus, vendor, device}) => [
		`${bus}:${vendor}:${device}`,
		`${bus}:${vendor}:*`,
		`${bus}:*:${device}`,
	]);
}

function keysOfModalias(modalias: string, lengths: BeginningLengths): string[] {
	const text = alike(modalias);
	const bus = busOf(text);
	const keys = new Set([`=${text}`, ...beginningsOf(bus, text, lengths), ...beginningsOf('', text, lengths)]);
	const [, vendor, device] = /^pci:v([0-9a-f]{8})d([0-9a-f]{8})/.exec(text) ?? [];
	if (vendor !== undefined) addPairs(keys, 'pci', short(vendor), short(device!));
	const [, maker, product] = /^usb:v([0-9a-f]{4})p([0-9a-f]{4})/.exec(text) ?? [];
	if (maker !== undefined) addPairs(keys, 'usb', maker, product!);
	if (bus === 'of') for (const name of compatiblesOf(text)) keys.add(`of:${name}`);
	if (bus === 'acpi') for (const name of text.split(':')) keys.add(`acpi:${name}`);
	return [...keys];
}

function addPairs(keys: Set<string>, bus: string, vendor: string, device: string): void {
	for (const one of [vendor, '*']) for (const other of [device, '*']) keys.add(`${bus}:${one}:${other}`);
}

function beginningsOf(bus: string, text: string, lengths: BeginningLengths): string[] {
	return (lengths[bus] ?? [])
		.filter(length => length <= text.length)
		.map(length => `~${text.slice(0, length)}`);
}

/** Most letters of a compatible string in a driver's table: `struct of_device_id` has room for 128 with the end. */
const longestCompatible = 127;

/**
 * What `of:N*T*C…` and `…C*` may stand for in a modalias: from any C to any later one or to the end, for a wildcard
 * before it takes as much as it likes; no longer than a driver can ask for, or a device of thousands of C would have millions.
 */
function compatiblesOf(text: string): string[] {
	const ends: number[] = [];
	for (let at = text.indexOf('c'); at >= 0; at = text.indexOf('c', at + 1)) ends.push(at);
	ends.push(text.length);
	const found: string[] = [];
	for (let index = 0; index < ends.length - 1; index++) {
		const start = ends[index]! + 1;
		for (let next = index + 1; next < ends.length && ends[next]! - start <= longestCompatible; next++) {
			found.push(text.slice(start, ends[next]));
		}
	}
	return found;
}

/** Lower case, `-` and `_` alike: a key may take more for alike than a pattern does. */
function alike(text: string): string {
	return dashesAlike(text).toLowerCase();
}

/** The bus that a text names; none where it is cut off before the colon, or names one by a wildcard. */
function busOf(text: string): string {
	return /^([a-z0-9_]+):/.exec(text)?.[1] ?? '';
}

/** A vendor or device without the zeros before it that people leave out. */
function short(digits: string): string {
	return digits.length === 8 && digits.startsWith('0000') ? digits.slice(4) : digits;
}
