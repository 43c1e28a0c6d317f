import {expect, it} from 'vitest';
import {parseIndexStart} from '../../source/dataset/index-file.ts';
import {makeIndex} from '../../source/dataset/make-index.ts';
import {packRow} from '../../source/dossier/index-row.ts';
import {makeDriver, sampleRecords} from '../support/sample.ts';

const {drivers} = sampleRecords();
const index = makeIndex(
	{treeVersion: '7.3.4', asOf: '2026-07-01'},
	drivers.map((record, at) => packRow(record, at, 1)),
	[['drivers', 0, 1]],
);

it('gives the rows of its beginning, without the one that is cut off', () => {
	const whole = parseIndexStart(index)!;
	expect(whole.rows).toHaveLength(drivers.length);
	const second = index.indexOf('\n', index.indexOf('\n["') + 1);
	for (const extra of [0, 1, 2, 20]) {
		const cut = parseIndexStart(index.slice(0, second + extra))!;
		expect(cut.head).toEqual(whole.head);
		expect(cut.rows.map(({id}) => id)).toEqual(whole.rows.slice(0, extra === 0 ? 0 : 1).map(({id}) => id));
	}
	expect(parseIndexStart('{"rows":[')).toBeNull();
});

it('has libraries last, whatever their risk', () => {
	const library = makeDriver('drivers/a/aa', {
		signs: [{sign: 'no-entry-point', value: null, at: 'drivers/a/aa.c:1'}],
	});
	library.assessments[0]!.removalRisk = 0.99;
	const rows = [library, makeDriver('drivers/b/bb')].map(record => packRow(record, 0, 0));
	const start = parseIndexStart(makeIndex({treeVersion: '7.3.4', asOf: '2026-07-01'}, rows, []))!;
	expect(start.head).toMatchObject({drivers: 1, libraries: 1});
	expect(start.rows.map(({module}) => module)).toEqual(['bb', 'aa']);
});
