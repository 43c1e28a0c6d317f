import {spawnSync} from 'node:child_process';
import {chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {flattened} from '../support/flattened-tree.ts';
import {top} from '../support/sample.ts';
import {nobodysPlaces, patienceMs, program} from '../support/terminal.ts';
import {commit, git, newRepository} from '../survey/git-history/scratch.ts';
import {changing, mailOf, makeInbox} from '../survey/mail/inbox.ts';

/**
 * The command lines of the README and of docs/reach.md, one by one as they stand, in a folder that has what they name: a
 * small tree in a kernel's place, two small data sets, stand-ins for `ssh` and `lspci`. `/mnt` and /etc/modprobe.d are the
 * folder's own, as nobody's machine is asked.
 */
const place = mkdtempSync(join(tmpdir(), 'driverdex-readme-'));
afterAll(() => rmSync(place, {recursive: true}));

/** The exit statuses that a line may end with, where 0 is not the only one: 1 tells that something was found. */
const statuses: readonly (readonly [RegExp, readonly number[]])[] = [
	[
		/^driverdex (?:host|audit)\b|driverdex host\b|^driverdex news\b|^driverdex diff\b|^driverdex verify\b/,
		[0, 1],
	],
	[/^driverdex backtest OLD_DATASET NEW_TREE --weights/, [0, 1]],
];

/** Lines that ask about the small data set: what they open lies in the small tree. */
const ofSmallData = /^driverdex (?:verify|validate)/;

const blocksOf = (file: string, fence: RegExp): string[] =>
	[...readFileSync(join(top, file), 'utf8').matchAll(fence)].map(([, block]) => block!);
const linesOf = (block: string): string[] =>
	block
		.replaceAll(/\\\n\s*/g, '')
		.split('\n')
		.map(line => line.replace(/(?:\s+#|\s{3,}).*$/, ''))
		.filter(line => /\bdriverdex /.test(line) && !/\bnp[mx]\b/.test(line));
const lines = [
	...blocksOf('README.md', /^```sh\n(.*?)^```$/gms),
	...blocksOf('docs/reach.md', /^```\n(driverdex .*?)^```$/gms),
].flatMap(linesOf);

function run(line: string, more: Readonly<Record<string, string>> = {}) {
	const {DRIVERDEX_DATA: _, ...inherited} = process.env;
	return spawnSync('sh', ['-c', line.replaceAll('/mnt', 'mnt').replaceAll('/etc/modprobe.d', 'modprobe.d')], {
		cwd: place,
		encoding: 'utf8',
		input: '',
		maxBuffer: 2 ** 27,
		env: {
			...inherited,
			...Object.fromEntries(Object.keys(nobodysPlaces).map(name => [name, join(place, 'own', name)])),
			HOME: place,
			PATH: `${join(place, 'bin')}:${process.env.PATH}`,
			LANG: 'C.UTF-8',
			...more,
		},
	});
}

function script(name: string, text: string): void {
	writeFileSync(join(place, 'bin', name), `#!/bin/sh\n${text}\n`);
	chmodSync(join(place, 'bin', name), 0o755);
}

function write(path: string, text: string): void {
	mkdirSync(join(place, path, '..'), {recursive: true});
	writeFileSync(join(place, path), text);
}

beforeAll(() => {
	mkdirSync(join(place, 'bin'), {recursive: true});
	const lspci = readFileSync(join(top, 'docs/examples/server.lspci'), 'utf8');
	const config = readFileSync(join(top, 'docs/examples/server.config'), 'utf8');
	script('driverdex', `exec '${process.execPath}' '${program}' "$@"`);
	// The machine that is asked over ssh runs what it is sent; the collector ends where there is no sysfs of its own.
	script('ssh', 'shift; exec sh -c "$1"');
	script('lspci', `cat '${join(top, 'docs/examples/server.lspci')}'`);
	script(
		'COMMAND…',
		`exec '${process.execPath}' '${join(top, 'test/fixtures/probe/model.mjs')}' answers asked.log`,
	);
	for (const tree of ['linux', 'linux-7.3', 'linux-6.12', 'NEW_TREE']) {
		cpSync(join(top, 'test/fixtures/kernel'), join(place, tree), {recursive: true});
	}
	write('linux-6.12/Makefile', 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\n');
	for (const file of ['.config', 'old/.config', 'new/.config']) write(file, config);
	write('arch/arm/configs/x_defconfig', 'CONFIG_E1000E=y\nCONFIG_FLOPPY=m\n');
	write('server.lspci', lspci);
	write('names', 'e1000e\nfloppy\n');
	write('mnt/proc/modules', 'e1000e 300000 0 - Live 0x0000000000000000\n');
	write('mnt/sys/module/e1000e/refcnt', '0\n');
	write('modprobe.d/block.conf', 'blacklist floppy\ninstall pcspkr /bin/false\n');
	write('mine.json', '{"removal": {"weights": {"orphaned": 2}}}\n');
	writeFileSync(join(place, 'board.dtb'), flattened({properties: {compatible: 'fsl,imx6q\0'}}));
	const releases = newRepository(join(place, 'linux.git'));
	for (const [release, day] of [
		['6.12', '2024-11-17'],
		['7.3', '2026-10-18'],
	]) {
		const makefile = `VERSION = ${release!.split('.')[0]}\nPATCHLEVEL = ${release!.split('.')[1]}\nSUBLEVEL = 0\n`;
		commit(releases, {files: {Makefile: makefile}, title: release!, date: `${day}T00:00:00Z`});
		git(releases, ['tag', `v${release}`]);
	}
	for (const list of ['linux-rdma.git', 'linux-scsi.git']) {
		const [subject, date] = ['[PATCH] eddy: spin', 'Mon, 3 Feb 2025 10:00:00 +0000'];
		const body = changing('drivers/net/eddy/core.c');
		makeInbox(join(place, list), [{mail: mailOf({id: `one@${list}`, subject, date, body})}]);
	}
	write('lkddb/lkddb-2.6.0.list', 'module pebble : CONFIG_PEBBLE : drivers/misc/pebble.c\n');
	write(
		'vulns/cve/published/2024/CVE-2024-10001.json',
		'{"containers": {"cna": {"affected": [{"programFiles": ["drivers/misc/pebble.c"]}]}}}',
	);
	write(
		'device_driver_deprecation_data.json',
		'{"provided_data_streams": ["1.0"], "data": [{"driver_name": "pebble", "device_type": "pci", "device_id": "", "available_in_rhel": [7, 8], "maintained_in_rhel": [7]}]}',
	);
	write(
		'dossiers/e1000e/dossier.json',
		JSON.stringify({
			driver_path: 'drivers/net/ethernet/intel/e1000e',
			chipset_family: 'Intel PRO/1000 PCI-Express',
			hardware_still_sold_new_in_2025: true,
			last_widely_available_year: null,
			deployments_today: 'high',
			replacement_driver: null,
			recommendation_hint: 'keep',
			confidence: 0.9,
			sources: [],
			reasoning_notes: 'Seen in every rack.',
		}),
	);
	write('modules.alias', 'alias pci:v00001234d00005678sv*sd*bc*sc*i* pebble\n');
	write('configs/a.config', 'CONFIG_PEBBLE=m\n');
	const columns = 'file distribution release kernel arch date source form family kind era enabled off';
	const cells =
		'a.config debian 13 6.12.8 amd64 2025-01-01 x/y@0123456789ab:a.config full debian general now 1 0';
	write('configs/index.tsv', `${[columns, cells].map(line => line.replaceAll(' ', '\t')).join('\n')}\n`);
	write('device-population-2023-03.md', '| pci:8086-10d3 | a | b | 12 |\n');
	for (const folder of ['OLD', 'NEW', 'OLD_DATASET', 'NEW_DATASET']) {
		const made = run(`driverdex survey --tree linux --out ${folder}`);
		expect(made.status, made.stderr).toBe(0);
	}
}, 10 * patienceMs);

describe('a command line of the README or of docs/reach.md', () => {
	it('is found there', () => {
		expect(lines.length).toBeGreaterThan(40);
	});

	it.each(lines)('%s', {timeout: 6 * patienceMs}, line => {
		const small = ofSmallData.test(line) ? {DRIVERDEX_DATA: join(place, 'NEW')} : {};
		const {status, stdout, stderr} = run(line, small as Record<string, string>);
		const allowed = statuses.find(([form]) => form.test(line))?.[1] ?? [0];
		expect(allowed, `exit ${status}: ${stdout.slice(-600)}${stderr}`).toContain(status);
		expect(stderr).not.toMatch(/internal error/);
	});
});
