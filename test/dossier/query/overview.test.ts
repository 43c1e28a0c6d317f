import {expect, it} from 'vitest';
import {packRow, unpackRow} from '../../../source/dossier/index-row.ts';
import {overviewRows} from '../../../source/dossier/query/overview.ts';
import type {Assessment} from '../../../source/dossier/schema.ts';
import {makeDriver} from '../../support/sample.ts';

const row = (id: string, changes: Partial<Assessment>) => {
	const record = makeDriver(id);
	return unpackRow(packRow({...record, assessments: [{...record.assessments[0]!, ...changes}]}, 0, 0));
};
const rows = [
	row('drivers/net/a', {recommendation: 'remove', removalRisk: 0.9}),
	row('drivers/net/b', {recommendation: 'keep', removalRisk: 0.1}),
	row('drivers/net/c', {recommendation: 'keep', removalRisk: null}),
	row('drivers/ata/d', {recommendation: 'unsure', removalRisk: null}),
	row('drivers/ata/e', {recommendation: 'keep', removalRisk: 0.3}),
	row('drivers/usb/f', {recommendation: 'unsure', removalRisk: null}),
];

it('counts by verdict, the mean over the risks that are known', () => {
	expect(overviewRows(rows, 'verdict')).toEqual([
		{name: 'keep', count: 3, risk: 0.2, filter: 'rec:keep'},
		{name: 'unsure', count: 2, risk: null, filter: 'rec:unsure'},
		{name: 'remove', count: 1, risk: 0.9, filter: 'rec:remove'},
	]);
});

it('counts by subsystem, the largest first, then by name', () => {
	expect(overviewRows(rows, 'subsystem').map(({name, count, filter}) => [name, count, filter])).toEqual([
		['net', 3, 'sub:net'],
		['ata', 2, 'sub:ata'],
		['usb', 1, 'sub:usb'],
	]);
});
