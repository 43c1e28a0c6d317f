import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {mainLineIsOrdered, walkHistory} from '../../../source/survey/git-history/walk.ts';
import {newRepository, removeScratch, scratchDirectory} from './scratch.ts';

let scratch = '';
let repository = '';

beforeEach(() => {
	scratch = scratchDirectory();
	repository = newRepository(join(scratch, 'work'));
});
afterEach(() => removeScratch(scratch));

const seconds = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;
const since = seconds('2020-01-01');

/** Commits on one line, by their times; each changes many files, so that git can't write them all at once. */
function grow(times: readonly number[]): void {
	const blobs = [1, 2].map(mark => `blob\nmark :${mark}\ndata 2\n${mark}\n\n`);
	const commits = times.map((time, index) => {
		const files = Array.from(
			{length: 50},
			(_, file) => `M 100644 :${1 + (index % 2)} drivers/o/${file}.c\n`,
		).join('');
		return `commit refs/heads/main\ncommitter C <c@example.org> ${time} +0000\ndata 1\n${index % 10}\n${files}\n`;
	});
	execFileSync('git', ['-C', repository, 'fast-import', '--quiet'], {input: [...blobs, ...commits].join('')});
}

async function walk(): Promise<number[]> {
	const git = {directory: repository, settings: [], fetchMissing: false, signal: undefined};
	const seen: number[] = [];
	await walkHistory({
		git,
		sinceTime: since,
		untilTime: seconds('2025-01-01'),
		detail: 'surveyed',
		ordered: mainLineIsOrdered(git, since),
		take(commits) {
			seen.push(...commits.map(({time}) => time));
		},
	});
	return seen;
}

it('looks behind any number of commits from before the window where a clock went wrong', async () => {
	const [first, last] = [seconds('2021-01-01'), seconds('2024-01-01')];
	grow([first, ...Array.from({length: 600}, (_, index) => 1_000_000_000 + index), last]);
	expect(await walk()).toEqual([last, first]);
});

it('takes the first second of a window, not the one after its last', async () => {
	const until = seconds('2025-01-01');
	grow([since - 1, since, until - 1, until]);
	expect(await walk()).toEqual([until - 1, since]);
});
