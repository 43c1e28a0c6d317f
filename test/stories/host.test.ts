import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {type MachineRoot, makeRoot, makeServer, release, serverDrivers} from '../support/machine.ts';
import {run} from '../support/run.ts';
import {makeDirectory, top, writeSample} from '../support/sample.ts';
import {killTerminals, program, startTerminal} from '../support/terminal.ts';

let data = '';
let server: MachineRoot;
const folders: string[] = [];
const keep = <Root extends {root: string}>(machine: Root): Root => {
	folders.push(machine.root);
	return machine;
};

beforeAll(() => {
	const drivers = serverDrivers();
	const directories = [...new Set(drivers.map(({directory}) => directory))].map(name =>
		makeDirectory(name, 1),
	);
	data = writeSample({drivers, directories});
	server = keep(makeServer());
});
afterEach(killTerminals);
afterAll(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

interface Row {
	host: string;
	driver: string;
	standing: string;
	use: string;
	builtIn: boolean;
	atRisk: boolean;
	devices: {bus: string; address: string; id: string | null; name: string | null}[];
	recommendation: string | null;
	why: string;
}
interface Document {
	hosts: {host: string; release: string; looked: boolean; atRisk: number; problems: string[]}[];
	rows: Row[];
}
const judged = async (...words: string[]) => {
	const outcome = await run(['host', '--json', ...words], {data});
	expect(outcome.remarks).toBe('');
	return {...outcome, document: JSON.parse(outcome.out) as Document};
};
const rowOf = ({rows}: Document, driver: string) => rows.find(row => row.driver === driver);

describe('host --root', () => {
	it('finds every device with the right driver, how it is used and its name', async () => {
		const {document, status} = await judged('--root', server.root);
		expect(status).toBe(1);
		expect(document.hosts).toMatchObject([{host: 'oldbox', release, looked: true, problems: []}]);
		const seen = document.rows.map(({driver, use, standing}) => [driver, use, standing]);
		expect(seen.toSorted()).toEqual(
			[
				['3c59x', 'candidate', 'judged'],
				['ar5523', 'candidate', 'judged'],
				['e1000', 'bound', 'judged'],
				['ext4', 'loaded', 'not-surveyed'],
				['floppy', 'bound', 'judged'],
				['gone', 'loaded', 'judged'],
				['ib_qib', 'bound', 'gone'],
				['mlx4_core', 'bound', 'judged'],
				['mlx4_ib', 'loaded', 'judged'],
				['nouveau', 'spare', 'judged'],
				['nvidia', 'bound', 'out-of-tree'],
				['xhci-pci', 'bound', 'judged'],
			].toSorted(),
		);
		expect(rowOf(document, 'mlx4_core')!.devices).toEqual([
			{
				bus: 'pci',
				address: '0000:01:00.0',
				id: '15b3:1003',
				modalias: 'pci:v000015B3d00001003sv000015B3sd00000055bc02sc00i00',
				name: 'MT27500 Family [ConnectX-3]',
				since: null,
				newerThanKernel: false,
			},
		]);
		expect(rowOf(document, '3c59x')!.devices.map(({id}) => id)).toEqual(['10b7:9055', '10b7:9200']);
		expect(rowOf(document, 'ar5523')!.devices.map(({name}) => name)).toEqual([
			'Atheros AR5523',
			'Atheros AR5523',
		]);
		expect(rowOf(document, 'xhci-pci')).toMatchObject({builtIn: true});
		expect(rowOf(document, 'e1000')).toMatchObject({builtIn: false});
	});

	it('counts what is at risk, the worst first, and tells apart what it does not know', async () => {
		const {out, remarks, status} = await run(['host', '--root', server.root], {data});
		expect(status).toBe(1);
		const lines = out.split('\n');
		expect(lines[1]).toMatch(/^ib_qib +✖ gone +- +1077:7322 +in this kernel, not in Linux 7\.3\.4/);
		expect(lines[2]).toMatch(/^gone +✖ remove/);
		const apart = lines.findIndex(line => line.startsWith('Without a verdict'));
		expect(lines.slice(apart).join('\n')).toMatch(/nvidia +10de:1b80 +proprietary, built out of tree/);
		expect(lines.slice(0, apart).join('\n')).not.toContain('nvidia');
		expect(out).not.toContain('ext4');
		expect(remarks).toBe(
			'2 of 10 drivers at risk (rec:deprecate,remove); 1 without a verdict; 1 module outside drivers/ and sound/ not surveyed\n',
		);
		// Below the table, of each driver at risk what its administrator should know.
		const [, words = ''] = out.split('\nIn words\n');
		expect(words).toMatch(/^\w+: [A-Z][^\n]*/);
		expect(words.replace(/\n {2}/g, ' ')).toMatch(
			/(?:plan without it|move away from it before the next large upgrade)\.$/m,
		);
	});

	it('takes another idea of risk', async () => {
		const {document} = await judged('--root', server.root, '--fail-on', 'module:e1000');
		expect(document.rows.filter(({atRisk}) => atRisk).map(({driver}) => driver)).toEqual(['ib_qib', 'e1000']);
		const loose = await judged('--root', server.root, '--fail-on', '-sub:staging risk>0.0001');
		expect(rowOf(loose.document, 'gone')).toMatchObject({atRisk: false});
		expect(rowOf(loose.document, 'nouveau')).toMatchObject({use: 'spare', atRisk: false});
		const bad = await run(['host', '--root', server.root, '--fail-on', 'risk>x'], {data});
		expect(bad).toMatchObject({status: 64, out: ''});
		expect(bad.remarks).toContain('Risk: wants a number');
	});

	it('exits 0 where nothing is at risk', async () => {
		const machine = keep(makeRoot());
		machine.write('proc/modules', 'e1000 1 0 - Live 0x0\n');
		machine.write(`proc/sys/kernel/osrelease`, release);
		const {status, remarks} = await run(['host', '--root', machine.root], {data});
		expect(status).toBe(0);
		expect(remarks).toContain('0 of 1 driver at risk');
		expect(remarks).toContain('no devices: /sys/bus is not there');
		expect(remarks).toContain(`no /lib/modules/${release}`);
	});

	it('falls back to the data set where there is no modules.alias', async () => {
		const machine = keep(makeRoot());
		machine.device('pci', '0000:02:05.0', 'pci:v000010B7d00009055sv000010B7sd00009055bc02sc00i00');
		const {document} = await judged('--root', machine.root);
		expect(rowOf(document, '3c59x')).toMatchObject({use: 'candidate', standing: 'judged'});
		expect(document.hosts[0]!.problems.join()).toContain('judged by the data set');
	});

	it('reads the modules that an image would load', async () => {
		const machine = keep(makeRoot());
		machine.write('etc/modules', '# comment\nfloppy\n');
		machine.write('usr/lib/modules-load.d/net.conf', 'e1000 debug=1\n');
		const {document} = await judged('--root', machine.root);
		expect(document.rows.map(({driver, use}) => `${driver} ${use}`).toSorted()).toEqual([
			'e1000 configured',
			'floppy configured',
		]);
	});

	it('takes the links of an image for links within it', async () => {
		const machine = keep(makeRoot());
		machine.write('system/lib/modules/6.12.0-inside/modules.dep', 'kernel/drivers/block/floppy.ko:\n');
		machine.link('/system/lib', 'lib');
		machine.write('system/modules', 'floppy\n');
		machine.link('/system/modules', 'etc/modules');
		const {document} = await judged('--root', machine.root);
		expect(document.hosts[0]).toMatchObject({release: '6.12.0-inside'});
		expect(document.rows.map(({driver, use}) => `${driver} ${use}`)).toEqual(['floppy configured']);
	});

	it('exits 2 where it could not look, and says at what', async () => {
		const outcome = await run(['host', '--root', keep(makeRoot()).root], {data});
		expect(outcome).toMatchObject({status: 2, out: ''});
		expect(outcome.remarks).toContain('Nothing could be looked at.');
		expect(outcome.remarks).toContain('/proc/modules is not there');
		const missing = await run(['host', '--root', '/nowhere/at/all'], {data});
		expect(missing).toMatchObject({status: 2, out: ''});
		expect(missing.remarks).toContain('/nowhere/at/all does not exist');
	});

	it('does not call a driver gone that an equal or newer kernel has of its own', async () => {
		const machine = keep(makeRoot());
		machine.write('proc/sys/kernel/osrelease', '7.3.0-vendor');
		machine.write('proc/modules', 'vendorchip 1 0 - Live 0x0\n');
		machine.write('lib/modules/7.3.0-vendor/modules.dep', 'kernel/drivers/misc/vendorchip.ko:\n');
		const {document, status} = await judged('--root', machine.root);
		expect(status).toBe(0);
		expect(document.rows).toMatchObject([{standing: 'unknown', atRisk: false}]);
	});
});

describe('host on the machine that runs it', () => {
	it('says what it saw and what it could not', async () => {
		const {status, document} = await (async () => {
			const outcome = await run(['host', '--json']);
			return {...outcome, document: outcome.out === '' ? null : (JSON.parse(outcome.out) as Document)};
		})();
		expect([0, 1, 2]).toContain(status);
		// Every driver that sysfs binds to a device is in the answer.
		if (document === null || !existsSync('/sys/bus/pci/devices')) return;
		const bound = spawnSync('sh', ['-c', 'for d in /sys/bus/pci/devices/*/driver; do readlink "$d"; done'], {
			encoding: 'utf8',
		});
		const places = document.rows.filter(({use}) => use === 'bound').flatMap(({devices}) => devices);
		const links = bound.stdout.split('\n').filter(line => line !== '');
		expect(places.filter(({bus}) => bus === 'pci')).toHaveLength(links.length);
	});

	it('needs no rights, no home and no tools', async () => {
		const home = mkdtempSync(join(tmpdir(), 'driverdex-home-'));
		folders.push(home);
		chmodSync(home, 0o555);
		// As somebody without any rights, where the test may become one and that one may read the program.
		const isOther = process.getuid?.() === 0 && isReadableByAll(program) && isReadableByAll(process.execPath);
		if (isOther) for (const folder of [server.root, data]) spawnSync('chmod', ['-R', 'a+rX', folder]);
		const result = spawnSync(process.execPath, [program, 'host', '--root', server.root, '--data', data], {
			encoding: 'utf8',
			env: {HOME: home, PATH: '/nonexistent', LANG: 'C.UTF-8'},
			cwd: '/',
			...(isOther && {uid: 65_534, gid: 65_534}),
		});
		expect(result.stderr).toContain('drivers at risk');
		expect(result.stdout).toContain('ib_qib');
		expect(result.status).toBe(1);
	});
});

/** Whether somebody else may read a path and go through every folder above it. */
function isReadableByAll(path: string): boolean {
	return spawnSync('test', ['-r', path], {uid: 65_534, gid: 65_534}).status === 0;
}

describe('host --save and --from', () => {
	it('keeps a machine and judges it elsewhere, with the same rows', async () => {
		const saved = await run(['host', '--save', '-', '--root', server.root], {data});
		expect(saved).toMatchObject({status: 0, remarks: ''});
		expect(JSON.parse(saved.out)).toMatchObject({
			driverdexHost: 1,
			host: 'oldbox',
			candidatesFrom: 'modules.alias',
		});
		const from = await run(['host', '--json', '--from', '-'], {data, input: saved.out});
		expect(JSON.parse(from.out)).toEqual((await judged('--root', server.root)).document);
	});

	it('tells which members of a fleet are at risk, in one table', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'driverdex-fleet-'));
		folders.push(folder);
		await run(['host', '--save', join(folder, 'old.json'), '--root', server.root], {data});
		const small = keep(makeRoot());
		small.write('etc/hostname', 'newbox\n');
		small.write('proc/modules', 'e1000 1 0 - Live 0x0\n');
		small.write('proc/sys/kernel/osrelease', release);
		await run(['host', '--save', join(folder, 'new.json'), '--root', small.root], {data});
		const both = ['--from', join(folder, 'old.json'), '--from', join(folder, 'new.json')];
		const machines = await run(['host', ...both], {data});
		expect(machines.status).toBe(1);
		expect(machines.out).toMatch(
			/^host .*\noldbox +✖ gone +- +2 +10 +ib_qib, gone .*\nnewbox +\? unsure +0\.01 +0 +1 /,
		);
		const {out, remarks, status} = await run(['host', '--by', 'driver', ...both], {data});
		expect(status).toBe(1);
		expect(out).toMatch(/e1000 .*2: oldbox, newbox/);
		expect(out).toMatch(/ib_qib .*oldbox/);
		expect(remarks).toContain('2 of 10 drivers at risk, on 1 of 2 hosts');
		const {document} = await judged(...both);
		expect(document.hosts.map(({host, atRisk}) => [host, atRisk])).toEqual([
			['oldbox', 2],
			['newbox', 0],
		]);
	});

	it.each([
		['', /Standard input is empty/],
		['{', /is not JSON/],
		['[]', /is not a host's list of drivers/],
		['{"driverdexHost": 2}', /is of version 2; this driverdex reads version 1/],
		['{"driverdexHost": 1, "host": "a"}', /release is missing/],
	])('refuses %j with what is wrong', async (input, what) => {
		const outcome = await run(['host', '--from', '-'], {data, input});
		expect(outcome).toMatchObject({status: 2, out: ''});
		expect(outcome.remarks).toMatch(what);
		expect(outcome.remarks).toMatch(/driverdex host --collector|collect it again/);
	});

	it('refuses a field that no such file has', async () => {
		const saved = JSON.parse((await run(['host', '--save', '-', '--root', server.root], {data})).out);
		const outcome = await run(['host', '--from', '-'], {data, input: JSON.stringify({...saved, extra: 1})});
		expect(outcome.remarks).toContain('extra is not a field of such a file');
	});
});

describe.runIf(spawnSync('sh', ['-c', 'command -v awk']).status === 0)('the collector', () => {
	const shells = ['sh', 'dash', 'bash', 'busybox'].filter(
		shell => spawnSync('sh', ['-c', `command -v ${shell}`]).status === 0,
	);
	const collect = (shell: string, words: string[]) => {
		const script = readFileSync(join(top, 'source/machine/collect.sh'));
		const command = shell === 'busybox' ? ['busybox', 'sh'] : [shell];
		return spawnSync(command[0]!, [...command.slice(1), '-s', ...words], {input: script, encoding: 'utf8'});
	};

	it('is what --collector prints', async () => {
		const {out} = await run(['host', '--collector']);
		expect(out).toBe(readFileSync(join(top, 'source/machine/collect.sh'), 'utf8'));
	});

	it.each(shells)('finds with %s what driverdex finds', async shell => {
		const {stdout, stderr, status} = collect(shell, [server.root]);
		expect(stderr).toBe('');
		expect(status).toBe(0);
		const from = await run(['host', '--json', '--from', '-'], {data, input: stdout});
		expect(from.status).toBe(1);
		const document = JSON.parse(from.out) as Document;
		const {document: own} = await judged('--root', server.root);
		const brief = ({rows}: Document) =>
			rows.map(({driver, use, standing, atRisk}) => [driver, use, standing, atRisk]);
		expect(brief(document).toSorted()).toEqual(brief(own).toSorted());
		expect(rowOf(document, 'ar5523')!.devices[0]!.name).toBe('AR5523');
	});

	it('makes JSON of names that are none, and of nothing', async () => {
		const machine = keep(makeRoot());
		machine.device('usb', '1-2', 'usb:v1p2', {files: {product: 'quote " back\\slash \u0001 tab\t'}});
		machine.device('odd', 'na"me', 'x:y"z\\');
		machine.link('nowhere', 'sys/bus/usb/devices/dangling');
		const {stdout} = collect('sh', [machine.root]);
		expect(JSON.parse(stdout).devices).toMatchObject([
			{address: 'na"me', modalias: 'x:y"z\\'},
			{address: '1-2', name: 'quote " back\\slash   tab '},
		]);
		const nothing = collect('sh', [keep(makeRoot()).root]);
		expect(JSON.parse(nothing.stdout)).toMatchObject({modules: [], devices: null});
		expect(await run(['host', '--from', '-'], {data, input: nothing.stdout})).toMatchObject({status: 2});
	});

	it('collects the machine that runs it', async () => {
		const {stdout, status} = collect('sh', []);
		expect(status).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({driverdexHost: 1});
	});
});

describe('a hostile system', () => {
	it('is survived and said', async () => {
		const machine = keep(makeRoot());
		machine.write(
			'proc/modules',
			Buffer.from('e1000 1 0 - Live 0x0\n\0\xff\xfe garbage\nname only\n', 'latin1'),
		);
		machine.write('proc/sys/kernel/osrelease', '../../../etc\n');
		machine.device('pci', 'a', 'pci:v00008086d0000100Esv00008086sd0000001Ebc02sc00i00\x1b[2J');
		machine.link('nowhere', 'sys/bus/pci/devices/dangling');
		machine.link('loop', 'sys/bus/pci/devices/loop');
		mkdirSync(join(machine.root, 'sys/bus/pci/devices/folder/modalias'), {recursive: true});
		mkdirSync(join(machine.root, 'sys/bus/pci/devices/pipe'), {recursive: true});
		spawnSync('mkfifo', [join(machine.root, 'sys/bus/pci/devices/pipe/modalias')]);
		mkdirSync(join(machine.root, 'sys/bus/pci/devices/closed'), {recursive: true});
		writeFileSync(join(machine.root, 'sys/bus/pci/devices/closed/modalias'), 'x', {mode: 0});
		mkdirSync(
			Buffer.concat([Buffer.from(join(machine.root, 'sys/bus/pci/devices/')), Buffer.from([0xff, 0xfe])]),
		);
		const {out, remarks, status} = await run(['host', '--root', machine.root], {data});
		expect(status).toBe(0);
		expect(out).toContain('e1000');
		expect(`${out}${remarks}`).not.toContain('\u001b');
		expect(remarks).toContain('devices whose modalias could not be read: ');
		expect(remarks).toContain('devices whose names are not text, not looked at: 1');
	});

	it('may have a hundred thousand devices', async () => {
		const machine = keep(makeRoot());
		const folder = join(machine.root, 'sys/bus/pci/devices');
		mkdirSync(folder, {recursive: true});
		for (let index = 0; index < 100_000; index++) symlinkSync('x', join(folder, `d${index}`));
		const {status, remarks} = await run(['host', '--root', machine.root], {data});
		expect(status).toBe(0);
		expect(remarks).toContain('devices beyond the first 50,000, not looked at: 50000');
	});

	it('may have saved lists that are large', async () => {
		const saved = JSON.parse((await run(['host', '--save', '-', '--root', server.root], {data})).out);
		const [device] = saved.devices;
		saved.devices = Array.from({length: 100_000}, (_, index) => ({...device, address: `d${index}`}));
		const outcome = await run(['host', '--from', '-'], {data, input: JSON.stringify(saved)});
		expect(outcome.status).toBe(1);
		expect(outcome.out).toContain('8086:100e');
	});
});

describe('formats and the terminal', () => {
	it('prints CSV, Markdown and NDJSON', async () => {
		const printed = async (format: string) =>
			(await run(['host', '--root', server.root, '--format', format], {data})).out;
		const csv = (await printed('csv')).split('\r\n');
		expect(csv[0]).toBe(
			'host,driver,standing,use,at_risk,recommendation,confidence,risk,devices,why,replacement,rhel,config,path',
		);
		expect(csv[1]).toMatch(/^oldbox,ib_qib,gone,bound,yes,,,,1077:7322,/);
		expect(csv).toHaveLength(14);
		expect(await printed('markdown')).toMatch(/^\| host \| driver \|/);
		const rows = (await printed('ndjson'))
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line) as Row);
		// A row a driver and device: two of the twelve drivers have two.
		expect(rows).toHaveLength(14);
		expect(rows.every(({devices}) => devices.length <= 1)).toBe(true);
		expect(rows.filter(({driver}) => driver === '3c59x')).toMatchObject([
			{id: '10b7:9055', bus: 'pci', address: '0000:02:05.0', device: '3c905B 100BaseTX [Cyclone]'},
			{id: '10b7:9200', bus: 'pci', address: '0000:02:06.0', device: null},
		]);
		const both = await run(['host', '--json', '--format', 'csv', '--root', server.root], {data});
		expect(both.status).toBe(64);
	});

	it.each([40, 60, 80, 120, 200])('drops columns rather than wrapping at %i', async columns => {
		const terminal = startTerminal(['host', '--root', server.root, '--data', data], {columns, rows: 40});
		await terminal.exit;
		await terminal.until(
			'the table is there',
			screen => screen.includes('not surveyed') || screen.includes('surveyed'),
		);
		const lines = terminal.lines();
		expect(lines[1]).toMatch(/^ib_qib +✖ gone/);
		expect(lines[2]).toMatch(/^gone +✖ remove/);
		const table = lines.slice(0, lines.indexOf('')).filter(line => line !== '');
		expect(table).toHaveLength(11);
		if (columns >= 120) expect(lines[0]).toMatch(/device +why/);
		if (columns === 40) expect(lines[0]).not.toContain('why');
	});

	it('opens in the explorer with this machine’s drivers only', async () => {
		const terminal = startTerminal(['host', '--explore', '--root', server.root, '--data', data]);
		await terminal.until('the list is there', screen => screen.includes('by risk'));
		expect(terminal.lines()[0]).toContain('host oldbox: 9 drivers · 1 gone from the kernel');
		expect(terminal.text()).toContain('9 shown');
		expect(terminal.text()).not.toContain('renesas');
		terminal.send('/e1000\r');
		await terminal.until('the filter holds', screen => screen.includes('1 shown'));
		terminal.send('\r');
		await terminal.until('the dossier is open', screen => screen.includes('CONFIG_E1000'));
		terminal.send('qq');
		expect((await terminal.exit).exitCode).toBe(0);
	});

	it('prints the table where there is no terminal to explore in', async () => {
		const {out, remarks} = await run(['host', '--explore', '--root', server.root], {data});
		expect(out).toContain('ib_qib');
		expect(remarks).toContain('--explore needs a terminal');
	});
});
