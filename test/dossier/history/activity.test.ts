import {expect, it} from 'vitest';
import {
	activeMonths,
	chartedActivity,
	drawnLines,
	monthlyActivities,
	movedAlong,
	recentCounts,
} from '../../../source/dossier/history/activity.ts';
import {monthsBetween} from '../../../source/dossier/months.ts';
import type {Signals} from '../../../source/dossier/schema.ts';
import {changes, makeDriver, sampleRecords} from '../../support/sample.ts';

const window = {since: '2025-01-15', until: '2025-06-14'};
const patches = {
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
const commits = {
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

const charted = (signals: Partial<Signals>) => chartedActivity(makeDriver('drivers/net/x', {signals}));

it('ends with the last month that is known', () => {
	const activity = monthlyActivities(makeDriver('drivers/net/x', {signals: {patches}}))[0]!;
	expect(recentCounts(activity)).toEqual([1, 2, 0, 3]);
	expect(recentCounts(activity, 3)).toEqual([2, 0, 3]);
	expect(activeMonths(activity)).toEqual({active: 3, known: 4});
});

it('begins with the release after the one that brought the driver', () => {
	const arrived: Signals['releases'] = {
		files: [null, null, 2, 1, 0],
		added: [null, null, 900, 4, 0],
		removed: [null, null, 0, 1, 0],
		substantive: [null, null, null, 5, 0],
	};
	expect(recentCounts(charted({releases: arrived})!)).toEqual([5, 0]);
	expect(recentCounts(charted({releases: arrived})!, 1)).toEqual([0]);
});

it('charts commits before patches before releases, and what happened before what did not', () => {
	const year = {...window, since: '2025-01-15', until: '2025-12-14'};
	const known = {...patches, ...year, monthly: [1, 2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0]};
	const quiet = {...known, total: 0, monthly: known.monthly.map(() => 0)};
	const releases = changes(0, 12);
	expect(charted({commits: {...commits, monthly: busy(commits)}, patches: known, releases})?.kind).toBe(
		'commits',
	);
	expect(charted({patches: known, releases})?.kind).toBe('patches');
	expect(charted({patches: quiet, releases})?.kind).toBe('releases');
	// Four months say less than all the releases; where there is nothing else, they are shown.
	expect(charted({patches, releases})?.kind).toBe('releases');
	expect(charted({patches})?.kind).toBe('patches');
	expect(charted({patches: quiet, releases: changes(0, 0)})).toBeNull();
	expect(charted({})).toBeNull();
});

function busy({monthly}: typeof commits) {
	return monthsBetween('2024-01-01', '2025-06-14').map(month => ({...monthly[0]!, month, commits: 1}));
}

it('charts tree-wide edits only where nothing else changed', () => {
	const swept: Signals['releases'] = {
		files: [null, 1, 0],
		added: [null, 2, 0],
		removed: [null, 2, 0],
		substantive: [null, 0, 0],
	};
	const activity = charted({releases: swept})!;
	expect(activity.kind === 'releases' && drawnLines(activity.changes)).toEqual([null, 4, 0]);
	const earnest = charted({releases: {...swept, substantive: [null, 0, 1]}})!;
	expect(earnest.kind === 'releases' && drawnLines(earnest.changes)).toEqual([null, 0, 1]);
});

it('is walked from one known month to the next, and stays at the ends', () => {
	const gaps = charted({patches: {...patches, monthly: [null, 2, null, null, 3, null]}})!;
	expect(movedAlong(gaps, null, -1)).toBe(4);
	expect(movedAlong(gaps, null, 1)).toBe(4);
	expect(movedAlong(gaps, 4, -1)).toBe(1);
	expect(movedAlong(gaps, 1, -1)).toBe(1);
	expect(movedAlong(gaps, 1, 1)).toBe(4);
	expect(movedAlong(gaps, 4, 1)).toBe(4);
	// The first release is the one that all others are compared with: nothing is known to have changed in it.
	expect(movedAlong(charted({releases: changes(0, 12)})!, 1, -1)).toBe(1);
});

it('takes the months that others published of a directory', () => {
	const published = {
		...window,
		origin: 'example.org',
		url: 'https://example.org/x',
		commits: 7,
		linesAdded: 1,
		linesRemoved: 1,
		authors: 1,
		activeMonths: 2,
		monthly: [3, null, 4, null, null, null],
	};
	const [activity] = monthlyActivities(makeDriver('drivers/net/x', {signals: {published: [published]}}));
	expect(activity).toMatchObject({kind: 'commits', origin: 'example.org', total: 7});
	expect(activeMonths(activity!)).toEqual({active: 2, known: 2});
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
