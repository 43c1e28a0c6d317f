import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect} from 'vitest';
import {readHost} from '../../source/machine/read-host.ts';
import {SystemFiles} from '../../source/machine/system-files.ts';
import {attack} from '../support/attack.ts';
import {type MachineRoot, makeRoot} from '../support/machine.ts';

const made: MachineRoot[] = [];
function machine(): MachineRoot {
	const fresh = makeRoot();
	made.push(fresh);
	return fresh;
}
afterEach(() => {
	for (const {root} of made.splice(0)) rmSync(root, {recursive: true, force: true});
});

const secret = 'pci:v0000SECRET';
/** What lies outside of an image: files with a secret, by every name that is read of a machine. */
function outside(): MachineRoot {
	const other = machine();
	for (const file of [
		'modalias',
		'uevent',
		'product',
		'hostname',
		'modules',
		'modules.dep',
		'modules.alias',
		'osrelease',
		'pci.ids',
		'x.conf',
	])
		other.write(file, `${file === 'uevent' ? 'MODALIAS=' : ''}${secret}\n`);
	other.write('bus/pci/devices/evil/modalias', `${secret}\n`);
	other.write('6.1/modules.dep', `kernel/${secret}.ko:\n`);
	other.link('/drivers/SECRET', 'driver');
	return other;
}

attack('sysfs', 'no link leads out of a root, wherever it stands and however it is written', async tried => {
	const {root: out} = outside();
	/** Links of an image, each with where it stands. */
	const links: [string, string][] = [
		...['modalias', 'uevent', 'product', 'driver'].map((name): [string, string] => [
			`${out}/${name}`,
			`sys/bus/pci/devices/a/${name}`,
		]),
		[out, 'sys/bus/usb/devices/b'],
		[`${out}/bus`, 'sys/bus'],
		[`${out}/bus/pci`, 'sys/bus/pci'],
		[`${out}/bus/pci/devices`, 'sys/bus/pci/devices'],
		[out, 'proc'],
		[`${out}/modules`, 'proc/modules'],
		[`${out}/hostname`, 'etc/hostname'],
		[`${out}/hostname`, 'proc/sys/kernel/hostname'],
		[`${out}/osrelease`, 'proc/sys/kernel/osrelease'],
		[out, 'lib/modules'],
		[`${out}/6.1`, 'lib/modules/6.1'],
		[`${out}/modules.dep`, 'lib/modules/6.1/modules.dep'],
		[`${out}/modules.alias`, 'lib/modules/6.1/modules.alias'],
		[out, 'etc/modules-load.d'],
		[`${out}/x.conf`, 'etc/modules-load.d/x.conf'],
		[`${out}/pci.ids`, 'usr/share/misc/pci.ids'],
	];
	for (const [target, place] of links) {
		const up = '../'.repeat(20);
		for (const written of [
			target,
			up + target.slice(1),
			`/usr/..${target}`,
			`/proc/self/root${target}`,
			`${target}/.`,
		]) {
			tried();
			const {root, write, link} = machine();
			write('usr/keep', '');
			link(written, place);
			const facts = JSON.stringify(readHost(root));
			expect(facts, `${place} -> ${written}`).not.toContain('SECRET');
		}
	}
});

attack('sysfs', 'a link that goes in circles is not followed as it is written', tried => {
	const {root: out} = outside();
	const {root, link, write} = machine();
	// There `usr` goes in circles; here it is a folder, through which the rest of the path would lead out.
	link('usr', 'usr');
	link(`/usr/..${out}/modalias`, 'sys/bus/pci/devices/a/modalias');
	for (let index = 0; index < 60; index++) link(`l${index + 1}`, `chain/l${index}`);
	symlinkSync(`${out}/modalias`, join(root, 'chain/l60'));
	link('/chain/l0', 'sys/bus/pci/devices/b/modalias');
	// Such a link leads somewhere at last: it is refused for its length.
	link(`${'x/../'.repeat(800)}x`, 'sys/bus/pci/devices/c');
	write('sys/bus/pci/devices/x/modalias', 'pci:x\n');
	expect(new SystemFiles(root).read('sys/bus/pci/devices/x/modalias')).toMatchObject({ok: true});
	tried(3);
	const system = new SystemFiles(root);
	expect(system.place('usr/x')).toBeNull();
	for (const device of ['a', 'b', 'c'])
		expect(system.read(`sys/bus/pci/devices/${device}/modalias`)).toMatchObject({ok: false});
	expect(JSON.stringify(readHost(root))).not.toContain('SECRET');
});

attack('sysfs', 'what is no file, or has no end, is not waited for', tried => {
	const {root, write, link} = machine();
	for (const file of [
		'proc/modules',
		'sys/bus/pci/devices/a/modalias',
		'sys/bus/pci/devices/a/uevent',
		'etc/hostname',
		'lib/modules/6.1/modules.dep',
	]) {
		tried();
		write(file, '');
		rmSync(join(root, file));
		spawnSync('mkfifo', [join(root, file)]);
	}
	mkdirSync(join(root, 'proc/sys/kernel/osrelease'), {recursive: true});
	link('/dev/zero', 'sys/bus/pci/devices/b/modalias');
	write('sys/bus/pci/devices/c/modalias', 'pci:'.padEnd(1 << 20, 'x'));
	write('sys/bus/pci/devices/d/modalias', Buffer.from([0xff, 0xfe, 0, 0x1b, 0x0a]));
	writeFileSync(Buffer.concat([Buffer.from(join(root, 'sys/bus/pci/devices/')), Buffer.from([0xff])]), '');
	tried(5);
	const facts = readHost(root);
	expect(facts.devices?.find(({address}) => address === 'c')?.modalias).toHaveLength(4096);
	expect(facts.problems.join()).toContain('devices whose names are not text');
});
