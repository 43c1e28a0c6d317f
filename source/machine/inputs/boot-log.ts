import {type Gathering, type InputKind, type LineReader, nameText, pciAddress, setId} from './gathering.ts';

const pci = String.raw`[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]`;
const usbInterface = String.raw`\d+-\d+(?:\.\d+)*:\d+\.\d+`;
/** Marks before the kernel's words: `[    1.23] `, `kern  :info  : [Tue …] `, `Nov 29 02:21:09 host kernel: `, an ISO day. */
const prefix =
	/^\s*(?:<\d+>)?(?:\w+\s*:\w+\s*: )?(?:(?:\w{3} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*) (?:(\S+) )?(?:(kernel|systemd-modules-load|systemd-udevd|modprobe|udevd|\(udev-worker\)|systemd-modules-lo|mtp-probe)(?:\[\d+\])?: ))?(?:\[\s*(?:\d+\.\d+|\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}|[\d.]+)\](?:\s*\[\s*[TC]\d+\])?\s*)?/;
/** `e1000e 0000:00:19.0 eth0: …`: the driver speaks of its device. */
const ofDevice = new RegExp(String.raw`^([A-Za-z][\w-]{1,40}) (?:(${pci})|(${usbInterface}))(?:[: ]|$)`, 'i');
/** `pci 0000:00:19.0: [8086:1502] type 00 class 0x020000`, when a bus is read. */
const enumerated = new RegExp(
	String.raw`^pci (${pci}): \[([0-9a-f]{4}:[0-9a-f]{4})\] type \w+ class 0x([0-9a-f]{6})`,
	'i',
);
const usbFound =
	/^usb (\d+-\d+(?:\.\d+)*): New USB device found, idVendor=([0-9a-f]{4}), idProduct=([0-9a-f]{4})/i;
const usbProduct = /^usb (\d+-\d+(?:\.\d+)*): Product: (.+)$/;
const registered = /^usbcore: registered new (?:interface|device) driver (\S+)/;
const version = /^Linux version (\S+)/;
const linked = /^(?:Modules linked in:|Last unloaded|CPU: )/;
const notFound =
	/(?:modprobe: (?:FATAL: |ERROR: |WARNING: )?[Mm]odule (\S+?) not found|Failed to find module '([^']+)'|could not find module by name='([^']+)'|modprobe: can't load module ([\w-]+))/;
const noFirmware =
	/(?:(?:Direct firmware load for|firmware: failed to load|Falling back to (?:sysfs fallback|user helper) for:|[Ff]ailed to load firmware(?: file)?) "?([\w./+,-]+\.?[\w]+)"?(?: (?:failed with error|\()(-?\d+)|$))/;
/** Subsystems that speak of a device as a driver would. */
const noDrivers = new Set(
	'pci usb acpi pnp pcieport platform hid input iommu dmar scsi ata rtc thermal mmc i2c net nvme0 block power device bus driver module kernel of ide host x86 vgaarb pci_bus pci_root iommu_group system'.split(
		' ',
	),
);

/** A boot log: dmesg in any of its forms, journalctl -k, kern.log, an oops with its modules. */
export const bootLog: InputKind = {name: 'dmesg', read: gathering => new LogReader(gathering)};

class LogReader implements LineReader {
	private readonly gathering: Gathering;
	private isKernels = false;
	private isListing = false;

	constructor(gathering: Gathering) {
		this.gathering = gathering;
	}

	name(): string {
		return 'a boot log';
	}

	take(line: string): boolean {
		const [before, host, speaker] = prefix.exec(line)!;
		const words = line.slice(before.length);
		const isLog = before.trim() !== '' && (speaker !== undefined || before.includes('['));
		if (isLog) this.isKernels = true;
		if (host !== undefined && isLog) this.gathering.host ??= nameText(host);
		// A line may go on where the kernel's prefix is repeated.
		const isListed = (this.isListing || words.startsWith('Modules linked in:')) && this.takeLinked(words);
		// Lines without a time are a log's where they can be nothing else.
		return isListed || this.takeModules(words) || this.takeDevice(words) || isLog;
	}

	private takeModules(words: string): boolean {
		const {gathering} = this;
		const driver = registered.exec(words)?.[1];
		if (driver !== undefined) {
			if (!/^(?:usbfs|hub|usb)$/.test(driver)) gathering.module(driver, 'loaded');
			return true;
		}
		const release = version.exec(words)?.[1];
		if (release !== undefined) {
			gathering.release ??= nameText(release);
			return true;
		}
		const missing = notFound
			.exec(words)
			?.slice(1)
			.find(name => name !== undefined);
		if (missing !== undefined) {
			if (/^[a-z][\w-]*:./.test(missing)) this.takeModalias(missing);
			else if (/^[\w-]{1,60}$/.test(missing))
				gathering.module(missing, 'named', {note: 'modprobe found no such module'});
			return true;
		}
		return false;
	}

	/** A device for which modprobe was asked and found nothing. */
	private takeModalias(modalias: string): void {
		const bus = modalias.slice(0, modalias.indexOf(':'));
		const device = this.gathering.device(bus, modalias);
		device.modalias = modalias;
		device.isUnclaimed = true;
	}

	private takeDevice(words: string): boolean {
		const {gathering} = this;
		const met = enumerated.exec(words);
		if (met !== null) {
			setId(gathering.device('pci', pciAddress(met[1]!)), 'pci', met[2]!).classCode = met[3]!.toLowerCase();
			return true;
		}
		const found = usbFound.exec(words);
		if (found !== null) {
			setId(gathering.device('usb', found[1]!), 'usb', `${found[2]}:${found[3]}`);
			return true;
		}
		const product = usbProduct.exec(words);
		if (product !== null) {
			gathering.device('usb', product[1]!).name ??= nameText(product[2]);
			return true;
		}
		const [, driver, address, place] = ofDevice.exec(words) ?? [];
		const firmware = noFirmware.exec(words)?.[1];
		if (driver === undefined) {
			const [, speaking] = /^([a-z][\w-]{1,40}): /.exec(words) ?? [];
			if (firmware === undefined || speaking === undefined) return firmware !== undefined;
			gathering.module(speaking, 'named', {note: `firmware failed to load: ${firmware}`});
			return true;
		}
		if (noDrivers.has(driver.toLowerCase())) return true;
		const device =
			address === undefined
				? gathering.device('usb', place!.split(':', 1)[0]!)
				: gathering.device('pci', pciAddress(address));
		device.driver ??= driver;
		if (firmware !== undefined)
			gathering.module(driver, 'named', {note: `firmware failed to load: ${firmware}`});
		return true;
	}

	/** An oops lists what was loaded: `Modules linked in: nvidia(POE) r8169 …`, on until `CPU:` or `[last unloaded: …]`. */
	private takeLinked(words: string): boolean {
		const isFirst = words.startsWith('Modules linked in:');
		if (!isFirst && (linked.test(words) || !/^\s*[\w-]+(?:\([A-Z+-]+\))?(?:\s|$)/.test(words))) {
			this.isListing = false;
			return false;
		}
		const end = words.search(/\[last unloaded/);
		const list = (end < 0 ? words : words.slice(0, end)).replace('Modules linked in:', '');
		for (const word of list.split(/\s+/)) {
			const [, name, taint] = /^([\w-]{1,60})(?:\(([A-Z+-]+)\))?$/.exec(word) ?? [];
			if (name === undefined || /^\d+$/.test(name)) continue;
			this.gathering.hasLoaded = true;
			this.gathering.module(name, 'loaded', {taint: (taint ?? '').replace(/[+-]/g, '')});
		}
		this.isListing = end < 0 && this.isKernels;
		return true;
	}
}
