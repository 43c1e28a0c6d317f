import {rmSync} from 'node:fs';
import {afterAll, expect, it} from 'vitest';
import type {DriverRecord, Platform, RemovalPatch} from '../../source/dossier/schema.ts';
import {withPostedDeletions} from '../../source/survey/platform-deletions.ts';
import {surveyPlatformHistory} from '../../source/survey/releases/platform-since.ts';
import {temporaryFolder} from './mail/inbox.ts';
import {releaseRepository} from './releases/chain/release-repository.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const platform = (option: string, more: Partial<Platform> = {}): Platform => ({
	option,
	prompt: null,
	at: 'arch/arm/Kconfig:1',
	architectures: ['arm'],
	since: null,
	state: 'in-use',
	goes: null,
	through: null,
	citations: [],
	boards: [],
	deviceTrees: [],
	drivers: ['drivers/clk/clk-old'],
	...more,
});

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
});
