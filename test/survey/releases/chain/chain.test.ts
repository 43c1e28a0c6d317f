import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {commit, git, newRepository, removeScratch, scratchDirectory} from '../../git-history/scratch.ts';
import {code, driverOf, makefileOf, type Release, releaseRepository, survey} from './release-repository.ts';

let scratch = '';

beforeEach(() => {
	scratch = scratchDirectory();
});
afterEach(() => removeScratch(scratch));

const chain = (releases: Record<string, Release>) => releaseRepository(scratch, releases);
/** Any file, so that a release differs from the one before. */
const other = (word: string) => ({'drivers/other/other.c': code(2, word)});

it('tells releases from candidates and point releases, by number, and which are missing', async () => {
	const repository = chain({
		'5.9': other('a'),
		'5.10': other('b'),
		'5.11-rc1': other('c'),
		'5.11': other('d'),
		'5.11.3': other('e'),
		'5.14': {...other('f'), Makefile: makefileOf('5.14.2')},
		'6.2': other('g'),
	});
	git(repository, ['tag', '-f', 'v2.6', 'v5.9']);
	git(repository, ['tag', 'v5.10-tree', 'v5.10']);
	const {
		releases,
		sources: [source],
	} = await survey(repository, []);
	expect(releases).toEqual([
		{release: '5.9', date: '2021-01-10', snapshot: '5.9.0', missing: []},
		{release: '5.10', date: '2021-02-10', snapshot: '5.10.0', missing: []},
		{release: '5.11', date: '2021-04-10', snapshot: '5.11.0', missing: []},
		{release: '5.14', date: '2021-06-10', snapshot: '5.14.2', missing: ['5.12', '5.13']},
		{
			release: '6.2',
			date: '2021-07-10',
			snapshot: '6.2.0',
			missing: ['5.15', '5.16', '5.17', '5.18', '5.19', '6.0', '6.1'],
		},
	]);
	expect(source).toMatchObject({origin: 'v5.9 to v6.2', since: '2021-01-10', until: '2021-07-10'});
});

it('leaves out releases after the one that was surveyed', async () => {
	const repository = chain({'5.9': other('a'), '5.10': other('b'), '5.11': other('c')});
	const {releases} = await survey(repository, [], {version: '5.10.117'});
	expect(releases.map(({release}) => release)).toEqual(['5.9', '5.10']);
});

it('dates a release by its annotated tag', async () => {
	const repository = chain({'5.9': other('a'), '5.10': other('b')});
	git(repository, ['tag', '-d', 'v5.10']);
	git(repository, ['tag', '-a', '-m', 'Linux 5.10', 'v5.10', 'HEAD'], {
		GIT_COMMITTER_NAME: 'Tagger',
		GIT_COMMITTER_EMAIL: 'tagger@example.org',
		GIT_COMMITTER_DATE: '2021-12-13T23:30:00+0100',
	});
	const {releases} = await survey(repository, []);
	expect(releases.at(-1)).toMatchObject({release: '5.10', date: '2021-12-13'});
});

it('counts files and lines of each step, and lines in earnest apart', async () => {
	const [driver, header] = ['drivers/net/a.c', 'drivers/net/a.h'];
	const repository = chain({
		'5.10': {[driver]: code(40), [header]: '#define A 1\n', ...other('a')},
		// A comment, a blank line, an include: nothing in earnest.
		'5.11': {[driver]: `#include <linux/x.h>\n/*\n * Hello.\n */\n\n${code(40)}`},
		'5.12': {[driver]: `#include <linux/x.h>\n/*\n * Hello.\n */\n\n${code(50)}`, [header]: '#define A 2\n'},
		'5.13': {...other('b')},
	});
	const {drivers, directories} = await survey(repository, ['drivers/net/a'], {directories: ['drivers/net']});
	expect(drivers.get('drivers/net/a')).toEqual({
		files: [null, 1, 1, 0],
		added: [null, 5, 10, 0],
		removed: [null, 0, 0, 0],
		substantive: [null, 0, 10, 0],
		since: {release: '5.10', date: '2021-01-10', earliest: true, source: driver},
		away: [],
	});
	expect(directories.get('drivers/net')).toEqual({
		files: [null, 1, 2, 0],
		added: [null, 5, 11, 0],
		removed: [null, 0, 1, 0],
		substantive: [null, 0, 12, 0],
	});
});

it('says since when a driver is there; its arrival is no change in earnest', async () => {
	const repository = chain({
		'5.10': other('a'),
		'5.11': {'drivers/net/new.c': code(30)},
		'5.12': {'drivers/net/new.c': code(33)},
	});
	const {drivers} = await survey(repository, ['drivers/net/new', 'drivers/net/unheard-of']);
	expect(drivers.get('drivers/net/new')).toEqual({
		files: [null, 1, 1],
		added: [null, 30, 3],
		removed: [null, 0, 0],
		substantive: [null, null, 3],
		since: {release: '5.11', date: '2021-02-10', earliest: false, source: 'drivers/net/new.c'},
		away: [],
	});
	expect(drivers.get('drivers/net/unheard-of')).toEqual({
		files: [null, null, null],
		added: [null, null, null],
		removed: [null, null, null],
		substantive: [null, null, null],
		since: null,
		away: [],
	});
});

it('follows a driver along its renames, exact or not', async () => {
	const repository = chain({
		'5.10': {'drivers/staging/x/x.c': code(60), ...other('a')},
		'5.11': {'drivers/staging/x/x.c': code(64)},
		'5.12': {'drivers/staging/x/x.c': null, 'drivers/net/x/main.c': code(64)},
		'5.13': {'drivers/net/x/main.c': null, 'drivers/net/x/core.c': code(70)},
	});
	const id = 'drivers/net/x/core';
	const {drivers, directories, formerPaths} = await survey(repository, [id], {
		directories: ['drivers/net/x', 'drivers/staging'],
	});
	expect(drivers.get(id)).toEqual({
		files: [null, 1, 0, 1],
		added: [null, 4, 0, 6],
		removed: [null, 0, 0, 0],
		substantive: [null, 4, 0, 6],
		since: {release: '5.10', date: '2021-01-10', earliest: true, source: 'drivers/staging/x/x.c'},
		away: [],
	});
	expect(directories.get('drivers/net/x')).toMatchObject({added: [null, 4, 0, 6]});
	expect(directories.get('drivers/staging')).toMatchObject({added: [null, null, null, null]});
	expect(formerPaths).toEqual(
		new Map([
			[
				'drivers/net/x/core.c',
				[
					{path: 'drivers/net/x/main.c', release: '5.13'},
					{path: 'drivers/staging/x/x.c', release: '5.12'},
				],
			],
		]),
	);
});

it('keeps apart two drivers that had one path, one after the other', async () => {
	const repository = chain({
		'5.10': {'drivers/net/x.c': code(60), ...other('a')},
		'5.11': {'drivers/net/x.c': null, 'drivers/net/old.c': code(60)},
		'5.12': {'drivers/net/x.c': code(30, 'different')},
		'5.13': {'drivers/net/x.c': code(31, 'different'), 'drivers/net/old.c': code(62)},
	});
	const {drivers} = await survey(repository, ['drivers/net/x', 'drivers/net/old']);
	expect(drivers.get('drivers/net/x')).toMatchObject({
		since: {release: '5.12'},
		away: [],
		added: [null, null, 30, 1],
	});
	expect(drivers.get('drivers/net/old')).toMatchObject({
		since: {release: '5.10', source: 'drivers/net/x.c'},
		added: [null, 0, 0, 2],
	});
});

it('knows a driver again that was away, also under another path', async () => {
	const repository = chain({
		'5.10': {'drivers/net/x.c': code(60), 'drivers/md/y.c': code(60, 'y'), ...other('a')},
		'5.11': {'drivers/net/x.c': null, 'drivers/md/y.c': null},
		'5.12': other('b'),
		'5.13': {'drivers/net/x.c': code(62), 'drivers/staging/y.c': code(60, 'y')},
		'5.14': {'drivers/net/x.c': code(70)},
	});
	const {drivers, formerPaths, problems} = await survey(repository, ['drivers/net/x', 'drivers/staging/y'], {
		directories: ['drivers/net'],
	});
	expect(drivers.get('drivers/net/x')).toEqual({
		files: [null, 1, null, 1, 1],
		added: [null, 0, null, 62, 8],
		removed: [null, 60, null, 0, 0],
		substantive: [null, null, null, null, 8],
		since: {release: '5.10', date: '2021-01-10', earliest: true, source: 'drivers/net/x.c'},
		away: [{from: '5.11', back: '5.13'}],
	});
	expect(drivers.get('drivers/staging/y')).toMatchObject({
		since: {release: '5.10', source: 'drivers/md/y.c'},
		away: [{from: '5.11', back: '5.13'}],
	});
	expect([...formerPaths]).toEqual([['drivers/staging/y.c', [{path: 'drivers/md/y.c', release: '5.13'}]]]);
	expect(problems).toEqual([]);
});

it('tells a source that a package leaves out from one that was removed', async () => {
	const repository = chain({
		'5.10': {
			'drivers/net/Makefile': 'obj-$(CONFIG_X) += x.o\nobj-$(CONFIG_FB) += fb/\n',
			'drivers/net/fb/Makefile': 'obj-y += fb.o\n',
			'drivers/net/x.c': code(60),
			'drivers/net/fb/fb.c': code(50, 'fb'),
		},
		'5.11': {'drivers/net/x.c': null, 'drivers/net/fb/fb.c': null, 'drivers/net/fb/Makefile': null},
		'5.12': {
			'drivers/net/x.c': code(62),
			'drivers/net/fb/fb.c': code(50, 'fb'),
			'drivers/net/fb/Makefile': 'obj-y += fb.o\n',
		},
	});
	const {drivers, problems} = await survey(repository, ['drivers/net/x', 'drivers/net/fb/fb']);
	for (const id of ['drivers/net/x', 'drivers/net/fb/fb']) {
		expect(drivers.get(id)).toMatchObject({
			files: [null, 0, 0],
			added: [null, 0, 0],
			removed: [null, 0, 0],
			substantive: [null, 0, 0],
			since: {release: '5.10'},
			away: [],
		});
	}
	const problem = 'not there in 5.11, whose Makefiles still name it: left out of the change';
	expect(problems).toEqual(
		['drivers/net/fb/Makefile', 'drivers/net/fb/fb.c', 'drivers/net/x.c'].map(where => ({
			source: 'releases',
			where,
			problem,
		})),
	);
});

it('takes a driver for older than its main file where the Makefile named it before', async () => {
	const repository = chain({
		'5.10': other('a'),
		'5.11': {
			'drivers/net/Makefile': 'obj-$(CONFIG_X) += x.o\nx-y := one.o\n',
			'drivers/net/one.c': code(9, 'one'),
		},
		'5.12': {
			'drivers/net/Makefile': 'obj-$(CONFIG_X) += x.o\nx-y := main.o one.o\n',
			'drivers/net/main.c': code(9, 'm'),
		},
	});
	const {drivers} = await survey(repository, [driverOf('drivers/net/x', ['drivers/net/main.c'])]);
	expect(drivers.get('drivers/net/x')!.since).toMatchObject({
		release: '5.11',
		source: 'drivers/net/Makefile',
	});
});

it('takes the same edit in fifteen drivers for a sweep, and nothing else beside it', async () => {
	const names = Array.from({length: 15}, (_, index) => `drv${index}`);
	const text = (name: string, remove: string, more = '') =>
		`static struct driver ${name} = {\n\t.remove = ${remove},\n};\nint ${name}_a;\nint ${name}_b;\nint ${name}_c;\n${more}`;
	const files = (make: (name: string) => string) =>
		Object.fromEntries(names.map(name => [`drivers/net/${name}.c`, make(name)]));
	const repository = chain({
		'5.10': files(name => text(name, `remove_new(${name})`)),
		'5.11': files(name => text(name, `remove(${name})`, name === 'drv3' ? 'int more;\n' : '')),
		// One driver fewer: no rule is seen.
		'5.12': files(name => text(name, name === 'drv0' ? `remove(${name})` : `gone(${name})`)),
	});
	const {drivers, directories} = await survey(
		repository,
		names.map(name => `drivers/net/${name}`),
		{directories: ['drivers/net']},
	);
	expect(drivers.get('drivers/net/drv2')).toMatchObject({added: [null, 1, 1], substantive: [null, 0, 2]});
	expect(drivers.get('drivers/net/drv3')).toMatchObject({added: [null, 2, 1], substantive: [null, 1, 3]});
	expect(directories.get('drivers/net')).toMatchObject({files: [null, 15, 14], substantive: [null, 1, 29]});
});

it('takes a series that edits each driver’s own constants alike for a sweep, in one folder only', async () => {
	const names = Array.from({length: 15}, (_, index) => `drv${index}`);
	const text = (name: string, link: string) =>
		`static struct node ${name}_node = {\n${code(9, name)}\t${link}\n};\n`;
	const files = (make: (name: string) => string, folder = 'drivers/ic') =>
		Object.fromEntries(names.map(name => [`${folder}/${name}.c`, make(name)]));
	const elsewhere = names.map((name, index) => `drivers/f${index % 2}/other_${name}`);
	const scattered = (make: (name: string) => string) =>
		Object.fromEntries(elsewhere.map(id => [`${id}.c`, make(id.slice(id.indexOf('other')))]));
	const before = (name: string) => text(name, `.links = {${name.toUpperCase()}_SLAVE},`);
	const after = (name: string) => text(name, `.link_nodes = {&${name}_slave},`);
	const repository = chain({
		'5.10': {...files(before), ...scattered(before)},
		'5.11': {...files(after), ...scattered(after)},
		// What is left without their own words is no word at all.
		'5.12': files(name => text(name, `.link_nodes = {&${name}_another},`)),
	});
	const {drivers} = await survey(repository, [...names.map(name => `drivers/ic/${name}`), ...elsewhere]);
	expect(drivers.get('drivers/ic/drv2')).toMatchObject({added: [null, 1, 1], substantive: [null, 0, 2]});
	expect(drivers.get('drivers/f0/other_drv2')).toMatchObject({
		added: [null, 1, 0],
		substantive: [null, 2, 0],
	});
});

it('gives one driver’s own edit all over its files to that driver', async () => {
	const paths = Array.from({length: 20}, (_, index) => `drivers/gpu/big/f${index}.c`);
	const files = (name: string) =>
		Object.fromEntries(paths.map(path => [path, `${code(9, path)}int ${name};\n`]));
	const repository = chain({'5.10': files('old_name'), '5.11': files('new_name')});
	const big = driverOf('drivers/gpu/big/big', paths);
	const owners = {
		driversOf: (path: string) => (paths.includes(path) ? [big.id] : []),
		directoriesOf: () => [],
	};
	const {drivers} = await survey(repository, [big], {owners});
	expect(drivers.get(big.id)).toMatchObject({files: [null, 20], substantive: [null, 40]});
});

it('surveys sound/ too, and nothing outside', async () => {
	const repository = chain({
		'5.10': {'sound/pci/s.c': code(9), 'net/x.c': code(9)},
		'5.11': {'sound/pci/s.c': code(12), 'net/x.c': code(90)},
	});
	const {
		drivers,
		sources: [source],
	} = await survey(repository, ['sound/pci/s']);
	expect(drivers.get('sound/pci/s')).toMatchObject({added: [null, 3]});
	expect(source!.counts).toMatchObject({changedFiles: 1});
});

it('counts deleted files for the directory they lay in', async () => {
	const repository = chain({
		'5.10': {'drivers/net/gone.c': code(9), ...other('a')},
		'5.11': {'drivers/net/gone.c': code(11)},
		'5.12': {'drivers/net/gone.c': null},
	});
	const {directories} = await survey(repository, [], {directories: ['drivers/net']});
	expect(directories.get('drivers/net')).toMatchObject({
		files: [null, 1, 1],
		added: [null, 2, 0],
		removed: [null, 0, 11],
	});
});

it('is the same for a bare repository and a folder inside a work tree', async () => {
	const repository = chain({'5.10': {'drivers/net/a.c': code(9)}, '5.11': {'drivers/net/a.c': code(12)}});
	git(repository, ['clone', '-q', '--bare', repository, join(scratch, 'bare.git')]);
	for (const place of [join(scratch, 'bare.git'), join(repository, 'drivers'), join(repository, '.git')]) {
		const {drivers} = await survey(place, ['drivers/net/a']);
		expect(drivers.get('drivers/net/a')).toMatchObject({added: [null, 3]});
	}
});

it('says what is wrong with a repository, and what to do', async () => {
	const refusal = async (place: string, version = '7.3') => {
		const error: unknown = await survey(place, [], {version}).then(
			() => null,
			(reason: unknown) => reason,
		);
		expect(error).toMatchObject({name: 'GitSurveyError', advice: expect.stringMatching(/\S/)});
		return (error as Error).message;
	};
	expect(await refusal(join(scratch, 'nowhere'))).toMatch(
		/^not a git repository that can be read .*nowhere$/,
	);
	expect(await refusal(scratch)).toMatch(/^not a git repository/);
	const repository = newRepository(join(scratch, 'plain'));
	commit(repository, {date: '2021-01-01T00:00:00Z', files: {a: 'a'}});
	expect(await refusal(repository)).toMatch(/^the repository has no tag of a kernel release \(vX\.Y\): /);
	git(repository, ['tag', 'v5.10']);
	expect(await refusal(repository)).toMatch(
		/has one tag of a release up to 7\.3 \(v5\.10\), and change needs two/,
	);
	expect(await refusal(repository, '5.9')).toMatch(/has no tag of a release up to 5\.9, which was surveyed/);
});

it('says so where a repository lacks contents', async () => {
	const repository = chain({'5.10': {'drivers/net/a.c': code(9)}, '5.11': {'drivers/net/a.c': code(12)}});
	git(repository, ['config', 'uploadpack.allowFilter', 'true']);
	git(scratch, ['clone', '-q', '--bare', '--filter=blob:none', `file://${repository}`, 'partial.git']);
	await expect(survey(join(scratch, 'partial.git'), ['drivers/net/a'])).rejects.toThrow(
		/the trees of v5\.10 and v5\.11 can’t be compared/,
	);
});

it('stops when it is told to', async () => {
	const repository = chain({'5.10': other('a'), '5.11': other('b')});
	await expect(
		import('../../../../source/survey/releases/chain/chain.ts').then(({surveyReleases}) =>
			surveyReleases({
				repository,
				version: '7.3',
				drivers: [],
				directories: [],
				owners: {driversOf: () => [], directoriesOf: () => []},
				signal: AbortSignal.abort(new Error('enough')),
			}),
		),
	).rejects.toThrow('enough');
});
