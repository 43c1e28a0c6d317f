/** Names of buses, as the macros and functions that register drivers spell them. */

/** Words that name a bus by themselves; the value is the name used everywhere else. */
const busWords = new Map<string, string>(
	[
		'acpi amba ap auxiliary bcma ccw ccwgroup cdx coreboot css cxl dax dfl dio eisa ffa fsi gameport greybus',
		'hid host1x hsi i2c i3c idxd ipack isa ishtp macio maple mca mcb mdev mdio mei mhi moxtet nd ntb nubus of',
		'parisc parport pci pcmcia peci platform pnp ps3 rio rpmsg sbus scmi scsi sdio serdev serio siox slim',
		'spi spmi ssam ssb tc tee typec ulpi usb vchiq vdpa vio virtio vmbus w1 wmi xenbus zorro',
	].flatMap(words => words.split(' ').map((word): [string, string] => [word, word])),
);

/** Names that their words would not give away. */
const wholeNames = new Map<string, string[]>([
	['cl', []],
	['comedi', []],
	['ecard', ['acorn']],
	['fsl_mc', ['fsl-mc']],
	['fslmc', ['fsl-mc']],
	['gbphy', ['greybus']],
	['hda_codec', ['hdaudio']],
	['ieee1394', ['firewire']],
	['intel_th', ['intel-th']],
	['isapnp', ['pnp']],
	['mei_cl', ['mei']],
	['mei_cldev', ['mei']],
	['mips_cdmm', ['cdmm']],
	['mipi_dsi', ['mipi-dsi']],
	['pci_epf', ['pci-epf']],
	['pci_epc', []],
	['pcie_port_service', ['pci']],
	['phy', ['mdio']],
	['pnp_card', ['pnp']],
	['ps3_system_bus', ['ps3']],
	['rapidio', ['rio']],
	['sdw', ['soundwire']],
	['slim', ['slimbus']],
	['sunxi_rsb', ['sunxi-rsb']],
	['tb_service', ['thunderbolt']],
	['tbsvc', ['thunderbolt']],
]);

/** Device tables that match a machine or a processor, not a device on a bus. */
const noBuses = new Set(['cpu', 'dmi', 'input', 'x86cpu', 'of_reserved_mem']);

/**
 * Buses that a registering name speaks of: `usb_serial` is usb, `comedi_pci` pci, `i3c_i2c` both; none for a
 * framework of another kind, such as `cpufreq`.
 */
export function namesToBuses(name: string): string[] {
	const whole = wholeNames.get(name);
	if (whole !== undefined) {
		return whole;
	}
	return name.split('_').flatMap(word => busWords.get(word) ?? []);
}

/** The bus of a MODULE_DEVICE_TABLE, or null where the table matches no device. */
export function tableToBus(type: string): string | null {
	if (noBuses.has(type)) {
		return null;
	}
	return namesToBuses(type)[0] ?? type;
}
