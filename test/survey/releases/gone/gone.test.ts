import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {GoneRecord} from '../../../../source/dossier/schema.ts';
import {surveyReleases} from '../../../../source/survey/releases/chain/chain.ts';
import {surveyGone} from '../../../../source/survey/releases/gone/gone.ts';
import {plainOwners} from '../../git-history/scratch.ts';
import {code, makefileOf, type Release, releaseRepository} from '../chain/release-repository.ts';

const config = (...symbols: string[]) =>
	symbols.map(symbol => `config ${symbol}\n\ttristate "${symbol.toLowerCase()} driver"\n`).join('');
const build = (objects: Record<string, string>) =>
	Object.entries(objects)
		.map(([object, symbol]) => `obj-$(CONFIG_${symbol}) += ${object}.o\n`)
		.join('');

const table = (name: string) =>
	`static const struct i2c_device_id ids[] = { { "${name}" }, { } };\nMODULE_DEVICE_TABLE(i2c, ids);\n`;

/** Each name with what it is: ten ways to be gone. */
const first: Release = {
	Kconfig: 'source "drivers/Kconfig"\n',
	'drivers/Kconfig': 'source "drivers/a/Kconfig"\nsource "drivers/b/Kconfig"\n',
	'drivers/Makefile': 'obj-y += a/ b/\nobj-$(CONFIG_KEPT) += kept/\n',
	'drivers/a/Kconfig': config(
		'DEAD',
		'WALKS',
		'SWALLOWED',
		'HOST',
		'ALIAS',
		'TWIN',
		'DOUBLE',
		'KEPT',
		'LEFTOVER',
		'SPLIT',
		'LIKENESS',
	),
	'drivers/a/Makefile': `${build({dead: 'DEAD', walks: 'WALKS', swallowed: 'SWALLOWED', host: 'HOST', twin: 'TWIN', rival: 'ALIAS', leftover: 'LEFTOVER', split: 'SPLIT', likeness: 'LIKENESS'})}obj-$(CONFIG_DOUBLE) += twin.o\n`,
	'drivers/a/dead.c': `${code(40, 'dead')}MODULE_DESCRIPTION("A driver that dies");\n`,
	'drivers/a/walks.c': code(40, 'walks'),
	'drivers/a/swallowed.c': code(40, 'swallowed'),
	'drivers/a/host.c': code(30, 'host'),
	'drivers/a/twin.c': code(30, 'twin'),
	'drivers/a/split.c': code(10, 'split') + code(40, 'other half'),
	'drivers/a/rival.c': code(30, 'rival') + table('rival9000'),
	'drivers/a/leftover.c': code(30, 'leftover'),
	'drivers/a/likeness.c': code(40, 'likeness') + table('part8650'),
	'drivers/b/Kconfig': config('HEIR'),
	'drivers/b/Makefile': build({heir: 'HEIR'}),
	'drivers/b/heir.c': code(30, 'heir') + table('rival9000'),
	'drivers/kept/Makefile': build({kept: 'KEPT'}),
	'drivers/kept/kept.c': code(30, 'kept'),
	MAINTAINERS: 'DEAD DRIVER\nS:\tMaintained\nF:\tdrivers/a/dead.c\n\n',
};

let folder: string;
let records: Map<string, GoneRecord>;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'driverdex-gone-'));
	const repository = releaseRepository(folder, {
		'6.1': first,
		// The package of this release lacks one folder that its Makefile names, and one source.
		'6.2': {
			Makefile: makefileOf('6.2.4'),
			'drivers/kept/Makefile': null,
			'drivers/kept/kept.c': null,
			'drivers/a/leftover.c': null,
			// What this one tree has of its maker's own.
			'drivers/b/Kconfig': config('HEIR', 'STRANGERS'),
			'drivers/b/Makefile': build({heir: 'HEIR', strangers: 'STRANGERS'}),
			'drivers/b/strangers.c': code(60, 'strangers'),
		},
		'6.3': {
			'drivers/b/strangers.c': null,
			'drivers/kept/Makefile': build({kept: 'KEPT'}),
			'drivers/kept/kept.c': code(30, 'kept'),
			'drivers/a/walks.c': null,
			'drivers/b/strolls.c': code(40, 'walks'),
			'drivers/a/swallowed.c': null,
			'drivers/a/host.c': code(30, 'host') + code(40, 'swallowed'),
			'drivers/a/rival.c': null,
			'drivers/a/Makefile': build({dead: 'DEAD', host: 'HOST', twin: 'TWIN', leftover: 'LEFTOVER'}),
			'drivers/a/Kconfig': config('DEAD', 'HOST', 'TWIN', 'KEPT', 'LEFTOVER'),
			'drivers/a/likeness.c': null,
			// Another part of the family, with most of its lines; the part itself is the heir's.
			'drivers/b/strolls2.c': `${code(40, 'likeness')}${table('part4450')}`,
			'drivers/a/split.c': null,
			'drivers/b/split.c': code(10, 'split'),
			'drivers/b/half.c': code(40, 'other half'),
			'drivers/b/Kconfig': config('HEIR', 'STROLLS', 'STROLLS2', 'SPLIT', 'HALF'),
			'drivers/b/Makefile': build({
				heir: 'HEIR',
				strolls: 'STROLLS',
				strolls2: 'STROLLS2',
				split: 'SPLIT',
				half: 'HALF',
			}),
		},
		'6.4': {
			Makefile: makefileOf('6.4.9'),
			'drivers/a/dead.c': null,
			'drivers/a/Makefile': build({host: 'HOST', twin: 'TWIN'}),
			'drivers/a/Kconfig': config('HOST', 'TWIN'),
			'drivers/kept/Makefile': null,
			'drivers/kept/kept.c': null,
			'drivers/Makefile': 'obj-y += a/ b/\n',
		},
	});
	const newest = [
		'a/host HOST',
		'a/twin TWIN',
		'b/heir HEIR',
		'b/strolls STROLLS',
		'b/strolls2 STROLLS2',
		'b/split SPLIT',
		'b/half HALF',
	].map(words => {
		const [path, symbol] = words.split(' ');
		const id = `drivers/${path}`;
		return {
			id,
			module: path!.slice(2),
			directory: id.slice(0, 9),
			sources: [`${id}.c`],
			kconfig: {symbol: symbol!, prompt: null, tristate: true, dependsOn: null, at: null},
		};
	});
	const chain = await surveyReleases({
		repository,
		version: '6.4.9',
		drivers: newest,
		directories: [],
		owners: plainOwners,
	});
	const facts = await surveyGone({
		repository,
		releases: chain.releases,
		steps: chain.steps,
		newest: {
			drivers: newest,
			options: new Set(newest.map(({kconfig}) => kconfig.symbol)),
			aliasesOf: id =>
				id === 'drivers/b/heir'
					? ['i2c:rival9000', 'i2c:part8650']
					: id === 'drivers/b/strolls2'
						? ['i2c:part4450']
						: [],
		},
	});
	records = new Map(facts.records.map(record => [`${record.id} ${record.option}`, record]));
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe('a driver that the newest release lacks', () => {
	it('was never Linux’s where one tree of many hands alone has it', () => {
		expect([...records.keys()].filter(key => key.includes('strangers'))).toEqual([]);
	});

	it('was removed, with its last release, its section and what it called itself', () => {
		expect(records.get('drivers/a/dead DEAD')).toMatchObject({
			fate: 'removed',
			title: 'A driver that dies',
			section: 'DEAD DRIVER',
			since: {release: '6.1'},
			lastRelease: {release: '6.3'},
			goneIn: {release: '6.4'},
			to: [],
			evidence: [
				{release: '6.3', at: 'drivers/a/Makefile:1'},
				{release: '6.4', at: 'drivers/a/Makefile'},
			],
		});
	});

	it('lives on where its code went, with the option that builds it now', () => {
		expect(records.get('drivers/a/walks WALKS')).toMatchObject({
			fate: 'renamed',
			to: [{id: 'drivers/b/strolls', option: 'STROLLS'}],
			goneIn: {release: '6.3'},
		});
		expect(records.get('drivers/a/swallowed SWALLOWED')).toMatchObject({
			fate: 'merged',
			to: [{id: 'drivers/a/host', option: 'HOST'}],
		});
	});

	it('is first what bears its name and option, where most of its lines went to another', () => {
		expect(records.get('drivers/a/split SPLIT')).toMatchObject({
			fate: 'moved',
			to: [
				{id: 'drivers/b/split', option: 'SPLIT'},
				{id: 'drivers/b/half', option: 'HALF'},
			],
		});
	});

	it('was merged into the one that claims its parts by their names, though no line is left', () => {
		expect(records.get('drivers/a/rival ALIAS')).toMatchObject({
			fate: 'merged',
			ids: ['i2c:rival9000'],
			to: [{id: 'drivers/b/heir', option: 'HEIR'}],
		});
	});

	it('is where its parts are, though another part of its family has its lines', () => {
		expect(records.get('drivers/a/likeness LIKENESS')).toMatchObject({
			fate: 'merged',
			to: [{id: 'drivers/b/heir', option: 'HEIR'}],
		});
	});

	it('is no fate where the packages leave it out now and then', () => {
		expect(records.get('drivers/kept/kept KEPT')).toMatchObject({
			fate: null,
			to: [],
			lastRelease: {release: '6.3'},
		});
	});

	it('left with its source where its Makefile only forgot the line', () => {
		expect(records.get('drivers/a/leftover LEFTOVER')).toMatchObject({
			fate: 'removed',
			lastRelease: {release: '6.1'},
			goneIn: {release: '6.2'},
		});
	});
});

it('an option that one of two lines had is told with the driver that is there', () => {
	expect(records.get('drivers/a/twin DOUBLE')).toMatchObject({
		fate: 'option-renamed',
		lastRelease: {release: '6.2'},
		to: [{id: 'drivers/a/twin', option: 'TWIN'}],
	});
	expect(records.size).toBe(9);
});
