import {rmSync} from 'node:fs';
import {afterAll, describe, expect, it} from 'vitest';
import {surveyTree} from '../../../source/survey/tree/kernel-tree.ts';
import {writeTree} from '../kernel-trees.ts';

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

/** The own sources of each driver of a tree made of these files. */
async function ownSources(files: Record<string, string>): Promise<Record<string, string[]>> {
	const tree = writeTree({
		Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n',
		MAINTAINERS: '',
		Kconfig: '',
		'drivers/Makefile': 'obj-y += a/ b/\n',
		'drivers/b/Makefile': '',
		...files,
	});
	folders.push(tree);
	const {drivers} = await surveyTree({tree, workerFile: null});
	return Object.fromEntries(drivers.map(driver => [driver.id, driver.ownSources]));
}

describe('own sources', () => {
	it('are what no other object is built from or includes, through headers too', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'obj-m += one.o two.o\none-objs := main.o both.o\ntwo-objs := other.o both.o\n',
			'drivers/a/main.c': '#include "one.h"\n#include "ids.h"\n',
			'drivers/a/other.c': '#include "deep.h"\n',
			'drivers/a/both.c': '#include "both.h"\n',
			'drivers/a/one.h': '#include "alone.h"\n',
			'drivers/a/alone.h': '',
			'drivers/a/deep.h': '  # include "ids.h"\n',
			'drivers/a/ids.h': '#include "deeper.h"\n',
			'drivers/a/deeper.h': '',
			'drivers/a/both.h': '',
		});
		expect(own).toEqual({
			'drivers/a/one': ['drivers/a/alone.h', 'drivers/a/main.c', 'drivers/a/one.h'],
			'drivers/a/two': ['drivers/a/deep.h', 'drivers/a/other.c'],
		});
	});

	it('follow -I folders, of this Makefile and of those above, for both kinds of include', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'subdir-ccflags-y += -I $(srctree)/drivers/a/inc\nobj-m += one.o deep/\n',
			'drivers/a/deep/Makefile':
				'ccflags-$(CONFIG_X) := -I$(src)/../near\nobj-m += two.o\nCFLAGS_two.o := -Idrivers/b\n',
			'drivers/a/one.c': '#include <top/one.h>\n#include "near.h"\n#include <linux/slab.h>\n',
			'drivers/a/deep/two.c': '#include "near.h"\n#include <top/two.h>\n#include "far.h"\n#include "own.c"\n',
			'drivers/a/deep/own.c': '',
			'drivers/a/inc/top/one.h': '',
			'drivers/a/inc/top/two.h': '',
			'drivers/a/near/near.h': '',
			'drivers/b/far.h': '',
			'drivers/a/inc/linux/slab.h': '',
		});
		expect(own).toEqual({
			'drivers/a/deep/two': [
				'drivers/a/deep/own.c',
				'drivers/a/deep/two.c',
				'drivers/a/inc/top/two.h',
				'drivers/a/near/near.h',
				'drivers/b/far.h',
			],
			'drivers/a/one': ['drivers/a/inc/top/one.h', 'drivers/a/one.c'],
		});
	});

	it('leave a header to nobody that an archive or a host program uses too', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'obj-m += one.o\nlib-y += stub.o\n',
			'drivers/a/one.c': '#include "stub.h"\n',
			'drivers/a/stub.c': '#include "stub.h"\n',
			'drivers/a/stub.h': '',
		});
		expect(own).toEqual({'drivers/a/one': ['drivers/a/one.c']});
	});

	it('of a crate are its modules, beside the root and in folders', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'obj-m += crab.o\ncrab-y := root.o\n',
			'drivers/a/root.rs': 'mod plain;\npub(crate) mod deep;\nuse plain::mod_x;\n',
			'drivers/a/plain.rs': 'mod inner;\n',
			'drivers/a/plain/inner.rs': '',
			'drivers/a/deep/mod.rs': 'mod well;\n',
			'drivers/a/deep/well.rs': '',
			'drivers/a/stray.rs': '',
		});
		expect(own).toEqual({
			'drivers/a/crab': ['deep/mod.rs', 'deep/well.rs', 'plain.rs', 'plain/inner.rs', 'root.rs'].map(
				name => `drivers/a/${name}`,
			),
		});
	});

	it('lie under sound/ too, and a header there is shared with drivers/', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'obj-m += one.o\n',
			'drivers/a/one.c': '#include "../../sound/pci/both.h"\n',
			'sound/Makefile': 'obj-$(CONFIG_SND) += pci/\n',
			'sound/pci/Makefile': 'obj-m += snd-a.o\n',
			'sound/pci/snd-a.c': '#include "both.h"\n#include "own.h"\n',
			'sound/pci/both.h': '',
			'sound/pci/own.h': '',
		});
		expect(own).toEqual({
			'drivers/a/one': ['drivers/a/one.c'],
			'sound/pci/snd-a': ['sound/pci/own.h', 'sound/pci/snd-a.c'],
		});
	});
});
