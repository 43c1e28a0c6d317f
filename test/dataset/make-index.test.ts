import {appendFileSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {restoreIndex} from '../../source/dataset/make-index.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

describe('the index', () => {
	it('is written again from the records, byte for byte', () => {
		const folder = writeSample(sampleRecords());
		const file = join(folder, 'index.json');
		const before = readFileSync(file, 'utf8');
		rmSync(file);
		restoreIndex(folder);
		expect(readFileSync(file, 'utf8')).toBe(before);
		expect(validateDataset(folder).findings).toEqual([]);
	});

	it('is not written for records that are not those of the manifest', () => {
		const folder = writeSample(sampleRecords());
		rmSync(join(folder, 'index.json'));
		appendFileSync(join(folder, 'drivers.ndjson'), `${JSON.stringify(makeDriver('drivers/net/more'))}\n`);
		expect(() => restoreIndex(folder)).toThrow('give another index than its manifest names');
	});
});
