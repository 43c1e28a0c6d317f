import type {HostDevice} from '../../facts.ts';
import {type Gathering, type InputKind, type LineReader, nameText, pciAddress, setId} from '../gathering.ts';

const slot = String.raw`(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]`;
const head = new RegExp(String.raw`^\s*(${slot})\s+(\S.*)$`, 'i');
/** -n: `0200: 14e4:1648 (rev 10)`; without pci.ids `Class 0200: Device 14e4:1648`. */
const numbersOnly = /^(?:Class )?([0-9a-f]{4}): (?:Device )?([0-9a-f]{4}:[0-9a-f]{4})\b/i;
/** -nn: `Ethernet controller [0200]: Broadcom … [14e4:1648] (rev 10) (prog-if 30 [XHCI])`. */
const withNumbers = /^(.*?) \[([0-9a-f]{4})\]: (.*?) ?\[([0-9a-f]{4}:[0-9a-f]{4})\]([\s\S]*)$/i;
/** -mm with -nn: `"Host bridge [0600]" "Intel Corporation [8086]" "440FX [1237]"`. */
const quoted =
	/^"(?:[^"]*\[)?([0-9a-f]{4})\]?" "(?:[^"]*\[)?([0-9a-f]{4})\]?" "(?:([^"]*) \[)?([0-9a-f]{4})\]?"/i;
/** -mm alone: `"Ethernet controller" "Red Hat, Inc." "Virtio network device"`. */
const quotedNames = /^"([^"]+)" "([^"]+)" "([^"]+)"/;
/** Without numbers: `Ethernet controller: Broadcom …`. The classes begin with a capital in pci.ids; `Unassigned class [ffff]`. */
const namesOnly =
	/^([A-Z][\w/,.() -]{2,60}?(?: \[[0-9a-f]{4}\])?): (\S.*?)(?: \(rev [0-9a-f]+\))?(?: \(prog-if [^[]{0,20}(?:\[[^\]]{0,200}\])?\))?$/;
const interfaceOf = /\(prog-if ([0-9a-f]{2})\b/i;

/** Lines below a device that say nothing of its driver. */
const beneath =
	/^\s*(?:Flags|Control|Status|Latency|Interrupt|Region \d|Capabilities|Memory at|I\/O ports at|Expansion ROM|Bus:|I\/O behind|Memory behind|Prefetchable memory|Secondary status|BridgeCtl|NUMA node|IOMMU group|DeviceName|Physical Slot|Address:|!!! )|^\t|^ {4,}\S/;

/** `lspci` with -k, -n, -nn, -v, -mm and -vmm in any mix. */
export const lspci: InputKind = {name: 'lspci', read: gathering => new LspciReader(gathering)};

class LspciReader implements LineReader {
	private readonly gathering: Gathering;
	private current: HostDevice | null = null;
	private readonly marks = new Set<'n' | 'k' | 'names' | 'vmm'>();
	private fields: {class: string; vendor: string; svendor: string} | null = null;

	constructor(gathering: Gathering) {
		this.gathering = gathering;
	}

	name(): string {
		const letters = [
			this.marks.has('vmm') ? 'vmm' : '',
			this.marks.has('n') ? (this.marks.has('names') ? 'nn' : 'n') : '',
			this.marks.has('k') ? 'k' : '',
		].join('');
		return letters === '' ? 'lspci' : `lspci -${letters}`;
	}

	take(line: string): boolean {
		const [, address, rest] = head.exec(line) ?? [];
		if (address !== undefined) return this.takeHead(address, rest!);
		return this.takeField(line) || this.takeBeneath(line);
	}

	private takeHead(address: string, rest: string): boolean {
		const whole = withNumbers.exec(rest);
		const bare = numbersOnly.exec(rest);
		const machine = quoted.exec(rest);
		const named = quotedNames.exec(rest);
		const plain = namesOnly.exec(rest);
		if ([whole, bare, machine, named, plain].every(found => found === null)) {
			// What stands below a device that is not understood is not the one's before it.
			this.current = null;
			return false;
		}
		this.fields = null;
		const device = this.gathering.device('pci', pciAddress(address));
		this.current = device;
		const set = (id: string, classCode: string): void => {
			this.marks.add('n');
			setId(device, 'pci', id).classCode = `${classCode}${interfaceOf.exec(rest)?.[1] ?? ''}`.toLowerCase();
		};
		if (whole !== null) {
			this.marks.add('names');
			set(whole[4]!, whole[2]!);
			device.name ??= nameText(whole[3]);
		} else if (bare !== null) set(bare[2]!, bare[1]!);
		else if (machine !== null) {
			set(`${machine[2]}:${machine[4]}`, machine[1]!);
			device.name ??= nameText(machine[3]);
		} else {
			this.marks.add('names');
			if (named !== null) device.maker ??= nameText(named[2]);
			device.name ??= nameText(named?.[3] ?? plain![2]);
		}
		return true;
	}

	/** The `Key:\tvalue` lines of -vmm, a block a device. */
	private takeField(line: string): boolean {
		const [, key, value = ''] =
			/^\s*(Slot|Device|Class|Vendor|SVendor|SDevice|Driver|Module|ProgIf|Rev|PhySlot|NUMANode|IOMMUGroup|DTNode):\s+(.*)$/.exec(
				line,
			) ?? [];
		if (key === undefined) return false;
		const isSlot = new RegExp(`^${slot}$`, 'i').test(value);
		if (key === 'Slot' || (key === 'Device' && isSlot)) {
			if (!isSlot) return false;
			this.marks.add('vmm');
			this.current = this.gathering.device('pci', pciAddress(value));
			this.fields = {class: '', vendor: '', svendor: ''};
			return true;
		}
		const {current, fields} = this;
		if (current === null || fields === null) return false;
		const number = /(?:^|\[)([0-9a-f]{4})\]?$/i.exec(value)?.[1]?.toLowerCase();
		if (key === 'Class') fields.class = number ?? '';
		else if (key === 'Vendor') {
			fields.vendor = number ?? '';
			current.maker ??= nameText(value.replace(/ ?\[[0-9a-f]{4}\]$/i, ''));
		} else if (key === 'Device') {
			const text = value.replace(/ ?\[?[0-9a-f]{4}\]?$/i, '');
			if (text !== '') {
				this.marks.add('names');
				current.name ??= nameText(text);
			}
			if (number !== undefined && fields.vendor !== '') {
				this.marks.add('n');
				setId(current, 'pci', `${fields.vendor}:${number}`).classCode = fields.class || null;
			}
		} else if (key === 'SVendor') fields.svendor = number ?? '';
		else if (key === 'SDevice') {
			if (current.partial && number !== undefined && fields.svendor !== '')
				current.partial.subsystem = `${fields.svendor}:${number}`;
		} else if (key === 'ProgIf') {
			const code = current.partial?.classCode;
			if (code?.length === 4 && /^[0-9a-f]{2}$/i.test(value))
				current.partial!.classCode = `${code}${value.toLowerCase()}`;
		} else if (key === 'Driver') this.setDriver(value);
		else if (key === 'Module') this.setModules(value);
		return true;
	}

	private takeBeneath(line: string): boolean {
		const {current} = this;
		if (current === null) return false;
		const [, key, value] =
			/^\s*(Subsystem|Kernel driver in use|Kernel modules):\s*([\s\S]*)$/.exec(line) ?? [];
		if (key === undefined) return beneath.test(line);
		if (key === 'Subsystem') {
			const id = /(?:^|\[|Device )([0-9a-f]{4}:[0-9a-f]{4})\]?$/i.exec(value!)?.[1];
			if (id !== undefined && current.partial) current.partial.subsystem = id.toLowerCase();
		} else if (key === 'Kernel driver in use') this.setDriver(value!);
		else this.setModules(value!);
		return true;
	}

	private setDriver(value: string): void {
		this.marks.add('k');
		const name = nameText(value.split(/\s/, 1)[0]);
		if (name !== null) this.current!.driver = name;
	}

	private setModules(value: string): void {
		this.marks.add('k');
		const {current} = this;
		for (const name of value.split(/[\s,]+/)) {
			if (/^[\w-]{1,60}$/.test(name) && !current!.candidates.includes(name)) current!.candidates.push(name);
		}
	}
}
