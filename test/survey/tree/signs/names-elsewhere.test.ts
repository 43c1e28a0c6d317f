import {rmSync} from 'node:fs';
import {afterAll, expect, it} from 'vitest';
import {listTreeFiles} from '../../../../source/survey/tree/files.ts';
import {findNamesElsewhere} from '../../../../source/survey/tree/signs/names-elsewhere.ts';
import {countedOnly} from '../../../../source/survey/tree/sources/facts.ts';
import {writeTree} from '../../kernel-trees.ts';

const tree = writeTree({
	'arch/reed/board.c': 'static struct platform_device one = {.name = "reed-led"};\n',
	'drivers/mfd/core.c':
		'#include <linux/mfd/core.h>\nsnprintf(name, "%s-adc", chip);\nmake(KBUILD_MODNAME "_keys");\n',
	'drivers/net/message.c': 'printk("%s-fan", name);\nprintk("the reed-rtc is late");\nint c = \'"\';\n',
	'drivers/own.c': '.name = "reed-wdt"\n',
});
afterAll(() => rmSync(tree, {recursive: true}));

it('a name is made by others as a literal, by a format, or with a macro; a message makes none', async () => {
	const names = ['reed-led', 'reed-adc', 'reed_keys', 'reed-fan', 'reed-rtc', 'reed-wdt'];
	const facts = {...countedOnly(1), platformLine: 1, driverNames: names};
	const isNamedElsewhere = await findNamesElsewhere(
		{tree, files: listTreeFiles(tree, ['drivers']), workerFile: null},
		[{module: 'reed', sources: [{file: 'drivers/own.c', facts}]}],
	);
	expect(names.filter(name => isNamedElsewhere(name, ['drivers/own.c']))).toEqual([
		'reed-led',
		'reed-adc',
		'reed_keys',
	]);
	expect(isNamedElsewhere('never-asked-for', [])).toBe(true);
});
