import {rmSync} from 'node:fs';
import * as v from 'valibot';
import {afterAll, describe, expect, it} from 'vitest';
import {platformSchema} from '../../source/dossier/schema/platforms.ts';
import type {DriverRecord, GoneRecord, Platform, RemovalPatch} from '../../source/dossier/schema.ts';
import {withPostedDeletions} from '../../source/survey/platform-deletions.ts';
import {surveyPlatformHistory} from '../../source/survey/releases/platform-since.ts';
import {makePlatform} from '../support/sample.ts';
import {temporaryFolder} from './mail/inbox.ts';
import {releaseRepository} from './releases/chain/release-repository.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const platform = (option: string, more: Partial<Platform> = {}) =>
	makePlatform(option, {prompt: null, drivers: ['drivers/clk/clk-old'], ...more});

it('takes the first release whose arch/ defines an option, wherever it stood then', async () => {
	const repository = releaseRepository(folder, {
		'6.1': {'arch/arm/Kconfig': 'config ARCH_OLD\n', 'drivers/Kconfig': 'config ARCH_NEW\n'},
		'6.2': {'arch/arm/Kconfig': 'config ARCH_OLD\n\tmenuconfig\tARCH_NEW\n'},
		'6.3': {'arch/arm/Kconfig': 'config ARCH_OLD\n', 'arch/arm/mach-new/Kconfig': 'config ARCH_NEW\n'},
	});
	const releases = ['6.1', '6.2', '6.3'].map((release, index) => ({release, date: `2021-0${index + 1}-10`}));
	const options = ['ARCH_OLD', 'ARCH_NEW', 'ARCH_NEVER'].map(option => platform(option));
	const since = (
		await surveyPlatformHistory(options, {
			repository,
			releases,
			options: new Set(['ARCH_OLD', 'ARCH_NEW']),
			gone: [],
		})
	).map(one => one.since);
	expect(since).toEqual([
		{release: '6.1', date: '2021-01-10', earliest: true, source: 'arch/arm/Kconfig'},
		{release: '6.2', date: '2021-02-10', earliest: false, source: 'arch/arm/Kconfig'},
		null,
	]);
});

describe('platforms that are gone', () => {
	const releases = ['6.1', '6.2', '6.3'].map((release, index) => ({release, date: `2021-0${index + 1}-10`}));
	const entry = (option: string, prompt: string, more = '') =>
		`config ${option}\n\tbool "${prompt}"\n${more}`;
	const driver = (option: string, depends: string) =>
		`config ${option}\n\ttristate "x"\n\tdepends on ${depends}\n`;
	const dead = (id: string, option: string, left: string, fate: GoneRecord['fate'] = 'removed') =>
		({id, option, fate, goneIn: {release: '6.3', date: left}}) as GoneRecord;

	it('are found with what went with them, and what has their machines now', async () => {
		const old = [
			entry(
				'ARCH_OLD',
				'Old boards (DEPRECATED)',
				'\thelp\n\t  This platform is scheduled for removal in 2022.\n',
			),
			entry('MACH_OLDEST', 'Oldest board', '\tdepends on ARCH_OLD\n'),
			entry('SOC_REED', 'Reed chips'),
			entry('ARCH_POND', 'Pond chips'),
			entry('ARCH_HAS_WATER', 'not a platform'),
		].join('\n');
		const drivers = [
			driver('NEEDS_OLD', 'ARCH_OLD || COMPILE_TEST'),
			driver('NEEDS_EITHER', 'ARCH_OLD || ARCH_STAYS'),
			driver('NEEDS_STAYED', 'ARCH_OLD'),
			driver('NEEDS_LEFT', 'ARCH_OLD'),
		].join('\n');
		const repository = releaseRepository(temporaryFolder(), {
			'6.1': {'arch/arm/Kconfig': old, 'drivers/clk/Kconfig': drivers},
			'6.2': {'arch/arm/Kconfig': `${old}\n${entry('ARCH_STAYS', 'Stays')}`},
			'6.3': {
				'arch/arm/Kconfig': [
					entry('ARCH_STAYS', 'Stays'),
					entry('ARCH_REED', 'Reed'),
					entry('ARCH_LAKE', 'Pond chips'),
				].join('\n'),
			},
		});
		const gone = [
			dead('drivers/clk/needs-old', 'NEEDS_OLD', '2021-03-10'),
			dead('drivers/clk/needs-either', 'NEEDS_EITHER', '2021-03-10'),
			dead('drivers/clk/built-by-it', 'ARCH_OLD', '2021-03-10'),
			dead('drivers/clk/moved', 'NEEDS_STAYED', '2021-03-10', 'moved'),
			dead('drivers/clk/left-before', 'NEEDS_LEFT', '2021-01-10'),
		];
		const found = await surveyPlatformHistory([], {
			repository,
			releases,
			options: new Set(['ARCH_STAYS', 'ARCH_REED', 'ARCH_LAKE', 'ARCH_HAS_WATER']),
			gone,
		});
		expect(found.map(({option}) => option).sort()).toEqual([
			'ARCH_OLD',
			'ARCH_POND',
			'MACH_OLDEST',
			'SOC_REED',
		]);
		const of = (option: string) => found.find(one => one.option === option)!;
		expect(of('ARCH_OLD')).toMatchObject({
			prompt: 'Old boards (DEPRECATED)',
			at: 'arch/arm/Kconfig:1',
			architectures: ['arm'],
			state: 'gone',
			gone: {lastRelease: releases[1], goneIn: releases[2], now: null},
			boards: ['MACH_OLDEST'],
			drivers: ['drivers/clk/built-by-it', 'drivers/clk/needs-old'],
			since: {release: '6.1', earliest: true},
		});
		expect(
			of('ARCH_OLD').citations.map(source => ('url' in source ? source.url.replace(/.*tree/, '') : '')),
		).toEqual(['/arch/arm/Kconfig?h=v6.2#n1', '/arch/arm/Kconfig?h=v6.2#n4', '/arch/arm/Kconfig?h=v6.2#n2']);
		expect(of('SOC_REED').gone!.now).toBe('ARCH_REED');
		expect(of('ARCH_POND').gone!.now).toBe('ARCH_LAKE');
		for (const one of found) expect(v.safeParse(platformSchema, one).success).toBe(true);
	});
});

it('cites what is posted against drivers of a platform that goes, and of no other', () => {
	const patch: RemovalPatch = {
		date: '2026-06-19',
		messageId: 'a@b',
		title: 'clk: remove old',
		list: 'linux-clk',
		kind: 'removal',
		by: 'other',
		answer: 'none',
		overtakenBy: 0,
		replacement: null,
	};
	const driver = (change: Partial<RemovalPatch> = {}) =>
		({
			id: 'drivers/clk/clk-old',
			module: 'clk-old',
			signals: {removalPatches: [{...patch, ...change}]},
		}) as unknown as DriverRecord;
	const going = platform('ARCH_OLD', {state: 'announced'});
	const citationsOf = (one: Platform, ...drivers: DriverRecord[]) =>
		withPostedDeletions([one], drivers)[0]!.citations;
	expect(citationsOf(going, driver())).toMatchObject([{kind: 'mail', date: '2026-06-19'}]);
	expect(citationsOf(going, driver({overtakenBy: 3}))).toEqual([]);
	expect(citationsOf(going, driver({kind: 'move'}))).toEqual([]);
	expect(citationsOf(platform('ARCH_OLD'), driver())).toEqual([]);
	expect(citationsOf(platform('ARCH_OLD', {state: 'gone'}), driver())).toEqual([]);
});
