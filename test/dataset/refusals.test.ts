import {appendFileSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {writeDataset} from '../../source/dataset/open-for-writing.ts';
import {openDataset} from '../../source/dataset/reader.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

it('refuses a file that is longer than the manifest says', () => {
	const folder = writeSample();
	appendFileSync(join(folder, 'drivers.ndjson'), '{}\n');
	expect(() => openDataset(folder)).toThrow(/drivers\.ndjson has \d+ bytes, its manifest says \d+/);
});

it('refuses the record of another driver than the index names', () => {
	const [first, second] = [makeDriver('drivers/net/aa'), makeDriver('drivers/net/ab')];
	const folder = writeSample({drivers: [first, second], directories: []});
	const path = join(folder, 'drivers.ndjson');
	writeFileSync(path, readFileSync(path, 'utf8').replace('"id":"drivers/net/ab"', '"id":"drivers/net/xx"'));
	const dataset = openDataset(folder);
	const row = (id: string) => dataset.rows().find(one => one.id === id)!;
	expect(dataset.driver(row(first.id))).toEqual(first);
	expect(() => dataset.driver(row(second.id))).toThrow(
		'line 2 is drivers/net/xx, the index says drivers/net/ab',
	);
	dataset.close();
});

it('finds out a record that stands twice', () => {
	const driver = makeDriver('drivers/net/twice');
	const whats = validateDataset(writeSample({drivers: [driver, driver], directories: []})).findings;
	expect(whats).toContainEqual({
		file: 'drivers.ndjson',
		line: 2,
		what: 'drivers/net/twice stands after drivers/net/twice: not sorted, or twice',
	});
});

it('takes a reason that cites the last source', () => {
	const records = sampleRecords();
	const {reasons, sources} = records.drivers.at(-1)!.assessments.at(-1)!;
	reasons[0]!.source = sources.length;
	expect(validateDataset(writeSample(records)).findings).toEqual([]);
});

it('takes the list of options away with the data set that it belonged to', () => {
	const folder = writeSample({...sampleRecords(), options: 'ACPI\n'});
	expect(existsSync(join(folder, 'options.txt'))).toBe(true);
	const {counts: _, files: __, schemaVersion: ___, ...manifest} = openDataset(folder).manifest;
	writeDataset(folder, {
		manifest,
		...sampleRecords(),
		options: null,
		platforms: null,
		gone: null,
		outside: null,
	});
	expect(existsSync(join(folder, 'options.txt'))).toBe(false);
	expect(validateDataset(folder).findings).toEqual([]);
});

it('refuses a driver with a bus that the rules call no driver; a core on its own bus may be none', () => {
	const hidden = makeDriver('drivers/net/hidden', {
		signs: [{sign: 'no-entry-point', value: null, at: 'drivers/net/hidden.c:1'}],
		buses: ['pci'],
	});
	const found = (kind: 'driver' | 'core') =>
		validateDataset(writeSample({drivers: [{...hidden, kind}], directories: []})).findings;
	expect(found('driver')).toContainEqual({
		file: 'drivers.ndjson',
		line: 1,
		what: 'is a driver that registers on pci, and yet not-a-driver',
	});
	expect(found('core').filter(({what}) => what.includes('not-a-driver'))).toEqual([]);
});
