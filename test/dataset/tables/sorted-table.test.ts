import {describe, expect, it} from 'vitest';
import {formatTable, openTable, type SortedTable} from '../../../source/dataset/tables/sorted-table.ts';

const head = {schemaVersion: 1, of: {'index.json': 'abc'}} as const;

function tableOf(entries: Iterable<[string, string[]]>): {table: SortedTable; read: () => number} {
	const bytes = Buffer.from(formatTable(head, new Map(entries)));
	let read = 0;
	const table = openTable((offset, length) => {
		read += length;
		return bytes.subarray(offset, offset + length);
	}, bytes.length);
	return {table, read: () => read};
}

describe('a sorted table', () => {
	it('finds every key and no other, reading little', () => {
		const keys = Array.from({length: 20_000}, (_, index) => `m:${(index * 7919) % 20_011}_x`);
		const {table, read} = tableOf(keys.map((key, index) => [key, [String(index), 'g5']]));
		for (let index = 0; index < keys.length; index += 97) {
			expect(table.find(keys[index]!)).toEqual([String(index), 'g5']);
			expect(table.find(`${keys[index]}y`)).toEqual([]);
		}
		const before = read();
		table.find('m:77_x');
		expect(read() - before).toBeLessThan(20_000);
		expect(table.find('a')).toEqual([]);
		expect(table.find('z')).toEqual([]);
	});

	it('holds lines longer than any block, and names of every script', () => {
		const places = Array.from({length: 3000}, (_, index) => String(1_000_000 + index));
		const {table} = tableOf([
			['m:a', ['1']],
			['m:hub', places],
			['m:größe', ['2']],
			['m:z', ['3']],
		]);
		expect(table.find('m:hub')).toEqual(places);
		expect(table.find('m:größe')).toEqual(['2']);
		expect(table.find('m:z')).toEqual(['3']);
	});

	it('gives a part whole, and nothing of its neighbours', () => {
		const {table} = tableOf([
			['m:b', ['2']],
			['gm:a', ['9']],
			['s:a', ['3']],
			['m:a', ['1']],
		]);
		expect(table.section('m:')).toBe('\nm:a\t1\nm:b\t2\n');
		expect(table.section('x:')).toBe('\n');
	});

	it('is none without a head, or when it is cut off', () => {
		const read = (text: string) => () =>
			openTable((offset, length) => Buffer.from(text).subarray(offset, offset + length), text.length);
		expect(read('{"rows":[]}\n')).toThrow('does not begin as a table');
		expect(read('{"schemaVersion":1')).toThrow('cut off');
	});
});
