import {describe, expect, it} from 'vitest';
import {
	claimOn,
	claimSinceText,
	claimsOf,
	classNamed,
	isClassPattern,
	newestSince,
	pciClassOf,
} from '../../../source/dossier/devices/claims.ts';
import {readDeviceQuery} from '../../../source/dossier/query/device-query.ts';

const record = {
	aliases: [
		'acpi*:PNP0C09:*',
		'of:N*T*Creed,pond',
		'of:N*T*Creed,pondC*',
		'pci:v00001EE5d00000042sv*sd*bc*sc*i*',
	],
	aliasFrom: ['source' as const],
	aliasSince: ['<=5.10', '6.2', '6.3', '7.1'],
};

describe('what a driver claims', () => {
	it('tells a device’s own release from the driver’s other devices', () => {
		const since = (asked: string) => claimOn(record, readDeviceQuery(asked)!)?.since;
		expect(since('1ee5:0042')).toBe('7.1');
		expect(since('acpi:PNP0C09')).toBe('<=5.10');
		expect(since('of:reed,pond')).toBe('6.2');
		expect(since('reed,pond')).toBe('6.2');
		expect(since('of:NpondTCreed,weirCother')).toBeUndefined();
		expect(since('of:NpondTCreed,pondCreed,weir')).toBe('6.3');
		expect(since('1ee5:0043')).toBeUndefined();
		expect(newestSince(record)).toBe('7.1');
	});

	it('reads one entry as that of all', () => {
		expect(claimsOf(record).map(({from}) => from)).toEqual(['source', 'source', 'source', 'source']);
		expect(claimsOf({aliases: ['i2c:x'], aliasFrom: null, aliasSince: null})).toEqual([
			{pattern: 'i2c:x', from: null, since: null},
		]);
		expect(claimsOf({aliases: null, aliasFrom: null, aliasSince: null})).toEqual([]);
	});

	it('prefers a sure claim to a possible one, else the older', () => {
		const two = {
			aliases: ['pci:v00001EE5d00000042sv00001028sd*bc*sc*i*', 'pci:v00001EE5d00000042sv*sd*bc*sc*i*'],
			aliasFrom: null,
			aliasSince: ['5.12', '6.9'],
		};
		expect(claimOn(two, readDeviceQuery('pci:1ee5:0042')!)).toMatchObject({claim: 'claims', since: '6.9'});
		const typed = {aliases: ['of:N*Trom*Creed,flash'], aliasFrom: null, aliasSince: [null]};
		expect(claimOn(typed, readDeviceQuery('reed,flash')!)).toMatchObject({claim: 'may-claim', since: null});
	});

	it('says since when', () => {
		expect(claimSinceText('<=5.10', [])).toBe('since 5.10 or earlier');
		expect(claimSinceText('7.1', [])).toBe('since 7.1');
		const gapped = [{release: '6.17', date: '2025-09-28', snapshot: null, missing: ['6.15', '6.16']}];
		expect(claimSinceText('6.17', gapped)).toBe('since 6.15, 6.16 or 6.17');
		expect(claimSinceText(null, [])).toBeNull();
	});
});

it('tells classes from devices', () => {
	const classes = [
		'pci:v*d*sv*sd*bc0Csc03i00*',
		'pci:v00001022d*sv*sd*bc01sc06i01*',
		'usb:v*p*d*dc*dsc*dp*ic03isc*ip*in*',
		'usb:v05ACp*d*dc*dsc*dp*icFFiscFDip01in*',
		'acpi*:0c03??:*',
		'hid:b0003g*v*p*',
	];
	const devices = [
		'pci:v00001EE5d00000042sv*sd*bc*sc*i*',
		'usb:v1234p5678d*dc*dsc*dp*ic*isc*ip*in*',
		'acpi*:PNP0C09:*',
		'of:N*T*Creed,pond',
		'hid:b0003g*v0000046Dp0000C52B',
		'virtio:d00000001v*',
	];
	expect(classes.map(isClassPattern)).toEqual(classes.map(() => true));
	expect(devices.map(isClassPattern)).toEqual(devices.map(() => false));
	expect(pciClassOf('pci:v*d*sv*sd*bc0Csc03i00*')).toBe('0c0300');
	expect(pciClassOf('pci:v*d*sv*sd*bc01sc06i*')).toBe('0106**');
	expect(pciClassOf('pci:v00001EE5d00000042sv*sd*bc01sc06i*')).toBeNull();
});

it('finds the class that a device’s name speaks of', () => {
	const classes = [
		{code: '0c0300', names: ['USB controller']},
		{code: '0c0300', names: ['USB controller', 'UHCI']},
		{code: '0c0320', names: ['USB controller', 'EHCI']},
	];
	expect(classNamed('82801EB/ER (ICH5/ICH5R) USB UHCI Controller #1', classes)).toBe(classes[1]);
	expect(classNamed('Ethernet thing', classes)).toBeNull();
});
