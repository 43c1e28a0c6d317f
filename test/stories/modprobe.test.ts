import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {sampleRecords, top, writeSample} from '../support/sample.ts';

const cases = join(top, 'test/fixtures/inputs/cases');
const list = join(cases, 'block-list.conf');
const folder = mkdtempSync(join(tmpdir(), 'driverdex-modprobe-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const write = (name: string, text: string) => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
};

interface Line {
	file: string | null;
	line: number;
	effect: string;
	module: string | null;
	state: string;
	wantsLook: boolean;
	near: string[];
	why: string;
	recommendation: string | null;
}
const reviewed = async (...words: string[]) => {
	const outcome = await run([...words, '--json']);
	return {...outcome, lines: (JSON.parse(outcome.out) as {directives: Line[]}).directives};
};
const states = (lines: readonly Line[]) =>
	lines.map(({line, module, state}) => `${line} ${module ?? '-'} ${state}`);

describe('a block list of modprobe.d', () => {
	it.each([['host', '--from'], ['audit']])('is reviewed line by line by %s', async (...command) => {
		const {lines, status} = await reviewed(...command, list);
		expect(status).toBe(1);
		expect(states(lines)).toEqual([
			'2 firewire_core library',
			'3 eth1394 gone',
			'4 ohci1394 gone',
			'5 eepro100 gone',
			'6 cramfs outside',
			'7 b43legacy there',
			'8 rtl28xxu unknown',
			'9 dvb_usb_rtl28xxu there',
			'10 - none',
			'11 streamzap there',
		]);
		const of = (line: number) => lines.find(one => one.line === line)!;
		expect(of(5).why).toMatch(/^gone since 2\.6\.29 .*instead: .*\/e100 /);
		expect(of(7)).toMatchObject({effect: 'ignores-aliases', wantsLook: false});
		expect(of(8).near[0]).toBe('dvb_usb_rtl28xxu');
		expect(of(9).recommendation).toBe('keep-annotate');
		expect(of(10).why).toContain('no directive');
		expect(lines.filter(({wantsLook}) => wantsLook).map(({line}) => line)).toEqual([3, 4, 5, 8, 10]);
	});

	it('is no use of its drivers: none of them is at risk, and what is in order is status 0', async () => {
		const {status, remarks, out} = await run(['host', '--from', write('fine.conf', 'blacklist ipw2200\n')]);
		expect(status).toBe(0);
		expect(out).toMatch(/1 {2}ipw2200 +off for devices +▲ deprecate/);
		expect(remarks).toContain('taken for a block list of modprobe.d');
		expect(remarks).toContain('1 directive of modprobe.d: none wants a look');
		expect(remarks).not.toContain('at risk');
	});

	it('says what is built in, where a configuration or a machine tells', async () => {
		const own = write('builtin.conf', 'install cramfs /bin/true\nblacklist e1000e\nblacklist nfp\n');
		const config = write('builtin.config', 'CONFIG_CRAMFS=y\nCONFIG_E1000E=y\nCONFIG_NFP=m\n');
		for (const words of [
			['host', '--from', own, '--config', config],
			['audit', own, config],
		]) {
			const {lines, status} = await reviewed(...words);
			expect(states(lines)).toEqual(['1 cramfs built-in', '2 e1000e built-in', '3 nfp there']);
			expect(lines[0]!.why).toContain('blocking does nothing');
			expect(status).toBe(1);
		}
		const {lines} = await reviewed('host', '--from', own, '--host', join(cases, 'host-rhel.json'));
		expect(lines[2]!.why).toContain('in use on srv1');
		expect(lines[1]!.why).not.toContain('in use');
	});

	it('reads continuation lines, comments, odd names and everything else that modprobe.d may hold', async () => {
		const text = [
			'# a comment',
			'install snd-pcsp \\',
			'  /bin/false',
			'alias net-pf-31 off',
			'options snd_hda_intel power_save=1',
			'softdep mlx4_core post: mlx4_en mlx4_ib',
			'install sound-slot-0 /sbin/modprobe snd-card-0',
			'blacklist e1000e.ko',
			'install e1000e',
			'blackist floppy',
			'#blacklist ahci',
		].join('\r\n');
		const {lines} = await reviewed('host', '--from', write('odd.conf', text));
		expect(lines.map(({line, module, effect}) => `${line} ${module} ${effect}`)).toEqual([
			'2 snd_pcsp blocks',
			'4 net_pf_31 alias-off',
			'5 snd_hda_intel speaks',
			'6 mlx4_core speaks',
			'6 mlx4_en speaks',
			'6 mlx4_ib speaks',
			'7 sound_slot_0 runs',
			'8 e1000e none',
			'9 e1000e none',
			'10 null none',
		]);
		expect(lines.filter(({wantsLook}) => wantsLook).map(({line}) => line)).toEqual([8, 9, 10]);
		expect(lines.at(-1)!.why).toContain('blacklist is one');
	});

	it('reads a folder of them, each line with its file, and follows no link out of it', async () => {
		const own = join(folder, 'modprobe.d');
		mkdirSync(own);
		writeFileSync(join(own, 'a.conf'), 'blacklist eepro100\n');
		writeFileSync(join(own, 'b.conf'), '\nblacklist e1000e\n');
		symlinkSync(list, join(own, 'c.conf'));
		const {lines} = await reviewed('host', '--from', own);
		expect(lines.map(({file, line, module}) => `${file}:${line} ${module}`)).toEqual([
			'a.conf:1 eepro100',
			'b.conf:2 e1000e',
		]);
	});

	it('does not take the lines of a script for directives', async () => {
		const script = write(
			'x.sh',
			'#!/bin/sh\necho "install floppy /bin/true" >> /etc/modprobe.d/x.conf\nreboot\n',
		);
		const {lines, status} = await reviewed('host', '--from', script);
		expect(states(lines)).toEqual(['2 floppy there']);
		expect(status).toBe(0);
	});

	it('has no SARIF, and says so', async () => {
		const {status, remarks} = await run(['audit', list, '--format', 'sarif']);
		expect(status).toBe(64);
		expect(remarks).toContain('reviewed line by line');
	});
});

const installed = (text: string) =>
	[...text.matchAll(/^install (\S+) \/bin\/false$/gm)].map(([, name]) => name);

describe('--format modprobe', () => {
	it('blocks exactly the modules at risk that an audit names', async () => {
		const config = join(cases, 'modules.config');
		const {out, remarks} = await run(['audit', config, '--format', 'modprobe']);
		const {rows} = JSON.parse((await run(['audit', config, '--json'])).out) as {rows: {driver: string}[]};
		expect(installed(out)).toEqual(rows.map(({driver}) => driver));
		expect(installed(out)).toEqual(['ipw2200']);
		expect(out).toMatch(/^# Intel.*: deprecate, risk 0\.\d\d: .*\ninstall ipw2200 /m);
		expect(remarks).toContain('--host FILE');
		const whole = await run(['audit', config, '--fail-on', 'risk<1', '--format', 'modprobe']);
		expect(installed(whole.out)).not.toContain('cdrom');
		expect(installed(whole.out)).toContain('e1000e');
	});

	it('leaves out what is built in, in use, a library, or needed by what stays', async () => {
		const config = write(
			'all.config',
			'CONFIG_NFP=m\nCONFIG_E1000E=y\nCONFIG_SCSI_MPT3SAS=m\nCONFIG_FIREWIRE=m\n',
		);
		const words = ['audit', config, '--fail-on', 'rec:keep,not-a-driver', '--format', 'modprobe'];
		expect(installed((await run(words)).out)).toEqual(['nfp', 'mpt3sas']);
		const {out} = await run([...words, '--host', join(cases, 'host-rhel.json')]);
		expect(installed(out)).toEqual([]);
		expect(out).toContain('# e1000e: built in by CONFIG_E1000E=y');
		expect(out).toContain('in use on srv1');
		const needing = await run([
			'list',
			'module:ssb,b43',
			'rec:keep,keep-annotate,unsure',
			'--format',
			'modprobe',
		]);
		expect(installed(needing.out)).not.toContain('ssb');
	});

	it('spares what something in use needs', async () => {
		const {drivers, directories} = sampleRecords();
		const [used, needed] = drivers.filter(({kconfig}) => kconfig !== null);
		const data = writeSample({
			drivers: drivers.map(record =>
				record.id === used!.id ? {...record, needs: [{driver: needed!.id, by: 'symbol' as const}]} : record,
			),
			directories,
		});
		const query = `path:${needed!.id}`;
		const host = write('used.txt', `Module Size Used by\n${used!.module} 1000 0\n`);
		expect(installed((await run(['list', query, '--format', 'modprobe'], {data})).out)).toEqual([]);
		const {out} = await run(['list', query, `path:${used!.id}`, '--format', 'modprobe', '--host', host], {
			data,
		});
		expect(installed(out)).toEqual([]);
	});

	it('lets no text of the data become a line of its own', async () => {
		const {drivers, directories} = sampleRecords();
		const title = 'Evil\ninstall ahci /bin/false\u2028blacklist nvme \\';
		const data = writeSample({
			drivers: drivers.map(record => ({...record, title, needs: []})),
			directories,
		});
		const {out} = await run(['list', 'rec:remove', '--format', 'modprobe'], {data});
		expect(installed(out).length).toBeGreaterThan(0);
		const lines = out.split('\n');
		for (const line of lines) expect(line).toMatch(/^(?:|#.*[^\\]|install \w+ \/bin\/false)$/);
		expect(installed(out)).not.toContain('ahci');
	});

	it('is for list and audit only, and --host for it', async () => {
		expect((await run(['list', 'e1000e', '--host', list])).status).toBe(64);
		expect((await run(['list', 'rec:gone', '--format', 'modprobe'])).status).not.toBe(0);
		expect((await run(['list', 'nothing-is-called-so', '--format', 'modprobe'])).status).toBe(1);
		expect((await run(['host', '--format', 'modprobe'])).status).toBe(64);
	});
});

describe('what RHEL says of the devices that are there', () => {
	const saved = join(cases, 'host-rhel.json');
	interface Row {
		driver: string;
		atRisk: boolean;
		rhel: {release: string; state: string}[];
		why: string;
		devices: object[];
	}
	const rowsOf = async (...words: string[]) => {
		const outcome = await run(['host', '--from', saved, '--json', ...words]);
		return {...outcome, rows: (JSON.parse(outcome.out) as {rows: Row[]}).rows};
	};

	it('counts as said of their driver', async () => {
		const {rows} = await rowsOf();
		const mpt3sas = rows.find(({driver}) => driver === 'mpt3sas')!;
		expect(mpt3sas.rhel).toEqual([
			{release: '7', state: 'maintained'},
			{release: '8', state: 'removed'},
			{release: '9', state: 'removed'},
			{release: '10', state: 'removed'},
		]);
		expect(mpt3sas.why).toContain('RHEL 8 dropped the device 1000:0072');
		const {out} = await run(['host', '--from', saved]);
		expect(out).toMatch(/^mpt3sas .* 8 9 10 removed /m);
	});

	it.each(['rhel:removed', 'rhel:7>8'])('is what --fail-on %s asks for', async failOn => {
		const {rows, status} = await rowsOf('--fail-on', failOn);
		expect(status).toBe(1);
		expect(rows.filter(({atRisk}) => atRisk).map(({driver}) => driver)).toContain('mpt3sas');
	});

	it('is told of another card of the same driver only where that is there', async () => {
		const facts = JSON.parse(readFileSync(saved, 'utf8')) as {devices: {modalias: string}[]};
		facts.devices[1]!.modalias = 'pci:v00001000d00000097sv00001000sd00003020bc01sc07i00';
		const other = write('other.json', JSON.stringify(facts));
		const outcome = await run(['host', '--from', other, '--json', '--fail-on', 'rhel:7>8']);
		const rows = (JSON.parse(outcome.out) as {rows: Row[]}).rows;
		const row = rows.find(({driver}) => driver === 'mpt3sas')!;
		expect(row.atRisk).toBe(false);
		expect(row.devices[0]).not.toHaveProperty('rhel');
	});

	it('is what an audit for that machine says', async () => {
		const config = write('sas.config', 'CONFIG_SCSI_MPT3SAS=m\n');
		const words = ['audit', config, '--fail-on', 'rhel:removed'];
		expect((await run(words)).status).toBe(0);
		const {status, out, remarks} = await run([...words, '--host', saved]);
		expect(status).toBe(1);
		expect(out).toContain('mpt3sas');
		expect(remarks).toContain('in use on srv1: mpt3sas');
	});
});

describe('what can not be said', () => {
	it('is not in the source that was surveyed, status 2', async () => {
		const loaded = write('fb.txt', 'Module Size Used by\nnvidiafb 1000 0\n');
		const {out, status} = await run(['host', '--from', loaded]);
		expect(out).toContain('not in the source that was surveyed');
		expect(status).toBe(2);
		const config = write('fb.config', 'CONFIG_FB_RIVA=m\n');
		const audited = await run(['audit', config]);
		expect(audited.status).toBe(2);
		expect(audited.remarks).toContain('1 of drivers that the surveyed source leaves out');
	});

	it('is told from what a query matches and is not at risk', async () => {
		const config = write('net.config', 'CONFIG_E1000E=m\nCONFIG_NFP=m\n');
		const {out, remarks} = await run(['audit', config, '--query', 'cat:networking-ethernet']);
		expect(out).toBe('');
		expect(remarks).toContain('2 enabled drivers match --query cat:networking-ethernet, 0 of them at risk');
	});
});
