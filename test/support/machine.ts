import {mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {DriverRecord} from '../../source/dossier/schema.ts';
import {makeDriver, remove, unsure} from './sample.ts';

/** A file system with a /proc, a /sys and a /lib/modules, made file by file. */
export interface MachineRoot {
	root: string;
	write(path: string, text: string | Buffer): void;
	/** A device of sysfs as the kernel lays it out: a folder, links to it and to its driver, the driver's to its module. */
	device(
		bus: string,
		address: string,
		modalias: string | null,
		options?: {driver?: string; module?: string; files?: Record<string, string>},
	): void;
	link(target: string, path: string): void;
}

export const release = '6.12.117+deb12-amd64';

/** Real lines of Debian's modules.alias of Linux 6.12. */
const aliasLines = [
	'alias pci:v000015B3d00001003sv*sd*bc*sc*i* mlx4_core',
	'alias pci:v00008086d0000100Esv*sd*bc*sc*i* e1000',
	'alias pci:v000010B7d00009055sv*sd*bc*sc*i* 3c59x',
	'alias pci:v000010B7d00009200sv*sd*bc*sc*i* 3c59x',
	'alias pci:v*d*sv*sd*bc0Csc03i30* xhci_pci',
	'alias usb:v0CF3p0001d*dc*dsc*dp*ic*isc*ip*in* ar5523',
	'alias acpi*:PNP0700:* floppy',
	'alias pnp:dPNP0700* floppy',
	'alias pci:v00001077d00007322sv*sd*bc*sc*i* ib_qib',
	'alias pci:v000010DEd*sv*sd*bc03sc00i* nouveau',
	'alias fs-ext4 ext4',
];

const moduleFiles = [
	'kernel/drivers/net/ethernet/mellanox/mlx4/mlx4_core.ko.xz:',
	'kernel/drivers/infiniband/hw/mlx4/mlx4_ib.ko.xz: kernel/drivers/net/ethernet/mellanox/mlx4/mlx4_core.ko.xz',
	'kernel/drivers/net/ethernet/intel/e1000/e1000.ko.xz:',
	'kernel/drivers/net/ethernet/3com/3c59x.ko.xz:',
	'kernel/drivers/net/wireless/ath/ar5523/ar5523.ko.xz:',
	'kernel/drivers/block/floppy.ko.xz:',
	'kernel/drivers/infiniband/hw/qib/ib_qib.ko.xz:',
	'kernel/drivers/staging/media/deprecated/gone/gone.ko.xz:',
	'kernel/drivers/gpu/drm/nouveau/nouveau.ko.xz:',
	'kernel/fs/ext4/ext4.ko.xz:',
	'updates/dkms/nvidia.ko:',
];

export function makeRoot(): MachineRoot {
	const root = mkdtempSync(join(tmpdir(), 'driverdex-machine-'));
	const at = (path: string) => {
		const whole = join(root, path);
		mkdirSync(dirname(whole), {recursive: true});
		return whole;
	};
	const write: MachineRoot['write'] = (path, text) => writeFileSync(at(path), text);
	const link: MachineRoot['link'] = (target, path) => symlinkSync(target, at(path));
	const linked = new Set<string>();
	return {
		root,
		write,
		link,
		device(bus, address, modalias, {driver, module, files = {}} = {}) {
			const folder = `sys/devices/${bus}/${address}`;
			if (modalias !== null) write(`${folder}/modalias`, `${modalias}\n`);
			for (const [name, text] of Object.entries(files)) write(`${folder}/${name}`, `${text}\n`);
			link(`../../../devices/${bus}/${address}`, `sys/bus/${bus}/devices/${address}`);
			if (driver === undefined) return;
			link(`../../../bus/${bus}/drivers/${driver}`, `${folder}/driver`);
			mkdirSync(join(root, `sys/bus/${bus}/drivers/${driver}`), {recursive: true});
			if (module === undefined || linked.has(`${bus}/${driver}`)) return;
			linked.add(`${bus}/${driver}`);
			mkdirSync(join(root, `sys/module/${module}`), {recursive: true});
			link(`../../../../module/${module}`, `sys/bus/${bus}/drivers/${driver}/module`);
		},
	};
}

/** An old server: a ConnectX-3, an e1000, two 3c905, an AR5523 stick, a floppy, a card whose driver is gone, nvidia. */
export function makeServer(): MachineRoot {
	const machine = makeRoot();
	const {device, write} = machine;
	write('proc/sys/kernel/osrelease', `${release}\n`);
	write('etc/hostname', 'oldbox\n');
	write(`lib/modules/${release}/modules.alias`, `# Aliases\n${aliasLines.join('\n')}\n`);
	write(`lib/modules/${release}/modules.dep`, `${moduleFiles.join('\n')}\n`);
	write(`lib/modules/${release}/modules.builtin`, 'kernel/drivers/usb/host/xhci-pci.ko\n');
	write(
		`lib/modules/${release}/modules.builtin.modinfo`,
		'xhci_pci.license=GPL\0xhci_pci.alias=pci:v*d*sv*sd*bc0Csc03i30*\0',
	);
	write(
		'proc/modules',
		[
			'mlx4_ib 245760 0 - Live 0x0000000000000000',
			'mlx4_core 405504 1 mlx4_ib, Live 0x0000000000000000',
			'e1000 180224 0 - Live 0x0000000000000000',
			'floppy 151552 0 - Live 0x0000000000000000',
			'ib_qib 350000 0 - Live 0x0000000000000000',
			'gone 16384 0 - Live 0x0000000000000000 (C)',
			'nvidia 56000000 1 - Live 0x0000000000000000 (POE)',
			'ext4 1000000 1 - Live 0x0000000000000000',
			'',
		].join('\n'),
	);
	device('pci', '0000:01:00.0', 'pci:v000015B3d00001003sv000015B3sd00000055bc02sc00i00', {
		driver: 'mlx4_core',
		module: 'mlx4_core',
	});
	device('pci', '0000:00:03.0', 'pci:v00008086d0000100Esv00008086sd0000001Ebc02sc00i00', {
		driver: 'e1000',
		module: 'e1000',
	});
	device('pci', '0000:02:05.0', 'pci:v000010B7d00009055sv000010B7sd00009055bc02sc00i00');
	device('pci', '0000:02:06.0', 'pci:v000010B7d00009200sv000010B7sd00001000bc02sc00i00');
	device('pci', '0000:00:14.0', 'pci:v00008086d0000A36Dsv00001028sd00000869bc0Csc03i30', {
		driver: 'xhci_hcd',
		module: 'xhci_pci',
	});
	device('usb', '1-1', 'usb:v0CF3p0001d0001dcFFdsc00dp00ic00isc00ip00in00', {
		files: {product: 'AR5523', manufacturer: 'Atheros'},
	});
	device('usb', '1-1:1.0', 'usb:v0CF3p0001d0001dcFFdsc00dp00icFFisc00ip00in00');
	device('platform', 'floppy.0', 'platform:floppy', {driver: 'floppy', module: 'floppy'});
	device('pci', '0000:03:00.0', 'pci:v00001077d00007322sv00001077sd00007322bc0Csc06i00', {
		driver: 'ib_qib',
		module: 'ib_qib',
	});
	device('pci', '0000:04:00.0', 'pci:v000010DEd00001B80sv00001043sd000085AAbc03sc00i00', {
		driver: 'nvidia',
		module: 'nvidia',
	});
	write(
		'usr/share/misc/pci.ids',
		'10b7  3Com Corporation\n\t9055  3c905B 100BaseTX [Cyclone]\n15b3  Mellanox Technologies\n\t1003  MT27500 Family [ConnectX-3]\n\t\t15b3 0055  ConnectX-3 10 GbE\nC 02  Network controller\n',
	);
	return machine;
}

/** The drivers of that server that Linux 7.3 still has, each with the patterns of modules.alias. */
export function serverDrivers(): DriverRecord[] {
	const patterns = new Map<string, string[]>();
	for (const line of aliasLines) {
		const [, pattern, module] = line.split(' ');
		patterns.set(module!, [...(patterns.get(module!) ?? []), pattern!]);
	}
	const of = (id: string, options: Parameters<typeof makeDriver>[1] = {}) => {
		const record = makeDriver(id, options);
		return {...record, aliases: patterns.get(record.module.replaceAll('-', '_')) ?? []};
	};
	return [
		of('drivers/net/ethernet/mellanox/mlx4/mlx4_core', {symbol: 'MLX4_CORE'}),
		of('drivers/infiniband/hw/mlx4/mlx4_ib', {symbol: 'MLX4_INFINIBAND'}),
		of('drivers/net/ethernet/intel/e1000/e1000'),
		of('drivers/net/ethernet/3com/3c59x', {
			symbol: 'VORTEX',
			status: 'Orphan',
			signs: [{sign: 'legacy-bus', value: 'eisa', at: 'drivers/net/ethernet/3com/3c59x.c:12'}],
			verdict: unsure,
		}),
		of('drivers/net/wireless/ath/ar5523/ar5523'),
		of('drivers/block/floppy', {symbol: 'BLK_DEV_FD'}),
		of('drivers/gpu/drm/nouveau/nouveau', {symbol: 'DRM_NOUVEAU'}),
		of('drivers/usb/host/xhci-pci', {symbol: 'USB_XHCI_PCI'}),
		of('drivers/usb/host/xhci-pci-renesas', {symbol: 'USB_XHCI_PCI'}),
		of('drivers/staging/media/deprecated/gone/gone', {
			signs: [
				{sign: 'staging', value: null, at: 'drivers/staging/media/deprecated/gone/Kconfig:1'},
				{sign: 'deprecated-path', value: 'deprecated', at: 'drivers/staging/media/deprecated/gone/Kconfig:1'},
				{sign: 'todo-removal', value: null, at: 'drivers/staging/media/deprecated/gone/TODO:2'},
				{sign: 'ending-platform', value: 'ARCH_GONE 2027', at: 'arch/arm/mach-gone/Kconfig:1'},
			],
			verdict: remove,
		}),
	];
}
