import {expect} from 'vitest';
import {readDtb} from '../../source/machine/device-tree/dtb.ts';
import {readDts} from '../../source/machine/device-tree/dts.ts';
import {readWords} from '../../source/machine/inputs/read-input.ts';
import {attack} from '../support/attack.ts';
import {flattened} from '../support/flattened-tree.ts';
import {harmful} from '../support/hostile.ts';
import {createRandom} from '../support/random.ts';
import {readOrRefused} from '../support/refused.ts';

const tree = flattened({
	properties: {compatible: 'acme,board\0', model: 'Board\0'},
	nodes: {
		soc: {nodes: {'serial@1000': {properties: {compatible: 'acme,uart\0ns16550a\0', status: 'okay\0'}}}},
	},
});

attack('inputs', 'blobs of device trees: every word of one replaced by what lies', async tried => {
	for (let at = 4; at + 4 <= tree.length; at += 4) {
		for (const value of [0, 1, 2, 3, 9, tree.length, 0x7fffffff, 0x80000000, 0xffffffff]) {
			tried();
			const bytes = Buffer.from(tree);
			bytes.writeUInt32BE(value, at);
			const found = await readOrRefused(() => readDtb(bytes, 'blob'));
			if (found instanceof Error) expect(found.message).toContain('blob is a damaged device tree');
			else expect(found.nodes.length).toBeLessThan(10);
		}
	}
	for (let size = 0; size < tree.length; size += 7) {
		tried();
		expect(await readOrRefused(() => readDtb(tree.subarray(0, size), 'blob'))).toBeInstanceOf(Error);
	}
	tried(2);
	const begin = Buffer.from([0, 0, 0, 1, 0x61, 0, 0, 0]);
	for (const structure of [
		Buffer.concat(Array(20_000).fill(begin)),
		Buffer.alloc(4 << 20, Buffer.from([0, 0, 0, 4])),
	]) {
		const head = Buffer.alloc(40);
		for (const [index, value] of [
			0xd00dfeed,
			40 + structure.length,
			40,
			40,
			40,
			17,
			16,
			0,
			0,
			structure.length,
		].entries())
			head.writeUInt32BE(value >>> 0, index * 4);
		expect(await readOrRefused(() => readDtb(Buffer.concat([head, structure]), 'blob'))).toBeInstanceOf(
			Error,
		);
	}
});

attack('inputs', 'sources of device trees that never end', tried => {
	for (const text of [
		'/ { '.repeat(40_000),
		`/ { ${'a { compatible = "x,y"; '.repeat(50_000)}`,
		'}'.repeat(40_000),
		`/ { compatible = ${'"a", '.repeat(60_000)}; };`,
		`/ { a = <${'1 '.repeat(40_000)}>; };`,
		`/*${'*'.repeat(40_000)}`,
		`"${'\\"'.repeat(30_000)}`,
		`/ { compatible = "${'\\0'.repeat(40_000)}"; };`,
		`${'&a { b { }; };\n'.repeat(30_000)}`,
		`${'l: '.repeat(60_000)} a { compatible = "x"; };`,
		`/ { ${'/delete-node/ &a; '.repeat(30_000)} };`,
		`${'#define X \\\n'.repeat(40_000)}`,
	]) {
		tried();
		const start = process.cpuUsage();
		expect(readDts(text).nodes.length).toBeLessThanOrEqual(50_000);
		expect(process.cpuUsage(start).user, text.slice(0, 30)).toBeLessThan(6_000_000);
	}
});

/** A line of each kind of text, and of modprobe.d. */
const lines: readonly string[] = [
	'e1000                 180224  0',
	'01:00.0 Network controller [0280]: Mellanox Technologies MT27500 [15b3:1003] (rev 01)',
	'\tKernel driver in use: mlx4_core',
	'\tKernel modules: mlx4_core',
	'Bus 001 Device 004: ID 0cf3:0001 Atheros AR5523',
	'[    1.234567] e1000 0000:00:03.0 eth0: Intel(R) PRO/1000 Network Connection',
	'     driver=e1000 latency=0',
	'  *-network',
	'       configuration: driver=e1000 ip=1.2.3.4',
	'blacklist floppy',
	'install x /bin/true',
	'options e1000 InterruptThrottleRate=3000',
	'W: Possible missing firmware /lib/firmware/rtl_nic/x.fw for module r8169',
	'filename:       /lib/modules/6.1/kernel/drivers/net/dummy.ko',
	'T:  Bus=01 Lev=00 Prnt=00 Port=00 Cnt=00 Dev#=  1 Spd=480 MxCh= 2',
	'Linux box 6.1.0-1-amd64 #1 SMP x86_64 GNU/Linux',
	'Network: Card: Intel 82540EM driver: e1000',
];

attack('inputs', 'lines of every kind, spoilt and drawn out, take no more than their length', tried => {
	const random = createRandom(23);
	for (let index = 0; index < 200; index++) {
		tried();
		const text = Array.from({length: 6}, () => {
			const line = random.pick(lines);
			const cut = random.below(line.length);
			return (
				line.slice(0, cut) +
				random.pick([...harmful, '\0', '[', '((((', ':', ' '.repeat(300)]) +
				line.slice(random.below(line.length))
			);
		}).join('\n');
		readWords(text);
	}
	for (const line of lines) {
		for (const piece of [
			' ',
			'a',
			'0',
			':',
			'[',
			'(',
			'\t',
			'a ',
			'a:',
			'[0] ',
			'driver: ',
			'> ',
			'`',
			'\u001b[1m',
			'a-',
			'0000:',
		]) {
			tried(2);
			const start = process.cpuUsage();
			readWords(
				`${line}${piece.repeat(16_000 / piece.length)}\n${piece.repeat(16_000 / piece.length)}${line}`,
			);
			// A pattern that goes back over what it read takes minutes for such a line.
			expect(process.cpuUsage(start).user, `${line} ${JSON.stringify(piece)}`).toBeLessThan(2_000_000);
		}
	}
});
