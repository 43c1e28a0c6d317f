import {join} from 'node:path';
import {build} from 'esbuild';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {GitSurveyError} from '../../../../source/survey/git/errors.ts';
import {shareOut, surveyIdAges} from '../../../../source/survey/releases/ids/age-threads.ts';
import {joinClaims} from '../../../../source/survey/releases/ids/claims.ts';
import {removeScratch, scratchDirectory} from '../../git-history/scratch.ts';
import {driverOf, releaseRepository, survey} from '../chain/release-repository.ts';

let scratch = '';
beforeEach(() => {
	scratch = scratchDirectory();
});
afterEach(() => removeScratch(scratch));

const driver = (compatibles: string[], more = '') =>
	`#include "ids.h"\n${more}static const struct of_device_id pond_of[] = {\n${compatibles.map(name => `\t{ .compatible = ${name} },\n`).join('')}\t{ }\n};\nMODULE_DEVICE_TABLE(of, pond_of);\n${'int pond_line(void);\n'.repeat(20)}`;

it('dates each id by the first release that has it, through renames and changes of included lists', async () => {
	const header = (name: string) => `#define WEIR "reed,${name}"\n`;
	const list = (names: string[]) =>
		`static const struct i2c_device_id pond_i2c[] = {\n${names.map(name => `\t{ "${name}" },\n`).join('')}\t{ }\n};\nMODULE_DEVICE_TABLE(i2c, pond_i2c);\n`;
	const repository = releaseRepository(scratch, {
		'6.1': {'drivers/old/pond.c': driver(['"reed,first"']), 'drivers/old/ids.h': header('x')},
		'6.2': {
			'drivers/old/pond.c': null,
			'drivers/old/ids.h': null,
			'drivers/new/pond.c': driver(['"reed,first"', '"reed,second"']),
			'drivers/new/ids.h': header('x'),
		},
		'6.3': {
			'drivers/new/pond.c': driver(['"reed,first"', '"reed,second"', 'WEIR'], '#include "list.h"\n'),
			'drivers/new/list.h': list(['one']),
		},
		'6.4': {'drivers/new/list.h': list(['one', 'two'])},
		'6.5': {
			'drivers/new/pond.c': driver(['"reed,second"', 'WEIR'], '#include "list.h"\nint changed;\n'),
			'drivers/new/list.h': list(['one', 'two']),
		},
	});
	const pond = driverOf('drivers/new/pond');
	const {releases, formerPaths} = await survey(repository, [pond]);
	const ages = await surveyIdAges({repository, releases, formerPaths, drivers: [pond]});
	const names = releases.map(({release}) => release);
	expect(Object.fromEntries([...ages.get(pond.id)!].map(([id, place]) => [id, names[place]]))).toEqual({
		'of:N*T*Creed,first': '6.1',
		'of:N*T*Creed,firstC*': '6.1',
		'of:N*T*Creed,second': '6.2',
		'of:N*T*Creed,secondC*': '6.2',
		'of:N*T*Creed,x': '6.3',
		'of:N*T*Creed,xC*': '6.3',
		'i2c:one': '6.3',
		'i2c:two': '6.4',
	});
});

const pondOf = (name: string) =>
	`#include "ids.h"\nstatic const struct of_device_id pond_of[] = {\n\t{ .compatible = ${name} },\n\t{ }\n};\nMODULE_DEVICE_TABLE(of, pond_of);\n`;

it('reads a source anew where a header says something else of a word that it uses', async () => {
	const header = (name: string, more = '') =>
		`#ifndef IDS_H\n#define IDS_H\n${more}#define WEIR "${name}"\n#endif\n`;
	const repository = releaseRepository(scratch, {
		'6.1': {'drivers/pond/pond.c': pondOf('WEIR'), 'drivers/pond/ids.h': header('reed,a')},
		'6.2': {'drivers/pond/ids.h': header('reed,a', '#define MORE 1\n')},
		'6.3': {'drivers/pond/ids.h': header('reed,b')},
		'6.4': {'drivers/pond/ids.h': '#include "far.h"\n', 'drivers/pond/far.h': header('reed,c')},
		'6.5': {'drivers/pond/far.h': header('reed,d')},
	});
	const pond = driverOf('drivers/pond/pond');
	const {releases, formerPaths} = await survey(repository, [pond]);
	const ages = await surveyIdAges({repository, releases, formerPaths, drivers: [pond]});
	expect([...ages.get(pond.id)!].filter(([id]) => !id.endsWith('C*'))).toEqual([
		['of:N*T*Creed,a', 0],
		['of:N*T*Creed,b', 2],
		['of:N*T*Creed,c', 3],
		['of:N*T*Creed,d', 4],
	]);
});

it('says the same on several threads, and why it can’t', async () => {
	const workerFile = join(scratch, 'worker.cjs');
	await build({
		entryPoints: [new URL('../../../../source/survey/worker.ts', import.meta.url).pathname],
		outfile: workerFile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		logLevel: 'error',
	});
	const names = Array.from({length: 220}, (_, index) => `pond${index}`);
	const sources = names.map(name => [`drivers/${name.slice(0, 5)}/${name}.c`, pondOf(`"reed,${name}"`)]);
	const repository = releaseRepository(scratch, {
		'6.1': Object.fromEntries(sources.slice(0, 150)),
		'6.2': Object.fromEntries(sources.slice(150)),
	});
	const drivers = names.map(name => driverOf(`drivers/${name.slice(0, 5)}/${name}`));
	const {releases, formerPaths} = await survey(repository, drivers);
	const asked = {repository, releases, formerPaths, drivers};
	const done: number[] = [];
	const onProgress = (progress: {done: number}) => done.push(progress.done);
	const threaded = await surveyIdAges({...asked, workerFile, onProgress});
	const plain = [...(await surveyIdAges(asked))].sort();
	expect([...threaded].sort()).toEqual(plain);
	expect(plain.filter(([, ages]) => ages.get([...ages.keys()][0]!) === 1)).toHaveLength(70);
	expect(done.at(-1)).toBe(2);
	expect(new Set(shareOut(drivers, 2).map(share => share.length > 60)).has(false)).toBe(false);
	const missing = surveyIdAges({...asked, releases: [{...releases[0]!, release: '6.9'}], workerFile});
	await expect(missing).rejects.toThrow(GitSurveyError);
	await expect(surveyIdAges({...asked, releases: [{...releases[0]!, release: '6.9'}]})).rejects.toThrow(
		await missing.catch((error: Error) => error.message),
	);
});

it('joins what sources and built tables say, in step, and shortens what is all the same', () => {
	const ids = {aliases: ['of:N*T*Ca', 'of:N*T*Cb'], firmware: ['a.bin']};
	const ages = new Map([
		['of:N*T*Ca', 0],
		['of:N*T*Cb', 1],
	]);
	expect(joinClaims(ids, ['of:N*T*Cb', 'platform:c'], ages, ['6.1', '6.2'])).toEqual({
		aliases: ['of:N*T*Ca', 'of:N*T*Cb', 'platform:c'],
		aliasFrom: ['source', 'both', 'table'],
		aliasSince: ['<=6.1', '6.2', null],
		firmware: ['a.bin'],
	});
	expect(joinClaims(ids, [], null, [])).toMatchObject({aliasFrom: ['source'], aliasSince: null});
	expect(joinClaims(undefined, [], new Map(), ['6.1'])).toEqual({
		aliases: [],
		aliasFrom: [],
		aliasSince: [],
		firmware: [],
	});
});

it('a device is as old as the wider pattern that its own was narrowed from, a class is not', () => {
	const narrowed = 'pci:v00008086d0000104Fsv*sd*bc02sc80i*';
	const aliases = [
		narrowed,
		'pci:v00008086d00001050sv*sd*bc*sc*i*',
		'usb:v0BDAp8153d*dc*dsc*dp*icFFisc*ip*in*',
	];
	const ages = new Map([
		['pci:v00008086d0000104Fsv*sd*bc*sc*i*', 0],
		['pci:v*d*sv*sd*bc02sc80i*', 0],
		['pci:v00008086d*sv*sd*bc*sc*i*', 0],
		['usb:v0BDAp8153d*dc*dsc*dp*ic*isc*ip*in*', 1],
		[narrowed, 2],
		['pci:v00008086d00001050sv*sd*bc*sc*i*', 2],
		['usb:v0BDAp8153d*dc*dsc*dp*icFFisc*ip*in*', 2],
	]);
	const {aliasSince} = joinClaims({aliases, firmware: []}, [], ages, ['6.1', '6.2', '6.3']);
	expect(aliasSince).toEqual(['<=6.1', '6.3', '6.2']);
});
