import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {surveyChurn} from '../../../../source/survey/releases/unpacked/churn.ts';
import type {TreeDriver, TreeSurvey} from '../../../../source/survey/tree/facts.ts';
import {lines, removeScratch, scratchDirectory} from '../../git-history/scratch.ts';

let scratch = '';

beforeEach(() => {
	scratch = scratchDirectory();
});
afterEach(() => removeScratch(scratch));

function tree(name: string, files: Record<string, string>): string {
	for (const [path, content] of Object.entries({Makefile: '', 'drivers/Makefile': '', ...files})) {
		mkdirSync(dirname(join(scratch, name, path)), {recursive: true});
		writeFileSync(join(scratch, name, path), content);
	}
	return join(scratch, name);
}

function driver(id: string, files: string[]): TreeDriver {
	return {
		id,
		module: id.slice(id.lastIndexOf('/') + 1),
		directory: dirname(id),
		title: null,
		kconfig: null,
		buses: [],
		sources: files.filter(path => path.endsWith('.c')),
		ownSources: files,
		files,
		sourceLines: 0,
		kind: 'driver',
		names: [],
		needs: [],
		loads: null,
		maintainers: null,
		signs: [],
	};
}

function surveyed(drivers: TreeDriver[]): TreeSurvey {
	const names = new Set(
		drivers.flatMap(({directory}) => {
			const parts = directory.split('/');
			return parts.slice(1).map((_, index) => parts.slice(0, index + 2).join('/'));
		}),
	);
	const directories = [...names].map(directory => ({
		directory,
		title: null,
		drivers: 0,
		files: 0,
		sourceLines: 0,
		maintainers: null,
	}));
	return {
		version: '2',
		date: '2026-01-01',
		drivers,
		directories,
		options: new Set(),
		driverlessConditions: new Map(),
		platforms: [],
		problems: [],
	};
}

function churn(before: Record<string, string>, after: Record<string, string>, drivers: TreeDriver[]) {
	return surveyChurn({
		from: {tree: tree('before', before), version: '1'},
		to: {tree: tree('after', after), version: '2', survey: surveyed(drivers)},
	});
}

it('counts changed lines for drivers and, each file once, for directories', async () => {
	const facts = await churn(
		{
			'drivers/net/a.c': lines(40),
			'drivers/net/shared.h': lines(3),
			'drivers/net/b.c': lines(9),
			'kernel/x.c': '1',
		},
		{
			'drivers/net/a.c': `${lines(40)}${lines(20, 'more')}`,
			'drivers/net/shared.h': lines(2),
			'drivers/net/b.c': lines(9),
			'kernel/x.c': '2',
		},
		[
			driver('drivers/net/a', ['drivers/net/a.c', 'drivers/net/shared.h']),
			driver('drivers/net/b', ['drivers/net/b.c', 'drivers/net/shared.h']),
		],
	);
	expect(facts.drivers.get('drivers/net/a')).toEqual({
		filesChanged: 2,
		linesAdded: 20,
		linesRemoved: 1,
		substantive: 20,
	});
	expect(facts.drivers.get('drivers/net/b')).toEqual({
		filesChanged: 1,
		linesAdded: 0,
		linesRemoved: 1,
		substantive: 0,
	});
	expect(facts.directories.get('drivers/net')).toEqual({
		filesChanged: 2,
		linesAdded: 20,
		linesRemoved: 1,
		substantive: 20,
	});
	expect(facts.problems).toEqual([]);
});

it('follows a driver into another directory and under another name', async () => {
	const facts = await churn(
		{'drivers/staging/old/main.c': lines(60)},
		{'drivers/net/new/core.c': `${lines(60)}one\n`},
		[driver('drivers/net/new/core', ['drivers/net/new/core.c'])],
	);
	expect(facts.drivers.get('drivers/net/new/core')).toMatchObject({
		filesChanged: 1,
		linesAdded: 1,
		linesRemoved: 0,
	});
	expect(facts.directories.get('drivers/net/new')).toMatchObject({filesChanged: 1, linesAdded: 1});
	expect(facts.directories.get('drivers/net')).toMatchObject({filesChanged: 1, linesAdded: 1});
});

it('gives nothing for a new driver, but counts it for its directory', async () => {
	const facts = await churn(
		{'drivers/net/a.c': lines(9)},
		{'drivers/net/a.c': lines(9), 'drivers/net/b.c': lines(30, 'new')},
		[
			driver('drivers/net/a', ['drivers/net/a.c']),
			driver('drivers/net/b', ['drivers/net/b.c']),
			driver('drivers/net/none', []),
		],
	);
	expect([...facts.drivers.keys()]).toEqual(['drivers/net/a']);
	expect(facts.drivers.get('drivers/net/a')).toMatchObject({filesChanged: 0, linesAdded: 0, linesRemoved: 0});
	expect(facts.directories.get('drivers/net')).toMatchObject({filesChanged: 1, linesAdded: 30});
});

it('gives deleted files to the only driver of their directory', async () => {
	const before = {
		'drivers/net/a/m.c': lines(9),
		'drivers/net/a/gone.c': lines(7, 'gone'),
		'drivers/spi/gone.c': 'x\n',
	};
	const facts = await churn(
		{...before, 'drivers/spi/a.c': lines(5), 'drivers/spi/b.c': lines(5, 'b')},
		{'drivers/net/a/m.c': lines(9), 'drivers/spi/a.c': lines(5), 'drivers/spi/b.c': lines(5, 'b')},
		[
			driver('drivers/net/a/m', ['drivers/net/a/m.c']),
			driver('drivers/spi/a', ['drivers/spi/a.c']),
			driver('drivers/spi/b', ['drivers/spi/b.c']),
		],
	);
	expect(facts.drivers.get('drivers/net/a/m')).toMatchObject({filesChanged: 1, linesRemoved: 7});
	expect(facts.drivers.get('drivers/spi/a')).toMatchObject({filesChanged: 0, linesRemoved: 0});
	expect(facts.directories.get('drivers/spi')).toMatchObject({filesChanged: 1, linesRemoved: 1});
});

it('leaves out sources that a distributor stripped, and names them', async () => {
	const makefile = 'obj-$(CONFIG_A) += a.o gone.o\nobj-$(CONFIG_M) += many.o\nmany-y := a.o\n';
	const facts = await churn(
		{'drivers/net/Makefile': makefile, 'drivers/net/gone.c': lines(50, 'gone')},
		{'drivers/net/Makefile': makefile, 'drivers/net/a.c': lines(20), 'drivers/net/many.c': lines(4, 'many')},
		[driver('drivers/net/a', ['drivers/net/a.c']), driver('drivers/net/many', ['drivers/net/many.c'])],
	);
	expect(facts.drivers.size).toBe(0);
	expect(facts.problems.map(({where}) => where).sort()).toEqual(['drivers/net/a.c', 'drivers/net/gone.c']);
	expect(facts.directories.get('drivers/net')).toMatchObject({
		filesChanged: 1,
		linesAdded: 4,
		linesRemoved: 0,
	});
});

it('reads any name, and leaves binary files without lines', async () => {
	const facts = await churn(
		{'drivers/net/a\nb\t.c': lines(3), 'drivers/net/fw.bin': 'a\0b'},
		{'drivers/net/a\nb\t.c': lines(4), 'drivers/net/fw.bin': 'a\0c'},
		[driver('drivers/net/x', ['drivers/net/a\nb\t.c', 'drivers/net/fw.bin'])],
	);
	expect(facts.drivers.get('drivers/net/x')).toMatchObject({filesChanged: 2, linesAdded: 1, linesRemoved: 0});
});

it('names a tree that is none, and stops when it is aborted', async () => {
	const survey = surveyed([]);
	const good = tree('good', {'drivers/net/a.c': 'x\n'});
	const options = {
		from: {tree: join(scratch, 'nowhere'), version: '1'},
		to: {tree: good, version: '2', survey},
	};
	await expect(surveyChurn(options)).rejects.toMatchObject({
		name: 'UserError',
		message: `${join(scratch, 'nowhere')} is not a kernel tree: it has no directory drivers.`,
	});
	const from = {tree: tree('other', {}), version: '1'};
	const signal = AbortSignal.abort();
	await expect(surveyChurn({...options, from, signal})).rejects.toMatchObject({name: 'AbortError'});
});
