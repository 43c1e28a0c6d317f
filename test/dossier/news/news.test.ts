import {describe, expect, it} from 'vitest';
import {datedNewsOf, goneNews, newsOf} from '../../../source/dossier/news/news.ts';
import {notedOf} from '../../../source/dossier/news/noted.ts';
import type {RemovalPatch} from '../../../source/dossier/schema.ts';
import {deprecate, keep, makeDriver, makeGone} from '../../support/sample.ts';

const id = 'drivers/net/ethernet/old/old';
const removal: RemovalPatch = {
	date: '2026-05-01',
	messageId: 'a@b',
	title: 'net: remove old',
	list: 'netdev',
	kind: 'removal',
	by: 'maintainer',
	answer: 'applied',
	overtakenBy: 0,
	replacement: null,
};
const before = makeDriver(id, {verdict: keep});

describe('what is new of a driver', () => {
	it('is nothing where nothing changed, and no risk that moved a little', () => {
		expect(newsOf(notedOf(before), before)).toEqual([]);
		const close = makeDriver(id, {verdict: {...keep, removalRisk: keep.removalRisk + 0.04}});
		expect(newsOf(notedOf(before), close)).toEqual([]);
	});

	it('is the gravest first: a deletion, the verdict, CVEs', () => {
		const now = makeDriver(id, {
			verdict: deprecate,
			signals: {
				removalPatches: [removal, {...removal, messageId: 'c@d', kind: 'move'}],
				cves: ['CVE-2026-1', 'CVE-2026-2'],
				cveDates: ['2026-03-01', null],
			},
		});
		const news = newsOf({...notedOf(before), cves: ['CVE-2026-1']}, now);
		expect(news.map(({kind, date}) => [kind, date])).toEqual([
			['deletion', '2026-05-01'],
			['verdict', null],
			['cve', null],
		]);
		expect(news[0]!.text).toContain('by a maintainer, applied');
		expect(news[0]!.address).toBe('https://lore.kernel.org/netdev/a@b/');
		expect(news[1]).toMatchObject({from: 'keep', to: 'deprecate'});
	});

	it('is a risk where the verdict stays and the risk does not', () => {
		const now = makeDriver(id, {verdict: {...keep, removalRisk: 0.2}});
		expect(newsOf(notedOf(before), now)).toMatchObject([{kind: 'risk', from: '0.4 %', to: '20 %'}]);
	});

	it('is of a day only what bears a later one', () => {
		const now = makeDriver(id, {
			verdict: deprecate,
			signals: {
				removalPatches: [removal],
				cves: ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-3'],
				cveDates: ['2026-05-01', '2026-05-02', null],
			},
		});
		expect(datedNewsOf(now, '2026-04-30').map(({kind}) => kind)).toEqual(['deletion', 'cve', 'cve']);
		expect(datedNewsOf(now, '2026-05-01').map(({text}) => text)).toEqual([
			'CVE-2026-2, published 2026-05-02',
		]);
	});

	it('tells of one that left whether it is gone or elsewhere', () => {
		expect(goneNews(id, makeGone(id), '7.3')).toMatchObject({kind: 'gone', date: '2025-01-19'});
		const moved = makeGone(id, {fate: 'moved', to: [{id: 'drivers/net/new/old', option: null}]});
		expect(goneNews(id, moved, '7.3')).toMatchObject({kind: 'moved', to: 'drivers/net/new/old'});
		expect(goneNews(id, null, '7.3').text).toContain('what became of it is not known');
	});
});
