import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {checkHostFacts} from '../../source/machine/facts.ts';
import {actingIn, attack} from '../support/attack.ts';
import {top} from '../support/sample.ts';

const script = join(top, 'source/machine/collect.sh');
const folder = mkdtempSync(join(tmpdir(), 'driverdex-collector-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
/** Shells that are there; busybox with its own awk, sed and tr as well. */
const shells: [string, string[]][] = (
	[
		['dash', ['dash']],
		['bash', ['bash']],
		['busybox sh', ['busybox', 'sh']],
		['zsh', ['zsh']],
	] as [string, string[]][]
).filter(([, [command]]) => has(command!));

function collect(root: string, [shell, ...words]: string[], path = process.env.PATH!) {
	return execFileSync(shell!, [...words, script, root], {
		env: {PATH: path},
		maxBuffer: 64 << 20,
		stdio: ['ignore', 'pipe', 'ignore'],
		timeout: 200_000,
	});
}

/** An image whose every name and text was written by an enemy of JSON. */
function makeImage(): string {
	const root = join(folder, 'image');
	const put = (path: string, bytes: Buffer | string) => {
		const whole = Buffer.from(`${root}/${path}`, 'latin1');
		mkdirSync(whole.subarray(0, whole.lastIndexOf('/')), {recursive: true});
		writeFileSync(whole, bytes);
	};
	put('etc/hostname', 'bad"host\\name\x1b]0;x\x07\n');
	put('proc/sys/kernel/osrelease', Buffer.from('6.1\0\x01"\\\xff\n', 'latin1'));
	put(
		'proc/modules',
		Buffer.concat([
			Buffer.from(
				'e1000 1 0 - Live 0x0\nq"uote 1 0 - Live 0x0\nback\\slash 1 0 - Live 0x0\n\x1bx 1 0 - Live 0x0 (P\xff\0OE)\n',
				'latin1',
			),
			Buffer.alloc(4 << 20, 'x'),
			Buffer.from(' 1 0 - Live 0x0\n\0\0\n'),
		]),
	);
	const names = [
		'q"q',
		'b\\b',
		'new\nline',
		'esc\x1b[2J',
		'\xff\xfe',
		'caf\xc3\xa9',
		'\xed\xa0\x80',
		'$(touch x)`x`',
		'-n',
		'x'.repeat(200),
		'\x9b31m',
	];
	for (const name of names) {
		put(
			`sys/bus/pci/devices/${name}/modalias`,
			Buffer.from(`pci:v1d2"\\\x01\x1b\xff${name}\nsecond\n`, 'latin1'),
		);
		put(`sys/bus/pci/devices/${name}/product`, Buffer.from(`${name}"\xc3\xa9\n`, 'latin1'));
	}
	put('sys/bus/pci/devices/big/modalias', Buffer.alloc(2 << 20, '"'));
	put('sys/bus/we"i\\rd/devices/a/modalias', 'x:y');
	put('sys/bus/pci/devices/event/uevent', 'DRIVER=x\nMODALIAS=pci:"a\\\nMODALIAS=b\n');
	put('secret/modalias', 'SECRET\n');
	mkdirSync(join(root, 'sys/bus/pci/devices/pipe'));
	spawnSync('mkfifo', [join(root, 'sys/bus/pci/devices/pipe/modalias')]);
	writeFileSync(join(folder, 'modalias'), 'SECRET\n');
	mkdirSync(join(root, 'sys/bus/pci/devices/out'));
	symlinkSync(join(folder, 'modalias'), join(root, 'sys/bus/pci/devices/out/modalias'));
	symlinkSync(folder, join(root, 'sys/bus/pci/devices/outer'));
	symlinkSync('loop', join(root, 'sys/bus/pci/devices/loop'));
	return root;
}

attack('collector', 'it makes JSON of any /proc/modules and /sys, in every shell the same', tried => {
	const root = makeImage();
	const answers = shells.map(([name, words]) => ({name, bytes: collect(root, words)}));
	if (has('busybox')) {
		const own = join(folder, 'applets');
		mkdirSync(own);
		const busybox = execFileSync('sh', ['-c', 'command -v busybox'], {encoding: 'utf8'}).trim();
		for (const applet of ['awk', 'sed', 'tr', 'dd', 'head', 'uname', 'paste'])
			symlinkSync(busybox, join(own, applet));
		answers.push({name: 'busybox alone', bytes: collect(root, [busybox, 'sh'], own)});
	}
	expect(answers.length).toBeGreaterThan(0);
	for (const {name, bytes} of answers) {
		tried(30);
		const text = new TextDecoder('utf8', {fatal: true}).decode(bytes);
		const facts = checkHostFacts(JSON.parse(text), name);
		expect(text, name).not.toContain('SECRET');
		expect(actingIn(JSON.stringify(JSON.parse(text)))).toEqual([]);
		expect(
			facts.modules.map(module => module.name),
			name,
		).toEqual(['e1000']);
		expect(facts.devices, name).toHaveLength(14);
		const find = (address: string) => facts.devices!.find(one => one.address === address);
		expect(find('q"q')?.modalias, name).toBe('pci:v1d2"\\  ?q"q');
		expect(find('big')?.modalias, name).toBe('"'.repeat(4096));
		expect(find('event')?.modalias, name).toBe('pci:"a\\');
		expect(facts.host, name).toBe('bad"host\\name ]0;x ');
	}
});

attack('collector', 'it does without devices, modules and a folder', tried => {
	const bare = join(folder, 'bare');
	mkdirSync(join(bare, 'sys/bus'), {recursive: true});
	for (const [name, words] of shells.slice(0, 1)) {
		tried(2);
		expect(checkHostFacts(JSON.parse(collect(bare, words).toString('utf8')), name).devices).toEqual(
			expect.any(Array),
		);
		expect(spawnSync(words[0]!, [...words.slice(1), script, join(folder, 'nowhere')]).status, name).toBe(2);
	}
});
