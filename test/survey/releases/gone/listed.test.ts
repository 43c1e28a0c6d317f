import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import type {GoneRecord} from '../../../../source/dossier/schema.ts';
import {Claims} from '../../../../source/survey/releases/gone/claims.ts';
import {surveyListedGone} from '../../../../source/survey/releases/gone/listed/listed.ts';
import type {ReleaseObject} from '../../../../source/survey/releases/gone/release-objects.ts';

const directory = mkdtempSync(join(tmpdir(), 'driverdex-lists-'));
afterAll(() => rmSync(directory, {recursive: true}));

const module = (name: string, option: string, folder = 'drivers/net') =>
	`module ${name} "Title of ${name}" : CONFIG_${option} : ${folder}/Kconfig`;
const usb = (device: string, options: string) =>
	`usb 0bda ${device} .. .. .. .. .. .. 0000 ffff : ${options} : drivers/net/x.c`;
const shared = (option: string) => [module(option.toLowerCase(), option), module('common', option)];

const lists: Record<string, string[]> = {
	'2.6.38': [
		module('board', 'OLD_BOARD'),
		module('pin', 'GPIO_PIN', 'drivers/gpio'),
		module('half', 'WHOLE'),
		module('other', 'WHOLE'),
		...shared('ONE'),
		...shared('TWO'),
		module('early', 'EARLY'),
		module('aside', 'ASIDE'),
		module('sound', 'USB_AUDIO', 'drivers/usb/class'),
		usb('0001', 'CONFIG_OLD_BOARD'),
		usb('0003', 'CONFIG_WHOLE'),
	],
	'2.6.39': [
		module('board', 'NEW_BOARD'),
		module('gpio-pin', 'GPIO_PIN', 'drivers/gpio'),
		module('other', 'WHOLE'),
		...shared('TWO'),
		module('late', 'EARLY'),
		module('aside', 'ASIDE_LIB', 'lib'),
		usb('0002', 'CONFIG_NEW_BOARD'),
	],
	'3.0': [
		module('board', 'NEW_BOARD'),
		module('other', 'WHOLE'),
		...shared('TWO'),
		module('late', 'EARLY'),
		module('cipher', 'CIPHER', 'drivers/crypto'),
		module('g_audio', 'USB_AUDIO', 'drivers/usb/gadget'),
		module('beside', 'PAIRED'),
		module('timer', 'PAIRED'),
		usb('0002', 'CONFIG_NEW_BOARD'),
		usb('0003', 'CONFIG_WHOLE'),
	],
};
for (const [version, lines] of Object.entries(lists)) {
	writeFileSync(join(directory, `lkddb-${version}.list`), `${lines.join('\n')}\n`);
}

const living = {
	id: 'drivers/gpio/gpio-pin',
	module: 'gpio-pin',
	directory: 'drivers/gpio',
	symbol: 'PIN_CONTROLLER',
	at: 'drivers/gpio/Makefile',
} as ReleaseObject;

const gadget = {...living, id: 'drivers/usb/gadget/g_audio', module: 'g_audio', symbol: 'USB_AUDIO'};
const paired = {...living, id: 'drivers/net/common_part', module: 'common_part', symbol: 'PAIRED'};

const survey = (records: GoneRecord[] = [], outside = new Set<string>()) =>
	surveyListedGone({
		directory,
		known: new Set(records.map(record => `${record.module} ${record.option}`)),
		records,
		newest: {
			objects: new Map([living, gadget, paired].map(one => [one.id, one])),
			owners: new Map(),
			bySymbol: new Map([living, gadget, paired].map(one => [one.symbol!, [one.id]])),
			symbols: new Set([living, gadget, paired].map(one => one.symbol!)),
		},
		claims: new Claims(),
		firstRelease: {release: '5.10', date: '2020-12-13'},
		outside,
		trees: [],
		surveyedRelease: '7.3',
	});
const of = (records: GoneRecord[], name: string, option: string) =>
	records.find(record => record.id.endsWith(`/${name}`) && record.option === option);

describe('drivers that lists alone know', () => {
	it('are followed under the option that they go on by', async () => {
		const records = await survey();
		const board = of(records, 'board', 'OLD_BOARD')!;
		expect(board).toMatchObject({lastRelease: {release: '3.0'}, goneIn: {release: '5.10'}, fate: 'removed'});
		expect(board.ids).toEqual(['0001', '0002'].map(id => `usb:v0BDAp${id}d*dc*dsc*dp*ic*isc*ip*in*`));
		expect(board.evidence.map(({at}) => at)).toEqual(['lkddb-2.6.38.list', 'lkddb-3.0.list']);
	});

	it('have not become what took their option up later, nor what it built beside others', async () => {
		const records = await survey();
		expect(of(records, 'sound', 'USB_AUDIO')).toMatchObject({fate: 'removed', to: []});
		expect(of(records, 'timer', 'PAIRED')).toBeUndefined();
	});

	it('are not those that went on outside the surveyed folders', async () => {
		expect(of(await survey(), 'aside', 'ASIDE')).toBeUndefined();
	});

	it('are followed under the name that they go on by, to the driver of the tree', async () => {
		const pin = of(await survey(), 'pin', 'GPIO_PIN')!;
		expect(pin).toMatchObject({fate: 'renamed', to: [{id: living.id, option: 'PIN_CONTROLLER'}]});
		expect(pin.lastRelease.release).toBe('2.6.38');
	});

	it('say what releases tell of their last name', async () => {
		const known = {
			...of(await survey(), 'late', 'EARLY')!,
			lastRelease: {release: '6.1', date: '2022-12-11'},
			goneIn: {release: '6.2', date: '2023-02-19'},
			evidence: [{release: '6.1', at: 'drivers/net/Makefile:3', claim: 'late.o is built by CONFIG_EARLY'}],
		};
		const early = of(await survey([known]), 'early', 'EARLY')!;
		expect(early).toMatchObject({lastRelease: {release: '6.1'}, goneIn: {release: '6.2'}, fate: 'removed'});
		expect(early.evidence.at(-1)!.at).toBe('drivers/net/Makefile:3');
	});

	it('have no devices of an option that goes on', async () => {
		const records = await survey();
		expect(of(records, 'half', 'WHOLE')).toMatchObject({ids: null, lastRelease: {release: '2.6.38'}});
		expect(of(records, 'other', 'WHOLE')!.ids).toHaveLength(1);
	});

	it('are not what several share and others go on with', async () => {
		const records = await survey();
		expect(of(records, 'common', 'ONE')).toBeUndefined();
		expect(of(records, 'one', 'ONE')).toMatchObject({lastRelease: {release: '2.6.38'}});
		expect(of(records, 'common', 'TWO')).toMatchObject({lastRelease: {release: '3.0'}});
	});

	it('are not what lies elsewhere in the next tree', async () => {
		expect(of(await survey(), 'cipher', 'CIPHER')).toMatchObject({fate: 'removed'});
		expect(of(await survey([], new Set(['cipher'])), 'cipher', 'CIPHER')).toBeUndefined();
	});
});
