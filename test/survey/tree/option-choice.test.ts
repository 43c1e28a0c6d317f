import {rmSync} from 'node:fs';
import {afterAll, expect, it} from 'vitest';
import {surveyTree} from '../../../source/survey/tree/kernel-tree.ts';
import {writeTree} from '../kernel-trees.ts';

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

const tree = (): string => {
	const folder = writeTree({
		Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n',
		MAINTAINERS: '',
		Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\nsource "drivers/Kconfig"\n',
		'arch/arm/Kconfig':
			'config BOARD\n\tbool "A board of ARM"\n\tdepends on ARM\nconfig ARM\n\tbool\nconfig CONSOLE\n\tbool "A console of ARM"\n',
		'arch/reed/Kconfig': 'config BOARD\n\tbool "A board of reed"\n\tdepends on REED\nconfig REED\n\tbool\n',
		'drivers/Kconfig': 'config CONSOLE\n\tbool\n',
		'drivers/Makefile':
			'obj-$(CONFIG_BOARD) += both.o\nobj-$(CONFIG_CONSOLE) += console.o\nobj-$(CONFIG_REED) += reed/\nifdef CONFIG_ARM\nobj-$(CONFIG_BOARD) += arm.o\nendif\n',
		'drivers/reed/Makefile': 'obj-$(CONFIG_BOARD) += board.o\n',
		...Object.fromEntries(['both', 'console', 'arm', 'reed/board'].map(name => [`drivers/${name}.c`, ''])),
	});
	folders.push(folder);
	return folder;
};

it('takes the definition of the architecture that builds it, of several none, and one in drivers/ before theirs', async () => {
	const {drivers} = await surveyTree({tree: tree(), workerFile: null});
	const told = drivers.map(({module, kconfig}) => [
		module,
		kconfig?.symbol,
		kconfig?.prompt,
		kconfig?.dependsOn,
	]);
	expect(told).toEqual([
		['arm', 'BOARD', null, null],
		['both', 'BOARD', null, null],
		['console', 'CONSOLE', null, null],
		['board', 'BOARD', 'A board of reed', 'REED'],
	]);
	expect(drivers.find(({module}) => module === 'console')?.kconfig?.at).toBe('drivers/Kconfig:1');
});

it('takes of several options the one that the object is called after', async () => {
	const options = ['PFC_R8A7742', 'PFC_R8A7790', 'PFC_R8A77960', 'PFC_PLATFORM', 'ZORRO_ESP', 'MAC_ESP'];
	const folder = writeTree({
		Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n',
		MAINTAINERS: '',
		Kconfig: 'source "drivers/Kconfig"\n',
		'drivers/Kconfig': options.map(name => `config ${name}\n\ttristate "${name}"\n`).join(''),
		'drivers/Makefile': [
			['pfc-r8a7790', 'PFC_R8A7742', 'PFC_R8A7790'],
			['pfc-r8a7796', 'PFC_R8A7742', 'PFC_R8A77960'],
			['libahci_platform', 'PFC_R8A7742', 'PFC_PLATFORM'],
			['esp_scsi', 'ZORRO_ESP', 'MAC_ESP'],
		]
			.flatMap(([object, ...gates]) => gates.map(gate => `obj-$(CONFIG_${gate}) += ${object}.o\n`))
			.join(''),
		...Object.fromEntries(
			['pfc-r8a7790', 'pfc-r8a7796', 'libahci_platform', 'esp_scsi'].map(name => [`drivers/${name}.c`, '']),
		),
	});
	folders.push(folder);
	const {drivers} = await surveyTree({tree: folder, workerFile: null});
	expect(Object.fromEntries(drivers.map(({module, kconfig}) => [module, kconfig?.symbol]))).toEqual({
		'pfc-r8a7790': 'PFC_R8A7790',
		'pfc-r8a7796': 'PFC_R8A77960',
		libahci_platform: 'PFC_PLATFORM',
		esp_scsi: 'ZORRO_ESP',
	});
});

it('takes an architecture for an option of what needs nothing else alone', async () => {
	const folder = writeTree({
		Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n',
		MAINTAINERS: '',
		Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\nsource "drivers/Kconfig"\n',
		'arch/reed/Kconfig': 'config REED\n\tdef_bool y\n',
		'drivers/Kconfig': 'config POND\n\tbool "Pond"\nconfig POND_PAD\n\tbool\n',
		'drivers/Makefile':
			'obj-$(CONFIG_REED) += plain.o\npad-$(CONFIG_REED) += pond-pad.o\nown-$(CONFIG_POND_PAD) += $(pad-y)\nobj-$(CONFIG_POND) += $(own-y)\n',
		'drivers/plain.c': '',
		'drivers/pond-pad.c': '',
	});
	folders.push(folder);
	const {drivers} = await surveyTree({tree: folder, workerFile: null});
	expect(Object.fromEntries(drivers.map(({module, kconfig}) => [module, kconfig?.symbol]))).toEqual({
		plain: 'REED',
		'pond-pad': 'POND_PAD',
	});
});
