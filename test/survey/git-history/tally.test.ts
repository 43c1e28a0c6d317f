import {expect, it} from 'vitest';
import {CommitTally} from '../../../source/survey/git-history/tally.ts';
import {plainOwners} from './scratch.ts';

const at = (day: string) => Date.parse(`${day}T12:00:00Z`) / 1000;

function tally(): CommitTally {
	return new CommitTally({
		owners: plainOwners,
		drivers: ['drivers/net/a', 'drivers/net/b'],
		directories: ['drivers/net'],
		window: {since: '2024-01-01', until: '2024-03-31'},
		linesKnown: true,
	});
}

it('gives the same whatever the order of commits', () => {
	const commits = [
		{time: at('2024-01-10'), author: 'one', title: 'fix a', files: 1},
		{time: at('2024-03-05'), author: 'two', title: 'fix typo', files: 1},
		{time: at('2024-02-07'), author: 'one', title: 'more of a', files: 1},
	];
	const count = (order: typeof commits) => {
		const counting = tally();
		for (const facts of order) counting.add(facts, {paths: ['drivers/net/a.c'], lines: [2, 1]});
		return counting.driverFacts().get('drivers/net/a')!;
	};
	const facts = count(commits);
	expect(facts).toMatchObject({
		total: 3,
		authors: 2,
		lastDate: '2024-03-05',
		substantive: {total: 2, authors: 1, lastDate: '2024-02-07'},
		linesAdded: 6,
		linesRemoved: 3,
	});
	expect(facts.monthly.map(({commits: number}) => number)).toEqual([1, 1, 1]);
	expect(count(commits.toReversed())).toEqual(facts);
});

it('counts a commit once for its directory, however many files it touches there', () => {
	const counting = tally();
	counting.add(
		{time: at('2024-01-10'), author: 'one', title: 'both', files: 2},
		{paths: ['drivers/net/a.c', 'drivers/net/b.c'], lines: [1, 0, 2, 5]},
	);
	expect(counting.directoryFacts().get('drivers/net')).toMatchObject({
		total: 1,
		linesAdded: 3,
		linesRemoved: 5,
	});
	expect(counting.driverFacts().get('drivers/net/b')).toMatchObject({total: 1, linesAdded: 2});
});

it('knows no lines of a driver one of whose contents is missing', () => {
	const counting = tally();
	const facts = {time: at('2024-01-10'), author: 'one', title: 'x', files: 1};
	counting.add(facts, {paths: ['drivers/net/a.c'], lines: [2, 1]});
	counting.add({...facts, time: at('2024-02-10')}, {paths: ['drivers/net/a.c'], lines: [-1, -1]});
	const {linesAdded, monthly} = counting.driverFacts().get('drivers/net/a')!;
	expect(linesAdded).toBeNull();
	expect(monthly.map(({added}) => added)).toEqual([2, null, 0]);
});
