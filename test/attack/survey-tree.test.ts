import {spawnSync} from 'node:child_process';
import {
	closeSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {surveyTree} from '../../source/survey/tree/kernel-tree.ts';
import {attack} from '../support/attack.ts';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

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

attack(
	'output',
	'a standard output or error that is full or closed ends in two lines or silence, and leaves what was made',
	tried => {
		const out = join(place, 'out');
		const survey = ['survey', '--tree', join(top, 'test/fixtures/kernel'), '--out', out];
		const full = openSync('/dev/full', 'w');
		const start = (words: readonly string[], stdio: ('pipe' | 'ignore' | number)[]) =>
			spawnSync(process.execPath, [program, ...words], {cwd: top, stdio, encoding: 'utf8', timeout: 60_000});
		for (const words of [survey, ['validate', out], ['list', '--data', out]]) {
			expect(start(words, ['ignore', 'pipe', full]).status, `${words[0]} 2>/dev/full`).toBe(0);
			const {status, stderr} = start(words, ['ignore', full, 'pipe']);
			expect([words[0], status]).toEqual([words[0], 2]);
			expect(stderr).toMatch(/can't be written: ENOSPC.*\n.*\.\n$/);
			expect(stderr).not.toMatch(/^ {4}at /m);
			expect(start(words, ['ignore', full, full]).status).toBe(2);
			const line = '"$0" "$@"';
			for (const [end, wanted] of [
				['>&-', 0],
				['| :; exit "$PIPESTATUS"', 0],
			] as const) {
				const closed = spawnSync('bash', ['-c', `${line} ${end}`, process.execPath, program, ...words], {
					cwd: top,
					encoding: 'utf8',
					timeout: 60_000,
				});
				expect([words[0], end, closed.status]).toEqual([words[0], end, wanted]);
				expect(closed.stderr).not.toMatch(/^ {4}at |internal error/m);
			}
			tried(5);
		}
		closeSync(full);
		// Where nobody hears what went wrong, the status says it; what an answer's reader leaves is no fault.
		for (const [words, status] of [
			[survey, 0],
			[['verify'], 64],
			[['verify', out, '--leapp', join(place, 'nowhere')], 2],
			[['audit', '/etc/hostname'], 2],
			[['import'], 64],
			[['show', 'nosuchdriver', '--data', out], 1],
			[['list', 'nosuchdriver', '--data', out], 1],
			[['host', '--from', join(place, 'nowhere')], 2],
		] as const) {
			for (const end of ['2> >(:); exit "$?"', '2>&1 | :; exit "$PIPESTATUS"']) {
				if (words === survey) rmSync(out, {recursive: true});
				const line = ['-c', `"$0" "$@" ${end}`, process.execPath, program, ...words];
				const {status: ended} = spawnSync('bash', line, {cwd: top, encoding: 'utf8', timeout: 60_000});
				expect([words[0], end, ended]).toEqual([words[0], end, status]);
				tried();
			}
		}
		expect(start(['validate', out], ['ignore', 'pipe', 'pipe']).status).toBe(0);
	},
);
