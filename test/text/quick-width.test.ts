import {expect, it, vi} from 'vitest';
import {dossierText} from '../../source/explorer/views/dossier-text.ts';
import {createTheme} from '../../source/text/theme.ts';
import {calibrationSummary} from '../../source/verdict/calibration.ts';
import {makeDriver, sampleRecords, sampleReleases} from '../support/sample.ts';

// Loading string-width costs a look-up a third of its time: text in ASCII and the program's own signs never needs it.
vi.mock('string-width', () => ({
	default(text: string) {
		throw new Error(`measured by grapheme: ${JSON.stringify(text)}`);
	},
}));

it('measures whatever a dossier prints without string-width, but for what others wrote', () => {
	const records = [...sampleRecords().drivers, makeDriver('drivers/net/risky', {status: 'Orphan'})];
	for (const depth of [0, 256] as const) {
		for (const record of records) {
			const theme = createTheme({depth, ascii: false, links: depth > 0});
			const context = {
				directory: null,
				treeVersion: '7.3.4',
				releases: sampleReleases,
				calibration: calibrationSummary(),
			};
			const printed = dossierText(theme, {record, ...context}, 80);
			expect(printed).toContain(record.module);
			expect(printed).toContain('%');
		}
	}
	expect(() =>
		dossierText(
			createTheme({depth: 0, ascii: false}),
			{
				record: makeDriver('drivers/net/wide', {title: '網路卡'}),
				directory: null,
				treeVersion: '7.3.4',
				releases: sampleReleases,
				calibration: null,
			},
			80,
		),
	).toThrow('網');
});
