import type {HostDevice} from '../../facts.ts';
import {type Gathering, type InputKind, type LineReader, nameText, setId, usbAddress} from '../gathering.ts';

const line = /^\s*Bus (\d{3}) Device (\d{3}): ID ([0-9a-f]{4}:[0-9a-f]{4})(?: (.*))?$/i;
/** -v: `idVendor 0x0df6 Sitecom`, `bInterfaceClass 8 Mass Storage`; values of classes are decimal. */
const field =
	/^\s*(b(?:Device|Interface)(?:Class|SubClass|Protocol)|iManufacturer|iProduct)\s+(\d+)(?: (.*))?$/;
const beneath =
	/^\s+\S|^(?:Device Descriptor|Device Status|Device Qualifier|Binary Object Store|Couldn't open device|can't get )/;
/** -t: `|__ Port 3: Dev 4, If 0, Class=Vendor Specific Class, Driver=r8712u, 480M`. */
const branch =
	/^\s*(?:\/:\s+Bus (\d+)\.Port (\d+)|\|__ Port (\d+)): Dev (\d+), (?:If (\d+), )?Class=([^,]*), Driver=([^,]*), [\d.]+[MG]?/;
/** -tv: the ids of the line above. */
const branchId = /^\s*ID ([0-9a-f]{4}:[0-9a-f]{4})(?: (.*))?$/i;

/** Drivers of the bus itself: every hub and every device as a whole has them. */
const ownDrivers = new Set(['hub', 'usb', 'usbfs', '[none]', '(none)', '']);

/** `lsusb` with -v or -t. */
export const lsusb: InputKind = {name: 'lsusb', read: gathering => new LsusbReader(gathering)};

class LsusbReader implements LineReader {
	private readonly gathering: Gathering;
	private current: HostDevice | null = null;
	private isVerbose = false;
	private isTree = false;
	private bus = '0';
	private code = '';

	constructor(gathering: Gathering) {
		this.gathering = gathering;
	}

	name(): string {
		return `lsusb${this.isTree ? ' -t' : ''}${this.isVerbose ? ' -v' : ''}`;
	}

	take(text: string): boolean {
		const [, bus, number, id, name] = line.exec(text) ?? [];
		if (bus !== undefined) {
			this.current = this.gathering.device('usb', usbAddress(bus, number!));
			setId(this.current, 'usb', id!);
			this.current.name ??= nameText(name);
			return true;
		}
		return this.takeBranch(text) || this.takeField(text);
	}

	private takeBranch(text: string): boolean {
		const [, root, , , number, , kind, driver] = branch.exec(text) ?? [];
		if (number === undefined) {
			const [, id, name] = this.isTree && this.current !== null ? (branchId.exec(text) ?? []) : [];
			if (id !== undefined) {
				setId(this.current!, 'usb', id);
				this.current!.name ??= nameText(name);
				return true;
			}
			return this.isTree && /^\s*\/(?:sys|dev)\/\S+(?:\s+\/dev\/\S+)?$/.test(text);
		}
		this.isTree = true;
		if (root !== undefined) this.bus = root;
		this.current = this.gathering.device('usb', usbAddress(this.bus, number));
		const name = driver!.replace(/\/\d+p$/, '').trim();
		if (root !== undefined || kind === 'Hub' || ownDrivers.has(name)) {
			if (root === undefined && /^\[?none\]?$/.test(name))
				this.current.isUnclaimed = this.current.driver === null;
			return true;
		}
		// A device has a driver an interface: the first stands for it, the others are loaded beside it.
		if (this.current.driver === null || this.current.driver === name) this.current.driver = name;
		else this.gathering.module(name, 'loaded');
		this.current.isUnclaimed = false;
		return true;
	}

	private takeField(text: string): boolean {
		const {current} = this;
		if (current === null || this.isTree) return false;
		const [, key, value, words] = field.exec(text) ?? [];
		if (key === undefined)
			return this.isVerbose || /^Device Descriptor/.test(text) ? this.takeBeneath(text) : false;
		this.isVerbose = true;
		const {partial} = current;
		if (key === 'iProduct' || key === 'iManufacturer') {
			if (key === 'iProduct' && words !== undefined) current.name ??= nameText(words);
			return true;
		}
		if (partial === null || partial === undefined) return true;
		const byte = Math.min(255, Number(value)).toString(16).padStart(2, '0');
		this.code = key.endsWith('SubClass') || key.endsWith('Protocol') ? this.code + byte : byte;
		if (key === 'bDeviceProtocol') partial.classCode = this.code;
		if (
			key === 'bInterfaceProtocol' &&
			!partial.interfaces.includes(this.code) &&
			partial.interfaces.length < 64
		) {
			partial.interfaces = [...partial.interfaces, this.code];
		}
		return true;
	}

	private takeBeneath(text: string): boolean {
		if (!beneath.test(text)) return false;
		this.isVerbose = true;
		return true;
	}
}
