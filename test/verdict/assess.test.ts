import {describe, expect, it} from 'vitest';
import type {DriverKind} from '../../source/dossier/query/vocabulary.ts';
import {signKinds} from '../../source/dossier/query/vocabulary.ts';
import type {Manifest, Sign, Signals} from '../../source/dossier/schema.ts';
import {sourceName} from '../../source/dossier/source-links.ts';
import {assess, judge as judgeEvidence} from '../../source/verdict/assess.ts';
import {rules} from '../../source/verdict/rules.ts';
import {makeDriver, sampleReleases} from '../support/sample.ts';

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
		expect(reasons.map(({rule}) => rule)).toEqual(['in-staging', 'style-and-age']);
		expect(reasons[1]!.text).toContain('; ');
		expect(sources.map(sourceName).toSorted()).toEqual([
			'drivers/staging/x/y.c:1',
			'drivers/staging/x/y.c:2',
			at,
		]);
		for (const {source} of reasons) expect(sourceName(sources[source! - 1]!)).toMatch(/:\d+$/);
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
		const said = [dying, doomed, contested, thriving].map(signals => {
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

/** What the rules say of a driver whose names can't be read, but for the directory and the option that are cited. */
function judgeNameless(directory: string, signals: Partial<Signals>) {
	const {assessments: _, ...plain} = makeDriver(`${directory}/any`, {symbol: 'THING'});
	const bound = {aliases: ['of:N*T*Cx,y'], buses: ['of' as const, 'platform' as const]};
	const record = {...plain, ...bound, signals: {...plain.signals, ...signals}};
	for (const name of ['id', 'module', 'title']) {
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
		releases,
		distributions,
	});
	return {...verdict, spoken: spoken.map(({rule, observation}) => `${rule.name}: ${observation.text}`)};
}

const posted = (date: string): NonNullable<Signals['removalPatches']> => [
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

/** Fourteen releases, a season apart, up to as-of. */
const releases: Manifest['releases'] = Array.from({length: 14}, (_, index) => {
	const month = 3 * index + 2;
	const date = `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
	return {release: `6.${index}`, date, snapshot: null, missing: []};
});
/** The lines that so many of the newest releases changed in earnest. */
const worked = (times: number): Signals['releases'] => {
	const substantive = releases.map((_, index) =>
		index === 0 ? null : index >= releases.length - times ? 40 : 0,
	);
	return {files: substantive, added: substantive, removed: substantive, substantive};
};
const distributions: Manifest['distributions'] = (
	[
		['amazon', 'server', 0.05],
		['debian', 'general', 0.5],
		['fedora', 'general', 0.5],
		['rhel', 'server', 0.2],
	] as const
).map(([family, kind, enabled]) => ({
	family,
	label: family,
	kind,
	enabled,
	configurations: [
		{
			...{distribution: family, release: '1', kernel: '6.12.0', date: '2025-01-01', architecture: 'amd64'},
			...{kind, form: 'full' as const, testsCompiling: false, enabled: 1},
			source: `some/configs@0123456789ab:${family}/config`,
		},
	],
}));
/** What the four have of it, in their order, and the machines that have a device of it. */
const reach = (values: string, machines: number) => ({
	distributions: {
		values,
		at: [...values].filter(value => value !== '-').map(() => 0),
		drivers: 1,
		switched: [],
	},
	population: {machines, byClass: null, device: 'pci:v00008086d0000100E', source: 'March 2023'},
});
const maintained = {
	section: 'THING',
	status: 'Maintained',
	own: true,
	lists: [],
	at: 'MAINTAINERS:7',
} as const;

/** Four drivers of which together every rule has something to say. */
const dying: Partial<Signals> = {
	boards: {boards: 0, overlays: 0, families: [], moreFamilies: 0},
	signs: [
		copyright('2004'),
		...signKinds
			.filter(sign => !['newest-copyright', 'no-entry-point', 'no-device-driver'].includes(sign))
			.map(sign => ({sign, value: 'THING', at})),
	],
	maintainers: {section: 'THING', status: 'Orphan', own: true, lists: [], at: 'MAINTAINERS:7'},
	removalPatches: posted('2026-03-01'),
	patches: patchesUntil(null, 0),
	releases: worked(0),
	support: rhel('removed'),
	...reach('-mmn', 0),
};
const doomed: Partial<Signals> = {
	signs: [
		{sign: 'ending-platform', value: 'ARCH_THING 2027', at},
		{sign: 'device-tree', value: null, at},
	],
	boards: {boards: 1, overlays: 0, families: [{family: 'arm/x', boards: 1}], moreFamilies: 0},
	removalPatches: posted('2026-03-01').map(patch => ({...patch, by: 'other' as const})),
	announcements: [
		{
			date: '2026-02-01',
			messageId: 'e@f',
			title: 'obsolete',
			list: 'netdev',
			by: 'maintainer',
			successor: 'new',
		},
	],
	releases: worked(1),
	...reach('nnnn', 3),
};
const contested: Partial<Signals> = {
	signs: [copyright('2012')],
	maintainers: {...maintained, lists: []},
	removalPatches: [
		...posted('2022-03-01'),
		...posted('2026-05-01').map(patch => ({...patch, kind: 'rewrite' as const, title: 'replace it'})),
	],
	patches: patchesUntil('2026-06-01', 30),
	releases: worked(6),
	cves: ['CVE-2026-10001'],
	support: rhel('maintained'),
	...reach('mmmm', 5000),
};
const thriving: Partial<Signals> = {
	signs: [copyright('2025'), {sign: 'device-tree', value: null, at}],
	boards: {boards: 4, overlays: 0, families: [{family: 'arm/x', boards: 4}], moreFamilies: 0},
	releases: worked(3),
	since: {release: '6.9', date: '2025-06-01', earliest: false, source: 'drivers/x/any.c'},
	...reach('-mm-', 12),
};
