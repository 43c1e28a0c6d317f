import {expect, it} from 'vitest';
import {packRow, unpackRow} from '../../../source/dossier/index-row.ts';
import {type OverviewColumn, overviewRows} from '../../../source/dossier/query/overview.ts';
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

it('counts verdicts by subsystem, the largest first, then by name, and the mean of the risks that are known', () => {
	const seen = overviewRows(rows, 'subsystem').map(({name, drivers, verdicts, risk, filter}) => [
		name,
		drivers,
		verdicts.keep,
		verdicts.unsure,
		verdicts.remove,
		risk,
		filter,
	]);
	expect(seen).toEqual([
		['net', 3, 2, 0, 1, 0.5, 'sub:net'],
		['ata', 2, 1, 1, 0, 0.3, 'sub:ata'],
		['usb', 1, 0, 1, 0, null, 'sub:usb'],
	]);
});

it('orders by any column, either way, what is not known last', () => {
	const names = (column: OverviewColumn, isAscending: boolean) =>
		overviewRows(rows, 'subsystem', {column, isAscending}).map(({name}) => name);
	expect(names('name', true)).toEqual(['ata', 'net', 'usb']);
	expect(names('risk', true)).toEqual(['ata', 'net', 'usb']);
	expect(names('risk', false)).toEqual(['net', 'ata', 'usb']);
	expect(names('unsure', false)).toEqual(['ata', 'usb', 'net']);
});

it('sums what lies in a directory, and leads to it', () => {
	const [first] = overviewRows(rows, 'directory');
	expect(first).toMatchObject({name: 'drivers/net', lines: 3600, patches: null, filter: 'dir:drivers/net'});
});
