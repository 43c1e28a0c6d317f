/** Buses as people call them, with their article; what is bound by a description of the board is a platform driver. */
const names: Readonly<Record<string, string>> = {
	acpi: 'an ACPI driver',
	auxiliary: 'an auxiliary driver',
	hdaudio: 'an HD-audio driver',
	hid: 'a HID driver',
	i2c: 'an I2C driver',
	isa: 'an ISA driver',
	mdio: 'an MDIO driver',
	'mipi-dsi': 'a MIPI DSI driver',
	pci: 'a PCI driver',
	pcmcia: 'a PCMCIA driver',
	platform: 'a platform driver',
	sdio: 'an SDIO driver',
	spi: 'an SPI driver',
	usb: 'a USB driver',
	virtio: 'a virtio driver',
};
/** Of several buses the first of these says most. */
const order = [
	'pci',
	'usb',
	'pcmcia',
	'isa',
	'hid',
	'hdaudio',
	'mipi-dsi',
	'sdio',
	'virtio',
	'mdio',
	'i2c',
	'spi',
	'auxiliary',
	'platform',
	'acpi',
];

/** `a PCI driver`, by the bus that says most of a driver; null where it registers with none that people know. */
export function familiarBuses(buses: readonly string[]): string | null {
	// Of what device trees describe as well, ACPI is only the other way to be told of it.
	const found = order.find(bus => buses.includes(bus) && !(bus === 'acpi' && buses.includes('of')));
	return found === undefined ? null : names[found]!;
}

const legacyNames: Readonly<Record<string, string>> = {
	gameport: 'the game port',
	nubus: 'NuBus',
	parport: 'the parallel port',
	sbus: 'SBus',
	tc: 'TURBOchannel',
	zorro: 'Zorro',
};

/** A bus of earlier machines as people call it: `ISA`, `the parallel port`. */
export function legacyBusName(bus: string): string {
	return legacyNames[bus] ?? bus.toUpperCase();
}
