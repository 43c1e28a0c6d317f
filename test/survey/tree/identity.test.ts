import {expect, it} from 'vitest';
import {chooseLoading, chooseTitle, listNames, orderSources} from '../../../source/survey/tree/identity.ts';
import type {Definition} from '../../../source/survey/tree/kconfig/kconfig.ts';
import {countedOnly, type SourceFacts} from '../../../source/survey/tree/sources/facts.ts';

const source = (file: string, facts: Partial<SourceFacts> = {}) => ({
	file,
	facts: {...countedOnly(1), ...facts},
});
const option = (prompt: string, at = 'drivers/x/Kconfig:1') => ({prompt, at}) as Definition;
const unique = () => false;

it('the main file has the module’s own macros, else describes it, else bears its name', () => {
	const plain = source('d/pond-one.c', {entryLine: 3});
	const named = source('d/pond.c');
	const described = source('d/z.c', {description: 'Ponds'});
	const main = source('d/core.c', {isModuleMain: true});
	const first = (...sources: ReturnType<typeof source>[]) => orderSources('pond', sources)[0]?.file;
	expect(first(plain, named, described, main)).toBe('d/core.c');
	expect(first(plain, named, described)).toBe('d/z.c');
	expect(first(plain, named)).toBe('d/pond.c');
	expect(orderSources('pond', [])).toEqual([]);
});

it.each([
	['what the module says', source('a.c', {description: 'Pond driver'}), option('Ponds'), 'Pond driver'],
	[
		'the prompt, where that is only "driver"',
		source('a.c', {description: ': driver'}),
		option('Ponds'),
		'Ponds',
	],
	[
		'no platform’s prompt',
		source('a.c', {headTitle: 'Pond io'}),
		option('Board', 'arch/x/Kconfig:1'),
		'Pond io',
	],
	['nothing that says nothing', source('a.c', {headTitle: 'Core driver'}), null, null],
	['no loose ends', source('a.c', {description: 'KBUILD_MODNAME: Pond v'}), null, 'Pond'],
])('the title is %s', (_, main, definition, title) => {
	expect(chooseTitle([main], definition, unique)).toBe(title);
});

it('a title that others share yields to the prompt, and is better than none', () => {
	const main = source('a.c', {description: 'Ponds of all kinds'});
	expect(chooseTitle([main], option('Deep ponds'), () => true)).toBe('Deep ponds');
	expect(chooseTitle([main], null, () => true)).toBe('Ponds of all kinds');
});

it('names are those of the structs, the module’s own where they say so', () => {
	expect(
		listNames('deep-pond', [
			source('a.c', {driverNames: ['KBUILD_MODNAME', 'b']}),
			source('b.c', {driverNames: ['b', 'a']}),
		]),
	).toEqual(['a', 'b', 'deep_pond']);
});

it('is loaded for its devices before all else, for others, or by name; built in where it can only be', () => {
	const table = source('a.c', {idTables: [{value: 'pci', line: 1}], loads: ['protocol']});
	const protocol = source('a.c', {loads: ['char-device', 'protocol']});
	const module = {isTristate: true, isNeeded: false};
	expect(chooseLoading([table], module)).toBe('device');
	expect(chooseLoading([table], {isTristate: false, isNeeded: true})).toBe('built-in');
	expect(chooseLoading([table], {isTristate: null, isNeeded: true})).toBeNull();
	expect(chooseLoading([protocol], module)).toBe('protocol');
	expect(chooseLoading([source('a.c')], {isTristate: true, isNeeded: true})).toBe('dependency');
	expect(chooseLoading([source('a.c')], module)).toBe('name');
});
