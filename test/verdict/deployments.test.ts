import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {configurationAddress} from '../../source/dossier/reach/shipped.ts';
import type {Distribution, DriverRecord, Population} from '../../source/dossier/schema.ts';
import {deploymentsOf} from '../../source/verdict/deployments.ts';
import {reachMeasures} from '../../source/verdict/reach-measures.ts';
import {withUse} from '../../source/verdict/replacement.ts';
import {makeDriver, top} from '../support/sample.ts';

const entry = (
	family: string,
	kind: Distribution['kind'],
	enabled: number,
	architecture = 'amd64',
	testsCompiling = false,
): Distribution => ({
	family,
	label: family.toUpperCase(),
	kind,
	enabled,
	configurations: [
		{
			distribution: family,
			release: '1',
			kernel: '6.12.0',
			date: '2025-01-01',
			architecture,
			kind,
			form: 'full',
			testsCompiling,
			source: `some/configs@0123456789ab:${family}/config`,
			enabled: 1,
		},
	],
});

const list = [
	entry('amazon', 'server', 0.05),
	entry('cos', 'server', 0.03),
	entry('photon', 'server', 0.12),
	entry('xcp-ng', 'server', 0.1),
	entry('debian', 'general', 0.5),
	entry('fedora', 'general', 0.5),
	entry('rhel', 'server', 0.2),
	entry('suse', 'server', 0.28),
	entry('archarm', 'embedded', 0.43, 'arm64'),
	entry('armbian', 'embedded', 0.7, 'arm64'),
	entry('libreelec', 'embedded', 0.24, 'arm64'),
	entry('haos', 'embedded', 0.03, 'arm64'),
	entry('tests', 'embedded', 0.7, 'riscv64', true),
];
/** A driver that has these letters, in the order of the list. */
const driver = (values: string, more: {population?: Population; drivers?: number; symbol?: string} = {}) =>
	makeDriver('drivers/net/thing', {
		symbol: more.symbol ?? 'THING',
		signals: {
			distributions: {
				values,
				at: [...values].filter(value => value !== '-').map(() => 0),
				drivers: more.drivers ?? 1,
				switched: [],
			},
			population: more.population ?? null,
		},
	});
const of = (record: DriverRecord) => deploymentsOf({record, distributions: list});
const value = (...asked: Parameters<typeof driver>) => of(driver(...asked))?.value ?? 'unknown';
const seen = (machines: number | null, byClass: number | null = null): Population => ({
	machines,
	byClass,
	device: '8086:10d3',
	source: 'device-population-2023-03',
});

describe('how widely a driver is deployed', () => {
	it('is told by lean kernels, not by the number of distributions', () => {
		expect(value('mmmmmmmm-----')).toBe('high');
		expect(value('m-mmmmmm-----')).toBe('medium');
		expect(value('m---mmmm-----')).toBe('medium');
		expect(value('--mmmmmm-----')).toBe('low');
		expect(value('m---mmnn-----')).toBe('low');
		expect(value('--m-mmmm-----')).toBe('low');
		expect(value('nnnnmmmm-----')).toBe('low');
	});

	it('is told by machines that were seen, as a floor', () => {
		expect(value('----mm-------', {population: seen(1000)})).toBe('high');
		expect(value('----mm-------', {population: seen(0, 1000)})).toBe('high');
		expect(value('----mm-------', {population: seen(10)})).toBe('medium');
		expect(value('----mm-------', {population: seen(9)})).toBe('low');
		expect(value('mmmmmmmm-----', {population: seen(0)})).toBe('high');
		expect(value('mmmmmmmm-----', {population: seen(20)})).toBe('high');
	});

	it('is told on boards by those that could have it, one of them narrow', () => {
		expect(value('----mm--mmm--')).toBe('low');
		expect(value('--------mmm--')).toBe('medium');
		expect(value('--------mm-n-')).toBe('low');
		expect(value('--------mmnn-')).toBe('low');
		// On in a kernel for PCs as well: what LibreELEC has of it says nothing of PCs.
		expect(value('----m---mmmm-')).toBe('low');
	});

	it('is not told by boards that the tree has not, and by families alone only where nothing else tells', () => {
		const boards = (count: number) => ({boards: count, overlays: 0, families: [], moreFamilies: 0});
		const on = (values: string, count: number | null) => {
			const record = driver(values);
			return {...record, signals: {...record.signals, boards: count === null ? null : boards(count)}};
		};
		expect(of(on('--------mmm--', 0))!.value).toBe('low');
		expect(of(on('--------mmm--', 2))!.value).toBe('medium');
		const alone = 'nothing else tells how widely it is in use';
		expect(of(on('----mm-------', null))!.text).toContain(alone);
		expect(of(on('----mm-------', 0))!.text).toContain(alone);
		for (const record of [
			on('----mm-------', 7),
			driver('m---mm-------'),
			driver('----mm-------', {population: seen(3)}),
		])
			expect(of(record)!.text).toMatch(/families of distributions ship it$/);
	});

	it('cites what its sentence names where it takes the place of the sign of lean kernels', () => {
		const record = driver('mmmmmmmm-----', {drivers: 5, symbol: 'THINGS'});
		const [verdict] = record.assessments;
		const lean = {
			rule: 'lean-kernels',
			weight: -1,
			text: 'kernels that switch on few drivers have it on',
			source: 1,
		};
		const sources = [{kind: 'tree' as const, at: 'drivers/net/x.c:1', claim: 'another family'}];
		const told = {...record, assessments: [{...verdict!, reasons: [lean], sources}]};
		const [after] = withUse([told], {distributions: list})[0]!.assessments;
		const reason = after!.reasons.find(({rule}) => rule === 'lean-kernels')!;
		expect(reason.text).toBe(of(told)!.text);
		expect(after!.sources[reason.source! - 1]).toEqual(of(told)!.sources[0]);
	});

	it('is not lifted by the neighbours of an option', () => {
		expect(value('mmmmmmmm-----', {drivers: 5, symbol: 'THINGS'})).toBe('medium');
		expect(value('mmmmmmmm-----', {drivers: 5, symbol: 'NET_THING'})).toBe('high');
		expect(value('m---mmmm-----', {drivers: 5, symbol: 'THINGS'})).toBe('low');
	});

	it('is none only where somebody who could have it has it off, and unknown where nobody was asked', () => {
		expect(value('----nn-------')).toBe('none');
		expect(value('-------------')).toBe('unknown');
		expect(value('------------n')).toBe('unknown');
		expect(value('-------------', {population: seen(50)})).toBe('medium');
	});

	it('cites the lines of configurations at their commits', () => {
		const [verdict] = withUse([driver('mmmmmmmm-----')], {distributions: list})[0]!.assessments;
		const reason = verdict!.reasons.find(({rule}) => rule === 'deployments')!;
		expect(verdict!.deployments).toBe('high');
		expect(verdict!.sources[reason.source! - 1]).toEqual({
			kind: 'distribution',
			url: 'https://github.com/some/configs/blob/0123456789ab/cos/config',
			host: 'github.com',
			date: '2025-01-01',
			claim: 'COS (1, amd64, kernel 6.12.0): CONFIG_THING=m',
		});
		expect(of(driver('----nn-------'))!.sources[0]).toMatchObject({
			claim: 'DEBIAN (1, amd64, kernel 6.12.0): # CONFIG_THING is not set',
		});
		expect(of(driver('----m--------', {population: seen(1234)}))!.sources[0]).toMatchObject({
			kind: 'population',
			claim: 'device-population-2023-03: 8086:10d3 in 1,234 machines',
		});
	});
});

it('names the reach that rules may measure', () => {
	const record = driver('m---nmmn-----', {population: seen(3)});
	const {
		lean,
		veryLean,
		broadServers,
		provenOff,
		shipped: _shipped,
		boards,
		narrowBoards,
		...rest
	} = reachMeasures({
		record,
		distributions: list,
	})!;
	expect([lean, veryLean, broadServers, provenOff, boards, narrowBoards].map(({length}) => length)).toEqual([
		1, 1, 1, 2, 0, 0,
	]);
	expect(rest).toEqual({
		familiesOn: 3,
		familiesOff: 2,
		boardsAsked: 0,
		broadServersAsked: 2,
		inRhel: 'on',
		inSles: 'off',
		inDebian: 'off',
		inFedora: 'on',
		onPc: true,
		visibleNowhere: false,
		machines: 3,
	});
	expect(reachMeasures({record, distributions: undefined} as never)).toBeNull();
});

it('knows where a configuration can be read', () => {
	expect(configurationAddress('a/b@0123456789ab:Some OS/6.1.85+/bootconfig.md')).toBe(
		'https://github.com/a/b/blob/0123456789ab/Some%20OS/6.1.85%2B/bootconfig.md',
	);
	expect(configurationAddress('a/b@0123456789ab:x/common+x/amd64')).toBe(
		'https://github.com/a/b/tree/0123456789ab/x',
	);
	expect(configurationAddress('linux-config-6.12=6.12.95-1~bpo12+1:config.amd64_none_amd64.xz')).toBe(
		'https://snapshot.debian.org/binary/linux-config-6.12/',
	);
	expect(configurationAddress('my.config')).toBeNull();
});

/** Decided before anything was measured; so many of the hundred may be otherwise. */
const mostOtherwise = 5;
const shipped = join(top, 'data/manifest.json');
const isSurveyed =
	existsSync(shipped) && 'distributions' in (JSON.parse(readFileSync(shipped, 'utf8')) as object);

it.skipIf(!isSurveyed)('is as people who know the drivers say', () => {
	const expected = JSON.parse(readFileSync(join(top, 'test/fixtures/deployments.json'), 'utf8')) as Record<
		'asked' | 'own',
		{module: string; deployments: string[]}[]
	>;
	const levels = new Map<string, string[]>();
	for (const line of readFileSync(join(top, 'data/drivers.ndjson'), 'utf8').trimEnd().split('\n')) {
		const {module, assessments} = JSON.parse(line) as DriverRecord;
		const said = assessments.find(({assessor}) => assessor === 'rules')!.deployments;
		levels.set(module, [...(levels.get(module) ?? []), said]);
	}
	const otherwise = (those: (typeof expected)['own']) =>
		those.filter(({module, deployments}) => !levels.get(module)?.every(level => deployments.includes(level)));
	expect(otherwise(expected.asked)).toEqual([]);
	expect(otherwise(expected.own).length).toBeLessThanOrEqual(mostOtherwise);
});
