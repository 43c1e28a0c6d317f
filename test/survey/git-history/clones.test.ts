import {
	appendFileSync,
	chmodSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {surveyGitHistory} from '../../../source/survey/git-history/history.ts';
import {commit, git, lines, newRepository, plainOwners, removeScratch, scratchDirectory} from './scratch.ts';

let scratch = '';
let repository = '';
let ids: string[] = [];

beforeEach(() => {
	scratch = scratchDirectory();
	repository = newRepository(join(scratch, 'work'));
	git(repository, ['config', 'uploadpack.allowFilter', 'true']);
	git(repository, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
	ids = ['2001-01-01', '2010-01-01', '2023-01-01', '2023-02-01', '2024-01-01'].map((day, index) =>
		commit(repository, {
			date: `${day}T12:00:00Z`,
			files: {
				'drivers/net/a.c': lines(10 + index),
				[`drivers/net/f${index}.c`]: lines(index + 1, `f${index}`),
			},
		}),
	);
});
afterEach(() => removeScratch(scratch));

function survey(changes: Partial<Parameters<typeof surveyGitHistory>[0]> = {}) {
	return surveyGitHistory({
		gitDir: repository,
		asOf: null,
		owners: plainOwners,
		drivers: ['drivers/net/a', 'drivers/net/f3'],
		directories: ['drivers/net'],
		cacheDirectory: null,
		cores: 2,
		...changes,
	});
}

function clone(name: string, ...words: string[]): string {
	const directory = join(scratch, name);
	git(scratch, ['clone', '-q', ...words, `file://${repository}`, directory]);
	return directory;
}

function objectFile(directory: string, id: string): string {
	return join(directory, '.git', 'objects', id.slice(0, 2), id.slice(2));
}

describe('clones', () => {
	it('knows nothing from a shallow clone that ends inside the window', async () => {
		for (const depth of ['1', '2']) {
			const facts = await survey({gitDir: clone(`shallow${depth}`, '--depth', depth)});
			expect(facts.drivers.size).toBe(0);
			expect(facts.directories.size).toBe(0);
			expect(facts.source).toMatchObject({
				since: null,
				until: null,
				counts: {commits: 0, shallowBoundary: 1},
			});
			expect(facts.problems[0]!.problem).toContain('shallow clone that ends after 2019-01-01');
		}
	});

	it('takes a shallow clone that ends before the window', async () => {
		const facts = await survey({gitDir: clone('deep', '--depth', '4')});
		expect(facts.problems).toEqual([]);
		expect(facts.drivers.get('drivers/net/a')).toMatchObject({total: 3, linesAdded: 3});
	});

	it.each([['--bare'], ['--no-checkout']])(
		'counts commits without lines in a blobless clone (%s)',
		async form => {
			const gitDir = clone('blobless', form, '--filter=blob:none');
			const before = git(gitDir, ['rev-list', '--objects', '--all', '--missing=print']);
			for (const cores of [1, 2]) {
				const facts = await survey({gitDir, cores});
				expect(facts.drivers.get('drivers/net/a')).toMatchObject({
					total: 3,
					linesAdded: null,
					linesRemoved: null,
					substantive: {total: 3},
				});
				expect(facts.drivers.get('drivers/net/a')!.monthly.at(-1)).toEqual({
					month: '2024-01',
					commits: 1,
					added: null,
					removed: null,
				});
				expect(facts.problems.map(({problem}) => problem).join()).toContain(
					'lines added and removed are not known',
				);
			}
			expect(git(gitDir, ['rev-list', '--objects', '--all', '--missing=print'])).toBe(before);
		},
	);

	it('fetches what a blobless clone lacks only when told to', async () => {
		const gitDir = clone('blobless', '--bare', '--filter=blob:none');
		const facts = await survey({gitDir, fetchMissing: true});
		expect(facts.drivers.get('drivers/net/a')).toMatchObject({total: 3, linesAdded: 3, linesRemoved: 0});
		expect(facts.problems).toEqual([]);
	});

	it('does without a .mailmap that a blobless clone lacks, and without trees', async () => {
		commit(repository, {
			date: '2024-01-02T00:00:00Z',
			files: {'.mailmap': '<b@example.org> <one@example.org>\n'},
		});
		const blobless = await survey({gitDir: clone('blobless', '--bare', '--filter=blob:none')});
		expect(blobless.drivers.get('drivers/net/a')).toMatchObject({total: 3, authors: 1});
		expect(blobless.problems.map(({where}) => where)).toContain('.mailmap');
		const treeless = await survey({gitDir: clone('treeless', '--bare', '--filter=tree:0')});
		expect(treeless.drivers.size).toBe(0);
		expect(treeless.problems.map(({problem}) => problem).join()).toContain('without trees');
	});

	it('says nothing of credentials in the remote’s address', async () => {
		git(repository, ['config', 'remote.origin.url', 'https://me:secret@git.example.org/linux.git']);
		expect((await survey()).source.origin).toBe('https://git.example.org/linux.git');
	});
});

describe('damaged repositories', () => {
	it.each([1, 2])(
		'knows no lines of a file whose contents are gone, and all else (%i cores)',
		async cores => {
			const blob = git(repository, ['rev-parse', `${ids[3]}:drivers/net/f3.c`]);
			rmSync(objectFile(repository, blob));
			const facts = await survey({cores});
			expect(facts.drivers.get('drivers/net/a')).toMatchObject({total: 3, linesAdded: 3});
			expect(facts.drivers.get('drivers/net/f3')).toMatchObject({
				total: 1,
				linesAdded: null,
				linesRemoved: null,
			});
			expect(facts.directories.get('drivers/net')).toMatchObject({total: 3, linesAdded: null});
			const monthly = facts.directories.get('drivers/net')!.monthly.filter(({commits}) => commits > 0);
			expect(monthly.map(({added}) => added)).toEqual([4, null, 6]);
			expect(facts.problems).toEqual([
				{
					source: 'git history',
					where: ids[3],
					problem: `lines of a file of this commit can’t be read: ${blob} is missing`,
				},
			]);
		},
	);

	it('knows which files of many have lost their contents', async () => {
		const names = Array.from({length: 40}, (_, index) => `drivers/net/g${index}.c`);
		const late = commit(repository, {
			date: '2024-02-01T00:00:00Z',
			files: Object.fromEntries(names.map((name, index) => [name, lines(3, `g${index}`)])),
		});
		const gone = [names[3]!, names[4]!, names[31]!];
		for (const name of gone) rmSync(objectFile(repository, git(repository, ['rev-parse', `HEAD:${name}`])));
		const facts = await survey({drivers: names.map(name => name.slice(0, -2))});
		for (const name of names) {
			expect(facts.drivers.get(name.slice(0, -2)), name).toMatchObject({
				total: 1,
				linesAdded: gone.includes(name) ? null : 3,
			});
		}
		expect(facts.problems.map(({where}) => where)).toEqual([late]);
	});

	it.each([1, 2])(
		'leaves out what lies behind a tree that is gone, and says where (%i cores)',
		async cores => {
			const tree = git(repository, ['rev-parse', `${ids[2]}:drivers/net`]);
			rmSync(objectFile(repository, tree));
			const facts = await survey({cores});
			expect(facts.drivers.get('drivers/net/a')!.total).toBeGreaterThanOrEqual(1);
			expect(facts.problems.length).toBeGreaterThanOrEqual(1);
			expect(facts.problems[0]!.problem).toMatch(/can’t be/);
		},
	);

	it('survives a corrupt pack as far as it can be read', async () => {
		for (let index = 0; index < 40; index++) {
			commit(repository, {
				date: `2024-02-${String(1 + (index % 28)).padStart(2, '0')}T00:00:00Z`,
				files: {[`drivers/net/g${index}.c`]: lines(400, `${Math.sin(index)}`)},
			});
		}
		git(repository, ['repack', '-adq', '--depth=0']);
		const packs = join(repository, '.git', 'objects', 'pack');
		const pack = join(packs, readdirSync(packs).find(name => name.endsWith('.pack'))!);
		const blob = git(repository, ['rev-parse', 'HEAD~20:drivers/net/g19.c']);
		const entry = git(repository, ['verify-pack', '-v', pack.replace(/pack$/, 'idx')])
			.split('\n')
			.find(line => line.startsWith(blob))!;
		const offset = Number(entry.split(/ +/)[4]);
		chmodSync(pack, 0o600);
		writeFileSync(pack, readFileSync(pack).fill(0xaa, offset + 20, offset + 60));
		const facts = await survey({asOf: '2024-02-28'});
		expect(facts.source.counts.commits).toBe(43);
		expect(facts.problems.map(({where}) => where)).toEqual([git(repository, ['rev-parse', 'HEAD~20'])]);
		expect(facts.drivers.get('drivers/net/a')).toMatchObject({total: 3, linesAdded: 3});
		expect(facts.directories.get('drivers/net')).toMatchObject({total: 43, linesAdded: null});
		const known = await survey({asOf: '2024-02-28', drivers: ['drivers/net/g18', 'drivers/net/g19']});
		expect(known.drivers.get('drivers/net/g18')).toMatchObject({linesAdded: 400});
		expect(known.drivers.get('drivers/net/g19')).toMatchObject({linesAdded: null});
	});

	it('fails by name where nothing can be read', async () => {
		rmSync(objectFile(repository, git(repository, ['rev-parse', 'HEAD^{tree}'])));
		await expect(survey()).rejects.toMatchObject({name: 'GitSurveyError', trouble: 'unreadable'});
		rmSync(objectFile(repository, ids.at(-1)!));
		await expect(survey()).rejects.toMatchObject({name: 'GitSurveyError'});
	});
});

describe('the cache', () => {
	const files = () => readdirSync(join(scratch, 'cache')).sort();
	const changes = () => join(scratch, 'cache', files().find(name => name.endsWith('.changes'))!);
	const cached = (more = {}) => survey({cacheDirectory: join(scratch, 'cache'), ...more});

	it('gives the same facts again, also after new commits and for another day', async () => {
		const first = await cached();
		expect(files()).toHaveLength(2);
		// A change of the remembered facts shows that they are used.
		expect(await cached()).toEqual(first);
		expect(await cached({asOf: '2023-12-31'})).toEqual(await survey({asOf: '2023-12-31'}));
		commit(repository, {date: '2024-03-01T00:00:00Z', files: {'drivers/net/a.c': 'new\n'}});
		expect(await cached()).toEqual(await survey());
		expect(await cached({countFiles: 'tree'})).toEqual(await survey({countFiles: 'tree'}));
	});

	it('needs no contents the second time', async () => {
		const first = await cached();
		rmSync(objectFile(repository, git(repository, ['rev-parse', `${ids[3]}:drivers/net/f3.c`])));
		expect(await cached()).toEqual(first);
	});

	it.each([
		['cut off', (path: string) => truncateSync(path, readFileSync(path).length - 7)],
		['empty', (path: string) => truncateSync(path, 0)],
		[
			'of another kind',
			(path: string) => writeFileSync(path, 'something else entirely, and longer than a heading'),
		],
		['damaged inside', (path: string) => writeFileSync(path, readFileSync(path).fill(7, 40, 60))],
		['followed by junk', (path: string) => appendFileSync(path, 'junk')],
	])('is used as far as it is whole when it is %s, and made whole again', async (_, harm) => {
		const first = await cached();
		const whole = readFileSync(changes());
		const list = files().find(name => name.endsWith('.list'))!;
		harm(changes());
		rmSync(join(scratch, 'cache', list));
		expect(await cached()).toEqual(first);
		writeFileSync(join(scratch, 'cache', list), 'junk');
		commit(repository, {date: '2024-03-01T00:00:00Z', files: {'drivers/net/a.c': 'new\n'}});
		expect(await cached()).toEqual(await survey());
		expect(readFileSync(changes()).subarray(0, 20)).toEqual(whole.subarray(0, 20));
		expect(files()).toHaveLength(2);
	});

	it('bears runs at the same time', async () => {
		const first = await survey();
		for (const facts of await Promise.all([cached(), cached(), cached()])) expect(facts).toEqual(first);
		expect(await cached()).toEqual(first);
		expect(files()).toHaveLength(2);
	});

	it('is done without where it can’t be written', async () => {
		writeFileSync(join(scratch, 'cache'), 'a file');
		const facts = await cached();
		expect(facts.drivers).toEqual((await survey()).drivers);
		expect(facts.problems[0]).toMatchObject({where: 'cache'});
		expect(existsSync(join(scratch, 'cache'))).toBe(true);
	});
});
