import {describe, expect, it} from 'vitest';
import {findLine} from '../../../source/dataset/tables/keyed-lines.ts';

/** Sorted lines, of which some are long, and how many bytes were read of them. */
function search(count: number) {
	const options = Array.from({length: count}, (_, index) => `SOC_${String(index * 3).padStart(6, '0')}`);
	const lines = options.map((option, index) =>
		JSON.stringify({option, text: 'ö'.repeat(index % 97 === 0 ? 20_000 : index % 50)}),
	);
	const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
	let read = 0;
	const find = (wanted: string) =>
		findLine(
			(offset, length) => {
				expect(offset + length).toBeLessThanOrEqual(bytes.length);
				read += length;
				return bytes.subarray(offset, offset + length);
			},
			bytes.length,
			wanted,
		);
	return {options, lines, bytes, find, bytesRead: () => read};
}

describe('lines that are searched by their first word', () => {
	it('finds every line of short and long ones, and where it begins', () => {
		const {options, lines, bytes, find} = search(700);
		for (const [index, option] of options.entries()) {
			const found = find(option)!;
			expect(found.text.trimEnd()).toBe(lines[index]);
			expect(bytes.toString('utf8', found.offset, found.offset + 12)).toBe('{"option":"S');
		}
	});

	it('finds nothing between, before or behind them, nor in an empty file', () => {
		const {find} = search(300);
		for (const option of ['SOC_000001', 'A', 'Z', 'SOC_', 'SOC_0000000']) expect(find(option)).toBeNull();
		expect(search(0).find('SOC_000000')).toBeNull();
	});

	it('reads a small part of many lines', () => {
		const {find, bytes, bytesRead} = search(20_000);
		find('SOC_012345');
		expect(bytesRead()).toBeLessThan(bytes.length / 10);
	});
});
