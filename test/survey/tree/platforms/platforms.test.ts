import {rmSync} from 'node:fs';
import {afterAll, expect, it} from 'vitest';
import {readKconfig} from '../../../../source/survey/tree/kconfig/kconfig.ts';
import {readDeviceTrees} from '../../../../source/survey/tree/platforms/device-trees.ts';
import {findEndedPlatforms, findEnds} from '../../../../source/survey/tree/platforms/ends.ts';
import {listPlatforms} from '../../../../source/survey/tree/platforms/platforms.ts';
import {writeTree} from '../../kernel-trees.ts';

const tree = writeTree({
	Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\nsource "drivers/Kconfig"\n',
	'arch/reed/Kconfig': `config ARCH_OLD
	bool "Old reeds (DEPRECATED)"
	select OLD_CLOCK
	help
	  This platform is scheduled for removal in early 2027

config ARCH_NEW
	bool "New reeds"

config MACH_OLD_BOARD
	bool "A board"
	depends on ARCH_OLD

if ARCH_NEW
choice
	prompt "Machine type"
config REED_TWO
	bool "Reed two platform"
endchoice
choice
	prompt "Device tree"
config DTB_REED_NONE
	bool "None"
config DTB_REED_KIT
	bool "Reed two kit"
	depends on REED_TWO
endchoice
endif
`,
	'drivers/Kconfig': `config COMPILE_TEST
	bool "Compile tests"

config OLD_UART
	tristate "Uart"
	depends on ARCH_OLD || COMPILE_TEST

config BOARD_KEYS
	tristate "Keys"
	depends on MACH_OLD_BOARD

config OLD_CLOCK
	bool

config OLD_RESET
	bool "Reset" if COMPILE_TEST
	default ARCH_OLD

config BOTH
	tristate "Both"
	depends on ARCH_OLD || ARCH_NEW

config IMPLIED
	tristate "Implied"
	depends on ARCH_OLD || COMPILE_TEST

config ANY
	tristate "Any"
	imply IMPLIED
`,
	'arch/reed/boot/dts/Makefile':
		'dtb-$(CONFIG_ARCH_OLD) += a.dtb \\\n\tmissing.dtb\ndtb-$(CONFIG_ARCH_NEW) += b.dtb\ndtb-$(CONFIG_DTB_REED_KIT) += kit.dtb\n',
	'arch/reed/boot/dts/a.dts': '/ {};\n',
	'arch/reed/boot/dts/b.dts': '/ {};\n',
	'arch/reed/boot/dts/kit.dts': '/ {};\n',
});
afterAll(() => rmSync(tree, {recursive: true}));
const {symbols} = readKconfig(tree);
const ended = findEndedPlatforms(symbols);

it("drivers go with the platforms that they can't do without, compile tests aside", () => {
	const at = 'arch/reed/Kconfig:5';
	for (const symbol of ['OLD_UART', 'BOARD_KEYS', 'OLD_CLOCK', 'OLD_RESET', 'ARCH_OLD']) {
		expect(findEnds(symbol, ended), symbol).toEqual([{symbol: 'ARCH_OLD', at}]);
	}
	expect(findEnds('BOTH', ended)).toEqual([]);
	expect(findEnds('ARCH_NEW', ended)).toEqual([]);
});

it('platforms say how they stand, and what is built for them', () => {
	const drivers = ['OLD_UART', 'OLD_CLOCK', 'BOTH', 'IMPLIED'].map(symbol => ({
		id: `drivers/${symbol.toLowerCase()}`,
		kconfig: {symbol},
	}));
	// Built by lines of two platforms, and by two lines of one.
	const lines = new Map([
		['drivers/shared', [['OLD_UART'], ['REED_TWO']]],
		['drivers/twice', [['OLD_UART'], ['BOARD_KEYS', 'REED_TWO']]],
	]);
	for (const id of lines.keys()) drivers.push({id, kconfig: {symbol: 'OLD_UART'}});
	const platforms = listPlatforms(ended, readDeviceTrees(tree), drivers, id => lines.get(id) ?? []);
	expect(platforms.map(({option, state, through}) => [option, state, through])).toEqual([
		['ARCH_NEW', 'in-use', null],
		['ARCH_OLD', 'announced', null],
		['MACH_OLD_BOARD', 'announced', 'ARCH_OLD'],
	]);
	expect(platforms[1]).toMatchObject({
		goes: 2027,
		citations: [
			{kind: 'tree', at: 'arch/reed/Kconfig:5', claim: 'CONFIG_ARCH_OLD is to go in 2027'},
			{kind: 'tree', at: 'arch/reed/Kconfig:2', claim: 'CONFIG_ARCH_OLD is called deprecated'},
		],
		boards: ['MACH_OLD_BOARD'],
		deviceTrees: ['arch/reed/boot/dts/a.dts'],
		// What is only implied needs what its own condition says.
		drivers: ['drivers/implied', 'drivers/old_clock', 'drivers/old_uart', 'drivers/twice'],
	});
	// What lies behind a choice of machines and one of device trees is built for the platform all the same.
	expect(platforms[0]).toMatchObject({
		boards: ['REED_TWO'],
		deviceTrees: ['arch/reed/boot/dts/b.dts', 'arch/reed/boot/dts/kit.dts'],
	});
});
