import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {headBytes, openArchive} from '../../../source/dataset/archive/archive.ts';
import {packArchive} from '../../../source/dataset/archive/pack.ts';
import {createRandom} from '../../support/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'driverdex-archive-'));
afterAll(() => rmSync(folder, {recursive: true}));
const path = join(folder, 'driverdex.data');

const lines = Array.from({length: 30_000}, (_, index) => `{"id":"drivers/net/${index}","n":${index ** 2}}\n`);
const records = Buffer.from(lines.join(''));
const names = Buffer.from('names\n'.repeat(3000));
const program = Buffer.from('program');
const packed = packArchive(
	new Map([
		['drivers.ndjson', records],
		['names.idx', names],
	]),
	{build: 'b1', program},
);

/** The archive with its contents, as JSON, changed. */
function withContents(
	change: (contents: Record<string, {bytes: number; lengths: number[]}>) => void,
): Buffer {
	const [, , , , length] = packed.toString('latin1', 0, headBytes).trim().split(' ');
	const [from, to] = [headBytes + program.length, headBytes + program.length + Number(length)];
	const contents = JSON.parse(packed.toString('utf8', from, to));
	change(contents);
	const json = Buffer.from(JSON.stringify(contents));
	const head = `driverdex-data 1 b1 ${program.length} ${json.length}`.padEnd(headBytes - 1);
	return Buffer.concat([Buffer.from(`${head}\n`), program, json, packed.subarray(to)]);
}

describe('a data set in one file', () => {
	it('gives any stretch of a file, whichever blocks it lies in', () => {
		writeFileSync(path, packed);
		expect(packed.length).toBeLessThan(records.length / 2);
		const archive = openArchive(path);
		expect(archive.sizeOf('drivers.ndjson')).toBe(records.length);
		expect(archive.sizeOf('gone.ndjson')).toBeNull();
		const random = createRandom(7);
		for (let turn = 0; turn < 200; turn++) {
			const offset = random.below(records.length + 10);
			const length = random.below(2 ** random.below(22));
			const read = archive.read('drivers.ndjson', offset, length);
			expect(read.equals(records.subarray(offset, offset + length))).toBe(true);
		}
		expect(archive.read('names.idx', 6, 6).toString()).toBe('names\n');
		archive.close();
	});

	it('refuses what is none, what was cut short, and what claims more than there is room for', () => {
		const refusal = (bytes: Buffer | string): string => {
			writeFileSync(path, bytes);
			try {
				openArchive(path).close();
			} catch (error) {
				return (error as Error).message;
			}
			return 'opened';
		};
		expect(refusal('')).toMatch(/no data set/);
		expect(refusal('{"rows":[]}')).toMatch(/no data set/);
		expect(refusal(packed.subarray(0, 100))).toMatch(/damaged/);
		expect(refusal(packed.subarray(0, packed.length - 1))).toMatch(/damaged/);
		expect(refusal(withContents(contents => void (contents['drivers.ndjson']!.bytes = 2 ** 40)))).toMatch(
			/damaged/,
		);
		expect(refusal(withContents(contents => void contents['drivers.ndjson']!.lengths.pop()))).toMatch(
			/damaged/,
		);
		expect(refusal(withContents(contents => void (contents['drivers.ndjson']!.lengths[0] = -1)))).toMatch(
			/damaged/,
		);
		expect(refusal(withContents(() => {}))).toBe('opened');
	});

	it('says so of a block that is no longer as it was', () => {
		const spoilt = Buffer.from(packed);
		const at = packed.length - names.length - 1000;
		spoilt.fill(0xff, at, at + 400);
		writeFileSync(path, spoilt);
		const archive = openArchive(path);
		expect(() => archive.read('drivers.ndjson', 0, records.length)).toThrow();
		archive.close();
	});
});
