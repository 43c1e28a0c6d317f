import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {validateDataset} from '../../source/dataset/validate.ts';
import type {Distribution, DriverRecord} from '../../source/dossier/schema.ts';
import {makeServer, serverDrivers} from '../support/machine.ts';
import {run} from '../support/run.ts';
import {makeDirectory, makeDriver, top, writeSample} from '../support/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'driverdex-reach-'));
let data = '';
const server = makeServer();
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
	rmSync(server.root, {recursive: true, force: true});
});

const distribution = (family: string, label: string, kind: Distribution['kind']): Distribution => ({
	family,
	label,
	kind,
	enabled: 0.2,
	configurations: ['amd64', 's390x'].map(architecture => ({
		distribution: family,
		release: '10',
		kernel: '6.12.0',
		date: '2025-01-01',
		architecture,
		kind,
		form: 'full',
		testsCompiling: false,
		source: `some/configs@0123456789ab:${family}.config`,
		enabled: 1,
	})),
});
const distributions = [
	distribution('debian', 'Debian', 'general'),
	distribution('rhel', 'RHEL', 'server'),
	distribution('void', 'Void', 'desktop'),
];

/** A driver with a letter for each distribution; `at` says which of their configurations. */
const withReach = (record: DriverRecord, values: string, at = 0): DriverRecord => ({
	...record,
	signals: {
		...record.signals,
		distributions: {
			values,
			at: [...values].filter(value => value !== '-').map(() => at),
			drivers: 1,
			switched: [
				{
					distribution: 'void',
					release: 'rolling',
					kernel: '6.12.3',
					date: '2024-12-01',
					architecture: 'amd64',
					to: 'off',
					source: 'some/configs@0123456789ab:void.config',
				},
			],
		},
		population: {machines: 34_034, byClass: null, device: '8086:10d3', source: 'device-population-2023-03'},
	},
});

beforeAll(() => {
	const drivers = [
		withReach(makeDriver('drivers/a/everywhere'), 'mym'),
		withReach(makeDriver('drivers/a/nobody'), 'nnn'),
		withReach(makeDriver('drivers/a/debian-only', {symbol: 'DEBIAN_ONLY'}), 'mnn'),
		withReach(makeDriver('drivers/a/rhel-only', {symbol: 'RHEL_ONLY'}), 'nm-'),
		withReach(makeDriver('drivers/a/mainframe', {symbol: 'MAINFRAME'}), 'nm-', 1),
		withReach(makeDriver('drivers/a/unasked'), '---'),
		...serverDrivers().map((record, index) => withReach(record, index === 0 ? 'mnm' : 'mmm')),
	];
	const directories = [...new Set(drivers.map(({directory}) => directory))].map(name =>
		makeDirectory(name, 1),
	);
	data = writeSample({drivers, directories, distributions});
});

const config = `# Linux/x86 6.12.8 Kernel Configuration\nCONFIG_X86_64=y\n${['EVERYWHERE', 'NOBODY', 'DEBIAN_ONLY', 'UNASKED'].map(name => `CONFIG_${name}=m\n`).join('')}`;

describe('who ships it', () => {
	it('tells which of my options nobody else ships', async () => {
		const {out, status} = await run(['audit', '-', '--fail-on', 'dist:0', '--format', 'csv'], {
			data,
			input: config,
		});
		const lines = out.trimEnd().split(/\r?\n/).slice(1);
		expect(lines.map(line => line.split(',')[1])).toEqual(['CONFIG_NOBODY']);
		expect(lines[0]).toMatch(/on in 0 of 3; RHEL and Debian off,stdin,\d+$/);
		expect(status).toBe(1);
	});

	it('tells which drivers of this machine my next distribution has switched off', async () => {
		const {out, status} = await run(['host', '--root', server.root, '--fail-on', 'off:rhel', '--json'], {
			data,
		});
		const rows = (JSON.parse(out) as {rows: {path: string | null; atRisk: boolean}[]}).rows;
		const first = serverDrivers()[0]!.id;
		expect(rows.filter(({atRisk, path}) => atRisk && path !== null).map(({path}) => path)).toEqual([first]);
		expect(status).toBe(1);
	});

	it('holds a configuration against a distribution, each way', async () => {
		const against = (...words: string[]) => run(['audit', '-', '--against', ...words], {data, input: config});
		const {out, remarks, status} = await against('RHEL', '--query', 'path:a', '--format', 'csv');
		const found = out
			.trimEnd()
			.split(/\r?\n/)
			.slice(1)
			.map(line => line.split(',').slice(1, 4).join(' '));
		expect(found.toSorted()).toEqual([
			'CONFIG_DEBIAN_ONLY here m',
			'CONFIG_NOBODY here m',
			// What only its mainframes have is nothing that this machine lacks.
			'CONFIG_RHEL_ONLY there ',
		]);
		expect(remarks).toContain('2 drivers on here and off in RHEL, 1 the other way round');
		expect(status).toBe(0);
		expect((await against('rhel')).out).toMatch(/^On here, off in RHEL\n.*\nCONFIG_\w+=m .* on in [01] of 3/);
		expect((await against('rhel', '--fail-on', 'module:nobody')).status).toBe(1);
		const wrong = await against('slackware');
		expect(wrong).toMatchObject({status: 64, out: ''});
		expect(wrong.remarks).toContain('It knows debian, rhel, void.');
		const plain = writeSample();
		expect((await run(['audit', '-', '--against', 'rhel'], {data: plain, input: config})).remarks).toContain(
			'--configs',
		);
	});

	it('says so in the dossier, in text and in Markdown', async () => {
		const {out} = await run(['show', 'debian-only'], {data});
		expect(out).toMatch(/^shipped by {2}Debian \(1 of 3 families\) · off in RHEL, Void$/m);
		expect(out).toMatch(/^switched {2}void rolling switched it off \(kernel 6\.12\.3, 2024-12-01\)$/m);
		expect(out).toMatch(/^seen in {2}34,034 probed machines \(2023-03\)$/m);
		expect((await run(['show', 'unasked'], {data})).out).toContain(
			'none of 3 families of distributions was asked',
		);
		expect((await run(['show', 'debian-only', '--markdown'], {data})).out).toMatch(
			/^- shipped by: Debian \\?\(1 of 3 families\\?\); off in RHEL, Void$/m,
		);
	});

	it('is asked for in queries', async () => {
		const names = async (query: string) =>
			(await run(['list', query, 'path:a', '--format', 'csv'], {data})).out
				.trimEnd()
				.split(/\r?\n/)
				.slice(1)
				.map(line => line.split(',')[0])
				.toSorted();
		expect(await names('in:rhel')).toEqual(['everywhere', 'mainframe', 'rhel-only']);
		expect(await names('off:debian -in:rhel')).toEqual(['nobody']);
		expect(await names('dist:<2')).toEqual(['debian-only', 'mainframe', 'nobody', 'rhel-only']);
		expect(await names('dist:unknown')).toEqual(['unasked']);
		expect(await names('pop:>40000')).toEqual([]);
		expect((await names('pop:>1000')).length).toBe(6);
		expect((await run(['list', 'in:slackware'], {data})).status).toBe(64);
		const columns = (await run(['list', 'in:rhel', '--format', 'csv'], {data})).out.split(/\r?\n/)[0];
		expect(columns).toContain('deployments,distributions,machines');
	});

	it('has an index that says the same as its records', () => {
		expect(validateDataset(data).findings).toEqual([]);
	});
});

it('survey reads configurations and counts, and cites their lines', async () => {
	const configs = join(folder, 'configs');
	mkdirSync(configs);
	const columns = 'file distribution release kernel arch date source form family kind era enabled off'.split(
		' ',
	);
	const rows = [
		[
			'a.config',
			'debian',
			'13',
			'6.12.8',
			'amd64',
			'2025-01-01',
			'x/y@0123456789ab:a.config',
			'full',
			'debian',
			'general',
			'now',
			'1',
			'0',
		],
		[
			'b.config',
			'fedora',
			'41',
			'6.11.0',
			'amd64',
			'2024-11-01',
			'x/y@0123456789ab:b.config',
			'listed',
			'fedora',
			'general',
			'now',
			'0',
			'1',
		],
	];
	writeFileSync(
		join(configs, 'index.tsv'),
		`${[columns, ...rows].map(cells => cells.join('\t')).join('\n')}\n`,
	);
	writeFileSync(join(configs, 'a.config'), 'CONFIG_PEBBLE=m\n');
	writeFileSync(join(configs, 'b.config'), '# CONFIG_PEBBLE is not set\n');
	const mine = join(folder, 'mine.config');
	writeFileSync(mine, 'CONFIG_PEBBLE=y\n');
	const population = join(folder, 'device-population-2023-03.md');
	writeFileSync(population, '| pci:8086-10d3 | a | b | 12 |\n');
	const out = join(folder, 'out');
	const words = ['--configs', configs, '--config', `mine=${mine}`, '--population', population];
	const tree = join(top, 'test/fixtures/kernel');
	expect((await run(['survey', '--tree', tree, ...words, '--out', out])).status).toBe(0);
	const shown = JSON.parse((await run(['show', 'pebble', '--json'], {data: out})).out) as DriverRecord;
	expect(shown.signals.distributions!.values).toBe('mny');
	const [verdict] = shown.assessments;
	expect(verdict!.deployments).toBe('low');
	expect(verdict!.sources.find(({kind}) => kind === 'distribution')).toMatchObject({
		url: 'https://github.com/x/y/blob/0123456789ab/a.config',
		claim: 'Debian (13, amd64, kernel 6.12.8): CONFIG_PEBBLE=m',
	});
	expect((await run(['list', 'in:mine'], {data: out})).status).toBe(0);
	const wrong = await run(['survey', '--tree', tree, '--config', 'nothing', '--out', out]);
	expect(wrong.status).toBe(64);
	expect(wrong.remarks).toContain('--config wants NAME=FILE');
}, 60_000);
