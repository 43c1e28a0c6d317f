import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {formatOptions} from '../../source/dossier/kernel-options.ts';
import {run} from '../support/run.ts';
import {makeGone, sampleRecords, writeSample} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';

let data = '';
let folder = '';
beforeAll(() => {
	const {drivers, directories} = sampleRecords();
	const [living] = drivers;
	data = writeSample({
		drivers,
		directories,
		options: formatOptions(['PCI', 'EXT4_FS', 'PREEMPT']),
		gone: [
			makeGone('drivers/staging/rtl8712/r8712u', {
				title: 'rtl871x wireless lan driver',
				ids: ['usb:v0DF6p005Bd*dc*dsc*dp*ic*isc*ip*in*'],
				section: 'STAGING - REALTEK RTL8712U DRIVERS',
				successors: [{id: living!.id, option: 'HEIR', by: 'id', witness: 'usb:v0DF6p005B'}],
				deletion: {
					date: '2024-10-20',
					messageId: 'one@example',
					title: 'staging: rtl8712: remove the driver',
					list: 'linux-staging',
					by: 'maintainer',
					answer: 'applied',
					replacements: [],
				},
			}),
			makeGone('drivers/hwmon/oxp-sensors', {
				option: 'SENSORS_OXP',
				fate: 'moved',
				to: [{id: living!.id, option: 'OXP_EC'}],
			}),
			makeGone('drivers/video/fbdev/nvidia/nvidiafb', {option: 'FB_NVIDIA', fate: null}),
			makeGone('drivers/misc/echo/echo', {
				lastRelease: {release: '4.8', date: '2016-10-02'},
				goneIn: {release: '5.10', date: '2020-12-13'},
			}),
		],
		outside: [
			{name: 'ext4', directory: 'fs/ext4', option: 'EXT4_FS', prompt: 'The Extended 4 (ext4) filesystem'},
			{name: 'xt_TCPMSS', directory: 'net/netfilter', option: 'XT_TARGET', prompt: 'target support'},
			{name: 'xt_tcpmss', directory: 'net/netfilter', option: 'XT_MATCH', prompt: 'match support'},
		],
	});
	folder = mkdtempSync(join(tmpdir(), 'driverdex-gone-story-'));
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));
afterEach(killTerminals);

describe('show', () => {
	it.each(['r8712u', 'CONFIG_R8712U', 'r8712u.ko.xz', '0df6:005b', 'staging/rtl8712/r8712u'])(
		'says of %s since when it is gone, by whom, and what serves the hardware now',
		async name => {
			const {out: folded, status} = await run(['show', name], {data});
			expect(status).toBe(0);
			const out = folded.replace(/\s+/g, ' ');
			expect(out).toContain('✖ gone since 6.13 (January 2025)');
			expect(out).toContain(
				'“staging: rtl8712: remove the driver”, posted 2024-10-20 by a maintainer, applied',
			);
			expect(out).toContain('https://lore.kernel.org/linux-staging/one@example/');
			expect(out).toContain('(CONFIG_HEIR), which claims usb:v0DF6p005B too');
			expect(out).toContain('usb:0df6:005b');
			expect(out).toContain('[1] Linux 6.12, drivers/staging/rtl8712/Makefile:1: r8712u.o is built');
		},
	);

	it('leads from a former name to the driver, and says between which releases others left', async () => {
		expect((await run(['show', 'CONFIG_SENSORS_OXP'], {data})).out).toMatch(/→ moved to .*CONFIG_OXP_EC/);
		const {out} = await run(['show', 'echo', '--markdown'], {data});
		expect(out).toContain('gone between 4.8 (October 2016) and 5.10 (December 2020)');
	});

	it('gives no fate to what the source that was surveyed leaves out', async () => {
		const {out, status} = await run(['show', 'nvidiafb'], {data});
		expect(status).toBe(2);
		expect(out).toContain('not in the source that was surveyed');
		expect(JSON.parse((await run(['show', 'nvidiafb', '--json'], {data})).out)).toMatchObject({fate: null});
	});

	it('says what lies outside the survey', async () => {
		for (const [name, words] of [
			['ext4', /fs\/ext4\/ \(CONFIG_EXT4_FS\): The Extended 4 .*only what is there is surveyed/],
			['CONFIG_EXT4_FS', /fs\/ext4/],
			['xt_TCPMSS', /target support(?!.*So are)/],
			['xt-tcpmss.ko.xz', /match support(?!.*So are)/],
			['XT_tcpmss', /So are 1 more/],
			['nvidia', /NVIDIA's module, built out of the kernel's tree/],
			['zfs', /out of the kernel's tree: OpenZFS/],
			['CONFIG_PREEMPT', /builds no driver: it is outside the survey/],
		] as const) {
			const {remarks, status} = await run(['show', name], {data});
			expect(status).toBe(1);
			expect(remarks).toMatch(words);
			expect(remarks).not.toContain('No driver, CONFIG symbol or directory');
		}
	});
});

it('list state:gone lists them, by the fields of the language', async () => {
	const all = await run(['list', 'state:gone'], {data});
	expect(all.status).toBe(0);
	expect(all.out.split('\n').slice(1, -1)).toHaveLength(4);
	const one = await run(['list', 'state:gone', 'sub:staging', '--json'], {data});
	expect(JSON.parse(one.out)).toMatchObject([{module: 'r8712u', fate: 'removed'}]);
	const csv = await run(['list', 'state:gone', 'config:FB_*', '--format', 'csv'], {data});
	expect(csv.out).toMatch(/^nvidiafb,,6\.12,6\.13,FB_NVIDIA,/m);
	expect((await run(['list', 'r8712u'], {data})).status).toBe(1);
});

describe('host and audit', () => {
	const facts = (release: string, ...modules: string[]) => {
		const file = join(folder, `${release}.json`);
		const loaded = modules.map(name => ({name, state: 'loaded', taint: '', path: null}));
		writeFileSync(
			file,
			JSON.stringify({
				...{driverdexHost: 1, host: 'box', release, candidatesFrom: null, modules: loaded},
				...{modulesFrom: 'proc', devices: [], problems: []},
			}),
		);
		return file;
	};

	it('agree on what is gone, what moved and what was left out', async () => {
		const names = {r8712u: 'R8712U', 'oxp-sensors': 'SENSORS_OXP', nvidiafb: 'FB_NVIDIA', echo: 'ECHO'};
		for (const [module, option] of Object.entries(names)) {
			const host = await run(['host', '--json', '--from', facts('6.12', module)], {data});
			const audit = await run(['audit', '--json', '-'], {data, input: `CONFIG_${option}=m\n`});
			const [seen, enabled] = [host, audit].map(
				({out}) => (JSON.parse(out) as {rows: {standing: string}[]}).rows[0]!.standing,
			);
			expect([module, host.status]).toEqual([module, audit.status]);
			expect([module, seen]).toEqual([module, enabled]);
			expect(seen === 'not-in-source').toBe(module === 'nvidiafb');
		}
	});

	it('judge a driver in use that bears another name now as what it has become', async () => {
		const words = ['host', '--from', facts('6.12', 'oxp-sensors')];
		const {rows} = JSON.parse((await run([...words, '--json'], {data})).out);
		expect(rows).toMatchObject([
			{driver: 'oxp-sensors', standing: 'moved', recommendation: 'keep-annotate', atRisk: false},
		]);
		expect(rows[0].why).toMatch(/^moved to .*; \S/);
		const failing = await run([...words, '--fail-on', 'rec:keep-annotate'], {data});
		expect(failing.status).toBe(1);
		expect(failing.remarks).toContain('1 of 1 driver at risk');
		expect(failing.out).not.toContain('Without a verdict');
	});

	it('say where knowledge begins to those who are older, and don’t pass in silence', async () => {
		const host = await run(['host', '--from', facts('2.4.37', 'nobody_knows')], {data});
		expect(host.status).toBe(1);
		expect(host.remarks).toMatch(/box runs Linux 2\.4\.37; what was gone before .* is not known here/);
		const input = '# Linux/x86 2.4.37 Kernel Configuration\nCONFIG_NOBODY_KNOWS=m\n';
		const audit = await run(['audit', '-'], {data, input});
		expect(audit.status).toBe(1);
		expect(audit.remarks).toMatch(/is of Linux 2\.4\.37; what was gone before/);
	});
});

it('the explorer has a list of them, by a key and by the filter', async () => {
	const terminal = startTerminal(['--data', data], {columns: 200});
	await terminal.until('the list is there', screen => /7 shown/.test(screen));
	expect(terminal.lines().at(-1)).toContain('t all signals');
	terminal.send('d');
	await terminal.until('the dead are listed', screen => /state:gone/.test(screen) && /4 shown/.test(screen));
	// They have no signals, and hints offer none; a key says why.
	expect(terminal.lines().at(-1)).not.toMatch(/all signals|source|watch/);
	for (const key of ['t', 'l', 'o', 'w', 'e']) {
		terminal.send(key);
		await terminal.until(`why not ${key} is said`, screen => screen.includes('and this one is gone'));
		terminal.send('g');
		await terminal.until('the hints are back', screen => !screen.includes('and this one is gone'));
	}
	terminal.send('/ 8712\r\r');
	await terminal.until('what is known is open', screen => screen.includes('gone since 6.13 (January 2025)'));
	terminal.send('d');
	await terminal.until('the living are back', screen => !screen.includes('state:gone'));
	terminal.send('q');
});
