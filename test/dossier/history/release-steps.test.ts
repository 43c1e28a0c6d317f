import {describe, expect, it} from 'vitest';
import {noChartSentence, noneSentence, quietSentence} from '../../../source/dossier/history/quiet.ts';
import {lastChanges, releaseSteps} from '../../../source/dossier/history/release-steps.ts';
import {
	awayText,
	earlierText,
	formerNameText,
	sinceSourceText,
	sinceText,
} from '../../../source/dossier/history/since.ts';
import type {ReleaseChanges} from '../../../source/dossier/schema.ts';
import {lastChangesText} from '../../../source/explorer/views/dossier/releases.ts';
import {changes, makeDriver, sampleReleases} from '../../support/sample.ts';

/** Releases 6.0, 6.1 and so on, as many as there are entries. */
const releasesOf = (entries: readonly unknown[]) =>
	entries.map((_, index) => ({release: `6.${index}`, date: '2024-01-01', snapshot: null, missing: []}));

const cameAndWent: ReleaseChanges = {
	files: [null, 2, 1, 1, null, 3, 1],
	added: [null, 90, 5, 4, null, 80, 1],
	removed: [null, 0, 2, 88, null, 0, 0],
	substantive: [null, null, 12, null, null, null, 1],
};

describe('the releases of a driver', () => {
	it('say when it came, left and came back', () => {
		const steps = releaseSteps(cameAndWent, releasesOf(cameAndWent.files));
		expect(steps.map(({passage}) => passage)).toEqual([null, 'arrived', null, 'left', null, 'back', null]);
	});

	it('are counted where it is known whether they changed it', () => {
		const steps = releaseSteps(cameAndWent, releasesOf(cameAndWent.files));
		expect(lastChanges(steps)).toMatchObject({changed: 1, of: 2, last: {release: '6.2'}});
		const substantive = [null, 10, 9, ...Array<number>(11).fill(0)];
		const all = {files: substantive, added: substantive, removed: substantive, substantive};
		expect(lastChanges(releaseSteps(all, releasesOf(substantive)))).toMatchObject({
			changed: 0,
			of: 12,
			last: {release: '6.1'},
		});
		const gapped = releaseSteps(all, releasesOf(substantive)).map(step => ({...step, missing: ['5.20']}));
		expect(lastChangesText(gapped)).toMatch(/, last in 5\.20 or 6\.1$/);
		expect(lastChangesText(gapped, true)).toMatch(/, last by 6\.1$/);
		expect(lastChanges([])).toBeNull();
	});

	it('have a sentence where none changed it in earnest, that says which is true', () => {
		const of = (entries: Partial<ReleaseChanges>) => {
			const still = {
				files: [null, 0, 0],
				added: [null, 0, 0],
				removed: [null, 0, 0],
				substantive: [null, 0, 0],
			};
			return quietSentence({...still, ...entries}, releasesOf([1, 2, 3]));
		};
		expect(of({})).toBe('no line changed since 6.0');
		expect(of({files: [null, 1, 0], removed: [null, 1, 0]})).toBe(
			'nothing but tree-wide edits, comments and the like since 6.0',
		);
		expect(of({substantive: [null, 1, 0]})).toBeNull();
		const arrival = {files: [null, 1, 0], added: [null, 50, 0], substantive: [null, null, 0]};
		expect(of(arrival)).toBe('no line changed since it arrived in 6.1');
		const last = {files: [null, null, 1], added: [null, null, 50], substantive: [null, null, null]};
		expect(of(last)).toBe('arrived in 6.2');
		const gapped = releasesOf([1, 2, 3]).map((one, index) => ({
			...one,
			missing: index === 2 ? ['6.1.5'] : [],
		}));
		expect(quietSentence({...cameAndWent, ...last}, gapped)).toBe('arrived in 6.1.5 or 6.2');
	});

	it('are the reason where there is no chart', () => {
		const record = makeDriver('drivers/net/x', {signals: {releases: changes(0, 0)}});
		expect(noChartSentence(record, sampleReleases)).toBe('no line changed since 6.1');
		expect(noChartSentence(makeDriver('drivers/net/x'), sampleReleases)).toBe('no history was surveyed');
		const months = [null, 0, 0, null].map((count, index) => ({
			month: `2022-0${index + 1}`,
			count,
			added: null,
			removed: null,
		}));
		const window = {
			origin: null,
			since: '2022-01-01',
			until: '2022-04-30',
			total: 0,
			isAtLeast: true,
			months,
		};
		expect(noneSentence({...window, kind: 'patches'})).toBe(
			'no patch on its lists in 2 months, 2022-02 to 2022-03',
		);
	});
});

it('says since when a driver is there, and who says so', () => {
	const since = {release: '2.6.24', date: '2008-01-24', earliest: false, source: 'lkddb-2.6.24.list'};
	expect(sinceText(since, sampleReleases)).toBe('2.6.24 (January 2008)');
	expect(sinceText({...since, release: '5.10', earliest: true}, sampleReleases)).toBe('5.10 or earlier');
	const gapped = [{release: '6.17', date: '2025-09-28', snapshot: null, missing: ['6.15', '6.16']}];
	const compared = {release: '6.17', date: '2025-09-28', earliest: false, source: 'drivers/net/x.c'};
	expect(sinceText(compared, gapped)).toBe('6.15, 6.16 or 6.17 (by September 2025)');
	expect(sinceText({...compared, source: 'lkddb-6.17.list'}, gapped)).toBe('6.17 (September 2025)');
	expect(sinceSourceText(since)).toBe('listed in lkddb-2.6.24.list');
	expect(sinceSourceText({...since, source: 'drivers/net/x.c'})).toBe('as drivers/net/x.c');
});

it('says under which name it came, and until when it bore it where that is known', () => {
	const since = {release: '3.1', date: '2011-10-24', earliest: true, source: 'lkddb-3.1.list'};
	const first = {release: '2.6.38', date: '2011-03-14', earliest: false, until: '3.0'};
	const named = {...first, id: 'drivers/gpio/pch_gpio'};
	const said = (until: string, release: string, from = '2.6.38') =>
		formerNameText('drivers/gpio/gpio-pch', {...named, release: from, until}, {...since, release});
	expect(said('3.0', '3.1')).toBe('as pch_gpio until 3.0');
	expect(said('2.6.39', '3.0')).toBe('as pch_gpio until 2.6.39');
	expect(said('6.19', '7.0')).toBe('as pch_gpio until 6.19');
	// Its name between 4.8 and 5.10 stands in no list and no tree that was surveyed.
	expect(said('4.8', '5.10')).toBe('at first as pch_gpio');
	expect(said('6.14', '6.17')).toBe('at first as pch_gpio');
	expect(said('2.6.38', '2.6.39')).toBe('at first as pch_gpio');
	expect(formerNameText('drivers/gpio/pch-gpio', named, since)).toBeNull();
	const gapped = [{release: '6.17', date: '2025-09-28', snapshot: null, missing: ['6.15', '6.16']}];
	expect(earlierText('drivers/gpio/gpio-pch', {...named, release: '6.17'}, gapped)).toBe(
		'as pch_gpio since 6.15, 6.16 or 6.17',
	);
	expect(earlierText('drivers/gpio/gpio-pch', named, gapped)).toBe('as pch_gpio since 2.6.38');
	expect(earlierText('drivers/gpio/gpio-pch', {...named, release: '6.17', earliest: true}, gapped)).toBe(
		'as pch_gpio since 6.17 or earlier',
	);
});

it('says when it was away', () => {
	const releases = releasesOf([0, 1, 2, 3, 4]);
	expect(awayText([{from: '6.1', back: '6.4'}], releases)).toBe('not in 6.1 to 6.3, back in 6.4');
	expect(awayText([{from: '6.3', back: '6.4'}], releases)).toBe('not in 6.3, back in 6.4');
	expect(awayText([{from: '2.6.30', back: '2.6.33'}], releases)).toBe('not in 2.6.30, back in 2.6.33');
	expect(awayText([], releases)).toBeNull();
	expect(awayText(null, releases)).toBeNull();
});
