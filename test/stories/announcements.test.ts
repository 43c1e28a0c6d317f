import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Platform} from '../../source/dossier/schema.ts';
import {makePerson} from '../support/person.ts';
import {run} from '../support/run.ts';
import {makeGone, makePlatform, sampleRecords, writeSample} from '../support/sample.ts';

const platform = makePlatform('ARCH_REED', {
	prompt: 'Reed boards',
	at: 'arch/arm/Kconfig:4',
	deviceTrees: ['arch/arm/boot/dts/reed.dts'],
	drivers: ['drivers/net/ethernet/intel/e1000/e1000'],
});
const released = (release: string, date: string) => ({release, date});
const gone: Platform = {
	...platform,
	option: 'ARCH_ALDER',
	prompt: 'Alder boards',
	at: 'arch/arm/mach-alder/Kconfig:2',
	state: 'gone',
	gone: {lastRelease: released('6.2', '2023-02-19'), goneIn: released('6.3', '2023-04-23'), now: null},
	citations: [
		{
			kind: 'release',
			url: 'https://git.example.org/arch/arm/mach-alder/Kconfig?h=v6.2#n2',
			host: 'git.example.org',
			date: '2023-02-19',
			claim: 'Linux 6.2 has CONFIG_ARCH_ALDER, 6.3 has it no more',
		},
	],
	boards: ['MACH_ALDER'],
	deviceTrees: [],
	drivers: ['drivers/clk/clk-alder'],
};
const renamed: Platform = {...gone, option: 'SOC_REED', gone: {...gone.gone!, now: 'ARCH_REED'}, drivers: []};

const announcement = {
	subject: 'CONFIG_ARCH_REED',
	claim: 'the platform is to be removed with its drivers',
	date: '2026-06-19',
	url: 'https://lists.example.org/reed/1',
	release: '7.5',
	year: 2027,
};
const lines = (...values: unknown[]) => values.map(value => `${JSON.stringify(value)}\n`).join('');
const squeezed = (text: string) => text.replace(/\s+/g, ' ');

let data = '';
beforeAll(() => {
	data = writeSample({
		...sampleRecords(),
		platforms: [platform, gone, renamed],
		gone: [makeGone('drivers/clk/clk-alder', {option: 'CLK_ALDER'})],
	});
});

function write(
	name: string,
	text: string,
): {file: string; environment: Record<string, string>; overlay: string} {
	const {folder, environment, overlay} = makePerson();
	const file = join(folder, name);
	writeFileSync(file, text);
	return {file, environment, overlay};
}

describe('somebody who knows of an announcement', () => {
	it('imports it, and finds it with its address at the platform and its drivers, their verdicts as they were', async () => {
		const {file, environment, overlay} = write(
			'said.ndjson',
			lines(announcement, {...announcement, subject: 'mlx4_ib', release: undefined, year: null}),
		);
		const before = JSON.parse((await run(['show', 'e1000', '--json', '--data', data], {environment})).out);
		// The data set that is named would be written into: the overlay is for every other.
		const taken = await run(['import', file], {environment});
		expect(taken.remarks).toContain(`kept in ${overlay}`);
		expect(readFileSync(join(overlay, 'announcements.ndjson'), 'utf8').split('\n')).toHaveLength(3);
		await run(['import', file], {environment});
		expect(readFileSync(join(overlay, 'announcements.ndjson'), 'utf8').split('\n')).toHaveLength(3);

		const asked = (...words: string[]) => run([...words, '--data', data], {environment});
		const whole = squeezed((await asked('show', 'ARCH_REED')).out);
		expect(whole).toContain('State: announced to go in Linux 7.5 (2027)');
		expect(whole).toContain(
			'2026-06-19: the platform is to be removed with its drivers, in Linux 7.5 (2027) (https://lists.example.org/reed/1)',
		);
		const dossier = squeezed((await asked('show', 'e1000')).out);
		expect(dossier).toContain('announced 2026-06-19: the platform is to be removed with its drivers');
		expect((await asked('show', 'mlx4_ib', '--markdown')).out).toContain(
			'## Announced\n\n- 2026-06-19: the platform',
		);
		const record = JSON.parse((await asked('show', 'e1000', '--json')).out);
		expect(record.signals.statements).toMatchObject([{release: '7.5', source: {host: 'lists.example.org'}}]);
		expect(record.assessments).toEqual(before.assessments);
		expect((await asked('show', '3c59x')).out).not.toContain('announced');
	});

	it('writes it into a data set that is named, which stays valid', async () => {
		const {file, environment} = write('said.json', JSON.stringify(announcement));
		const own = writeSample({...sampleRecords(), platforms: [platform]});
		const taken = await run(['import', file, '--data', own], {environment});
		expect(taken.out).toBe('CONFIG_ARCH_REED: applied to 2 records\n');
		expect((await run(['validate', own], {environment})).status).toBe(0);
		expect((await run(['show', 'e1000', '--data', own], {environment})).out).toContain(
			'announced  2026-06-19',
		);
	});

	it.each([
		['date', {date: '19 June'}, 'date is "19 June": not a date as YYYY-MM-DD.'],
		['url', {url: 'ftp://example.org'}, 'url is "ftp://example.org": not an http address.'],
		['claim', {claim: ''}, 'claim is'],
		['release', {release: 'soon'}, 'release is "soon": not a release such as 7.5.'],
		['subject', {subject: '\u001b[31m'}, 'subject is'],
		['a stranger', {weight: 3}, 'weight is not a field of an announcement.'],
		['a gap', {date: undefined}, 'date is missing.'],
	])('is told the line and field that is wrong: %s', async (_, change, what) => {
		const {file, environment, overlay} = write(
			'said.ndjson',
			lines(announcement, {...announcement, ...change}),
		);
		const {status, remarks} = await run(['import', file], {environment});
		expect(status).toBe(2);
		expect(remarks).toContain(`said.ndjson:2: ${what}`);
		expect(remarks).toContain('Nothing was imported.');
		expect(remarks).not.toContain('\u001b');
		expect(() => readFileSync(join(overlay, 'announcements.ndjson'))).toThrow();
	});

	it('is told where nothing of that name is known, and where the overlay holds a line that is none', async () => {
		const {file, environment, overlay} = write(
			'said.json',
			JSON.stringify({...announcement, subject: 'ARCH_NOWHERE'}),
		);
		const own = writeSample(sampleRecords());
		const {status, remarks} = await run(['import', file, '--data', own], {environment});
		expect(status).toBe(2);
		expect(remarks).toContain('ARCH_NOWHERE: nothing of Linux 7.3.4 lies there');
		mkdirSync(overlay, {recursive: true});
		writeFileSync(join(overlay, 'announcements.ndjson'), '{"subject":"e1000"}\n');
		const shown = await run(['show', 'e1000', '--data', data], {environment});
		expect(shown.status).toBe(2);
		expect(shown.remarks).toContain('announcements.ndjson:1: ');
	});
});

describe('somebody who asks for a platform that is gone', () => {
	it('is told since when, where it was, and what went with it', async () => {
		const {status, out} = await run(['show', 'ARCH_ALDER', '--data', data]);
		expect(status).toBe(0);
		const text = squeezed(out);
		expect(text).toContain(
			'CONFIG_ARCH_ALDER: Alder boards (arm, arch/arm/mach-alder/Kconfig:2 of Linux 6.2)',
		);
		expect(text).toContain('State: its option is gone since 6.3 (April 2023)');
		expect(text).toContain('Kconfig?h=v6.2#n2');
		expect(text).toContain('Went with it: 1 board option (MACH_ALDER)');
		expect(text).toContain('1 driver that could not be built without it, gone since');
		expect(text).toContain('drivers/clk/clk-alder CLK_ALDER');
		const later = await run(['show', 'SOC_REED', '--data', data]);
		expect(squeezed(later.out)).toContain('State: its option is CONFIG_ARCH_REED since 6.3 (April 2023)');
		expect(later.out).toContain('No driver is known to have gone with it');
	});
});
