import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {GitCache} from '../../../source/survey/git-history/cache.ts';
import {removeScratch, scratchDirectory} from './scratch.ts';

let folder = '';
beforeEach(() => {
	folder = scratchDirectory();
});
afterEach(() => removeScratch(folder));

const changes = {paths: ['drivers/net/ä.c', 'drivers/net/b.c'], lines: [3, 1, -1, -1]};

async function remember(id: string): Promise<void> {
	const cache = new GitCache(folder, 'clone', 'lines');
	await cache.load();
	cache.add(id, 2, changes);
	await cache.close('key', null);
	expect(cache.trouble).toBeNull();
}

async function recall(...ids: string[]): Promise<boolean[]> {
	const cache = new GitCache(folder, 'clone', 'lines');
	await cache.load();
	return ids.map(id => {
		const known = cache.get(id);
		if (known !== null) expect(known).toEqual({files: 2, changes});
		return known !== null;
	});
}

it('gives back what earlier runs remembered', async () => {
	await remember('a1');
	await remember('b2');
	expect(await recall('a1', 'b2', 'c3')).toEqual([true, true, false]);
});

it('does not believe a block whose checksum is wrong, nor what follows it', async () => {
	await remember('a1');
	const [name] = readdirSync(folder);
	const path = join(folder, name!);
	const first = readFileSync(path).length;
	await remember('b2');
	await remember('c3');
	const bytes = readFileSync(path);
	// The four bytes behind the second block's length.
	bytes.writeUInt32LE(bytes.readUInt32LE(first + 4) ^ 1, first + 4);
	writeFileSync(path, bytes);
	expect(await recall('a1', 'b2', 'c3')).toEqual([true, false, false]);
	await remember('d4');
	expect(await recall('a1', 'b2', 'd4')).toEqual([true, false, true]);
	expect(readdirSync(folder)).toEqual([name]);
});
