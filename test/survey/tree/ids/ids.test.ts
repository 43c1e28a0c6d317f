import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {type DriverIds, idsOfTree} from '../../../../source/survey/tree/ids/ids.ts';
import {surveyIds} from '../../../../source/survey/tree/ids/pool.ts';
import {UnpackedTree} from '../../../../source/survey/tree/ids/source-tree.ts';
import {temporaryFolder} from '../../mail/inbox.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** Headers that every small tree has, in the manner of the kernel's. */
const headers = {
	'include/linux/pci.h': `#ifndef LINUX_PCI_H
#define LINUX_PCI_H
#include <linux/bits.h>
#define PCI_ANY_ID (~0)
#define PCI_DEVICE(vend,dev) \\
	.vendor = (vend), .device = (dev), \\
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_VDEVICE(vend, dev) \\
	.vendor = PCI_VENDOR_ID_##vend, .device = (dev), \\
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0
#define PCI_DEVICE_DATA(vend, dev, data) \\
	.vendor = PCI_VENDOR_ID_##vend, .device = PCI_DEVICE_ID_##vend##_##dev, \\
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0, \\
	.driver_data = (kernel_ulong_t)(data)
#define PCI_DEVICE_CLASS(dev_class,dev_class_mask) \\
	.class = (dev_class), .class_mask = (dev_class_mask), \\
	.vendor = PCI_ANY_ID, .device = PCI_ANY_ID, \\
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_VENDOR_ID_REED 0x1ee5
#define PCI_DEVICE_ID_REED_POND 0x0042
#endif
`,
	'include/linux/bits.h': '#define BIT(nr) (1UL << (nr))\n',
	'include/linux/stringify.h': '#define __stringify_1(x...) #x\n#define __stringify(x...) __stringify_1(x)\n',
	'include/linux/of.h': `#define _OF_DECLARE(table, name, compat, fn, fn_type) \\
	static const struct of_device_id __of_table_##name \\
		__used __section("__" #table "_of_table") \\
		= { .compatible = compat, .data = (fn == (fn_type)NULL) ? fn : fn }
#define IRQCHIP_DECLARE(name, compat, fn) _OF_DECLARE(irqchip, name, compat, fn, of_init_fn)
#define IRQCHIP_PLATFORM_DRIVER_BEGIN(drv_name) \\
static const struct of_device_id drv_name##_match_table[] = {
#define IRQCHIP_MATCH(compat, fn) { .compatible = compat, .data = fn },
#define IRQCHIP_PLATFORM_DRIVER_END(drv_name) \\
	{}, \\
}; \\
MODULE_DEVICE_TABLE(of, drv_name##_match_table);
`,
	'include/linux/usb.h': `#define USB_DEVICE(vend, prod) .match_flags = 3, .idVendor = (vend), .idProduct = (prod)
#define USB_DEVICE_VER(vend, prod, lo, hi) \\
	.match_flags = 0x000f, .idVendor = (vend), .idProduct = (prod), .bcdDevice_lo = (lo), .bcdDevice_hi = (hi)
`,
};

let trees = 0;
/** The ids of one object that is built from the given .c and .rs files, in a tree with these and the headers above. */
async function idsOf(files: Record<string, string>, includeDirectories: string[] = []): Promise<DriverIds> {
	const tree = path.join(folder, String(trees++));
	for (const [name, text] of Object.entries({...headers, ...files})) {
		mkdirSync(path.dirname(path.join(tree, name)), {recursive: true});
		writeFileSync(path.join(tree, name), text);
	}
	const sources = Object.keys(files).filter(name => /\.(?:c|rs)$/.test(name) && !name.includes('/part'));
	const object = {id: 'drivers/pond/pond-x', module: 'pond-x', sources, includeDirectories};
	const here = (await idsOfTree(new UnpackedTree(tree), [object])).get(object.id)!;
	const elsewhere = await surveyIds({tree, objects: [object], workerFile: null});
	expect(elsewhere.get(object.id)).toEqual(here);
	return here;
}

const one = async (text: string, more: Record<string, string> = {}) =>
	(await idsOf({'drivers/pond/pond.c': text, ...more})).aliases;
const announced = (type: string, struct: string, entries: string, head = '') =>
	`${head}\nstatic const struct ${struct} pond_ids[] = {\n${entries}\n\t{ }\n};\nMODULE_DEVICE_TABLE(${type}, pond_ids);\n`;

describe('tables of ids', () => {
	it('expands macros as the preprocessor does', async () => {
		const text = announced(
			'pci',
			'pci_device_id',
			`	{ PCI_DEVICE(PCI_VENDOR_ID_REED, LOCAL) },
	{ PCI_VDEVICE(REED, 0x10 + (BIT(2) | 1)), .driver_data = (kernel_ulong_t)&pond_info },
	{ PCI_DEVICE_DATA(REED, POND, &pond_info) },
	{ PCI_DEVICE_CLASS(0x0c0330, ~0) },
	{ PCI_VENDOR_ID_REED, WIDE ? 0x77 : unknown(), PCI_ANY_ID, PCI_ANY_ID },
	POND_ENTRY(0x99),`,
			'#include <linux/pci.h>\n#define LOCAL 0x0001 /* here */\n#define WIDE 1\n#define POND_ENTRY(x) { PCI_VDEVICE(REED, x) }',
		);
		expect(await one(text)).toEqual([
			'pci:v*d*sv*sd*bc0Csc03i30*',
			'pci:v00001EE5d00000001sv*sd*bc*sc*i*',
			'pci:v00001EE5d00000015sv*sd*bc*sc*i*',
			'pci:v00001EE5d00000042sv*sd*bc*sc*i*',
			'pci:v00001EE5d00000077sv*sd*bc*sc*i*',
			'pci:v00001EE5d00000099sv*sd*bc*sc*i*',
		]);
	});

	it('writes ranges of USB releases as modpost does', async () => {
		const text = announced(
			'usb',
			'usb_device_id',
			`	{ USB_DEVICE_VER(0x1234, 0x5678, 0x0100, 0x0299) },
	{ USB_DEVICE_VER(0x1234, 0x9999, 0x0105, 0x0105) },
	{ USB_DEVICE_VER(0x1234, 0xaaaa, 0x0000, 0x9999) },
	{ USB_DEVICE(0x04e6, 0x0005), .driver_info = 7 },`,
			'#include <linux/usb.h>',
		);
		const rest = 'dc*dsc*dp*ic*isc*ip*in*';
		expect(await one(text)).toEqual([
			`usb:v04E6p0005d*${rest}`,
			`usb:v1234p5678d0[1-2]*${rest}`,
			`usb:v1234p9999d0105${rest}`,
			`usb:v1234pAAAAd*${rest}`,
		]);
	});

	it('writes the other buses as modpost does', async () => {
		const of = announced('of', 'of_device_id', '{ .compatible = "reed,pond x" }, { .type = "rom" },');
		expect(await one(of)).toEqual([
			'of:N*T*Creed,pond_x',
			'of:N*T*Creed,pond_xC*',
			'of:N*Trom',
			'of:N*TromC*',
		]);
		expect(await one(announced('acpi', 'acpi_device_id', '{ "PNP0C09", 0 }, { "", 0 },'))).toEqual([
			'acpi*:PNP0C09:*',
		]);
		expect(await one(announced('pnp', 'pnp_device_id', '{ .id = "pnp0500" },'))).toEqual([
			'acpi*:PNP0500:*',
			'pnp:dpnp0500*',
		]);
		expect(await one(announced('virtio', 'virtio_device_id', '{ 9, 0xffffffff },'))).toEqual([
			'virtio:d00000009v*',
		]);
		const guid = announced(
			'vmbus',
			'hv_vmbus_device_id',
			'{ POND_GUID },',
			'#define GUID(a) ((guid_t){{ (a) & 0xff, ((a) >> 8) & 0xff, 0, 0x10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }})\n#define POND_GUID .guid = GUID(0x1234)',
		);
		expect(await one(guid)).toEqual(['vmbus:34120010010203040506070809 0a0b0c'.replace(' ', '')]);
		const input = announced(
			'input',
			'input_device_id',
			'{ .flags = 0x10 | 0x20, .evbit = { BIT(1) }, .keybit = { [0x140 / 64] = BIT(0x14a % 64) }, },',
			'#include <linux/bits.h>',
		);
		expect(await one(input)).toEqual(['input:b*v*p*e*-e*1,*k*14A,*r*a*m*l*s*f*w*']);
		const dmi = announced(
			'dmi',
			'dmi_system_id',
			'{ .matches = { { .slot = 6, .substr = "Reed: & Co" } } },',
		);
		expect(await one(dmi)).toEqual(['dmi*:svn*Reed&Co*:']);
		const mdio = announced('mdio', 'mdio_device_id', '{ 0x00070400, 0xfffffff0 },');
		expect(await one(mdio)).toEqual(['mdio:0000000000000111000001000000????']);
	});

	it('takes local names before those of headers', async () => {
		const text = announced(
			'pci',
			'pci_device_id',
			'{ PCI_DEVICE(VENDOR_ID, FIRST) }, { PCI_DEVICE(VENDOR_ID, SECOND) },',
			'#include <linux/pci.h>\n#include "pond.h"\n#include <linux/far.h>\nenum {\n\tFIRST = 0x20,\n\tSECOND, /* next */\n};',
		);
		const more = {
			'drivers/pond/pond.h': '#define VENDOR_ID 0x1ee5\n',
			'include/linux/far.h': '#define VENDOR_ID 0xffff\n#define SECOND 0xeeee\n',
		};
		expect(await one(text, more)).toEqual([
			'pci:v00001EE5d00000020sv*sd*bc*sc*i*',
			'pci:v00001EE5d00000021sv*sd*bc*sc*i*',
		]);
	});
});

describe('which tables are a driver’s', () => {
	const bound = (head: string, field: string) =>
		`static const struct of_device_id pond_of[] = {\n\t{ .compatible = "reed,pond" },\n\t{ }\n};\n${head}\nstatic struct platform_driver pond_driver = {\n\t.driver = {\n\t\t${field}\n\t},\n};\n`;

	it('takes what is bound though not announced, and leaves a list that nobody binds', async () => {
		const own = ['of:N*T*Creed,pond', 'of:N*T*Creed,pondC*'];
		expect(await one(bound('', '.of_match_table = of_match_ptr(pond_of),'))).toEqual(own);
		expect(
			await one(bound('static const struct pci_device_id quirks[] = { { 1, 2 }, { } };', '.name = "x",')),
		).toEqual([]);
		const split = await idsOf({
			'drivers/pond/pond.c':
				'extern const struct of_device_id pond_of[];\nstatic struct platform_driver d = {\n\t.driver.of_match_table = pond_of,\n};\n',
			'drivers/pond/table.c':
				'const struct of_device_id pond_of[] = {\n\t{ .compatible = "reed,pond" },\n\t{ }\n};\n',
		});
		expect(split).toMatchObject({aliases: own, hasTable: true});
	});

	it('reads what macros declare', async () => {
		const text = `#include <linux/of.h>
IRQCHIP_DECLARE(pond, "reed,pond-irq", pond_init);
IRQCHIP_PLATFORM_DRIVER_BEGIN(weir)
IRQCHIP_MATCH("reed,weir", weir_init)
IRQCHIP_PLATFORM_DRIVER_END(weir)
`;
		expect(await one(text)).toEqual([
			'of:N*T*Creed,pond-irq',
			'of:N*T*Creed,pond-irqC*',
			'of:N*T*Creed,weir',
			'of:N*T*Creed,weirC*',
		]);
	});

	it('reads tables in included files, opened by macros, and lists inside a table', async () => {
		const text = `#include <linux/pci.h>
#define POND_BEGIN static const struct pci_device_id pond_ids[] = {
#define POND_ID(x) { PCI_VDEVICE(REED, x) }
#define POND_END { } }
#include "pond_id_table.h"
MODULE_DEVICE_TABLE(pci, pond_ids);
static const struct pci_device_id more_ids[] = {
#define POND_ID2(x) { PCI_VDEVICE(REED, x) },
#include "list.h"
#undef POND_ID2
	{ }
};
MODULE_DEVICE_TABLE(pci, more_ids);
`;
		const more = {
			'drivers/pond/sub/pond_id_table.h':
				'#ifndef POND_ID_TABLE_H\n#define POND_ID_TABLE_H\n#ifdef POND_BEGIN\nPOND_BEGIN\n\tPOND_ID(0x11), /* first */\nPOND_END;\n#endif\n#endif\n',
			'drivers/pond/list.h': 'POND_ID2(0x22)\nPOND_ID2(0x33)\n',
		};
		const ids = await idsOf({'drivers/pond/pond.c': text, ...more}, ['drivers/pond/sub']);
		expect(ids.aliases.map(pattern => pattern.slice(14, 22))).toEqual(['00000011', '00000022', '00000033']);
	});

	it('takes what any configuration has, and not what none has', async () => {
		const text = announced(
			'pci',
			'pci_device_id',
			`#ifdef CONFIG_POND_OLD
	{ PCI_VDEVICE(REED, 1) },
#else
	{ PCI_VDEVICE(REED, 2) },
#endif
#if 0
	{ PCI_VDEVICE(REED, 3) },
#endif
#ifdef POND_NEVER
	{ PCI_VDEVICE(REED, 4) },
#endif`,
			'#include <linux/pci.h>',
		);
		expect((await one(text)).map(pattern => pattern.slice(21, 22))).toEqual(['1', '2']);
	});
});

it('reads a source that speaks of devices only by a macro of its folder’s header', async () => {
	const {aliases} = await idsOf({
		'drivers/pond/pond.c': '#include "pond.h"\nmodule_pond("reed");\n',
		'drivers/pond/pond.h':
			'#ifndef POND_H\n#define POND_H\n#define module_pond(name) \\\n\tMODULE_ALIAS("pond:" name)\n#endif\n',
	});
	expect(aliases).toEqual(['pond:reed']);
});

it('reads aliases and firmware, with the module’s own name', async () => {
	const {aliases, firmware} = await idsOf({
		'drivers/pond/pond.c': `#include <linux/stringify.h>
#define POND_FW(v) "reed/pond-" __stringify(v) ".bin"
#define API 7
#define POND_ALIAS(n) MODULE_ALIAS("pond-" n)
MODULE_ALIAS("platform:" KBUILD_MODNAME);
POND_ALIAS("weir");
MODULE_FIRMWARE(POND_FW(API));
/* MODULE_FIRMWARE("comment"); */
`,
	});
	expect(aliases).toEqual(['platform:pond_x', 'pond-weir']);
	expect(firmware).toEqual(['reed/pond-7.bin']);
});

it('reads drivers in Rust', async () => {
	const {aliases, firmware} = await idsOf({
		'drivers/pond/pond.rs': `kernel::of_device_table!(T, M, (), [(of::DeviceId::new(c"reed,pond"), ())]);
kernel::pci_device_table!(P, M, (), [(pci::DeviceId::from_class_and_vendor(Class::DISPLAY_VGA, ClassMask::ClassSubclass, Vendor::NVIDIA), ())]);
const PHY_DEVICE_ID: DeviceId = DeviceId::new_with_exact_mask(0x003b1861);
module! {
	firmware: ["reed/pond.bin"],
}
`,
	});
	expect(aliases).toEqual([
		'mdio:00000000001110110001100001100001',
		'of:N*T*Creed,pond',
		'of:N*T*Creed,pondC*',
		'pci:v000010DEd*sv*sd*bc03sc00i*',
	]);
	expect(firmware).toEqual(['reed/pond.bin']);
});

it('says what it could not understand, and survives what is no C at all', async () => {
	const odd = await idsOf({
		'drivers/pond/pond.c': announced('pci', 'pci_device_id', '{ .vendor = nobody_knows },'),
	});
	expect(odd).toMatchObject({aliases: [], hasTable: true, unknown: ['nobody_knows']});
	const hostile = `#define A(x) A(A(x))\n#define B B C\n#define C B\nMODULE_ALIAS(A(B));\nstatic const struct pci_device_id x[] = { { A(${'('.repeat(500)}`;
	expect(await one(hostile)).toEqual([]);
	expect(await one('#include "pond.c"\nMODULE_ALIAS("a");\n/* never closed')).toEqual(['a']);
});
