import {type Gathering, type InputKind, nameText, pciAddress, setId} from '../gathering.ts';

/** A node of lshw, from its text or its JSON. */
interface Node {
	product: string | null;
	vendor: string | null;
	businfo: string | null;
	driver: string | null;
	isUnclaimed: boolean;
	serial: number;
}

const emptyNode = (serial: number): Node => ({
	product: null,
	vendor: null,
	businfo: null,
	driver: null,
	isUnclaimed: false,
	serial,
});

/** A line of a device; forums take the space before it away. */
const entry =
	/^(\s*)(description|product|vendor|physical id|bus info|logical name|version|serial|size|capacity|width|clock|capabilities|configuration|resources|slot|date): ?(.*)$/;
const numbers = / ?\[([0-9a-f]{1,4})(?::([0-9a-f]{1,4}))?\]$/i;

/** `lshw`, whole or of a class, with -numeric or without: a block a device. */
export const lshw: InputKind = {
	name: 'lshw',
	read(gathering) {
		let node: Node | null = null;
		let count = 0;
		const end = () => {
			if (node !== null) keep(gathering, node);
			node = null;
		};
		return {
			name: () => 'lshw',
			take(line) {
				const [, , unclaimed] =
					/^\s*\*-([\w-]+(?::\d+)?)(?: (UNCLAIMED|DISABLED|DISABLED UNCLAIMED))?$/.exec(line) ?? [];
				if (/^\s*\*-[\w-]+(?::\d+)?(?: [A-Z ]+)?$/.test(line)) {
					end();
					count += 1;
					node = {...emptyNode(count), isUnclaimed: unclaimed?.includes('UNCLAIMED') ?? false};
					return true;
				}
				const [, indent, key, value] = entry.exec(line) ?? [];
				if (key === undefined) return false;
				// A piece cut out of the middle begins with what each device begins with.
				if (key === 'description' && node === null && indent!.length >= 5) node = emptyNode(++count);
				if (node === null) return false;
				if (key === 'product') node.product = nameText(value);
				if (key === 'vendor') node.vendor = nameText(value);
				if (key === 'bus info') node.businfo = nameText(value);
				if (key === 'configuration') node.driver = /(?:^|\s)driver=([\w-]+)/.exec(value!)?.[1] ?? null;
				return true;
			},
			end,
		};
	},
};

/** Keeps a node that is a device. */
function keep(gathering: Gathering, node: Node): void {
	if (node.businfo === null && node.driver === null && !node.isUnclaimed) return;
	const [bus, address] = placeOf(node);
	// SCSI disks, memory and processors have drivers of their own kind, that no module is named for.
	if (/^(?:cpu|mem|dmi)$/.test(bus) || (bus === 'scsi' && node.driver === null)) return;
	const device = gathering.device(bus, address);
	const [, vendor] = numbers.exec(node.vendor ?? '') ?? [];
	const [, first, second] = numbers.exec(node.product ?? '') ?? [];
	const isIded = (bus === 'pci' || bus === 'usb') && first !== undefined;
	const padded = (digits: string) => digits.padStart(4, '0');
	if (isIded && second !== undefined) setId(device, bus as 'pci', `${padded(first)}:${padded(second)}`);
	else if (isIded && vendor !== undefined) setId(device, bus as 'pci', `${padded(vendor)}:${padded(first)}`);
	// Where its list of names is old, it says the maker's for the device's.
	const product = node.product === node.vendor ? undefined : node.product?.replace(numbers, '');
	device.name ??= nameText(product);
	device.maker ??= nameText(node.vendor?.replace(numbers, ''));
	device.driver ??= node.driver;
	device.isUnclaimed = node.isUnclaimed && device.driver === null;
}

function placeOf({businfo, serial, driver}: Node): [string, string] {
	const [, bus, address] = /^(\w+)@(.+)$/.exec(businfo ?? '') ?? [];
	if (bus === 'pci') return ['pci', pciAddress(address!)];
	if (bus === 'usb') return ['usb', address!];
	if (bus !== undefined) return [bus, address!];
	return [driver === null ? 'device' : 'lshw', `node ${serial}`];
}

/** What is looked at of `lshw -json`; other fields are of no concern here. */
interface JsonNode {
	id?: unknown;
	class?: unknown;
	claimed?: unknown;
	product?: unknown;
	vendor?: unknown;
	businfo?: unknown;
	configuration?: {driver?: unknown} | null;
	children?: unknown;
}

/** Whether a value is what `lshw -json` prints: one node, or a list of them where a class was asked for. */
export function isLshwJson(value: unknown): boolean {
	const first = (Array.isArray(value) ? value[0] : value) as JsonNode | null | undefined;
	return (
		typeof first === 'object' &&
		first !== null &&
		typeof first.id === 'string' &&
		typeof first.class === 'string'
	);
}

/** Most nodes that are looked at. */
const mostNodes = 100_000;

/** Gathers the nodes of `lshw -json`; returns how many. Without recursion: files of strangers may be deep. */
export function readLshwJson(value: unknown, gathering: Gathering): number {
	const open: unknown[] = Array.isArray(value) ? [...value] : [value];
	let count = 0;
	while (open.length > 0 && count < mostNodes) {
		const one = open.pop() as JsonNode | null;
		if (typeof one !== 'object' || one === null) continue;
		count += 1;
		if (Array.isArray(one.children)) open.push(...one.children.slice(0, mostNodes));
		const textOf = (field: unknown) => (typeof field === 'string' ? nameText(field) : null);
		if (one.class === 'system' && textOf(one.id) !== null) gathering.host ??= textOf(one.id);
		const node: Node = {
			product: textOf(one.product),
			vendor: textOf(one.vendor),
			businfo: textOf(one.businfo),
			driver: textOf(one.configuration?.driver),
			isUnclaimed: one.claimed !== true && (one.businfo !== undefined || one.class === 'network'),
			serial: count,
		};
		keep(gathering, node);
	}
	return count;
}
