import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, expect} from 'vitest';
import {parseKernelConfigs, readKernelConfigs} from '../../source/machine/kernel-config.ts';
import {actingIn, attack} from '../support/attack.ts';
import {harmful} from '../support/hostile.ts';
import {createRandom} from '../support/random.ts';
import {readOrRefused, refusalOf} from '../support/refused.ts';
import {run} from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'driverdex-configs-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
let count = 0;
function file(bytes: Buffer | string): string {
	const path = join(folder, `c${count++}`);
	writeFileSync(path, bytes);
	return path;
}

/** One text of each form in which people have a configuration. */
const forms: readonly string[] = [
	`#\n# Linux/x86 6.12.1 Kernel Configuration\n#\n${'CONFIG_PCI=y\nCONFIG_E1000=m\n# CONFIG_FLOPPY is not set\nCONFIG_CMDLINE="a b"\nCONFIG_HZ=250\n'.repeat(6)}`,
	"# ARCH: amd64 arm64\n# FLAVOUR: amd64-generic\ninclude \"other\"\nCONFIG_AGP  policy<{'amd64': 'y', 'arm64-generic-64k': '-'}>\nCONFIG_E1000 policy<{'amd64': 'm'}>\nCONFIG_E1000 note<'x'>\n",
	'--- a/x_defconfig\n+++ b/x_defconfig\n@@ -1,3 +1,3 @@\n CONFIG_PCI=y\n-CONFIG_E1000=y\n+CONFIG_E1000=m\n+CONFIG_FLOPPY=y\n',
	'12,13c12\n< CONFIG_E1000=y\n---\n> CONFIG_E1000=m\n',
	'+BLK_DEV_X m\n-EXT2_FS_XATTR n\n CRAMFS n -> y\n',
	"{ lib, ... }: { structuredExtraConfig = with lib.kernel; { E1000 = module; FLOPPY = lib.mkForce no; \"9P_FS\" = yes; }; extraConfig = ''\n  AGP y\n  PCI? m\n''; # c\n /* d */ }\n",
	'define KernelPackage/x\n  KCONFIG:=CONFIG_E1000 CONFIG_FLOPPY=y \\\n\tCONFIG_AGP@lt6.1\nendef\n',
	'scripts/config -e E1000 -m FLOPPY \\\n --set-val HZ 250 && scripts/config --disable AGP\n',
	'Content-Transfer-Encoding: quoted-printable\n\nCONFIG_E1000=3Dm\nCONFIG_X=\n=3Dy\n',
	'options e1000 debug=1\nblacklist floppy\ninstall x /bin/true\n',
	'{"spdxVersion": "SPDX-2.3",\n "files": [{"fileName": "drivers/net/a/chip.ko"},\n {"fileName": "./drivers/block/floppy.c"}],\n "packages": [{"name": "kernel-module-r8712u-6.6"}]}\n',
	'SPDXVersion: SPDX-2.3\nPackageName: kernel\nPackageVersion: 6.1\nFileName: ./drivers/block/floppy.o\n',
];

attack(
	'configs',
	'two thousand configurations, each spoilt a little, are read or refused by name',
	async tried => {
		const random = createRandom(22);
		const pieces = [
			...harmful.filter(text => text.length < 500),
			'"',
			"'",
			"''",
			'{',
			'}',
			'<',
			'>',
			'\\',
			'=',
			'\n',
			'${',
			'/*',
			'@@ -1 +1 @@',
			'--- ',
			"policy<{'",
			'\0',
			'CONFIG_',
			'__proto__',
		];
		for (let index = 0; index < 2000; index++) {
			let text = forms[index % forms.length]!;
			for (let change = 1 + random.below(4); change > 0; change--) {
				const at = random.below(text.length + 1);
				const to = Math.min(text.length, at + random.below(30));
				text = random.pick([
					() => text.slice(0, at) + text.slice(to),
					() => text.slice(0, at) + random.pick(pieces) + text.slice(at),
					() => text.slice(0, at) + random.pick(pieces) + text.slice(to),
					() => text.slice(0, at) + text.slice(at, to).repeat(50) + text.slice(to),
					() => text.slice(0, at),
				])();
			}
			tried();
			const found = await readOrRefused(() => parseKernelConfigs(text, 'spoilt'));
			if (found instanceof Error) expect(found.message, JSON.stringify(text)).toMatch(/spoilt/);
			else for (const {written} of found) for (const [name] of written) expect(name).toMatch(/^\w+$/);
		}
	},
);

attack('configs', 'forms that are huge take no more than their length', async tried => {
	const huge: [string, string][] = [
		['a million options', Array.from({length: 1_000_000}, (_, index) => `CONFIG_O${index}=y`).join('\n')],
		['one line', `CONFIG_E1000=m\nCONFIG_X="${'x'.repeat(15 << 20)}`],
		['quotes of nix', `structuredExtraConfig = { E1000 = module; ${"''".repeat(500_000)} }`],
		['braces of nix', `structuredExtraConfig = ${'{'.repeat(1_000_000)} E1000 = module; `],
		['equals of nix', `E1000 = module;\n${'A0 = '.repeat(500_000)}`],
		[
			'policies',
			`CONFIG_E1000 policy<{'amd64': 'm'}>\nCONFIG_A ${'policy<'.repeat(8000)}\n${"CONFIG_B policy<{'a': '\\".repeat(40_000)}`,
		],
		['hunks', `--- a/x\n+++ b/x\n${'@@ -1,1 +1,1 @@\n+CONFIG_E1000=m\n'.repeat(200_000)}`],
		['files of a diff', `${'--- a/x\n+++ b/x\n@@ -1 +1 @@\n+CONFIG_E1000=m\n'.repeat(20_000)}`],
		['quoting', `${'> '.repeat(100_000)}@@ -1 +1 @@\n+CONFIG_E1000=m\n`],
		['arrows', `+E1000 m\n${' A n -> y'.repeat(100_000)}\n`],
		['blanks', `CONFIG_E1000=m\n${' '.repeat(1 << 20)}CONFIG_B\n${'\t'.repeat(1 << 20)}# CONFIG\n`],
		['calls', `scripts/config -e E1000\n${'scripts/config '.repeat(200_000)}`],
		['KCONFIG', `KCONFIG:=CONFIG_E1000 ${'$('.repeat(30_000)}\n`],
	];
	for (const [what, text] of huge) {
		tried();
		const start = process.cpuUsage();
		await readOrRefused(() => parseKernelConfigs(text, what));
		// Of the processor, which others use too; what grows with the square of its length takes minutes.
		expect(process.cpuUsage(start).user, what).toBeLessThan(8_000_000);
	}
});

attack('configs', 'kernel images whose configuration is damaged, absent or a bomb', async tried => {
	const image = (inside: Buffer) =>
		Buffer.concat([
			Buffer.from('MZ'),
			Buffer.alloc(1000),
			Buffer.from('IKCFG_ST'),
			inside,
			Buffer.from('IKCFG_ED'),
		]);
	const config = gzipSync('CONFIG_E1000=m\n');
	expect((await readKernelConfigs(file(image(config))))[0]!.enabled.get('E1000')).toBe('m');
	const header = (payload: number, length: number) => {
		const bytes = Buffer.alloc(4096);
		bytes.write('HdrS', 0x202);
		bytes.writeUInt16LE(0x20f, 0x206);
		bytes.writeUInt32LE(payload, 0x248);
		bytes.writeUInt32LE(length, 0x24c);
		return bytes;
	};
	const zimg = (at: number, length: number) => {
		const bytes = Buffer.alloc(256);
		bytes.write('MZ');
		bytes.write('zimg', 4);
		bytes.writeUInt32LE(at, 8);
		bytes.writeUInt32LE(length, 12);
		return bytes;
	};
	const images = [
		image(config.subarray(0, 12)),
		image(Buffer.concat([config.subarray(0, 20), Buffer.alloc(100, 0xff)])),
		image(gzipSync(Buffer.alloc(40 << 20, 'CONFIG_X=y\n'))),
		image(gzipSync(Buffer.alloc(1000))),
		Buffer.concat([Buffer.from('MZ'), Buffer.from('IKCFG_ST\x1f\x8b'.repeat(5000), 'latin1')]),
		Buffer.from('MZ'),
		Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.from('\x1f\x8b\x08'.repeat(50_000), 'latin1')]),
		...[0, 1, 0x7fffffff, 0xffffffff].flatMap(at =>
			[0, 3, 4, 0xffffffff].flatMap(length => [header(at, length), zimg(at, length)]),
		),
	];
	for (const bytes of images) {
		tried();
		expect(await refusalOf(() => readKernelConfigs(file(bytes)))).toMatch(
			/c\d+ (?:is a kernel image|is no|unpacks)/,
		);
	}
	for (const bytes of [
		gzipSync(image(config)).subarray(0, 60),
		gzipSync(gzipSync(gzipSync('CONFIG_X=y\n'))),
		gzipSync(Buffer.alloc(30 << 20, 'CONFIG_X=y\n')),
	]) {
		tried();
		await refusalOf(() => readKernelConfigs(file(bytes)));
	}
});

attack('configs', 'nothing of them acts on the terminal', async tried => {
	const escapes = '\u001b]52;c;b3duZWQ=\u0007\u009b31m\u202e';
	const texts = forms.map(text =>
		text.replaceAll(/x_defconfig|"other"|6\.12\.1|a b/g, found => `${found}${escapes}`),
	);
	const paths = texts.map(text => file(text));
	const odd = join(folder, `name${escapes}`);
	writeFileSync(odd, `# Linux/x86 6.12${escapes} Kernel Configuration\nCONFIG_E1000=m\n`);
	for (const format of ['table', 'csv', 'sarif', 'junit']) {
		tried(paths.length + 1);
		const {out, remarks, status} = await run(['audit', ...paths.slice(0, 8), odd, '--format', format]);
		expect(status, remarks).toBeLessThan(3);
		expect(actingIn(out)).toEqual([]);
		expect(actingIn(remarks)).toEqual([]);
	}
});
