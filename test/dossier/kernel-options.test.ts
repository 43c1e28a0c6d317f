import {describe, expect, it} from 'vitest';
import {findUndefined, formatOptions, misfitOfOption} from '../../source/dossier/kernel-options.ts';

const retired = [
	{symbol: 'ACENIC', series: '6.12', built: ['drivers/net/b', 'drivers/net/a'], now: []},
	{symbol: 'OLD', series: '6.1', built: ['drivers/misc/thing'], now: ['NEW_B', 'NEW_A']},
	{symbol: 'NET', series: '6.1', built: ['drivers/net/net'], now: []},
];
const text = formatOptions(['PCI', 'NET', '8139CP', 'net'], retired);

describe('the list of options', () => {
	it('is sorted, and takes a symbol of the tree for no retired one', () => {
		expect(text.split('\n')).toEqual([
			'8139CP',
			'ACENIC\t6.12\tdrivers/net/a drivers/net/b',
			'NET',
			'OLD\t6.1\tdrivers/misc/thing\tNEW_A NEW_B',
			'PCI',
			'net',
			'',
		]);
	});

	it('tells what the tree does not define, wherever it would stand', () => {
		const asked = ['zzz', 'PCI', 'OLD', 'NET', 'ACENIC', 'A', '0', 'NETX', '8139CP', 'net'];
		expect([...findUndefined(text, asked)].sort()).toEqual([
			['0', null],
			['A', null],
			['ACENIC', {symbol: 'ACENIC', series: '6.12', built: ['drivers/net/a', 'drivers/net/b'], now: []}],
			['NETX', null],
			['OLD', {symbol: 'OLD', series: '6.1', built: ['drivers/misc/thing'], now: ['NEW_A', 'NEW_B']}],
			['zzz', null],
		]);
		expect(findUndefined('A\t6.1\tdrivers/a', ['A']).get('A')).toMatchObject({built: ['drivers/a'], now: []});
		expect(findUndefined('', ['NET']).size).toBe(1);
		expect(findUndefined(text, []).size).toBe(0);
	});

	it('is checked line by line', () => {
		const lines = text.trimEnd().split('\n');
		expect(lines.map((line, index) => misfitOfOption(line, lines[index - 1] ?? null))).toEqual(
			lines.map(() => null),
		);
		expect(misfitOfOption('A B', null)).toMatch(/is not SYMBOL/);
		expect(misfitOfOption('A\tx', null)).toMatch(/is not SYMBOL/);
		expect(misfitOfOption('A', 'A\t6.1\tdrivers/a')).toMatch(/not sorted, or twice/);
		expect(misfitOfOption('A', 'B')).toMatch(/not sorted, or twice/);
	});
});
