import {expect, it} from 'vitest';
import {freshView} from '../../../source/explorer/model.ts';
import {sourceList} from '../../../source/explorer/views/dossier/sources.ts';
import {summary} from '../../../source/explorer/views/dossier/verdict.ts';
import {plainTheme} from '../../../source/text/theme.ts';
import {makeDriver} from '../../support/sample.ts';

type Drawing = Parameters<typeof sourceList>[0];

const long = 'a claim of so many words that they do not fit into the line that a source has to itself';
const record = makeDriver('drivers/net/x');
const [rules] = record.assessments;
record.assessments = [
	{
		...rules!,
		title: 'Example Network Driver',
		summary: 'x is the example network driver, in the kernel since Linux 2.6.24.',
		reasons: [1, 2].map(source => ({rule: 'quiet', weight: 0.5, text: 'quiet', source})),
		sources: [
			{
				kind: 'distribution',
				url: 'https://example.org/config',
				host: 'example.org',
				date: '2026-01-01',
				claim: `Debian (trixie, amd64): ${long}`,
			},
			{
				kind: 'mail',
				url: 'https://lore.kernel.org/x/1/',
				host: 'lore.kernel.org',
				date: '2026-01-02',
				claim: long,
			},
			{kind: 'tree', at: 'drivers/net/x.c:3', claim: long},
			{kind: 'tree', at: 'drivers/net/x.c:4', claim: 'short'},
		],
	},
];
const drawingOf = (source: number | null): Drawing => ({
	theme: plainTheme,
	dossier: {record, treeVersion: '7.3.4'} as unknown as Drawing['dossier'],
	view: {...freshView, source},
	width: 70,
	height: 36,
	keys: {signals: 't', notes: 'n'},
});
const linesOf = (source: number | null) => sourceList(drawingOf(source), true).lines;

it('cuts a claim that does not fit; of one that a reason makes it says what the source is', () => {
	const [own, mail, other, short] = linesOf(null);
	expect(own).toMatch(/2026-01-01 {2}the \.config of Debian$/);
	expect(mail).toMatch(/2026-01-02 {2}a claim of so many.*…$/);
	expect(other).toMatch(/x\.c:3 {2}a claim of so many.*…$/);
	expect(short).toMatch(/x\.c:4 {2}short$/);
});

it('has a chosen one whole', () => {
	expect(linesOf(0).join(' ').replace(/\s+/g, ' ')).toContain(long);
});

it('has no title above sentences that tell it', () => {
	expect(summary(drawingOf(null))[0]).toMatch(/^x is the example network driver/);
});
