/** Buses that new machines no longer have, as buses and as options are called. */
export const legacyBuses = new Set([
	'isa',
	'eisa',
	'pcmcia',
	'parport',
	'gameport',
	'nubus',
	'zorro',
	'dio',
	'tc',
	'mca',
	'sbus',
]);

/** Buses of machines that are sold: who registers on one of them too serves more than the past. */
export const modernBuses = new Set(['acpi', 'hid', 'i2c', 'of', 'pci', 'sdio', 'spi', 'usb', 'virtio']);
