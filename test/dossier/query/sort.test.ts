import {expect, it} from 'vitest';
import {packRow, unpackRow} from '../../../source/dossier/index-row.ts';
import {compareRows, sortKeys, sortRows} from '../../../source/dossier/query/sort.ts';
import {makeDriver} from '../../support/sample.ts';

const row = (module: string, changes: {risk?: number | null; cves?: number} = {}) => {
	const cves =
		changes.cves === undefined
			? null
			: Array.from({length: changes.cves}, (_, at) => `CVE-2024-${1000 + at}`);
	const record = makeDriver(`drivers/net/${module}`, {signals: {cves}});
	return unpackRow(
		packRow({...record, assessments: [{...record.assessments[0]!, removalRisk: changes.risk ?? null}]}, 0, 0),
	);
};
const rows = [
	row('unknown'),
	row('small', {risk: 0.1, cves: 3}),
	row('great', {risk: 0.9, cves: 0}),
	row('alike', {risk: 0.1, cves: 3}),
	row('also-unknown'),
];
const names = (key: (typeof sortKeys)[number], reverse: boolean) =>
	sortRows(rows, {key, reverse}).map(({module}) => module);

it('has the largest first where that matters most, and what is not known last, whichever way round', () => {
	expect(names('risk', false)).toEqual(['great', 'alike', 'small', 'also-unknown', 'unknown']);
	expect(names('risk', true)).toEqual(['alike', 'small', 'great', 'also-unknown', 'unknown']);
	expect(names('cves', false)).toEqual(['alike', 'small', 'great', 'also-unknown', 'unknown']);
	expect(names('name', false)).toEqual(['alike', 'also-unknown', 'great', 'small', 'unknown']);
	expect(names('name', true)).toEqual(['unknown', 'small', 'great', 'also-unknown', 'alike']);
});

it('is one order for any two rows', () => {
	for (const key of sortKeys) {
		for (const a of rows) {
			for (const b of rows) {
				const there = compareRows(a, b, {key, reverse: false});
				expect(Math.sign(there)).toBe(-Math.sign(compareRows(b, a, {key, reverse: false})) + 0);
				if (a !== b) expect(there).not.toBe(0);
			}
		}
	}
});
