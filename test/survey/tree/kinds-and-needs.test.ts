import {rmSync} from 'node:fs';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {TreeDriver} from '../../../source/survey/tree/facts.ts';
import {surveyTree} from '../../../source/survey/tree/kernel-tree.ts';
import {writeTree} from '../kernel-trees.ts';

const tristates = (...symbols: string[]) =>
	symbols.map(name => `config ${name}\n\ttristate "${name} ponds"\n`);
const tree = writeTree({
	Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n',
	Kconfig: 'source "drivers/Kconfig"\n',
	MAINTAINERS: '',
	'drivers/Kconfig': [
		...tristates('BUS', 'ONE', 'TWO', 'CHIP', 'KEYS', 'LIB', 'HOST', 'MD', 'CODE', 'INFO', 'POND_KUNIT_TEST'),
		'config SEL\n\ttristate "Selecting ponds"\n\tselect LIB\n\tselect INFO if ONE\n',
		'config ALWAYS\n\tbool "Always"\n',
	].join('\n'),
	'drivers/Makefile': 'obj-y += pond/ media/tuners/\n',
	'drivers/pond/Makefile': [
		...['bus', 'one', 'two', 'keys', 'lib', 'host', 'md', 'code', 'info', 'sel', 'always'].map(
			name => `obj-$(CONFIG_${name.toUpperCase()}) += ${name}.o\n`,
		),
		'obj-$(CONFIG_MD) += raid-a.o raid-b.o raid-c.o walk.o walked.o\n',
		'obj-$(CONFIG_POND_KUNIT_TEST) += pond-test.o\n',
	].join(''),
	'drivers/pond/bus.c':
		'int x(void)\n{\n\tbus_register(&t);\n}\nmodule_init(x);\nint pond_add(void)\n{\n}\nEXPORT_SYMBOL(pond_add);\nint __pond_drv(void)\n{\n}\nEXPORT_SYMBOL_GPL(__pond_drv);\n',
	'drivers/pond/one.c':
		'static struct pci_driver one = {\n\t.name = "one",\n};\nint f(void)\n{\n\tpond_add();\n}\n',
	'drivers/pond/two.c':
		'/* calls pond_lib_go() no more */\nmodule_platform_driver(two);\nint f(void)\n{\n\tpond_drv();\n}\n',
	'drivers/pond/keys.c': 'int k(void)\n{\n\treturn rc_map_register(&m);\n}\nmodule_init(k);\n',
	'drivers/pond/lib.c': 'int pond_lib_go(void)\n{\n}\nEXPORT_SYMBOL(pond_lib_go);\n',
	'drivers/pond/host.c':
		'MODULE_DEVICE_TABLE(of, ids);\nMODULE_SOFTDEP("pre: lib");\nvoid f(void)\n{\n\talways_go(&deep_pond_info);\n}\n',
	'drivers/pond/walk.c':
		'static const struct of_device_id m[] = {\n\t{ .data = &walked_info },\n};\nearly_initcall(x);\n',
	'drivers/pond/walked.c': '\nconst struct pond_info walked_info __initconst = {\n};\n',
	'drivers/pond/md.c': 'module_init(x);\nEXPORT_SYMBOL(register_md_pond);\n',
	...Object.fromEntries(
		['a', 'b', 'c'].map(name => [
			`drivers/pond/raid-${name}.c`,
			'int f(void)\n{\n\tregister_md_pond(&p);\n}\nmodule_init(f);\n',
		]),
	),
	'drivers/pond/code.c': '#include "code_inner.c"\n',
	'drivers/pond/code_inner.c': 'module_usb_driver(inner);\n',
	'drivers/pond/info.c': '\nconst struct pond_info deep_pond_info __initconst = {\n};\n',
	'drivers/pond/sel.c': 'module_init(x);\n',
	'drivers/pond/always.c': 'EXPORT_SYMBOL(always_go);\n',
	'drivers/pond/pond-test.c': 'kunit_test_suite(s);\n',
	'drivers/media/tuners/Makefile': 'obj-$(CONFIG_CHIP) += chip.o\n',
	'drivers/media/tuners/chip.c': 'EXPORT_SYMBOL_GPL(chip_attach);\n',
});
afterAll(() => rmSync(tree, {recursive: true, force: true}));

let drivers: TreeDriver[];
beforeAll(async () => {
	({drivers} = await surveyTree({tree, workerFile: null}));
});
const pond = (name: string) => drivers.find(({module}) => module === name)!;

it.each([
	['bus', 'core', 'no-device-driver core drivers/pond/bus.c:3'],
	['md', 'core', 'no-device-driver core drivers/pond/md.c:1'],
	['raid-a', 'driver', ''],
	['walked', 'chip', ''],
	['one', 'driver', ''],
	['two', 'driver', ''],
	['host', 'driver', ''],
	['code', 'driver', ''],
	['sel', 'driver', ''],
	['chip', 'chip', ''],
	['info', 'chip', ''],
	['keys', 'table', 'no-device-driver table drivers/pond/keys.c:3'],
	['lib', 'library', 'no-entry-point null drivers/pond/lib.c:1'],
	['always', 'library', 'no-entry-point null drivers/pond/always.c:1'],
	['pond-test', 'test', 'no-device-driver test drivers/pond/pond-test.c:1'],
])('%s is a %s', (name, kind, said) => {
	const {signs, kind: found} = pond(name);
	expect(found).toBe(kind);
	expect(
		signs
			.filter(({sign}) => sign === 'no-entry-point' || sign === 'no-device-driver')
			.map(({sign, value, at}) => `${sign} ${value} ${at}`)
			.join(),
	).toBe(said);
});

it('needs whose symbols it uses in code, whom it names, whom its option selects; never what is always there', () => {
	const needs = (name: string) => pond(name).needs.map(({driver, by}) => `${driver} ${by}`);
	expect(needs('one')).toEqual(['drivers/pond/bus symbol']);
	expect(needs('two')).toEqual(['drivers/pond/bus symbol']);
	expect(needs('host')).toEqual(['drivers/pond/lib softdep']);
	expect(needs('sel')).toEqual(['drivers/pond/info select', 'drivers/pond/lib select']);
	expect(needs('bus')).toEqual([]);
});

it('has the buses and names of the .c files that it includes', () => {
	expect(pond('code').buses).toEqual(['usb']);
	expect(pond('one').names).toEqual(['one']);
	expect(pond('bus').loads).toBe('dependency');
	expect(pond('always').loads).toBe('built-in');
});
