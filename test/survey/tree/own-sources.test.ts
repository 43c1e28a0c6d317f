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

	it('of a crate are told apart where two parents have a module of one name, or give its path', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'obj-m += root.o\n',
			'drivers/a/root.rs': 'mod one;\nmod two;\nmod regs;\n',
			'drivers/a/one.rs': 'mod regs;\n',
			'drivers/a/two.rs': '#[path = "odd.rs"]\nmod regs;\n',
			'drivers/a/regs.rs': '',
			'drivers/a/one/regs.rs': '',
			'drivers/a/odd.rs': '',
		});
		expect(own).toEqual({
			'drivers/a/root': ['odd.rs', 'one.rs', 'one/regs.rs', 'regs.rs', 'root.rs', 'two.rs'].map(
				name => `drivers/a/${name}`,
			),
		});
	});

	it('are included anywhere in a file, whatever blanks stand around the mark', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'obj-m += one.o\n',
			'drivers/a/one.c': ' #include "blank.h"\n\t# include "tab.h"\n#\tinclude "long.h"\n',
			'drivers/a/blank.h': '',
			'drivers/a/tab.h': '',
			'drivers/a/long.h': `${'/* nothing */\n'.repeat(2000)}#include "late.h"\n`,
			'drivers/a/late.h': '',
		});
		expect(own['drivers/a/one']).toEqual(
			['blank.h', 'late.h', 'long.h', 'one.c', 'tab.h'].map(name => `drivers/a/${name}`),
		);
	});

	it('are what one object is linked from, though another includes it, but not what both reach through it', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'obj-m += one.o two.o\n',
			'drivers/a/one.c': '#include "both.h"\n',
			'drivers/a/two.c': '#include "one.c"\n',
			'drivers/a/both.h': '',
		});
		expect(own).toEqual({'drivers/a/one': ['drivers/a/one.c'], 'drivers/a/two': ['drivers/a/two.c']});
	});

	it('are headers that a shared source includes for one object alone, by its -I folders', async () => {
		const own = await ownSources({
			'drivers/a/Makefile': 'obj-m += one.o\nccflags-y := -Idrivers/a/inc\n',
			'drivers/a/one.c': '#include "compat.h"\n',
			'drivers/a/inc/compat.h': '',
			'drivers/b/Makefile':
				'obj-m += two.o\nccflags-y := -Idrivers/b/inc\ntwo-y := main.o of-a/one.o\n$(obj)/of-a/%.o: $(srctree)/drivers/a/%.c\n',
			'drivers/b/main.c': '',
			'drivers/b/inc/compat.h': '',
		});
		expect(own).toEqual({
			'drivers/a/one': ['drivers/a/inc/compat.h'],
			'drivers/b/two': ['drivers/b/inc/compat.h', 'drivers/b/main.c'],
		});
	});

	it('are not shared with what a rule makes on the way, and an object changed by a rule has its source', async () => {
		const own = await ownSources({
			'drivers/a/Makefile':
				'obj-m += one.o\none-y := main.o ro_changed.o\ntargets += ro.o ro_changed.o fw.o\n$(obj)/ro_changed.o: $(obj)/ro.o FORCE\n\t$(call if_changed,objcopy)\n',
			'drivers/a/main.c': '#include "one.h"\n',
			'drivers/a/ro.c': '#include "one.h"\n',
			'drivers/a/fw.S': '#include "one.h"\n',
			'drivers/a/one.h': '',
		});
		expect(own).toEqual({'drivers/a/one': ['drivers/a/main.c', 'drivers/a/one.h', 'drivers/a/ro.c']});
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
