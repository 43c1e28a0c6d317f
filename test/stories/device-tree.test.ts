import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {flattened, type Tree} from '../support/flattened-tree.ts';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';

const source = join(top, 'test/fixtures/inputs/cases/board.dts');
const folder = mkdtempSync(join(tmpdir(), 'driverdex-tree-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const write = (name: string, content: string | Buffer) => {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
};

/** The same board as the source. */
const board: Tree = {
	properties: {compatible: 'example,board\0nxp,lpc4357\0'},
	nodes: {
		soc: {
			nodes: {
				'pinctrl@40086000': {properties: {compatible: 'nxp,lpc1850-scu\0'}},
				'serial@40081000': {properties: {compatible: 'nxp,lpc1850-uart\0ns16550a\0'}},
				'wdt@40080000': {properties: {compatible: 'nxp,lpc1850-wwdt\0'}},
				'x@0': {properties: {compatible: 'example,out-of-tree\0'}},
			},
		},
	},
};

interface Document {
	hosts: {host: string; input: {kinds: string[]}; problems: string[]}[];
	rows: {driver: string; use: string; atRisk: boolean; devices: {id: string; isDisabled?: boolean}[]}[];
	devices: {id: string; said: string}[];
}
const judged = async (...words: string[]) => {
	const outcome = await run(['host', '--json', '--from', ...words]);
	return {...outcome, document: JSON.parse(outcome.out) as Document};
};

/** Writes a tree as /proc/device-tree has it. */
function writeFolder(path: string, {properties = {}, nodes = {}}: Tree): void {
	mkdirSync(path);
	for (const [name, value] of Object.entries(properties)) writeFileSync(join(path, name), value);
	for (const [name, node] of Object.entries(nodes)) writeFolder(join(path, name), node);
}

describe('a device tree', () => {
	const proc = join(folder, 'device-tree');
	writeFolder(proc, {...board, properties: {...board.properties, model: 'A board\0'}});
	symlinkSync('/', join(proc, 'out'));

	it.each([
		['a source', source],
		['a flattened one', write('board.dtb', flattened(board))],
		['a copy of /proc/device-tree', proc],
	])('is judged as %s', async (_, path) => {
		const {document, status} = await judged(path);
		expect(status).toBe(1);
		expect(document.hosts[0]!.host).toBe('example,board');
		const told = document.rows.map(({driver, use, atRisk}) => `${driver} ${use} ${atRisk}`);
		expect(told.at(-1)).toBe('8250_of spare false');
		// Of those at risk the order is that of their risk, which the data tell.
		expect(told.slice(0, -1).toSorted()).toEqual([
			'8250_lpc18xx candidate true',
			'lpc18xx_wdt candidate true',
			'pinctrl-lpc18xx candidate true',
		]);
		expect(document.devices).toMatchObject([
			{id: 'example,out-of-tree', said: expect.stringMatching(/^no driver of Linux .* names it$/)},
		]);
	});

	it('has nodes that are switched off, also by a node around them or later in the text', async () => {
		const text = [
			'/dts-v1/;',
			'#include <dt-bindings/gpio/gpio.h>',
			'#include "soc.dtsi"',
			'/ { compatible = "example,off"; /* status = "okay"; */',
			'  bus { status = "disabled"; wdt@0 { compatible = "nxp,lpc1850-wwdt"; status = "okay"; }; };',
			'  uart: serial@1 { compatible = "nxp,lpc1850-uart"; reg = <0x1 MACRO(2, 3)>; };',
			'  gone: scu@2 { compatible = "nxp,lpc1850-scu"; };',
			'};',
			'&uart { status = "disabled"; // off',
			'};',
			'&elsewhere { status = "okay"; };',
			'/delete-node/ &gone;',
		].join('\n');
		const {document, status} = await judged(write('off.dts', text));
		expect(document.rows.map(({driver, use, atRisk}) => `${driver} ${use} ${atRisk}`)).toEqual([
			'8250_lpc18xx spare false',
			'lpc18xx_wdt spare false',
		]);
		expect(document.rows.every(({devices}) => devices.every(({isDisabled}) => isDisabled))).toBe(true);
		expect(status).toBe(0);
		expect(document.hosts[0]!.problems[0]).toMatch(
			/^includes are not followed \(soc\.dtsi\); what a node is/,
		);
		const {out} = await run(['host', '--from', join(folder, 'off.dts')]);
		expect(out).toContain('switched off');
	});

	it('finds what a node alone does not name: by a bus, by an id that is held', async () => {
		const text = `/dts-v1/;
/ { compatible = "example,ids";
  i2c@0 { pmic@1 { compatible = "rockchip,rk806"; }; };
  spi@0 { pmic@1 { compatible = "rockchip,rk806"; }; };
  pcie@0 { wifi@0 { compatible = "pci168c,33"; }; };
  mdio { phy@0 { compatible = "ethernet-phy-ieee802.3-c22"; }; };
};`;
		const {document} = await judged(write('ids.dts', text));
		const drivers = document.rows.filter(({use}) => use === 'candidate').map(({driver}) => driver);
		expect(drivers.sort()).toEqual(['ath9k', 'rk8xx-i2c', 'rk8xx-spi']);
		expect(document.rows.find(({driver}) => driver === 'rk8xx-i2c')!.devices).toHaveLength(1);
		expect(document.devices[0]!.said).toContain('found by the id that the device itself holds');
	});

	it('is refused in two lines where nothing in it is a device', async () => {
		for (const [name, content] of [
			['empty.dts', '/dts-v1/;\n/include/ "board.dtsi"\n/ { compatible = "example,none"; };\n'],
			['cut.dtb', flattened(board).subarray(0, 120)],
			['magic.dtb', Buffer.from([0xd0, 0x0d, 0xfe, 0xed])],
		] as const) {
			const {status, remarks, out} = await run(['host', '--from', write(name, content)]);
			expect(status).toBe(2);
			expect(out).toBe('');
			expect(remarks.trim().split('\n')).toHaveLength(2);
			expect(remarks).not.toMatch(/^\s+at /m);
		}
	});
});
