import {expect, it} from 'vitest';
import type {DriverRecord, Recommendation} from '../../source/dossier/schema.ts';
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
});
