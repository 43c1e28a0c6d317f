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
	expect(replacementOf(removed, driver('half', 0.1, ['1000', '1001']))).toBe('second');
});
