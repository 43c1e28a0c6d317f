import type {HostDevice} from '../../facts.ts';
import {type Gathering, type InputKind, type LineReader, nameText, pciAddress, setId} from '../gathering.ts';

const head = /^\s*(\d+): ([A-Z][\w() -]{1,20}?) (\S+): ([0-9a-f]{4,5})\b\s*(.*)$/;
/** Keys of a block; with anything else it ends. */
const keys =
	/^\s+(?:\[Created at|Unique ID|Parent ID|SysFS|Hardware Class|Model|Hotplug|Vendor|Device|SubVendor|SubDevice|Revision|Serial ID|Driver|Memory Range|I\/O Port|IRQ|Module Alias|Config Status|Attached to|Link detected|HW Address|Permanent HW Address|Device File|Device Files|Device Number|BIOS|Features|Cylinder|Size|Capacity|Geometry|Drive|Speed|Compatible to|Requires|Resolution|WLAN|I\/O Ports?|Slot|Manufacturer|Product|Type|Socket|Max\.|Current|Status|Name|Detected|Form|Data|Width|Config|Location|Asset|Serial|UUID|Chassis|Bios|Extra|Interface|PROM|Kernel|Arch|Platform|Clock|Cache|Units|Bogomips|Stepping|Detailed|Year|Week|#\d)/;

/** In its log, what it ran to find out: `----- exec: "/sbin/modprobe parport " -----`, then what that printed. */
const ran = /^----- exec: ".*" -----$/;
const printed = /^(?: {2}|----- return code: )/;

/** `hwinfo`, whole or of a class: a block a device. */
export const hwinfo: InputKind = {name: 'hwinfo', read: gathering => new HwinfoReader(gathering)};

class HwinfoReader implements LineReader {
	private readonly gathering: Gathering;
	private isOutput = false;
	private block: {bus: 'pci' | 'usb' | null; place: string; fields: Map<string, string>} | null = null;

	constructor(gathering: Gathering) {
		this.gathering = gathering;
	}

	name(): string {
		return 'hwinfo';
	}

	take(line: string): boolean {
		// It tries drivers of printers and floppies anywhere: that they are missing says nothing of the machine.
		this.isOutput = ran.test(line) || (this.isOutput && printed.test(line));
		if (this.isOutput) return true;
		const [, number, kind] = head.exec(line) ?? [];
		if (number !== undefined) {
			this.end();
			const bus = kind === 'PCI' ? 'pci' : kind === 'USB' ? 'usb' : null;
			this.block = {bus, place: `hwinfo ${number}`, fields: new Map()};
			return true;
		}
		const {block} = this;
		if (block === null) return false;
		const [, key, value] = /^\s+([A-Z][\w# /]{1,30}?): ?(.*)$/.exec(line) ?? [];
		if (key !== undefined && block.fields.size < 100 && !block.fields.has(key))
			block.fields.set(key, value!.trim());
		return key !== undefined || keys.test(line);
	}

	/** The block that is open is whole. */
	end(): void {
		const {block, gathering} = this;
		this.block = null;
		if (block === null || block.bus === null) return;
		const {bus, fields} = block;
		const numberOf = (field: string) =>
			new RegExp(`^${bus} 0x([0-9a-f]{4})`, 'i').exec(fields.get(field) ?? '')?.[1];
		const place = fields.get('SysFS BusID');
		const address =
			place === undefined ? block.place : bus === 'pci' ? pciAddress(place) : place.split(':', 1)[0]!;
		const device = gathering.device(bus, address);
		const [vendor, product] = [numberOf('Vendor'), numberOf('Device')];
		if (vendor !== undefined && product !== undefined) setId(device, bus, `${vendor}:${product}`);
		const [subVendor, subDevice] = [numberOf('SubVendor'), numberOf('SubDevice')];
		if (device.partial && bus === 'pci' && subVendor !== undefined && subDevice !== undefined) {
			device.partial.subsystem = `${subVendor}:${subDevice}`.toLowerCase();
		}
		const alias = /^"(\S+)"$/.exec(fields.get('Module Alias') ?? '')?.[1];
		if (alias !== undefined) device.modalias ??= alias;
		device.name ??= nameText(/^"(.*)"$/.exec(fields.get('Model') ?? '')?.[1]);
		setDrivers(gathering, device, fields);
	}
}

/** `Driver: "i801_smbus"` is the driver's own name, `Driver Modules: "i2c_i801"` the module's. */
function setDrivers(gathering: Gathering, device: HostDevice, fields: ReadonlyMap<string, string>): void {
	const quoted = (field: string) =>
		[...(fields.get(field) ?? '').matchAll(/"([\w-]{1,60})"/g)].map(([, name]) => name!);
	const drivers = quoted('Driver');
	const modules = quoted('Driver Modules');
	// A USB device lists the drivers of its interfaces, and that of the device as a whole.
	const own = drivers.filter(name => name !== 'usb' && name !== 'hub');
	if (own.length > 0) device.driver ??= own[0]!;
	if (modules.length === 1 && own.length === 1) device.module ??= modules[0]!;
	for (const name of modules) gathering.module(name, 'loaded');
}
