/** The macros and calls that make a source a driver, and the buses that they speak of. */
import {namesToBuses} from './buses.ts';

/** What runs when a module is loaded or the kernel starts, whatever it does then. */
const startMacro =
	/^(?:module_init|(?:early|pure|core|postcore|arch|subsys|fs|rootfs|device|late|console)\w*initcall(?:_sync)?|\w*initcall(?:_sync)?|(?:OF_)?EARLYCON_DECLARE|module_kunit\w*)$/;
/** `module_…(` macros that declare something else than a driver. */
const otherModuleMacro =
	/^module_(?:init|exit|param\w*|put|get|layout|alloc\w*|free\w*|refcount|kernel_module)$/;
/** Macros in capitals that fill in a driver whole. */
const wholeDriver =
	/^(?:FBTFT_REGISTER\w*DRIVER|DECLARE_USB_FUNCTION_INIT|DEFINE_SCMI_TRANSPORT_DRIVER|cpufreq_governor_init)$/;
/** Declarations that end like a driver's but only fill tables. */
const notDrivers = /PKT|ETHTOOL|DEBUGFS|LINK_MODE|RFK|UVERBS|RTL|INFO_DECLARE|OVERLAY/;
/** `x_register_driver(s)`, `x_driver_register`, `x_add_driver`, `x_driver_probe` or `register_x_driver(s)`. */
const registerCall =
	/^(?:_*register_(\w+)_drivers?|_*(\w+?)_(?:register|add)(?:_\w+?)??_drivers?(?:_probe)?|_*(\w*?)_?drivers?_register\w*|_*(\w+?)_drivers?_probe\w*|usb_register)$/;
/** Calls that register a driver under another word. */
const otherCalls: readonly [RegExp, readonly string[]][] = [
	[/^_*xenbus_register_(?:frontend|backend)$/, ['xenbus']],
	[/^_*ntb_(?:transport_)?register_client$/, ['ntb']],
	[/^pcie_port_service_register$/, ['pci']],
	[/^w1_register_family$/, ['w1']],
	// What ACPI asks for each device of a table, and binds it to.
	[/^acpi_scan_add_handler(?:_with_hotplug)?$/, ['acpi']],
	// A kind of network link, a line discipline, a transport, a mapping: services that users ask for by name.
	[/^(?:rtnl_link_register|tty_register_ldisc|nvmf_register_transport|dm_register_target)$/, []],
];
/** Structs that end in `_driver` and are none: what sits below a bus, or a part of a sound card. */
const notDriverStructs =
	/^(?:hid_ll|hc|snd_soc_\w+|ehci|tty|usb_bus|usb_phy|ulpi_reg|agp_bridge|intel_gtt)_driver$/;

/** Whether a macro in column 0 says what runs at the start, a driver or not. */
export function isStartMacro(macro: string): boolean {
	return startMacro.test(macro);
}

/** Whether a macro in column 0 stands once in a module, in its main file. */
export function isModuleMacro(macro: string): boolean {
	return /^(?:\w+_)?module_\w+$/.test(macro) && (macro === 'module_init' || !otherModuleMacro.test(macro));
}

/** The buses on which a macro in column 0 declares a driver; null where it registers none. */
export function busesOfMacro(macro: string): readonly string[] | null {
	if (otherModuleMacro.test(macro) || startMacro.test(macro)) {
		return null;
	}
	const registering = /^((?:\w+_)?)(?:module|builtin)_(\w*?)_?drivers?(?:_\w+)?$/.exec(macro);
	if (registering !== null) {
		return namesToBuses(`${registering[1]}${registering[2]}`.replace(/_$/, ''));
	}
	const isDeclaring = /^\w*_DECLARE(?:_DRIVER|_HI|_EARLY)?$|^IRQCHIP_PLATFORM_DRIVER_BEGIN$/.test(macro);
	if (isDeclaring && !notDrivers.test(macro)) {
		return busesOfDeclaration(macro);
	}
	if (wholeDriver.test(macro)) {
		return busesOfWhole(macro);
	}
	// A kind of chip on the one-wire bus.
	if (macro === 'module_w1_family') {
		return ['w1'];
	}
	return /^(?:module|builtin)_\w+$/.test(macro) ? [] : null;
}

/** What such a macro fills in: drivers of a bus with a table of compatibles. */
function busesOfWhole(macro: string): readonly string[] {
	if (macro.startsWith('FBTFT')) {
		return macro.includes('_SPI_') ? ['of', 'spi'] : ['of', 'platform', 'spi'];
	}
	return macro.startsWith('DEFINE_SCMI') ? ['of', 'platform'] : [];
}

function busesOfDeclaration(macro: string): readonly string[] {
	if (/(?:^|_)ACPI_/.test(macro)) {
		return ['acpi'];
	}
	if (macro.startsWith('IRQCHIP_PLATFORM')) {
		return ['of', 'platform'];
	}
	return /(?:^|_)(?:OF|IRQCHIP|RESERVEDMEM)_/.test(macro) ? ['of'] : [];
}

/** The buses on which a function of this name registers a driver; null where it registers none. */
export function busesOfCall(name: string): readonly string[] | null {
	if (name.includes('unregister')) {
		return null;
	}
	const other = otherCalls.find(([pattern]) => pattern.test(name));
	if (other !== undefined) {
		return other[1];
	}
	const call = registerCall.exec(name);
	if (!call) {
		return null;
	}
	const buses = namesToBuses(
		name === 'usb_register' ? 'usb' : (call[1] ?? call[2] ?? call[3] ?? call[4] ?? ''),
	);
	// Probing at once is a bus's way to register; the driver core probes what is registered.
	return call[4] !== undefined && buses.length === 0 ? null : buses;
}

/** The buses of a driver struct by its type, `pci_driver` for one; null where it is no driver's. */
export function busesOfStruct(type: string): readonly string[] | null {
	if (notDriverStructs.test(type) || !type.endsWith('_driver')) {
		return null;
	}
	return namesToBuses(type.slice(0, -'_driver'.length));
}
