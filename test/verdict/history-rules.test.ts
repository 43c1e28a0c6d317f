import {describe, expect, it} from 'vitest';
import {mailAddress} from '../../source/dossier/mail-address.ts';
import type {Signals} from '../../source/dossier/schema.ts';
import {assess} from '../../source/verdict/assess.ts';
import {changes, makeDriver, sampleReleases} from '../support/sample.ts';

const asOf = '2026-07-01';
const judge = (signals: Partial<Signals>) => {
	const {assessments: _, ...record} = makeDriver('drivers/net/x', {signs: [], signals});
	return assess({record, treeVersion: '7.3.4', asOf, releases: sampleReleases});
};
const patches = (last: string | null, total = last === null ? 0 : 3): Signals['patches'] => ({
	since: '2021-07-01',
	until: asOf,
	total: total + 2,
	atLeast: false,
	elsewhere: {total: 0, last: null},
	lists: [],
	authors: 2,
	last: {date: last ?? '2022-01-01', messageId: 'a@b'},
	monthly: Array.from({length: 61}, () => 0),
	substantive: {total, authors: 1, last: last === null ? null : {date: last, messageId: 'c@d'}},
});
const removal = (date: string): Signals['removalPatches'] => [
	{
		date,
		messageId: 'x/y@z',
		title: 'net: x: remove',
		list: 'netdev',
		kind: 'removal',
		by: 'maintainer',
		answer: 'none',
		overtakenBy: 0,
		replacement: null,
	},
];

describe('what history says', () => {
	it('keeps what is worked on, and annotates what is quiet', () => {
		expect(judge({patches: patches('2026-01-10', 30)}).recommendation).toBe('keep');
		// One patch is some work, but most drivers with no more than that were quiet two years later.
		expect(judge({patches: patches('2026-01-10', 1)}).recommendation).toBe('keep-annotate');
		expect(judge({patches: patches('2022-03-01')}).recommendation).toBe('keep-annotate');
		expect(judge({patches: patches(null)}).recommendation).toBe('keep-annotate');
		expect(judge({patches: null}).recommendation).toBe('unsure');
	});

	it('does not call quiet what the archives do not cover', () => {
		const covered = patches(null)!;
		const short = {...covered, monthly: covered.monthly.map((count, index) => (index < 50 ? null : count))};
		expect(judge({patches: short}).recommendation).toBe('unsure');
	});

	it('says remove on a fresh posted deletion, and cites the mail', () => {
		const verdict = judge({patches: patches('2024-01-01'), removalPatches: removal('2026-03-01')});
		expect(verdict.recommendation).toBe('remove');
		expect(verdict.reasons[0]!.rule).toBe('removal-posted');
		expect(verdict.sources[verdict.reasons[0]!.source! - 1]).toMatchObject({
			kind: 'mail',
			url: 'https://lore.kernel.org/netdev/x%2Fy@z/',
			date: '2026-03-01',
		});
		expect(verdict.removalRisk!).toBeGreaterThan(0.4);
	});

	it('takes a deletion that came to nothing for what it is', () => {
		expect(
			judge({patches: patches('2026-06-01', 30), removalPatches: removal('2026-03-01')}).recommendation,
		).toBe('keep');
		const old = judge({patches: patches('2020-01-01'), removalPatches: removal('2022-03-01')});
		expect(old.recommendation).toBe('unsure');
		expect(old.removalRisk!).toBeLessThan(0.1);
		expect(old.reasons.some(({text}) => text.includes('it is still there'))).toBe(true);
	});

	it('hears what a vendor says of its newest release', () => {
		const gone = judge({support: [{vendor: 'RHEL', release: '10', state: 'removed', device: null}]});
		expect(gone.reasons.map(({text}) => text)).toContain('RHEL 10 no longer stands behind it');
		const kept = judge({support: [{vendor: 'RHEL', release: '10', state: 'maintained', device: null}]});
		expect(kept.reasons.map(({text}) => text)).toEqual([
			'an enterprise vendor lists it: RHEL 10, maintained',
		]);
		// What a vendor lists, servers have: such drivers stayed, whatever the vendor did.
		expect(kept.removalRisk!).toBeLessThan(judge({}).removalRisk!);
	});

	it('keeps what changed in earnest, and calls two releases without change quiet', () => {
		expect(judge({releases: changes(0, 400)}).recommendation).toBe('keep');
		expect(judge({releases: changes(0, 0)}).recommendation).toBe('keep-annotate');
		expect(judge({releases: null}).recommendation).toBe('unsure');
	});
});

describe('a mail', () => {
	it('has an address that nothing in its id can leave', () => {
		expect(mailAddress('linux-rdma', 'a+b=c@d.e')).toBe('https://lore.kernel.org/linux-rdma/a+b=c@d.e/');
		expect(mailAddress('all', '<a b>/?#%"')).toBe('https://lore.kernel.org/all/%3Ca%20b%3E%2F%3F%23%25%22/');
	});
});
