import {appendFileSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {restoreIndex} from '../../source/dataset/make-index.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

describe('the index, with the tables', () => {
	it('is written again from the records, byte for byte', () => {
		const folder = writeSample(sampleRecords());
		const files = ['index.json', 'names.idx', 'ids.idx'].map(file => join(folder, file));
		const before = files.map(file => readFileSync(file, 'utf8'));
		for (const file of files) rmSync(file);
		restoreIndex(folder);
		expect(files.map(file => readFileSync(file, 'utf8'))).toEqual(before);
		expect(validateDataset(folder).findings).toEqual([]);
	});

	it('is not written for records that are not those of the manifest', () => {
		const folder = writeSample(sampleRecords());
		rmSync(join(folder, 'index.json'));
		appendFileSync(join(folder, 'drivers.ndjson'), `${JSON.stringify(makeDriver('drivers/net/more'))}\n`);
		expect(() => restoreIndex(folder)).toThrow('give another index.json than its manifest names');
	});
});
