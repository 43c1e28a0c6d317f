/** Device ids of drivers written in Rust: the kernel crate's macros and constructors, by their text. */
import {noIds, type SourceIds} from './facts.ts';
import {patternsOf} from './patterns.ts';

/** What the constructors of ids name, in the kernel's own words. */
const classes = new Map([
	['DISPLAY_VGA', 0x030000],
	['DISPLAY_3D', 0x030200],
	['DISPLAY_OTHER', 0x038000],
]);

const vendors = new Map([
	['NVIDIA', 0x10de],
	['AMD', 0x1002],
	['INTEL', 0x8086],
]);
const phyMasks: Record<string, number> = {exact: 0xffffffff, model: 0xfffffff0, vendor: 0xfffffc00};

/** The ids of a Rust source. A table that the crate's macros make is bound and announced by its driver. */
export function readRustIds(text: string): SourceIds {
	const ids = noIds();
	const add = (struct: string, entry: Record<string, string | number>): void => {
		ids.tables.push({
			name: `rust${ids.tables.length}`,
			struct,
			isStatic: true,
			patterns: patternsOf(struct, entry),
			unknown: [],
		});
		ids.bound.push(`rust${ids.tables.length - 1}`);
	};
	const plain = text.replace(/\/\/.*/g, '');
	for (const [, module, name] of plain.matchAll(
		/\b(of|acpi|i2c|auxiliary)::DeviceId::new\(\s*(?:[^()"]*,\s*)?c"([^"]+)"/g,
	)) {
		if (module === 'of') add('of_device_id', {compatible: name!});
		else if (module === 'acpi') add('acpi_device_id', {id: name!});
		else if (module === 'i2c') add('i2c_device_id', {name: name!});
	}
	for (const [, mask, id] of plain.matchAll(
		/\bDeviceId::new_with_(exact|model|vendor)_mask\(\s*(0x[\da-fA-F_]+)/g,
	)) {
		add('mdio_device_id', {phy_id: Number(id!.replaceAll('_', '')), phy_id_mask: phyMasks[mask!]!});
	}
	for (const [, className, mask, vendorName] of plain.matchAll(
		/\bDeviceId::from_class_and_vendor\(\s*(?:\w+::)*(\w+),\s*(?:\w+::)*(\w+),\s*(?:\w+::)*(\w+)/g,
	)) {
		const [device, vendor] = [classes.get(className!), vendors.get(vendorName!)];
		if (device === undefined || vendor === undefined) continue;
		const [subvendor, subdevice] = [0xffffffff, 0xffffffff];
		const class_mask = mask === 'ClassSubclass' ? 0xffff00 : 0xffffff;
		add('pci_device_id', {vendor, device: 0xffffffff, subvendor, subdevice, class: device, class_mask});
	}
	ids.firmware = [...plain.matchAll(/^[ \t]*firmware:\s*\[([^[\]]*)\]/gm)].flatMap(([, list]) =>
		[...list!.matchAll(/"([^"]+)"/g)].map(([, name]) => name!),
	);
	const aliases = /^[ \t]*alias:\s*\[([^[\]]*)\]/m.exec(plain)?.[1] ?? '';
	ids.aliases = [...aliases.matchAll(/"([^"]+)"/g)].map(([, name]) => name!);
	return ids;
}
