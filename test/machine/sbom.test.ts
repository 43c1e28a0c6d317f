import {describe, expect, it} from 'vitest';
import type {IndexRow} from '../../source/dossier/index-row.ts';
import {parseKernelConfigs} from '../../source/machine/kernel-config.ts';
import {withBuilt} from '../../source/machine/sbom/built-drivers.ts';
import {readSpdx} from '../../source/machine/sbom/spdx.ts';

/** As Yocto's create-spdx-2.2 writes a kernel package and its modules. */
const yocto = JSON.stringify(
	{
		SPDXID: 'SPDXRef-DOCUMENT',
		spdxVersion: 'SPDX-2.2',
		packages: [
			{name: 'linux-yocto', versionInfo: '6.6.23+git'},
			{name: 'kernel-module-r8712u-6.6.23-yocto-standard', versionInfo: '6.6.23+git'},
			{name: 'kernel-image', versionInfo: '6.6.23'},
		],
		files: [
			{fileName: 'lib/modules/6.6.23-yocto/kernel/drivers/net/b/twin.ko.xz'},
			{fileName: 'lib/modules/6.6.23-yocto/kernel/fs/ext4/ext4.ko'},
			{fileName: 'lib/modules/6.6.23-yocto/updates/tool.ko'},
			{fileName: './usr/src/linux/drivers/net/a/chip.c'},
			{fileName: 'boot/bzImage'},
		],
	},
	null,
	1,
);

/** As the kernel's own `make sbom` writes its sources and its outputs. */
const graph = {
	'@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
	'@graph': [
		{type: 'SpdxDocument', name: 'drivers/net/a/not-a-file.c'},
		{type: 'software_Package', name: 'Linux Kernel (bzImage)', software_packageVersion: '7.3.4'},
		{type: 'software_File', name: 'drivers/net/a/chip.o'},
		{type: 'software_File', name: 'drivers/net/a/chip.h'},
		{type: 'software_File', name: 'drivers/net/a/twin.ko'},
	],
};

const row = (id: string, symbol: string | null) => {
	const [, directory, module] = /^(.*)\/([^/]+)$/.exec(id)!;
	return {id, directory, module, symbol} as IndexRow;
};
const chip = row('drivers/net/a/chip', 'CHIP');
const twins = [row('drivers/net/a/twin', 'TWIN_A'), row('drivers/net/b/twin', 'TWIN_B')];

const world = {
	treeVersion: '7.3.4',
	byName: new Map([
		['chip', [chip]],
		['twin', twins],
		['bare', [row('drivers/net/bare', null)]],
	]),
	ownerOf: (path: string) => (path === 'drivers/net/a/chip.c' ? chip : null),
	goneOf: (name: string) => (name === 'r8712u' ? [{option: 'R8712U'} as never] : []),
	outsideOf: () => [],
};

/** What a document comes to: options with their lines, the drivers that are meant, notes. */
function resolved(text: string) {
	const [config] = parseKernelConfigs(text, 'kernel.spdx.json');
	const {written, enabled, only, notes, version, isPartial} = withBuilt(config!, world);
	const set = [...written].map(([option, {value, line}]) => `${option}=${value}:${line}`);
	return {set, enabled: [...enabled.keys()], only: [...only!], notes, version, isPartial};
}

describe('an SPDX document', () => {
	it('enables what it says was built, each at its line, and no other driver of its option', () => {
		expect(resolved(yocto)).toEqual({
			set: ['TWIN_B=m:20', 'R8712U=m:10', 'CHIP=y:29'],
			enabled: ['TWIN_B', 'R8712U', 'CHIP'],
			only: ['drivers/net/b/twin', 'drivers/net/a/chip'],
			notes: [
				'1 module lies outside what is surveyed, and was not judged',
				'1 module is no driver of Linux 7.3.4 and none that is known to be gone: tool',
				'1 option is told by sources alone, which do not say whether it is y or m: told as y',
			],
			version: '6.6.23-yocto',
			isPartial: false,
		});
	});

	it('of SPDX 3 tells files and packages from all else that has a name', () => {
		const {set, version} = resolved(JSON.stringify(graph));
		expect([set, version]).toEqual([['TWIN_A=m:1', 'CHIP=y:1'], '7.3.4']);
	});

	it('may be lines of Tag: value', () => {
		const text =
			'SPDXVersion: SPDX-2.3\nPackageName: kernel\nPackageVersion: 6.1.7\nFileName: ./drivers/net/a/chip.c\nFileName: ./COPYING\n';
		const {set, version} = resolved(text);
		expect([set, version]).toEqual([['CHIP=y:4'], '6.1.7']);
	});

	it('says what a driver without an option is', () => {
		const text = 'SPDXVersion: SPDX-2.3\nFileName: ./kernel/drivers/net/bare.ko\n';
		expect(resolved(text)).toMatchObject({
			set: [],
			notes: ['1 driver that it names has no option, and was not judged'],
		});
	});

	it('that is broken, RDF, or of another program is refused', () => {
		expect(() => parseKernelConfigs(yocto.slice(0, -20), 'x')).toThrow(
			'x begins as an SPDX document and is broken: it is no JSON.',
		);
		expect(() =>
			parseKernelConfigs('<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#"></rdf:RDF>', 'x'),
		).toThrow('x is an SPDX document as RDF/XML, which is not read.');
		expect(() =>
			parseKernelConfigs('{"spdxVersion": "SPDX-2.3", "files": [{"fileName": "./a.py"}]}', 'x'),
		).toThrow('x is an SPDX document, but none of a kernel: of its 1 files and packages none is a module');
	});

	it('of one endless line is read in one pass', () => {
		const names = Array.from({length: 200_000}, (_, at) => ({fileName: `drivers/net/a/f${at}.c`}));
		const {things} = readSpdx(JSON.stringify({spdxVersion: 'SPDX-2.3', files: names}), 'x');
		expect([things.length, new Set(things.map(({line}) => line)).size]).toEqual([200_000, 1]);
	});
});
