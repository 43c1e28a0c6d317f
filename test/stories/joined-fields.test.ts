import {createHash} from 'node:crypto';
import {
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {validateDataset} from '../../source/dataset/validate.ts';
import type {DriverRecord, Platform} from '../../source/dossier/schema.ts';
import {run} from '../support/run.ts';
import {makeDriver, makeGone, top, writeSample} from '../support/sample.ts';
import {startTerminal} from '../support/terminal.ts';

const shipped = join(top, 'data');
const folder = mkdtempSync(join(tmpdir(), 'driverdex-joins-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const support = (release: string, state: 'maintained' | 'removed', device: string | null = null) => ({
	vendor: 'RHEL',
	release,
	state,
	device,
});
const since = (release: string, earliest = false) => ({release, date: '2023-06-25', earliest, source: 'a'});
const maintained = (section: string, ...lists: string[]) => ({
	section,
	status: 'Maintained' as const,
	own: true,
	lists,
	at: 'MAINTAINERS:7',
});

const driver = (
	id: string,
	condition: string | null,
	rest: Partial<DriverRecord>,
	signals: Partial<DriverRecord['signals']> = {},
): DriverRecord => {
	const made = makeDriver(id, {signals});
	return {...made, kconfig: {...made.kconfig!, dependsOn: condition}, ...rest};
};

const drivers: DriverRecord[] = [
	driver(
		'drivers/net/reed/reedeth',
		'(ARCH_REED || COMPILE_TEST) && NET',
		{
			files: ['reedeth.c', 'hw/phy.c'],
			aliases: ['of:N*T*Creed,eth-1C*'],
			needs: [{driver: 'drivers/mfd/reedcore', by: 'symbol'}],
		},
		{maintainers: maintained('ARM/REED ARCHITECTURE', 'reed@lists.example.org'), since: since('6.3')},
	),
	driver(
		'drivers/mfd/reedcore',
		'SOC_REED2',
		{needs: [{driver: 'drivers/mfd/base', by: 'select'}]},
		{since: since('7.1')},
	),
	driver(
		'drivers/mfd/base',
		null,
		{},
		{since: since('5.10', true), support: [support('9', 'maintained'), support('10', 'removed')]},
	),
	driver(
		'drivers/net/cards/card',
		'PCI && (REEDETH || REEDETH && OF)',
		{aliases: ['pci:v00008086d00001533sv*sd*bc*sc*i*']},
		{
			cves: ['CVE-2024-53104'],
			cveDates: ['2024-12-02'],
			support: [
				support('9', 'maintained', '8086:1533'),
				support('10', 'removed', '8086:1533'),
				support('9', 'maintained', '8086:1534'),
				support('10', 'maintained', '8086:1534'),
			],
		},
	),
	driver(
		'drivers/ata/whole',
		'PCI',
		{aliases: ['pci:v00008086d*sv*sd*bc01sc06i01*']},
		{support: [support('8', 'removed'), support('9', 'removed'), support('10', 'removed')]},
	),
];
const platform = (option: string, boards: string[], served: string[]): Platform => ({
	option,
	prompt: option,
	at: 'arch/reed/Kconfig:3',
	architectures: ['reed'],
	since: null,
	state: 'in-use',
	goes: null,
	through: null,
	citations: [],
	boards,
	deviceTrees: [],
	drivers: served,
});

let data = '';
beforeAll(() => {
	data = writeSample({
		drivers,
		directories: [],
		platforms: [platform('ARCH_REED', ['SOC_REED2'], ['drivers/ata/whole'])],
		gone: [
			makeGone('drivers/net/old', {section: 'OLD CARDS', ids: ['pci:v00008086d00000001sv*sd*bc*sc*i*']}),
		],
	});
});

async function found(query: string, of = data): Promise<string[]> {
	const {out, remarks} = await run(['list', query, '--format', 'csv'], {data: of});
	if (out === '') return [remarks.split('\n')[1] ?? ''];
	return out
		.split('\n')
		.slice(1, -1)
		.map(line => line.split(',')[0]!)
		.sort();
}

describe('fields that ask across drivers', () => {
	it('find what an option can not do without, through chains and menus, compile tests aside', async () => {
		expect(await found('depends:ARCH_REED')).toEqual(['card', 'reedcore', 'reedeth', 'whole']);
		expect(await found('depends:CONFIG_net')).toEqual(['card', 'reedeth']);
		expect(await found('depends:REEDETH')).toEqual(['card']);
		expect(await found('depends:OF')).toEqual([]);
		expect(await found('depends:SOC_*,NET')).toEqual(['card', 'reedcore', 'reedeth']);
	});

	it('find devices by patterns, but no whole classes', async () => {
		expect(await found('id:8086:*')).toEqual(['card']);
		expect(await found('id:pci:8086:15?3')).toEqual(['card']);
		expect(await found('id:usb:8086:*')).toEqual([]);
		expect(await found('compatible:reed,eth*')).toEqual(['reedeth']);
		expect(await found('compatible:reed,eth')).toEqual([]);
		expect(await found('state:gone id:8086:0001')).toEqual(['old']);
		expect((await run(['list', 'id:8086'], {data})).remarks).toContain('Id: wants a vendor and a device');
	});

	it('find sections, lists, CVEs, files, releases and what is loaded', async () => {
		expect(await found('section:reed-arch')).toEqual(['reedeth']);
		expect(await found('section:"ARM/REED ARCH"')).toEqual(['reedeth']);
		expect(await found('section:arm/reed-architecture')).toEqual(['reedeth']);
		expect(await found('section:"OLD CARDS" state:gone')).toEqual(['old']);
		expect(await found('list:reed')).toEqual(['reedeth']);
		expect(await found('list:ree')).toEqual([]);
		expect(await found('list:reed@lists.example.org')).toEqual(['reedeth']);
		expect(await found('cve:cve-2024-53104')).toEqual(['card']);
		expect(await found('cve:2024-5310')).toEqual([]);
		expect(await found('file:phy.c')).toEqual(['reedeth']);
		expect(await found('file:reed/hw/phy.c')).toEqual(['reedeth']);
		expect(await found('file:drivers/net/reed/reedeth.c')).toEqual(['reedeth']);
		expect(await found('file:eed/reedeth.c')).toEqual([]);
		expect(await found('since:6.3..7.1')).toEqual(['reedcore', 'reedeth']);
		expect(await found('since:6.3..7.0')).toEqual(['reedeth']);
		// That one or earlier: it may be no younger than any release before.
		expect(await found('since:<=5.10')).toEqual(['base']);
		expect(await found('since:5.10')).toEqual([]);
		expect(await found('since:>=6.10')).toEqual(['reedcore']);
		expect(await found('loads:base')).toEqual(['reedcore', 'reedeth']);
		expect(await found('loads:reedcore')).toEqual(['reedeth']);
	});

	it('tell what one release of RHEL lost, devices apart from drivers', async () => {
		const {out, remarks, status} = await run(['list', 'rhel:9>10'], {data});
		expect(status).toBe(0);
		const [table, devices] = out.split('\n\n');
		expect(table).toContain('drivers/mfd/base');
		expect(table).not.toContain('drivers/ata/whole');
		expect(table).not.toContain('drivers/net/cards/card');
		expect(devices).toContain('card: 1 device, 8086:1533');
		expect(devices).not.toContain('8086:1534');
		expect(remarks).toContain('1 of 5 drivers, and devices of 1 more');
		expect((await run(['list', 'rhel:10>9'], {data})).remarks).toContain('wants the earlier release first');
	});

	it('say the same where no table lies beside the records, and nothing of the table of others', async () => {
		const other = join(folder, 'bare');
		mkdirSync(other);
		for (const file of readdirSync(data)) copyFileSync(join(data, file), join(other, file));
		const manifest = JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8'));
		expect(manifest.files['joins.idx']).toBeDefined();
		delete manifest.files['joins.idx'];
		writeFileSync(join(other, 'manifest.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
		rmSync(join(other, 'joins.idx'));
		expect(await found('depends:ARCH_REED loads:base', other)).toEqual(['reedcore', 'reedeth']);
		const foreign = readFileSync(join(data, 'joins.idx'), 'utf8')
			.replaceAll(manifest.files['drivers.ndjson'].sha256, '0'.repeat(64))
			.replace('REED ARCHITECTURE', 'SEED ARCHITECTURE');
		writeFileSync(join(other, 'joins.idx'), foreign);
		expect(await found('section:seed', other)).toEqual([]);
		expect(await found('section:reed-arch', other)).toEqual(['reedeth']);
	});

	it('are checked: a table that says something else than the records is told', () => {
		expect(validateDataset(data).findings).toEqual([]);
		const other = join(folder, 'changed');
		mkdirSync(other);
		for (const file of readdirSync(data)) copyFileSync(join(data, file), join(other, file));
		const changed = Buffer.from(
			readFileSync(join(data, 'joins.idx'), 'utf8').replace('REED ARCHITECTURE', 'SEED ARCHITECTURE'),
		);
		writeFileSync(join(other, 'joins.idx'), changed);
		const manifest = JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8'));
		manifest.files['joins.idx'].sha256 = createHash('sha256').update(changed).digest('hex');
		writeFileSync(join(other, 'manifest.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
		expect(validateDataset(other).findings).toMatchObject([
			{file: 'joins.idx', what: 'is not what the records give'},
		]);
	});
});

describe('the shipped data', () => {
	it('has the drivers and devices that RHEL 10 lost, and not what was lost before', async () => {
		const lost = 'firewire-core nfp qla3xxx qla4xxx rdma_rxe siw usnic_verbs vmw_pvrdma'.split(' ');
		const {out} = await run(['list', 'rhel:9>10'], {data: shipped});
		const [table = '', devices = ''] = out.split('\n\n');
		const names = table
			.split('\n')
			.slice(1)
			.map(line => line.split(' ')[0]!);
		expect(names.sort()).toEqual(lost);
		expect(devices.trim().split('\n')).toHaveLength(2);
		expect(devices).toContain('mlx4_core: 14 devices, 15b3:1003');
		expect(out).not.toContain('mpt3sas');
	});

	it('has all nineteen drivers of a platform, and its part by compatible strings and section', async () => {
		const drivers = await found('depends:ARCH_LPC18XX', shipped);
		expect(drivers).toHaveLength(19);
		for (const one of ['i2c-lpc2k', 'nxp-spifi', 'rtc-lpc24xx', 'clk-lpc18xx-creg'])
			expect(drivers).toContain(one);
		const bound = await found('compatible:nxp,lpc1850-*', shipped);
		expect(bound).toContain('pinctrl-lpc18xx');
		expect(bound.filter(one => drivers.includes(one)).length).toBeGreaterThan(12);
		expect(await found('section:LPC18XX', shipped)).toEqual([
			'i2c-lpc2k',
			'nxp-spifi',
			'pl172',
			'rtc-lpc24xx',
		]);
	});

	it('judges a configuration by such a field', async () => {
		const config = join(folder, 'config');
		writeFileSync(config, 'CONFIG_FIREWIRE_OHCI=m\n');
		const words = ['audit', config, '--fail-on'];
		expect((await run([...words, 'loads:firewire-core'], {data: shipped})).status).toBe(1);
		expect((await run([...words, 'loads:md-mod'], {data: shipped})).status).toBe(0);
	});
});

it('the filter line completes what a field is called and what it has', async () => {
	const terminal = startTerminal(['--data', data], {columns: 100, rows: 24});
	await terminal.until('the list', screen => screen.includes('5 drivers'));
	terminal.send('/depe\t');
	await terminal.until('the name of a field', screen => screen.includes('depends:'));
	terminal.send('arch\t');
	await terminal.until(
		'a value of it',
		screen => screen.includes('depends:ARCH_REED') && screen.includes('4 shown'),
	);
	terminal.kill();
}, 60_000);
