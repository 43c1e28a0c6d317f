import {rmSync} from 'node:fs';
import {afterAll, expect, it} from 'vitest';
import {SourceScanner} from '../../../../source/survey/tree/sources/scan.ts';
import {writeTree} from '../../kernel-trees.ts';

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) rmSync(folder, {recursive: true});
});

function scan(text: string) {
	const tree = writeTree({'a.c': text});
	folders.push(tree);
	const facts = new SourceScanner(tree).scan('a.c');
	if (typeof facts === 'string') throw new Error(facts);
	return facts;
}

it('counts bare printk() and managed resources, not words that end or go on alike', () => {
	const text =
		'/* printk( */\n\tprintk("a");\n\tmy_printk("b");\n\tprintk(KERN_INFO "c");\n\tdevm_kzalloc(d, 1, 2);\n';
	expect(scan(text)).toMatchObject({printks: {count: 2, line: 2}, managed: {count: 1, line: 5}});
	expect(scan('\tpr_info("a");\n')).toMatchObject({
		printks: null,
		managed: null,
		semaphore: null,
		rcsKeyword: null,
	});
});

it('finds semaphores and keywords of RCS', () => {
	expect(scan('#include <linux/semaphore.h>\n').semaphore).toEqual({value: 'linux/semaphore.h', line: 1});
	expect(scan('\n\tif (down_interruptible(&s))\n').semaphore).toEqual({
		value: 'down_interruptible()',
		line: 2,
	});
	expect(scan('/* $Id: a.c,v 1.2 2001/01/01 me Exp $ */\n').rcsKeyword).toEqual({value: '$Id', line: 1});
	expect(scan('/* $Identity is no keyword */\n').rcsKeyword).toBeNull();
});

it('finds the table of compatibles that a driver struct is given', () => {
	expect(scan('x\n\t\t.of_match_table = ids,\n').matchTableLine).toBe(2);
	expect(scan('\t.of_match_table = of_match_ptr(ids),\n').matchTableLine).toBe(1);
	expect(scan('\t.of_match_table = NULL,\n').matchTableLine).toBeNull();
});

it('reads names from tables of platform ids, and who makes devices himself', () => {
	const table =
		'static const struct platform_device_id ids[] = {\n\t{ /* {no} */ .name = "a-led" },\n\t{"b-led", 1},\n\t{}\n};\n';
	const driver = 'module_platform_driver(d);\n';
	expect(scan(table + driver)).toMatchObject({
		platformNames: ['a-led', 'b-led'],
		makesDevice: false,
		hasBusTable: false,
	});
	expect(scan(`${driver}\tplatform_device_register(p);\n`).makesDevice).toBe(true);
	expect(scan(`${driver}static const struct acpi_device_id ids[] = {};\n`).hasBusTable).toBe(true);
});
