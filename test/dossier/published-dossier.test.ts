import {describe, expect, it} from 'vitest';
import {importDossiers} from '../../source/dataset/imports/import-dossiers.ts';
import {assessorsDiffer, effectiveAssessment} from '../../source/dossier/effective.ts';
import {pageAssessment, pageFigures, readPublishedPage} from '../../source/dossier/published-dossier.ts';
import {makeDirectory, makeDriver} from '../support/sample.ts';

const row = {
	driver_path: 'drivers/net',
	page_url: 'https://www.linux-drivers.com/driver/drivers/net/',
	recommendation: 'keep',
	confidence: 0.9,
	last_sold: 2025,
	subsystem: 'net',
	category: 'networking-other',
	commits_5y: 5,
	lines_added_5y: 50,
	lines_removed_5y: 40,
	authors_5y: 3,
	active_months: '2/61',
	monthly_commits: {'2021-04': [2, 30, 20], '2026-04': [3, 20, 20]},
	deployments: 'high',
	replacement: 'none',
};
const read = (change: object = {}) => readPublishedPage({...row, ...change}, 'pages.ndjson:1');
const options = {assessor: 'dossier', origin: 'linux-drivers.com'} as const;

describe('the facts of a published page', () => {
	it('are an assessment of the path, with the page as its source', () => {
		expect(pageAssessment(read(), options)).toMatchObject({
			covers: 'drivers/net',
			recommendation: 'keep',
			confidence: 0.9,
			deployments: 'high',
			replacement: null,
			date: '2026-04-21',
			sources: [{kind: 'web', url: row.page_url, host: 'linux-drivers.com'}],
		});
		expect(pageAssessment(read({replacement: 'mlx5_ib'}), options)?.replacement).toBe('mlx5_ib');
	});

	it('are figures only where the page shows no recommendation', () => {
		const page = read({recommendation: null, confidence: null, deployments: null, replacement: null});
		expect(pageAssessment(page, options)).toBeNull();
		expect(pageFigures(page, null)).toMatchObject({commits: 5, linesAdded: 50, authors: 3, activeMonths: 2});
		expect(pageFigures(read({commits_5y: null}), null)).toBeNull();
	});

	it('know the empty months only where those shown add up to the total', () => {
		const whole = pageFigures(read(), null)!.monthly!;
		expect([whole.length, whole[0], whole[1], whole[60]]).toEqual([61, 2, 0, 3]);
		const cut = pageFigures(read({commits_5y: 6}), null)!.monthly!;
		expect([cut[0], cut[1], cut[60]]).toEqual([2, null, 3]);
		expect(pageFigures(read({monthly_commits: null}), null)!.monthly).toBeNull();
	});

	it('are refused by line and field', () => {
		expect(() => read({recommendation: 'perhaps'})).toThrow(/pages\.ndjson:1 .*recommendation/);
		expect(() => read({active_months: 'many'})).toThrow(/active_months/);
		expect(() => read({surprise: 1})).toThrow(/surprise/);
	});
});

describe('an import of a directory with several drivers', () => {
	const drivers = [makeDriver('drivers/net/eddy'), makeDriver('drivers/net/brook/brook')];
	const directories = [makeDirectory('drivers/net', 2), makeDirectory('drivers/net/brook', 1)];
	const page = (change: object = {}) => ({
		assessments: [pageAssessment(read(change), options)!],
		figures: [{covers: row.driver_path, figures: pageFigures(read(change), null)!}],
	});

	it('stands beside each of them and decides for none', () => {
		const result = importDossiers({drivers, directories}, page({recommendation: 'remove'}));
		for (const driver of result.drivers) {
			expect(driver.assessments[0]).toMatchObject({assessor: 'dossier', coversDrivers: 2});
			expect(effectiveAssessment(driver)!.assessor).toBe('rules');
			expect(assessorsDiffer(driver)).toBe(false);
		}
		expect(effectiveAssessment(result.directories[0]!)!.assessor).toBe('dossier');
		expect(result.directories[0]!.signals.published).toHaveLength(1);
		expect(result.directories[1]!.signals.published).toBeUndefined();
	});

	it('decides where the directory has one driver', () => {
		const {assessments} = page({driver_path: 'drivers/net/brook', recommendation: 'remove'});
		const result = importDossiers({drivers, directories}, {assessments, figures: []});
		expect(effectiveAssessment(result.drivers[1]!)!.assessor).toBe('dossier');
		expect(assessorsDiffer(result.drivers[1]!)).toBe(true);
	});

	it('replaces what the same page brought before', () => {
		const once = importDossiers({drivers, directories}, page());
		const twice = importDossiers(once, page({commits_5y: 9, monthly_commits: null}));
		expect(twice.directories[0]!.signals.published).toEqual([expect.objectContaining({commits: 9})]);
		expect(twice.drivers[0]!.assessments).toHaveLength(once.drivers[0]!.assessments.length);
	});
});
