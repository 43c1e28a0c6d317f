import {describe, expect, it} from 'vitest';
import {
	conditionsIn,
	findUndefined,
	formatOptions,
	misfitOfOption,
} from '../../source/dossier/kernel-options.ts';

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

	it('holds conditions beside options that build no driver', () => {
		const conditions = new Map([
			['MAC80211', 'CFG80211 &&\n NET'],
			['NETX', 'PCI'],
		]);
		const whole = formatOptions(['NET', 'MAC80211', 'MAC'], conditions);
		expect(whole).toBe('MAC\nMAC80211\tCFG80211 && NET\nNET\n');
		expect([...conditionsIn(whole)]).toEqual([['MAC80211', 'CFG80211 && NET']]);
		expect(
			whole
				.trimEnd()
				.split('\n')
				.map(line => misfitOfOption(line, null)),
		).toEqual([null, null, null]);
		for (const asked of [['MAC80211'], ['MAC'], ['NET'], ['MAC80211', 'MAC', 'NET']])
			expect(findUndefined(whole, asked)).toEqual([]);
		expect(findUndefined(whole, ['CFG80211'])).toEqual(['CFG80211']);
		expect(findUndefined(whole, ['MAC8', 'CFG80211'])).toEqual(['MAC8', 'CFG80211']);
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
