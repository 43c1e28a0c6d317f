import {describe, expect, it} from 'vitest';
import {isUserError} from '../../source/dossier/user-error.ts';
import {readDtb} from '../../source/machine/device-tree/dtb.ts';
import {isDts, readDts} from '../../source/machine/device-tree/dts.ts';
import {flattened} from '../support/flattened-tree.ts';

const tree = flattened({
	properties: {compatible: 'example,board\0', model: 'x\0'},
	nodes: {
		bus: {
			properties: {status: 'disabled\0'},
			nodes: {'a@0': {properties: {compatible: 'v,one\0v,two\0', status: 'okay\0'}}},
		},
		b: {properties: {compatible: 'v,three\0', status: 'ok\0'}},
	},
});

describe('a flattened device tree', () => {
	it('gives its nodes, those below one that is off as off', () => {
		expect(readDtb(tree, 'x').nodes).toEqual([
			{path: '/', compatible: ['example,board'], isDisabled: false},
			{path: '/bus/a@0', compatible: ['v,one', 'v,two'], isDisabled: true},
			{path: '/b', compatible: ['v,three'], isDisabled: false},
		]);
	});

	it('believes no number in it', () => {
		let refused = 0;
		for (let at = 0; at + 4 <= tree.length; at += 4) {
			for (const value of [0, 1, 2, 3, 9, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff]) {
				const hostile = Buffer.from(tree);
				hostile.writeUInt32BE(value, at);
				try {
					expect(readDtb(hostile, 'x').nodes.length).toBeLessThan(5);
				} catch (error) {
					if (!isUserError(error)) throw error;
					refused += 1;
				}
			}
		}
		expect(refused).toBeGreaterThan(200);
	});

	it('is refused where it is cut anywhere', () => {
		for (let length = 0; length < tree.length; length += 7)
			expect(() => readDtb(tree.subarray(0, length), 'x')).toThrow(/x is a damaged device tree/);
	});

	it('is refused where its nodes have no end in depth', () => {
		let deep: Parameters<typeof flattened>[0] = {};
		for (let depth = 0; depth < 100; depth++) deep = {nodes: {n: deep}};
		expect(() => readDtb(flattened(deep), 'x')).toThrow(/deep/);
	});
});

describe('a device tree source', () => {
	it('is told from other texts', () => {
		expect(isDts('// a licence\n/dts-v1/;\n')).toBe(true);
		expect(isDts('&i2c1 {\n\tstatus = "okay";\n};\n')).toBe(true);
		expect(isDts('server {\n\tlisten = 80;\n}\n')).toBe(false);
		expect(isDts('{\n "status": "okay"\n}\n')).toBe(false);
	});

	it('is read as dtc reads it: what is said later of a node counts', () => {
		const {nodes} = readDts(`/dts-v1/;
# 12 "board.dts" 2
/ { a: one@1,2 { compatible = "v,one", "v,two"; }; two { compatible = "v,x\\0v,y"; }; three { compatible = "v,z"; }; };
/ { one@1,2 { compatible = "v,later"; }; };
&{/two} { /delete-property/ status; status = "fail"; };
/ { four: four { old { compatible = "v,old"; }; }; };
/ { /delete-node/ three; };
/delete-node/ &four;
/ { four { new { compatible = "v,new"; }; }; };
`);
		expect(nodes).toEqual([
			{path: '/one@1,2', compatible: ['v,later'], isDisabled: false},
			{path: '/two', compatible: ['v,x', 'v,y'], isDisabled: true},
			{path: '/four/new', compatible: ['v,new'], isDisabled: false},
		]);
	});

	it('is read to its end whatever stands in it', () => {
		const braces = '{'.repeat(10_000);
		for (const text of [
			`/dts-v1/; / ${braces}`,
			'/dts-v1/; / { a = "',
			'}}}};',
			'/* ',
			`/ { x = <${'1 '.repeat(100_000)}>; };`,
		])
			expect(readDts(text).nodes).toEqual([]);
		const long = readDts(
			`/ { n { x = <${'1 '.repeat(1000)}>; }; m ${'MACRO '.repeat(500)} k { compatible = "v,k"; }; };`,
		);
		expect(long.nodes.map(({path}) => path)).toEqual(['/k']);
	});
});
