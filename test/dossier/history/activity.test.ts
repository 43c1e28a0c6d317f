import {expect, it} from 'vitest';
import {
	activeMonths,
	monthlyActivities,
	monthlyActivity,
	recentMonths,
} from '../../source/dossier/history/activity.ts';
import {monthsBetween} from '../../source/dossier/months.ts';
import type {Signals} from '../../source/dossier/schema.ts';
import {makeDriver, sampleRecords} from '../support/sample.ts';

const window = {since: '2025-01-15', until: '2025-06-14'};
const patches: Signals['patches'] = {
	...window,
	total: 6,
	atLeast: false,
	elsewhere: {total: 0, last: null},
	lists: [],
	authors: 1,
	last: null,
	substantive: {total: 0, authors: 0, last: null},
	monthly: [1, 2, 0, 3, null, null],
};
const commits: Signals['commits'] = {
	...window,
	total: 1,
	authors: 1,
	lastDate: '2025-02-01',
	linesAdded: 1,
	linesRemoved: 0,
	substantive: null,
	monthly: monthsBetween(window.since, window.until).map(month => ({
		month,
		commits: 0,
		added: 0,
		removed: 0,
	})),
};

it('ends with the last month that is known', () => {
	const activity = monthlyActivity(makeDriver('drivers/net/x', {signals: {patches}}));
	expect(recentMonths(activity)).toEqual([1, 2, 0, 3]);
	expect(recentMonths(activity, 3)).toEqual([2, 0, 3]);
	expect(activeMonths(activity!)).toEqual({active: 3, known: 4});
	expect(recentMonths(null)).toBeNull();
});

it('leaves patches out beside commits of our own, not beside those of a dossier', () => {
	const kinds = (record: Parameters<typeof monthlyActivities>[0]) =>
		monthlyActivities(record).map(({kind, origin}) => `${kind} ${origin ?? 'ours'}`);
	expect(kinds(makeDriver('drivers/net/x', {signals: {commits, patches}}))).toEqual(['commits ours']);
	const mlx4 = sampleRecords().drivers.find(({module}) => module === 'mlx4_ib')!;
	expect(kinds({...mlx4, signals: {...mlx4.signals, patches}})).toEqual([
		'commits linux-drivers.com',
		'patches ours',
	]);
});
