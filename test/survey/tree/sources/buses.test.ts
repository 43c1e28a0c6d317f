import {expect, it} from 'vitest';
import {namesToBuses, tableToBus} from '../../../../source/survey/tree/sources/buses.ts';

it.each([
	['pci', 'pci'],
	['of', 'of'],
	['sdw', 'soundwire'],
	['made_up', 'made_up'],
	['x86cpu', null],
	['dmi', null],
	['input', null],
])('a table of %s is of the bus %s', (type, bus) => expect(tableToBus(type)).toBe(bus));

it('reads every bus out of the name of what registers', () => {
	expect(namesToBuses('i3c_i2c')).toEqual(['i3c', 'i2c']);
	expect(namesToBuses('usb_serial')).toEqual(['usb']);
	expect(namesToBuses('pci_epf')).toEqual(['pci-epf']);
	expect(namesToBuses('cpufreq')).toEqual([]);
});
