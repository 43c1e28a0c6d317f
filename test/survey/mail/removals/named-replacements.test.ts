import {describe, expect, it} from 'vitest';
import {namedReplacements, switchedTo} from '../../../../source/survey/mail/removals/named-replacements.ts';

describe('what a removal names in its place', () => {
	it('is read from its words', () => {
		expect(namedReplacements('The hardware is\nsupported by the generic `gpio-sim` driver.')).toEqual([
			'gpio-sim',
		]);
		expect(namedReplacements('Drop it in favour of CONFIG_PATA_PLATFORM.')).toEqual(['CONFIG_PATA_PLATFORM']);
		expect(namedReplacements('Use rtl8xxxu instead. It was replaced by r8169.ko')).toEqual([
			'rtl8xxxu',
			'r8169',
		]);
		expect(namedReplacements("Udlfb has been superseded by DRM's udl.")).toEqual(['udl']);
		expect(namedReplacements('The device can work with pcf8563 driver.')).toEqual(['pcf8563']);
		expect(namedReplacements('Everything else is handled by the yenta_socket driver.')).toEqual([]);
		expect(namedReplacements('Support for SSD1351 was added to ssd130x. Remove it here.')).toEqual([
			'ssd130x',
		]);
		expect(namedReplacements('cxacru should be used instead of it')).toEqual(['cxacru']);
	});

	it('is the one that it is identical to', () => {
		const words = 'Since the driver is identical to the mt8516 one except for pins';
		expect(namedReplacements(words)).toEqual(['mt8516']);
		expect(namedReplacements('The clocks are identical to the ones of mt8516.')).toEqual([]);
	});

	it('is what the patch before it switches to', () => {
		const switches = 'arm: dts: pandora: switch to twl4030 pwm and pwm_bl';
		const named = (before: string, module = 'pandora_bl') =>
			switchedTo(['one', before, 'backlight: Remove  it', 'two'], 'backlight: remove it', module);
		expect(named(switches)).toBe('pwm_bl');
		expect(named(switches, 'other_bl')).toBe(null);
		expect(named('arm: dts: pandora: switch to pwm')).toBe(null);
		expect(named('pandora_bl: mend its levels')).toBe(null);
		expect(switchedTo(['backlight: remove it'], 'backlight: remove it', 'pandora_bl')).toBe(null);
	});

	it('is read from a title that merges it', () => {
		expect(namedReplacements('', 'ata: Merge pata_of_platform into pata_platform')).toEqual([
			'pata_platform',
		]);
		expect(namedReplacements('', 'HID: Consolidate Elan support into generic i2c-hid-of driver')).toEqual([
			'i2c-hid-of',
		]);
		expect(namedReplacements('', 'block: merge drivers/base/map.c into block/genhd.c')).toEqual([]);
	});

	it('is read from what takes its part over', () => {
		expect(namedReplacements('so move those into\nscpsys driver directly.')).toEqual(['scpsys']);
		expect(
			namedReplacements('2. Move reset handling from its own driver into the rmobile-sysc driver.'),
		).toEqual(['rmobile-sysc']);
		expect(namedReplacements('The scpsys-ext driver that covers the functions which it had.')).toEqual([
			'scpsys-ext',
		]);
		expect(namedReplacements('Now the mfd-x driver takes over.')).toEqual(['mfd-x']);
		expect(namedReplacements('It is absorbed by the mfd-x driver.')).toEqual(['mfd-x']);
		expect(namedReplacements('', 'soc: renesas: rmobile-sysc: Set it and absorb reset handling')).toEqual([
			'rmobile-sysc',
		]);
		expect(namedReplacements('Move it into the folder of its vendor.')).toEqual([]);
		expect(namedReplacements('The mfd-x driver handles everything else.')).toEqual([]);
	});

	it('is not read from the diff, nor from what stands below the line', () => {
		expect(
			namedReplacements('Nobody has it.\n---\nreplaced by x\ndiff --git a/x b/x\n-replaced by y\n'),
		).toEqual([]);
		expect(namedReplacements('Nobody uses it.')).toEqual([]);
	});
});
