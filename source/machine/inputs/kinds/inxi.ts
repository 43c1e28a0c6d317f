import {type Gathering, type InputKind, type LineReader, nameText, pciAddress, setId} from '../gathering.ts';

const record = /(?:^|\s)(?:Device|Card)(?:-\d+)?: /;
const section =
	/^\s*(?:System|Machine|Battery|Memory|CPU|Graphics|Audio|Network|Bluetooth|Logical|RAID|Drives|Partition|Swap|Sensors|Info|USB|Processes|Repos|Unmounted):?(?:\s|$)/;
/** Entries of a section that are no devices. */
const other =
	/^\s*(?:Display|API|Server-\d+|Sound Server-\d+|Sound API|API|IF|IF-ID-\d+|IP|WAN IP|Report|ID-\d+|Local Storage|Hub-\d+|Message|Info|System|Host|Kernel|Monitor|OpenGL|renderer|Type)\b.*?:/;
/** Colours of IRC, in which inxi -c prints to a chat. */
const colours = /\u0003\d{0,2}(?:,\d{1,2})?/g;

/** `inxi -F`, -N, -G, -A, -x…: `Device-1: Intel … driver: e1000e … bus-ID: 00:1f.6 chip-ID: 8086:15b8 class-ID: 0200`. */
export const inxi: InputKind = {name: 'inxi', read: gathering => new InxiReader(gathering)};

class InxiReader implements LineReader {
	private readonly gathering: Gathering;
	private text: string | null = null;
	private isOpen = false;
	private serial = 0;

	constructor(gathering: Gathering) {
		this.gathering = gathering;
	}

	name(): string {
		return 'inxi';
	}

	take(raw: string): boolean {
		const line = raw.replace(colours, '');
		const isSection = section.test(line);
		const starts = record.exec(line);
		if (isSection) this.isOpen ||= starts !== null || /^\s*System:/.test(line);
		if (starts !== null && (isSection || this.isOpen)) {
			this.isOpen = true;
			this.end();
			this.serial += 1;
			this.text = line.slice(starts.index + starts[0].length);
			return true;
		}
		if (!this.isOpen) return false;
		const kernel = /\bKernel: (\S+)/.exec(line)?.[1];
		if (kernel !== undefined) this.gathering.release ??= nameText(kernel.replace(/[[(][\s\S]*$/, ''));
		const host = /\bHost: (\S+)/.exec(line)?.[1];
		if (host !== undefined && !/^<|^Kernel:/.test(host)) this.gathering.host ??= nameText(host);
		if (isSection || other.test(line)) {
			this.end();
			return true;
		}
		if (!/^\s/.test(line) || this.text === null) return /^\s+\S/.test(line);
		// A record goes on in the next line, wherever the window was narrow.
		if (this.text.length < 2000) this.text += ` ${line.trim()}`;
		return true;
	}

	/** The record that is open is whole. */
	end(): void {
		const {text} = this;
		if (text === null) return;
		this.text = null;
		const bus = /\bbus[- ]ID: (\S+)/i.exec(text)?.[1];
		const chip = /\bchip[- ]ID: ([0-9a-f]{4}:[0-9a-f]{4})/i.exec(text)?.[1];
		const isUsb = /\btype: USB\b/.test(text) || (bus !== undefined && /^\d+-\d/.test(bus));
		const isPci = bus !== undefined && /^(?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i.test(bus);
		const device = this.gathering.device(
			isUsb ? 'usb' : 'pci',
			isPci ? pciAddress(bus) : (bus ?? `inxi ${this.serial}`),
		);
		if (chip !== undefined) {
			const partial = setId(device, isUsb ? 'usb' : 'pci', chip);
			const code = /\bclass[- ]ID: ([0-9a-f]{4})(?![0-9a-f])/i.exec(text)?.[1];
			if (code !== undefined && !isUsb) partial.classCode = code.toLowerCase();
		}
		const name = /^(.*?)(?: (?:vendor|driver|type|v|bus[- ]ID|ver):|$)/.exec(text)?.[1];
		device.name = nameText(name);
		const driver = /\bdriver: (\S+)/.exec(text)?.[1]?.replace(/,$/, '');
		if (driver === undefined) return;
		if (/^(?:N\/A|None|none|N\/A,)$/i.test(driver)) device.isUnclaimed = true;
		else
			for (const [index, one] of driver.split(',').entries()) {
				if (!/^[\w-]{1,60}$/.test(one)) continue;
				if (index === 0) device.driver = one;
				else this.gathering.module(one, 'loaded');
			}
	}
}
