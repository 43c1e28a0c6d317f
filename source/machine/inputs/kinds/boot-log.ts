import type {HostDevice} from '../../facts.ts';
import {type Gathering, type InputKind, type LineReader, nameText, pciAddress, setId} from '../gathering.ts';

const pci = String.raw`[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]`;
const usbInterface = String.raw`\d+-\d+(?:\.\d+)*:\d+\.\d+`;
/** Marks before the kernel's words: `[    1.23] `, `kern  :info  : [Tue …] `, `Nov 29 02:21:09 host kernel: `, an ISO day. */
const prefix =
	/^\s*(?:<\d+>)?(?:\w+\s*:\w+\s*: )?(?:(?:\w{3} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*) (?:(\S+) )?(?:(kernel|systemd-modules-load|systemd-udevd|modprobe|udevd|\(udev-worker\)|systemd-modules-lo|mtp-probe)(?:\[\d+\])?: ))?(?:\[\s*(?:\d+\.\d+(?:@\d+)?|\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}|[\d.]+)\](?:\s*\[\s*[TC]\d+\])?\s*)?/;
/** Devices of other buses, by how the kernel names them: ssb0:0, bcma0:1, mmc1:0001:1, virtio0, spi0.1, 1-0050 of I2C. */
const elsewhere = String.raw`(?:ssb|bcma)\d+:\d+|mmc\d+:[0-9a-f]{4}:\d+|virtio\d+|serial\d+-\d+|spi\d+\.\d+|\d+-00[0-9a-f]{2}`;
const busOf: Readonly<Record<string, string>> = {mmc: 'sdio', serial: 'serdev', '': 'i2c'};
/** `e1000e 0000:00:19.0 eth0: …`: the driver speaks of its device. */
const ofDevice = new RegExp(
	String.raw`^([A-Za-z][\w-]{1,40}) (?:(${pci})|(${usbInterface})|(${elsewhere}))(?:[: ]|$)`,
	'i',
);
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
	/(?:(?:Direct firmware load for|firmware: failed to load|Falling back to (?:sysfs fallback|user helper) for:|firmware, attempted to load|[Ff]ail(?:ed)? to (?:load|get) firmware(?: file)?|[Ff]ailed to load (?:DMC )?firmware) "?)([\w./+-]+\/[\w.+-]+|[\w+-]+\.(?:fw|bin|ucode|dat|hex))/;
/** Ports whose devices are told apart. */
const mostPorts = 10_000;
/** Subsystems that speak of a device as a driver would. */
const noDrivers = new Set(
	'pci usb acpi pnp pcieport platform hid input iommu dmar scsi ata rtc thermal mmc i2c net nvme0 block power device bus driver module kernel of ide host x86 vgaarb ieee80211 cfg80211 firmware modprobe pci_bus pci_root iommu_group system'.split(
		' ',
	),
);

/** A boot log: dmesg in any of its forms, journalctl -k, kern.log, an oops with its modules. */
export const bootLog: InputKind = {
	name: 'dmesg',
	hasLongLines: true,
	read: gathering => new LogReader(gathering),
};

class LogReader implements LineReader {
	private readonly gathering: Gathering;
	private isKernels = false;
	private isListing = false;
	/** Under what a USB port's device is kept: what is plugged in there may change its id, or go and another come. */
	private readonly ports = new Map<string, HostDevice>();

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
			const id = `${found[2]}:${found[3]}`.toLowerCase();
			const known = this.port(found[1]!);
			const isOther = known.partial && known.partial.id !== id;
			const device = isOther ? gathering.device('usb', `${found[1]} ${id}`) : known;
			setId(device, 'usb', id);
			if (this.ports.size < mostPorts) this.ports.set(found[1]!, device);
			return true;
		}
		const product = usbProduct.exec(words);
		if (product !== null) {
			this.port(product[1]!).name ??= nameText(product[2]);
			return true;
		}
		const [, driver, address, place, other] = ofDevice.exec(words) ?? [];
		const firmware = noFirmware.exec(words)?.[1]?.replace(/^\/?(?:usr\/)?lib\/firmware\//, '');
		if (driver === undefined) return this.takeFirmware(words, firmware);
		if (noDrivers.has(driver.toLowerCase())) return true;
		const device =
			address !== undefined
				? gathering.device('pci', pciAddress(address))
				: place !== undefined
					? this.port(place.split(':', 1)[0]!)
					: elsewhereDevice(gathering, other!);
		device.driver ??= driver;
		if (firmware !== undefined)
			gathering.module(driver, 'named', {note: `firmware failed to load: ${firmware}`});
		return true;
	}

	/** Firmware that failed to load, said by a driver without its device: `ieee80211 phy0: brcmsmac: fail to load …`. */
	private takeFirmware(words: string, firmware: string | undefined): boolean {
		if (firmware === undefined) return false;
		const [, speaking] = /^(?:[\w-]+ phy\d+: )?([a-z][\w-]{1,40}): /.exec(words) ?? [];
		if (speaking !== undefined && !noDrivers.has(speaking)) {
			this.gathering.module(speaking, 'named', {note: `firmware failed to load: ${firmware}`});
		}
		return true;
	}

	private port(address: string): HostDevice {
		return this.ports.get(address) ?? this.gathering.device('usb', address);
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

function elsewhereDevice(gathering: Gathering, address: string): HostDevice {
	const word = /^[a-z]*/.exec(address)![0];
	return gathering.device(busOf[word] ?? word, address);
}
