import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {surveyTree} from '../../source/survey/tree/kernel-tree.ts';
import {attack} from '../support/attack.ts';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-trees-'));
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

/** A folder of drivers, its Makefile, and what the survey has to say of it; null where it bears it all. */
const folders: [name: string, makefile: string, problem: RegExp | null][] = [
	[
		'doubling',
		`a0 := x.o \n${lines(60, at => `a${at + 1} := $(a${at})$(a${at})`)}\nobj-y += $(a60)\n`,
		/expands to more/,
	],
	[
		'longer',
		`x := ${'a'.repeat(1000)}\n${'x := $(subst a,aaaaaaaaaa,$(x))\n'.repeat(12)}obj-y += $(x)\n`,
		/expands to more/,
	],
	['twice', 'include drivers/twice/0.mk\nobj-y += x.o\n', /includes more than 500 files/],
	[
		'deep',
		`${lines(5000, at => `ifdef CONFIG_X${at}`)}\nobj-y += x.o\n${'endif\n'.repeat(5000)}`,
		/conditionals nest deeper/,
	],
	['continued', `obj-y += \\\n${'x.o \\\n'.repeat(20_000)}\n`, null],
];

attack(
	'tree',
	'whose Makefiles grow without end is surveyed, and what was left out is named',
	async tried => {
		const tree = freshTree('tree');
		for (const [name, makefile] of folders) {
			put(tree, `drivers/${name}/Makefile`, makefile);
			put(tree, `drivers/${name}/x.c`, '#include <linux/module.h>\nmodule_init(x);\n');
		}
		put(
			tree,
			'drivers/Makefile',
			`${folders.map(([name]) => `obj-y += ${name}/`).join('\n')}\nobj-y += misc/\n`,
		);
		for (let at = 0; at < 40; at++) {
			put(tree, `drivers/twice/${at}.mk`, `include drivers/twice/${at + 1}.mk\n`.repeat(2));
		}
		link(tree, 'MAINTAINERS', '/etc/passwd');
		const {problems} = await surveyTree({tree, workerFile: null});
		const said = problems.map(({where, problem}) => `${where}: ${problem}`);
		for (const [name, , problem] of folders) {
			if (problem !== null) {
				expect(
					said.some(text => text.startsWith(`drivers/${name}`) && problem.test(text)),
					name,
				).toBe(true);
			}
			tried();
		}
		expect(said).toContainEqual(expect.stringMatching(/^MAINTAINERS: can't be read: .*out of the tree/));
		tried();
	},
);

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
