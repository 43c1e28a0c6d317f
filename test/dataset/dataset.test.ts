import {
	appendFileSync,
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {incomingFolder, markFile, markText} from '../../source/dataset/files.ts';
import {finishIncoming, writeDataset} from '../../source/dataset/open-for-writing.ts';
import {openDataset} from '../../source/dataset/reader.ts';
import {checkRecord} from '../../source/dataset/record-check.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {UserError} from '../../source/dossier/user-error.ts';
import {makeDirectory, makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

/** The two lines that a user would get. */
function complaint(action: () => unknown): string {
	try {
		action();
	} catch (error) {
		if (error instanceof UserError) return `${error.message}\n${error.advice}`;
		throw error;
	}
	throw new Error('nothing was complained of');
}

describe('a data set', () => {
	it('gives back what was written, record by record', () => {
		const records = sampleRecords();
		const dataset = openDataset(writeSample(records), checkRecord);
		const {head, rows} = dataset.start();
		expect(head).toMatchObject({treeVersion: '7.3.4', drivers: 7, libraries: 1});
		expect(rows.map(({module}) => module)).toEqual(dataset.rows().map(({module}) => module));
		expect(rows[0]!.module).toBe('gone');
		expect(rows.at(-1)!.module).toBe('libsas');
		for (const row of rows) {
			expect(dataset.driver(row)).toEqual(records.drivers.find(({id}) => id === row.id));
		}
		for (const entry of dataset.directories()) {
			expect(dataset.directoryRecord(entry)).toEqual(
				records.directories.find(({directory}) => directory === entry[0]),
			);
		}
		dataset.close();
	});

	it('is written sorted by id, one driver a line, so that a diff shows one line', () => {
		const folder = writeSample();
		const ids = readFileSync(join(folder, 'drivers.ndjson'), 'utf8')
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line).id);
		expect(ids).toEqual([...ids].sort());
	});

	it('finds names as people write them', () => {
		const dataset = openDataset(writeSample());
		const modules = (name: string) => dataset.find(name).drivers.map(({module}) => module);
		expect(modules('mlx4_ib')).toEqual(['mlx4_ib']);
		expect(modules('mlx4-ib')).toEqual(['mlx4_ib']);
		expect(modules('old_thing')).toEqual(['old-thing']);
		expect(modules('mlx4_ib.ko.xz')).toEqual(['mlx4_ib']);
		expect(modules('CONFIG_VORTEX')).toEqual(['3c59x']);
		expect(modules('VORTEX')).toEqual(['3c59x']);
		expect(modules('config_vortex')).toEqual(['3c59x']);
		expect(modules('MLX4_IB')).toEqual(['mlx4_ib']);
		expect(modules('drivers/net/ethernet/3com/3c59x')).toEqual(['3c59x']);
		expect(modules('drivers/net/ethernet/3com/3c59x.c')).toEqual(['3c59x']);
		expect(modules('net/ethernet/3com/3c59x.ko')).toEqual(['3c59x']);
		expect(dataset.find('drivers/infiniband/hw/mlx4').directory?.[0]).toBe('drivers/infiniband/hw/mlx4');
		expect(dataset.find('drivers/infiniband/hw/mlx4/').directory?.[0]).toBe('drivers/infiniband/hw/mlx4');
		expect(modules('mlx')).toEqual([]);
		expect(modules('"; [')).toEqual([]);
		dataset.close();
	});

	it('gives both drivers of one name', () => {
		const drivers = [makeDriver('drivers/a/twin'), makeDriver('drivers/b/twin')];
		const dataset = openDataset(
			writeSample({drivers, directories: [makeDirectory('drivers/a', 1), makeDirectory('drivers/b', 1)]}),
		);
		expect(dataset.find('twin').drivers.map(({id}) => id)).toEqual(['drivers/a/twin', 'drivers/b/twin']);
		dataset.close();
	});

	it('keeps text of every script in its place', () => {
		const drivers = [
			makeDriver('drivers/a/x', {title: 'Télévision 網路卡 👩‍💻 "quoted"\\'}),
			makeDriver('drivers/b/y'),
		];
		const dataset = openDataset(writeSample({drivers, directories: []}), checkRecord);
		expect(dataset.driver(dataset.find('y').drivers[0]!).id).toBe('drivers/b/y');
		expect(dataset.find('x').drivers[0]!.title).toBe('Télévision 網路卡 👩‍💻 "quoted"\\');
		dataset.close();
	});
});

describe('a damaged data set', () => {
	it('is refused when it is missing, cut short or of another schema', () => {
		expect(complaint(() => openDataset('/nowhere/at/all'))).toMatch(
			/does not exist\.\nName another with --data/,
		);
		const folder = writeSample();
		truncateSync(join(folder, 'drivers.ndjson'), 1000);
		expect(complaint(() => openDataset(folder))).toMatch(
			/drivers\.ndjson has 1000 bytes, its manifest says \d+/,
		);
		writeFileSync(join(folder, 'manifest.json'), '{"schemaVersion":9}');
		expect(complaint(() => openDataset(folder))).toMatch(/is of schema 9; this driverdex reads schema 1/);
		writeFileSync(join(folder, 'manifest.json'), '{');
		expect(complaint(() => openDataset(folder))).toMatch(/manifest\.json is not JSON/);
		rmSync(join(folder, 'manifest.json'));
		expect(complaint(() => openDataset(folder))).toMatch(/has no manifest\.json/);
	});

	it('names file, line and field of a record that does not fit', () => {
		const records = sampleRecords();
		Object.assign(records.drivers[2]!, {colour: 'blue'});
		const folder = writeSample(records);
		const dataset = openDataset(folder, checkRecord);
		const row = dataset.rows().find(({id}) => id === records.drivers[2]!.id)!;
		const line =
			[...records.drivers]
				.map(({id}) => id)
				.sort()
				.indexOf(row.id) + 1;
		expect(complaint(() => dataset.driver(row))).toMatch(
			new RegExp(`^drivers\\.ndjson, line ${line}: colour is not a field of the schema`),
		);
		dataset.close();
		expect(validateDataset(folder).findings).toContainEqual({
			file: 'drivers.ndjson',
			line,
			what: 'colour is not a field of the schema',
		});
	});

	it('is told apart from its manifest by validate', () => {
		const folder = writeSample();
		expect(validateDataset(folder).findings).toEqual([]);
		const path = join(folder, 'drivers.ndjson');
		writeFileSync(path, readFileSync(path, 'utf8').replace('"files":3', '"files":4'));
		const whats = validateDataset(folder).findings.map(({what}) => what);
		expect(whats).toContain('its SHA-256 is not the one in the manifest');
		expect(whats.some(what => what.startsWith('has no row, or another'))).toBe(true);
		appendFileSync(path, '{"id":');
		expect(
			validateDataset(folder).findings.some(({line, what}) => line === 9 && what.startsWith('is not JSON')),
		).toBe(true);
	});

	it('is found out when a reason cites a source that is not there', () => {
		const records = sampleRecords();
		records.drivers[0]!.assessments.at(-1)!.reasons[0]!.source = 99;
		expect(validateDataset(writeSample(records)).findings[0]!.what).toMatch(/cites source 99 of/);
	});
});

describe('writing', () => {
	it('leaves the old data set whole when the new one fails', () => {
		const folder = writeSample();
		const before = readFileSync(join(folder, 'drivers.ndjson'), 'utf8');
		const cyclic = makeDriver('drivers/a/x') as unknown as Record<string, unknown>;
		cyclic.self = cyclic;
		expect(() => sampleInto(folder, [cyclic as never])).toThrow(TypeError);
		expect(readFileSync(join(folder, 'drivers.ndjson'), 'utf8')).toBe(before);
		expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
		expect(validateDataset(folder).findings).toEqual([]);
	});

	it('is finished by the next one when it was stopped between two renames', () => {
		const names = [
			'drivers.ndjson',
			'directories.ndjson',
			'index.json',
			'schema.json',
			'names.idx',
			'ids.idx',
			'links.idx',
			'joins.idx',
			'manifest.json',
		];
		for (let stoppedAfter = 0; stoppedAfter <= names.length; stoppedAfter++) {
			const old = writeSample();
			const fresh = writeSample({drivers: [makeDriver('drivers/new/one')], directories: []});
			const incoming = join(old, incomingFolder);
			mkdirSync(incoming);
			writeFileSync(join(incoming, markFile), markText);
			for (const name of names) renameSync(join(fresh, name), join(incoming, name));
			for (const name of names.slice(0, stoppedAfter)) renameSync(join(incoming, name), join(old, name));
			const dataset = openDataset(old, checkRecord);
			expect(dataset.rows().map(row => dataset.driver(row).id)).toEqual(['drivers/new/one']);
			dataset.close();
			finishIncoming(old);
			expect(existsSync(incoming)).toBe(false);
			expect(validateDataset(old).findings).toEqual([]);
		}
	});

	it.skipIf(process.getuid?.() === 0)('says so when it may not write', () => {
		const folder = writeSample();
		chmodSync(folder, 0o555);
		expect(complaint(() => sampleInto(folder, sampleRecords().drivers))).toMatch(/Can't write to/);
		chmodSync(folder, 0o755);
	});
});

function sampleInto(folder: string, drivers: ReturnType<typeof sampleRecords>['drivers']): void {
	writeDataset(folder, {
		manifest: {
			generator: 'driverdex test',
			treeVersion: '7.3.4',
			asOf: '2026-07-01',
			window: {since: '2021-07-01', until: '2026-07-01'},
			releases: [],
			sources: [],
			calibration: null,
			problems: [],
		},
		drivers,
		directories: [],
		options: null,
		platforms: null,
		gone: null,
		outside: null,
	});
}
