import {expect, it} from 'vitest';
import {compareRows} from '../../../source/explorer/views/compare.ts';
import {createTheme, plainTheme} from '../../../source/text/theme.ts';
import {makeDriver} from '../../support/sample.ts';

const signOf = (rows: ReturnType<typeof compareRows>, compare: string) =>
	rows.find(row => row.compare === compare)![plainTheme.glyphs.differs];

it('points out what differs, and nothing else', () => {
	const [one, other] = [
		makeDriver('drivers/net/a/one', {sourceLines: 100}),
		makeDriver('drivers/net/a/two', {sourceLines: 200}),
	];
	const rows = compareRows(plainTheme, [one, other], {width: 100, releases: []});
	expect(signOf(rows, 'source lines')).toBe(plainTheme.glyphs.differs);
	expect(signOf(rows, 'files')).toBe('');
	expect(signOf(rows, 'path')).toBe('');
	expect(signOf(compareRows(plainTheme, [one, one], {width: 100, releases: []}), 'source lines')).toBe('');
});

it('shows only what differs when that is wanted', () => {
	const [one, other] = [
		makeDriver('drivers/net/a/one', {sourceLines: 100}),
		makeDriver('drivers/net/a/two', {sourceLines: 200}),
	];
	const rows = compareRows(plainTheme, [one, other], {width: 100, releases: [], onlyDiffering: true});
	expect(rows.map(({compare}) => compare)).toContain('source lines');
	expect(rows.map(({compare}) => compare)).not.toContain('path');
});

it('cuts no path: it goes on in the next line', () => {
	const path = 'drivers/net/ethernet/somebody/something-long/of-many-words';
	const rows = compareRows(plainTheme, [makeDriver(`${path}/one`), makeDriver(`${path}/two`)], {
		width: 78,
		releases: [],
	});
	const start = rows.findIndex(({compare}) => compare === 'path');
	expect(
		rows
			.slice(start)
			.map(({one}) => one)
			.join(''),
	).toBe(path);
});

it('has the verdict in its colour', () => {
	const theme = createTheme({depth: 256, ascii: false});
	const [row] = compareRows(theme, [makeDriver('drivers/a/one'), makeDriver('drivers/a/two')], {
		width: 100,
		releases: [],
	});
	expect(row!.one).toMatch(/^\u001b\[/);
});

it('points out what differs beyond what there is room for', () => {
	const long = (end: string) => makeDriver(`drivers/net/${'x'.repeat(80)}${end}/d`);
	expect(signOf(compareRows(plainTheme, [long('a'), long('b')], {width: 60, releases: []}), 'path')).toBe(
		plainTheme.glyphs.differs,
	);
});

it('tells drivers of one name apart by their folders', () => {
	const [row] = compareRows(plainTheme, [makeDriver('drivers/a/twin'), makeDriver('drivers/b/twin')], {
		width: 100,
		releases: [],
	});
	expect(Object.keys(row!)).toEqual(['compare', 'twin (a)', 'twin (b)', plainTheme.glyphs.differs]);
});

it('has a column for each driver under a name that is fit to be drawn', () => {
	const named = (module: string) => ({...makeDriver('drivers/a/x'), module});
	const [row] = compareRows(
		plainTheme,
		[
			named('a\u001b]0;owned\u0007\u202eb'),
			named('網路'),
			named('x'.repeat(90)),
			named(`${'x'.repeat(90)}y`),
		],
		{width: 100, releases: []},
	);
	const headings = Object.keys(row!);
	expect(headings).toHaveLength(6);
	expect(headings.slice(1, -1).join('')).toMatch(/^[ -~␛␇…�⟨⟩]+$/);
});
