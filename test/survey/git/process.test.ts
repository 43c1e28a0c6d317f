import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {askGit, gitEnvironment} from '../../../source/survey/git/process.ts';
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

const ask = (words: readonly string[]) =>
	askGit({directory: repository, settings: [], fetchMissing: false, signal: undefined}, words, '');

it('reads the repository that it is given, wherever the environment points', async () => {
	const other = newRepository(`${scratch}/other`);
	commit(other, {date: '2024-01-01T00:00:00Z', title: 'theirs'});
	vi.stubEnv('GIT_DIR', `${other}/.git`);
	vi.stubEnv('GIT_WORK_TREE', other);
	expect((await ask(['log', '--format=%s'])).text.trim()).toBe('ours');
});

it('has git speak English, ask nothing and fetch only where it may', () => {
	vi.stubEnv('LC_ALL', 'de_DE.UTF-8');
	expect(gitEnvironment({fetchMissing: false})).toMatchObject({
		LC_ALL: 'C',
		GIT_TERMINAL_PROMPT: '0',
		GIT_NO_LAZY_FETCH: '1',
		GIT_ALLOW_PROTOCOL: 'none',
	});
	expect(gitEnvironment({fetchMissing: true}).GIT_ALLOW_PROTOCOL).toBeUndefined();
});

it('reads more objects from a folder with any name', () => {
	vi.stubEnv('GIT_ALTERNATE_OBJECT_DIRECTORIES', '/others');
	expect(gitEnvironment({fetchMissing: false, moreObjects: '/a:"b"'}).GIT_ALTERNATE_OBJECT_DIRECTORIES).toBe(
		'"/a:\\"b\\"":/others',
	);
});
