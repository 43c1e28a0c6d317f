import {spawnSync} from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, describe, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';

const inputs = join(top, 'test/fixtures/inputs');
const cases = join(inputs, 'cases');
const folder = mkdtempSync(join(tmpdir(), 'driverdex-inputs-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

interface Row {
	driver: string;
	standing: string;
	use: string;
	atRisk: boolean;
	why: string;
	note?: string;
	devices: {id: string | null}[];
}
interface Document {
	hosts: {
		host: string;
		release: string | null;
		input?: {kinds: string[]; unread: number; symbols: string[]};
		problems: string[];
	}[];
	rows: Row[];
	devices?: {
		id: string | null;
		name: string | null;
		unclaimed: boolean;
		said: string;
		claimants: {driver: string; by: string}[];
		gone: {driver: string}[];
	}[];
}
const judged = async (...words: string[]) => {
	const outcome = await run(['host', '--json', '--from', ...words]);
	return {...outcome, document: JSON.parse(outcome.out) as Document};
};
const uses = ({rows}: Document) => Object.fromEntries(rows.map(({driver, use}) => [driver, use]));

describe('host --from with what people have in hand', () => {
	it('finds the dead of a saved list without paths', async () => {
		const {document, status} = await judged(join(cases, 'saved-list.json'));
		expect(status).toBe(1);
		expect(document.rows.map(({driver, standing}) => `${driver} ${standing}`)).toEqual([
			'ib_qib gone',
			'r8712u gone',
		]);
	});

	it('judges lsmod by the modules’ names, and says what it took it for', async () => {
		const {out, remarks, status} = await run(['host', '--from', join(cases, 'lsmod.txt')]);
		expect(status).toBe(1);
		expect(out).toMatch(/^r8712u +✖ gone/m);
		expect(out).toMatch(/^iwl3945 +◆ keep-annotate .*loaded$/m);
		expect(remarks).toMatch(/^lsmod\.txt: taken for lsmod\n1 of 4 drivers at risk/);
		expect(
			(await run(['host', '--from', '-'], {input: readFileSync(join(cases, 'lsmod.txt'), 'utf8')})).remarks,
		).toMatch(/^standard input: taken for lsmod\n/);
	});

	it('judges lspci -nnk by id and driver: b43-pci-bridge is ssb', async () => {
		const {document, status} = await judged(join(cases, 'lspci-nnk.txt'));
		expect(status).toBe(0);
		expect(uses(document)).toEqual({tg3: 'bound', sata_sil24: 'bound', ssb: 'bound', wl: 'spare'});
		expect(document.rows.find(({driver}) => driver === 'ssb')!.devices.map(({id}) => id)).toEqual([
			'14e4:4311',
		]);
		expect(document.hosts[0]!.input).toMatchObject({kinds: ['lspci -nnk'], unread: 0});
	});

	it('knows by the name that it registers under what bears no such module name: hub is of usbcore', async () => {
		const report = `  *-usbhost
       product: UHCI Host Controller
       bus info: usb@4
       logical name: usb4
       configuration: driver=hub slots=2 speed=12Mbit/s
`;
		// usbcore is the library of them all, and has no row of its own.
		const {out, remarks} = await run(['host', '--from', '-'], {input: report});
		expect(out).toMatch(/^usbcore +no driver here needs it$/m);
		expect(remarks).not.toMatch(/without a verdict/);
	});

	it('judges lsusb by id: what r8712u drove has no driver any more', async () => {
		const {document, status} = await judged(join(cases, 'lsusb.txt'));
		expect(status).toBe(1);
		expect(document.rows).toMatchObject([
			{driver: 'r8712u', standing: 'gone', use: 'candidate', atRisk: true},
		]);
		expect(document.devices).toMatchObject([{id: '0df6:005b', claimants: [], gone: [{driver: 'r8712u'}]}]);
		expect(document.devices![0]!.said).toMatch(/^was r8712u, gone since 6\.13/);
	});

	it('reads the modules that packages and files are named for', async () => {
		const {document, status} = await judged(join(cases, 'packages.txt'));
		expect(status).toBe(1);
		expect(uses(document)).toEqual({ipw2200: 'named', e1000e: 'named'});
		expect(document.hosts[0]!.input!.kinds).toEqual([
			'a list of kernel-module packages of Yocto and kmod packages of OpenWrt and module files',
		]);
	});

	it("names for vendors' own modules the driver of the tree, by name and where they are loaded", async () => {
		const list = join(folder, 'vendors.txt');
		writeFileSync(list, 'r8125\nr8168\n88x2bu\n8821cu\nrtl8188eus\n8814au\n');
		const told = async (file: string) => {
			const {document} = await judged(file);
			return Object.fromEntries(
				document.rows.map(({driver, standing, why}) => [driver, `${standing}: ${why}`]),
			);
		};
		const named = await told(list);
		const drivers = {
			r8125: 'r8169',
			r8168: 'r8169',
			'88x2bu': 'rtw88_8822bu',
			'8821cu': 'rtw88_8821cu',
			rtl8188eus: 'rtl8xxxu',
			'8814au': 'rtw88_8814au',
		};
		for (const [name, driver] of Object.entries(drivers)) {
			expect(named[name]).toMatch(/^out-of-tree: built out of tree: Realtek/);
			expect(named[name]).toContain(`in the tree ${driver} (`);
		}
		const facts = {
			driverdexHost: 1,
			host: 'desk',
			release: '6.12.0',
			modulesFrom: 'proc',
			candidatesFrom: null,
			modules: [{name: '88x2bu', state: 'loaded', taint: 'OE', path: 'updates/dkms/88x2bu.ko'}],
			devices: [],
			problems: [],
		};
		const saved = join(folder, 'desk.json');
		writeFileSync(saved, JSON.stringify(facts));
		expect((await told(saved))['88x2bu']).toMatch(
			/^out-of-tree: built out of tree; in the tree rtw88_8822bu \(/,
		);
	});

	it('tells of missing firmware what it is for; nothing of it is in use', async () => {
		const {document, status} = await judged(join(cases, 'missing-firmware.txt'));
		expect(status).toBe(0);
		expect(new Set(document.rows.map(({use}) => use))).toEqual(new Set(['named']));
		expect(document.rows.map(({driver}) => driver).toSorted()).toEqual(
			[
				'aic94xx',
				'bfa',
				'i915',
				'qed',
				'qla1280',
				'qla2xxx',
				'r8152',
				'r8169',
				'wd719x',
				'xhci-pci',
			].toSorted(),
		);
		const note = (driver: string) => document.rows.find(row => row.driver === driver)!.note;
		expect(note('aic94xx')).toBe(
			'firmware may be missing; for: Adaptec aic94xx SAS/SATA driver, driven since 2.6.19 (November 2006); needed only with such a device',
		);
		expect(note('i915')).toMatch(/^firmware is missing: i915\/bmg_dmc\.bin; /);
		expect(note('r8152')).toMatch(/^firmware is missing: rtl_nic\/rtl8156b-2\.fw; /);
		expect(document.hosts[0]!.input!.symbols).toEqual(['drm_privacy_screen_register (drivers/platform)']);
		const {out} = await run(['host', '--from', join(cases, 'missing-firmware.txt')]);
		expect(out).toMatch(/^drm_privacy_screen_register +a symbol: no module below drivers\/platform has it/m);
	});

	it('tells with --host whether the machine has what a warning is about', async () => {
		const words = [join(cases, 'missing-firmware.txt'), '--host', join(inputs, 'porteux-lspci-k-no-ids.txt')];
		const {document} = await judged(...words);
		const note = (driver: string) => document.rows.find(row => row.driver === driver)!.note;
		expect(note('i915')).toMatch(/; this machine has it$/);
		expect(note('bfa')).toMatch(/; needed only with such a device, which this machine has not$/);
	});

	it.each(['lshw.txt', 'lshw.json'])(
		'reads %s: a device without an id has a command that tells it',
		async name => {
			const {document, status} = await judged(join(cases, name));
			expect(status).toBe(0);
			expect(uses(document)).toMatchObject({iwlwifi: 'bound', vmwgfx: 'bound'});
			// Its entry tells no bus, in the text at least: the name is enough.
			expect(document.rows).toContainEqual(expect.objectContaining({driver: 'vmwgfx', standing: 'judged'}));
			const [device] = document.devices!;
			expect(device).toMatchObject({name: 'RTL8125 2.5GbE Controller', unclaimed: true});
			// Where this machine has pci.ids, the name leads to the id.
			const hasNames = ['hwdata', 'misc'].some(place => existsSync(`/usr/share/${place}/pci.ids`));
			expect(device!.said).toMatch(hasNames ? /r8169/ : /lspci -nn -s 02:00\.0 prints it/);
		},
	);

	it('says who claims a device, the surest first', async () => {
		const {document} = await run(['host', '--json', '--from', '-'], {
			input:
				'02:00.0 Ethernet controller [0200]: Realtek [10ec:8125]\n00:1f.2 SATA controller [0106]: Maker [abcd:ffff]\n',
		}).then(outcome => ({document: JSON.parse(outcome.out) as Document}));
		expect(document.devices).toMatchObject([
			{id: '10ec:8125', claimants: [{driver: 'r8169', by: 'id'}]},
			{id: 'abcd:ffff', claimants: [{driver: 'ahci', by: 'class-part'}]},
		]);
		expect(document.devices![1]!.said).toMatch(/^by its class: ahci/);
	});
});

describe('archives and folders', () => {
	const report = join(folder, 'sosreport-box');
	mkdirSync(join(report, 'sos_commands/pci'), {recursive: true});
	mkdirSync(join(report, 'sos_commands/kernel'), {recursive: true});
	mkdirSync(join(report, 'lib/modules/6.1.0'), {recursive: true});
	cpSync(join(cases, 'lspci-nnk.txt'), join(report, 'sos_commands/pci/lspci_-nnvv'));
	cpSync(join(cases, 'lsmod.txt'), join(report, 'sos_commands/kernel/lsmod'));
	writeFileSync(join(report, 'hostname'), 'box\n');
	writeFileSync(join(report, 'uname'), 'Linux box 6.1.0 #1 SMP x86_64 GNU/Linux\n');
	// What lies outside is not looked at.
	symlinkSync(join(cases, 'lsusb.txt'), join(report, 'lsusb'));
	const elsewhere = join(folder, 'elsewhere/sos_commands/usb');
	mkdirSync(elsewhere, {recursive: true});
	cpSync(join(cases, 'lsusb.txt'), join(elsewhere, 'lsusb'));
	symlinkSync('../elsewhere', join(report, 'elsewhere'));
	const archive = join(folder, 'sosreport-box.tar');
	const tar = (...words: string[]) => spawnSync('tar', words, {cwd: folder});
	tar('-cf', archive, 'sosreport-box');
	writeFileSync(`${archive}.gz`, gzipSync(readFileSync(archive)));

	it.each(['sosreport-box', 'sosreport-box.tar', 'sosreport-box.tar.gz', 'sosreport-box.tar.xz'])(
		'reads %s',
		async name => {
			if (name.endsWith('.xz')) {
				if (spawnSync('xz', ['-k', archive]).status !== 0) return;
			}
			const {document, status} = await judged(join(folder, name));
			expect(status).toBe(1);
			expect(document.hosts[0]).toMatchObject({host: 'box', release: '6.1.0'});
			expect(document.hosts[0]!.input!.kinds[0]).toBe('a sosreport');
			expect(uses(document)).toMatchObject({r8712u: 'loaded', tg3: 'bound', ssb: 'bound'});
			expect(document.devices ?? []).toEqual([]);
		},
	);

	it('reads a supportconfig and a hw-probe: a device whose driver is loaded is that driver’s', async () => {
		const support = join(folder, 'scc_box');
		mkdirSync(support);
		const command = (line: string, text: string) =>
			`#==[ Command ]======================================#\n# ${line}\n${text}\n\n`;
		writeFileSync(join(support, 'supportconfig.txt'), '');
		writeFileSync(
			join(support, 'basic-environment.txt'),
			command('/bin/uname -a', 'Linux box 5.14.21-default #1 SMP x86_64 GNU/Linux'),
		);
		writeFileSync(
			join(support, 'hardware.txt'),
			command(
				'/sbin/lspci -nnb',
				'02:01.0 Ethernet controller [0200]: Broadcom Inc. NetXtreme BCM5704 [14e4:1648] (rev 10)',
			),
		);
		writeFileSync(
			join(support, 'modules.txt'),
			command('/sbin/lsmod', 'Module                  Size  Used by\ntg3                   188416  0'),
		);
		const probe = join(folder, 'hw.info');
		mkdirSync(join(probe, 'logs'), {recursive: true});
		writeFileSync(
			join(probe, 'logs/lspci'),
			'02:01.0 Ethernet controller [0200]: Broadcom Inc. NetXtreme BCM5704 [14e4:1648] (rev 10)\n',
		);
		writeFileSync(join(probe, 'logs/lsmod'), 'tg3                   188416  0\n');
		for (const [place, kind] of [
			[support, 'a supportconfig'],
			[probe, 'a hw-probe'],
		] as const) {
			const {document} = await judged(place);
			expect(document.hosts[0]!.input!.kinds[0]).toBe(kind);
			expect(document.rows).toMatchObject([{driver: 'tg3', use: 'loaded', devices: [{id: '14e4:1648'}]}]);
			expect(document.devices).toBeUndefined();
		}
	});

	it('reads a supportconfig of supportutils 3.2.14, with the log of hwinfo, which tries modules of its own', async () => {
		const {document} = await judged(join(top, 'test/fixtures/supportconfig'));
		expect(document.hosts[0]).toMatchObject({
			release: '6.18.44-fc-v782',
			input: {kinds: ['a supportconfig', 'uname -a', 'a boot log', 'lspci -nnk', 'hwinfo']},
		});
		// Not on the list of a driver that is given here: the host bridge has none, and hwinfo's modules are nobody's.
		expect(document.rows.map(row => [row.driver, row.use, row.devices.map(({id}) => id)])).toEqual([
			['virtio_blk', 'bound', [null]],
			['virtio_pci', 'bound', ['1af4:1045', '1af4:1041']],
		]);
	});

	it('reads a tree of modules as what an image would load', async () => {
		const image = join(folder, 'image');
		mkdirSync(join(image, 'usr/lib/modules/6.12.0/kernel/drivers/net/wireless/intel/ipw2x00'), {
			recursive: true,
		});
		writeFileSync(
			join(image, 'usr/lib/modules/6.12.0/kernel/drivers/net/wireless/intel/ipw2x00/ipw2200.ko.zst'),
			'',
		);
		// dracut's images have empty folders to mount these on.
		for (const mount of ['proc', 'sys']) mkdirSync(join(image, mount));
		mkdirSync(join(image, 'usr/lib/dracut'));
		writeFileSync(join(image, 'usr/lib/dracut/modules.txt'), 'systemd\nrootfs-block\n');
		const {document, status} = await judged(image);
		expect(status).toBe(1);
		expect(document.hosts[0]).toMatchObject({release: '6.12.0', input: {kinds: ['a tree of module files']}});
		expect(uses(document)).toEqual({ipw2200: 'configured'});
	});

	const refusals: [string, () => Buffer | string, RegExp][] = [
		[
			'junk.bin',
			() => Buffer.from(Array.from({length: 5000}, (_, index) => (index * 7919) % 256)),
			/is binary/,
		],
		[
			'junk.txt',
			() => `${'never heard of such words here, in no log'.repeat(20)}\n`.repeat(100),
			/holds nothing that is known/,
		],
		['empty.txt', () => '', /is empty/],
		['cut.tar', () => readFileSync(archive).subarray(0, 4000), /is an archive that is cut short/],
		[
			'cut.tar.gz',
			() => readFileSync(`${archive}.gz`).subarray(0, 400),
			/can't be unpacked as gzip: it is cut short/,
		],
		['page.zip', () => Buffer.from('PK\u0003\u0004 and more', 'latin1'), /is packed with zip/],
		[
			'bomb.gz',
			() => gzipSync(Buffer.alloc(100 << 20, 'lsmod 5000 0\n'.repeat(5))),
			/unpacks to more than 400 times its size/,
		],
		['zeros.gz', () => gzipSync(Buffer.alloc(100 << 20)), /is binary/],
	];
	it.each(refusals)('refuses %s with two lines', async (name, content, what) => {
		const file = join(folder, name);
		writeFileSync(file, content());
		const {out, remarks, status} = await run(['host', '--from', file]);
		expect({out, status}).toEqual({out: '', status: 2});
		expect(remarks).toMatch(what);
		expect(remarks.trimEnd().split('\n')).toHaveLength(2);
	});

	it('refuses an archive that climbs out, and writes nothing', async () => {
		const climbing = join(folder, 'climbing.tar');
		tar('-P', '--transform=s,^sosreport-box/uname,../outside/lsmod,', '-cf', climbing, 'sosreport-box');
		const {remarks, status} = await run(['host', '--from', climbing]);
		expect(status).toBe(2);
		expect(remarks).toMatch(/holds a path that climbs out of it: \.\.\/outside\/lsmod/);
		expect(remarks.trimEnd().split('\n')).toHaveLength(2);
		expect(existsSync(join(folder, 'outside'))).toBe(false);
		expect(existsSync(join(folder, '..', 'outside'))).toBe(false);
	});

	it('refuses what is no file at once', async () => {
		const pipe = join(folder, 'pipe');
		spawnSync('mkfifo', [pipe]);
		for (const file of [pipe, '/dev/zero']) {
			const {remarks, status} = await run(['host', '--from', file]);
			expect(status).toBe(2);
			expect(remarks).toMatch(/is a (?:named pipe|device), not a file/);
		}
	});
});
