import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {vendorModules} from '../../source/dossier/gone/vendor-modules.ts';
import {run} from '../support/run.ts';
import {makeDirectory, makeDriver, makeGone, sampleRecords, top, writeSample} from '../support/sample.ts';

let data: string;

const bridge = {
	...makeDriver('drivers/ssb/ssb', {symbol: 'SSB'}),
	aliases: ['pci:v000014E4d00004311sv*sd*bc*sc*i*', 'pci:v000014E4d00004318sv0000103Csd*bc*sc*i*'],
	aliasFrom: ['both' as const],
	aliasSince: ['<=5.10'],
	names: ['b43-pci-bridge', 'bridge'],
};
const everything = {
	...makeDriver('drivers/xen/xen-pciback/xen-pciback'),
	aliases: ['pci:v*d*sv*sd*bc*sc*i*'],
	aliasFrom: ['both' as const],
	aliasSince: [null],
};
const behind = {
	...makeDriver('drivers/net/wireless/b43', {symbol: 'B43'}),
	aliases: ['ssb:v4243id0812rev05*'],
	aliasFrom: ['both' as const],
	aliasSince: [null],
	files: ['main.c', '../shared/phy.c', 'b43.h'],
	firmware: ['b43/ucode16.fw', 'b43/ucode*-foo.bin'],
	needs: [{driver: 'drivers/ssb/ssb', by: 'symbol' as const}],
	loads: 'device' as const,
};
const raid = {
	...makeDriver('drivers/scsi/mpt3sas/mpt3sas', {
		signals: {
			cves: ['CVE-2024-53104', 'CVE-2023-1000'],
			cveDates: ['2024-12-01', null],
			support: [
				{vendor: 'RHEL', release: '9', state: 'maintained', device: '1000:0072'},
				{vendor: 'RHEL', release: '10', state: 'removed', device: '1000:0072'},
				{vendor: 'RHEL', release: '10', state: 'maintained', device: '1000:0073'},
			],
		},
	}),
	aliases: ['pci:v00001000d00000072sv*sd*bc*sc*i*', 'pci:v00001000d00000073sv*sd*bc*sc*i*'],
	aliasFrom: ['both' as const],
	aliasSince: ['6.1'],
	files: ['mpt3sas_base.c', 'main.c'],
};
const other = {
	...makeDriver('drivers/scsi/mpt3sas/helper', {
		signals: {cves: ['CVE-2023-1000'], cveDates: [null]},
	}),
	files: ['helper.c'],
};

beforeAll(() => {
	data = writeSample({
		...sampleRecords(),
		drivers: [bridge, behind, raid, other, everything],
		directories: [makeDirectory('drivers/scsi/mpt3sas', 2), makeDirectory('drivers/net/wireless', 1)],
		gone: [makeGone('drivers/staging/old/olddrv', {ids: ['usb:v0DF6p005Bd*dc*dsc*dp*ic*isc*ip*in*']})],
		outside: [
			{name: 'adfs', directory: 'fs/adfs', option: 'ADFS_FS', prompt: 'ADFS file system support'},
			{name: 'bridge', directory: 'net/bridge', option: 'BRIDGE', prompt: '802.1d Ethernet Bridging'},
		],
	});
});

const show = (words: readonly string[], input?: string) =>
	run(['show', ...words], {data, ...(input !== undefined && {input})});

describe('a device', () => {
	it('is answered by what a vendor says of that very id', async () => {
		const {out, status} = await show(['1000:0072']);
		expect(status).toBe(0);
		const [title, vendor, claim] = out.split('\n');
		// Where pci.ids is installed, the card's name stands behind it.
		expect(title).toMatch(/^1000:0072(?: {2}SAS2008.*)?$/);
		expect(vendor).toBe('RHEL 10 removed (9 maintained)');
		expect(claim).toContain('mpt3sas claims it, since 6.1');
		const {device} = JSON.parse((await show(['1000:0073', '--json'])).out);
		expect(device.support).toEqual([
			{vendor: 'RHEL', release: '10', state: 'maintained', device: '1000:0073'},
		]);
	});

	it.each([
		'[14e4:4311]',
		'14e4:4311',
		'0x14e4:0x4311',
		'pci:v000014E4d00004311',
		'14e4:4311:103c:1363',
		'14e4:4311 (rev 02)',
		'ID 14e4:4311',
		'pci:v000014e4d00004311sv0000103csd00001363bc02sc80i00',
	])('is understood as %s, and its bridge names the drivers behind it', async name => {
		const {out, status} = await show([name]);
		expect(status).toBe(0);
		expect(out).toMatch(/ssb claims it[\s\S]*bridge to a bus[\s\S]*driven\s+by\s+b43/);
	});

	it('with its card is not claimed by the driver of another card', async () => {
		expect((await show(['14e4:4318:103c:1363'])).out).toContain('ssb claims it');
		expect((await show(['14e4:4318:1028:1363'])).status).toBe(1);
	});

	it('of the dead is answered by the dead', async () => {
		const {out, status} = await show(['usb:0df6:005b']);
		expect(status).toBe(0);
		expect(out).toMatch(/no driver of Linux 7\.3\.4 claims it; olddrv did/);
	});
});

describe('what stands in records', () => {
	it.each([
		['b43-pci-bridge', /name under which ssb registers/],
		['b43/ucode16.fw', /firmware that b43 declares/],
		['/lib/firmware/b43/ucode16.fw.xz', /firmware that b43 declares/],
		['ucode16.fw', /as b43\/ucode16\.fw/],
		['b43/ucode29-foo.bin', /as b43\/ucode\*-foo\.bin/],
		['b43/ucode15.fw', /No driver declares b43\/ucode15\.fw; the like of it/],
		['cve-2024-53104', /CVE-2024-53104 is in the own sources of mpt3sas/],
		['drivers/net/wireless/main.c', /own source of b43/],
		['drivers/net/shared/phy.c', /own source of b43/],
		['/usr/src/linux-6.1/drivers/net/wireless/main.o', /own source of b43/],
		['drivers/scsi/mpt3sas/main.c:120:3', /own source of mpt3sas/],
		['phy.c', /own source of b43/],
		['/lib/modules/6.1/kernel/drivers/scsi/mpt3sas/mpt3sas.ko.zst', /^mpt3sas/],
	])('%s leads to its driver', async (name, told) => {
		const {out, status} = await show([name]);
		expect(status).toBe(0);
		expect(out.replace(/\s+/g, ' ')).toMatch(told);
	});

	it('a CVE of several drivers names them all', async () => {
		const {out, status} = await show(['CVE-2023-1000']);
		expect(status).toBe(0);
		expect(out).toMatch(/in own sources of (?:helper, mpt3sas|mpt3sas, helper)/);
		const records = JSON.parse((await show(['CVE-2023-1000', '--json'])).out);
		expect(records.map(({module}: {module: string}) => module).sort()).toEqual(['helper', 'mpt3sas']);
	});

	it.each([
		['bridge', /bridge is a part of the kernel in net\/bridge/, 1],
		['CVE-2023-9999', /in no own source/, 1],
		['drivers/scsi/mpt3sas/shared.h', /no driver's own source[\s\S]*helper, mpt3sas/, 1],
		['fs/ext4/inode.c', /does not lie under drivers\/ or sound\//, 1],
		['drivers/nowhere/thing.c', /no directory of drivers lies above it/, 1],
		['main.c', /stands for 2 drivers/, 2],
	])('%s is said to be of no driver, or of several', async (name, told, expected) => {
		const {remarks, out, status} = await show([name]);
		expect(out).toBe('');
		expect(status).toBe(expected);
		expect(remarks).toMatch(told);
	});

	it('a file of a directory that is gone leads to the driver that was there', async () => {
		const {out} = await show(['drivers/staging/old/olddrv_cmd.c']);
		expect(out).toMatch(/Linux 7\.3\.4\s+has no more[\s\S]*olddrv/);
	});

	it('what depends on a driver and how it is loaded stands in the dossier, and not in the record', async () => {
		expect((await show(['ssb'])).out).toMatch(/on its bus {2}b43\nused by {2}b43/);
		expect((await show(['b43'])).out).toMatch(/loaded {2}for a device of its tables\nneeds {2}ssb/);
		expect(JSON.parse((await show(['ssb', '--json'])).out).dependents).toBeUndefined();
	});
});

describe('many names', () => {
	it('one that is unknown does not silence the others', async () => {
		const {out, remarks, status} = await show(['ssb', 'adfs', 'b43', '--json']);
		expect(status).toBe(1);
		const [first, unknown, last] = JSON.parse(out);
		expect([first.module, unknown, last.module]).toEqual(['ssb', {unknown: 'adfs'}, 'b43']);
		expect(remarks.trim().split('\n')).toHaveLength(1);
		expect(remarks).toMatch(/adfs.*fs\/adfs.*only what is there is surveyed/);
	});

	it('say 2 where one was ambiguous, and name its drivers', async () => {
		const {out, status} = await show(['main.c', 'adfs', 'ssb', '--format', 'ndjson']);
		expect(status).toBe(2);
		const lines = out
			.trim()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(lines[0]).toEqual({
			ambiguous: 'main.c',
			candidates: ['drivers/net/wireless/b43', 'drivers/scsi/mpt3sas/mpt3sas'],
		});
		expect(lines[1]).toEqual({unknown: 'adfs'});
	});

	it('come from standard input and from files, with their comments', async () => {
		const {out, status} = await show(['-', '--json'], 'ssb # the bridge\n\nb43 ssb\n');
		expect(status).toBe(0);
		expect(JSON.parse(out).map(({module}: {module: string}) => module)).toEqual(['ssb', 'b43']);
		const file = join(mkdtempSync(join(tmpdir(), 'names-')), 'names');
		writeFileSync(file, 'b43\n');
		expect(JSON.parse((await show(['--from', file, '--json'])).out)).toHaveLength(1);
		expect((await show(['-'], '')).remarks).toMatch(/^driverdex: No name in what was given\./);
		expect((await show(['--from', '/dev/zero'])).remarks).toMatch(/is a device, not a file/);
		expect((await show(['-'], 'a\0b')).remarks).toMatch(/is binary/);
		writeFileSync(file, 'a'.repeat(5 << 20));
		expect((await show(['--from', file])).remarks).toMatch(/has over 4 MB: no list of names/);
	});

	it('are the modules and sources of a stack trace, each dossier once', async () => {
		const trace = `[ 1.2] RIP: 0010:foo+0x5d/0x340 [mpt3sas]
[ 1.2]  bar drivers/scsi/mpt3sas/mpt3sas_base.c:120 [inline]
[ 1.2]  ret_from_fork+0x22/0x30 arch/x86/entry/entry_64.S:306
[ 1.2] Modules linked in: nvidia(POE) ssb`;
		const {out, remarks, status} = await show(['-'], trace);
		expect(status).toBe(0);
		expect(out.match(/^mpt3sas {2}CONFIG_MPT3SAS/gm)).toHaveLength(1);
		expect(remarks).toMatch(/taken for a stack trace.*1 source not under drivers\/ or sound\/ left out/);
	});

	it('may be packages of modules, which is said once', async () => {
		const names = ['kernel-module-b43', 'kmod-net-b43', 'kernel-module-mpt3sas-6.18.2', 'b43.ko.zst'];
		const {out, remarks, status} = await show([...names, '--json']);
		expect(status).toBe(0);
		expect(JSON.parse(out).map(({module}: {module: string}) => module)).toEqual([
			'b43',
			'b43',
			'mpt3sas',
			'b43',
		]);
		expect(remarks.match(/Taken for packages/g)).toHaveLength(1);
	});
});

describe("vendors' own modules", () => {
	it.each([
		['r8125', 'r8169', 'r8152'],
		['rtl8188eus', 'rtl8xxxu', 'rtl8188ee'],
		['kmod-r8168', 'r8169', 'r8152'],
	])('%s leads to %s, not to %s', async (name, driver, like) => {
		const {remarks, status} = await run(['show', name]);
		expect(status).toBe(1);
		expect(remarks).toMatch(/is Realtek's module/);
		expect(remarks).toContain(`In the tree ${driver} (`);
		expect(remarks).not.toContain(like);
	});

	it('name drivers that there are, and none that is in the tree', () => {
		const dataset = openDataset(join(top, 'data'));
		try {
			for (const {modules, drivers} of vendorModules) {
				for (const id of drivers) expect(dataset.find(id).drivers.map(row => row.id)).toEqual([id]);
				for (const module of modules) expect(dataset.find(module).drivers).toEqual([]);
			}
		} finally {
			dataset.close();
		}
	});
});
