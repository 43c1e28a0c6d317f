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

/** Names of the rules that give a reason. */
const said = (signals: Partial<Signals>) => judge(signals).reasons.map(({rule}) => rule);

describe('what history says', () => {
	it('is whether it is worked on or quiet, and nothing where no history is known', () => {
		expect(said({patches: patches('2026-01-10', 30)})).toEqual(['worked-on']);
		expect(said({patches: patches('2022-03-01')})).toContain('quiet');
		expect(said({patches: patches(null)})).toContain('quiet');
		expect(said({patches: null})).toEqual([]);
		expect(judge({patches: null}).recommendation).toBe('unsure');
	});

	it('takes a mail that deletes it for no work on it, and says of mails no more than that they were posted', () => {
		const posted = removal('2026-01-10')!.map(one => ({...one, messageId: 'c@d'}));
		expect(judge({patches: patches('2026-01-10', 3)}).reasons[0]!.text).toBe(
			'patches for it were posted until 2026-01-10',
		);
		expect(said({patches: patches('2026-01-10', 3), removalPatches: posted})).not.toContain('worked-on');
	});

	it('says of small edits by people who sent no more that they were such', () => {
		const edited = (lastInEarnest: string | null) => {
			const {substantive, ...others} = patches('2026-01-10', 3)!;
			const mail = lastInEarnest === null ? null : {date: lastInEarnest, messageId: 'e@x'};
			return judge({patches: {...others, substantive: {...substantive, lastInEarnest: mail}}}).reasons[0]!;
		};
		expect(edited('2024-03-01')).toMatchObject({
			text: 'patches for it were posted until 2024-03-01, since then only small edits until 2026-01-10',
		});
		expect(edited(null).text).toBe('small edits of it were posted until 2026-01-10');
	});

	it('does not take a revert of the patch that brought it for a deletion that came to nothing', () => {
		const posted = removal('2022-08-08')!.map(one => ({...one, by: 'other' as const, overtakenBy: 24}));
		const came = (date: string) => ({release: '6.0', date, earliest: false, source: 'x.c'});
		const told = (date: string) =>
			said({patches: patches('2024-01-01'), removalPatches: posted, since: came(date)});
		expect(told('2022-05-01')).toContain('removal-once-posted');
		expect(told('2022-10-02')).not.toContain('removal-once-posted');
	});

	it('does not call quiet what the archives do not cover', () => {
		const covered = patches(null)!;
		const short = {...covered, monthly: covered.monthly.map((count, index) => (index < 50 ? null : count))};
		expect(said({patches: short})).not.toContain('quiet');
		expect(judge({patches: short}).recommendation).toBe('unsure');
	});

	it('names a deletion that those who decide posted, and cites the mail', () => {
		const verdict = judge({patches: patches('2024-01-01'), removalPatches: removal('2026-03-01')});
		expect(verdict.reasons[0]!.rule).toBe('removal-under-way');
		expect(verdict.sources[verdict.reasons[0]!.source! - 1]).toMatchObject({
			kind: 'mail',
			url: 'https://lore.kernel.org/netdev/x%2Fy@z/',
			date: '2026-03-01',
		});
		expect(verdict.removalRisk!).toBeGreaterThan(0.3);
	});

	it('tells one that went in and was taken back from one that came to nothing', () => {
		const told = (day: string) =>
			judge({
				patches: patches('2021-08-01'),
				removalPatches: removal(day)!.map(one => ({...one, overtakenBy: 4})),
				away: [{from: '6.12', back: '7.1'}],
			}).reasons.map(({text}) => text);
		expect(told('2022-08-08')).toContain('a patch of 2022-08-08 deleted it, and it came back');
		// What was posted after it went is another.
		expect(told('2025-01-08').join()).toContain('would have deleted it');
	});

	it('takes a deletion that came to nothing for what it is', () => {
		const gone = (date: string, more: object = {}) => removal(date)!.map(patch => ({...patch, ...more}));
		// Work went on after it; it was posted long ago; releases were shipped without it.
		expect(said({patches: patches('2026-06-01', 30), removalPatches: gone('2026-03-01')})).toContain(
			'removal-once-posted',
		);
		const old = judge({patches: patches('2020-01-01'), removalPatches: gone('2022-03-01')});
		expect(old.removalRisk!).toBeLessThan(0.15);
		expect(old.reasons.some(({text}) => text.includes('it is still there'))).toBe(true);
		expect(said({removalPatches: gone('2026-01-01', {overtakenBy: 3})})).toContain('removal-once-posted');
		expect(said({removalPatches: gone('2026-01-01', {overtakenBy: 2})})).toContain('removal-under-way');
		// Posted again, it is as fresh as the last time; an outsider's that nobody answered is not under way.
		expect(said({removalPatches: gone('2022-03-01', {again: '2026-03-01'})})).toContain('removal-under-way');
		expect(said({removalPatches: gone('2026-03-01', {by: 'other'})})).toContain('removal-posted');
		expect(said({removalPatches: gone('2026-03-01', {answer: 'objected'})})).toContain('removal-posted');
		// One of somebody else that met an objection went through in none of four cases.
		expect(said({removalPatches: gone('2026-03-01', {by: 'other', answer: 'objected'})})).toContain(
			'removal-once-posted',
		);
		expect(said({removalPatches: gone('2026-03-01', {by: 'other', answer: 'applied'})})).toContain(
			'removal-under-way',
		);
		for (const kind of ['rewrite', 'merge', 'move'] as const) {
			const title = `net: x: ${kind} it, drop the old one`;
			expect(said({removalPatches: gone('2026-03-01', {kind, title})})).toEqual(['being-rewritten']);
			// What calls itself a removal is none of these, whatever its diff looks like.
			expect(said({removalPatches: gone('2026-03-01', {kind})})).toEqual([]);
		}
	});

	it('hears what a vendor says of its newest release', () => {
		const textsOf = (...states: ('maintained' | 'available' | 'unmaintained' | 'removed')[]) =>
			judge({
				support: states.map((state, index) => ({
					vendor: 'RHEL' as const,
					release: String(11 - states.length + index),
					state,
					device: null,
				})),
			}).reasons.map(({text}) => text);
		expect(textsOf('removed')).toContain('RHEL 10 does not have it');
		expect(textsOf('unmaintained', 'removed', 'removed', 'removed')).toContain('RHEL 8 dropped it');
		const dropped = judge({
			support: ['7', '8', '9'].map(release => ({
				vendor: 'RHEL' as const,
				release,
				state: release === '7' ? ('available' as const) : ('removed' as const),
				device: null,
			})),
		});
		// The row of the release that is named is cited, not that of the newest.
		expect(dropped.sources.map(({claim}) => claim)).toContain("Leapp's table of drivers: RHEL 8, removed");
		expect(textsOf('maintained', 'unmaintained')).toContain('RHEL 10 ships it, but maintains it no longer');
		const kept = judge({support: [{vendor: 'RHEL', release: '10', state: 'maintained', device: null}]});
		expect(kept.reasons.map(({text}) => text)).toEqual([
			'an enterprise vendor lists it: RHEL 10, maintained',
		]);
	});

	it('tells what changed in earnest from what did not', () => {
		expect(said({releases: changes(0, 400)})).toContain('changed-in-earnest');
		expect(said({releases: changes(0, 0)})).toContain('untouched');
		expect(said({releases: null})).toEqual([]);
	});
});

describe('a mail', () => {
	it('has an address that nothing in its id can leave', () => {
		expect(mailAddress('linux-rdma', 'a+b=c@d.e')).toBe('https://lore.kernel.org/linux-rdma/a+b=c@d.e/');
		expect(mailAddress('all', '<a b>/?#%"')).toBe('https://lore.kernel.org/all/%3Ca%20b%3E%2F%3F%23%25%22/');
	});
});
