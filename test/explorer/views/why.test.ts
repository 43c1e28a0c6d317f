import {expect, it} from 'vitest';
import {saidOfAll, why} from '../../../source/explorer/views/dossier/reasons.ts';
import {plainTheme} from '../../../source/text/theme.ts';
import {makeDriver} from '../../support/sample.ts';

type Drawing = Parameters<typeof why>[0];
const drawingOf = (record: unknown): Drawing => ({
	theme: plainTheme,
	dossier: {record} as unknown as Drawing['dossier'],
	view: {} as Drawing['view'],
	width: 80,
	height: null,
	keys: null,
});

it('tells first what an imported dossier claims of its sources, then the reasons of the rules', () => {
	const record = makeDriver('drivers/net/x');
	const [rules] = record.assessments;
	const claims = ['A list still sees patches.', 'The vendor calls it legacy.'];
	const imported = {
		...rules!,
		assessor: 'dossier' as const,
		origin: 'example.org',
		covers: 'drivers/net',
		reasons: [],
		sources: claims.map(claim => ({
			kind: 'web' as const,
			url: 'https://example.org/',
			host: 'example.org',
			date: null,
			claim,
		})),
	};
	const own = {
		...rules!,
		reasons: [{rule: 'quiet', weight: 0.5, text: 'quiet for long', source: 1}],
		sources: [{kind: 'tree' as const, at: 'drivers/net/x.c:1', claim: 'nothing'}],
	};
	const lines = why(drawingOf({...record, assessments: [imported, own]})).flatMap(({lines}) =>
		lines.map(line => line.trim()),
	);
	const at = (text: string) => lines.findIndex(line => line.includes(text));
	expect(at('A list still sees patches. [1]')).toBeGreaterThan(-1);
	expect(at('The vendor calls it legacy. [2]')).toBeGreaterThan(at('A list still'));
	expect(at('quiet for long [3]')).toBeGreaterThan(at('The vendor calls'));
});

it('is not told what is said of a whole directory, which stands elsewhere with its source', () => {
	const record = makeDriver('drivers/net/x');
	const [rules] = record.assessments;
	const own = {
		...rules!,
		reasons: [{rule: 'quiet', weight: 0.5, text: 'quiet for long', source: 1}],
		sources: [{kind: 'tree' as const, at: 'drivers/net/x.c:1', claim: 'nothing'}],
	};
	const claim = 'the dossier of drivers/net recommends keep';
	const ofAll = {
		...rules!,
		assessor: 'dossier' as const,
		recommendation: 'keep' as const,
		origin: 'example.org',
		covers: 'drivers/net',
		coversDrivers: 12,
		reasons: [],
		sources: [{kind: 'page' as const, url: 'https://example.org/', host: 'example.org', date: null, claim}],
	};
	const drawing = drawingOf({...record, assessments: [ofAll, own]});
	expect(why(drawing).map(({spoken}) => spoken)).toEqual(['against it: quiet for long [1]']);
	const said = saidOfAll(drawing).join(' ');
	expect(said).toMatch(/example\.org says .*keep.*for all of drivers\/net \[2\]/);
	expect(said).not.toContain(claim);
});
