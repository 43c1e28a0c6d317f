/** The lines of LKDDb's lists of drivers. */

import {basename} from 'node:path/posix';
import {normaliseName} from '../../../../dossier/query/names.ts';
import {linesOfInput} from '../../../input-file.ts';

/** `module e1000e "title" : CONFIG_E1000E : drivers/net/Kconfig`. */
const moduleLine = /^module (\S+) (?:"(.*?)")? ?:((?: CONFIG_\w+)*) : (\S+)$/;
/** `pci 8086 10d3 .... .... ...... : CONFIG_E1000E : drivers/net/e1000e/netdev.c`. */
const deviceLine = /^(pci|usb|of|i2c|acpi|pnp|pcmcia|sdio|hid) (.+?) :((?: CONFIG_\w+)+) : (\S+)$/;

/** A module as a list names it: without a path, with every option that its line gives. */
export interface ModuleLine {
	module: string;
	title: string | null;
	options: string[];
	/** The folder of the Kconfig file that offers it. */
	folder: string;
}

/** A device that a source claims, as modpost would write it. */
export interface DeviceLine {
	pattern: string;
	options: string[];
	source: string;
}

export function parseModule(line: string): ModuleLine | null {
	if (!line.startsWith('module ')) return null;
	const [, object, title, options, kconfig] = moduleLine.exec(line) ?? [];
	if (object === undefined) return null;
	const module = object.slice(object.lastIndexOf('/') + 1);
	const folder = kconfig!.slice(0, Math.max(0, kconfig!.lastIndexOf('/')));
	return {module, title: title || null, options: bareOptions(options!), folder};
}

export function parseDevice(line: string): DeviceLine | null {
	const [, bus, device, options, source] = deviceLine.exec(line) ?? [];
	if (bus === undefined) return null;
	const pattern = patternOf(bus, device!);
	return pattern === null ? null : {pattern, options: bareOptions(options!), source: source!};
}

/** Visits the lines of a list; one that can't be read has none: surveyLkddb, which reads the same ones, says why. */
export async function eachLine(
	path: string,
	signal: AbortSignal | undefined,
	visit: (line: string) => void,
): Promise<void> {
	try {
		for await (const line of linesOfInput(path, signal)) visit(line);
	} catch {
		signal?.throwIfAborted();
	}
}

/** The name that a source's module has if it is linked from no other, normalised. */
export function stemOf(source: string): string {
	return normaliseName(basename(source).replace(/\.\w+$/, ''));
}

const bareOptions = (words: string) =>
	words.split(' ').flatMap(word => (word === '' ? [] : word.slice('CONFIG_'.length)));

function patternOf(bus: string, device: string): string | null {
	const words = device.split(' ');
	const hex = (word: string | undefined, digits: number) =>
		word !== undefined && new RegExp(`^[0-9a-f]{${digits}}$`).test(word) ? word.toUpperCase() : null;
	const quoted = (bus === 'pnp' ? /^"([^"\s]+)"/ : /"([^"\s]+)"$/).exec(device)?.[1];
	const [vendor, product] = [hex(words[0], 4), hex(words[1], 4)];
	switch (bus) {
		case 'pci': {
			const wide = (word: string | undefined) => (hex(word, 4) === null ? '*' : `0000${hex(word, 4)}`);
			return vendor && product
				? `pci:v0000${vendor}d0000${product}sv${wide(words[2])}sd${wide(words[3])}bc*sc*i*`
				: null;
		}
		case 'usb':
			return vendor && product ? `usb:v${vendor}p${product}d*dc*dsc*dp*ic*isc*ip*in*` : null;
		case 'pcmcia':
			return vendor && product ? `pcmcia:m${vendor}c${product}f*fn*pfn*pa*pb*pc*pd*` : null;
		case 'hid': {
			const [maker, thing] = [hex(words[1], 8), hex(words[2], 8)];
			return hex(words[0], 4) && maker && thing ? `hid:b${hex(words[0], 4)}g*v${maker}p${thing}` : null;
		}
		case 'of':
			return quoted ? `of:N*T*C${quoted}` : null;
		case 'i2c':
			return quoted ? `i2c:${quoted}` : null;
		case 'acpi':
			return quoted ? `acpi*:${quoted}:*` : null;
		case 'pnp':
			return quoted ? `pnp:d${quoted}*` : null;
		default:
			return null;
	}
}
