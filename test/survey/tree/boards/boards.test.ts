import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {surveyBoards} from '../../../../source/survey/tree/boards/boards.ts';
import {readDeviceTreeText} from '../../../../source/survey/tree/boards/device-tree-text.ts';

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

/** A tree of device-tree files, by path below arch/. */
function treeOf(files: Record<string, string>): string {
	const tree = mkdtempSync(join(tmpdir(), 'driverdex-boards-'));
	folders.push(tree);
	for (const [file, text] of Object.entries(files)) {
		const path = join(tree, 'arch', file);
		mkdirSync(dirname(path), {recursive: true});
		writeFileSync(path, text);
	}
	return tree;
}

const node = (compatible: string) => `/ { dev { compatible = "${compatible}"; status = "disabled"; }; };\n`;

/** What a tree says of a driver with these compatibles. */
const boardsOf = (tree: string, ...compatibles: string[]) => boardsWith(tree, null, ...compatibles);

/** The same of one whose option has a condition. */
async function boardsWith(tree: string, condition: string | null, ...compatibles: string[]) {
	const found = await surveyBoards({
		tree,
		version: '7.3',
		aliasesOf: () => compatibles.flatMap(one => [`of:N*T*C${one}`, `of:N*T*C${one}C*`]),
		drivers: [
			{
				id: 'drivers/misc/reed',
				kconfig: {symbol: 'REED', prompt: null, tristate: true, dependsOn: condition, at: null},
			},
		],
	});
	return found?.of('drivers/misc/reed') ?? null;
}

describe('the boards that name a driver', () => {
	it('are not asked for where the machines bring their own device trees', async () => {
		const tree = treeOf({'arm/boot/dts/pond.dts': node('pond,reed')});
		expect(await boardsWith(tree, 'PCI && SPARC64', 'lake,reed')).toBeNull();
		expect(await boardsWith(tree, 'PCI && (SPARC64 || ARM)', 'lake,reed')).toMatchObject({boards: 0});
		expect(await boardsWith(tree, 'PCI && SPARC64', 'pond,reed')).toMatchObject({boards: 1});
	});

	it('are the .dts files with it, directly or through what they include, by family', async () => {
		const tree = treeOf({
			'arm/boot/dts/pond/reed.dtsi': `#include "deep/leaf.dtsi"\n`,
			'arm/boot/dts/pond/deep/leaf.dtsi': node('pond,reed'),
			'arm/boot/dts/pond/one.dts': '#include "reed.dtsi"\n',
			'arm/boot/dts/pond/two.dts': '/include/ "reed.dtsi"\n',
			'arm64/boot/dts/lake/three.dts': '#include <arm/pond/reed.dtsi>\n',
			'arm64/boot/dts/lake/four.dts': '#include "../../../../arm/boot/dts/pond/reed.dtsi"\n',
			'arm64/boot/dts/lake/five.dts': node('lake,reed'),
			'arm64/boot/dts/lake/add.dtso': node('pond,reed'),
			'powerpc/boot/dts/flat.dts': node('POND,Reed'),
			'arm/boot/dts/pond/other.dts': node('pond,reed-2'),
		});
		expect(await boardsOf(tree, 'pond,reed')).toEqual({
			boards: 5,
			overlays: 1,
			families: [
				{family: 'arm/pond', boards: 2},
				{family: 'arm64/lake', boards: 2},
				{family: 'powerpc', boards: 1},
			],
			moreFamilies: 0,
		});
		expect((await boardsOf(tree, 'pond,reed', 'lake,reed'))?.boards).toBe(6);
		expect(await boardsOf(tree, 'pond,nothing')).toEqual({
			boards: 0,
			overlays: 0,
			families: [],
			moreFamilies: 0,
		});
	});

	it('are not known of drivers without compatibles, and of trees without boards', async () => {
		expect(await boardsOf(treeOf({'arm/boot/dts/a.dts': node('pond,reed')}))).toBeNull();
		expect(await boardsOf(treeOf({'arm/boot/dts/a.dtsi': node('pond,reed')}), 'pond,reed')).toBeNull();
	});

	it('names the five largest families and counts the others', async () => {
		const files = Object.fromEntries(
			[...'abcdefg'].flatMap((letter, index) =>
				Array.from({length: index + 1}, (_, at) => [`arm/boot/dts/${letter}/${at}.dts`, node('pond,reed')]),
			),
		);
		const found = await boardsOf(treeOf(files), 'pond,reed');
		expect(found).toMatchObject({boards: 28, moreFamilies: 2});
		expect(found?.families.map(({family}) => family)).toEqual(['arm/g', 'arm/f', 'arm/e', 'arm/d', 'arm/c']);
	});

	it('survive what a stranger may write: circles, ways out of arch/, links, files without an end', async () => {
		const tree = treeOf({
			'arm/boot/dts/a.dts': '#include "b.dtsi"\n#include "../../../../../outside.dtsi"\n',
			'arm/boot/dts/b.dtsi': `#include "b.dtsi"\n#include "c.dtsi"\n${node('pond,reed')}`,
			'arm/boot/dts/c.dtsi': '#include "b.dtsi"\n',
			'arm/boot/dts/huge.dts': `${node('pond,reed')}${' '.repeat(5 << 20)}`,
		});
		writeFileSync(join(tree, 'outside.dtsi'), node('pond,outside'));
		symlinkSync('a.dts', join(tree, 'arch/arm/boot/dts/link.dts'));
		const found = await surveyBoards({
			tree,
			version: '7.3',
			aliasesOf: id => [`of:N*T*C${id}`],
			drivers: [],
		});
		expect(found?.of('pond,reed')?.boards).toBe(1);
		expect(found?.of('pond,outside')?.boards).toBe(0);
		expect(found?.problems).toMatchObject([{where: 'arm/boot/dts/huge.dts'.replace(/^/, 'arch/')}]);
	});
});

describe('a device-tree source', () => {
	it('names what its compatible properties hold, not what its comments and other properties do', () => {
		const text = [
			'// compatible = "in,comment";',
			'/* compatible = "in,block"; */',
			'model = "a // b /* c";',
			'compatible = "pond,one",',
			'\t"pond,two\\0pond,three";',
			'qcom,compatible = "not,this";',
			'compatible = MACRO;',
			'/* never closed: compatible = "pond,lost";',
		].join('\n');
		expect(readDeviceTreeText(text).compatibles).toEqual(['pond,one', 'pond,two', 'pond,three']);
	});

	it('is read in one pass, however it is made', () => {
		for (const piece of ['/*', '"', '//', 'compatible = "a", ', '#include "']) {
			const text = piece.repeat((1 << 20) / piece.length);
			expect(readDeviceTreeText(text).includes.length).toBeLessThan(2);
		}
	});
});
