import {expect, it} from 'vitest';
import {namesToBuses, tableToBus} from '../../../../source/survey/tree/sources/buses.ts';
import {busesOfCall, busesOfMacro} from '../../../../source/survey/tree/sources/entry-points.ts';

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

it.each([
	['FBTFT_REGISTER_DRIVER', ['of', 'platform', 'spi']],
	['FBTFT_REGISTER_SPI_DRIVER', ['of', 'spi']],
	['DEFINE_SCMI_TRANSPORT_DRIVER', ['of', 'platform']],
	['module_w1_family', ['w1']],
])('%s declares a driver of %j', (macro, buses) => expect(busesOfMacro(macro)).toEqual(buses));

it('knows who registers a kind of chip on the one-wire bus', () => {
	expect(busesOfCall('w1_register_family')).toEqual(['w1']);
});
