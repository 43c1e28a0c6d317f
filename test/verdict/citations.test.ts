import {expect, it} from 'vitest';
import {makeDriver} from '../support/sample.ts';

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

it('numbers a place once, however many reasons cite it', () => {
	const [verdict] = makeDriver('drivers/net/x', {signals: {patches}}).assessments;
	const {reasons, sources} = verdict!;
	const cited = reasons.map(({source}) => source!);
	expect(cited.length).toBeGreaterThan(new Set(cited).size);
	expect(new Set(sources.map(source => JSON.stringify(source))).size).toBe(sources.length);
	expect([...new Set(cited)].sort()).toEqual(sources.map((_, index) => index + 1));
});
