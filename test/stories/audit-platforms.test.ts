import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {formatOptions} from '../../source/dossier/kernel-options.ts';
import type {Platform, Source} from '../../source/dossier/schema.ts';
import {run} from '../support/run.ts';
import {keep, makeDriver, makePlatform, sampleRecords, writeSample} from '../support/sample.ts';

const mark: Source = {kind: 'tree', at: 'arch/arm/Kconfig:486', claim: 'CONFIG_ARCH_REED is to go in 2027'};
const posted: Source = {
	kind: 'mail',
	url: 'https://lore.kernel.org/linux-clk/1@example.org/',
	host: 'lore.kernel.org',
	date: '2026-06-19',
	claim: 'a deletion of clk-reed, which needs it, is posted',
};
const released = (release: string, date: string) => ({release, date});
const platform = (option: string, more: Partial<Platform> = {}) =>
	makePlatform(option, {at: 'arch/arm/Kconfig:475', ...more});
const goneIn = (now: string | null) => ({
	state: 'gone' as const,
	gone: {lastRelease: released('6.3', '2023-04-23'), goneIn: released('6.4', '2023-06-25'), now},
	citations: [posted],
});

let folder = '';
let data = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'driverdex-audit-platforms-'));
	const {drivers, directories} = sampleRecords();
	drivers.push(
		makeDriver('drivers/watchdog/reed_wdt', {symbol: 'REED_WATCHDOG', verdict: keep}),
		makeDriver('drivers/misc/lasting', {symbol: 'LASTING', verdict: keep}),
	);
	data = writeSample({
		drivers,
		directories,
		options: formatOptions(['REED_WATCHDOG', 'LASTING', 'ARCH_REED', 'ARCH_STAYS']),
		gone: [],
		platforms: [
			platform('ARCH_REED', {
				state: 'announced',
				goes: 2027,
				citations: [mark, posted],
				drivers: ['drivers/watchdog/reed_wdt'],
			}),
			platform('ARCH_STAYS', {drivers: ['drivers/misc/lasting']}),
			platform('ARCH_OX', {...goneIn(null), boards: ['MACH_OX']}),
			platform('SOC_STAYS', goneIn('ARCH_STAYS')),
			platform('ARCH_FOLDED', goneIn(null)),
		],
	});
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

function audit(config: string, ...words: string[]) {
	const file = join(folder, 'board.config');
	writeFileSync(file, config);
	return run(['audit', file, '--data', data, ...words]);
}

describe('somebody whose board is of a platform that goes', () => {
	it('is told of the platform itself, and that what needs it is at risk whatever its own verdict', async () => {
		const {status, out, remarks} = await audit(
			'CONFIG_ARCH_REED=y\nCONFIG_REED_WATCHDOG=y\nCONFIG_LASTING=m\n',
		);
		expect(status).toBe(1);
		expect(out).toMatch(
			/CONFIG_REED_WATCHDOG=y +reed_wdt .* it can't be enabled without CONFIG_ARCH_REED, announced to go in 2027/,
		);
		expect(out).toMatch(
			/CONFIG_ARCH_REED=y +✖ announced +announced to go in 2027 \(arch\/arm\/Kconfig:486\), with 1 driver; a deletion of clk-reed, which needs it, is posted \(2026-06-19\)/,
		);
		expect(out).not.toContain('CONFIG_LASTING');
		expect(remarks).toContain('1 enabled platform is announced to go');
		expect(remarks).not.toContain('not in Linux');
		const {rows} = JSON.parse((await audit('CONFIG_ARCH_REED=y\n', '--json')).out);
		expect(rows).toMatchObject([{option: 'CONFIG_ARCH_REED', standing: 'platform-announced'}]);
	});

	it('is told of platforms that are gone, by their names', async () => {
		const {status, out, remarks} = await audit(
			'CONFIG_ARCH_OX=y\nCONFIG_SOC_STAYS=y\nCONFIG_ARCH_FOLDED=y\nCONFIG_NEVER_WAS=y\n',
		);
		expect(status).toBe(1);
		expect(out).toMatch(
			/CONFIG_ARCH_OX=y +✖ gone +its option is gone since 6\.4 \(June 2023\); 1 board option went with it/,
		);
		expect(out).toMatch(/CONFIG_SOC_STAYS=y +→ renamed +its option is CONFIG_ARCH_STAYS since 6\.4/);
		expect(out).toMatch(/CONFIG_ARCH_FOLDED=y +→ not-an-option +its option is gone since 6\.4/);
		expect(remarks).toContain(
			'4 enabled options are not in Linux 7.3.4: 0 of drivers that are gone, 0 of drivers that others build now, 3 platforms, 1 of no driver that is known',
		);
	});

	it('has nothing to fear of one that only changed its name, or that stays', async () => {
		expect((await audit('CONFIG_SOC_STAYS=y\nCONFIG_ARCH_STAYS=y\nCONFIG_LASTING=y\n')).status).toBe(0);
		expect((await audit('CONFIG_ARCH_FOLDED=y\n')).status).toBe(0);
	});
});
