import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {HostFacts} from '../../../source/machine/facts.ts';
import {readInput} from '../../../source/machine/inputs/read-input.ts';
import {LinesReading} from '../../../source/machine/inputs/read-lines.ts';
import {top} from '../../support/sample.ts';
import {tarArchive, tarMember} from '../../support/tar.ts';

const folder = join(top, 'test/fixtures/inputs');

async function read(name: string): Promise<HostFacts> {
	const machines: HostFacts[] = [];
	for await (const {facts} of readInput(join(folder, name))) {
		if (facts instanceof Error) throw facts;
		machines.push(facts);
	}
	expect(machines).toHaveLength(1);
	return machines[0]!;
}

/** What a text told in short: `id driver` of devices (`-` where not told), `name state` of modules. */
const brief = ({devices, modules, input}: HostFacts) => ({
	kinds: input!.kinds,
	unread: input!.unread,
	devices: (devices ?? []).map(
		({partial, modalias, driver}) => `${partial?.id ?? modalias ?? '-'} ${driver ?? '-'}`,
	),
	modules: modules.map(({name, state}) => `${name} ${state}`),
});

/** Pieces of public reports; where each is from stands in bench/README.md. */
const reports: Record<string, ReturnType<typeof brief>> = {
	'bcm43xx-lsmod.txt': {
		kinds: ['lspci -nn', 'lsmod'],
		unread: 9,
		devices: ['14e4:170c -', '14e4:4311 -'],
		modules: ['bcm43xx loaded', 'ieee80211softmac loaded', 'ieee80211 loaded'],
	},
	'brcmsmac-dmesg.txt': {
		kinds: ['a boot log'],
		unread: 0,
		devices: ['- brcmsmac'],
		modules: ['brcmsmac named'],
	},
	'dracut-old.txt': {
		kinds: ['warnings of dracut'],
		unread: 2,
		devices: [],
		modules: ['nouveau named'],
	},
	'gf119-hwinfo.txt': {
		kinds: ['hwinfo'],
		unread: 1,
		devices: ['10de:107d nvidia'],
		modules: ['nvidia loaded'],
	},
	'glk-dmesg.txt': {kinds: ['a boot log'], unread: 0, devices: ['- i915'], modules: ['i915 named']},
	'mini-110-lspci-nnk.txt': {
		kinds: ['lspci -nnk'],
		unread: 3,
		devices: ['8086:a010 agpgart-intel', '8086:a011 i915'],
		modules: [],
	},
	'mint-broadcom.txt': {
		kinds: ['lspci -nnk', 'a boot log'],
		unread: 8,
		devices: ['14e4:170c -', '14e4:4312 b43-pci-bridge', '- b43'],
		modules: ['b43 named'],
	},
	'mkinitcpio-41.txt': {
		kinds: ['warnings of mkinitcpio'],
		unread: 1,
		devices: [],
		modules:
			'qla1280 cxgb4 csiostor qed wd719x aic94xx bfa isci cxgb3 qla2xxx advansys xhci_pci_renesas ums_eneub6250 cs42l43 i915 realtek r8169'
				.split(' ')
				.map(module => `${module} named`),
	},
	'mkinitcpio-old.txt': {
		kinds: ['warnings of mkinitcpio'],
		unread: 2,
		devices: [],
		modules: ['aic94xx named', 'wd719x named', 'kvm_intel named'],
	},
	'otter-peak-usb-devices.txt': {
		kinds: ['lsusb', 'usb-devices'],
		unread: 2,
		devices: ['8087:0043 btusb'],
		modules: [],
	},
	'pi4-initramfs.txt': {
		kinds: ['a list of module files', 'warnings of update-initramfs'],
		unread: 5,
		devices: [],
		modules: ['dm_mod named', 'dm_crypt named', 'rfkill named', 'brcmfmac named'],
	},
	'porteux-lspci-k-no-ids.txt': {
		kinds: ['lspci -nk'],
		unread: 1,
		devices: [
			'8086:4601 -',
			'8086:46a8 i915',
			'8086:461d proc_thermal_pci',
			'8086:466e pcieport',
			'8086:461e xhci_hcd',
			'8086:467f vmd',
			'8086:51fc intel_ish_ipc',
		],
		modules: [],
	},
	'precise-ansible.json': {
		kinds: ['Ansible facts'],
		unread: 0,
		devices: ['- -'],
		modules: ['e1000 loaded'],
	},
	'qemu-lspci-mm.txt': {kinds: ['lspci'], unread: 0, devices: ['- -', '- -', '- -', '- -'], modules: []},
	'rt2860-lshw-flat.txt': {kinds: ['lshw'], unread: 2, devices: ['- rt2860'], modules: []},
	'rtl8188fu-lsusb.txt': {
		kinds: ['lsusb'],
		unread: 1,
		devices: ['0bda:f179 -', '058f:6362 -', '1d6b:0002 -', '1d6b:0001 -', '1d57:0008 -'],
		modules: [],
	},
	'rtl8188gu-dmesg.txt': {
		kinds: ['a boot log'],
		unread: 0,
		devices: ['0bda:1a2b usb-storage', '0bda:b711 -'],
		modules: [],
	},
	'rtl8821cu-dmesg-cpu.txt': {
		kinds: ['a boot log'],
		unread: 0,
		devices: ['0bda:1a2b usb-storage', '0bda:c811 -'],
		modules: ['rtl8821cu loaded'],
	},
	'rtw8852-lspci.txt': {
		kinds: ['a boot log', 'lspci -k'],
		unread: 1,
		devices: ['- rtw89_8852ae'],
		modules: ['rtw89_8852ae named'],
	},
	'skge-inxi.txt': {
		kinds: ['inxi'],
		unread: 2,
		devices: ['11ab:4320 skge', '8086:108b e1000e'],
		modules: [],
	},
	'surface-journal.txt': {
		kinds: ['a boot log'],
		unread: 0,
		devices: ['- mwifiex_pcie'],
		modules: ['mwifiex_pcie named'],
	},
	'wn821n-mixed.txt': {
		kinds: ['warnings of update-initramfs', 'lsusb', 'lsmod'],
		unread: 7,
		devices: ['8087:8000 -', '1d6b:0002 -', '093a:2510 -', '2357:0107 -', '1d6b:0002 -'],
		modules: ['i915 named', '8192eu loaded'],
	},
	'zephyrus-lshw.txt': {
		kinds: ['lshw', 'lspci -nnk'],
		unread: 5,
		devices: ['- -', '14c3:7961 -', '1c5c:174a -'],
		modules: [],
	},
};

describe('texts of public reports', () => {
	it.each(Object.keys(reports))('%s', async name => {
		expect(brief(await read(name))).toEqual(reports[name]);
	});

	it('are all looked at', () => {
		const files = readdirSync(folder).filter(name => name.includes('.') && name !== 'mcp2210-oops.txt');
		expect(files.sort()).toEqual(Object.keys(reports).sort());
	});

	it('tell the taints of an oops', async () => {
		const {modules} = await read('mcp2210-oops.txt');
		const taints = Object.fromEntries(modules.map(({name, taint}) => [name, taint]));
		expect(taints).toMatchObject({nvidia: 'POF', mcp2210: 'OF', r8169: '', lp: 'F'});
		expect(modules.map(({name}) => name)).not.toContain('insmod');
	});
});

const lines = (text: string) => {
	const reading = new LinesReading();
	for (const line of text.split('\n')) reading.take(line);
	const facts = reading.end();
	return facts === null ? null : brief(facts);
};

describe('kinds of text', () => {
	it('/proc/modules with its taints', () => {
		expect(
			lines('nvidia 56000 1 - Live 0x0000000000000000 (POE)\nahci 40960 4 libahci, Live 0x0'),
		).toMatchObject({
			kinds: ['/proc/modules'],
			modules: ['nvidia loaded', 'ahci loaded'],
		});
	});

	it('lspci -vmmk, -n and -mm -nn', () => {
		const block =
			'Slot:\t02:01.0\nClass:\tEthernet controller [0200]\nVendor:\tBroadcom [14e4]\nDevice:\tBCM5704 [1648]\nSVendor:\tIBM [1014]\nSDevice:\tDevice [02e8]\nRev:\t10\nProgIf:\t00\nDriver:\ttg3\nModule:\ttg3\n';
		expect(lines(block)).toEqual({
			kinds: ['lspci -vmmnnk'],
			unread: 0,
			devices: ['14e4:1648 tg3'],
			modules: [],
		});
		expect(lines('00:1f.2 0106: 8086:1c02 (rev 05)')).toMatchObject({
			kinds: ['lspci -n'],
			devices: ['8086:1c02 -'],
		});
		expect(
			lines(
				'00:1f.2 "SATA controller [0106]" "Intel Corporation [8086]" "6 Series [1c02]" -r05 -p01 "Dell [1028]" "Device [04de]"',
			),
		).toMatchObject({devices: ['8086:1c02 -']});
	});

	it('lsusb -t and -v', () => {
		const tree =
			'/:  Bus 02.Port 1: Dev 1, Class=root_hub, Driver=xhci_hcd/6p, 5000M\n    |__ Port 3: Dev 4, If 0, Class=Vendor Specific Class, Driver=r8712u, 480M\n        ID 0df6:005b Sitecom\n    |__ Port 4: Dev 5, If 0, Class=Vendor Specific Class, Driver=[none], 12M';
		expect(lines(tree)).toMatchObject({
			kinds: ['lsusb -t'],
			unread: 0,
			devices: ['- -', '0df6:005b r8712u', '- -'],
		});
		const verbose =
			'Bus 001 Device 003: ID 0781:5583 SanDisk Corp.\nDevice Descriptor:\n  bLength                18\n  bDeviceClass            0\n  bDeviceSubClass         0\n  bDeviceProtocol         0\n  idVendor           0x0781 SanDisk Corp.\n    Interface Descriptor:\n      bInterfaceClass         8 Mass Storage\n      bInterfaceSubClass      6 SCSI\n      bInterfaceProtocol     80 Bulk-Only';
		const reading = new LinesReading();
		for (const line of verbose.split('\n')) reading.take(line);
		const [device] = reading.end()!.devices!;
		expect(device!.partial).toMatchObject({id: '0781:5583', classCode: '000000', interfaces: ['080650']});
	});

	it('lists of names: bare, of initramfs settings, of packages, of files', () => {
		expect(lines('# /etc/modules\nloop\nlp\nmpt3sas max_queue_depth=10')).toEqual({
			kinds: ['a list of module names'],
			unread: 0,
			devices: [],
			modules: ['loop named', 'lp named', 'mpt3sas named'],
		});
		expect(
			lines('MODULES=(i915 nvme)\nadd_drivers+=" mpt3sas r8169 "\nomit_drivers+=" floppy "'),
		).toMatchObject({
			modules: ['i915 configured', 'nvme configured', 'mpt3sas configured', 'r8169 configured'],
		});
		expect(
			lines('-rw-r--r-- 1 root root 9 Jan 1 usr/lib/modules/6.1.0/kernel/drivers/net/dummy.ko.xz'),
		).toMatchObject({
			modules: ['dummy named'],
		});
	});

	it('takes no sentence for a list of names', () => {
		expect(lines('Hello everybody\nmy wifi does not work\nplease help\nthanks')).toBeNull();
	});

	it('modaliases and modules that modprobe did not find', () => {
		expect(
			lines(
				"[    3.1] modprobe: FATAL: Module pci:v000010ECd00008125sv000010ECsd00008125bc02sc00i00 not found in directory /lib/modules/5.4.0\nNov 29 02:21:09 box systemd-modules-load[312]: Failed to find module 'lp'",
			),
		).toMatchObject({
			devices: ['pci:v000010ECd00008125sv000010ECsd00008125bc02sc00i00 -'],
			modules: ['lp named'],
		});
	});

	it('the drivers of ethtool -i and modinfo', () => {
		expect(
			lines('driver: e1000e\nversion: 3.2.6-k\nfirmware-version: 0.5-4\nbus-info: 0000:00:19.0'),
		).toMatchObject({
			kinds: ['ethtool -i'],
			unread: 0,
			devices: ['- e1000e'],
		});
		expect(
			lines(
				'filename:       /lib/modules/6.1.0/kernel/drivers/net/dummy.ko\nlicense:        GPL\nname:           dummy',
			),
		).toMatchObject({
			kinds: ['modinfo'],
			unread: 0,
			modules: ['dummy named'],
		});
	});

	it('one device that several texts speak of is one', () => {
		expect(
			lines('02:01.0 Ethernet controller [0200]: Broadcom [14e4:1648]\n[    2.0] tg3 0000:02:01.0: enabled'),
		).toMatchObject({
			devices: ['14e4:1648 tg3'],
		});
	});
});

it('an archive tells what its folder does, in whatever order its files come', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'driverdex-order-'));
	const files = {
		'sos/sos_commands/hardware/lshw': `  *-network
       description: Ethernet interface
       product: Pond network device
       bus info: pci@0000:00:03.0
       configuration: driver=virtio-pci
`,
		'sos/sos_commands/pci/lspci_-nnvv': `00:03.0 Ethernet controller [0200]: Reed, Inc. Pond network device [1af4:1000]
\tKernel driver in use: virtio-pci
`,
		'sos/sos_commands/kernel/uname_-a': 'Linux pond 5.4.0-99-generic #112 SMP x86_64 GNU/Linux\n',
	};
	try {
		for (const [name, text] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, name)), {recursive: true});
			writeFileSync(join(folder, name), text);
		}
		const members = Object.entries(files).map(([name, text]) => tarMember({name}, text));
		writeFileSync(join(folder, 'a.tar'), tarArchive(...members));
		writeFileSync(join(folder, 'b.tar'), tarArchive(...members.reverse()));
		const facts = [];
		for (const name of ['sos', 'a.tar', 'b.tar']) {
			for await (const one of readInput(join(folder, name))) facts.push(one.facts);
		}
		expect(facts[0]).toMatchObject({release: '5.4.0-99-generic', devices: [{bus: 'pci'}]});
		expect(facts[1]).toEqual(facts[0]);
		expect(facts[2]).toEqual(facts[0]);
	} finally {
		rmSync(folder, {recursive: true});
	}
});
