import {expect, it} from 'vitest';
import {inOrder, rhelCell, rhelText} from '../../source/commands/common/risk-output.ts';
import {type IndexRow, packRow, unpackRow} from '../../source/dossier/index-row.ts';
import {makeDriver} from '../support/sample.ts';

const row = (id: string, ...states: [release: string, state: 'available' | 'maintained' | 'removed'][]) => {
	const support = states.map(([release, state]) => ({vendor: 'RHEL', release, state, device: null}));
	return unpackRow(packRow(makeDriver(id, {signals: {support}}), 0, 0));
};

it('shows what the newest release says, 10 after 9', () => {
	expect(rhelCell(row('drivers/a/x', ['8', 'available'], ['9', 'maintained'], ['10', 'removed']))).toEqual({
		text: '10 removed',
		style: 'bad',
	});
	expect(rhelCell(row('drivers/a/x', ['9', 'maintained']))).toEqual({text: '9 maintained'});
	expect(rhelCell(row('drivers/a/x', ['8', 'maintained'], ['9', 'maintained'])).text).toBe('9 maintained');
	expect(rhelCell(row('drivers/a/x'))).toEqual({text: ''});
	expect(rhelText(row('drivers/a/x', ['8', 'available'], ['9', 'removed']))).toBe('8:available 9:removed');
	expect(rhelText(row('drivers/a/x'))).toBeNull();
});

it('names all releases since which it has been gone', () => {
	const since8 = row(
		'drivers/a/x',
		['7', 'maintained'],
		['8', 'removed'],
		['9', 'removed'],
		['10', 'removed'],
	);
	expect(rhelCell(since8).text).toBe('8 9 10 removed');
	expect(rhelCell(row('drivers/a/x', ['8', 'removed'], ['9', 'maintained'], ['10', 'removed'])).text).toBe(
		'10 removed',
	);
});

it('has what has no dossier last, in any order that is asked for', () => {
	const rows: {row: IndexRow | null}[] = [
		{row: null},
		{row: row('drivers/a/b')},
		{row: null},
		{row: row('drivers/a/a')},
	];
	const names = (reverse: boolean) =>
		inOrder(rows, {key: 'name', reverse}).map(({row: one}) => one?.module ?? null);
	expect(names(false)).toEqual(['a', 'b', null, null]);
	expect(names(true)).toEqual(['b', 'a', null, null]);
	expect(inOrder(rows, null)).toBe(rows);
});
