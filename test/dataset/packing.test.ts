import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {commonBases, expandAddress, shortenAddress} from '../../source/dataset/packing/addresses.ts';
import {
	boardsPart,
	directoryPart,
	driverPart,
	needPart,
	patchesPart,
	reasonPart,
	rulesPart,
	signalsPart,
	signPart,
} from '../../source/dataset/packing/fields.ts';
import {createPacker, makePacking} from '../../source/dataset/packing/packing.ts';
import {openDataset} from '../../source/dataset/reader.ts';
import {checkRecord} from '../../source/dataset/record-check.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {needSchema} from '../../source/dossier/schema/driver.ts';
import {boardsSchema, patchesSchema, signalsSchema, signSchema} from '../../source/dossier/schema/signals.ts';
import type {DriverRecord} from '../../source/dossier/schema.ts';
import {assessmentSchema, directorySchema, driverSchema, reasonSchema} from '../../source/dossier/schema.ts';
import {makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

const window = {since: '2021-07-01', until: '2026-07-01'};
const frame = {treeVersion: '7.3.4', asOf: '2026-07-01', window};

/** A driver with a history, patches on two lists and reasons, as a survey writes it. */
function surveyedDriver(): DriverRecord {
	const last = {date: '2026-05-02', messageId: 'a@b.c'};
	const record = makeDriver('drivers/net/wan/farsync', {
		signals: {
			releases: {
				files: [null, 2, 0, 1],
				added: [null, 10, 0, 3],
				removed: [null, 4, 0, 0],
				substantive: [null, null, 0, 3],
			},
			since: {release: '2.6.0', date: '2003-12-17', earliest: true, source: 'drivers/net/wan/farsync.c'},
			away: [],
			patches: {
				since: '2022-01-05',
				until: '2026-07-01',
				total: 3,
				atLeast: true,
				elsewhere: {total: 0, last: null},
				lists: [
					{list: 'netdev', since: '2022-01-05', until: '2026-11-01'},
					{list: 'linux-wan', since: null, until: null},
				],
				substantive: {total: 2, authors: 1, last},
				authors: 2,
				last,
				monthly: [0, 1, 2],
			},
			removalPatches: [],
			cves: [],
			cveDates: [],
			boards: {
				boards: 5,
				overlays: 0,
				families: [
					{family: 'arm/pond', boards: 3},
					{family: 'arm64/pond', boards: 2},
				],
				moreFamilies: 0,
			},
		},
	});
	record.needs = [{driver: 'drivers/net/wan/hdlc', by: 'symbol'}];
	record.assessments.unshift({
		assessor: 'dossier',
		origin: 'example.org',
		covers: record.directory,
		date: '2026-01-01',
		recommendation: 'keep',
		confidence: null,
		removalRisk: null,
		deployments: 'low',
		replacement: null,
		summary: null,
		reasons: [],
		sources: [
			{kind: 'web', url: 'https://www.example.org/a', host: 'example.org', date: null, claim: 'a'},
			{kind: 'web', url: 'https://example.org/~/b', host: 'example.org', date: null, claim: 'b'},
		],
		notes: null,
	});
	return record;
}

describe('packed records', () => {
	it('come back as they were, and shorter in between', () => {
		const record = surveyedDriver();
		const other = surveyedDriver();
		// What is not as in others stays: a list read on other days, a later patch that is a sweep, whole lists.
		other.signals.patches!.lists[0]!.until = '2026-03-01';
		other.signals.patches!.last = {date: '2026-06-30', messageId: 'd@e.f'};
		other.signals.tree!.version = '7.3.3';
		other.signals.releases = {
			files: [1, 2, 3, 1],
			added: [1, 2, 3, 4],
			removed: [0, 0, 0, 0],
			substantive: [null, 1, 1, 1],
		};
		other.assessments.at(-1)!.date = '2026-06-01';
		other.signals.boards!.moreFamilies = 2;
		const records = [record, other, makeDriver('drivers/a/x'), ...sampleRecords().drivers];
		const packer = createPacker({...frame, packing: makePacking(records)});
		for (const one of records) {
			const text = JSON.stringify(packer.pack(one));
			expect(packer.unpack(JSON.parse(text))).toEqual(one);
			expect(text.length).toBeLessThan(JSON.stringify(one).length);
		}
		const {signals, assessments} = packer.pack(record) as DriverRecord;
		expect(signals.releases!.substantive).toEqual([null, 3]);
		expect(signals.since!.source).toBe('~/farsync.c');
		expect(signals.patches!.lists).toEqual([{list: 'netdev'}, {list: 'linux-wan'}]);
		expect(Object.keys(signals)).not.toContain('cves');
		expect(signals.boards).toEqual({
			boards: 5,
			families: [{family: 'arm/pond'}, {family: 'arm64/pond', boards: 2}],
		});
		expect(assessments[0]!.sources[0]).toHaveProperty('host', 'example.org');
		expect(assessments[0]!.sources[1]).not.toHaveProperty('host');
	});

	it('are read whole from a data set, which says in its schema what they may lack', () => {
		const folder = writeSample({drivers: [surveyedDriver()], directories: []});
		const stored = JSON.parse(readFileSync(join(folder, 'drivers.ndjson'), 'utf8'));
		expect(stored.signals).not.toHaveProperty('cves');
		const {$defs} = JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8'));
		expect($defs.driver.properties.signals.required).not.toContain('cves');
		expect($defs.driver.properties.signals.required).toContain('maintainers');
		expect(validateDataset(folder).findings).toEqual([]);
		const dataset = openDataset(folder, checkRecord);
		expect(dataset.driver(dataset.rows()[0]!)).toEqual(surveyedDriver());
		dataset.close();
	});

	it('leave alone what is not a record', () => {
		const packer = createPacker({...frame, packing: {bases: [], lists: []}});
		for (const other of [null, 3, [], {}, {directory: 'drivers/a', signals: 3, assessments: [null, 'x']}]) {
			const whole = packer.unpack(other);
			expect(typeof whole).toBe(typeof other);
		}
	});
});

describe('the fields of packed records', () => {
	it('are those of the schema, in its order', () => {
		const parts = [
			[driverPart, driverSchema],
			[directoryPart, directorySchema],
			[signalsPart, signalsSchema],
			[patchesPart, patchesSchema],
			[boardsPart, boardsSchema],
			[needPart, needSchema],
			[signPart, signSchema],
			[reasonPart, reasonSchema],
		] as const;
		for (const [{order}, {entries}] of parts) expect(order).toEqual(Object.keys(entries));
		const rules = Object.keys(assessmentSchema.entries).filter(key => rulesPart.order.includes(key));
		expect(rules).toEqual(rulesPart.order);
	});
});

describe('short addresses', () => {
	it('begin with what many have in common', () => {
		const long = 'https://example.org/a/very/long/way/to/the/configurations/of/';
		const addresses = Array.from({length: 400}, (_, index) => `${long}${index}`);
		expect(commonBases([...addresses, 'https://example.org/b'])).toEqual([long]);
		expect(shortenAddress(`${long}7`, [long], 'drivers/a')).toBe('{0}7');
		expect(expandAddress('{0}7', [long], 'drivers/a')).toBe(`${long}7`);
		expect(shortenAddress('drivers/a/x.c:3', [long], 'drivers/a')).toBe('~/x.c:3');
		expect(expandAddress('~/x.c:3', [long], 'drivers/a')).toBe('drivers/a/x.c:3');
	});

	it('stay long where a short one would mean another', () => {
		expect(shortenAddress('https://example.org/~/x', ['https://example.org/'], 'drivers/a')).toBe(
			'https://example.org/~/x',
		);
	});
});
