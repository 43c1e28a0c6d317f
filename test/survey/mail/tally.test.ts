import {describe, expect, it} from 'vitest';
import {type PatchMail, PatchTally} from '../../../source/survey/mail/tally.ts';

const window = {since: '2025-01-01', until: '2025-06-30'};
const day = (date: string) => Date.parse(`${date}T12:00:00Z`) / 1000;

/** Counts mails about one driver, given in some order; `removes` says which of them delete it. */
function count(mails: readonly Partial<PatchMail>[]) {
	const tally = new PatchTally();
	const owner = tally.ownerOf('drivers/net/one');
	for (const mail of mails) {
		const whole: PatchMail = {
			messageId: 'a@x',
			time: day('2025-03-03'),
			author: 'one@example.org',
			title: 'net: one: fix',
			isSweep: false,
			list: 0,
			owners: [],
			removes: [],
			replacements: [],
			...mail,
		};
		tally.add({...whole, owners: [owner], removes: whole.removes.length > 0 ? [owner] : []});
	}
	const range = {
		since: Math.floor(day('2025-01-01') / 86_400),
		until: Math.floor(day('2025-06-30') / 86_400),
	};
	return {
		patches: tally.patches(window, new Map([[owner, range]])).get(owner)!,
		removals: tally.removalPatches(window.until, ['first', 'second']).get(owner) ?? [],
	};
}

describe('copies of a mail', () => {
	// The second list writes itself into the From: of what it passes on.
	const original = {list: 0, author: 'one@example.org'};
	const munged = {list: 1, author: 'second@lists.example.org', title: '[second] net: one: fix'};
	const later = {messageId: 'b@x', time: day('2025-04-04'), author: 'one@example.org', list: 0};

	it('count once, by the copy of the lowest list, in whatever order they come', () => {
		const orders = [
			[original, munged, later],
			[munged, original, later],
			[later, munged, original],
		];
		for (const order of orders) {
			const {patches} = count(order);
			expect(patches).toMatchObject({total: 1, authors: 1});
			expect(patches).toEqual(count(orders[0]!).patches);
		}
	});

	it('name the lowest list for a removal', () => {
		const removes = [1];
		const expected = [{messageId: 'a@x', list: 'first', title: 'net: one: fix'}];
		expect(
			count([
				{...munged, removes},
				{...original, removes},
			]).removals,
		).toMatchObject(expected);
		expect(
			count([
				{...original, removes},
				{...munged, removes},
			]).removals,
		).toMatchObject(expected);
	});
});
