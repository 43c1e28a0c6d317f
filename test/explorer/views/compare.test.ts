import {expect, it} from 'vitest';
import {compareRows} from '../../../source/explorer/views/compare.ts';
import {plainTheme} from '../../../source/text/theme.ts';
import {makeDriver} from '../../support/sample.ts';

const signOf = (rows: ReturnType<typeof compareRows>, compare: string) =>
	rows.find(row => row.compare === compare)!.differ;

it('points out what differs, and nothing else', () => {
	const [one, other] = [
		makeDriver('drivers/net/a/one', {sourceLines: 100}),
		makeDriver('drivers/net/a/two', {sourceLines: 200}),
	];
	const rows = compareRows(plainTheme, [one, other], 100);
	expect(signOf(rows, 'source lines')).toBe(plainTheme.glyphs.differs);
	expect(signOf(rows, 'files')).toBe('');
	expect(signOf(rows, 'path')).toBe('');
	expect(signOf(compareRows(plainTheme, [one, one], 100), 'source lines')).toBe('');
});

it('points out what differs beyond what there is room for', () => {
	const long = (end: string) => makeDriver(`drivers/net/${'x'.repeat(80)}${end}/d`);
	expect(signOf(compareRows(plainTheme, [long('a'), long('b')], 60), 'path')).toBe(plainTheme.glyphs.differs);
});

it('tells drivers of one name apart by their folders', () => {
	const [row] = compareRows(plainTheme, [makeDriver('drivers/a/twin'), makeDriver('drivers/b/twin')], 100);
	expect(Object.keys(row!)).toEqual(['compare', 'twin (a)', 'twin (b)', 'differ']);
});
