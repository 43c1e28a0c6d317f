import {describe, expect, it} from 'vitest';
import {indexColumns, packRow, unpackRow} from '../../source/dossier/index-row.ts';
import {changes, makeDriver, sampleRecords} from '../support/sample.ts';

describe('index rows', () => {
	it('come out of the index as they went in', () => {
		const record = makeDriver('drivers/net/x', {
			signals: {
				cves: ['CVE-2024-1000'],
				support: [
					{vendor: 'RHEL', release: '8', state: 'maintained', device: null},
					{vendor: 'RHEL', release: '10', state: 'removed', device: null},
				],
				removalPatches: [
					{
						date: '2025-05-27',
						messageId: 'a@b',
						title: 'drop x',
						list: 'netdev',
						kind: 'removal',
						by: 'maintainer',
						answer: 'none',
						overtakenBy: 0,
						replacement: null,
					},
				],
				releases: changes(0, 12),
			},
		});
		const packed = packRow(record, 12, 34);
		expect(packed).toHaveLength(indexColumns.length);
		expect(unpackRow(JSON.parse(JSON.stringify(packed)))).toMatchObject({
			id: 'drivers/net/x',
			subsystem: 'net',
			cves: 1,
			rhel: [
				{release: '8', state: 'maintained'},
				{release: '10', state: 'removed'},
			],
			removalPatch: true,
			own: true,
			activity: {kind: 'releases', recent: [0, 12]},
			offset: 12,
			length: 34,
		});
	});

	it('tell a verdict that others dispute', () => {
		const mlx4 = sampleRecords().drivers.find(({module}) => module === 'mlx4_ib')!;
		expect(unpackRow(packRow(mlx4, 0, 0))).toMatchObject({
			recommendation: 'keep-annotate',
			confidence: 0.88,
			differs: true,
			imported: true,
			commits: 51,
			replacement: 'mlx5_ib',
		});
	});
});
