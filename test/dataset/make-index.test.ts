import {appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {restoreIndex} from '../../source/dataset/make-index.ts';
import {openDataset} from '../../source/dataset/reader.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

describe('the index, with the tables', () => {
	it('is written again from the records, byte for byte', () => {
		const folder = writeSample(sampleRecords());
		const files = ['index.json', 'names.idx', 'ids.idx', 'links.idx'].map(file => join(folder, file));
		const before = files.map(file => readFileSync(file, 'utf8'));
		for (const file of files) rmSync(file);
		restoreIndex(folder);
		expect(files.map(file => readFileSync(file, 'utf8'))).toEqual(before);
		expect(validateDataset(folder).findings).toEqual([]);
	});

	it('has its links made for a manifest of before them, which are searched and not asked for by it', () => {
		const driver = {...makeDriver('drivers/net/one'), firmware: ['one.fw']};
		const folder = writeSample({drivers: [driver], directories: []});
		const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
		delete manifest.files['links.idx'];
		writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
		const driversOf = () => {
			const dataset = openDataset(folder);
			const found = dataset.links.drivers('firmware', 'one.fw')?.map(({id}) => id) ?? null;
			dataset.close();
			return found;
		};
		rmSync(join(folder, 'links.idx'));
		expect(driversOf()).toBeNull();
		restoreIndex(folder);
		expect(driversOf()).toEqual(['drivers/net/one']);
		// One that was made from other records is none.
		const links = readFileSync(join(folder, 'links.idx'), 'utf8');
		writeFileSync(join(folder, 'links.idx'), links.replace(/"index.json":"./, '"index.json":"x'));
		expect(driversOf()).toBeNull();
	});

	it('is made where a data set comes without one, as out of a repository', () => {
		const folder = writeSample(sampleRecords());
		const files = ['index.json', 'names.idx', 'ids.idx', 'links.idx', 'joins.idx'].map(file =>
			join(folder, file),
		);
		const before = files.map(file => readFileSync(file, 'utf8'));
		for (const file of files) rmSync(file);
		openDataset(folder).close();
		expect(files.map(file => readFileSync(file, 'utf8'))).toEqual(before);
		expect(readdirSync(folder).filter(name => name.endsWith('.draft'))).toEqual([]);
		// Of records that give another one it is told what to do.
		rmSync(files[0]!);
		const drivers = readFileSync(join(folder, 'drivers.ndjson'), 'utf8');
		writeFileSync(join(folder, 'drivers.ndjson'), drivers.replace('"e1000"', '"e1001"'));
		expect(() => openDataset(folder)).toThrow(/has no index\.json, and none can be made: .*another version/);
	});

	it('is not written for records that are not those of the manifest', () => {
		const folder = writeSample(sampleRecords());
		rmSync(join(folder, 'index.json'));
		appendFileSync(join(folder, 'drivers.ndjson'), `${JSON.stringify(makeDriver('drivers/net/more'))}\n`);
		expect(() => restoreIndex(folder)).toThrow('give another index.json than its manifest names');
	});
});
