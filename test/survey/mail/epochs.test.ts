import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {epochsOf} from '../../../source/survey/mail/epochs.ts';
import {makeInbox, temporaryFolder} from './inbox.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

it('finds the epochs of the layouts that mirrors use, in their order', async () => {
	for (const name of [
		'linux-a/git/0.git',
		'linux-a/git/10.git',
		'linux-a/git/2.git',
		'mirror/linux-b.vger.kernel.org.1',
	]) {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		makeInbox(path.join(folder, name), []);
	}
	mkdirSync(path.join(folder, 'linux-a/git/3.git'));
	writeFileSync(path.join(folder, 'mirror/7'), '');
	const names = async (given: string) =>
		(await epochsOf(path.join(folder, given))).map(found => path.relative(folder, found));
	expect(await names('linux-a')).toEqual(['linux-a/git/0.git', 'linux-a/git/2.git', 'linux-a/git/10.git']);
	expect(await names('linux-a/git/2.git')).toEqual(['linux-a/git/2.git']);
	expect(await names('mirror')).toEqual(['mirror/linux-b.vger.kernel.org.1']);
	expect(await names('nowhere')).toEqual([]);
});
