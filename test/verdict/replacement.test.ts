import {expect, it} from 'vitest';
import type {DriverRecord, Recommendation, RemovalPatch} from '../../source/dossier/schema.ts';
import {withUse} from '../../source/verdict/replacement.ts';
import {makeDriver} from '../support/sample.ts';

const pattern = (device: string) => `pci:v000015B3d0000${device}sv*sd*bc*sc*i*`;

function driver(name: string, risk: number, devices: string[], recommendation: Recommendation = 'deprecate') {
	const record = makeDriver(`drivers/net/${name}`);
	const [verdict] = record.assessments;
	return {
		...record,
		aliases: devices.map(pattern),
		assessments: [{...verdict!, recommendation, removalRisk: risk}],
	};
}

const replacementOf = (record: DriverRecord, ...others: DriverRecord[]) => {
	const [verdict] = withUse([record, ...others])[0]!.assessments;
	for (const {source} of verdict!.reasons) expect(verdict!.sources[source! - 1]).toBeDefined();
	return verdict!.replacement;
};

const old = driver('old', 0.5, ['1000', '1001', '1002', '1003']);

it('is the driver of lower risk that claims half of the device ids or more', () => {
	expect(replacementOf(old, driver('half', 0.1, ['1000', '1001', '2000']))).toBe('half');
	expect(replacementOf(old, driver('less', 0.1, ['1000', '2000']))).toBeNull();
	expect(replacementOf(old, driver('worse', 0.6, ['1000', '1001', '1002']))).toBeNull();
	expect(replacementOf(old, driver('same', 0.5, ['1000', '1001', '1002']))).toBeNull();
	expect(
		replacementOf(old, driver('half', 0.01, ['1000', '1001']), driver('most', 0.2, ['1000', '1001', '1002'])),
	).toBe('most');
});

it('is no driver of another category, of another bus, or a device that half the tree claims', () => {
	const other = (id: string, buses = ['pci']) => ({
		...driver('x', 0.1, ['1000', '1001', '1002', '1003']),
		id,
		module: id.slice(id.lastIndexOf('/') + 1),
		buses,
	});
	expect(replacementOf(old, other('drivers/net/other'))).toBe('other');
	expect(replacementOf(old, {...other('drivers/scsi/other'), category: 'storage-scsi-ata'})).toBeNull();
	expect(replacementOf(old, other('drivers/net/other', ['usb']))).toBeNull();
	expect(replacementOf(old, other('drivers/net/old_spi'))).toBeNull();
	expect(
		replacementOf(
			old,
			other('drivers/net/a'),
			other('drivers/net/b'),
			other('drivers/net/c'),
			other('drivers/net/d'),
		),
	).toBeNull();
});

it('is told to be none only where ids were read and nobody else claims one', () => {
	const reasonsOf = (record: DriverRecord, ...others: DriverRecord[]) =>
		withUse([record, ...others])[0]!.assessments[0]!.reasons.filter(({rule}) => rule === 'replacement');
	expect(reasonsOf(old)).toMatchObject([{text: expect.stringContaining('nothing replaces it')}]);
	expect(reasonsOf({...old, aliases: null})).toEqual([]);
	// A deletion of this driver alone may come with what takes its place, which no tree has yet.
	const posted = (drivers: number, overtakenBy: number) => ({
		...old,
		signals: {
			...old.signals,
			removalPatches: [
				{
					...{
						date: '2026-06-22',
						messageId: 'a@b',
						title: 'remove it',
						list: 'netdev',
						kind: 'removal' as const,
					},
					...{by: 'other' as const, answer: 'none' as const, again: null, replacement: null},
					...{series: {drivers, subsystems: 1}, overtakenBy},
				},
			],
		},
	});
	expect(reasonsOf(posted(1, 2))).toEqual([]);
	expect(reasonsOf(posted(1, 3))).toHaveLength(1);
	expect(reasonsOf(posted(9, 2))).toHaveLength(1);
	expect(reasonsOf({...old, aliases: []})).toEqual([]);
	expect(reasonsOf(old, driver('one', 0.6, ['1003']))).toEqual([]);
	expect(reasonsOf(driver('quiet', 0.03, ['1000'], 'keep-annotate'))).toEqual([]);
});

it('is what announces the end of a driver, or the text of its option, names', () => {
	const lone = {...old, aliases: null};
	const half = driver('half', 0.9, []);
	const announcement = {
		date: '2026-03-12',
		messageId: 'a@b',
		title: 'Migrate',
		list: 'netdev',
		by: 'maintainer',
	} as const;
	const announced = (successor: string | null) => ({
		...lone,
		signals: {...lone.signals, announcements: [{...announcement, successor}]},
	});
	expect(replacementOf(announced('half'), half)).toBe('half');
	expect(replacementOf(announced('unborn'), half)).toBeNull();
	expect(replacementOf(announced(null), half)).toBeNull();
	const named = {
		...lone,
		signals: {...lone.signals, successors: [{driver: 'drivers/net/half', at: 'drivers/net/Kconfig:7'}]},
	};
	expect(replacementOf(named, half)).toBe('half');
	expect(replacementOf(named, {...half, category: 'sound'})).toBeNull();
});

it('is not looked for where a driver is to be kept as it is', () => {
	const kept = driver('kept', 0.5, ['1000'], 'keep');
	expect(replacementOf(kept, driver('other', 0.1, ['1000']))).toBeNull();
});

it('is what the patch that removes it names, before all others', () => {
	const posted = {
		date: '2025-05-27',
		messageId: 'a@b',
		title: 'drop',
		list: 'netdev',
		kind: 'removal',
		by: 'maintainer',
		answer: 'none',
		overtakenBy: 0,
	} as const;
	const removed = {
		...old,
		signals: {
			...old.signals,
			removalPatches: [
				{...posted, replacement: 'drivers/net/first'},
				{...posted, replacement: 'drivers/net/second'},
				{...posted, replacement: null},
			],
		},
	};
	const named = [driver('first', 0.5, []), driver('second', 0.5, [])];
	expect(replacementOf(removed, driver('half', 0.1, ['1000', '1001']), ...named)).toBe('second');
	// A merge that was refused, or did not come for a year, leaves the devices with this one.
	const merged = (change: Partial<RemovalPatch>) => ({
		...old,
		signals: {
			...old.signals,
			removalPatches: [{...posted, kind: 'merge' as const, replacement: 'drivers/net/first', ...change}],
		},
	});
	expect(replacementOf(merged({overtakenBy: 6}), ...named)).toBe('first');
	expect(replacementOf(merged({overtakenBy: 7}), ...named)).toBeNull();
	expect(replacementOf(merged({answer: 'objected'}), ...named)).toBeNull();
});

it('is not another function of the same device, nor what only tests it', () => {
	const at = (id: string) => ({
		...driver('x', 0.01, ['1000', '1001', '1002', '1003']),
		id,
		directory: id.replace(/\/[^/]+$/, ''),
		module: id.replace(/^.*\//, ''),
	});
	const gadget = {...old, ...at('drivers/usb/gadget/udc/fsl_udc'), assessments: old.assessments};
	expect(replacementOf(gadget, at('drivers/usb/host/fsl_host'))).toBeNull();
	expect(replacementOf(gadget, at('drivers/usb/gadget/other_udc'))).toBe('other_udc');
	// Staging knows no such folders.
	const staging = {...old, ...at('drivers/staging/fbtft/fb'), assessments: old.assessments};
	expect(replacementOf(staging, at('drivers/gpu/drm/panel/panel'))).toBe('panel');
	const misc = {...old, ...at('drivers/misc/xdata'), assessments: old.assessments};
	expect(replacementOf(misc, at('drivers/misc/pci_endpoint_test'))).toBeNull();
});

it('is nothing where the machines go that a driver serves', () => {
	const sign = {sign: 'ending-platform', value: 'ARCH_RPC 2027', at: 'drivers/net/Kconfig:7'} as const;
	const {signals, ...rest} = driver('podule', 0.6, [], 'remove');
	const going = {...rest, signals: {...signals, signs: [sign]}};
	const reasons = withUse([going])[0]!.assessments[0]!.reasons.filter(({rule}) => rule === 'replacement');
	expect(reasons.map(({text}) => text)).toEqual([
		'nothing replaces it: the machines that it serves go with CONFIG_ARCH_RPC',
	]);
	expect(withUse([{...rest, signals}])[0]!.assessments[0]!.reasons.map(({rule}) => rule)).not.toContain(
		'replacement',
	);
});

/** Drivers that share a device, or a word, and serve quite different things: id, category, buses, patterns. */
const impossible: readonly (readonly [Shape, Shape])[] = [
	[
		[
			'drivers/watchdog/sp5100_tco',
			'watchdog-rtc',
			['pci', 'platform'],
			['pci:v00001002d00004385sv*sd*bc*sc*i*'],
		],
		['drivers/i2c/busses/i2c-piix4', 'i2c-spi', ['pci'], ['pci:v00001002d00004385sv*sd*bc*sc*i*']],
	],
	[
		[
			'drivers/net/ethernet/brocade/bna/bna',
			'networking-ethernet',
			['pci'],
			['pci:v00001657d00000014sv*sd*bc02sc00i*', 'pci:v00001657d00000022sv*sd*bc02sc00i*'],
		],
		[
			'drivers/scsi/bfa/bfa',
			'storage-scsi-ata',
			['pci'],
			['pci:v00001657d00000014sv*sd*bc0Csc04i00*', 'pci:v00001657d00000022sv*sd*bc0Csc04i00*'],
		],
	],
	[
		[
			'drivers/net/usb/qmi_wwan',
			'networking-isdn-modem',
			['usb'],
			['usb:v03F0p1F1Dd*dc*dsc*dp*ic*isc*ip*in03*'],
		],
		['drivers/usb/serial/option', 'serial-tty', ['usb'], ['usb:v03F0p1F1Dd*dc*dsc*dp*ic*isc*ip*in03*']],
	],
	[
		[
			'drivers/staging/media/av7110/dvb-ttpci',
			'media-camera-tv',
			['pci'],
			['pci:v00001131d00007146sv000013C2sd00000000bc*sc*i*'],
		],
		[
			'drivers/comedi/drivers/s626',
			'industrial-comedi',
			['pci'],
			['pci:v00001131d00007146sv00006000sd00000272bc*sc*i*'],
		],
	],
	[
		['drivers/video/fbdev/udlfb', 'graphics-display', ['usb'], ['usb:v17E9p*d*dc*dsc*dp*icFFisc00ip00in*']],
		['drivers/gpu/drm/drm', 'graphics-display', [], [], 'core'],
	],
	[
		[
			'drivers/misc/phantom',
			'infrastructure',
			['pci'],
			['pci:v000010B5d00009050sv000010B5sd00009050bc06sc80i*'],
		],
		[
			'drivers/net/can/sja1000/plx_pci',
			'networking-other',
			['pci'],
			['pci:v000010B5d00009050sv*sd*bc*sc*i*'],
		],
	],
	[
		[
			'drivers/iio/magnetometer/rm3100-i2c',
			'sensors-iio-hwmon',
			['i2c', 'of'],
			['of:N*T*Cpni,rm3100', 'of:N*T*Cpni,rm3100C*'],
		],
		[
			'drivers/iio/magnetometer/rm3100-spi',
			'sensors-iio-hwmon',
			['of', 'spi'],
			['of:N*T*Cpni,rm3100', 'of:N*T*Cpni,rm3100C*'],
		],
	],
];
type Shape = readonly [
	id: string,
	category: string,
	buses: readonly string[],
	aliases: readonly string[],
	kind?: string,
];

it.each(impossible)('is never told of what shares a device only: %j', (own, its) => {
	const shaped = ([id, category, buses, aliases, kind = 'driver']: Shape, risk: number) =>
		({
			...driver('x', risk, []),
			...{id, category, buses, aliases, kind},
			directory: id.replace(/\/[^/]+$/, ''),
			module: id.replace(/^.*\//, ''),
		}) as unknown as DriverRecord;
	const name = its[0].replace(/^.*\//, '');
	const announced = shaped(own, 0.9);
	// A mail that speaks of it by that name tells no more.
	announced.signals = {
		...announced.signals,
		announcements: [
			{
				date: '2026-01-01',
				messageId: 'a@b',
				title: `use ${name}`,
				list: 'linux-kernel',
				by: 'maintainer',
				successor: name,
			},
		],
	};
	for (const record of [shaped(own, 0.9), announced]) {
		if (record === announced && its[1] === own[1] && its[4] !== 'core') continue;
		expect(replacementOf(record, shaped(its, 0.01))).toBeNull();
	}
});
