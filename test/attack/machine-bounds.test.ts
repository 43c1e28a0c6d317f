import {mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {readDossierValues} from '../../source/commands/common/read-dossiers.ts';
import {BoundedTree} from '../../source/commands/removal/bounded-tree.ts';
import {namesFrom} from '../../source/commands/show/names-from.ts';
import {takeLock} from '../../source/dataset/lock.ts';
import {readOwn} from '../../source/dataset/overlay/own-files.ts';
import {readDeviceQuery} from '../../source/dossier/query/device-query.ts';
import {readDtb} from '../../source/machine/device-tree/dtb.ts';
import {readDts} from '../../source/machine/device-tree/dts.ts';
import {readInput, readWords} from '../../source/machine/inputs/read-input.ts';
import {parseKernelConfigs, readKernelConfigs} from '../../source/machine/kernel-config.ts';
import {readDirective} from '../../source/machine/modprobe/directives.ts';
import {attack} from '../support/attack.ts';
import {flattened, type Tree} from '../support/flattened-tree.ts';
import {refusalOf} from '../support/refused.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-machine-bounds-'));
afterAll(() => rmSync(place, {recursive: true, force: true}));
let made = 0;

function put(path: string, content: string): string {
	mkdirSync(dirname(path), {recursive: true});
	writeFileSync(path, content);
	return path;
}
const file = (content: string, name = 'file') => put(join(place, String(made++), name), content);
/** A file that has more bytes than anybody wrote. */
function sparse(head: string, name = 'file'): string {
	const path = file(head, name);
	truncateSync(path, 1 << 30);
	return path;
}
async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
	const found: Item[] = [];
	for await (const item of items) found.push(item);
	return found;
}
const lines = (count: number, line: (index: number) => string) =>
	`${Array.from({length: count}, (_, index) => line(index)).join('\n')}\n`;

attack('inputs', 'a machine of more than any has is kept to its bounds, and said so', async tried => {
	const loaded = readWords(lines(50_010, at => `m${at} 16384 0`))!;
	expect(loaded.modules).toHaveLength(50_000);
	expect(loaded.problems.join()).toMatch(/beyond the first 50,000, not kept: 10/);
	const cards = readWords(
		lines(50_010, at => `${at.toString(16).padStart(4, '0')}:00:00.0 0200: 8086:100e`),
	)!;
	expect(cards.devices!.length).toBeLessThanOrEqual(50_000);
	const long = readWords(`one 16384 0\n${'n'.repeat(300)} 16384 0\n`)!;
	expect(long.modules.map(({name}) => name)).toEqual(['one']);
	const {directives} = readWords(lines(20_010, at => `blacklist m${at}`))!.input!;
	expect(directives).toHaveLength(20_000);
	const bare = readWords(lines(20_010, at => `mod${at}`))!;
	expect(bare.modules.length).toBeLessThanOrEqual(20_000);
	const nodes = Array.from({length: 100_010}, (_, at) => ({
		...{id: `network:${at}`, class: 'network', businfo: `pci@${at}`, configuration: {driver: `d${at}`}},
	}));
	const [lshw] = await all(
		readInput(file(JSON.stringify({id: 'box', class: 'system', children: nodes}), 'lshw.json')),
	);
	expect('modules' in lshw!.facts && lshw!.facts.modules.length).toBeLessThanOrEqual(50_000);
	const deep = join(place, String(made++));
	put(join(deep, 'near/lib/modules/6.1/modules.dep'), 'kernel/drivers/net/near.ko:\n');
	put(join(deep, 'sos_commands/kernel/lsmod'), 'Module Size Used by\nhigh 16384 0\n');
	put(join(deep, `${'a/'.repeat(30)}sos_commands/kernel/lsmod`), 'Module Size Used by\nlow 16384 0\n');
	expect(JSON.stringify(await all(readInput(deep)))).not.toContain('"low"');
	tried(7);
	expect(readDeviceQuery(`a,${'b'.repeat(4000)}`)).not.toBeNull();
	expect(readDeviceQuery(`a,${'b'.repeat(5000)}`)).toBeNull();
	expect(
		readDirective(`blacklist ${'x '.repeat(5000)}`, {file: null, line: 1})?.text.length,
	).toBeLessThanOrEqual(200);
	tried(2);
});

attack('inputs', 'device trees of more than any has are kept to their bounds', async tried => {
	const wide = readDts(`/ {\n${lines(50_010, at => `n${at} { compatible = "a,b"; };`)}};\n`);
	expect(wide.nodes.length).toBeLessThanOrEqual(50_000);
	expect(wide.problems.join()).toMatch(/only the first 50000 nodes/);
	const deep = readDts(`/ { ${'a { '.repeat(100)} compatible = "a,deep"; ${'}; '.repeat(101)}`);
	expect(deep.problems.join()).toMatch(/more than 64 deep/);
	const many = `"${Array.from({length: 60}, (_, at) => `a,b${at}`).join('", "')}"`;
	const strings = readDts(`/ { x { compatible = ${many}; }; y { compatible = "a,${'b'.repeat(400)}"; }; };`);
	for (const {compatible} of strings.nodes) {
		expect(compatible.length).toBeLessThanOrEqual(32);
		for (const one of compatible) expect(one.length).toBeLessThanOrEqual(256);
	}
	tried(4);
	const nest = (depth: number): Tree => ({nodes: depth === 0 ? {} : {a: nest(depth - 1)}});
	expect(await refusalOf(() => readDtb(flattened(nest(80)), 'blob'))).toMatch(/more than 64 deep/);
	// As the blob's own words: begin a node, its name, end it.
	const node = Buffer.from([0, 0, 0, 1, 0x61, 0, 0, 0, 0, 0, 0, 2]);
	const structure = Buffer.concat([
		Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]),
		...Array<Buffer>(50_010).fill(node),
	]);
	const head = Buffer.alloc(40);
	for (const [at, value] of [
		0xd00dfeed,
		48 + structure.length,
		40,
		40,
		40,
		17,
		16,
		0,
		0,
		structure.length + 8,
	].entries())
		head.writeUInt32BE(value >>> 0, at * 4);
	const blob = Buffer.concat([head, structure, Buffer.from([0, 0, 0, 2, 0, 0, 0, 9])]);
	expect(await refusalOf(() => readDtb(blob, 'blob'))).toMatch(/more than 50000 nodes/);
	const {nodes} = readDtb(
		flattened({
			nodes: {
				x: {properties: {compatible: 'a,b\0'.repeat(60)}},
				y: {properties: {compatible: `a,${'b'.repeat(400)}\0`}},
			},
		}),
		'blob',
	);
	for (const {compatible} of nodes) {
		expect(compatible.length).toBeLessThanOrEqual(32);
		for (const one of compatible) expect(one.length).toBeLessThanOrEqual(256);
	}
	tried(4);
});

attack('inputs', 'files and folders of more than anybody wrote are kept to their bounds', async tried => {
	expect(await refusalOf(() => readKernelConfigs(sparse('CONFIG_X=y\n'.repeat(9000))))).toMatch(
		/has over 16 MB/,
	);
	expect(await refusalOf(() => readOwn(sparse('{}')))).toMatch(/has over 64 MB/);
	const source = file('/dts-v1/;\n/ { compatible = "a,b"; };\n'.repeat(4000), 'x.dts');
	truncateSync(source, 20 << 20);
	expect(await refusalOf(() => all(readInput(source)))).toMatch(/larger than any device tree/);
	const written = 'structuredExtraConfig = with lib.kernel; { E1000 = module; FLOPPY = no; };';
	expect(parseKernelConfigs(written, 'nix')[0]!.enabled.has('E1000')).toBe(true);
	expect(await refusalOf(() => parseKernelConfigs(`${written}${'\n'.repeat(5 << 20)}`, 'nix'))).toMatch(
		/nix/,
	);
	tried(2);
	expect(await refusalOf(() => readDossierValues([sparse('{}', 'x.json')]))).toMatch(/has over 256 MB/);
	const names = () => namesFrom({input: [], flags: {from: [file(lines(20_010, at => `m${at}`))]}});
	expect(await refusalOf(names)).toMatch(/20010 names are more/);
	const policies = `CONFIG_E1000 policy<{'amd64': 'm'}>\nCONFIG_LONG ${' '.repeat(70_000)}policy<{'amd64': 'm'}>\n`;
	const [ubuntu] = parseKernelConfigs(policies, 'ubuntu');
	expect([...ubuntu!.enabled.keys()]).toEqual(['E1000']);
	tried(5);
	const tree = join(place, String(made++));
	put(join(tree, 'Kconfig'), '');
	put(join(tree, 'Makefile'), '');
	put(join(tree, 'MAINTAINERS'), '');
	put(join(tree, 'drivers/net/one.c'), 'x');
	put(join(tree, `drivers/${'a/'.repeat(60)}deep.c`), 'x');
	put(join(tree, 'drivers/net/large.c'), 'x'.repeat(5 << 20));
	const read = [...BoundedTree.open(tree).walk(() => true)].map(({path}) => path);
	expect(read.sort()).toEqual(['Kconfig', 'MAINTAINERS', 'Makefile', 'drivers/net/one.c']);
	tried(2);
	const folder = join(place, String(made++));
	put(join(folder, '.driverdex-lock'), `{"pid": 1, "host": "elsewhere", "x": "${'x'.repeat(100_000)}"}`);
	expect(await refusalOf(() => takeLock(folder, 'survey'))).toMatch(/bytes, more than driverdex reads/);
	tried();
});
