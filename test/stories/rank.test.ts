import {describe, expect, it} from 'vitest';
import type {DriverRecord, Signals} from '../../source/dossier/schema.ts';
import {run} from '../support/run.ts';
import {makeDirectory, makeDriver, sampleReleases, writeSample} from '../support/sample.ts';

/** What each release changed, in step with those of the sample. */
const changed = (lines: number): Partial<Signals> => {
	const counts = sampleReleases.map((_, index) => (index === 0 ? null : lines));
	return {releases: {files: counts, added: counts, removed: counts, substantive: counts}};
};
const since = (date: string): Signals['since'] => ({
	release: '2.6.0',
	date,
	earliest: true,
	source: 'lkddb-2.6.0.list',
});
const place = (directory: string, lines: number, born: string) => {
	const record = makeDirectory(directory, 1);
	return {
		directory: {...record, signals: {...record.signals, ...changed(lines)}},
		driver: makeDriver(`${directory}/${directory.split('/').at(-1)}`, {signals: {since: since(born)}}),
	};
};
const places = [
	place('drivers/net/old', 0, '2000-01-01'),
	place('drivers/net/old/older', 0, '1999-01-01'),
	place('drivers/net/busy', 50, '2000-01-01'),
	place('drivers/net/young', 0, '2024-01-01'),
	place('drivers/scsi/middle', 0, '2014-07-01'),
];
const drivers: DriverRecord[] = places.map(({driver}) => driver);
const data = writeSample({drivers, directories: places.map(({directory}) => directory)});

describe('driverdex rank', () => {
	it('prints the most dormant directories first, parents in place of what lies below them', async () => {
		const {out, remarks, status} = await run(['rank'], {data});
		expect(status).toBe(0);
		expect(
			out
				.trimEnd()
				.split('\n')
				.map(line => line.split(/ +/).at(-1)),
		).toEqual(['directory', 'drivers/net/old', 'drivers/scsi/middle', 'drivers/net/busy']);
		expect(out).toMatch(/^ *1\.000 +1\.00 +1\.00 +1\.00 +<=2\.6\.0 +0 +- +2 +drivers\/net\/old$/m);
		expect(remarks).toContain(
			'3 directories (3 by releases); no git commits were surveyed for any of them; 1 more score 0',
		);
	});

	it('takes those with a driver that a query matches, as many as are wanted', async () => {
		const scsi = await run(['rank', 'sub:scsi', '--json'], {data});
		expect(JSON.parse(scsi.out)).toMatchObject([
			{directory: 'drivers/scsi/middle', score: 0.6, old: 0.6, few: 1, long: 1, changes: 0, from: 'releases'},
		]);
		expect((await run(['rank', '--limit', '1', '--format', 'csv'], {data})).out).toBe(
			'dormancy,old,few,long,since,changes,last,drivers,directory,from\r\n1,1,1,1,2.6.0,0,,2,drivers/net/old,releases\r\n',
		);
		expect((await run(['rank', 'sub:usb'], {data})).status).toBe(1);
		expect((await run(['rank', 'risk:much'], {data})).status).toBe(64);
	});
});
