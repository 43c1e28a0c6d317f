import {rmSync} from 'node:fs';
import path from 'node:path';
import {buildSync} from 'esbuild';
import {afterAll, describe, expect, it} from 'vitest';
import {surveyTree} from '../../../../source/survey/tree/kernel-tree.ts';
import {namesToBuses} from '../../../../source/survey/tree/sources/buses.ts';
import {joinLiterals} from '../../../../source/survey/tree/sources/c-strings.ts';
import type {SourceFacts} from '../../../../source/survey/tree/sources/facts.ts';
import {SourceScanner} from '../../../../source/survey/tree/sources/scan.ts';
import {fixtureTree, writeTree} from '../../kernel-trees.ts';

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) {
		rmSync(folder, {recursive: true, force: true});
	}
});

function scan(text: string, name = 'a.c'): SourceFacts {
	const tree = writeTree({[name]: text});
	folders.push(tree);
	const facts = new SourceScanner(tree).scan(name);
	if (typeof facts === 'string') {
		throw new Error(facts);
	}
	return facts;
}

describe('an entry point', () => {
	it.each([
		['module_init(start);\n', 1, []],
		['\nsubsys_initcall_sync(start);\n', 2, []],
		['module_usb_serial_driver(d, ids);\n', 1, ['usb']],
		['module_comedi_pci_driver(d, p);\n', 1, ['pci']],
		['builtin_platform_driver_probe(d, p);\n', 1, ['platform']],
		['module_driver(d, r, u);\n', 1, []],
		['CLK_OF_DECLARE(c, "x,y", f);\n', 1, ['of']],
		['IRQCHIP_DECLARE(c, "x,y", f);\n', 1, ['of']],
		['TIMER_ACPI_DECLARE(c, "x", f);\n', 1, ['acpi']],
		['static int f(void)\n{\n\treturn pnp_register_driver(&d);\n}\n', 3, ['pnp']],
		['static int f(void)\n{\n\treturn register_virtio_driver(&d);\n}\n', 3, ['virtio']],
		['#include <linux/usb.h>\nint f(void)\n{\n\tusb_register(&d);\n}\n', 4, ['usb']],
		['int pond_register_driver(void)\n{\n\treturn spi_register_driver(&d);\n}\n', 3, ['spi']],
		['void __init f(void)\n{\n\tdm_register_target(&d);\n}\nEXPORT_SYMBOL(pond_x);\n', 3, []],
		['static int f(void)\n{\n\tcpufreq_register_driver(&d);\n}\n', 3, []],
		['static struct xenbus_driver d = {\n};\n', 1, ['xenbus']],
		[
			'static struct platform_driver d = {\n\t.driver = {\n\t\t.of_match_table = of_match_ptr(ids),\n\t\t.acpi_match_table = NULL,\n\t},\n};\n.acpi_match_table = ids,\n',
			1,
			['platform', 'of'],
		],
		['static struct pcie_port_service_driver d = {\n};\n', 1, ['pci']],
		['drm_module_pci_driver(d);\n', 1, ['pci']],
		['mdio_module_driver(d);\n', 1, ['mdio']],
		['cpufreq_governor_init(d);\n', 1, []],
		['IRQCHIP_PLATFORM_DRIVER_BEGIN(d)\n', 1, ['of', 'platform']],
		['OF_EARLYCON_DECLARE(c, "x,y", f);\n', 1, []],
	])('%j', (text, line, buses) => {
		const facts = scan(text);
		expect(facts.entryLine).toBe(line);
		expect(facts.buses.map(({value}) => value)).toEqual(buses);
	});

	it.each([
		['module_param(x, int, 0);\n'],
		['module_exit(stop);\n'],
		['int f(void)\n{\n\tdriver_probe_device(d);\n\tcall_driver_probe(d);\n}\n'],
		[
			'}\nint pond_register_driver(struct pond_driver *d,\n\t\tstruct module *owner)\n{\n\treturn spi_register_driver(&d->spi);\n}\nEXPORT_SYMBOL_GPL(pond_register_driver);\n',
		],
		['int pci_register_driver(struct pci_driver *d)\n{\n}\n'],
		['\tpci_unregister_driver(&d);\n'],
		['/*\n * call spi_register_driver(&d) first\n */\n'],
		['\tpr_err("i2c_add_driver() failed");\n'],
		['DECLARE_WAIT_QUEUE_HEAD(q);\n'],
		['struct platform_driver (*find)(void);\n'],
		['#define module_pond_driver(x) module_driver(x, a, b)\n'],
		['extern struct pci_driver d;\n'],
		['static struct hid_ll_driver d = {\n};\n'],
		['static const struct intel_gtt_driver d = {\n};\n'],
		['static const struct agp_bridge_driver d = {\n};\n'],
		['int module_pond_driver(struct pond *p)\n{\n}\n'],
	])('is not %j', text => {
		expect(scan(text).entryLine).toBeNull();
	});
});

describe('a file', () => {
	it('counts newlines wherever they stand in a word, and in a file without the last one', () => {
		for (const text of ['', 'a', '\n', '\n\n\n\n\n', 'ab\ncde\n\nf', 'abc\ndef\nghi\nx\ny\n']) {
			const newlines = text.split('\n').length - 1;
			expect(scan(text).lines).toBe(newlines);
			expect(scan(text, 'a.h').lines).toBe(newlines);
		}
	});

	it('larger than the first buffer is read whole', () => {
		const facts = scan(`${'/* filler */\n'.repeat(200_000)}module_init(late);`);
		expect(facts).toMatchObject({lines: 200_000, entryLine: 200_001});
	});

	it('resolves a description through a macro of its own and leaves out those of others', () => {
		const text = '#define DESC \\\n\t"Pond" " driver"\nMODULE_DESCRIPTION(DESC " version " VERSION);\n';
		expect(scan(text).description).toBe('Pond driver version');
	});

	it('resolves a description through headers, and says that they may be shared', () => {
		const tree = writeTree({
			'd/a.c': '#include "a.h"\nMODULE_DESCRIPTION(POND_TEXT " driver");\n',
			'd/a.h': '#include "names.h"\n#define POND_TEXT POND_NAME " cards"\n',
			'd/names.h': '#define POND_NAME "Pond"\n',
			'd/b.c': 'MODULE_DESCRIPTION(NOWHERE " driver");\n',
		});
		folders.push(tree);
		const scanner = new SourceScanner(tree);
		expect(scanner.scan('d/a.c')).toMatchObject({
			description: 'Pond cards driver',
			isDescriptionShared: true,
		});
		expect(scanner.scan('d/b.c')).toMatchObject({description: null});
		expect(scan('#define KIND " cards"\nMODULE_DESCRIPTION("Pond" KIND);\n').description).toBe('Pond cards');
	});

	it('does not register what a function of its own, called like a register call, makes', () => {
		const own = 'static int pond_register_audio_driver(struct device *dev)\n{\n\treturn BODY;\n}\n';
		const caller = 'int pond_probe(void)\n{\n\treturn pond_register_audio_driver(dev);\n}\n';
		expect(scan(`${own.replace('BODY', '0')}${caller}`).registersLine).toBeNull();
		expect(scan(`${own.replace('BODY', 'spi_register_driver(&d)')}${caller}`).registersLine).toBe(3);
		expect(scan(caller).registersLine).toBe(3);
	});

	it('tells the names that its driver structs bear, not those of what else it fills in', () => {
		const text = `#define NAME "pond"
static const char other[] = "pond-two";
static struct platform_driver a = {
	.probe = start,
	.driver = {
		.name = NAME "-one",
	},
};
static struct usb_driver b = {.name = other, .probe = x,
};
static struct pci_driver c __refdata = {
	.name = KBUILD_MODNAME,
};
static struct phy_driver d[] = {
	{ .name = "Pond A", }, { .name = "Pond B", },
};
static struct resource e = {
	.name = "no driver",
};
`;
		expect(scan(text).driverNames).toEqual(['pond-one', 'pond-two', 'KBUILD_MODNAME', 'Pond A', 'Pond B']);
	});

	it('tells what it exports, what wants to be there before it, how it is loaded and what it makes', () => {
		const text = `int pond_go(void)
{
	bus_register(&pond_bus);
	class_create("pond");
}
EXPORT_SYMBOL_GPL(pond_go);
EXPORT_SYMBOL_NS(pond_stop, "POND");
#define EXPORT_POND(name) \\
EXPORT_SYMBOL(name##_pond)
MODULE_SOFTDEP("pre: lake river post: sea");
MODULE_ALIAS_LDISC(N_POND);
MODULE_ALIAS("devname:pond");
MODULE_ALIAS("platform:pond");
MODULE_ALIAS("crypto-pond");
`;
		const facts = scan(text);
		expect(facts.exports).toEqual(['pond_go', 'pond_stop']);
		expect(facts.softdeps).toEqual(['lake', 'river']);
		expect(facts.loads).toEqual(['line-discipline', 'char-device', 'device']);
		expect(facts.marks).toEqual([
			{value: 'bus', line: 3},
			{value: 'class', line: 4},
		]);
	});

	it.each([
		['// SPDX-License-Identifier: GPL-2.0\n/*\n * Pond cards\n *\n * Copyright A\n */\n', 'Pond cards'],
		['/*\n * a.c - Pond cards.\n */\n', 'Pond cards'],
		['/*\n * a.c\n *\n * Copyright B\n */\n', null],
		['/*\n * This file holds what ponds need, and goes on\n * for a while.\n */\n', null],
		['#include <linux/pond.h>\n/* Not at the head */\nint x;\n', null],
		['int x;\n/* Behind code */\n', null],
	])('is called by its head: %j', (text, title) => {
		expect(scan(text).headTitle).toBe(title);
	});

	it('takes the newest year of copyright lines, not of others', () => {
		const text = '// Copyright (c) 2001-2011 A\n/* in 2024 */\n// (C) 1999\n// Copyright 20222 B\n';
		expect(scan(text).newestCopyright).toEqual({year: 2011, line: 1});
	});

	it('finds quoted includes of sources and headers', () => {
		const text = '#include "a.h"\n#  include "sub/b.h"\n#include <linux/c.h>\n';
		expect(scan(text).quotedIncludes).toEqual(['a.h', 'sub/b.h']);
		expect(scan(text, 'x.h').quotedIncludes).toEqual(['a.h', 'sub/b.h']);
	});

	it('in Rust declares itself in a macro', () => {
		const facts = scan(
			'kernel::module_pci_driver! {\n    type: Pond,\n    description: "Pond \\"x\\"",\n}\n',
			'a.rs',
		);
		expect(facts).toMatchObject({entryLine: 1, description: 'Pond "x"'});
		expect(facts.buses).toEqual([{value: 'pci', line: 1}]);
	});

	it('that is not there is said to be so', () => {
		expect(new SourceScanner(fixtureTree).scan('drivers/none.c')).toBe('no such file');
	});
});

it('decodes escapes and collapses space in C literals', () => {
	expect(joinLiterals('"a\\tb\\n" /* x */ "\\x41\\101\\"" NAME ")");', name => `<${name}>`)).toBe(
		'a b AA"<NAME>)',
	);
	expect(joinLiterals(');', () => null)).toBeNull();
});

it('reads buses from names and none from other frameworks', () => {
	expect(['i3c_i2c', 'pata_parport', 'hda_codec', 'cpufreq'].map(namesToBuses)).toEqual([
		['i3c', 'i2c'],
		['parport'],
		['hdaudio'],
		[],
	]);
});

it('scans in threads what it scans here', async () => {
	const folder = writeTree({});
	folders.push(folder);
	const workerFile = path.join(folder, 'worker.cjs');
	buildSync({
		entryPoints: [new URL('../../../../source/survey/worker.ts', import.meta.url).pathname],
		outfile: workerFile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		logLevel: 'error',
	});
	const [here, threads] = await Promise.all(
		[null, workerFile].map(file => surveyTree({tree: fixtureTree, workerFile: file})),
	);
	expect(threads).toEqual(here);
});
