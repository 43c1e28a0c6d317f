import {execFileSync, spawnSync} from 'node:child_process';
import {lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {audit} from '../../source/commands/audit.ts';
import {host} from '../../source/commands/host.ts';
import {checkHostFacts} from '../../source/machine/facts.ts';
import {readHost} from '../../source/machine/read-host.ts';
import {actingIn, attack} from '../support/attack.ts';
import {familiesOf, wrongJson} from '../support/families.ts';
import {runHere} from '../support/in-process.ts';
import {makeRoot, makeServer, release, serverDrivers} from '../support/machine.ts';
import {mutated, mutatedText} from '../support/mutations.ts';
import {makePerson} from '../support/person.ts';
import {createRandom} from '../support/random.ts';
import type {Outcome} from '../support/run.ts';
import {writeSample} from '../support/sample.ts';
import {tarArchive, tarHead} from '../support/tar.ts';

const data = writeSample({drivers: serverDrivers(), directories: []});
const {environment} = makePerson();
const place = mkdtempSync(join(tmpdir(), 'driverdex-machine-families-'));
const {root} = makeServer();
afterAll(() => {
	for (const folder of [place, root]) rmSync(folder, {recursive: true, force: true});
});

/** What a command made of a stranger's input: in time, in words that do nothing, two lines where it refuses. */
async function told(what: string, words: readonly string[]): Promise<Outcome> {
	const start = process.cpuUsage();
	const outcome = await runHere(host, words, {data, environment});
	expect(process.cpuUsage(start).user, what.slice(0, 100)).toBeLessThan(4_000_000);
	const {out, remarks, status} = outcome;
	expect([0, 1, 2], what.slice(0, 100)).toContain(status);
	expect(actingIn(out + remarks), what.slice(0, 100)).toEqual([]);
	if (remarks.startsWith('driverdex: ')) expect(remarks.length, what.slice(0, 100)).toBeLessThan(6000);
	return outcome;
}

/** Looks at a root, in a table and in JSON; what is saved of it must be what is read elsewhere. */
async function look(what: string): Promise<void> {
	await told(what, ['host', '--root', root]);
	const facts = readHost(root);
	expect(facts.host?.length ?? 0, what).toBeLessThanOrEqual(253);
	for (const {name} of facts.devices ?? []) expect(name?.length ?? 1, what).toBeLessThanOrEqual(200);
	expect(checkHostFacts(JSON.parse(JSON.stringify(facts)), what).modules.length, what).toBe(
		facts.modules.length,
	);
}

/** Each file of a machine, with what is in its place for a while. */
async function withEach(
	paths: readonly string[],
	make: (path: string) => readonly [string, () => void][],
): Promise<void> {
	for (const path of paths) {
		const whole = join(root, path);
		const own = execFileSync('sh', ['-c', 'cat "$0" 2>/dev/null || :', whole], {encoding: 'utf8'});
		for (const [what, put] of make(whole)) {
			rmSync(whole, {recursive: true, force: true});
			put();
			await look(`${path}: ${what}`);
		}
		rmSync(whole, {recursive: true, force: true});
		writeFileSync(whole, own);
	}
}

const modules = `lib/modules/${release}`;
const files = [
	...['proc/modules', 'proc/sys/kernel/osrelease', 'etc/hostname', 'usr/share/misc/pci.ids'],
	...['modules.alias', 'modules.dep', 'modules.builtin', 'modules.builtin.modinfo'].map(
		name => `${modules}/${name}`,
	),
	...['modalias', 'product', 'manufacturer'].map(name => `sys/devices/usb/1-1/${name}`),
];

attack(
	'sysfs',
	'a file with anything in it is read, or not, and what is saved of it is read elsewhere',
	async tried => {
		const random = createRandom(81);
		await withEach(files, path => {
			const own = execFileSync('cat', [path], {encoding: 'utf8'});
			const long = ['x', '*', '?', '[', '/', ':', ' ', '\t', '\0', '字', 'pci:v'].flatMap(piece => {
				const text = piece.repeat(100_000);
				return [text, `${own}${text}\n`, own.replace(/\w+$/m, text), `alias pci:${text} one\n${own}`];
			});
			const contents = [
				...familiesOf(own),
				...long,
				...Array.from({length: 12}, () => mutatedText(own, random)),
				...[
					'__proto__',
					'constructor',
					'toString',
					'-1',
					'NaN',
					'9'.repeat(400),
					'..',
					'.',
					'/',
					'-',
					'_',
				].flatMap(word => [word, `${word}\n`, own.replaceAll(/\b[a-z0-9]{4,}\b/g, word)]),
			];
			tried(contents.length);
			return contents.map(content => [String(content).slice(0, 60), () => writeFileSync(path, content)]);
		});
	},
);

attack('sysfs', 'what is no file of a machine is passed by', async tried => {
	const outside = join(place, 'outside');
	mkdirSync(outside);
	writeFileSync(join(outside, 'secret'), 'pci:v0000SECRET\n');
	await withEach(files, path => {
		const kinds: [string, () => void][] = [
			['a pipe', () => spawnSync('mkfifo', [path])],
			['a folder', () => mkdirSync(path)],
			['a device', () => symlinkSync('/dev/zero', path)],
			['a link out', () => symlinkSync(join(outside, 'secret'), path)],
			['a link up', () => symlinkSync(`${'../'.repeat(20)}${outside.slice(1)}/secret`, path)],
			['itself', () => symlinkSync(path.slice(path.lastIndexOf('/') + 1), path)],
			['no right', () => writeFileSync(path, 'x', {mode: 0})],
			['nothing', () => {}],
			['a terminal', () => symlinkSync('/dev/tty', path)],
			['endless proc', () => symlinkSync('/proc/kmsg', path)],
		];
		tried(kinds.length);
		return kinds;
	});
	for (const folder of [
		'sys',
		'sys/bus',
		'sys/bus/pci',
		'sys/bus/pci/devices',
		'sys/bus/usb',
		'proc',
		'lib',
		modules,
	]) {
		const whole = join(root, folder);
		const aside = join(place, 'aside');
		for (const put of [
			() => spawnSync('mkfifo', [whole]),
			() => symlinkSync('/dev', whole),
			() => symlinkSync('/', whole),
			() => symlinkSync('.', whole),
			() => writeFileSync(whole, 'x'),
			() => {},
		]) {
			tried();
			execFileSync('mv', [whole, aside]);
			put();
			await look(`${folder} is ${put}`);
			rmSync(whole, {force: true});
			execFileSync('mv', [aside, whole]);
		}
	}
	expect(JSON.stringify(readHost(root))).not.toContain('SECRET');
	expect(readdirSync(outside)).toEqual(['secret']);
});

attack(
	'sysfs',
	'names of buses, devices, drivers, modules and releases are any that a disk can have',
	async tried => {
		const names = [
			...[
				'__proto__',
				'constructor',
				'toString',
				'hasOwnProperty',
				'-',
				'--',
				'...',
				' ',
				'\t',
				'*',
				'%s',
				'$(x)',
			],
			...[
				'\u001b[2J',
				'\u009b31m',
				'\u202e',
				'\n',
				'\r',
				'a\nb',
				'\u2028',
				'👩‍👩‍👧',
				`z${'\u0308'.repeat(100)}`,
			],
			...[
				'x'.repeat(240),
				'字'.repeat(66),
				'-1',
				'NaN',
				'1e999',
				'9'.repeat(190),
				'\\',
				'"',
				"'",
				'{}',
				':',
				'@',
				'0000:00:00.0',
			],
		];
		for (const name of names) {
			const made: string[] = [];
			const put = (path: string, content: string | null) => {
				const whole = join(root, path);
				let top = whole;
				while (top !== root && lstatSync(dirname(top), {throwIfNoEntry: false}) === undefined)
					top = dirname(top);
				if (lstatSync(top, {throwIfNoEntry: false}) === undefined) made.push(top);
				mkdirSync(dirname(whole), {recursive: true});
				if (content === null) mkdirSync(whole, {recursive: true});
				else writeFileSync(whole, content);
			};
			put(`sys/bus/${name}/devices/${name}/modalias`, `${name}\n`);
			put(`sys/bus/pci/devices/${name}/modalias`, 'pci:v00008086d0000100Esv00008086sd0000001Ebc02sc00i00\n');
			symlinkSync(name, join(root, `sys/bus/pci/devices/${name}/driver`));
			symlinkSync(`/x/${name}`, join(root, `sys/bus/${name}/devices/${name}/driver`));
			put(`sys/module/${name}/initstate`, 'live\n');
			put(`lib/modules/99${name.slice(0, 200)}/modules.dep`, `kernel/${name}.ko:\n`);
			put(`etc/modules-load.d/${name.slice(0, 200)}.conf`, `${name}\n`);
			tried(7);
			await look(`named ${JSON.stringify(name).slice(0, 60)}`);
			const release_ = join(root, 'proc/sys/kernel/osrelease');
			const own = execFileSync('cat', [release_]);
			writeFileSync(release_, `99${name}\n`);
			await look(`release 99${JSON.stringify(name).slice(0, 60)}`);
			writeFileSync(release_, own);
			for (const path of made) rmSync(path, {recursive: true, force: true});
		}
	},
);

attack('host files', 'what --save wrote, with anything anywhere, is read or refused', async tried => {
	const facts = readHost(root);
	const small = {...facts, modules: facts.modules.slice(0, 3), devices: facts.devices!.slice(0, 2)};
	const path = join(place, 'facts.json');
	const read = async (content: string | Buffer) => {
		tried();
		writeFileSync(path, content);
		await told(String(content), ['host', '--from', path]);
	};
	const text = JSON.stringify(small, null, 1);
	for (const content of familiesOf(text)) await read(content);
	const random = createRandom(82);
	for (let round = 0; round < 800; round++) await read(mutated(JSON.stringify(small), random));
	const fields = (value: object, at: readonly string[]): string[][] =>
		Object.entries(value).flatMap(([key, inner]) => {
			const own = [...at, key];
			const first = Array.isArray(inner) ? inner[0] : undefined;
			return [own, ...(typeof first === 'object' && first !== null ? fields(first, [...own, '0']) : [])];
		});
	for (const value of wrongJson) {
		for (const field of fields(small, [])) {
			const copy = JSON.parse(JSON.stringify(small));
			let holder = copy;
			for (const key of field.slice(0, -1)) holder = holder[key];
			holder[field.at(-1)!] = '⟦⟧';
			const [before, after] = JSON.stringify(copy).split('"⟦⟧"');
			await read(before + value + after);
		}
		await read(value);
		await read(`[${value}]`);
		await read(`${JSON.stringify(small)}\n${value}\n${JSON.stringify(small)}\n`);
		await read(`{"driverdexHost": 1, "driverdexHost": ${value}}`);
		await read(`{"__proto__": ${JSON.stringify(small)}, "driverdexHost": ${value}}`);
	}
	const long = JSON.stringify({...small, [`x${'\u001b[2J'.repeat(50_000)}`]: 1});
	tried();
	writeFileSync(path, long);
	// What the file is and what to do about it are not lost behind a stranger's text.
	expect((await told(long, ['host', '--from', path])).remarks.length).toBeLessThan(1000);
});

attack(
	'host files',
	'reports of other tools in JSON, with anything anywhere, are read or refused',
	async tried => {
		const path = join(place, 'report.json');
		const own = await runHere(host, ['host', '--root', root, '--json'], {data, environment});
		const reports: unknown[] = [
			{...JSON.parse(own.out), rows: JSON.parse(own.out).rows.slice(0, 3)},
			JSON.parse(own.out).rows[0],
			{
				...{
					id: 'box',
					class: 'system',
					children: [{id: 'network:0', class: 'network', businfo: 'pci@0000:01:00.0'}],
				},
				...{configuration: {driver: 'e1000'}, handle: 'PCI:0000:01:00.0', vendor: 'x', product: 'y'},
			},
			{
				ansible_facts: {
					...{
						ansible_kernel: '6.12',
						ansible_hostname: 'box',
						ansible_local: {},
						ansible_interfaces: ['eth0'],
					},
					...{ansible_eth0: {module: 'e1000', device: 'eth0', pciid: '0000:00:03.0'}},
					ansible_devices: {sda: {host: 'SATA controller: Intel', links: {}, model: 'x'}},
				},
			},
		];
		const random = createRandom(83);
		const read = async (content: string | Buffer) => {
			tried();
			writeFileSync(path, content);
			await told(String(content), ['host', '--from', path]);
		};
		for (const report of reports) {
			const text = JSON.stringify(report);
			for (const content of familiesOf(text)) await read(content);
			for (let round = 0; round < 300; round++) await read(mutated(text, random));
			for (const value of wrongJson) {
				for (const field of new Set(text.match(/"\w+":/g))) {
					// Values of one kind stand for each other: each field has some of them.
					if (random.below(4) > 0) continue;
					const at = text.indexOf(field) + field.length;
					const after = text.slice(at);
					await read(`${text.slice(0, at)}${value},${field}0,"x":${after}`);
					await read(`${text.slice(0, at)}${after.startsWith('[') ? '[' : ''}${value},"x":${after}`);
				}
			}
		}
	},
);

attack('sysfs', 'an image of more than any machine has is looked at within bounds, and says so', tried => {
	const {root: large, write, device} = makeRoot();
	const lines = (count: number, line: (at: number) => string) =>
		`${Array.from({length: count}, (_, at) => line(at)).join('\n')}\n`;
	write('proc/sys/kernel/osrelease', '6.1\n');
	write(
		'proc/modules',
		`${lines(50_010, at => `m${at} 16384 0 - Live 0x0`)}${'n'.repeat(300)} 1 0 - Live 0x0\n`,
	);
	write(
		'lib/modules/6.1/modules.dep',
		lines(500_010, at => `kernel/d${at}.ko:`),
	);
	write('lib/modules/6.1/modules.builtin', `kernel/${'b'.repeat(5000)}.ko\n`);
	// Each begins as the device does, and goes back over it from every letter.
	write(
		'lib/modules/6.1/modules.alias',
		lines(150, at => `alias pci:*${'a'.repeat(1000)}b${at} one`),
	);
	write('etc/modules-load.d/x.conf', `${'c'.repeat(300)}\n`);
	for (let at = 0; at < 4; at++) device('pci', `0000:00:0${at}.0`, `pci:${'a'.repeat(4000)}${at}`);
	try {
		const start = process.cpuUsage();
		const facts = readHost(large);
		expect(process.cpuUsage(start).user).toBeLessThan(60_000_000);
		expect(facts.modules).toHaveLength(50_000);
		expect(facts.problems.join('\n')).toMatch(/modules\.dep has more than 500,000 lines/);
		expect(facts.problems.join('\n')).toMatch(/lines of modules\.builtin too long to be true/);
		expect(facts.problems.join('\n')).toMatch(/took too long, and was given up/);
		for (const path of ['proc/modules', 'lib/modules']) rmSync(join(large, path), {recursive: true});
		write('proc/modules', `${'n'.repeat(300)} 1 0 - Live 0x0\n`);
		expect(readHost(large).modules).toEqual([]);
		rmSync(join(large, 'proc/modules'));
		expect(readHost(large).modules).toEqual([]);
		tried(7);
	} finally {
		rmSync(large, {recursive: true, force: true});
	}
});

/** Fields of a tar head (POSIX.1-1988, ustar): where each begins, and how long it is. */
const headFields: readonly [string, number, number][] = [
	...([
		['name', 0, 100],
		['mode', 100, 8],
		['uid', 108, 8],
		['size', 124, 12],
		['mtime', 136, 12],
	] as const),
	...([
		['checksum', 148, 8],
		['type', 156, 1],
		['link', 157, 100],
		['magic', 257, 6],
		['version', 263, 2],
	] as const),
	...([
		['uname', 265, 32],
		['devmajor', 329, 8],
		['prefix', 345, 155],
		['rest', 500, 12],
	] as const),
].map(field => [...field] as [string, number, number]);

function withChecksum(head: Buffer): Buffer {
	head.write('        ', 148);
	head.write(
		`${head
			.reduce((sum, byte) => sum + byte, 0)
			.toString(8)
			.padStart(6, '0')}\0 `,
		148,
		8,
		'latin1',
	);
	return head;
}

attack(
	'archives',
	'with anything in any field of a head, or any byte another, are read or refused',
	async tried => {
		const lsmod = 'Module                  Size  Used by\ne1000                 180224  0\n';
		const head = tarHead({name: 'sos/sos_commands/kernel/lsmod', size: lsmod.length});
		const body = Buffer.concat([Buffer.from(lsmod), Buffer.alloc(512 - lsmod.length)]);
		const good = tarArchive(Buffer.concat([head, body]));
		const folder = join(place, 'archives');
		mkdirSync(folder);
		const path = join(folder, 'report.tar');
		const victim = join(place, 'victim');
		writeFileSync(victim, 'mine');
		const read = async (what: string, bytes: Buffer) => {
			tried();
			writeFileSync(path, bytes);
			const {status} = await told(what, ['host', '--from', path]);
			return status;
		};
		expect(await read('good', good)).not.toBe(2);
		const values = [
			...[
				'',
				'\0',
				' ',
				'-1',
				'NaN',
				'1e999',
				'7'.repeat(12),
				'9'.repeat(12),
				'0x7fffffff',
				'\xff'.repeat(155),
				'\x80\0\0\0\0\0\0\0\0\0\x01',
			],
			...[
				'../'.repeat(30),
				'/etc/passwd',
				victim,
				'__proto__',
				'\u001b[2J\u001b[H',
				'\x9b31m',
				'\u202e',
				'\ud800',
				'x'.repeat(155),
				'.',
				'..',
				'/',
			],
			...['0', '1', '2', '3', '4', '5', '6', '7', 'g', 'x', 'L', 'K', 'S', 'D', 'M', 'V', 'A', '\t'],
		];
		for (const [name, at, length] of headFields) {
			for (const value of values) {
				for (const isSummed of [true, false]) {
					const own = Buffer.from(head);
					own.fill(0, at, at + length);
					own.write(value, at, length, 'latin1');
					if (isSummed && name !== 'checksum') withChecksum(own);
					await read(
						`${name} is ${JSON.stringify(value)}`,
						tarArchive(Buffer.concat([own, body]), Buffer.concat([head, body])),
					);
				}
			}
		}
		const random = createRandom(84);
		const spoiltBytes = (bytes: Buffer): Buffer => {
			const spoilt = Buffer.from(bytes);
			for (let times = 1 + random.below(4); times > 0; times--)
				spoilt[random.below(spoilt.length)] = random.pick([0, 0xff, 0x1b, 0x9b, 0x0a, random.below(256)]);
			return random.pick([
				spoilt,
				spoilt,
				spoilt.subarray(0, random.below(spoilt.length)),
				Buffer.concat([spoilt, spoilt]),
				Buffer.concat([spoilt, Buffer.from([random.below(256)])]),
			]);
		};
		for (const pack of [
			'cat',
			'gzip',
			'xz',
			'zstd -q',
			'gzip | gzip',
			'xz --check=sha256',
			'zstd -q --check',
		]) {
			const {status, stdout: packed} = spawnSync('sh', ['-c', pack], {input: good});
			if (status !== 0) continue;
			for (let round = 0; round < 60; round++) await read(`${pack} ${round}`, spoiltBytes(packed));
			for (let size = 0; size < Math.min(packed.length, 300); size += 11)
				await read(`${pack} cut`, packed.subarray(0, size));
			// A configuration that is packed goes by another door, with the same unpackers.
			const {stdout: config} = spawnSync('sh', ['-c', pack], {input: 'CONFIG_E1000=m\n'.repeat(50)});
			for (let round = 0; round < 40; round++) {
				tried();
				writeFileSync(path, spoiltBytes(config));
				const {out, remarks, status: ended} = await runHere(audit, ['audit', path], {data, environment});
				expect([0, 1, 2], `${pack} ${round}`).toContain(ended);
				expect(actingIn(out + remarks)).toEqual([]);
			}
		}
		expect(readdirSync(folder)).toEqual(['report.tar']);
		expect(execFileSync('cat', [victim], {encoding: 'utf8'})).toBe('mine');
	},
);
