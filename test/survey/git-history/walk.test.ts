import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {type ListedCommit, walkHistory} from '../../../source/survey/git-history/walk.ts';
import {commit, git, newRepository, removeScratch, scratchDirectory} from './scratch.ts';

let scratch = '';
let repository = '';

beforeEach(() => {
	scratch = scratchDirectory();
	repository = newRepository(join(scratch, 'work'));
});
afterEach(() => removeScratch(scratch));

it('stops git in the middle of a long history from before the window', async () => {
	const blobs = [1, 2].map(mark => `blob\nmark :${mark}\ndata 2\n${mark}\n\n`);
	const old = Array.from({length: 600}, (_, index) => {
		const files = Array.from(
			{length: 50},
			(_, file) => `M 100644 :${1 + (index % 2)} drivers/o/${file}.c\n`,
		).join('');
		return `commit refs/heads/main\ncommitter C <c@example.org> ${1_000_000_000 + index} +0000\ndata 1\nx\n${files}\n`;
	});
	execFileSync('git', ['-C', repository, 'fast-import', '--quiet'], {input: [...blobs, ...old].join('')});
	git(repository, ['reset', '-q', '--hard']);
	commit(repository, {
		date: '2024-01-01T00:00:00Z',
		files: {'drivers/net/a.c': 'x\n', 'sound/pci/b.c': 'x\n', 'net/c.c': 'x\n'},
	});
	const seen: ListedCommit[] = [];
	const end = await walkHistory({
		git: {directory: repository, settings: [], fetchMissing: false, signal: undefined},
		sinceTime: Date.parse('2020-01-01T00:00:00Z') / 1000,
		untilTime: Date.parse('2025-01-01T00:00:00Z') / 1000,
		detail: 'surveyed',
		// By then git has filled every buffer between it and the reader.
		ordered: sleep(300).then(() => true),
		take(commits) {
			seen.push(...commits);
		},
	});
	expect(end).toEqual({failure: null});
	expect(seen.map(({title, changes}) => [title, changes?.paths, changes?.files])).toEqual([
		['change', ['drivers/net/a.c', 'sound/pci/b.c'], 2],
	]);
});
