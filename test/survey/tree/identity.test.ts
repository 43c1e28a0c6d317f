import {expect, it} from 'vitest';
import {chooseLoading, chooseTitle, listNames, orderSources} from '../../../source/survey/tree/identity.ts';
import type {Definition} from '../../../source/survey/tree/kconfig/kconfig.ts';
import {countedOnly, type SourceFacts} from '../../../source/survey/tree/sources/facts.ts';

const source = (file: string, facts: Partial<SourceFacts> = {}) => ({
	file,
	facts: {...countedOnly(1), ...facts},
});
const option = (prompt: string, at = 'drivers/x/Kconfig:1') => ({prompt, at}) as Definition;
const unique = () => 1;

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
	['not of any backend', source('a.c', {description: 'Backend driver support'}), null, null],
	['nothing that says nothing', source('a.c', {headTitle: 'Core driver'}), null, null],
	['nothing cut off', source('a.c', {description: 'Ponds of RISC-V'}), null, 'Ponds of RISC-V'],
	['no loose ends', source('a.c', {description: 'KBUILD_MODNAME: Pond v'}), null, 'Pond'],
])('the title is %s', (_, main, definition, title) => {
	expect(chooseTitle([main], definition, unique, 'x')).toBe(title);
});

it.each([
	// Of a name and "driver" one learns nothing.
	['lm75', 'LM75 driver', 'National LM75 and compatibles', 'National LM75 and compatibles'],
	['qeth', 'qeth core functions', 'Gigabit Ethernet device support', 'Gigabit Ethernet device support'],
	['snd-soc-dmic', 'Generic DMIC driver', 'Digital Microphone CODEC', 'Digital Microphone CODEC'],
	['lm75', 'LM75 driver', null, 'LM75 driver'],
	['stm_ftrace', 'stm_ftrace driver', 'Copy the output to an engine', 'stm_ftrace driver'],
	['lm75', 'LM75 sensor driver', 'National LM75', 'LM75 sensor driver'],
	// A description may be copied with the source of a sibling.
	['clk-mt7629-hif', 'MT2701 HIF clocks driver', 'Clocks of MT7629', 'Clocks of MT7629'],
	['clk-mt7629-hif', 'MT2701 HIF clocks driver', 'Clocks', 'MT2701 HIF clocks driver'],
	['ad7418', 'AD7416/17/18 sensors', 'Analog AD7418', 'AD7416/17/18 sensors'],
	['snd-cs4236', 'Cirrus CS4232-9', 'CS4232/CS4236+', 'Cirrus CS4232-9'],
	['isp1704_charger', 'ISP170x charger', 'ISP1704', 'ISP170x charger'],
	['omap2430', 'OMAP2PLUS glue layer', 'OMAP2430 and onwards', 'OMAP2PLUS glue layer'],
	['snd-emu10k1x', 'EMU10K1X', 'Emu10k1X (Dell OEM Version)', 'Emu10k1X (Dell OEM Version)'],
])('the title of %s is, of “%s” and “%s”, “%s”', (name, description, prompt, title) => {
	const definition = prompt === null ? null : option(prompt);
	expect(chooseTitle([source('a.c', {description})], definition, unique, name)).toBe(title);
});

it('a description that another has too yields to a prompt with a word of the name that it lacks', () => {
	const told = (name: string, prompt: string, others = 2) =>
		chooseTitle(
			[source('a.c', {description: 'MT6795 vdecsys clocks'})],
			option(prompt),
			title => (title === prompt ? 1 : others),
			name,
		);
	expect(told('clk-mt6795-vencsys', 'Clocks of MT6795 vencsys')).toBe('Clocks of MT6795 vencsys');
	expect(told('clk-mt6795-vencsys', 'Clocks of MT6795 vencsys', 1)).toBe('MT6795 vdecsys clocks');
	expect(told('clk-mt6795-vdecsys', 'Clocks of MT6795 vdecsys')).toBe('MT6795 vdecsys clocks');
});

it('a title that others share yields to the prompt, and is better than none', () => {
	const main = source('a.c', {description: 'Ponds of all kinds'});
	expect(chooseTitle([main], option('Deep ponds'), () => 3, 'x')).toBe('Deep ponds');
	expect(chooseTitle([main], null, () => 3, 'x')).toBe('Ponds of all kinds');
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
