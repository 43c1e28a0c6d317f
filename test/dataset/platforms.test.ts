import {expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {checkRecord} from '../../source/dataset/record-check.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import type {Platform} from '../../source/dossier/schema.ts';
import {sampleRecords, writeSample} from '../support/sample.ts';

const platform: Platform = {
	option: 'ARCH_REED',
	prompt: 'Reed (DEPRECATED)',
	at: 'arch/arm/Kconfig:4',
	architectures: ['arm'],
	since: null,
	state: 'announced',
	goes: 2027,
	through: null,
	citations: [{kind: 'tree', at: 'arch/arm/Kconfig:9', claim: 'CONFIG_ARCH_REED is to go in 2027'}],
	boards: [],
	deviceTrees: ['arch/arm/boot/dts/reed.dts'],
	drivers: [],
};
const findings = (platforms: Platform[]) =>
	validateDataset(writeSample({...sampleRecords(), platforms})).findings.map(
		({file, line, what}) => `${file} ${line} ${what}`,
	);

it('platforms are written by option, and read back', () => {
	const other = {...platform, option: 'ARCH_ALDER'};
	const dataset = openDataset(writeSample({...sampleRecords(), platforms: [platform, other]}), checkRecord);
	expect(dataset.platforms()).toEqual([other, platform]);
	expect(openDataset(writeSample(sampleRecords())).platforms()).toBeNull();
});

it('validate finds platforms that name no driver of the set, or say that they go without a citation', () => {
	expect(findings([platform])).toEqual([]);
	expect(findings([{...platform, drivers: ['drivers/net/stranger']}])).toEqual([
		'platforms.ndjson 1 names drivers/net/stranger, which is no driver of drivers.ndjson',
	]);
	expect(findings([{...platform, citations: []}])).toEqual([
		'platforms.ndjson 1 says that ARCH_REED is announced, and cites nothing',
	]);
	expect(findings([platform, platform])[0]).toMatch(/not sorted, or twice/);
});
