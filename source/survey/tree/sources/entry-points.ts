/** The macros and calls that make a source a driver, and the buses that they speak of. */
import {namesToBuses} from './buses.ts';

const entryMacro =
	/^(?:module_(?:init|misc_device|dm|w1_family|spk_synth|mtd_part_parser|led_trigger|mtd_blktrans|cpu_feature_match|scmi_protocol|vfio_reset_handler|intel_th_msu_buffer|pcmcia_socket|kernel_module)|builtin_misc_device|\w*initcall(?:_sync)?|FBTFT_REGISTER\w*DRIVER|DECLARE_USB_FUNCTION_INIT|DEFINE_SCMI_TRANSPORT_DRIVER)$/;
/** Declarations that end like a driver's but only fill tables. */
const notDrivers = /PKT|ETHTOOL|DEBUGFS|LINK_MODE|RFK|UVERBS|RTL|INFO_DECLARE|OVERLAY/;
/** `x_register_driver(s)`, `x_driver_register`, `x_add_driver` or `register_x_driver(s)`. */
const registerCall =
	/^(?:_*register_(\w+)_drivers?|_*(\w+?)_(?:register|add)(?:_\w+?)??_drivers?(?:_probe)?|_*(\w*?)_?drivers?_(?:register|probe)\w*|usb_register)$/;

/** The buses on which a macro in column 0 declares a driver; null where it is no entry point of one. */
export function busesOfMacro(macro: string): readonly string[] | null {
	const registering = /^(?:module|builtin)_(\w*?)_?drivers?(?:_\w+)?$/.exec(macro);
	if (registering !== null) {
		return namesToBuses(registering[1]!);
	}
	const isDeclaring = /^\w*_DECLARE(?:_DRIVER|_HI|_EARLY)?$|^IRQCHIP_PLATFORM_DRIVER_BEGIN$/.test(macro);
	if (isDeclaring && !notDrivers.test(macro)) {
		return busesOfDeclaration(macro);
	}
	if (!entryMacro.test(macro)) {
		return null;
	}
	return macro.startsWith('FBTFT') ? ['spi'] : [];
}

function busesOfDeclaration(macro: string): readonly string[] {
	if (/(?:^|_)ACPI_/.test(macro)) {
		return ['acpi'];
	}
	const isOf = /(?:^|_)(?:OF|IRQCHIP|RESERVEDMEM)_/.test(macro) && !macro.startsWith('IRQCHIP_PLATFORM');
	return isOf ? ['of'] : [];
}

/** The buses on which a function of this name registers a driver; null where it registers none. */
export function busesOfCall(name: string): readonly string[] | null {
	const call = registerCall.exec(name);
	if (!call || name.includes('unregister')) {
		return null;
	}
	return namesToBuses(name === 'usb_register' ? 'usb' : (call[1] ?? call[2] ?? call[3] ?? ''));
}
