import {rmSync} from 'node:fs';
import path from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {readPastMaintainers} from '../../../source/survey/releases/past-maintainers.ts';
import {temporaryFolder} from '../mail/inbox.ts';
import {releaseRepository} from './chain/release-repository.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

it('reads the MAINTAINERS of each release that has one', async () => {
	const repository = releaseRepository(path.join(folder, 'releases'), {
		'6.1': {MAINTAINERS: 'ONE\nM:\tJörg First <joerg@example.org>\n'},
		'6.2': {MAINTAINERS: null},
		'6.3': {MAINTAINERS: 'ONE\nM:\tBob Next <bob@example.org>\n'},
	});
	const releases = ['6.1', '6.2', '6.3', '6.4'].map((release, at) => ({release, date: `2023-0${at + 1}-01`}));
	expect(await readPastMaintainers({repository, fetchMissing: false, releases})).toEqual([
		{date: '2023-01-01', text: 'ONE\nM:\tJörg First <joerg@example.org>\n'},
		{date: '2023-03-01', text: 'ONE\nM:\tBob Next <bob@example.org>\n'},
	]);
});
