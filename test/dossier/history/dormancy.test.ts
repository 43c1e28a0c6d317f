import {describe, expect, it} from 'vitest';
import {type Dormancy, dormancyOf, ranked} from '../../../source/dossier/history/dormancy.ts';
import type {Signals} from '../../../source/dossier/schema.ts';
import {makeDirectory, makeDriver} from '../../support/sample.ts';

const releases = ['2020-01-01', '2022-06-01', '2023-06-01', '2024-06-01', '2025-06-01'].map(
	(date, index) => ({
		release: `6.${index}`,
		date,
		snapshot: null,
		missing: [],
	}),
);
const manifest = {asOf: '2026-06-01', releases};
const since = (date: string, earliest = false): Signals['since'] => ({
	release: '2.6.0',
	date,
	earliest,
	source: 'a',
});
const substantive = (...lines: (number | null)[]): Partial<Signals> => ({
	releases: {files: lines, added: lines, removed: lines, substantive: lines},
});
const dormancy = (directory: string, own: Partial<Signals>, born: Signals['since'] = since('2000-01-01')) => {
	const record = makeDirectory(directory, 1);
	const driver = makeDriver(`${directory}/one`, {signals: {since: born}});
	return dormancyOf({...record, signals: {...record.signals, ...own}}, [driver], manifest);
};

describe('dormancy', () => {
	it('is whole for an old directory that no release changed in earnest', () => {
		expect(dormancy('drivers/net/pond', substantive(null, 0, 9, 0, 0))).toMatchObject({
			score: 1,
			old: 1,
			few: 1,
			long: 1,
			changes: 0,
			last: null,
			from: 'releases',
			zero: null,
		});
	});

	it('is less for each change of five years, and for one that was lately', () => {
		const late = dormancy('drivers/net/pond', substantive(null, 0, 0, 0, 10));
		const early = dormancy('drivers/net/pond', substantive(null, 10, 0, 0, 0));
		const twice = dormancy('drivers/net/pond', substantive(null, 10, 0, 10, 0));
		expect(late).toMatchObject({changes: 1, last: '2025-06-01', few: 0.8, long: 0.2, score: 0.16});
		expect(early).toMatchObject({changes: 1, last: '2022-06-01', long: 0.8});
		expect(early.score).toBeGreaterThan(late.score);
		expect(twice.score).toBeLessThan(early.score);
		// What lies before the five years is no recent change.
		expect(dormancy('drivers/net/pond', substantive(50, 0, 0, 0, 0)).score).toBe(1);
	});

	it('is little for what is young, and nothing below five years', () => {
		const quiet = substantive(null, 0, 0, 0, 0);
		expect(dormancy('drivers/net/pond', quiet, since('2016-06-01')).score).toBe(0.5);
		expect(dormancy('drivers/net/pond', quiet, since('2021-06-03'))).toMatchObject({score: 0, zero: 'young'});
		expect(dormancy('drivers/net/pond', quiet, null)).toMatchObject({score: 0, zero: 'young'});
	});

	it('is nothing in a mega subsystem, in a folder without drivers, or where no work was surveyed', () => {
		const quiet = substantive(null, 0, 0, 0, 0);
		expect(dormancy('drivers/nvme/host', quiet).zero).toBe('mega subsystem');
		expect(dormancy('drivers/nvmem', quiet).zero).toBe(null);
		expect(dormancy('drivers/net/pond/tests', quiet).zero).toBe('no driver');
		expect(dormancyOf(makeDirectory('drivers/net/pond', 0), [], manifest).zero).toBe('no driver');
		expect(dormancy('drivers/net/pond', {})).toMatchObject({zero: 'not surveyed', from: null, changes: null});
	});

	it('is counted by git commits where these were surveyed, sweeps left out', () => {
		const counted = dormancy('drivers/net/pond', {
			...substantive(null, 50, 50, 50, 50),
			commits: {
				since: '2021-06-01',
				until: '2026-06-01',
				total: 30,
				substantive: {total: 4, authors: 2, lastDate: '2021-12-01'},
				linesAdded: null,
				linesRemoved: null,
				authors: 9,
				lastDate: '2026-05-01',
				monthly: [],
			},
		});
		expect(counted).toMatchObject({from: 'commits', changes: 4, few: 0.5, last: '2021-12-01'});
	});

	it('takes patches in where they are more than the releases', () => {
		const posted = dormancy('drivers/net/pond', {
			...substantive(null, 0, 0, 0, 0),
			patches: {
				since: '2021-06-01',
				until: '2026-06-01',
				total: 9,
				atLeast: true,
				elsewhere: {total: 0, last: null},
				lists: [],
				substantive: {total: 4, authors: 1, last: {date: '2024-12-01', messageId: 'a@b'}},
				authors: 1,
				last: null,
				monthly: [],
			},
		});
		expect(posted).toMatchObject({from: 'releases and patches', changes: 4, few: 0.5, last: '2024-12-01'});
	});
});

it('ranks parents in place of what lies below them, unless that comes first', () => {
	const one = (directory: string, score: number) => ({directory, score}) as Dormancy;
	const order = ranked([
		one('drivers/a/child', 0.5),
		one('drivers/a', 0.7),
		one('drivers/ab', 0.6),
		one('drivers/b/child', 0.9),
		one('drivers/b', 0.8),
		one('drivers/b/other', 0.1),
		one('drivers/c', 0),
	]);
	expect(order.map(({directory}) => directory)).toEqual([
		'drivers/b/child',
		'drivers/b',
		'drivers/a',
		'drivers/ab',
	]);
});
