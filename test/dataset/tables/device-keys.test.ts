import {describe, expect, it} from 'vitest';
import {beginningOfKey, keyOfPattern, keysOfDevice} from '../../../source/dataset/tables/device-keys.ts';
import {claimOf, type DeviceQuery, readDeviceQuery} from '../../../source/dossier/query/device-query.ts';

const patterns = [
	'pci:v000015B3d00001003sv*sd*bc*sc*i*',
	'pci:v00008086d*sv*sd*bc0Csc03i30*',
	'pci:v*d*sv*sd*bc01sc06i01*',
	'pci:v0000108Ed000010[0-9A]1sv*sd*bc*sc*i*',
	'usb:v16CAp1502d*dc*dsc*dp*ic*isc*ip*in*',
	'usb:v0BDAp81[89]8d*dc*dsc*dp*ic*isc*ip*in*',
	'usb:v*p*d*dc*dsc*dp*ic03isc*ip*in*',
	'of:N*T*Cmediatek,mt8173-i2c',
	'of:N*T*Cmediatek,mt8173-i2cC*',
	'of:NcpuT*Carm,cortex-a53',
	'of:NCrossT*CsecondC*',
	'acpi*:PNP0C09:*',
	'acpi*:INT33A[0-9]:*',
	'dmi*:bvn*:svnDell*:*',
	'hid:b0003g*v0000046Dp0000C52B',
	'hid:b0003g*v*p*',
	'i2c:lm75-x',
	'platform:acp_audio_dma',
	'sdio:c*v02D0d4329*',
	'virtio:d00000001v*',
	'acp*:NAME',
];
const asked = [
	'15b3:1003',
	'pci:8086:ffff',
	'16ca:1502',
	'pci:v000015B3d00001003sv000015B3sd00000001bc02sc00i00',
	'pci:v00008086d00001234sv00000000sd00000000bc0Csc03i30',
	'pci:v00001B4Bd00009170sv00000000sd00000000bc01sc06i01',
	'pci:v0000108Ed00001091sv00000000sd00000000bc01sc06i01',
	'usb:v16CAp1502d0100dc00dsc00dp00ic03isc01ip01in00',
	'usb:v0BDAp8198d0100dc00dsc00dp00icFFisc01ip01in00',
	'mediatek,mt8173-i2c',
	'of:mediatek,mt8173-i2c',
	'arm,cortex-a53',
	'of:Ni2cT(null)Cmediatek,mt8195-i2cCmediatek,mt8173_i2c',
	'of:NcpuTcpuCarm,cortex-a53',
	'of:NCrossTxCfirstCsecondCthird',
	'acpi:PNP0C09:',
	'acpi:ABCD0001:PNP0C09:',
	'acpi:INT33A1:',
	'dmi:bvnDellInc.:bvr1:svnDellInc.:pnX:',
	'hid:b0003g0001v0000046Dp0000C52B',
	'i2c:lm75_x',
	'platform:acp-audio-dma',
	'sdio:c00v02D0d4329',
	'virtio:d00000001v00001AF4',
	'acpi:NAME',
];

describe('keys of devices', () => {
	const lengths: Record<string, number[]> = {};
	for (const pattern of patterns) {
		const beginning = beginningOfKey(keyOfPattern(pattern));
		if (beginning !== null) lengths[beginning.bus] = [...(lengths[beginning.bus] ?? []), beginning.length];
	}

	it('lead to every pattern that claims a device or may', () => {
		let claims = 0;
		for (const text of asked) {
			const query = readDeviceQuery(text) as DeviceQuery;
			const keys = keysOfDevice(query, lengths);
			for (const pattern of patterns) {
				if (claimOf([pattern], query) === null) continue;
				claims += 1;
				expect(keys, `${text} ${pattern}`).toContain(keyOfPattern(pattern));
			}
		}
		expect(claims).toBeGreaterThan(asked.length);
	});

	it('tell ids apart that differ in a digit', () => {
		expect(keyOfPattern(patterns[0]!)).toBe('pci:15b3:1003');
		expect(keysOfDevice({ids: [{bus: 'pci', vendor: '15b3', device: '1004'}]}, lengths)).not.toContain(
			'pci:15b3:1003',
		);
		expect(keyOfPattern('of:N*T*Cmediatek,mt8173-i2cC*')).toBe('of:mediatek,mt8173_i2c');
		expect(keyOfPattern('i2c:lm75-x')).toBe('=i2c:lm75_x');
	});

	it('are few for a device tree’s node of nothing but C, and none is longer than a driver’s table has room for', () => {
		const modalias = `of:Nx${'C'.repeat(4000)}`;
		const keys = keysOfDevice({modalias}, {});
		expect(keys.length).toBeLessThan(4000 * 128);
		for (const key of keys.slice(1)) expect(key.length).toBeLessThanOrEqual('of:'.length + 127);
	});
});
