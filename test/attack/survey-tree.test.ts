import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, expect} from 'vitest';
import type {Manifest} from '../../source/dossier/schema.ts';
import {attack} from '../support/attack.ts';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-trees-'));
let tree = '';
beforeAll(() => {
	tree = freshTree('tree');
});
afterAll(() => rmSync(place, {recursive: true, force: true}));

function freshTree(name: string): string {
	const folder = join(place, name);
	cpSync(join(top, 'test/fixtures/kernel'), folder, {recursive: true});
	return folder;
}

function clear(folder: string, file: string): string {
	const path = join(folder, file);
	mkdirSync(dirname(path), {recursive: true});
	rmSync(path, {recursive: true, force: true});
	return path;
}

const put = (folder: string, file: string, text: string) => writeFileSync(clear(folder, file), text);
const pipe = (folder: string, file: string) => spawnSync('mkfifo', [clear(folder, file)]);
const link = (folder: string, file: string, to: string) => symlinkSync(to, clear(folder, file));
const lines = (count: number, line: (index: number) => string) =>
	Array.from({length: count}, (_, index) => line(index)).join('\n');

const source = '#include <linux/module.h>\nmodule_init(x);\n';
const table = (type: string, body: string) =>
	`static const struct ${type}_device_id t[] = {\n${body}\n};\nMODULE_DEVICE_TABLE(${type}, t);\n`;

/** A folder of drivers with a Makefile of its own, and what the data set has to say of it; null where it bears it all. */
const folders: [name: string, makefile: string, source: string, problem: RegExp | null][] = [
	[
		'doubling',
		`a0 := x.o \n${lines(60, at => `a${at + 1} := $(a${at})$(a${at})`)}\nobj-y += $(a60)\n`,
		source,
		/expands to more/,
	],
	[
		'lazily',
		`a0 = x.o\n${lines(60, at => `a${at + 1} = $(a${at}) $(a${at})`)}\nobj-y += $(a60)\n`,
		source,
		/expands to more/,
	],
	['calls', 'f = $(call f,$(1)$(1) $(1))$(call f,$(1))\nobj-y += $(call f,x.o)\n', source, /expands to more/],
	[
		'longer',
		`x := ${'a'.repeat(1000)}\n${'x := $(subst a,aaaaaaaaaa,$(x))\n'.repeat(12)}obj-y += $(x)\n`,
		source,
		/expands to more/,
	],
	[
		'each',
		`l := 0 1 2 3 4 5 6 7 8 9\nobj-y += ${'$(foreach i,$(l),'.repeat(9)}x.o${')'.repeat(9)}\n`,
		source,
		/expands to more/,
	],
	['circle', 'include drivers/circle/Makefile\ninclude drivers/circle/b.mk\nobj-y += x.o\n', source, null],
	['twice', 'include drivers/twice/0.mk\nobj-y += x.o\n', source, /includes more than 500 files/],
	[
		'deep',
		`${lines(5000, at => `ifdef CONFIG_X${at}`)}\nobj-y += x.o\n${'endif\n'.repeat(5000)}`,
		source,
		/conditionals nest deeper/,
	],
	['continued', `obj-y += \\\n${'x.o \\\n'.repeat(50_000)}\n`, source, null],
	['line', 'obj-y += x.o\n', `${source}${'a'.repeat(100_000)}\n`, /has a line of more than 4096 bytes/],
	[
		'macros',
		'obj-y += x.o\n',
		`${source}${lines(60, at => `#define M${at + 1} M${at} M${at}`)}\n#define M0 {1,2},\n${table('pci', 'M60')}`,
		/device ids were not read/,
	],
	[
		'brackets',
		'obj-y += x.o\n',
		`${source}${table('pci', `{${lines(9000, () => '(((((')}1`)}`,
		/device ids were not read/,
	],
	['comment', 'obj-y += x.o\n', `${source}${'/*\n'.repeat(50_000)}`, null],
	[
		'many',
		'obj-y += x.o\n',
		`${source}${table(
			'pci',
			lines(30_000, at => `{PCI_DEVICE(${at >> 8}, ${at & 255})},`),
		)}`,
		/device ids were not read/,
	],
	[
		'names',
		'obj-y += __proto__.o constructor.o "a\u001b]0;x\u0007b.o" ../../../../etc/x.o x.o\n',
		source,
		null,
	],
];

attack('tree', 'of a thousand traps is surveyed, and what was left out is named', async tried => {
	for (const [name, makefile, text] of folders) {
		put(tree, `drivers/${name}/Makefile`, makefile);
		put(tree, `drivers/${name}/x.c`, text);
	}
	put(
		tree,
		'drivers/Makefile',
		`${folders.map(([name]) => `obj-y += ${name}/`).join('\n')}\nobj-y += misc/\n`,
	);
	put(tree, 'drivers/circle/b.mk', 'include drivers/circle/b.mk\ninclude drivers/circle/Makefile\n');
	for (let at = 0; at < 40; at++) {
		put(tree, `drivers/twice/${at}.mk`, `include drivers/twice/${at + 1}.mk\n`.repeat(2));
	}
	put(tree, 'drivers/pipe/Makefile', 'obj-y += x.o\n');
	pipe(tree, 'drivers/pipe/Kconfig');
	pipe(tree, 'drivers/pipe/f.mk');
	link(tree, 'drivers/round', '../drivers');
	link(tree, 'drivers/misc/Kconfig', '/etc/passwd');
	link(tree, 'arch/zero/Kconfig', '/dev/zero');
	const old = readFileSync(join(tree, 'Kconfig'), 'utf8');
	put(
		tree,
		'Kconfig',
		`${old}\nsource "Kconfig"\nsource "drivers/misc/Kconfig"\nsource "drivers/pipe/Kconfig"\nsource "../../../../etc/passwd"\nsource "arch/$(SRCARCH)/Kconfig"\n` +
			`${lines(30_000, at => `config C${at}\n\tbool "c"\n\tdepends on C${at + 1}`)}\n` +
			`config LONG\n\tbool "x"\n\tdepends on ${'('.repeat(20_000)}A${')'.repeat(20_000)}\n` +
			`config QUOTES\n\tbool "${'\\a'.repeat(8000)}\n` +
			`${'if A\n'.repeat(3000)}config IN\n\tbool "x"\n${'endif\n'.repeat(3000)}`,
	);
	put(
		tree,
		'MAINTAINERS',
		`TRAPS\nM: A <a@example.org>\nF: drivers/misc/${'*a'.repeat(30)}b\nF: a\0b\nF: ${'a'.repeat(900)}\nN: (a+)+$\nN: ${'a?'.repeat(40)}\nX: ${' '.repeat(100_000)}\n${lines(120_000, at => `L: l${at}@example.org`)}\n`,
	);
	put(tree, `drivers/misc/${'a'.repeat(200)}.c`, 'int a;\n');

	const out = join(place, 'out');
	const {status, remarks} = await run(['survey', '--tree', tree, '--out', out]);
	expect([status, remarks]).toEqual([0, expect.any(String)]);
	const {problems} = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;
	const said = problems.map(({where, problem}) => `${where}: ${problem}`);
	for (const [name, , , problem] of folders) {
		if (problem !== null) {
			expect(
				said.some(text => text.startsWith(`drivers/${name}`) && problem.test(text)),
				name,
			).toBe(true);
		}
		tried();
	}
	const expected = [
		/drivers\/misc\/Kconfig: can't be read: .*out of the tree/,
		/etc\/passwd: can't be read: .*(?:out of the tree|no such file)/,
		/drivers\/pipe\/Kconfig: can't be read: is a pipe or device/,
		/^drivers\/round: is a link to a directory/,
		/^Kconfig:\d+: has a line of 40,?\d* characters/,
		/^Kconfig:\d+: blocks nest deeper than 100/,
		/^MAINTAINERS:\d+: N: .*repeats too much/,
		/^MAINTAINERS:\d+: has a line of \d+ characters/,
		/^MAINTAINERS:\d+: has more than 100000 fields/,
	];
	for (const problem of expected) {
		expect(
			said.some(text => problem.test(text)),
			String(problem),
		).toBe(true);
		tried();
	}
	expect((await run(['validate', out])).status).toBe(0);
});

attack(
	'tree',
	'without what makes it one is refused in two lines, and no pipe or device is waited for',
	async tried => {
		const traps: ((folder: string) => void)[] = [
			folder => pipe(folder, 'Makefile'),
			folder => link(folder, 'Makefile', '/dev/zero'),
			folder => link(folder, 'Makefile', '/etc/hostname'),
			folder => mkdirSync(clear(folder, 'Makefile')),
			folder => put(folder, 'Makefile', 'VERSION = x\n'.repeat(400_000)),
		];
		for (const [index, trap] of traps.entries()) {
			const folder = freshTree(`trap${index}`);
			trap(folder);
			const {status, out, remarks} = await run(['survey', '--tree', folder, '--out', join(place, 'none')]);
			expect([index, status, out, remarks.trimEnd().split('\n').length]).toEqual([index, 2, '', 2]);
			tried();
		}
	},
);
