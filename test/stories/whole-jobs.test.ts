/** Questions that people asked in public, put to the shipped data as they came: each answer is the whole that they needed. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';

const data = join(top, 'data');
const folder = mkdtempSync(join(tmpdir(), 'driverdex-whole-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

it('what RHEL dropped is at risk where that is asked for: drivers, a library, a device that is there', async () => {
	const saved = join(top, 'test/fixtures/inputs/cases/host-rhel.json');
	const words = ['host', '--from', saved, '--json', '--fail-on', 'rhel:removed'];
	const {out, status} = await run(words, {data});
	expect(status).toBe(1);
	const rows = JSON.parse(out).rows as {driver: string; atRisk: boolean}[];
	const atRisk = rows.filter(row => row.atRisk).map(({driver}) => driver);
	expect(atRisk.sort()).toEqual(['firewire-core', 'mpt3sas', 'nfp', 'qla3xxx']);
});

it('a configuration of a platform that is announced to go has all nine of its options at risk, each with why', async () => {
	const options = [
		...['ARCH_LPC18XX', 'PINCTRL_LPC18XX', 'SERIAL_8250_LPC18XX', 'I2C_LPC2K', 'RTC_DRV_LPC24XX'],
		...['SPI_NXP_SPIFI', 'LPC18XX_WATCHDOG', 'PWM_LPC18XX_SCT', 'DWMAC_LPC18XX'],
	];
	const input = options.map(option => `CONFIG_${option}=y\n`).join('');
	const {out, status} = await run(['audit', '-', '--json'], {data, input});
	expect(status).toBe(1);
	const rows = JSON.parse(out).rows as {option: string; why: string}[];
	expect(new Set(rows.map(({option}) => option))).toEqual(new Set(options.map(option => `CONFIG_${option}`)));
	// All rows are of what is at risk; the platform itself is one.
	for (const {why} of rows) expect(why).toMatch(/ARCH_LPC18XX.* announced|^announced to go/);
	const {out: table} = await run(['audit', '-'], {data, input});
	expect(table).toMatch(/with 19 drivers; a deletion of \S+, which needs it, is posted \(2026-06-19\)/);
});

it('a platform is shown with its drivers: section, lists, last work and verdict', async () => {
	const {out, status} = await run(['show', 'ARCH_LPC18XX'], {data});
	expect(status).toBe(0);
	expect(out).toContain("19 drivers that can't be built without it");
	expect(out).toMatch(
		/^drivers\/i2c\/busses\/i2c-lpc2k +remove +2025-04-12 +ARM\/LPC18XX ARCHITECTURE +.*linux-i2c@vger/m,
	);
	for (const driver of ['nxp-spifi', 'rtc-lpc24xx']) expect(out).toContain(`/${driver} `);
	expect(out).toContain('Kconfig:476');
});

it.each([
	['drivers/net/ethernet/intel/e1000e/ich8lan.c', 'e1000e'],
	['drivers/scsi/mpt3sas/mpt3sas_base.o', 'mpt3sas'],
	['drivers/media/usb/uvc/uvc_driver.c', 'uvcvideo'],
])('%s is of %s', async (path, driver) => {
	const {out, status} = await run(['show', path], {data});
	expect(status).toBe(0);
	expect(out).toMatch(new RegExp(`^\\S+ is an own source of ${driver}\\n\\n${driver}  CONFIG_`));
});

it('what a removal needs to know is said of myri10ge, and what nobody looked at', async () => {
	const {out, status} = await run(['show', 'myri10ge', '--removal'], {data});
	expect(status).toBe(0);
	for (const words of [
		'- drivers/net/ethernet/myricom/myri10ge/myri10ge_mcp_gen_header.h',
		'L: netdev@vger.kernel.org',
		'netdev@vger.kernel.org was not read: a discussion, or a deletion that was posted there, is not known.',
		'Who sends patches to it is not known: none of its lists was read.',
		'scripts/get_maintainer.pl -f drivers/net/ethernet/myricom/myri10ge/myri10ge.c',
	])
		expect(out).toContain(words);
	expect(out).not.toMatch(/^- M: /m);
});

it('a driver whose list was not read is not doubted for a licence tag, and a deletion is not denied', async () => {
	const {out} = await run(['show', 'mac89x0'], {data});
	const [first = ''] = out.split('\n').filter(line => /^[−·+] /.test(line));
	expect(first).toContain('no release since');
	expect(out).not.toMatch(/^\? UNSURE/m);
	expect(out.replaceAll(/\s+/g, ' ')).toContain(
		'netdev, of which no archive was read: a deletion posted there would not be known',
	);
});

it('a list of what to block holds the module at risk alone, never what others need', async () => {
	const config = join(folder, '.config');
	writeFileSync(
		config,
		'CONFIG_PCMCIA_PCNET=m\nCONFIG_IPW2200=m\nCONFIG_B43LEGACY=m\nCONFIG_BLK_DEV_MD=y\nCONFIG_CDROM=m\nCONFIG_E1000E=m\n',
	);
	const {rows} = JSON.parse((await run(['audit', config, '--json'], {data})).out);
	const atRisk = rows.map(({driver}: {driver: string}) => driver);
	const {out} = await run(['audit', config, '--format', 'modprobe'], {data});
	expect([...out.matchAll(/^install (\S+) \/bin\/false$/gm)].map(([, name]) => name)).toEqual(atRisk);
	expect(atRisk).toEqual(['ipw2200']);
});
