import {describe, expect, it} from 'vitest';
import type {PartialId} from '../../source/machine/facts.ts';
import {claimKinds, claimOnPartial} from '../../source/machine/partial-claims.ts';

const pci = (id: string, classCode: string | null = null, subsystem: string | null = null): PartialId => ({
	bus: 'pci',
	id,
	classCode,
	subsystem,
	interfaces: [],
});
const usb = (id: string, interfaces: string[] = [], classCode: string | null = null): PartialId => ({
	bus: 'usb',
	id,
	classCode,
	subsystem: null,
	interfaces,
});

describe('what a pattern says to a device of which a list tells a part', () => {
	it('is that it names it, whatever is not told', () => {
		expect(claimOnPartial('pci:v000014E4d00001648sv*sd*bc*sc*i*', pci('14e4:1648'))).toBe('id');
		expect(claimOnPartial('pci:v000014E4d00001649sv*sd*bc*sc*i*', pci('14e4:1648'))).toBeNull();
		expect(claimOnPartial('usb:v0DF6p005Bd*dc*dsc*dp*ic*isc*ip*in*', usb('0df6:005b'))).toBe('id');
	});

	it('is a part where it wants more than is told, and nothing where that does not fit', () => {
		const pattern = 'pci:v000014E4d00001648sv00001014sd000002E8bc*sc*i*';
		expect(claimOnPartial(pattern, pci('14e4:1648'))).toBe('part');
		expect(claimOnPartial(pattern, pci('14e4:1648', null, '1014:02e8'))).toBe('id');
		expect(claimOnPartial(pattern, pci('14e4:1648', null, '1028:0001'))).toBeNull();
	});

	it('is a class where the class is told', () => {
		const ahci = 'pci:v*d*sv*sd*bc01sc06i01*';
		expect(claimOnPartial(ahci, pci('8086:1c02'))).toBeNull();
		expect(claimOnPartial(ahci, pci('8086:1c02', '0106'))).toBe('class-part');
		expect(claimOnPartial(ahci, pci('8086:1c02', '010601'))).toBe('class');
		expect(claimOnPartial(ahci, pci('8086:1c02', '0200'))).toBeNull();
		expect(claimOnPartial('pci:v*d*sv*sd*bc*sc*i*', pci('8086:1c02', '010601'))).toBeNull();
		const storage = 'usb:v*p*d*dc*dsc*dp*ic08isc06ip50in*';
		expect(claimOnPartial(storage, usb('0781:5583'))).toBeNull();
		expect(claimOnPartial(storage, usb('0781:5583', ['030101', '080650']))).toBe('class');
		expect(claimOnPartial(storage, usb('0781:5583', ['030101']))).toBeNull();
	});

	it('counts in this order', () => {
		expect(claimKinds).toEqual(['id', 'part', 'general', 'class', 'class-part']);
	});
});
