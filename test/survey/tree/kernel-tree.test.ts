import {execFileSync} from 'node:child_process';
import {chmodSync, cpSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {kconfigSchema, maintainersSchema, signSchema} from '../../../source/dossier/schema.ts';
import {UserError} from '../../../source/dossier/user-error.ts';
import type {TreeDriver, TreeSurvey} from '../../../source/survey/tree/facts.ts';
import {surveyTree} from '../../../source/survey/tree/kernel-tree.ts';
import {fixtureTree, writeTree} from '../kernel-trees.ts';

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) {
		rmSync(folder, {recursive: true, force: true});
	}
});

function copyFixture(): string {
	const folder = writeTree({});
	folders.push(folder);
	cpSync(fixtureTree, folder, {recursive: true});
	return folder;
}

function newTree(files: Record<string, string | Buffer>): string {
	const folder = writeTree(files);
	folders.push(folder);
	return folder;
}

describe('the fixture tree', () => {
	let survey: TreeSurvey;
	const driver = (id: string): TreeDriver => survey.drivers.find(one => one.id === `drivers/${id}`)!;
	const signs = (id: string): string[] =>
		driver(id).signs.map(({sign, value, at}) => `${sign} ${value ?? '-'} ${at.replace('drivers/', '')}`);

	beforeAll(async () => {
		const tree = copyFixture();
		utimesSync(
			path.join(tree, 'Makefile'),
			new Date('2026-02-03T23:00:00Z'),
			new Date('2026-02-03T23:00:00Z'),
		);
		survey = await surveyTree({tree, workerFile: null});
	});

	it('has the version and day of its top Makefile, and drivers by id', () => {
		expect([survey.version, survey.date]).toEqual(['7.3.1', '2026-02-03']);
		expect(survey.drivers.map(({id}) => id.replace('drivers/', ''))).toEqual([
			'misc/clay',
			'misc/ghost',
			'misc/gravel',
			'misc/pebble',
			'misc/reef',
			'net/eddy/eddy',
			'net/ripple',
			'net/waves',
			'staging/legacy/otter/otter',
		]);
	});

	it('knows a driver that shares its directory by its sources and the headers they include', () => {
		expect(driver('net/ripple')).toMatchObject({
			module: 'ripple',
			directory: 'drivers/net',
			title: 'Ripple cards, a "driver"',
			kconfig: {
				symbol: 'RIPPLE',
				prompt: 'Ripple cards',
				tristate: true,
				dependsOn: 'PCI && !MACH_CANOE && NETPOND',
				at: 'drivers/net/Kconfig:7',
			},
			buses: ['pci'],
			sources: ['main.c', 'tx.c', 'debug.c'].map(name => `drivers/net/${name}`),
			files: ['debug.c', 'depth.h', 'main.c', 'ripple.h', 'tx.c'].map(name => `drivers/net/${name}`),
			sourceLines: 25 + 4 + 1 + 1 + 1,
			kind: 'driver',
			maintainers: {section: 'POND NETWORK', status: 'Maintained', own: true, at: 'MAINTAINERS:7'},
		});
	});

	it('gives a driver that is alone in its directory all files there, and the gate of the directory', () => {
		expect(driver('net/eddy/eddy')).toMatchObject({
			kconfig: {symbol: 'EDDY'},
			sources: ['drivers/net/eddy/core.c', 'drivers/net/eddy/hw/spin.c'],
			files: ['Makefile', 'core.c', 'hw/spin.c', 'hw/spin.h', 'notes.txt'].map(
				name => `drivers/net/eddy/${name}`,
			),
			buses: ['platform'],
			maintainers: {section: 'EDDY CARDS', own: true},
		});
	});

	it('tells libraries and objects without sources from drivers', () => {
		expect(driver('net/waves')).toMatchObject({
			kind: 'library',
			title: 'Wave layer (DEPRECATED)',
			buses: [],
		});
		expect(signs('net/waves')).toEqual([
			'kconfig-words deprecated net/Kconfig:23',
			'no-spdx - net/waves.c:1',
			'no-entry-point - net/waves.c:1',
		]);
		expect(signs('misc/ghost')).toEqual(['no-sources ghost misc/Makefile:3']);
		expect(survey.problems).toEqual([
			{source: 'kbuild', where: 'drivers/misc/Makefile:3', problem: 'ghost.o has no source in drivers/misc'},
		]);
	});

	it('cites what the sources say', () => {
		expect(signs('net/ripple')).toEqual([
			'legacy-dependency OLD_WAVES net/Kconfig:23',
			'legacy-api linux/gpio.h net/main.c:7',
			'newest-copyright 2016 net/main.c:4',
		]);
		expect(signs('net/eddy/eddy')).toEqual([]);
		expect(signs('misc/clay')).toEqual([]);
		expect(driver('misc/pebble').buses).toEqual(['i2c', 'of']);
	});

	it('cites what Kconfig says: ending platforms by the line that ends them, BROKEN', () => {
		expect(signs('misc/pebble')).toContain('ending-platform MACH_PUNT arch/reed/Kconfig:9');
		expect(signs('misc/gravel')).toEqual([
			'kconfig-words legacy misc/Kconfig:6',
			'legacy-bus isa misc/Kconfig:7',
			'no-spdx - misc/gravel.c:1',
			'newest-copyright 1998 misc/gravel.c:1',
		]);
		expect(signs('misc/reef')).toEqual(['broken - misc/Kconfig:15']);
	});

	it('cites what a staging TODO and the path say', () => {
		expect(driver('staging/legacy/otter/otter').buses).toEqual(['usb']);
		expect(signs('staging/legacy/otter/otter')).toEqual([
			'deprecated-path legacy staging/legacy/otter/Makefile:1',
			'staging - staging/legacy/otter/Makefile:1',
			'todo-removal - staging/legacy/otter/TODO:3',
		]);
	});

	it('counts directories as find and wc do', () => {
		const run = (command: string) =>
			Number(execFileSync('sh', ['-c', command], {cwd: fixtureTree, encoding: 'utf8'}));
		expect(survey.directories.map(({directory}) => directory)).toContain('drivers/net/eddy/hw');
		for (const {directory, files, sourceLines} of survey.directories) {
			expect(files).toBe(run(`find ${directory} -type f -not -name '.*' | wc -l`));
			expect(sourceLines).toBe(
				run(`find ${directory} -type f -name '*.[chS]' -not -name '.*' -print0 | xargs -0 cat | wc -l`),
			);
		}
	});

	it('titles directories by their gate, else by their menu, and counts the drivers below', () => {
		expect(
			survey.directories.map(({directory, title, drivers}) => `${directory} ${title ?? '-'} ${drivers}`),
		).toEqual([
			'drivers Device Drivers 9',
			'drivers/misc - 5',
			'drivers/net Pond network cards 3',
			'drivers/net/eddy Eddy cards 1',
			'drivers/net/eddy/hw - 0',
			'drivers/staging Staging drivers 1',
			'drivers/staging/legacy - 1',
			'drivers/staging/legacy/otter Otter 1',
		]);
	});

	it('fits the schema', () => {
		for (const {kconfig, maintainers, signs: all} of survey.drivers) {
			v.assert(v.nullable(kconfigSchema), kconfig);
			v.assert(v.nullable(maintainersSchema), maintainers);
			v.assert(v.array(signSchema), all);
		}
	});
});

describe('what is no kernel tree', () => {
	it.each([
		['an empty directory', {}, 'it has no Makefile'],
		['some other project', {Makefile: 'all:\n'}, 'its Makefile names no VERSION and PATCHLEVEL'],
		['a tree without drivers', {Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n'}, 'it has no directory drivers'],
	])('%s is refused by name', async (_, files: Record<string, string>, reason) => {
		const tree = newTree(files);
		const error: unknown = await surveyTree({tree, workerFile: null}).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(UserError);
		expect((error as Error).message).toBe(`${tree} is not a kernel tree: ${reason}.`);
	});
});

describe('a broken tree', () => {
	it('survives without MAINTAINERS and Kconfig, and says so', async () => {
		const tree = copyFixture();
		rmSync(path.join(tree, 'MAINTAINERS'));
		rmSync(path.join(tree, 'Kconfig'));
		rmSync(path.join(tree, 'arch'), {recursive: true});
		const survey = await surveyTree({tree, workerFile: null});
		expect(survey.drivers).toHaveLength(9);
		expect(survey.drivers.every(({maintainers}) => maintainers === null)).toBe(true);
		expect(survey.drivers.find(({module}) => module === 'ripple')?.kconfig?.prompt).toBe('Ripple cards');
		const said = survey.problems.map(({source, where}) => `${source} ${where}`);
		expect(said).toContain('maintainers MAINTAINERS');
		expect(said).toContain('kconfig Kconfig');
	});

	it('survives loops of links, binary junk and files it may not read', async () => {
		const tree = copyFixture();
		symlinkSync('..', path.join(tree, 'drivers/net/loop'));
		symlinkSync('self', path.join(tree, 'drivers/net/self'));
		writeFileSync(path.join(tree, 'drivers/misc/clay.c'), Buffer.from([0xff, 0x00, 0x0a, 0xfe, 0x22, 0x0a]));
		writeFileSync(path.join(tree, 'drivers/misc/Kconfig'), Buffer.from([0, 1, 2, 3]));
		const locked = path.join(tree, 'drivers/misc/reef.c');
		chmodSync(locked, 0);
		mkdirSync(path.join(tree, 'drivers/misc/odd.c'));
		const survey = await surveyTree({tree, workerFile: null});
		expect(survey.drivers).toHaveLength(9);
		const said = survey.problems.map(({source, where}) => `${source} ${where}`);
		expect(said).toEqual(
			expect.arrayContaining([
				'tree drivers/net/loop',
				'tree drivers/net/self',
				'kconfig drivers/misc/Kconfig',
			]),
		);
		// The superuser may read everything.
		expect(said.includes('sources drivers/misc/reef.c')).toBe(process.getuid?.() !== 0);
	});

	it('stops when it is told to', async () => {
		const abort = new AbortController();
		const survey = surveyTree({
			tree: fixtureTree,
			workerFile: null,
			signal: abort.signal,
			onProgress: ({stage}) => {
				if (stage === 'kconfig') {
					abort.abort(new Error('enough'));
				}
			},
		});
		await expect(survey).rejects.toThrow('enough');
	});
});
