import {describe, expect, it} from 'vitest';
import type {DriverKind} from '../../source/dossier/query/vocabulary.ts';
import {signKinds} from '../../source/dossier/query/vocabulary.ts';
import type {Sign, Signals} from '../../source/dossier/schema.ts';
import {sourceName} from '../../source/dossier/source-links.ts';
import {assess, judge as judgeEvidence} from '../../source/verdict/assess.ts';
import {rules} from '../../source/verdict/rules.ts';
import {changes, makeDriver, sampleReleases} from '../support/sample.ts';

const judge = (id: string, signs: Sign[], options: Parameters<typeof makeDriver>[1] = {}) => {
	const {assessments: _, ...record} = makeDriver(id, {...options, signs});
	return assess({record, treeVersion: '7.3.4', asOf: '2026-07-01', releases: sampleReleases});
};
const at = 'drivers/x/Kconfig:7';

describe('the rules', () => {
	it('cite a place for every reason, and number places once', () => {
		const {reasons, sources} = judge('drivers/staging/x/y', [
			{sign: 'staging', value: null, at},
			{sign: 'newest-copyright', value: '2004', at: 'drivers/staging/x/y.c:2'},
			{sign: 'no-spdx', value: null, at: 'drivers/staging/x/y.c:1'},
		]);
		expect(reasons.length).toBeGreaterThanOrEqual(3);
		for (const {source} of reasons) expect(sourceName(sources[source! - 1]!)).toMatch(/:\d+$/);
		expect(reasons.map(({weight}) => Math.abs(weight))).toEqual(
			reasons.map(({weight}) => Math.abs(weight)).toSorted((a, b) => b - a),
		);
	});

	it('say unsure where the tree alone cannot tell', () => {
		expect(judge('drivers/x/y', []).recommendation).toBe('unsure');
		expect(judge('drivers/x/y', []).confidence).toBeNull();
		expect(judge('drivers/x/y', [], {status: 'Orphan'}).recommendation).toBe('unsure');
		expect(judge('drivers/staging/x/y', [{sign: 'staging', value: null, at}]).recommendation).toBe('unsure');
	});

	it('say deprecate only on two independent signs, one of them strong', () => {
		const weak: Sign[] = [
			{sign: 'no-spdx', value: null, at},
			{sign: 'newest-copyright', value: '2001', at},
			{sign: 'not-instantiated', value: null, at},
		];
		expect(judge('drivers/x/y', weak).recommendation).toBe('unsure');
		expect(
			judge('drivers/x/y', [...weak, {sign: 'ending-platform', value: 'ARCH_X', at}]).recommendation,
		).toBe('deprecate');
		// Two rules that lean on one dependency are one sign.
		const one: Sign[] = [
			{sign: 'ending-platform', value: 'ARCH_X', at},
			{sign: 'legacy-dependency', value: 'ARCH_X', at},
		];
		expect(judge('drivers/x/y', one).recommendation).toBe('unsure');
	});

	it('say remove only when the tree announces it', () => {
		const signs: Sign[] = [
			{sign: 'staging', value: null, at},
			{sign: 'deprecated-path', value: 'deprecated', at},
			{sign: 'broken', value: null, at},
		];
		const marked: Sign[] = [...signs, {sign: 'ending-platform', value: 'ARCH_X', at}];
		expect(judge('drivers/staging/x/y', marked, {status: 'Orphan'}).recommendation).toBe('deprecate');
		const announced: Sign[] = [...marked, {sign: 'todo-removal', value: null, at}];
		expect(judge('drivers/staging/x/y', announced, {status: 'Orphan'}).recommendation).toBe('remove');
		// Announced, but everything else speaks against it: nobody can tell.
		expect(judge('drivers/x/y', [{sign: 'todo-removal', value: null, at}]).recommendation).toBe('unsure');
	});

	it('keep what somebody looks after', () => {
		const described: Sign = {sign: 'device-tree', value: null, at};
		const verdict = judge('drivers/x/y', [{sign: 'newest-copyright', value: '2025', at}, described]);
		expect(verdict.recommendation).toBe('keep');
		expect(verdict.removalRisk!).toBeLessThan(0.01);
	});

	it('trust themselves less, but fear no more, when evidence is missing', () => {
		const signs: Sign[] = [{sign: 'newest-copyright', value: '2025', at}];
		const last = {date: '2026-05-01', messageId: 'a@b'};
		const patches = {
			since: '2021-07-01',
			until: '2026-07-01',
			total: 40,
			atLeast: false,
			elsewhere: {total: 0, last: null},
			lists: [],
			authors: 4,
			last,
			monthly: Array.from({length: 61}, () => 1),
			substantive: {total: 40, authors: 4, last},
		};
		const quiet = {...patches, total: 0, last: null, substantive: {total: 0, authors: 0, last: null}};
		const alone = judge('drivers/x/y', signs);
		const busy = judge('drivers/x/y', signs, {signals: {patches}});
		expect(alone.confidence!).toBeLessThan(busy.confidence!);
		expect(alone.removalRisk!).toBeLessThanOrEqual(
			judge('drivers/x/y', signs, {signals: {patches: quiet}}).removalRisk!,
		);
		expect(alone.removalRisk!).toBe(
			judge('drivers/x/y', signs, {signals: {cves: [], support: []}}).removalRisk!,
		);
	});

	it('call a library a library', () => {
		expect(judge('drivers/x/lib', [{sign: 'no-entry-point', value: null, at}])).toMatchObject({
			recommendation: 'not-a-driver',
			removalRisk: null,
		});
	});

	it('go by the kind: a chip is judged, a core is none whatever else speaks, each cited', () => {
		const judged = (kind: DriverKind, sign: Sign | null) => {
			const {assessments: _, ...record} = makeDriver('drivers/x/y', {signs: sign === null ? [] : [sign]});
			return assess({record: {...record, kind}, treeVersion: '7.3', asOf: '2026-06-01', releases: []});
		};
		expect(judged('chip', null).recommendation).not.toBe('not-a-driver');
		for (const kind of ['core', 'table', 'test'] as const) {
			const verdict = judged(kind, {sign: 'no-device-driver', value: kind, at});
			expect(verdict).toMatchObject({recommendation: 'not-a-driver', sources: [{kind: 'tree', at}]});
			expect(verdict.reasons).toHaveLength(1);
		}
	});

	it('speak once each, and of signs: what a driver is called they never ask', () => {
		const said = [dying, contested, thriving].map(signals => {
			const here = judgeNameless('drivers/x', signals);
			expect(judgeNameless('drivers/net/ethernet/intel/e1000', signals)).toEqual(here);
			return here.spoken.map(words => words.split(': ')[0]!);
		});
		const names = rules.map(({name}) => name);
		// Every rule has spoken, so every one has looked at a driver without a name.
		expect([...new Set(said.flat())].sort()).toEqual(names.toSorted());
		expect(new Set(names).size).toBe(names.length);
	});
});

/** What the rules say of a driver whose names can't be read, but for the directory that places are cited from. */
function judgeNameless(directory: string, signals: Partial<Signals>) {
	const {assessments: _, ...record} = makeDriver(`${directory}/any`, {signals});
	for (const name of ['id', 'module', 'title', 'kconfig', 'aliases']) {
		Object.defineProperty(record, name, {
			get() {
				throw new Error(`a rule asks for the driver's ${name}`);
			},
		});
	}
	const {spoken, ...verdict} = judgeEvidence({
		record,
		treeVersion: '7.3.4',
		asOf: '2026-07-01',
		releases: sampleReleases,
	});
	return {...verdict, spoken: spoken.map(({rule, observation}) => `${rule.name}: ${observation.text}`)};
}

const posted = (date: string): Signals['removalPatches'] => [
	{
		date,
		messageId: 'x@y',
		title: 'remove it',
		list: 'netdev',
		kind: 'removal',
		by: 'maintainer',
		answer: 'none',
		overtakenBy: 0,
		replacement: null,
	},
];
const patchesUntil = (date: string | null, total: number): Signals['patches'] => {
	const last = date === null ? null : {date, messageId: 'a@b'};
	return {
		since: '2021-07-01',
		until: '2026-07-01',
		total,
		atLeast: false,
		elsewhere: {total: 0, last: null},
		lists: [],
		authors: 2,
		last,
		monthly: Array.from({length: 61}, () => 0),
		substantive: {total, authors: 1, last},
	};
};
const rhel = (state: 'maintained' | 'removed'): Signals['support'] => [
	{vendor: 'RHEL', release: '10', state, device: null},
];
const copyright = (value: string): Sign => ({sign: 'newest-copyright', value, at});

/** Three drivers of which together every rule has something to say. */
const dying: Partial<Signals> = {
	signs: [
		copyright('2004'),
		...signKinds
			.filter(sign => !['newest-copyright', 'no-entry-point', 'no-device-driver'].includes(sign))
			.map(sign => ({sign, value: 'THING', at})),
	],
	maintainers: {section: 'THING', status: 'Orphan', own: true, lists: [], at: 'MAINTAINERS:7'},
	removalPatches: posted('2026-03-01'),
	patches: patchesUntil(null, 0),
	releases: changes(0, 0),
	support: rhel('removed'),
};
const contested: Partial<Signals> = {
	signs: [copyright('2012')],
	removalPatches: posted('2022-03-01'),
	patches: patchesUntil('2026-06-01', 30),
	releases: changes(0, 400),
	cves: ['CVE-2026-10001'],
	support: rhel('maintained'),
};
const thriving: Partial<Signals> = {signs: [copyright('2025')]};
