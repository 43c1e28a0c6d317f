import {SystemFiles} from './system-files.ts';

/** Places of pci.ids and usb.ids: hwdata's on most distributions, Debian's old one. */
const folders = ['usr/share/hwdata', 'usr/share/misc'];
const idsBytes = 16 << 20;
const longestName = 200;

/** The vendor's and the device's number in a PCI or USB modalias, as pci.ids and usb.ids write them; null for others. */
export function idOfModalias(modalias: string | null): {bus: 'pci' | 'usb'; id: string} | null {
	const match = /^pci:v0000([0-9A-F]{4})d0000([0-9A-F]{4})sv|^usb:v([0-9A-F]{4})p([0-9A-F]{4})d/i.exec(
		modalias ?? '',
	);
	if (match === null) return null;
	const [, vendor, device, usbVendor, product] = match;
	return vendor === undefined
		? {bus: 'usb', id: `${usbVendor}:${product}`.toLowerCase()}
		: {bus: 'pci', id: `${vendor}:${device}`.toLowerCase()};
}

/**
 * Names of devices by `pci:15b3:1003` or `usb:0cf3:0001`, from pci.ids and usb.ids where there are such files, of
 * the given system or of this one: the names are the same everywhere. Missing files are no misfortune.
 */
export function readDeviceNames(root: string, wanted: ReadonlySet<string>): Map<string, string> {
	const names = new Map<string, string>();
	for (const bus of ['pci', 'usb'] as const) {
		const ids = new Set([...wanted].filter(id => id.startsWith(bus)).map(id => id.slice(4)));
		if (ids.size === 0) continue;
		const tops = root === '/' ? ['/'] : [root, '/'];
		const files = tops.flatMap(top => folders.map(folder => ({top, file: `${folder}/${bus}.ids`})));
		for (const {top, file} of files) {
			const reading = new SystemFiles(top).read(file, idsBytes);
			if (!reading.ok) continue;
			for (const [id, name] of namesIn(reading.text, ids)) names.set(`${bus}:${id}`, name);
			break;
		}
	}
	return names;
}

/**
 * Ids by the names that a text gives instead: `10ec:8125` of maker `Realtek Semiconductor Co., Ltd.` and device
 * `RTL8125 2.5GbE Controller`, or of both in one. A name that pci.ids gives to several devices leads to all of them.
 */
export interface IdsByName {
	find(bus: 'pci' | 'usb', name: string, maker: string | null): readonly string[];
}

/** Looks ids up in pci.ids and usb.ids of a system, which are read when first asked for; without them it finds none. */
export function createIdsByName(root: string): IdsByName {
	const tables = new Map<string, Map<string, string[]>>();
	const makers = new Map<string, string>();
	const tableOf = (bus: 'pci' | 'usb') => {
		let table = tables.get(bus);
		if (table === undefined) {
			table = new Map();
			for (const folder of folders) {
				const reading = new SystemFiles(root).read(`${folder}/${bus}.ids`, idsBytes);
				if (!reading.ok) continue;
				for (const [id, maker, name] of allNamesIn(reading.text)) {
					makers.set(`${bus} ${plain(maker)}`, id.slice(0, 4));
					for (const key of [name, `${maker} ${name}`].map(plain)) {
						const known = table.get(key);
						if (known === undefined) table.set(key, [id]);
						else known.push(id);
					}
				}
				break;
			}
			tables.set(bus, table);
		}
		return table;
	};
	return {
		find(bus, name, maker) {
			const table = tableOf(bus);
			// lspci names a device that its list has not by its maker and number.
			const [, whose, number] = /^(.*?) ?Device ([0-9a-f]{4})$/.exec(name) ?? [];
			const vendor = number === undefined ? undefined : makers.get(`${bus} ${plain(whose || maker || '')}`);
			if (vendor !== undefined) return [`${vendor}:${number}`];
			return (
				(maker === null ? undefined : table.get(plain(`${maker} ${name}`))) ?? table.get(plain(name)) ?? []
			);
		},
	};
}

/** Names as they are compared: lists of years ago wrote them a little otherwise. */
function plain(text: string): string {
	return text
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, ' ')
		.trim();
}

/** Every device of such a file: its id, its maker's name, its own. */
function* allNamesIn(text: string): Generator<[string, string, string]> {
	let vendor = '';
	let maker = '';
	for (const line of text.split('\n')) {
		const [, tab, id, name] = /^(\t?)([0-9a-f]{4}) {2}(\S.*)$/.exec(line) ?? [];
		if (id === undefined) {
			// Below the vendors come classes, whose entries look alike.
			if (/^[A-Z]/.test(line)) vendor = '';
		} else if (tab === '') {
			vendor = id;
			maker = name!;
		} else if (vendor !== '') yield [`${vendor}:${id}`, maker, name!];
	}
}

/** The classes of PCI devices that pci.ids lists, with the words for subclass and interface; none without the file. */
export function readPciClasses(root: string): {code: string; names: string[]}[] {
	for (const folder of folders) {
		const reading = new SystemFiles(root).read(`${folder}/pci.ids`, idsBytes);
		if (reading.ok) return classesIn(reading.text);
	}
	return [];
}

/** `C 0c  Serial bus controller`, below it `\t03  USB controller`, below that `\t\t00  UHCI`. */
function classesIn(text: string): {code: string; names: string[]}[] {
	const found: {code: string; names: string[]}[] = [];
	let base = '';
	let sub = {code: '', name: ''};
	for (const line of text.split('\n')) {
		const [, tabs, code, name] = /^(C |\t\t?)([0-9a-f]{2}) {2}(\S.*)$/.exec(line) ?? [];
		if (tabs === 'C ') base = code!;
		else if (code === undefined) base = /^(?:\s*#|\s*$)/.test(line) ? base : '';
		else if (base !== '' && tabs === '\t') {
			sub = {code: `${base}${code}`, name: name!};
			found.push({code: `${sub.code}00`, names: [sub.name]});
		} else if (base !== '') found.push({code: `${sub.code}${code}`, names: [sub.name, name!]});
	}
	return found;
}

/** `15b3  Mellanox Technologies`, below it `\t1003  MT27500 Family [ConnectX-3]`; classes begin with `C `. */
function* namesIn(text: string, wanted: ReadonlySet<string>): Generator<[string, string]> {
	const vendors = new Set([...wanted].map(id => id.slice(0, 4)));
	let vendor = '';
	for (const line of text.split('\n')) {
		const isDevice = line.charCodeAt(0) === 9;
		if (!isDevice) vendor = vendors.has(line.slice(0, 4)) && line.charAt(4) === ' ' ? line.slice(0, 4) : '';
		else if (vendor !== '' && line.charCodeAt(1) !== 9) {
			const id = `${vendor}:${line.slice(1, 5)}`;
			const name = line.slice(5, longestName).trim();
			// A list that is damaged has numbers without names.
			if (wanted.has(id) && name !== '') yield [id, name];
		}
	}
}
