import {spawnSync} from 'node:child_process';
import {chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'driverdex-fleet-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const saved = (host: string, ...modules: string[]) =>
	JSON.stringify({
		driverdexHost: 1,
		host,
		release: '6.12.0',
		candidatesFrom: null,
		modules: modules.map(name => ({name, state: 'loaded', taint: '', path: null})),
		modulesFrom: 'proc',
		devices: [],
		problems: [],
	});

describe('many machines', () => {
	const machines = join(folder, 'machines');
	mkdirSync(machines);
	writeFileSync(join(machines, 'calm.json'), saved('calm', 'e1000e', 'ahci'));
	writeFileSync(join(machines, 'old.json'), saved('old', 'r8712u', 'e1000e'));
	writeFileSync(join(machines, 'older.txt'), readFileSync(join(top, 'test/fixtures/inputs/cases/lsmod.txt')));

	it('are a line each, the worst first; --by driver is a line a driver', async () => {
		const files = ['old.json', 'calm.json'].map(name => join(machines, name));
		for (const words of [files, [machines]]) {
			const {out, remarks, status} = await run(['host', '--from', ...words]);
			expect(status).toBe(1);
			const hosts = out
				.split('\n')
				.slice(1)
				.map(line => line.split(' ', 1)[0]);
			expect(hosts.filter(name => /^(?:old|calm)$/.test(name!))).toEqual(['old', 'calm']);
			expect(remarks).toMatch(/at risk, on \d of \d hosts/);
		}
		const {out} = await run(['host', '--from', machines, '--by', 'driver']);
		expect(out).toMatch(/^r8712u +✖ gone .*2: old, older\.txt/m);
		expect(out).toMatch(/^e1000e .*2: calm, old/m);
	});

	it('are printed one after the other as NDJSON, a row a driver and device', async () => {
		const lines = [saved('one', 'e1000e'), '{"driverdexHost": 1, "host": "broken"}', saved('two', 'r8712u')];
		const {out, remarks, status} = await run(['host', '--from', '-', '--format', 'ndjson'], {
			input: `${lines.join('\n')}\n`,
		});
		expect(status).toBe(1);
		const rows = out
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line) as Record<string, unknown>);
		expect(rows.map(({host, driver, atRisk}) => [host, driver, atRisk])).toEqual([
			['one', 'e1000e', false],
			['two', 'r8712u', true],
		]);
		expect(remarks).toContain('standard input:2: Standard input: release is missing');
		expect(remarks).toContain('1 of 2 drivers at risk, on 1 of 3 hosts');
		const described = readFileSync(join(top, 'docs/fleet.md'), 'utf8');
		for (const field of Object.keys(rows[0]!)) expect(described).toContain(`\`${field}\``);
	});

	it('say how far the reading has come', async () => {
		const input = Array.from({length: 60}, (_, index) => saved(`host${index}`, 'e1000e')).join('\n');
		const {remarks, status} = await run(['host', '--from', '-'], {input});
		expect(status).toBe(0);
		expect(remarks).toMatch(/^reading machines: 60$/m);
	});

	it('count as looked at only where something could be read', async () => {
		writeFileSync(join(folder, 'broken.json'), '{');
		const {out, remarks, status} = await run([
			'host',
			'--from',
			join(machines, 'calm.json'),
			join(folder, 'broken.json'),
		]);
		expect(status).toBe(2);
		expect(out).toMatch(/broken\.json +not looked at/);
		expect(remarks).toContain('is not JSON');
	});

	it('are read from Ansible’s output and from an answer that was kept', async () => {
		const facts = {
			ansible_facts: {
				ansible_hostname: 'web',
				ansible_kernel: '6.1.0',
				ansible_interfaces: ['eth0'],
				ansible_eth0: {module: 'e1000e', pciid: '0000:00:19.0'},
			},
		};
		const input = `web | SUCCESS => ${JSON.stringify(facts, null, 4)}\ndb | SUCCESS => ${JSON.stringify({...facts, ansible_facts: {...facts.ansible_facts, ansible_hostname: 'db'}}, null, 4)}\n`;
		const {out} = await run(['host', '--from', '-', '--json'], {input});
		const document = JSON.parse(out) as {
			hosts: {host: string}[];
			rows: {host: string; driver: string; use: string}[];
		};
		expect(document.rows.map(({host, driver, use}) => `${host} ${driver} ${use}`)).toEqual([
			'web e1000e bound',
			'db e1000e bound',
		]);
		const again = await run(['host', '--from', '-', '--json'], {input: out});
		expect(
			(JSON.parse(again.out) as typeof document).rows.map(
				({host, driver, use}) => `${host} ${driver} ${use}`,
			),
		).toEqual(['web e1000e bound', 'db e1000e bound']);
	});
});

describe('the examples of docs/fleet.md', () => {
	const text = readFileSync(join(top, 'docs/fleet.md'), 'utf8');
	const examples = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script]) => script!);
	const tools = join(folder, 'tools');
	mkdirSync(tools);
	/** A command that stands for one that is not here: it does to files what the real one does. */
	const stand = (name: string, script: string) => {
		writeFileSync(join(tools, name), `#!/bin/sh\n${script}\n`);
		chmodSync(join(tools, name), 0o755);
	};
	stand('driverdex', `exec "${process.execPath}" "${program}" "$@"`);
	stand('ansible-playbook', 'sh collect.sh > machines/here.json');
	stand(
		'ansible',
		`mkdir -p facts && cp "${join(top, 'test/fixtures/inputs/precise-ansible.json')}" facts/precise64`,
	);
	stand(
		'unmkinitramfs',
		'mkdir -p "$2/main/usr/lib/modules/6.12.0/kernel/drivers/ata" && : > "$2/main/usr/lib/modules/6.12.0/kernel/drivers/ata/ahci.ko.zst"',
	);
	stand('mkinitcpio', `cat "${join(top, 'test/fixtures/inputs/mkinitcpio-41.txt')}" >&2`);

	it('are all run', () => {
		expect(examples).toHaveLength(6);
		expect(text).toMatch(/ansible\.builtin\.script: collect\.sh/);
		expect(text).toContain('npx driverdex audit .config');
	});

	it.each(examples)('%s', script => {
		const place = mkdtempSync(join(folder, 'example-'));
		mkdirSync(join(place, 'machines'));
		writeFileSync(join(place, 'machines/one.json'), saved('one', 'e1000e'));
		writeFileSync(join(place, 'initrd.img'), '');
		cpSync(join(top, 'test/fixtures/inputs'), join(place, 'inputs'), {recursive: true});
		writeFileSync(
			join(place, '.config'),
			'# Linux/x86 6.12.0 Kernel Configuration\nCONFIG_PCI=y\nCONFIG_E1000E=m\n',
		);
		const {status, stdout, stderr} = spawnSync('sh', ['-c', script], {
			cwd: place,
			encoding: 'utf8',
			env: {...process.env, PATH: `${tools}${delimiter}${process.env.PATH}`, LANG: 'C.UTF-8'},
		});
		expect(`${stderr}`).not.toMatch(/not a flag|holds nothing|driverdex:/);
		expect(`${stdout}${stderr}`).not.toBe('');
		expect(status).toBe(0);
	});
});
