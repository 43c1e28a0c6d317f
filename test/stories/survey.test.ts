import {spawn} from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {lockFile} from '../../source/dataset/lock.ts';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';
import {program} from '../support/terminal.ts';
import {commit, git, newRepository} from '../survey/git-history/scratch.ts';
import {changing, deleting, makeInbox} from '../survey/mail/inbox.ts';

const fixture = join(top, 'test/fixtures/kernel');
const folders: string[] = [];
const scratch = () => {
	const folder = mkdtempSync(join(tmpdir(), 'driverdex-survey-'));
	folders.push(folder);
	return folder;
};
afterAll(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

const mail = (id: string, date: string, subject: string, body: string) =>
	`From: A. Swimmer <swimmer@example.org>\nTo: pond@example.org\nList-Id: <pond.example.org>\nDate: ${date}\nMessage-ID: <${id}>\nSubject: ${subject}\n\n${body}`;

/** Every source that a survey can have, small: an earlier tree, a history, an archive, CVE records, Leapp, aliases. */
function makeInputs(): {words: string[]; folder: string} {
	const folder = scratch();
	const earlier = join(folder, 'earlier');
	cpSync(fixture, earlier, {recursive: true});
	writeFileSync(join(earlier, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n');
	const pebble = join(earlier, 'drivers/misc/pebble.c');
	writeFileSync(pebble, `${readFileSync(pebble, 'utf8')}/* was here */\n`);

	const history = newRepository(join(folder, 'history'));
	commit(history, {
		files: {'drivers/misc/pebble.c': 'one\n'},
		title: 'misc: pebble: add',
		date: '2025-02-01T00:00:00Z',
	});
	commit(history, {
		files: {'drivers/misc/pebble.c': 'one\ntwo\n'},
		title: 'misc: pebble: more',
		date: '2025-04-01T00:00:00Z',
	});

	const inbox = makeInbox(join(folder, 'pond.example.org.0'), [
		{
			mail: mail(
				'first@x',
				'Mon, 3 Feb 2025 10:00:00 +0000',
				'[PATCH] net: eddy: spin',
				changing('drivers/net/eddy/core.c'),
			),
		},
		{
			mail: mail(
				'last@x',
				'Mon, 3 Mar 2025 10:00:00 +0000',
				'[PATCH] net: eddy: remove',
				deleting('drivers/net/eddy/core.c'),
			),
		},
	]);

	const published = join(folder, 'vulns/cve/published/2024');
	mkdirSync(published, {recursive: true});
	writeFileSync(
		join(published, 'CVE-2024-10001.json'),
		JSON.stringify({containers: {cna: {affected: [{programFiles: ['drivers/misc/pebble.c']}]}}}),
	);
	writeFileSync(join(published, 'CVE-2024-10002.json'), '{"containers":');
	const leapp = join(folder, 'leapp.json');
	writeFileSync(
		leapp,
		JSON.stringify({
			provided_data_streams: ['1.0'],
			data: [
				{
					driver_name: 'pebble',
					device_type: 'pci',
					device_id: '',
					available_in_rhel: [7, 8],
					maintained_in_rhel: [7],
				},
			],
		}),
	);
	const aliases = join(folder, 'modules.alias');
	writeFileSync(aliases, 'alias pci:v00001234d00005678sv*sd*bc*sc*i* pebble\n');
	return {
		folder,
		words: [
			...['--previous', earlier],
			...['--git', history],
			...['--lore', inbox],
			...['--cves', join(folder, 'vulns')],
			...['--leapp', leapp],
			...['--modules-alias', aliases],
		],
	};
}

it('keeps the options of the tree, and what became of those that earlier trees had', async () => {
	const folder = scratch();
	const makeEarlier = (name: string, version: string) => {
		const tree = join(folder, name);
		cpSync(fixture, tree, {recursive: true});
		const [major, minor] = version.split('.');
		writeFileSync(join(tree, 'Makefile'), `VERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = 0\n`);
		return tree;
	};
	const append = (file: string, text: string) => writeFileSync(file, `${readFileSync(file, 'utf8')}${text}`);
	const older = makeEarlier('older', '5.10');
	const old = makeEarlier('old', '6.1');
	for (const [tree, name] of [
		[older, 'sunk'],
		[older, 'lost'],
		[old, 'lost'],
	] as const) {
		const misc = join(tree, 'drivers/misc');
		append(join(misc, 'Kconfig'), `config ${name.toUpperCase()}\n\ttristate "Once there"\n`);
		append(join(misc, 'Makefile'), `obj-$(CONFIG_${name.toUpperCase()}) += ${name}.o\n`);
		writeFileSync(join(misc, `${name}.c`), readFileSync(join(misc, 'pebble.c')));
	}
	// The pebble had another option, of which nothing but the name has changed.
	for (const tree of [older, old]) {
		for (const name of ['Kconfig', 'Makefile']) {
			const file = join(tree, 'drivers/misc', name);
			writeFileSync(file, readFileSync(file, 'utf8').replace('PEBBLE', 'SHINGLE'));
		}
	}
	const data = join(folder, 'data');
	const words = ['--tree', fixture, '--previous', older, '--previous', old, '--out', data];
	const outcome = await run(['survey', ...words]);
	expect(outcome.status, outcome.remarks).toBe(0);
	const lines = readFileSync(join(data, 'options.txt'), 'utf8').split('\n');
	expect(lines).toEqual(lines.toSorted((a, b) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1)));
	const dead = readFileSync(join(data, 'gone.ndjson'), 'utf8').trimEnd().split('\n');
	expect(dead.map(line => JSON.parse(line))).toMatchObject([
		{id: 'drivers/misc/lost', fate: 'removed', lastRelease: {release: '6.1'}, since: {release: '5.10'}},
		{option: 'SHINGLE', fate: 'option-renamed', to: [{id: 'drivers/misc/pebble', option: 'PEBBLE'}]},
		{id: 'drivers/misc/sunk', fate: 'removed', lastRelease: {release: '5.10'}, goneIn: {release: '6.1'}},
	]);
	expect(lines).toContain('PEBBLE');
	expect(lines).toContain('BROKEN');
	expect(await run(['validate', data])).toMatchObject({status: 0});
	const audit = await run(['audit', '-'], {
		data,
		input: 'CONFIG_SHINGLE=m\nCONFIG_SUNK=m\nCONFIG_PEBBLE=m\n',
	});
	expect(audit.status).toBe(1);
	expect(audit.out).toMatch(/CONFIG_SUNK=m +✖ gone +sunk: gone between 5\.10 .* and 6\.1/);
	expect(audit.out).toMatch(/CONFIG_SHINGLE=m +→ moved +pebble: CONFIG_PEBBLE builds pebble/);
});

describe('a survey of every source', () => {
	let data = '';
	let remarks = '';
	beforeAll(async () => {
		data = join(scratch(), 'data');
		const {words, folder} = makeInputs();
		const outcome = await run(['survey', '--tree', fixture, ...words, '--out', data], {
			environment: {XDG_CACHE_HOME: join(folder, 'cache')},
		});
		remarks = outcome.remarks;
		expect(outcome.status, outcome.remarks).toBe(0);
	});
	const record = async (name: string) => JSON.parse((await run(['show', name, '--json'], {data})).out);

	it('is valid, and says what each source gave', async () => {
		expect(await run(['validate', data])).toMatchObject({status: 0});
		for (const source of [
			'kernel tree',
			'earlier kernel tree',
			'git history',
			'mailing list',
			'kernel CVE records',
			'Leapp',
			'modules.alias',
		]) {
			expect(remarks, source).toContain(source);
		}
		expect(remarks).toContain('CVE-2024-10002');
		const manifest = JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8'));
		expect(manifest.asOf).toBe('2025-04-01');
		expect(manifest.window).toEqual({since: '2020-04-01', until: '2025-04-01'});
	});

	it('holds each fact where the record has its place', async () => {
		const {signals, aliases} = await record('drivers/misc/pebble');
		expect(signals.commits).toMatchObject({
			total: 2,
			linesAdded: 2,
			linesRemoved: 0,
			authors: 1,
			lastDate: '2025-04-01',
		});
		expect(signals.commits.monthly).toHaveLength(61);
		expect(signals.releases).toEqual({
			files: [null, 1],
			added: [null, 0],
			removed: [null, 1],
			substantive: [null, 0],
		});
		expect(signals.since).toMatchObject({release: '6.1', date: '2022-12-11', earliest: true});
		expect(signals.cves).toEqual(['CVE-2024-10001']);
		expect(
			signals.support.map(({release, state}: {release: string; state: string}) => `${release} ${state}`),
		).toEqual(['7 maintained', '8 unmaintained', '9 removed']);
		expect(aliases).toEqual(['pci:v00001234d00005678sv*sd*bc*sc*i*']);
	});

	it('keeps its keys in the order of the schema', async () => {
		const {signals} = await record('drivers/misc/pebble');
		expect(Object.keys(signals)).toEqual([
			'tree',
			'releases',
			'since',
			'away',
			'commits',
			'patches',
			'removalPatches',
			'cves',
			'cveDates',
			'maintainers',
			'support',
			'distributions',
			'population',
			'boards',
			'signs',
		]);
	});

	it('finds a posted deletion, and tells how many releases overtook it', async () => {
		const eddy = await record('drivers/net/eddy/eddy');
		expect(eddy.signals.removalPatches).toMatchObject([
			{date: '2025-03-03', messageId: 'last@x', title: 'net: eddy: remove'},
		]);
		// The tree is 7.3, however early the day that is asked for.
		expect(eddy.signals.removalPatches[0].overtakenBy).toBe(10);
		expect(eddy.assessments[0].reasons.map(({rule}: {rule: string}) => rule)).toContain(
			'removal-once-posted',
		);
		expect((await run(['list', 'has:removal', '--format', 'csv'], {data})).out).toContain(
			'drivers/net/eddy/eddy',
		);
		expect((await run(['show', 'drivers/net/eddy/eddy'], {data})).out).toMatch(
			/would\s+have\s+deleted\s+it;\s+10\s+releases\s+were\s+shipped\s+since/,
		);
	});

	it('counts the same a second time, from its cache', async () => {
		const again = join(scratch(), 'data');
		const {words, folder} = makeInputs();
		const environment = {XDG_CACHE_HOME: join(folder, 'cache')};
		await run(['survey', '--tree', fixture, ...words, '--out', again], {environment});
		const first = readFileSync(join(again, 'drivers.ndjson'), 'utf8');
		await run(['survey', '--tree', fixture, ...words, '--out', again], {environment});
		expect(readFileSync(join(again, 'drivers.ndjson'), 'utf8')).toBe(first);
	});
});

describe('a survey that is stopped', () => {
	it('leaves the old data set whole, at whatever moment it is killed', async () => {
		const data = join(scratch(), 'data');
		await run(['survey', '--tree', fixture, '--out', data]);
		const before = readFileSync(join(data, 'manifest.json'), 'utf8');
		for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
			for (const ms of [60, 120, 180, 240, 300]) {
				await new Promise<void>(resolve => {
					const child = spawn(process.execPath, [program, 'survey', '--tree', fixture, '--out', data], {
						stdio: 'ignore',
					});
					const timer = setTimeout(() => child.kill(signal), ms);
					child.on('close', () => {
						clearTimeout(timer);
						resolve();
					});
				});
				expect((await run(['validate', data])).status).toBe(0);
			}
		}
		const {counts} = JSON.parse(before);
		await run(['survey', '--tree', fixture, '--out', data]);
		expect(JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8')).counts).toEqual(counts);
		expect(readdirSync(data).filter(name => name.startsWith('.'))).toEqual([]);
	});

	it('dies by the signal that stops it, and leaves nothing in the temporary folder', async () => {
		const {words, folder} = makeInputs();
		const place = join(folder, 'tmp');
		mkdirSync(place);
		const ends: (string | number | null)[] = [];
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			for (const ms of [100, 200, 300, 400, 500]) {
				const data = join(folder, 'data');
				const child = spawn(
					process.execPath,
					[program, 'survey', '--tree', fixture, ...words, '--out', data],
					{stdio: 'ignore', env: {...process.env, TMPDIR: place, HOME: folder, XDG_CACHE_HOME: ''}},
				);
				const timer = setTimeout(() => child.kill(signal), ms);
				const end = await new Promise<string | number | null>(resolve => {
					child.on('close', (status, by) => resolve(by ?? status));
				});
				clearTimeout(timer);
				expect([signal, 0]).toContain(end);
				expect(readdirSync(place)).toEqual([]);
				expect(existsSync(join(data, lockFile))).toBe(false);
				ends.push(end);
			}
		}
		expect(ends).toContain('SIGINT');
	});

	it.skipIf(!existsSync('/dev/full'))('says when there is no room, and changes nothing', async () => {
		const data = join(scratch(), 'data');
		await run(['survey', '--tree', fixture, '--out', data]);
		const before = readFileSync(join(data, 'drivers.ndjson'), 'utf8');
		// A file-size limit of 8 blocks stands for a full disk: writing fails half-way with EFBIG.
		const outcome = await new Promise<{remarks: string; status: number | null}>(resolve => {
			const child = spawn('bash', [
				'-c',
				`trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`,
				process.execPath,
				program,
				'survey',
				'--tree',
				fixture,
				'--out',
				data,
			]);
			let remarks = '';
			child.stderr.setEncoding('utf8').on('data', (text: string) => {
				remarks += text;
			});
			child.on('close', status => resolve({remarks, status}));
		});
		expect(outcome.status).toBe(2);
		expect(outcome.remarks).toMatch(/Can't write the data set .*\nNothing was changed/);
		expect(readFileSync(join(data, 'drivers.ndjson'), 'utf8')).toBe(before);
		expect((await run(['validate', data])).status).toBe(0);
	});
});

it('counts lines of a partial clone only when it is told to fetch contents', async () => {
	const folder = scratch();
	const history = newRepository(join(folder, 'history'));
	git(history, ['config', 'uploadpack.allowFilter', 'true']);
	git(history, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
	for (const day of [1, 2]) {
		commit(history, {
			files: {'drivers/misc/pebble.c': 'line\n'.repeat(day)},
			date: `2025-02-0${day}T00:00:00Z`,
		});
	}
	const clone = join(folder, 'clone.git');
	git(folder, ['clone', '-q', '--bare', '--filter=blob:none', `file://${history}`, clone]);
	const commits = async (...words: string[]) => {
		const data = join(folder, 'data');
		const {status, remarks} = await run(
			['survey', '--tree', fixture, '--git', clone, ...words, '--out', data],
			{environment: {XDG_CACHE_HOME: join(folder, 'cache')}},
		);
		expect(status, remarks).toBe(0);
		const {out} = await run(['show', 'drivers/misc/pebble', '--json'], {data});
		return {...JSON.parse(out).signals.commits, remarks};
	};
	const without = await commits();
	expect(without).toMatchObject({total: 2, linesAdded: null});
	expect(without.remarks).toContain('--fetch-missing');
	expect(await commits('--fetch-missing')).toMatchObject({total: 2, linesAdded: 2});
	expect(await run(['survey', '--tree', fixture, '--fetch-missing', '--out', folder])).toMatchObject({
		status: 64,
		remarks: expect.stringContaining('Name a partial clone of the kernel with --git DIR.'),
	});
});

describe('sources that are no sources', () => {
	const mistake = async (...words: string[]) => {
		const {remarks, status, out} = await run([
			'survey',
			'--tree',
			fixture,
			'--out',
			join(scratch(), 'data'),
			...words,
		]);
		expect(out).toBe('');
		expect(remarks).not.toMatch(/\n\s+at /);
		return `${status}: ${remarks}`;
	};

	it('are named, with what to do', async () => {
		const empty = scratch();
		writeFileSync(join(empty, 'x.json'), '{}');
		expect(await mistake('--lore', empty)).toMatch(/^2: [\s\S]*holds no mailing-list archive/);
		expect(await mistake('--git', empty)).toMatch(/^2: [\s\S]*\.git\): [\w/.-]+\.\nName a clone/);
		expect(await mistake('--cves', empty)).toMatch(/^2: [\s\S]*no CVE records at/);
		expect(await mistake('--leapp', join(empty, 'x.json'))).toMatch(/^2: [\s\S]*no table of Leapp/);
		expect(await mistake('--leapp', empty)).toMatch(/^2: [\s\S]*--leapp .* is not a file/);
		expect(await mistake('--previous', empty)).toMatch(/^2: [\s\S]*is not a kernel tree/);
		expect(await mistake('--modules-alias', '/nowhere')).toMatch(
			/^2: [\s\S]*--modules-alias \/nowhere can't be read/,
		);
	});

	it('need git, and say so where it is missing', async () => {
		const archive = makeInbox(join(scratch(), 'linux-test', 'git', '0.git'), []);
		for (const source of ['--git', '--lore', '--cves']) {
			const {remarks, status} = await run(
				['survey', '--tree', fixture, '--out', join(scratch(), 'data'), source, archive],
				{environment: {PATH: scratch()}},
			);
			expect(`${status}: ${remarks}`, source).toMatch(
				/^2: [\s\S]*git can’t be started, and it is needed for: .*0\.git\.\nInstall git, or/,
			);
		}
	});
});
