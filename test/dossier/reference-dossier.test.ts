import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {activeMonths, monthlyActivities} from '../../source/dossier/history/activity.ts';
import {assessmentOf, dateIn, readReferenceDossier} from '../../source/dossier/reference-dossier.ts';
import {sourceName} from '../../source/dossier/source-links.ts';
import {UserError} from '../../source/dossier/user-error.ts';
import {makeDriver, mlx4Dossier} from '../support/sample.ts';

const json = () => JSON.parse(readFileSync(mlx4Dossier, 'utf8'));

describe('a dossier of the published corpus', () => {
	it('keeps every fact of the page', () => {
		const assessment = assessmentOf(readReferenceDossier(json(), 'x'), {
			assessor: 'dossier',
			origin: 'linux-drivers.com',
		});
		expect(assessment).toMatchObject({
			recommendation: 'keep-annotate',
			confidence: 0.88,
			deployments: 'medium',
			replacement: 'mlx5_ib',
			covers: 'drivers/infiniband/hw/mlx4',
			date: '2026-04-21',
			title: 'Mellanox ConnectX-3 InfiniBand and RoCE HCA support (mlx4_ib)',
		});
		expect(assessment.sources.map(sourceName)).toEqual([
			'lore.kernel.org',
			'cateee.net',
			'docs.nvidia.com',
			'docs.nvidia.com',
			'nvidia.com',
		]);
		expect(assessment.signals).toMatchObject({
			tree: {files: 15, sourceLines: 17_060},
			commits: {
				total: 51,
				linesAdded: 635,
				linesRemoved: 755,
				authors: 27,
				since: '2021-04-21',
				until: '2026-04-21',
			},
		});
		const activity = monthlyActivities({...makeDriver('drivers/x/y'), assessments: [assessment]})[0]!;
		expect(activity.months).toHaveLength(61);
		expect(activeMonths(activity)).toEqual({active: 27, known: 61});
		expect(activity.months[28]).toEqual({month: '2023-08', count: 5, added: 136, removed: 89});
		expect(assessment.notes).toContain('6 April 2026');
	});

	it('is refused by field when something in it is wrong', () => {
		const broken: [(dossier: Record<string, unknown>) => void, RegExp][] = [
			[dossier => delete dossier.confidence, /confidence/],
			[dossier => Object.assign(dossier, {confidence: 1.2}), /confidence/],
			[dossier => Object.assign(dossier, {recommendation_hint: 'burn'}), /recommendation_hint/],
			[dossier => Object.assign(dossier, {surprise: 1}), /surprise/],
			[dossier => Object.assign(dossier, {driver_path: '../etc'}), /driver_path/],
			[dossier => Object.assign(dossier, {sources: [{url: 'javascript:x', claim: 'y'}]}), /sources\.0\.url/],
			[
				dossier => ((dossier.page as {signals: {commits_5y: number}}).signals.commits_5y = 50),
				/commits_5y is 50.*51/,
			],
		];
		for (const [spoil, message] of broken) {
			const dossier = json();
			spoil(dossier);
			expect(() => readReferenceDossier(dossier, 'file.json')).toThrow(UserError);
			expect(() => readReferenceDossier(dossier, 'file.json')).toThrow(message);
		}
	});

	it('finds the day that a claim names', () => {
		expect(dateIn('on 6 April 2026 a patch')).toBe('2026-04-06');
		expect(dateIn('December 2, 2025 documentation')).toBe('2025-12-02');
		expect(dateIn('as of 2026-01-31')).toBe('2026-01-31');
		expect(dateIn('no day here, only 2026')).toBeNull();
	});
});
