import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, expect} from 'vitest';
import {type InputMachine, readInput} from '../../source/machine/inputs/read-input.ts';
import {attack} from '../support/attack.ts';
import {readOrRefused, refusalOf} from '../support/refused.ts';
import {paxRecord, tarArchive, tarHead, tarMember} from '../support/tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'driverdex-archives-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
mkdirSync(join(folder, 'in'));

const lsmod = 'Module                  Size  Used by\ne1000                 180224  0\n';
let count = 0;
function file(bytes: Buffer | string, ending = ''): string {
	const path = join(folder, 'in', `a${count++}${ending}`);
	writeFileSync(path, bytes);
	return path;
}
async function read(path: string): Promise<InputMachine[]> {
	const machines: InputMachine[] = [];
	for await (const machine of readInput(path)) machines.push(machine);
	return machines;
}
const modulesOf = (machines: unknown) =>
	(machines as InputMachine[]).flatMap(({facts}) =>
		'modules' in facts ? facts.modules.map(({name}) => name) : [],
	);
/** What was read of an archive: its modules, or why it was refused. */
async function told(bytes: Buffer, ending?: string): Promise<string> {
	const found = await readOrRefused(() => read(file(bytes, ending)));
	return found instanceof Error ? found.message : modulesOf(found).join(' ');
}
const names = 'sos/sos_commands/kernel/lsmod';
const good = tarMember({name: names}, lsmod);

attack('archives', 'paths that climb out are refused, and nothing is written', async tried => {
	const climbing = [
		{name: '../../lsmod'},
		{name: 'sos/../../../lsmod'},
		{name: '/../etc/lsmod'},
		{name: 'lsmod', prefix: '../..'},
		{name: './../lsmod'},
		{name: `${'a/'.repeat(30)}..`},
	];
	for (const head of climbing) {
		tried();
		expect(await told(tarArchive(good, tarMember(head, lsmod))), head.name).toContain('climbs out');
	}
	const long = tarMember({name: '././@LongLink', type: 'L'}, `../${'x'.repeat(300)}\0`);
	const pax = tarMember({name: 'PaxHeader', type: 'x'}, paxRecord('path', '../../etc/lsmod'));
	for (const before of [long, pax]) {
		tried();
		expect(await told(tarArchive(good, before, tarMember({name: 'x'}, lsmod)))).toContain('climbs out');
	}
	expect(readdirSync(folder)).toEqual(['in']);
});

attack('archives', 'links, devices and odd kinds of members tell nothing', async tried => {
	for (const type of ['1', '2', '3', '4', '5', '6', 'D', 'K', 'M', 'N', 'S', 'V', 'Z', '\xff']) {
		tried();
		const odd = tarMember({name: names, type, link: '/etc/shadow'}, lsmod.replace('e1000', 'floppy'));
		expect(await told(tarArchive(odd, good)), type).toMatch(/^e1000$|archive that|^$/);
	}
	tried();
	// An absolute path is that of the machine it was packed on: it is read as one below the archive.
	const absolute = tarMember({name: `/${names}`}, lsmod);
	expect(await told(tarArchive(absolute))).toBe('e1000');
});

attack('archives', 'sizes and checksums that lie', async tried => {
	const base256 = (...bytes: number[]) => Buffer.from([...bytes, ...Buffer.alloc(12 - bytes.length)]);
	const sizes: Buffer[] = [
		Buffer.from('77777777777\0'),
		Buffer.from('-0000000001\0'),
		Buffer.from('zzzzzzzzzzz\0'),
		Buffer.from('            '),
		Buffer.alloc(12, 0xff),
		base256(0xff, 0xff, 0xff, 0xff),
		base256(0x80, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
		base256(0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
		base256(0xc0),
		Buffer.alloc(12),
	];
	for (const size of sizes) {
		tried(2);
		const lying = Buffer.concat([tarHead({name: names, size}), Buffer.from(lsmod.padEnd(512, '\0'))]);
		expect(await told(tarArchive(good, lying)), size.toString('hex')).toMatch(/^e1000$|archive that/);
		expect(await told(tarArchive(lying, good)), size.toString('hex')).toMatch(
			/^(?:e1000)?$|archive that|archive without/,
		);
	}
	for (const checksum of ['0000000\0', '7777777\0', '-000001\0', 'zzzzzzzz', '        ', '\0'.repeat(8)]) {
		tried();
		const lying = tarMember({name: names, checksum}, lsmod);
		expect(await told(tarArchive(good, lying))).toMatch(/is damaged|is cut short|^e1000$/);
	}
});

attack('archives', 'cut short anywhere', async tried => {
	const whole = tarArchive(good, good);
	for (let size = 1; size < whole.length; size += 97) {
		tried(2);
		for (const bytes of [whole.subarray(0, size), gzipSync(whole).subarray(0, Math.ceil(size / 12))])
			await readOrRefused(() => read(file(bytes)));
	}
	expect(await refusalOf(() => read(file(whole.subarray(0, 700))))).toMatch(/is cut short/);
	expect(await refusalOf(() => read(file(gzipSync(whole).subarray(0, 60))))).toMatch(/it is cut short/);
});

attack('archives', 'heads of PAX that are huge, odd or lie about their length', async tried => {
	const bodies = [
		paxRecord('path', 'x'.repeat(5 << 20)),
		paxRecord('size', '99999999999999999999'),
		paxRecord('size', '-1'),
		paxRecord('GNU.sparse.major', '1') + paxRecord('GNU.sparse.realsize', '9'.repeat(18)),
		'99999999999 path=a\n',
		'0 path=a\n',
		'-5 path=a\n',
		paxRecord('__proto__', 'x') + paxRecord('constructor', 'y') + paxRecord('path', '__proto__'),
		'\0'.repeat(4096),
		'no record at all',
		paxRecord('path', '\u001b]52;c;b3duZWQ=\u0007').repeat(2000),
	];
	for (const body of bodies) {
		for (const type of ['x', 'g']) {
			tried();
			const head = tarMember({name: 'PaxHeader', type}, body);
			expect(await told(tarArchive(head, good, good))).toMatch(/^e1000$|archive that|archive without/);
		}
	}
});

attack('archives', 'many members, deep paths, names of escapes', async tried => {
	tried(3);
	const empty = tarHead({name: 'x'});
	const many = Buffer.concat([good, ...Array.from({length: 20_000}, () => empty)]);
	expect(await told(tarArchive(many))).toBe('e1000');
	expect(await told(tarArchive(tarMember({name: 'a/'.repeat(49), prefix: 'b/'.repeat(77)}), good))).toBe(
		'e1000',
	);
	const escaping = tarMember({name: '\x1b[2J\x9b31m/lib/modules/\x1b[m/kernel/drivers/x.ko'}, 'x');
	expect(await told(tarArchive(escaping, good))).toBe('e1000');
});

attack('archives', 'bombs of gzip, xz and zstd, in each other too', async tried => {
	// A tar of one member that nobody asks for, and a text whose lines are long.
	const member = Buffer.concat([
		tarHead({name: 'x', size: 32 << 20}),
		Buffer.alloc(32 << 20),
		Buffer.alloc(1024),
	]);
	const text = Buffer.alloc(32 << 20, `${'x'.repeat(60_000)}\n`);
	for (const [what, bytes] of Object.entries({member, text})) {
		const plain = file(bytes);
		for (const pack of ['gzip -9', 'gzip -9 | gzip', 'gzip | gzip | gzip', 'xz -1 | gzip', 'zstd']) {
			const path = file('');
			const {status} = spawnSync('sh', ['-c', `<"$0" ${pack} >"$1"`, plain, path]);
			if (status !== 0) continue;
			tried();
			const before = process.memoryUsage().rss;
			const found = await readOrRefused(() => read(path));
			expect(found, `${what} ${pack}`).toBeInstanceOf(Error);
			expect((found as Error).message).toMatch(
				/more than 400 times its size|is binary|nothing that is known/,
			);
			// Pieces of it, never the whole.
			expect(process.memoryUsage().rss - before, `${what} ${pack}`).toBeLessThan(60 << 20);
		}
	}
});

attack('archives', 'texts of a report that never end', async tried => {
	// Each is within its bounds; all of them are not.
	const log = Buffer.alloc(12 << 20, `${'y'.repeat(60_000)}\n`);
	const logs = Array.from({length: 4}, (_, index) =>
		tarMember({name: `sos/sos_commands/kernel/dmesg`, prefix: `${index}`}, log),
	);
	tried(logs.length);
	const [machine] = await read(file(tarArchive(good, ...logs)));
	expect(modulesOf([machine])).toEqual(['e1000']);
	expect((machine!.facts as {problems: string[]}).problems).toContain(
		'its texts have over 32 MB; files beyond that, not read: 2',
	);
});
