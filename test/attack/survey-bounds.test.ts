import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {parseExpression} from '../../source/dossier/options/expression.ts';
import {surveyBoards} from '../../source/survey/tree/boards/boards.ts';
import {listTreeFiles} from '../../source/survey/tree/files.ts';
import {NotConstant} from '../../source/survey/tree/ids/expression.ts';
import {idsOfTree} from '../../source/survey/tree/ids/ids.ts';
import {expand} from '../../source/survey/tree/ids/macros.ts';
import {UnpackedTree} from '../../source/survey/tree/ids/source-tree.ts';
import {refuel} from '../../source/survey/tree/ids/tokens.ts';
import {readKbuild} from '../../source/survey/tree/kbuild/kbuild.ts';
import {parseKconfig} from '../../source/survey/tree/kconfig/file.ts';
import {findImpossible, readKconfig} from '../../source/survey/tree/kconfig/kconfig.ts';
import {MaintainerIndex} from '../../source/survey/tree/maintainers.ts';
import {parseMaintainers} from '../../source/survey/tree/maintainers-file.ts';
import {compileName} from '../../source/survey/tree/name-pattern.ts';
import {MacroReader} from '../../source/survey/tree/sources/macros.ts';
import {SourceScanner} from '../../source/survey/tree/sources/scan.ts';
import {attack} from '../support/attack.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-bounds-'));
afterAll(() => rmSync(place, {recursive: true, force: true}));
let made = 0;

function treeOf(files: Readonly<Record<string, string>>): string {
	const tree = join(place, String(made++));
	for (const [name, text] of Object.entries(files)) {
		const path = join(tree, name);
		mkdirSync(dirname(path), {recursive: true});
		writeFileSync(path, text);
	}
	return tree;
}
const lines = (count: number, line: (index: number) => string) =>
	Array.from({length: count}, (_, index) => line(index)).join('\n');
const said = (problems: readonly {where: string; problem: string}[]) =>
	problems.map(({where, problem}) => `${where}: ${problem}`).join('\n');
const outermost = {outer: null, conditions: [], menu: null};

attack('tree', 'an option of more than any kernel has is kept to its bounds, and named', tried => {
	const tries: [what: string, text: string, problem: RegExp][] = [
		['a line', `config A\n\tdepends on ${'B && '.repeat(4000)}C\n`, /A file of|has a line of \d+ characters/],
		['a condition', `config A\n\tdepends on ${'B && '.repeat(1000)}C\n`, /has a condition of \d+ characters/],
		['selects', `config A\n${lines(2002, at => `\tselect B${at}`)}\n`, /more than 2000 lines of a kind/],
		['defaults', `config A\n${lines(2002, at => `\tdefault B${at}`)}\n`, /more than 2000 lines of a kind/],
		[
			'plain defaults',
			`config A\n${lines(2002, at => `\tdef_bool B${at}`)}\n`,
			/more than 2000 lines of a kind/,
		],
		['conditions', `config A\n${lines(202, at => `\tdepends on B${at}`)}\n`, /more than 200 conditions/],
		[
			'blocks',
			`${lines(150, at => `if B${at}`)}\nconfig A\n${'endif\n'.repeat(150)}`,
			/blocks nest deeper than 100/,
		],
	];
	for (const [what, text, problem] of tries) {
		tried();
		const {definitions, problems} = parseKconfig(`${text}config LAST\n`, 'Kconfig', outermost);
		expect(said(problems), what).toMatch(problem);
		expect(definitions.map(({symbol}) => symbol)).toEqual(['A', 'LAST']);
		const [{selects, defaults, dependsOn}] = definitions as [(typeof definitions)[0]];
		for (const list of [selects, defaults]) expect(list.length, what).toBeLessThanOrEqual(2000);
		expect(dependsOn.length, what).toBeLessThanOrEqual(200);
	}
	const [prompted] = parseKconfig(
		`config A\n\tbool "${'x'.repeat(9000)}"\n`,
		'Kconfig',
		outermost,
	).definitions;
	expect(prompted!.prompt).toHaveLength(1000);
	tried();
	expect(parseExpression(`${'A && '.repeat(400)}B`)).not.toBeNull();
	for (const text of [
		`${'A && '.repeat(600)}B`,
		`${'('.repeat(5000)}A${')'.repeat(5000)}`,
		`${'!'.repeat(50_000)}A`,
	]) {
		expect(parseExpression(text)).toBeNull();
		tried();
	}
});

attack('tree', 'options, files of them and architectures without end are kept to their bounds', tried => {
	const read = (files: Readonly<Record<string, string>>) => readKconfig(treeOf(files));
	const deep = read(
		Object.fromEntries(
			Array.from({length: 130}, (_, at) => [
				at === 0 ? 'Kconfig' : `k${at}`,
				`config K${at}\nsource "k${at + 1}"\n`,
			]),
		),
	);
	expect(said(deep.problems)).toMatch(/is sourced through more than 100 files/);
	const many = read({Kconfig: lines(200_010, at => `config K${at.toString(36)}`)});
	expect(said(many.problems)).toMatch(/more than 200000 entries/);
	expect(many.symbols.size).toBe(200_000);
	const same = read({Kconfig: 'config A\n\tdepends on B\n'.repeat(600)});
	expect(said(same.problems)).toMatch(/A has more than 500 entries/);
	const architectures = read({
		Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\n',
		...Object.fromEntries(Array.from({length: 80}, (_, at) => [`arch/a${at}/Kconfig`, `config A${at}\n`])),
	});
	expect(architectures.symbols.size).toBe(64);
	tried(4);
	// Each of a chain falls alone, and each time one option is looked at again that all of them select.
	const chain = parseKconfig(
		lines(5000, at => `config S${5000 - at}\n\tbool "s"\n\tdepends on S${4999 - at}\n\tselect X`) +
			'\nconfig X\n',
		'Kconfig',
		outermost,
	).definitions;
	let isCut = false;
	findImpossible(new Map(chain.map(one => [one.symbol, [one]])), new Set(), () => {
		isCut = true;
	});
	expect(isCut).toBe(true);
	tried();
});

/** Makefiles of drivers/, and what is said of it. */
const makefiles: readonly [what: string, text: string, problem: RegExp][] = [
	[
		'objects',
		`obj-y += ${lines(40_010, at => `o${at}.o`).replaceAll('\n', ' ')}\n`,
		/more than 40000 objects/,
	],
	[
		'steps',
		`l := ${'a '.repeat(100)}\nx := $(foreach a,$(l),$(foreach b,$(l),$(foreach c,$(l),)))\nobj-y += x.o\n`,
		/expands to more than is followed/,
	],
	['rules', `${lines(2010, at => `r${at}: x`)}\nobj-y += x.o\n`, /more than 2000 rules/],
	[
		'lines of lines',
		'define one\n$$(two)\nendef\ndefine two\n$$(one)\nendef\n$(one)\nobj-y += x.o\n',
		/lines that make lines/,
	],
	[
		'conditionals',
		`${lines(150, at => `ifdef CONFIG_C${at}`)}\nobj-y += x.o\n${'endif\n'.repeat(150)}`,
		/conditionals nest deeper than 100/,
	],
];

attack('tree', 'a Makefile of more than any kernel has is kept to its bounds, and named', tried => {
	const read = (files: Readonly<Record<string, string>>) => {
		const tree = treeOf(files);
		return readKbuild(tree, listTreeFiles(tree, ['drivers']), ['drivers']);
	};
	for (const [what, text, problem] of makefiles) {
		tried();
		const {problems, objects} = read({'drivers/Makefile': text, 'drivers/x.c': ''});
		expect(said(problems), what).toMatch(problem);
		for (const {gates} of objects)
			for (const gate of gates) expect(gate.length, what).toBeLessThanOrEqual(100);
	}
	const descent = read(
		Object.fromEntries(
			Array.from({length: 230}, (_, at) => [`drivers/${'a/'.repeat(at)}Makefile`, 'obj-y += a/ x.o\n']),
		),
	);
	expect(said(descent.problems)).toMatch(/reached through more than 200 Makefiles/);
	const gates = read({
		'drivers/Makefile': lines(300, at => `obj-$(CONFIG_G${at}) += x.o`),
		'drivers/x.c': '',
	});
	expect(gates.objects[0]!.gates.length).toBeLessThanOrEqual(101);
	const members = read({
		'drivers/Makefile': `obj-m += x.o\nx-y := ${lines(6000, at => `m${at}.o`).replaceAll('\n', ' ')}\n`,
	});
	expect(members.objects[0]!.missing.length).toBeLessThanOrEqual(5001);
	const name = 'n'.repeat(2000);
	const named = read({'drivers/Makefile': `${name} := x.o\nobj-y += $(${name})\n`, 'drivers/x.c': ''});
	expect(named.objects).toEqual([]);
	tried(4);
});

attack('tree', 'a list of people of more than any kernel has is kept to its bounds', tried => {
	const read = (text: string) => parseMaintainers(text, () => false);
	const section = (title: string, ...fields: string[]) => `${title}\nS:\tOrphan\n${fields.join('\n')}\n\n`;
	const long = read(section('ONE', `F:\tdrivers/${'x'.repeat(2000)}`, 'F:\tdrivers/net/'));
	expect(said(long.problems)).toMatch(/has a line of \d+ characters/);
	const many = read(section('ONE', ...Array<string>(100_010).fill('F:\tdrivers/net/')));
	expect(said(many.problems)).toMatch(/more than 100000 fields/);
	const lists = read(
		section('ONE', ...Array.from({length: 150}, (_, at) => `L:\tl${at}@example.org`), 'F:\tdrivers/'),
	);
	expect(lists.sections[0]!.lists).toHaveLength(100);
	tried(3);
	const found = (text: string) => new MaintainerIndex(read(text).sections).findForFile('drivers/net/one.c');
	const others = (count: number, field: string) => lines(count, at => section(`S${at}`, field));
	expect(found(`${others(10, 'N:\tzzz')}\n${section('LAST', 'N:\tone')}`)).not.toBeNull();
	expect(found(`${others(510, 'N:\tzzz')}\n${section('LAST', 'N:\tone')}`)).toBeNull();
	expect(
		found(`${others(10, 'F:\tdrivers/net/z*')}\n${section('LAST', 'F:\tdrivers/net/one*')}`),
	).not.toBeNull();
	expect(
		found(`${others(3010, 'F:\tdrivers/net/z*')}\n${section('LAST', 'F:\tdrivers/net/one*')}`),
	).toBeNull();
	tried(2);
	for (const pattern of [
		'x'.repeat(300),
		'a*a*a*a*b',
		`${'a?'.repeat(20)}b`,
		'(a+)+b',
		'(a|a)*b',
		'(a)\\1',
		'(',
		'x{2,3}{4,5}a*b*',
	]) {
		expect(typeof compileName(pattern), pattern).toBe('string');
		tried();
	}
	const name = compileName('x');
	expect(typeof name === 'string' || name.test('x'.repeat(600))).toBe(false);
	tried();
});

attack('tree', 'sources, their macros and headers without end are kept to their bounds', async tried => {
	const long = treeOf({
		'a.c': `int a;\n${'x'.repeat(5000)}\n`,
		'b.h': `#include <${'x'.repeat(400)}.h>\n`,
		'c.c': `${'#define X "x"\n'.repeat(10)}`,
	});
	const scanner = new SourceScanner(long);
	expect(scanner.scan('a.c')).toMatch(/has a line of more than 4096 bytes/);
	expect(JSON.stringify(scanner.scan('b.h'))).not.toMatch(/x{350}/);
	tried(2);
	const tree = treeOf({
		...Object.fromEntries(
			Array.from({length: 8}, (_, at) => [`d/h${at}.h`, `#include "h${at + 1}.h"\n#define N${at} "n"\n`]),
		),
		'd/large.h': `#define LARGE "l"\n${'/* */\n'.repeat(40_000)}`,
	});
	const reader = new MacroReader(tree);
	const resolve = (name: string, text: string) => {
		reader.begin();
		return reader.resolve(name, 'd/a.c', text)?.text ?? null;
	};
	const chain = lines(9, at => `#define C${at} C${at + 1}`);
	expect(resolve('C6', `${chain}\n#define C9 "c"\n`)).toBe('c');
	expect(resolve('C0', `${chain}\n#define C9 "c"\n`)).toBeNull();
	expect(resolve('N0', '#include "h0.h"\n')).toBe('n');
	expect(resolve('N5', '#include "h0.h"\n')).toBeNull();
	expect(resolve('LARGE', '#include "large.h"\n')).toBeNull();
	expect(resolve('LONG', `#define LONG "${'x'.repeat(9000)}"\n`) ?? '').not.toMatch(/x{5000}/);
	// A definition that goes on over lines without end, which no pattern may hold in its own stack.
	expect(resolve('OVER', `#define OVER \\\n${`${'"x" '.repeat(1000)}\\\n`.repeat(4000)}\n`)).not.toBe('');
	tried();
	reader.begin();
	const looked = Array.from({length: 600}, () => reader.resolve('A', 'd/a.c', '#define A "a"\n'));
	expect(looked.filter(found => found !== null)).toHaveLength(500);
	tried(6);
	refuel();
	const doubling = (name: string) => {
		const [, level] = /^M(\d+)$/.exec(name) ?? [];
		if (level === undefined || level === '30') return null;
		const next = `M${Number(level) + 1}`;
		return {parameters: null, rest: null, text: `${next} ${next}`, body: null};
	};
	let count: number | string;
	try {
		count = expand(['M0'], doubling).length;
	} catch (error) {
		count = (error as Error).constructor.name;
	}
	expect(String(count)).toMatch(/TooMuch|^\d{1,7}$/);
	expect(new NotConstant('x'.repeat(10_000)).message).toHaveLength(200);
	tried(2);
});

attack('tree', 'tables of ids and boards without end are kept to their bounds', async tried => {
	const struct =
		'struct of_device_id { char name[32]; char type[32]; char compatible[128]; const void *data; };\n';
	const head = '#include <linux/mod_devicetable.h>\n';
	const table = (entries: string) =>
		`${head}static const struct of_device_id pond_ids[] = {\n${entries}\n\t{ }\n};\nMODULE_DEVICE_TABLE(of, pond_ids);\n`;
	const read = async (files: Readonly<Record<string, string>>) => {
		const tree = treeOf({'include/linux/mod_devicetable.h': struct, ...files});
		const object = {id: 'drivers/pond/x', module: 'x', sources: ['drivers/pond/x.c']};
		return (await idsOfTree(new UnpackedTree(tree), [object])).get(object.id)!;
	};
	expect((await read({'drivers/pond/x.c': table('{ .compatible = "a,b" },')})).aliases).toHaveLength(2);
	const many = await read({'drivers/pond/x.c': table(lines(12_000, at => `{ .compatible = "a,b${at}" },`))});
	// A source that is too much tells nothing.
	expect(many).toMatchObject({aliases: [], hasTable: false});
	// Each part includes the next; what is too deep is not read.
	const parts = (count: number) =>
		Object.fromEntries(
			Array.from({length: count}, (_, at) => [
				`drivers/pond/${at === 0 ? 'x.c' : `part${at}.h`}`,
				`${table(`{ .compatible = "a,b${at}" },`).replaceAll('pond_ids', `ids${at}`)}#include "part${at + 1}.h"\n`,
			]),
		);
	expect((await read(parts(10))).aliases).toHaveLength(20);
	expect((await read(parts(60))).aliases).toHaveLength(80);
	const large = await read({
		'drivers/pond/x.c': `${table('{ .compatible = "a,b" },')}${'/* */\n'.repeat(700_000)}`,
	});
	expect(large.aliases).toEqual([]);
	tried(3);
	const node = '/ { dev { compatible = "acme,one"; }; };\n';
	const tree = treeOf({
		'arch/arm/boot/dts/a/board.dts': `${lines(500, at => `#include "i${at}.dtsi"`)}\n`,
		...Object.fromEntries(
			Array.from({length: 500}, (_, at) => [
				`arch/arm/boot/dts/a/i${at}.dtsi`,
				at === 450 ? node : '/ { };\n',
			]),
		),
	});
	const kconfig = {symbol: 'ONE', prompt: null, tristate: true, dependsOn: null, at: null};
	const boards = await surveyBoards({
		...{tree, version: '7.3', aliasesOf: () => ['of:N*T*Cacme,one', 'of:N*T*Cacme,oneC*']},
		drivers: [{id: 'drivers/net/one', kconfig}],
	});
	expect(boards!.of('drivers/net/one')).toMatchObject({boards: 0});
	tried();
});
