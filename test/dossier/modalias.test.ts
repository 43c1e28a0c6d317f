import {describe, expect, it} from 'vitest';
import {
	claimOnDevice,
	deviceIdOfPattern,
	matchesModalias,
	parseDeviceId,
	patternForPciId,
	patternForUsbId,
} from '../../source/dossier/devices/modalias.ts';

const card = 'pci:v000015B3d00001003sv000015B3sd00000055bc02sc00i00';

describe('matchesModalias', () => {
	it.each([
		['pci:v000015B3d00001003sv*sd*bc*sc*i*', card, true],
		['pci:v000015B3d00001004sv*sd*bc*sc*i*', card, false],
		['pci:v*d*sv*sd*bc02sc00i*', card, true],
		['pci:v*d*sv*sd*bc01sc06i01*', card, false],
		['usb:v1554p5010d[0-2]*dc*', 'usb:v1554p5010d1234dc00', true],
		['usb:v1554p5010d[0-2]*dc*', 'usb:v1554p5010d3234dc00', false],
		['usb:v1554p5010d3[0-9A-E]*', 'usb:v1554p5010d3F', false],
		['dmi:*:[bs]vnD[Ee][Ll][Ll]*:*', 'dmi:x:bvnDELLInc:y', true],
		['a[!b-d]e', 'aae', true],
		['a[^b-d]e', 'ace', false],
		['a[]x]e', 'a]e', true],
		['a[b', 'a[b', true],
		['a?c', 'a/c', true],
		['a\\*c', 'a*c', true],
		['a\\*c', 'abc', false],
		['of:N*T*Cfoo,bar-baz', 'of:Nx-yTzCfoo,bar_baz', true],
		['[-]', '-', false],
		['*', '', true],
		['', 'a', false],
		['*a*b*c', 'xxaxxbxxbxxc', true],
		['*a*b*c', 'xxaxxbxxbxxcd', false],
	])('%j against %j', (pattern, modalias, expected) =>
		expect(matchesModalias(pattern, modalias)).toBe(expected),
	);

	it('does not blow up on many stars', () => {
		expect(matchesModalias(`${'*a'.repeat(50)}b`, 'a'.repeat(2000))).toBe(false);
	});
});

it('reads device ids', () => {
	expect(parseDeviceId('15B3:1003')).toEqual([
		{bus: 'pci', vendor: '15b3', device: '1003'},
		{bus: 'usb', vendor: '15b3', device: '1003'},
	]);
	expect(parseDeviceId('usb:16ca:1502')).toEqual([{bus: 'usb', vendor: '16ca', device: '1502'}]);
	expect(parseDeviceId('mlx4')).toBeNull();
	expect(parseDeviceId('15b3:10030')).toBeNull();
});

it('makes patterns from ids, and ids from patterns', () => {
	expect(matchesModalias(patternForPciId('15b3:1003')!, card)).toBe(true);
	expect(patternForUsbId('16ca:1502')).toBe('usb:v16CAp1502d*dc*dsc*dp*ic*isc*ip*in*');
	expect(patternForPciId('usb:16ca:1502')).toBeNull();
	expect(deviceIdOfPattern('pci:v000015B3d00001003sv*sd*bc*sc*i*')).toBe('pci:15b3:1003');
	expect(deviceIdOfPattern('usb:v16CAp1502d[0-2]*dc*')).toBe('usb:16ca:1502');
	expect(deviceIdOfPattern('pci:v000015B3d*sv*sd*bc*sc*i*')).toBeNull();
	expect(deviceIdOfPattern('of:N*T*Cx')).toBeNull();
});

it('tells a claim by name from one that more than the id decides', () => {
	const id = parseDeviceId('pci:15b3:1003')![0]!;
	expect(claimOnDevice('pci:v000015B3d00001003sv*sd*bc*sc*i*', id)).toBe('claims');
	expect(claimOnDevice('pci:v000015B3d00001003sv00001028sd*bc*sc*i*', id)).toBe('may-claim');
	expect(claimOnDevice('pci:v000015B3d*sv*sd*bc02sc00i*', id)).toBe('may-claim');
	expect(claimOnDevice('pci:v*d*sv*sd*bc02sc00i*', id)).toBe('may-claim');
	expect(claimOnDevice('pci:v000015B3d00001004sv*sd*bc*sc*i*', id)).toBeNull();
	expect(claimOnDevice('usb:v15B3p1003d*dc*dsc*dp*ic*isc*ip*in*', id)).toBeNull();
	expect(claimOnDevice('usb:v15B3p1003d*dc*dsc*dp*ic*isc*ip*in*', {...id, bus: 'usb'})).toBe('claims');
	expect(claimOnDevice('usb:v15B3p1003d*dc*dsc*dp*ic08isc*ip*in*', {...id, bus: 'usb'})).toBe('may-claim');
});
