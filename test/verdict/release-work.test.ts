import {describe, expect, it} from 'vitest';
import type {Signals} from '../../source/dossier/schema.ts';
import {type Evidence, historySource} from '../../source/verdict/evidence.ts';
import {newSince, releaseWork} from '../../source/verdict/release-work.ts';
import {makeDriver} from '../support/sample.ts';

const releases = Array.from({length: 8}, (_, index) => ({
	release: `6.${index + 10}`,
	date: `2025-0${index + 1}-01`,
	snapshot: `6.${index + 10}.1`,
	missing: [],
}));

function evidenceOf(files: string[], signals: Partial<Signals>, year: string | null = null): Evidence {
	const {assessments: _, ...record} = makeDriver('drivers/net/acme/acme');
	const signs =
		year === null ? [] : [{sign: 'newest-copyright' as const, value: year, at: 'drivers/net/acme/last.c:1'}];
	return {
		record: {...record, files, signals: {...record.signals, away: [], signs, ...signals}},
		treeVersion: '6.17',
		asOf: '2025-12-01',
		releases,
	};
}

const since = {release: '6.12', date: '2025-03-01', earliest: false, source: 'drivers/net/old/main.c'};

it('cites a file of the folder of a driver before one from beside it, and no path that climbs', () => {
	const url = (files: string[]) => historySource(evidenceOf(files, {since: null}), 'what it did');
	const history = 'https://github.com/torvalds/linux/commits/v6.17/drivers/net';
	expect(url(['../shared/acp.c', 'main.c', 'other.c'])).toMatchObject({url: `${history}/acme/main.c`});
	expect(url(['../shared/acp.c', '../shared/b.c'])).toMatchObject({url: `${history}/shared/acp.c`});
});

describe('a new driver', () => {
	it('is one whose release is young, and cites that release, under the path of then', () => {
		expect(newSince(evidenceOf(['main.c'], {since}))).toMatchObject({
			came: '6.12',
			source: {kind: 'release', url: expect.stringContaining('/v6.12/drivers/net/old/main.c')},
		});
		expect(newSince(evidenceOf(['main.c'], {since}, '2024'))).not.toBeNull();
	});

	it('is none whose sources are much older than its release', () => {
		expect(newSince(evidenceOf(['main.c'], {since}, '2016'))).not.toBeNull();
		expect(newSince(evidenceOf(['main.c'], {since}, '2015'))).toBeNull();
	});
});

it('cites the history of the only source, or of the main one, whatever signs stand elsewhere', () => {
	const zeros = [null, 0, 0, 0, 0, 0, 0, 0];
	const changes = {files: zeros, added: zeros, removed: zeros, substantive: zeros};
	const urlOf = (files: string[], source: string) => {
		const work = releaseWork(evidenceOf(files, {releases: changes, since: {...since, source}}, '2024'));
		return (work!.source as {url: string}).url;
	};
	expect(urlOf(['only.c', 'only.h'], 'drivers/net/old/main.c')).toContain('/drivers/net/acme/only.c');
	expect(urlOf(['first.c', 'last.c', 'main.c'], 'drivers/net/acme/main.c')).toContain(
		'/drivers/net/acme/main.c',
	);
	expect(urlOf(['first.c', 'last.c'], 'drivers/net/old/main.c')).toContain('/drivers/net/acme/first.c');
});
