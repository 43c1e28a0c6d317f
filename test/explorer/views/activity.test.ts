import {describe, expect, it} from 'vitest';
import type {Dossier} from '../../../source/dossier/dossier.ts';
import type {ReleaseChanges, Signals} from '../../../source/dossier/schema.ts';
import {freshView} from '../../../source/explorer/model.ts';
import {drawDossier} from '../../../source/explorer/views/dossier/dossier.ts';
import {dossierMarkdown} from '../../../source/explorer/views/dossier-markdown.ts';
import {dossierText} from '../../../source/explorer/views/dossier-text.ts';
import {plainTheme} from '../../../source/text/theme.ts';
import {makeDirectory, makeDriver} from '../../support/sample.ts';

const releases: Dossier['releases'] = [
	{release: '6.12', date: '2024-11-17', snapshot: null, missing: []},
	{release: '6.13', date: '2025-01-19', snapshot: null, missing: []},
	{release: '6.14', date: '2025-03-24', snapshot: null, missing: []},
	{release: '6.17', date: '2025-09-28', snapshot: null, missing: ['6.15', '6.16']},
	{release: '6.18', date: '2025-11-30', snapshot: null, missing: []},
	{release: '6.19', date: '2026-02-08', snapshot: null, missing: []},
];
/** Arrived in 6.13, changed in 6.17 and 6.19. */
const changed: ReleaseChanges = {
	files: [null, 4, 0, 3, 1, 2],
	added: [null, 1200, 0, 136, 1, 9000],
	removed: [null, 0, 0, 89, 1, 10],
	substantive: [null, null, 0, 120, 0, 8000],
};
const of = (signals: Partial<Signals>): Dossier => ({
	record: makeDriver('drivers/net/x', {signals}),
	directory: null,
	treeVersion: '7.3.4',
	releases,
	calibration: null,
});

function drawn(dossier: Dossier, options: {moment?: number; width?: number} = {}) {
	const view = {...freshView, moment: options.moment ?? null};
	const {blocks} = drawDossier(plainTheme, dossier, {view, width: options.width ?? 80, notesKey: null});
	return blocks.flatMap(block => (block.kind === 'lines' ? block.lines : []));
}

const patches: Signals['patches'] = {
	since: '2025-01-15',
	until: '2026-01-14',
	total: 2,
	atLeast: true,
	elsewhere: {total: 0, last: null},
	lists: [],
	authors: 1,
	last: null,
	substantive: {total: 0, authors: 0, last: null},
	monthly: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null],
};

describe('the history over the releases', () => {
	it('is a chart with the years under it, where months are not known', () => {
		const lines = drawn(of({releases: changed}));
		const heading = lines.indexOf(
			'Lines of substance changed a release, 6.12 → 6.19 · 8,120 in 2/4 releases',
		);
		expect(lines.slice(heading + 1, heading + 10).map(line => line.trimEnd())).toEqual([
			'8,000 ┤            ╭──',
			'3,000 ┤            │',
			'1,000 ┤            │',
			'  300 ┤            │',
			'  100 ┤      ╭──╮  │',
			'    0 ┼ + ───╯  ╰──╯',
			'  log  2025        2026',
			'changed in earnest in 2 of the last 4 releases, last in 6.19 · + arrived in 6.13',
			'· log scale',
		]);
	});

	it('reads each release out, and what it holds of missing ones', () => {
		const readout = (moment: number) => drawn(of({releases: changed}), {moment, width: 100});
		expect(readout(1)).toContain('6.13 (2025-01-19): arrived · 4 files · +1,200 −0');
		expect(readout(2)).toContain('6.14 (2025-03-24): no change');
		expect(readout(3)).toContain(
			'6.17 (2025-09-28): 3 files · +136 −89 · 120 of substance · holds the change of 6.15 and 6.16 too',
		);
		expect(readout(5).findIndex(line => line.includes('6.19 (2026-02-08): 2 files'))).toBeGreaterThan(0);
	});

	it('points at the release that is read out', () => {
		const lines = drawn(of({releases: changed}), {moment: 3});
		const arrow = lines.find(line => line.trim() === plainTheme.glyphs.up)!;
		const top = lines.find(line => line.startsWith('  100 ┤'))!;
		expect(arrow.indexOf(plainTheme.glyphs.up)).toBe(top.indexOf('╭──╮') + 1);
	});

	it('stands in a line under a chart of months', () => {
		const lines = drawn(of({releases: changed, patches}));
		expect(lines).toContain('Patches posted a month, 2025-01-15 → 2026-01-14 · at least 2 in 1/12 months');
		expect(lines).toContain('releases    ▆ █  changed in earnest in 2 of the last 4 releases, last in 6.19');
	});

	it('has a chart of tree-wide edits where there is nothing else, and says so', () => {
		const swept = {...changed, files: [null, 4, 0, 1, 0, 0], substantive: [null, null, 0, 0, 0, 0]};
		const lines = drawn(of({releases: swept}));
		expect(lines.some(line => line.startsWith('Lines changed a release, 6.12 → 6.19'))).toBe(true);
		expect(lines.join(' ')).toContain(
			'nothing but tree-wide edits, comments and the like since it arrived in 6.13',
		);
	});

	it('is a sentence, and no chart, where nothing ever changed', () => {
		const zeros = [null, 0, 0, 0, 0, 0];
		const still = {files: zeros, added: zeros, removed: zeros, substantive: zeros};
		const lines = drawn(of({releases: still}));
		expect(lines).toContain('no line changed since 6.12');
		expect(lines.some(line => line.includes('┼'))).toBe(false);
	});

	it('is read out whole on paper, and summed up in Markdown', () => {
		const dossier = of({releases: changed});
		const printed = dossierText(plainTheme, dossier, 100);
		expect(printed).toContain('6.13: +1,200 −0 · arrived');
		expect(printed).toContain('6.17: +136 −89 · 120 of substance');
		expect(printed).not.toContain('6.14:');
		const monthly = dossierText(plainTheme, of({releases: changed, patches}), 100);
		expect(monthly.indexOf('2025-01: 2 patches')).toBeGreaterThan(monthly.indexOf('releases  '));
		const manifest = {treeVersion: '7.3.4', asOf: '2026-07-01', releases, calibration: null};
		expect(dossierMarkdown(dossier.record, manifest)).toContain(
			'Changed in earnest in 2 of the last 4 releases, last in 6.19.',
		);
	});
});

it('says since when a driver is there, and when it was away', () => {
	const since = {release: '2.6.24', date: '2008-01-24', earliest: false, source: 'lkddb-2.6.24.list'};
	const dossier = of({since, away: [{from: '6.13', back: '6.17'}]});
	const lines = drawn(dossier);
	expect(lines[2]).toBe('CONFIG_X · pci · since 2.6.24 (January 2008) · not in 6.13 to 6.14, back in 6.17');
	expect(lines).toContain('since  2.6.24 (January 2008), listed in lkddb-2.6.24.list');
	const manifest = {treeVersion: '7.3.4', asOf: '2026-07-01', releases, calibration: null};
	expect(dossierMarkdown(dossier.record, manifest)).toContain(
		'- In the kernel since: 2.6.24 (January 2008), listed in lkddb-2.6.24.list; not in 6.13 to 6.14, back in 6.17',
	);
});

it('shows what others published of a directory beside its own figures', () => {
	const directory = makeDirectory('drivers/net/x', 2);
	directory.signals.published = [
		{
			origin: 'example.org',
			url: 'https://example.org/x',
			since: '2021-04-21',
			until: '2026-04-21',
			commits: 51,
			linesAdded: 635,
			linesRemoved: 755,
			authors: 27,
			activeMonths: 27,
			monthly: null,
		},
	];
	const printed = dossierText(plainTheme, {...of({}), record: directory}, 80).replace(/ +/g, ' ');
	expect(printed).toContain('directory dossier');
	expect(printed).toContain('commits, 5 years · 51');
	expect(printed).toContain('lines removed · −755');
	expect(printed).toContain('active months · 27');
	expect(printed).toContain('dossier counted by example.org, 2021-04-21 to 2026-04-21');
});
