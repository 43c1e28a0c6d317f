import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {
	countClaimants,
	newestPopulation,
	populationOf,
	readPopulation,
} from '../../../source/survey/reach/population.ts';
import {temporaryFolder} from '../mail/inbox.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const write = (name: string, ...lines: string[]) => {
	writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
	return join(folder, name);
};

const table = write(
	'device-population-2023-03.md',
	'### Storage/ata (PCI)',
	'| ID            | MFG   | Name | Count |',
	'| pci:8086-2922 | Intel | ICH9 | 900   |',
	'| pci:1022-7901 | AMD   | FCH  | 5000  |',
	'| pci:1022-o... | AMD   | cut  | 1     |',
	'### Graphics card (PCI)',
	'| pci:10de-1c82 | NVIDIA | GTX | 70    |',
	'| pci:8086-5916 | Intel | HD  | 800   |',
);

it('takes the most of any one id, and tells ids that a driver names from those of its class', async () => {
	const read = await readPopulation(table);
	const of = (...aliases: string[]) => populationOf(read, aliases);
	const id = (vendor: string, device: string) => `pci:v0000${vendor}d0000${device}sv*sd*bc*sc*i*`;
	expect(of(id('8086', '2922'), id('8086', '5916'))).toMatchObject({
		machines: 900,
		byClass: null,
		device: '8086:2922',
	});
	expect(of(id('8086', '2922'), 'pci:v*d*sv*sd*bc01sc06i01*')).toMatchObject({
		machines: 900,
		byClass: 5000,
		device: '1022:7901',
	});
	expect(of('pci:v000010DEd*sv*sd*bc03sc*i*')).toMatchObject({machines: null, byClass: 70});
	// None seen is nought, for it was looked for; what is no PCI device was not.
	expect(of(id('1234', '5678'))).toEqual({
		machines: 0,
		byClass: null,
		device: null,
		source: 'device-population-2023-03',
	});
	expect(of('usb:v1234p5678d*dc*')).toBeNull();
	// Another programming interface than the usual one: most devices of the class don't have it.
	expect(of('pci:v*d*sv*sd*bc01sc06i02*')).toBeNull();
});

it('says nothing of a board by its chip, nor of one of many drivers by a device that they share', async () => {
	const read = await readPopulation(table);
	const board = 'pci:v00008086d00002922sv000013C2sd00000003bc*sc*i*';
	const of = (...aliases: string[]) => populationOf(read, aliases, countClaimants([aliases, [board]]));
	expect(populationOf(read, [board], countClaimants([[board]]))).toMatchObject({machines: 900});
	expect(of(board)).toBeNull();
	expect(of(board, 'pci:v000010DEd00001C82sv*sd*bc*sc*i*')).toMatchObject({machines: 70});
	// Not even that none was seen can be said, where its chip was.
	expect(of(board, 'pci:v00001234d00005678sv*sd*bc*sc*i*')).toBeNull();
	expect(of('pci:v00001234d00005678sv000013C2sd*bc*sc*i*')).toMatchObject({machines: 0});
	const chip = ['pci:v00008086d00002922sv*sd*bc*sc*i*'];
	expect(populationOf(read, chip, countClaimants([chip, chip, null, chip]))).toMatchObject({machines: 900});
	expect(populationOf(read, chip, countClaimants([chip, chip, chip, [...chip, ...chip], []]))).toBeNull();
});

it('takes the newest month that is not after the day looked back from', async () => {
	const older = await readPopulation(write('device-population-2021-05.md', '| pci:8086-2922 | a | b | 3 |'));
	const newer = await readPopulation(table);
	expect(newestPopulation([newer, older], '2022-12-11').table).toBe(older);
	expect(newestPopulation([older, newer], '2026-01-01').table).toBe(newer);
	expect(newestPopulation([newer], '2020-01-01').table).toBeNull();
	expect(newestPopulation([newer], '2026-01-01').problems).toMatchObject([
		{problem: '1 lines not understood'},
	]);
	await expect(readPopulation(write('other.md', '# a page'))).rejects.toThrow('counts no device');
});
