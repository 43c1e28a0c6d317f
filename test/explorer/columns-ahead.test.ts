import {setTimeout as rest} from 'node:timers/promises';
import {expect, it} from 'vitest';
import type {Joins} from '../../source/dossier/query/joins.ts';
import {ColumnsAhead} from '../../source/explorer/rehearse.ts';

/** Which columns are read while these texts stand in the filter, one after the other. */
async function readFor(texts: readonly string[], areKept = true): Promise<string[]> {
	const read: string[] = [];
	const joins = {
		areKept: () => areKept,
		values(column: string) {
			read.push(column);
			throw new Error('a damaged file is no fault of whoever types');
		},
	} as unknown as Joins;
	const ahead = new ColumnsAhead();
	for (const text of texts) ahead.follow(text, joins);
	await rest(20);
	return read;
}

it('reads the column of a field whose name is being typed, once', async () => {
	expect(await readFor(['sub:net -de', 'sub:net -dep', 'sub:net -depends:ARCH_'])).toEqual(['depends']);
	expect(await readFor(['cve:CVE-2024', 'cve:CVE-2024 sec'])).toEqual(['cve', 'section']);
});

it('reads none for names of drivers, values of fields, or where they would have to be made', async () => {
	expect(await readFor(['mlx', 'fi', 'section-mismatch x', 'sub:file', '"list"x'])).toEqual([]);
	expect(await readFor(['depends:x'], false)).toEqual([]);
});
