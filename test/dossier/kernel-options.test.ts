import {describe, expect, it} from 'vitest';
import {findUndefined, formatOptions, misfitOfOption} from '../../source/dossier/kernel-options.ts';

const text = formatOptions(['PCI', 'NET', '8139CP', 'net', 'PCI']);

describe('the list of options', () => {
	it('is sorted, each symbol once', () => {
		expect(text.split('\n')).toEqual(['8139CP', 'NET', 'PCI', 'net', '']);
	});

	it('tells what the tree does not define, wherever it would stand', () => {
		const asked = ['zzz', 'PCI', 'OLD', 'NET', 'A', '0', 'NETX', '8139CP', 'net'];
		expect(findUndefined(text, asked)).toEqual(['zzz', 'OLD', 'A', '0', 'NETX']);
		expect(findUndefined('', ['NET'])).toEqual(['NET']);
		expect(findUndefined(text, [])).toEqual([]);
	});

	it('is checked line by line', () => {
		const lines = text.trimEnd().split('\n');
		expect(lines.map((line, index) => misfitOfOption(line, lines[index - 1] ?? null))).toEqual(
			lines.map(() => null),
		);
		expect(misfitOfOption('A B', null)).toMatch(/is not a CONFIG symbol/);
		expect(misfitOfOption('A', 'A')).toMatch(/not sorted, or twice/);
		expect(misfitOfOption('A', 'B')).toMatch(/not sorted, or twice/);
	});
});
