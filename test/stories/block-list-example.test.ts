import {spawnSync} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

/** The shell blocks of docs/block-list.md, run in their order over the shipped data. */
const blocks = [
	...readFileSync(join(top, 'docs/block-list.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms),
].map(([, block]) => block!);
const files = ['going.conf', 'ports.conf', 'media.conf', 'measuring.conf'];

let folder = '';
const blocked = new Map<string, string[]>();
const runBlock = (block: string) => {
	const {DRIVERDEX_DATA: _, ...environment} = process.env;
	const env = {...environment, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, XDG_DATA_HOME: folder};
	return spawnSync('sh', ['-e', '-c', block], {cwd: folder, env, encoding: 'utf8'});
};

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'driverdex-block-'));
	mkdirSync(join(folder, 'bin'));
	const own = join(folder, 'bin/driverdex');
	writeFileSync(own, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
	chmodSync(own, 0o755);
	copyFileSync(join(top, 'docs/examples/server.lspci'), join(folder, 'server.lspci'));
	expect(runBlock(blocks[0]!).stderr).toContain('to block');
	for (const file of files) {
		const text = readFileSync(join(folder, file), 'utf8');
		blocked.set(
			file,
			[...text.matchAll(/^install (\S+) \/bin\/false$/gm)].map(([, name]) => name!),
		);
	}
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** What an administrator of servers would miss, by the beginnings of names. */
const missed =
	/^(?:md_mod|dm_|raid|cdrom|sr_mod|sd_mod|rbd|nbd|drbd|xen|virtio|vmw|hv_|nvme|ahci|libata|ata_|usb_storage|uas|[eux]hci|usbhid|hid_|atkbd|psmouse|i8042|e1000|igb|ixgbe|ice$|i40e|mlx|bnx|tg3|r8169|be2|qla|lpfc|megaraid|mpt|hpsa|aacraid|smartpqi|ipmi|iTCO|i2c_|coretemp|k10temp|acpi|mgag200|ast$|bochs|bonding|team|veth|tun$|vhost|vfio|loop$|zram|tpm|button|serial_core|8250(?!_)|pcspkr|dummy$|macvlan|vxlan|wireguard|nf_)/;

describe('the block list for servers', () => {
	it('holds modules of each kind', () => {
		for (const file of files) expect(blocked.get(file)!.length).toBeGreaterThan(3);
		expect(blocked.get('going.conf')).toContain('ipw2200');
		expect(blocked.get('ports.conf')).toContain('pcnet_cs');
	});

	it('holds nothing that an administrator would miss', () => {
		const all = [...blocked.values()].flat();
		expect(all.filter(name => missed.test(name))).toEqual([]);
		for (const name of ['firewire_ohci', 'mpt3sas', 'mlx4_core', 'ssb']) expect(all).not.toContain(name);
	});

	it('holds no module that RHEL ships, but those that are going', async () => {
		const {out} = await run(['list', 'in:rhel', '--format', 'csv', '--columns', 'module']);
		const shipped = new Set(out.split('\n').map(name => name.replaceAll('-', '_')));
		expect(shipped.size).toBeGreaterThan(500);
		const own = files.slice(1).flatMap(file => blocked.get(file)!);
		expect(own.filter(name => shipped.has(name))).toEqual([]);
	});

	it('is read again without a complaint', () => {
		const {status, stderr} = runBlock(blocks[1]!);
		expect(stderr).toContain('none wants a look');
		expect(status).toBe(0);
	});
});
