import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {formatOptions} from '../../source/dossier/kernel-options.ts';
import {run} from '../support/run.ts';
import {deprecate, makeDriver, makeGone, sampleRecords, top, writeSample} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

let data = '';
let folder = '';

beforeAll(() => {
	const {drivers, directories} = sampleRecords();
	drivers.push(makeDriver('drivers/net/old', {symbol: 'OLD', verdict: deprecate}));
	for (const one of ['a', 'b'])
		drivers.push(makeDriver(`drivers/net/pair-${one}`, {symbol: 'PAIR', verdict: deprecate}));
	const names = drivers.flatMap(({kconfig}) => (kconfig === null ? [] : [kconfig.symbol]));
	data = writeSample({
		drivers,
		directories,
		options: formatOptions([...names, 'NET', 'PCI']),
		gone: [makeGone('drivers/net/ethernet/alteon/acenic')],
	});
	folder = mkdtempSync(join(tmpdir(), 'driverdex-audit-inputs-'));
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

const file = (name: string, text: string | Buffer) => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
};

interface Row {
	config: string;
	option: string;
	value: string;
	file: string;
	line: number;
}
interface Document {
	configs: {
		config: string;
		kind: string;
		partial: boolean;
		writtenOptions: number;
		defaultsFrom: string | null;
		problems: string[];
		notes: string[];
	}[];
	rows: Row[];
}

/** What audit makes of a file: its kind, and what it found as `CONFIG_X=m:LINE`. */
async function audited(path: string, ...words: string[]) {
	const {out, remarks, status} = await run(['audit', path, '--json', ...words], {data});
	expect(remarks).toBe('');
	const {configs, rows} = JSON.parse(out) as Document;
	return {
		status,
		configs,
		config: configs[0]!,
		rows,
		found: rows.map(({option, value, line}) => `${option}=${value}:${line}`).toSorted(),
	};
}

const whole =
	'#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.12.117 Kernel Configuration\n#\n';

describe('what is packed', () => {
	// CONFIG_GONE=m and CONFIG_E1000=y, each packed by its own program.
	const packed = {
		xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAcQ09ORklHX0dPTkU9bQpDT05GSUdfRTEwMDA9eQoAAAAA6CV7iNuboSMAATUdRBux4R+2830BAAAAAARZWg==',
		zstd: 'KLUv/SQd6QAAQ09ORklHX0dPTkU9bQpDT05GSUdfRTEwMDA9eQp89eV3',
		gzip: gzipSync('CONFIG_GONE=m\nCONFIG_E1000=y\n').toString('base64'),
	};
	it.each(Object.entries(packed))('is read: %s', async (name, base64) => {
		const {found, status} = await audited(file(`config.${name}`, Buffer.from(base64, 'base64')));
		expect([found, status]).toEqual([['CONFIG_GONE=m:1'], 1]);
	});

	it.each(Object.entries(packed))('and cut short is refused: %s', async (name, base64) => {
		const bytes = Buffer.from(base64, 'base64');
		const {remarks, status} = await run(['audit', file(`cut.${name}`, bytes.subarray(0, 24))], {data});
		expect(status).toBe(2);
		expect(remarks).toMatch(/cut\.\w+ is damaged: it can't be unpacked \(\w+: .*\)\.\nCopy it again\.\n$/);
	});

	it('is found inside a kernel image, packed or not', async () => {
		const inside = Buffer.concat([
			Buffer.from('\x7fELF and much else IKCFG_ST and no gzip behind it'),
			Buffer.alloc(100_000, 7),
			Buffer.from('IKCFG_ST'),
			gzipSync(`${whole}CONFIG_GONE=m\n`),
			Buffer.from('IKCFG_ED and the rest'),
		]);
		// As Documentation/arch/x86/boot.rst has it: setup sectors, the mark, the protocol, where the payload is.
		const payload = gzipSync(inside);
		const bzImage = Buffer.alloc(1024 + payload.length + 4 + 100);
		bzImage[0x1f1] = 1;
		bzImage.write('HdrS', 0x202);
		bzImage.writeUInt16LE(0x20f, 0x206);
		bzImage.writeUInt32LE(0, 0x248);
		bzImage.writeUInt32LE(payload.length + 4, 0x24c);
		payload.copy(bzImage, 1024);
		for (const [name, bytes] of [
			['vmlinux', inside],
			['Image.gz', gzipSync(inside)],
			['vmlinuz', bzImage],
		] as const) {
			const {config, found} = await audited(file(name, bytes));
			expect([config.kind, config.partial, found]).toEqual(['image', false, ['CONFIG_GONE=m:5']]);
		}
		const without = await run(['audit', file('plain', Buffer.from('\x7fELF and nothing else'))], {data});
		expect(without).toMatchObject({status: 2, out: ''});
		expect(without.remarks).toContain('without its configuration: it was built without CONFIG_IKCONFIG');
	});
});

it('what a shell hands over as <(COMMAND) is read as a file is', async () => {
	const config = file('handed.config', 'CONFIG_GONE=m\n');
	const words = `exec "$0" "$1" audit <(cat ${config}) --format csv --data ${data}`;
	const {status, stdout} = spawnSync('bash', ['-c', words, process.execPath, program], {encoding: 'utf8'});
	expect([status, stdout.split('\n')[1]?.split(',').slice(0, 3)]).toEqual([
		1,
		[expect.stringMatching(/^\/dev\/fd\/\d+$/), 'CONFIG_GONE', 'm'],
	]);
});

describe('what is partial', () => {
	it('is judged by what it writes, and says so', async () => {
		const fragment = file('my_defconfig', 'CONFIG_NET=y\n\n# CONFIG_PCI is not set\nCONFIG_GONE=m\n');
		const {config, found} = await audited(fragment);
		expect(config).toMatchObject({kind: 'fragment', partial: true, writtenOptions: 3});
		expect(found).toEqual(['CONFIG_GONE=m:4']);
		const {remarks} = await run(['audit', fragment], {data});
		expect(remarks).toContain(
			'my_defconfig is a defconfig, partial: only the 3 options written here were judged; --defaults-from CONFIG fills in the rest',
		);
		expect((await audited(file('.config', `${whole}CONFIG_GONE=m\n`))).config.partial).toBe(false);
	});

	it('is filled from another, and where each option stands is told', async () => {
		const base = file('base.config', `${whole}CONFIG_OLD=y\nCONFIG_ACENIC=m\n`);
		const fragment = file('fill.config', 'CONFIG_GONE=m\n# CONFIG_ACENIC is not set\n');
		const {config, rows, found} = await audited(fragment, '--defaults-from', base);
		expect(config).toMatchObject({partial: false, defaultsFrom: base});
		expect(found).toEqual(['CONFIG_GONE=m:1', 'CONFIG_OLD=y:5']);
		expect(rows.map(({file: place}) => place).toSorted()).toEqual([base, fragment].toSorted());
		const needless = await run(['audit', base, '--defaults-from', fragment], {data});
		expect(needless).toMatchObject({status: 64, out: ''});
		expect(needless.remarks).toContain('is a whole configuration: --defaults-from has nothing to fill');
	});
});

describe('a diff of two configurations', () => {
	const diff = [
		'diff --git a/arch/x86/configs/my_defconfig b/arch/x86/configs/my_defconfig',
		'--- a/arch/x86/configs/my_defconfig',
		'+++ b/arch/x86/configs/my_defconfig',
		'@@ -40,5 +41,7 @@ CONFIG_NET=y',
		' CONFIG_E1000=m',
		'-# CONFIG_GONE is not set',
		'-CONFIG_ACENIC=m',
		'-CONFIG_OLD=m',
		'+CONFIG_OLD=y',
		'+CONFIG_PCI=y',
		'+CONFIG_GONE=m',
		' CONFIG_VORTEX=m',
		'',
	].join('\n');

	it('is judged by what it switches on, with the lines of the new file', async () => {
		const {config, rows, found, status} = await audited(file('change.diff', diff));
		expect([found, status]).toEqual([['CONFIG_GONE=m:44'], 1]);
		expect(rows[0]!.file).toBe('arch/x86/configs/my_defconfig');
		expect(config).toMatchObject({kind: 'diff', partial: true, writtenOptions: 4});
		expect(config.notes).toEqual(['1 option was on before, and changes between y and m only']);
		const quoted = diff.replace(/^/gm, '> ');
		expect((await audited(file('quoted.eml', `Hello,\n\n${quoted}\nfine.\n`))).found).toEqual([
			'CONFIG_GONE=m:44',
		]);
		const mailed = `Content-Transfer-Encoding: quoted-printable\n\n${diff.replaceAll('=', '=3D')}`;
		expect((await audited(file('mailed.eml', mailed))).found).toEqual(['CONFIG_GONE=m:44']);
	});

	it('over the configuration that it changes is judged whole', async () => {
		const old = file('old.config', `${whole}CONFIG_OLD=m\nCONFIG_ACENIC=m\n`);
		const {found} = await audited(file('change.diff', diff), '--defaults-from', old);
		expect(found).toEqual(['CONFIG_GONE=m:44', 'CONFIG_OLD=y:42']);
	});

	it('may be of several files, as diff prints it alone, or lines that somebody pasted', async () => {
		const two = `${diff}diff --git a/b.config b/b.config\n--- a/b.config\n+++ b/b.config\n@@ -0,0 +1 @@\n+CONFIG_OLD=y\n`;
		const {configs, rows} = await audited(file('two.diff', two));
		expect(configs.map(({config}) => config)).toEqual(['arch/x86/configs/my_defconfig', 'b.config']);
		expect(rows.map(({config, line}) => `${config}:${line}`).toSorted()).toEqual([
			'arch/x86/configs/my_defconfig:44',
			'b.config:1',
		]);
		const bare = '12c13,14\n< # CONFIG_GONE is not set\n---\n> CONFIG_GONE=m\n> CONFIG_OLD=y\n';
		expect((await audited(file('bare.diff', bare))).found).toEqual(['CONFIG_GONE=m:13', 'CONFIG_OLD=y:14']);
		const pasted = 'Please take\n-# CONFIG_GONE is not set\n+CONFIG_GONE=y\n';
		expect((await audited(file('pasted.txt', pasted))).found).toEqual(['CONFIG_GONE=y:3']);
	});

	it('as scripts/diffconfig prints it', async () => {
		const {config, found} = await audited(
			file('diffconfig', '-ACENIC m\n E1000 y -> m\n GONE n -> m\n+OLD y\n'),
		);
		expect([config.kind, found]).toEqual(['diffconfig', ['CONFIG_GONE=m:3', 'CONFIG_OLD=y:4']]);
	});

	it('of something else is refused', async () => {
		const other = file('other.diff', '--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-int a;\n+int b;\n');
		const {remarks, status} = await run(['audit', other], {data});
		expect(status).toBe(2);
		expect(remarks).toContain('is a diff, but none of a kernel configuration');
	});
});

describe('what distributions write', () => {
	const annotations = [
		'# Menu: HEADER',
		'# FORMAT: 4',
		'# ARCH: amd64 arm64',
		'# FLAVOUR: amd64-generic arm64-generic arm64-generic-64k',
		'',
		"CONFIG_GONE        policy<{'amd64': 'm', 'arm64': '-', 'arm64-generic-64k': 'y'}>",
		"CONFIG_GONE        note<'LP: #1'>",
		"CONFIG_OLD         policy<{'arm64': 'm'}>",
		"CONFIG_CMDLINE     policy<{'amd64': '\"CONFIG_OLD=y\"'}>",
		'',
	].join('\n');

	it("Ubuntu's annotations are judged for an architecture or flavour", async () => {
		const path = file('annotations', annotations);
		const {config, found} = await audited(path);
		expect(config).toMatchObject({kind: 'annotations', partial: false, writtenOptions: 3});
		expect(config.notes).toEqual(['judged for amd64-generic, one of amd64, arm64: --arch asks for another']);
		expect(found).toEqual(['CONFIG_GONE=m:6']);
		expect((await audited(path, '--arch', 'arm64')).found).toEqual(['CONFIG_OLD=m:8']);
		expect((await audited(path, '--arch', 'arm64-generic-64k')).found).toEqual([
			'CONFIG_GONE=y:6',
			'CONFIG_OLD=m:8',
		]);
		const unknown = await run(['audit', path, '--arch', 'm68k'], {data});
		expect(unknown).toMatchObject({status: 64, out: ''});
		expect(unknown.remarks).toContain('has no architecture or flavour "m68k".\nIt has amd64, arm64,');
		const derived = await audited(file('derived', `include "../../annotations"\n${annotations}`));
		expect(derived.config.partial).toBe(true);
		expect(derived.config.notes[1]).toContain('it includes ../../annotations, which was not read');
	});

	it('--arch is refused where nothing has several', async () => {
		const {remarks, status} = await run(['audit', file('one', 'CONFIG_GONE=m\n'), '--arch', 'arm64'], {data});
		expect(status).toBe(64);
		expect(remarks).toContain("--arch is for Ubuntu's annotations");
	});

	it("NixOS' structuredExtraConfig, with its comments, strings and conditions", async () => {
		const text = [
			'{ lib, ... }: {',
			'  boot.kernelPatches = [ {',
			'    # VORTEX = yes;',
			'    name = "GONE = yes;"; patch = null;',
			'    structuredExtraConfig = with lib.kernel; {',
			'      E1000 = module; NET = yes;',
			'      GONE = lib.mkForce',
			'        module;',
			'      "9P_FS" = whenAtLeast "6.1" yes;',
			'      OLD = lib.mkForce no;',
			'      NR_CPUS = freeform "8";',
			'    };',
			"    extraConfig = ''",
			'      ACENIC m',
			'      PCI? y',
			"    '';",
			'  } ];',
			'}',
		].join('\n');
		const {config, found} = await audited(file('kernel.nix', text));
		expect([config.kind, config.partial, config.writtenOptions]).toEqual(['nix', true, 7]);
		expect(found).toEqual(['CONFIG_9P_FS=y:9', 'CONFIG_ACENIC=m:14', 'CONFIG_GONE=m:7']);
		expect(config.notes).toEqual(['1 option stands under a condition: judged as if it held']);
	});

	it("OpenWrt's KCONFIG lists, where an option alone is a module", async () => {
		const text = [
			'define KernelPackage/old',
			'  TITLE:=Old',
			'  KCONFIG:=CONFIG_GONE \\',
			'\tCONFIG_OLD=y \\',
			'\tCONFIG_VORTEX=n',
			'  FILES:=$(LINUX_DIR)/drivers/old.ko CONFIG_ACENIC',
			'endef',
			'define KernelPackage/other',
			'  KCONFIG:= $(if $(CONFIG_PCI),CONFIG_E1000@ge6.1)',
			'endef',
		].join('\n');
		const {config, found} = await audited(file('netdevices.mk', text));
		expect([config.kind, config.writtenOptions]).toEqual(['openwrt', 4]);
		expect(found).toEqual(['CONFIG_GONE=m:3', 'CONFIG_OLD=y:4']);
	});

	it('calls of scripts/config', async () => {
		const text =
			'#!/bin/sh\nmake defconfig\n./scripts/config -m GONE \\\n  --enable CONFIG_NET --disable OLD && make -m ACENIC\n';
		const {config, found} = await audited(file('build.sh', text));
		expect([config.kind, config.writtenOptions, found]).toEqual(['config-script', 3, ['CONFIG_GONE=m:3']]);
	});

	it('UTF-16, as a shell of Windows saves it', async () => {
		const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('CONFIG_GONE=m\r\n', 'utf16le')]);
		expect((await audited(file('windows.config', bytes))).found).toEqual(['CONFIG_GONE=m:1']);
	});
});

describe('what is no kernel configuration', () => {
	const head = '#\n# Automatically generated file; DO NOT EDIT.\n';
	it.each([
		["BusyBox's", `${head}# Busybox version: 1.36.1\n#\nCONFIG_HAVE_DOT_CONFIG=y\n`],
		["BusyBox's", '# CONFIG_LONG_OPTS is not set\n# CONFIG_FEATURE_DEVPTS is not set\nCONFIG_FEATURE_X=y\n'],
		["U-Boot's", `${head}# U-Boot 2024.01 Configuration\n#\nCONFIG_ARM=y\n`],
		["U-Boot's", 'CONFIG_ARM=y\nCONFIG_SPL=y\nCONFIG_BOOTDELAY=3\nCONFIG_CMD_NAND=y\n'],
		["Buildroot's", 'BR2_arm=y\nBR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="board/x/linux.config"\n'],
		["OpenWrt's build's", 'CONFIG_TARGET_ath79=y\nCONFIG_PACKAGE_kmod-e1000=y\n'],
	])('is refused: %s', async (whose, text) => {
		const {out, remarks, status} = await run(['audit', file('foreign', text)], {data});
		expect([out, status]).toEqual(['', 2]);
		expect(remarks).toMatch(/^driverdex: .*foreign is .* configuration, not a kernel's\.\n.*\.\n$/);
		expect(remarks).toContain(whose);
		if (whose === "Buildroot's") expect(remarks).toContain("It names the kernel's: board/x/linux.config.");
	});

	it('is known by its options, where nothing else tells', async () => {
		const zephyr =
			'CONFIG_BOARD_NATIVE=y\nCONFIG_SHELL_ZEPHYR=y\nCONFIG_MAIN_STACK_SIZE=2048\nCONFIG_ZTEST_NEW=y\n';
		const {remarks, status} = await run(['audit', file('prj.conf', zephyr)], {data: join(top, 'data')});
		expect(status).toBe(2);
		expect(remarks).toContain("is another program's configuration: of its 4 options none is the kernel's");
	});

	it('no option of Linux makes it look like another program’s', () => {
		const options = readFileSync(join(top, 'data/options.txt'), 'utf8')
			.trimEnd()
			.split('\n')
			.map(line => line.split('\t')[0]!);
		const path = file('every.config', options.map(option => `CONFIG_${option}=y\n`).join(''));
		const program = join(top, 'dist/cli.cjs');
		const json = execFileSync(
			'sh',
			['-c', '"$0" "$1" audit "$2" --json || true', process.execPath, program, path],
			{
				encoding: 'utf8',
				maxBuffer: 1 << 26,
			},
		);
		expect((JSON.parse(json) as Document).configs[0]!.writtenOptions).toBe(options.length);
	});

	it.each([
		['a device', () => '/dev/zero', /is a device, not a file/],
		[
			'a tar archive',
			() => {
				const tar = Buffer.alloc(1024, 32);
				tar.write('ustar', 257);
				return file('a.tar', tar);
			},
			/is a tar archive/,
		],
		['bytes', () => file('junk', Buffer.alloc(100_000, 3)), /is no kernel configuration, nor any other text/],
		['50 MB of text', () => file('large', Buffer.alloc(50 << 20, 'CONFIG_X=y\n')), /has over 16 MB/],
		[
			'a small file that unpacks to much',
			() => file('bomb.gz', gzipSync(Buffer.alloc(40 << 20, 'CONFIG_X=y\n'))),
			/unpacks to over 16 MB/,
		],
	])('is refused at once: %s', async (_, make, what) => {
		const {out, remarks, status} = await run(['audit', make()], {data});
		expect([out, status]).toEqual(['', 2]);
		expect(remarks).toMatch(what);
		expect(remarks.trimEnd().split('\n')).toHaveLength(2);
	});

	it('a zstd file that asks for a huge window is refused', async () => {
		// RFC 8878: magic, a frame header without a size, a window of 2^41 bytes, an empty last block.
		const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0x00, 0x00]);
		const {remarks, status} = await run(['audit', file('window.zst', frame)], {data});
		expect(status).toBe(2);
		expect(remarks).toContain('it asks for a window of over 128 MB');
	});
});

describe('an SPDX document', () => {
	it('is judged by the modules that it names, living and gone', async () => {
		const path = file(
			'kernel.spdx.json',
			'{"spdxVersion": "SPDX-2.3", "files": [\n{"fileName": "lib/modules/6.1.7/kernel/drivers/net/pair_a.ko"},\n{"fileName": "lib/modules/6.1.7/kernel/drivers/net/ethernet/alteon/acenic.ko.zst"}]}',
		);
		const {config, found, status} = await audited(path);
		expect([config.kind, config.partial, status]).toEqual(['spdx', false, 1]);
		// Its option builds another driver, which the document does not name.
		expect(found).toEqual(['CONFIG_ACENIC=m:3', 'CONFIG_PAIR=m:2']);
		const {remarks} = await run(['audit', path, '--defaults-from', path], {data});
		expect(remarks).toContain('is an SPDX document: --defaults-from has nothing to fill.');
	});
});
