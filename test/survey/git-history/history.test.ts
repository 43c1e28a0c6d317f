import {chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {surveyGitHistory} from '../../../source/survey/git-history/history.ts';
import {commit, git, lines, newRepository, plainOwners, removeScratch, scratchDirectory} from './scratch.ts';

let scratch = '';
let repository = '';

beforeEach(() => {
	scratch = scratchDirectory();
	repository = newRepository(join(scratch, 'work'));
});
afterEach(() => removeScratch(scratch));

function survey(changes: Partial<Parameters<typeof surveyGitHistory>[0]> = {}) {
	return surveyGitHistory({
		gitDir: repository,
		asOf: null,
		owners: plainOwners,
		drivers: ['drivers/net/a', 'drivers/net/b', 'drivers/spi/c'],
		directories: ['drivers/net', 'drivers/spi'],
		cacheDirectory: null,
		...changes,
	});
}

const identity = {
	GIT_AUTHOR_NAME: 'a',
	GIT_AUTHOR_EMAIL: 'one@example.org',
	GIT_COMMITTER_NAME: 'c',
	GIT_COMMITTER_EMAIL: 'committer@example.org',
};

const every: [string, Partial<Parameters<typeof surveyGitHistory>[0]>][] = [
	['several gits', {cores: 2}],
	['one git', {cores: 1}],
	['several gits, files of the whole tree', {cores: 2, countFiles: 'tree'}],
	['one git, files of the whole tree', {cores: 1, countFiles: 'tree'}],
];

describe.each(every)('history with %s', (_, mode) => {
	it('counts commits, lines, authors and months, a directory each commit once', async () => {
		commit(repository, {date: '2024-01-10T12:00:00Z', files: {'drivers/net/a.c': lines(5), 'top.c': 'x\n'}});
		commit(repository, {
			date: '2024-02-01T12:00:00Z',
			author: 'Two@Example.ORG',
			files: {'drivers/net/a.c': lines(3), 'drivers/net/b.c': lines(2)},
		});
		commit(repository, {date: '2024-02-20T12:00:00Z', files: {'kernel/x.c': 'x\n'}});
		const facts = await survey(mode);
		const a = facts.drivers.get('drivers/net/a')!;
		expect(a).toMatchObject({
			since: '2019-02-20',
			until: '2024-02-20',
			total: 2,
			linesAdded: 5,
			linesRemoved: 2,
			authors: 2,
			lastDate: '2024-02-01',
			substantive: {total: 2, authors: 2, lastDate: '2024-02-01'},
		});
		expect(a.monthly).toHaveLength(61);
		expect(a.monthly[0]).toEqual({month: '2019-02', commits: 0, added: 0, removed: 0});
		expect(a.monthly.slice(-2)).toEqual([
			{month: '2024-01', commits: 1, added: 5, removed: 0},
			{month: '2024-02', commits: 1, added: 0, removed: 2},
		]);
		expect(facts.directories.get('drivers/net')).toMatchObject({total: 2, linesAdded: 7, linesRemoved: 2});
		expect(facts.drivers.get('drivers/spi/c')).toMatchObject({
			total: 0,
			authors: 0,
			linesAdded: 0,
			lastDate: null,
			substantive: {total: 0, authors: 0, lastDate: null},
		});
		expect(facts.source).toMatchObject({
			since: '2019-02-20',
			until: '2024-02-20',
			counts: {commits: 2, sweeps: 0, unreadable: 0},
			revision: git(repository, ['rev-parse', 'HEAD']),
			origin: 'work',
		});
		expect(facts.problems).toEqual([]);
	});

	it('leaves merges and empty commits out, and counts the commits they bring', async () => {
		commit(repository, {date: '2024-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(3)}});
		git(repository, ['checkout', '-q', '-b', 'side']);
		commit(repository, {date: '2024-01-02T00:00:00Z', files: {'drivers/net/b.c': lines(4)}});
		git(repository, ['checkout', '-q', 'main']);
		commit(repository, {date: '2024-01-03T00:00:00Z', files: {'drivers/net/a.c': lines(4)}});
		git(repository, ['merge', '-q', '--no-ff', '-m', 'Merge side', 'side'], {
			GIT_AUTHOR_NAME: 'm',
			GIT_AUTHOR_EMAIL: 'merger@example.org',
			GIT_COMMITTER_NAME: 'm',
			GIT_COMMITTER_EMAIL: 'merger@example.org',
			GIT_COMMITTER_DATE: '2024-01-04T00:00:00Z',
		});
		commit(repository, {date: '2024-01-05T00:00:00Z', title: 'empty'});
		const facts = await survey(mode);
		expect(facts.source.counts.commits).toBe(3);
		expect(facts.directories.get('drivers/net')).toMatchObject({total: 3, authors: 1, linesAdded: 8});
		expect(facts.source.until).toBe('2024-01-05');
	});

	it('counts what an octopus merge brings once, whichever of its parents led there', async () => {
		commit(repository, {date: '2024-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(3)}});
		const arms = ['one', 'two', 'three'];
		for (const [index, arm] of arms.entries()) {
			git(repository, ['checkout', '-q', '-b', arm, 'main']);
			commit(repository, {
				date: `2024-01-0${index + 2}T00:00:00Z`,
				files: {[`drivers/net/${arm}.c`]: lines(2)},
			});
		}
		git(repository, ['checkout', '-q', 'main']);
		git(repository, ['merge', '-q', '--no-ff', '-m', 'Merge three arms', ...arms], {
			GIT_AUTHOR_NAME: 'm',
			GIT_AUTHOR_EMAIL: 'merger@example.org',
			GIT_COMMITTER_NAME: 'm',
			GIT_COMMITTER_EMAIL: 'merger@example.org',
			GIT_COMMITTER_DATE: '2024-01-06T00:00:00Z',
		});
		expect(git(repository, ['rev-list', '--parents', '-n', '1', 'HEAD']).split(' ')).toHaveLength(5);
		const facts = await survey(mode);
		expect(facts.source.counts.commits).toBe(4);
		expect(facts.directories.get('drivers/net')).toMatchObject({total: 4, authors: 1, linesAdded: 9});
	});

	it('takes committer dates, UTC days inclusive at both edges, also with other time zones', async () => {
		const days = [
			'2019-03-09T23:59:59Z',
			'2019-03-10T00:00:00Z',
			'2019-03-10T12:00:00+1400',
			'2024-03-10T23:59:59Z',
			'2024-03-10T20:00:00-1200',
			'2024-03-11T00:00:00Z',
		];
		for (const [index, date] of days.entries()) {
			commit(repository, {
				date,
				authorDate: '2022-01-01T00:00:00Z',
				files: {'drivers/net/a.c': lines(index + 1)},
			});
		}
		const facts = await survey({...mode, asOf: '2024-03-10'});
		// The third falls on 9 March in UTC, the fifth on 11 March.
		const a = facts.drivers.get('drivers/net/a')!;
		expect(a).toMatchObject({total: 2, lastDate: '2024-03-10'});
		expect(a.monthly.filter(({commits}) => commits > 0).map(({month}) => month)).toEqual([
			'2019-03',
			'2024-03',
		]);
	});

	it('looks behind a commit whose clock ran wrong', async () => {
		commit(repository, {date: '2024-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(1)}});
		commit(repository, {date: '1990-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(2)}});
		commit(repository, {date: '2038-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(3)}});
		commit(repository, {date: '2024-01-02T00:00:00Z', files: {'drivers/net/a.c': lines(4)}});
		expect((await survey(mode)).drivers.get('drivers/net/a')).toMatchObject({total: 2, linesAdded: 2});
	});

	it('counts a rename as deletion and addition, a revert as a commit, binary files as no lines', async () => {
		commit(repository, {date: '2024-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(30)}});
		commit(repository, {
			date: '2024-01-02T00:00:00Z',
			files: {'drivers/net/a.c': null, 'drivers/net/b.c': lines(30)},
		});
		commit(repository, {
			date: '2024-01-03T00:00:00Z',
			title: 'Revert "change"',
			files: {'drivers/net/b.c': null, 'drivers/net/a.c': lines(30)},
		});
		commit(repository, {date: '2024-01-04T00:00:00Z', files: {'drivers/spi/c.c': 'a\0b\n'}});
		const facts = await survey(mode);
		expect(facts.drivers.get('drivers/net/a')).toMatchObject({total: 3, linesAdded: 60, linesRemoved: 30});
		expect(facts.drivers.get('drivers/net/b')).toMatchObject({total: 2, linesAdded: 30, linesRemoved: 30});
		expect(facts.drivers.get('drivers/spi/c')).toMatchObject({total: 1, linesAdded: 0, linesRemoved: 0});
	});

	it('reads every name a file can have', async () => {
		const id = commit(repository, {date: '2024-01-01T00:00:00Z', files: {'drivers/net/a.c': 'x\n'}});
		const names = [
			'new\nline',
			'tab\tin',
			'#',
			'ünï',
			'{a => b}',
			'"q"',
			`\u0001${id} 1 x@y`,
			' ',
			':100644 x',
			id,
		];
		const files = Object.fromEntries(names.map(name => [`drivers/net/${name}/x.c`, 'one\ntwo\n']));
		commit(repository, {date: '2024-01-02T00:00:00Z', title: '', files: {...files, [id]: 'x\n', '#': 'x\n'}});
		const ids = names.map(name => `drivers/net/${name}/x`);
		const facts = await survey({...mode, drivers: ids});
		for (const name of ids) expect(facts.drivers.get(name), name).toMatchObject({total: 1, linesAdded: 2});
		expect(facts.directories.get('drivers/net')).toMatchObject({total: 2, linesAdded: 21});
	});

	it('maps authors as .mailmap says', async () => {
		writeFileSync(join(repository, '.mailmap'), 'One <one@example.org> <Old@Example.org>\n');
		commit(repository, {
			date: '2024-01-01T00:00:00Z',
			author: 'old@example.org',
			files: {'drivers/net/a.c': '1\n'},
		});
		commit(repository, {
			date: '2024-01-02T00:00:00Z',
			author: 'ONE@example.org',
			files: {'drivers/net/a.c': '2\n'},
		});
		commit(repository, {
			date: '2024-01-03T00:00:00Z',
			author: 'two@example.org',
			files: {'drivers/net/a.c': '3\n'},
		});
		expect((await survey(mode)).drivers.get('drivers/net/a')).toMatchObject({authors: 2});
		const bare = join(scratch, 'bare.git');
		git(scratch, ['clone', '-q', '--bare', repository, bare]);
		expect((await survey({...mode, gitDir: bare})).drivers.get('drivers/net/a')).toMatchObject({authors: 2});
	});

	it('tells sweeps apart', async () => {
		commit(repository, {date: '2024-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(3)}});
		const many = Object.fromEntries(Array.from({length: 50}, (_, index) => [`drivers/w/${index}.c`, 'x\n']));
		commit(repository, {date: '2024-01-02T00:00:00Z', files: {...many, 'drivers/net/a.c': lines(4)}});
		commit(repository, {
			date: '2024-01-03T00:00:00Z',
			title: 'net: fix typos',
			files: {'drivers/net/a.c': lines(5)},
		});
		const boards = Object.fromEntries(Array.from({length: 60}, (_, index) => [`arch/${index}.c`, 'x\n']));
		commit(repository, {
			date: '2024-01-04T00:00:00Z',
			author: 'x@y',
			files: {...boards, 'drivers/net/a.c': lines(6)},
		});
		const {total, authors} = (await survey(mode)).drivers.get('drivers/net/a')!.substantive!;
		expect([total, authors]).toEqual(mode.countFiles === 'tree' ? [1, 1] : [2, 2]);
	});

	it('works in any place of a clone, whatever its settings are', async () => {
		commit(repository, {
			date: '2024-01-01T00:00:00Z',
			files: {'drivers/net/a.c': lines(40), 'kernel/y.c': 'x\n'},
		});
		commit(repository, {
			date: '2024-01-02T00:00:00Z',
			files: {'drivers/net/a.c': null, 'drivers/net/b.c': lines(40)},
		});
		for (const [name, value] of [
			['log.follow', 'true'],
			['diff.renames', 'copies'],
			['diff.context', '0'],
			['diff.relative', 'true'],
			['diff.noprefix', 'true'],
			['log.showRoot', 'false'],
			['core.quotePath', 'true'],
			['color.ui', 'always'],
		]) {
			git(repository, ['config', name!, value!]);
		}
		const bare = join(scratch, 'bare.git');
		git(scratch, ['clone', '-q', '--bare', repository, bare]);
		for (const gitDir of [repository, join(repository, 'kernel'), join(repository, '.git'), bare]) {
			const facts = await survey({...mode, gitDir});
			expect(facts.drivers.get('drivers/net/a'), gitDir).toMatchObject({
				total: 2,
				linesAdded: 40,
				linesRemoved: 40,
			});
		}
	});

	it('gives zeros where nothing happened in the window', async () => {
		commit(repository, {date: '2001-01-01T00:00:00Z', files: {'drivers/net/a.c': 'x\n'}});
		commit(repository, {date: '2024-01-01T00:00:00Z', files: {'kernel/x.c': 'x\n'}});
		const facts = await survey(mode);
		expect(facts.source.counts.commits).toBe(0);
		expect(facts.drivers.get('drivers/net/a')).toMatchObject({total: 0, lastDate: null, linesAdded: 0});
	});
});

describe('lines', () => {
	/** Lines added and removed in each file, by one plain `git log`. */
	const plainly = (): Map<string, [number, number]> => {
		const counts = new Map<string, [number, number]>();
		const log = ['log', '--no-merges', '--no-renames', '--numstat', '--format=', '--', 'drivers'];
		for (const line of git(repository, log).split('\n')) {
			const [added, removed, path] = line.split('\t');
			const [addedBefore, removedBefore] = counts.get(path!) ?? [0, 0];
			counts.set(path!, [addedBefore + (Number(added) || 0), removedBefore + (Number(removed) || 0)]);
		}
		return counts;
	};
	const expectAsPlainly = async () => {
		const paths = [...plainly().keys()];
		const facts = await survey({
			owners: {driversOf: path => [path], directoriesOf: () => []},
			drivers: paths,
		});
		expect(facts.problems).toEqual([]);
		const counted = paths.map(path => {
			const {linesAdded, linesRemoved} = facts.drivers.get(path)!;
			return [path, [linesAdded, linesRemoved]];
		});
		expect(counted).toEqual([...plainly()]);
	};

	it('are those of git log for links, submodules, modes and files that become something else', async () => {
		const at = (day: number) => ({date: `2024-01-${String(day).padStart(2, '0')}T00:00:00Z`});
		const file = join(repository, 'drivers/net/b.c');
		const link = join(repository, 'drivers/net/link');
		const add = (entry: string) => git(repository, ['update-index', '--add', '--cacheinfo', entry]);
		commit(repository, {...at(1), files: {'drivers/net/a.c': lines(9), 'drivers/net/b.c': lines(4)}});
		chmodSync(file, 0o755);
		commit(repository, at(2));
		chmodSync(file, 0o644);
		commit(repository, {...at(3), files: {'drivers/net/b.c': 'other\n'}});
		symlinkSync('a.c', link);
		commit(repository, at(4));
		rmSync(link);
		symlinkSync('b.c', link);
		commit(repository, at(5));
		rmSync(link);
		commit(repository, {...at(6), files: {'drivers/net/link': lines(7)}});
		const [one, two] = [git(repository, ['rev-parse', 'HEAD']), git(repository, ['rev-parse', 'HEAD~1'])];
		mkdirSync(join(repository, 'drivers/sub'));
		add(`160000,${one},drivers/sub`);
		git(repository, ['commit', '-q', '-m', 'sub'], {...identity, GIT_COMMITTER_DATE: at(7).date});
		add(`160000,${two},drivers/sub`);
		git(repository, ['commit', '-q', '-m', 'sub'], {...identity, GIT_COMMITTER_DATE: at(8).date});
		rmSync(join(repository, 'drivers/net/a.c'));
		commit(repository, {...at(9), files: {'drivers/net/a.c/inner.c': lines(3)}});
		await expectAsPlainly();
	});

	it('are those of git log in a repository of SHA-256', async () => {
		rmSync(repository, {recursive: true});
		mkdirSync(repository);
		git(repository, ['init', '-q', '-b', 'main', '--object-format=sha256']);
		for (let count = 1; count < 4; count++) {
			commit(repository, {
				date: `2024-01-0${count}T00:00:00Z`,
				files: {'drivers/net/a.c': lines(count * 3, `${count % 2}`), 'drivers/net/b.c': lines(count)},
			});
		}
		await expectAsPlainly();
	});

	it('are told from contents, whatever attributes a checkout has', async () => {
		commit(repository, {
			date: '2024-01-01T00:00:00Z',
			files: {'drivers/net/a.c': lines(6), '.gitattributes': '*.c -diff\n/drivers/** binary\n'},
		});
		const bare = join(scratch, 'bare.git');
		git(scratch, ['clone', '-q', '--bare', repository, bare]);
		const facts = await survey({gitDir: bare});
		expect(facts.drivers.get('drivers/net/a')).toMatchObject({linesAdded: 6});
		expect((await survey()).drivers).toEqual(facts.drivers);
	});

	it('of the same change on two branches count on both', async () => {
		commit(repository, {date: '2024-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(3)}});
		for (const branch of ['left', 'right']) {
			git(repository, ['checkout', '-q', '-b', branch, 'main']);
			commit(repository, {
				date: '2024-01-02T00:00:00Z',
				author: `${branch}@example.org`,
				files: {'drivers/net/a.c': lines(5), [`drivers/net/${branch}.c`]: 'x\n'},
			});
		}
		git(repository, ['merge', '-q', '-m', 'Merge', 'left'], {
			...identity,
			GIT_COMMITTER_DATE: '2024-01-03T00:00:00Z',
		});
		// Each branch has a file of its own beside it: else git, as it walks by default, would follow one of them only.
		const facts = await survey({directories: ['drivers/net']});
		expect(facts.directories.get('drivers/net')).toMatchObject({total: 3, linesAdded: 3 + 2 * (2 + 1)});
	});

	it('need a place for temporary files, of any name, and leave nothing there', async () => {
		commit(repository, {date: '2024-01-01T00:00:00Z', files: {'drivers/net/a.c': lines(6)}});
		const before = process.env.TMPDIR;
		try {
			const place = join(scratch, 'a:b "c" \\d');
			mkdirSync(place);
			process.env.TMPDIR = place;
			expect((await survey()).drivers.get('drivers/net/a')).toMatchObject({linesAdded: 6});
			expect(readdirSync(place)).toEqual([]);
			process.env.TMPDIR = join(scratch, 'nowhere');
			await expect(survey()).rejects.toMatchObject({name: 'GitSurveyError', trouble: 'no-room'});
			await expect(survey()).rejects.toThrow(`temporary files can’t be written (ENOENT): ${scratch}`);
		} finally {
			if (before === undefined) delete process.env.TMPDIR;
			else process.env.TMPDIR = before;
		}
	});
});

describe('what can go wrong', () => {
	it('names what is no repository, has no commit, or is asked for an impossible day', async () => {
		const trouble = (promise: Promise<unknown>) =>
			promise.then(
				() => null,
				error => [error.name, error.trouble, String(error.message).includes(scratch)],
			);
		expect(await trouble(survey({gitDir: join(scratch, 'nowhere')}))).toEqual([
			'GitSurveyError',
			'not-a-repository',
			true,
		]);
		expect(await trouble(survey({gitDir: scratch}))).toEqual(['GitSurveyError', 'not-a-repository', true]);
		expect(await trouble(survey())).toEqual(['GitSurveyError', 'no-commits', true]);
		commit(repository, {date: '2024-01-01T00:00:00Z'});
		expect(await trouble(survey({asOf: '2024-02-30'}))).toEqual(['GitSurveyError', 'bad-date', true]);
	});

	it('says that git is missing', async () => {
		const path = process.env.PATH;
		process.env.PATH = scratch;
		try {
			await expect(survey()).rejects.toMatchObject({name: 'GitSurveyError', trouble: 'git-missing'});
		} finally {
			process.env.PATH = path;
		}
	});

	it('ends its gits when it is aborted', async () => {
		for (let index = 0; index < 5; index++) {
			commit(repository, {date: `2024-01-0${index + 1}T00:00:00Z`, files: {'drivers/net/a.c': lines(index)}});
		}
		const controller = new AbortController();
		const running = survey({signal: controller.signal});
		setTimeout(() => controller.abort(), 5);
		await expect(running).rejects.toMatchObject({name: 'AbortError'});
		await expect(survey({signal: AbortSignal.abort()})).rejects.toMatchObject({name: 'AbortError'});
	});

	it('reports how far it is', async () => {
		for (let index = 0; index < 3; index++) {
			commit(repository, {
				date: `2024-01-0${index + 1}T00:00:00Z`,
				files: {'drivers/net/a.c': lines(index + 1)},
			});
		}
		const seen: [number, number | null][] = [];
		await survey({onProgress: ({done, total}) => seen.push([done, total])});
		expect(seen.at(-1)).toEqual([3, 3]);
	});
});
