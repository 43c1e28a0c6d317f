import {expect, it} from 'vitest';
import {why} from '../../../source/explorer/views/dossier/reasons.ts';
import {plainTheme} from '../../../source/text/theme.ts';
import {makeDriver} from '../../support/sample.ts';

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
	const lines = why({
		theme: plainTheme,
		dossier: {record: {...record, assessments: [imported, own]}} as unknown as Parameters<
			typeof why
		>[0]['dossier'],
		view: {} as Parameters<typeof why>[0]['view'],
		width: 80,
		notesKey: null,
	}).map(line => line.trim());
	const at = (text: string) => lines.findIndex(line => line.includes(text));
	expect(at('A list still sees patches. [1]')).toBeGreaterThan(-1);
	expect(at('The vendor calls it legacy. [2]')).toBeGreaterThan(at('A list still'));
	expect(at('quiet for long [3]')).toBeGreaterThan(at('The vendor calls'));
});
