/** What people asked in public reports, of the shipped data: each was answered with nothing, or with the wrong thing. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';

const data = join(top, 'data');
let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'driverdex-reports-'));
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** What an audit of options says of each: `OPTION standing: why`, and its exit status. */
async function audited(text: string) {
	const path = join(folder, '.config');
	writeFileSync(path, text);
	const {out, status} = await run(['audit', path, '--json'], {data});
	const {rows} = JSON.parse(out) as {rows: {option: string; standing: string; why: string; now: string[]}[]};
	return {status, of: new Map(rows.map(row => [row.option, row]))};
}

it.each([
	['1000:0072', /^1000:0072.*\nRHEL 10 removed/],
	['15b3:6750', /^15b3:6750.*\nRHEL 10 removed/],
	['r8712u', /gone since 6\.13 \(January 2025\)\n last in Linux 6\.12/],
	['acenic', /gone since 7\.1/],
	['CONFIG_MISDN', /mISDN_core[\s\S]*gone since 7\.1/],
	['CONFIG_SENSORS_OXP', /oxpec/],
])('show %s tells the state of that very thing', async (name, expected) => {
	const {out, status} = await run(['show', name], {data});
	expect(status).toBe(0);
	expect(out).toMatch(expected);
});

it('options that were renamed, or whose driver another builds, are not gone', async () => {
	const successors = {
		SENSORS_OXP: 'OXP_EC',
		SENSORS_SBRMI: 'AMD_SBRMI_I2C',
		MICREL_KS8995MA: 'NET_DSA_KS8995',
		NET_DSA_MICROCHIP_KSZ9477_SPI: 'NET_DSA_MICROCHIP_KSZ_SPI',
		MFD_INTEL_M10_BMC: 'MFD_INTEL_M10_BMC_SPI',
		PWM_SYSFS: 'PWM',
		DRM_PANEL_SONY_ACX424AKP: 'DRM_PANEL_NOVATEK_NT35560',
		SENSORS_ADM1021: 'SENSORS_LM90',
		SENSORS_MAX6642: 'SENSORS_LM90',
		KEYBOARD_ADP5589: 'KEYBOARD_ADP5585',
	};
	const options = Object.keys(successors);
	const {status, of} = await audited(
		[...options, 'ARM_GIC_V3_ITS_PCI'].map(option => `CONFIG_${option}=y\n`).join(''),
	);
	expect(status).toBe(0);
	for (const [option, now] of Object.entries(successors))
		expect(of.get(`CONFIG_${option}`)).toMatchObject({standing: 'moved', now: [`CONFIG_${now}`]});
	expect(of.get('CONFIG_ARM_GIC_V3_ITS_PCI')!.standing).toBe('moved');
});

it('a configuration of 4.19 whose drivers are gone does not pass in silence', async () => {
	const options = ['INFINIBAND_NES', 'INFINIBAND_CXGB3', 'HP100', 'CHR_DEV_OSST'];
	const {status, of} = await audited(
		`# Linux/x86 4.19.0 Kernel Configuration\n${options.map(option => `CONFIG_${option}=m\n`).join('')}`,
	);
	expect([status, options.map(option => of.get(`CONFIG_${option}`)?.standing)]).toEqual([
		1,
		options.map(() => 'gone'),
	]);
});

it('helper modules are known when they are gone, and where they went', async () => {
	const {status, of} = await audited(
		'CONFIG_PCF50633_GPIO=m\nCONFIG_ECHO=m\nCONFIG_MISDN_HDLC=m\nCONFIG_USB_SERIAL_XIRCOM=m\n',
	);
	expect(status).toBe(1);
	for (const option of ['PCF50633_GPIO', 'ECHO', 'MISDN_HDLC'])
		expect(of.get(`CONFIG_${option}`)!.standing).toBe('gone');
	expect(of.get('CONFIG_USB_SERIAL_XIRCOM')).toMatchObject({
		standing: 'moved',
		now: ['CONFIG_USB_SERIAL_KEYSPAN_PDA'],
	});
	const list = join(folder, 'modules');
	writeFileSync(list, 'echo\nisdnhdlc\n');
	const host = await run(['host', '--from', list, '--format', 'csv'], {data});
	expect(host.status).toBe(1);
	expect(host.out.match(/,gone,/g)).toHaveLength(2);
});
