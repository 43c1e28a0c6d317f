import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {askGit, type Git} from '../../../source/survey/git/process.ts';
import {commit, newRepository, removeScratch, scratchDirectory} from '../git-history/scratch.ts';

let scratch = '';
let repository = '';

beforeEach(() => {
	scratch = scratchDirectory();
	repository = newRepository(`${scratch}/work`);
	commit(repository, {date: '2024-01-01T00:00:00Z', title: 'ours'});
});
afterEach(() => {
	vi.unstubAllEnvs();
	removeScratch(scratch);
});

const ask = async (words: readonly string[], more: Partial<Git> = {}) =>
	(
		await askGit(
			{directory: repository, settings: [], fetchMissing: false, signal: undefined, ...more},
			words,
			'',
		)
	).text;

/** The environment that git itself runs in. */
const environment = async (more: Partial<Git> = {}) =>
	(await ask(['-c', 'alias.environment=!env', 'environment'], more)).split('\n');

it('reads the repository that it is given, wherever the environment points', async () => {
	const other = newRepository(`${scratch}/other`);
	commit(other, {date: '2024-01-01T00:00:00Z', title: 'theirs'});
	vi.stubEnv('GIT_DIR', `${other}/.git`);
	vi.stubEnv('GIT_WORK_TREE', other);
	expect((await ask(['log', '--format=%s'])).trim()).toBe('ours');
});

it('has git speak English, ask nothing and fetch only where it may', async () => {
	vi.stubEnv('LC_ALL', 'de_DE.UTF-8');
	const strict = await environment();
	for (const setting of [
		'LC_ALL=C',
		'GIT_TERMINAL_PROMPT=0',
		'GIT_NO_LAZY_FETCH=1',
		'GIT_ALLOW_PROTOCOL=none',
	])
		expect(strict).toContain(setting);
	expect(await environment({fetchMissing: true})).not.toContain('GIT_ALLOW_PROTOCOL=none');
});

it('reads more objects from a folder with any name', async () => {
	vi.stubEnv('GIT_ALTERNATE_OBJECT_DIRECTORIES', '/others');
	expect(await environment({moreObjects: '/a:"b"'})).toContain(
		'GIT_ALTERNATE_OBJECT_DIRECTORIES="/a:\\"b\\"":/others',
	);
});
