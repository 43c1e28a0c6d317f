import {expect, it} from 'vitest';
import {familiesOf, vendorsOf} from '../../../source/survey/mail/families.ts';

const many = Array.from({length: 9}, (_, index) => `drivers/iio/adc/chip${'abcdefghi'[index]}`);
const few = many.slice(1).map(id => id.replace('adc', 'resolver'));

it.each([
	[
		'folders five deep are one each, with all below',
		['drivers/net/wireless/mediatek/mt76/mt7915/mt7915e', 'drivers/net/wireless/mediatek/mt76/mt76'],
		1,
	],
	['so are those of few drivers', few, 1],
	['not those of more', many, 9],
	['nor a subsystem, however small', ['drivers/gpio/one', 'drivers/gpio/two'], 2],
	[
		'front ends of one chip',
		['drivers/hwmon/bmp280-i2c', 'drivers/hwmon/bmp280-spi', 'drivers/hwmon/bmp280'],
		1,
	],
	[
		'cells of one chip in several subsystems',
		['drivers/gpio/gpio-nct6694', 'drivers/hwmon/nct6694-hwmon'],
		1,
	],
	['not those of a system on a chip', many.map(id => id.replace('chip', 'snd-tegra210-')), 9],
	['a bus is no chip', ['drivers/hwmon/a-i2c', 'drivers/hwmon/b-i2c'], 2],
])('%s', (_, ids, families) => expect(new Set(familiesOf(ids)).size).toBe(families));

it('takes all that a vendor has in a subsystem for one, by a name that several subsystems have', () => {
	const chips = [...'abcdefghi'].map(letter => `drivers/clk/maker/clk-${letter}`);
	const places = ['pinctrl', 'soc', 'phy'].map(subsystem => `drivers/${subsystem}/maker/one`);
	const countOf = (others: readonly string[]) =>
		new Set(vendorsOf([...chips, ...others]).slice(0, chips.length)).size;
	expect(countOf(places)).toBe(1);
	const deep = chips.map(id => id.replace('drivers/clk/maker', 'sound/soc/sof/maker'));
	expect(new Set(vendorsOf([...deep, ...places, ...chips]).slice(0, deep.length)).size).toBe(1);
	expect(countOf(places.slice(1))).toBe(9);
	expect(countOf(places.map(id => id.replace('maker', 'other')))).toBe(9);
	const hosts = [...chips, ...places].map(id => id.replace('maker', 'host'));
	expect(new Set(vendorsOf(hosts).slice(0, chips.length)).size).toBe(9);
});
