import {spawnSync} from 'node:child_process';
import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {newestTip} from '../../source/survey/cve-records.ts';
import {gitAt} from '../../source/survey/git/git-directory.ts';
import {mostBrokenObjects, readObjects} from '../../source/survey/git/objects.ts';
import {askGit, firstComplaint, startGit} from '../../source/survey/git/process.ts';
import {LineReader, RecordReader} from '../../source/survey/git/records.ts';
import {Lots} from '../../source/survey/git-history/lots.ts';
import {BlobReader} from '../../source/survey/releases/chain/blob-reader.ts';
import {releasesBetween} from '../../source/survey/releases/chain/tags.ts';
import {actingIn, attack} from '../support/attack.ts';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';
import {commit, git, newRepository, removeScratch, scratchDirectory} from '../survey/git-history/scratch.ts';

const place = scratchDirectory();
afterAll(() => removeScratch(place));
const fixture = join(top, 'test/fixtures/kernel');
let made = 0;

/** A checkout with the commits of two releases. */
function repository(): string {
	const folder = newRepository(join(place, String(made++)));
	commit(folder, {files: {Makefile: 'VERSION = 5\n'}, title: 'Linux 6.0', date: '2022-10-02T00:00:00Z'});
	git(folder, ['tag', 'v6.0']);
	commit(folder, {files: {Makefile: 'VERSION = 6\n'}, title: 'Linux 6.1', date: '2022-12-11T00:00:00Z'});
	git(folder, ['tag', 'v6.1']);
	return folder;
}

const survey = (flag: string, folder: string) =>
	run(['survey', '--tree', fixture, flag, folder, '--out', join(place, `out${made++}`)]);

attack('git', 'a pipe where git reads a file is refused at once, by its name', async tried => {
	const places = [
		'config',
		'HEAD',
		'packed-refs',
		'shallow',
		'commondir',
		'info/grafts',
		'info/attributes',
		'objects/info/alternates',
		'objects/pack/pack-0123456789012345678901234567890123456789.idx',
		'objects/00/00000000000000000000000000000000000000',
		'refs/heads/main',
		'refs/tags/v6.2',
	].map(path => `.git/${path}`);
	for (const path of [...places, '.mailmap']) {
		const folder = repository();
		const odd = join(folder, path);
		rmSync(odd, {force: true});
		mkdirSync(dirname(odd), {recursive: true});
		spawnSync('mkfifo', [odd]);
		const ways = [
			await gitAt(folder, undefined),
			{directory: folder, settings: [], fetchMissing: false, signal: undefined},
		];
		for (const way of ways) {
			tried();
			await expect(askGit(way, ['rev-parse', 'HEAD']), path).rejects.toThrow(odd);
		}
	}
	const folder = repository();
	rmSync(join(folder, '.git/HEAD'));
	spawnSync('mkfifo', [join(folder, '.git/HEAD')]);
	for (const flag of ['--git', '--releases', '--lore', '--cves']) {
		tried();
		const {status, remarks} = await survey(flag, folder);
		expect([flag, status]).toEqual([flag, 2]);
		expect(remarks).toContain(
			`where git reads a file: ${join(folder, '.git/HEAD')}.\nRemove it, or name another clone.`,
		);
	}
});

attack('git', 'so is one that its settings, alternates or attributes lead to', async tried => {
	const pipe = join(place, 'pipe');
	spawnSync('mkfifo', [pipe]);
	const objects = join(place, 'objects');
	const pack = join(objects, 'pack/pack-0123456789012345678901234567890123456789.idx');
	mkdirSync(dirname(pack), {recursive: true});
	spawnSync('mkfifo', [pack]);
	const inner = join(place, 'inner');
	writeFileSync(inner, `[include]\npath=${pipe}\n`);
	const set = (text: string) => (folder: string) => appendFileSync(join(folder, '.git/config'), text);
	const ways: [(folder: string) => void, (folder: string) => string][] = [
		...[
			`[include]\n\tpath = ${pipe}\n`,
			`[include] path=../../pipe\n`,
			`[includeIf "gitdir:/"]\n\tPath = "${pipe}" \n`,
			`[include]\npath = ${inner}\n`,
			`[include]\npath = ${place}\\\n/pipe\n`,
			`[core]\n\tattributesFile = ${pipe}\n`,
			`[mailmap]\n\tfile = ${pipe}\n`,
		].map((text): [(folder: string) => void, () => string] => [set(text), () => pipe]),
		[
			folder => {
				mkdirSync(join(folder, '.git/objects/info'), {recursive: true});
				writeFileSync(join(folder, '.git/objects/info/alternates'), `# mine\n${objects}\n`);
			},
			() => pack,
		],
		[
			folder => {
				mkdirSync(join(folder, 'drivers/net'), {recursive: true});
				spawnSync('mkfifo', [join(folder, 'drivers/net/.gitattributes')]);
			},
			folder => join(folder, 'drivers/net/.gitattributes'),
		],
		[
			folder => {
				mkdirSync(join(place, 'elsewhere'));
				spawnSync('mkfifo', [join(place, 'elsewhere/.gitattributes')]);
				symlinkSync(join(place, 'elsewhere'), join(folder, 'drivers'));
			},
			folder => join(folder, 'drivers/.gitattributes'),
		],
	];
	for (const [make, named] of ways) {
		const folder = repository();
		make(folder);
		const way = {directory: folder, settings: [], fetchMissing: false, signal: AbortSignal.timeout(20_000)};
		tried();
		await expect(askGit(way, ['log', '--numstat']), named(folder)).rejects.toThrow(named(folder));
	}
});

attack('git', 'what is longer than any text is cut or passed over, not gathered', async tried => {
	const chunk = Buffer.alloc(1 << 16, 'x');
	const longest = {line: 0, record: 0};
	const lines = new LineReader(text => {
		longest.line = Math.max(longest.line, text.length);
	});
	const records = new RecordReader(text => {
		longest.record = Math.max(longest.record, text.length);
	});
	const before = process.cpuUsage();
	for (let count = 0; count < 1024; count++) {
		lines.push(chunk);
		records.push(chunk);
	}
	lines.push(Buffer.from('\nlast\n'));
	records.push(Buffer.from('\0last\0'));
	expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
	expect(longest.line).toBeLessThan(2 << 20);
	expect(longest.record).toBeLessThan(2 << 20);
	tried(2);
	const folder = repository();
	commit(folder, {files: {large: 'x'.repeat(33 << 20), small: 'y'}, date: '2023-01-01T00:00:00Z'});
	const blobs = new BlobReader({directory: folder, settings: [], fetchMissing: false, signal: undefined});
	const read = await Promise.all(['HEAD:large', 'HEAD:small', 'HEAD:large'].map(name => blobs.read(name)));
	blobs.close();
	expect(read.map(body => body?.toString() ?? null)).toEqual([null, 'y', null]);
	tried();
	expect(releasesBetween('6.1', '20000.9').length).toBeLessThan(2000);
	for (const end of ['99999999.9', '6.99999999999', '99999999999999999999.1'])
		expect(releasesBetween('6.1', end).length).toBeLessThan(2000);
	tried(4);
	for (const complaint of [
		'/'.repeat(5000),
		'/.pack'.repeat(800),
		' (stored in'.repeat(400),
		`${'a/'.repeat(2500)} x`,
	]) {
		const start = process.cpuUsage();
		const told = firstComplaint(`fatal: \u001b[31m\u009b1m${complaint}`);
		expect(process.cpuUsage(start).user / 1e3).toBeLessThan(500);
		expect(actingIn(told)).toEqual([]);
		expect(told.length).toBeLessThanOrEqual(200);
		tried();
	}
});

attack(
	'git',
	'more broken objects, faults and branches than any has are given up, not each tried',
	async tried => {
		const folder = repository();
		const count = mostBrokenObjects + 20;
		const files = Object.fromEntries(
			Array.from({length: count}, (_, at) => [
				`f/${at}`,
				Array.from({length: 60}, (_, line) => `${line * (at + 7)}`).join(' '),
			]),
		);
		commit(folder, {files, title: 'many', date: '2023-01-01T00:00:00Z'});
		const names = git(folder, ['ls-tree', '-r', 'HEAD', 'f/'])
			.split('\n')
			.map(line => line.split(/\s/)[2]!);
		expect(names).toHaveLength(count);
		for (const name of names) {
			const path = join(folder, '.git/objects', name.slice(0, 2), name.slice(2));
			const bytes = readFileSync(path);
			rmSync(path);
			// What it is can still be told, not what it holds: there git gives up.
			writeFileSync(path, bytes.subarray(0, bytes.length - 12));
		}
		const way = {directory: folder, settings: [], fetchMissing: false, signal: undefined};
		const problems: string[] = [];
		const list = {
			length: count,
			lines: (from: number, to: number) => Buffer.from(`${names.slice(from, to).join('\n')}\n`),
			name: (index: number) => names[index]!,
		};
		await readObjects(way, list, 1 << 20, {
			onObject: () => problems.push('read'),
			onTooLarge: () => problems.push('too large'),
			onBroken: (_, problem) => problems.push(problem),
		});
		expect(problems).toHaveLength(count);
		expect(problems.filter(problem => problem.startsWith('not read: too many'))).toHaveLength(20);
		tried();
		const complaining = startGit(way, ['fsck']);
		complaining.stdin.end();
		complaining.stdout.resume();
		const {complaint} = await complaining.ended;
		expect(complaint).not.toBe('');
		expect(complaint.length).toBeLessThanOrEqual(4096);
		tried();
		let asked = 0;
		const given: number[] = [];
		const lots = new Lots<number>(
			async () => {
				asked++;
				return 'broken';
			},
			item => given.push(item),
		);
		await lots.answer(Array.from({length: 4000}, (_, at) => at));
		expect(given).toHaveLength(4000);
		expect(asked).toBeLessThan(1500);
		tried();
		const mirror = newRepository(join(place, String(made++)));
		commit(mirror, {files: {'cve/published/2024/CVE-2024-0001.json': '{}'}, date: '2022-01-01T00:00:00Z'});
		git(mirror, ['tag', 'records']);
		commit(mirror, {
			files: {'cve/published/2024/CVE-2024-0001.json': null, script: 'x'},
			date: '2023-01-01T00:00:00Z',
		});
		const head = git(mirror, ['rev-parse', 'HEAD']).trim();
		const tags = Array.from({length: 110}, (_, at) => `${head} refs/tags/t${String(at).padStart(3, '0')}\n`);
		appendFileSync(
			join(mirror, '.git/packed-refs'),
			`# pack-refs with: peeled fully-peeled sorted \n${tags.slice(0, 20).join('')}`,
		);
		expect((await newestTip(mirror))?.date).toBe('2022-01-01');
		writeFileSync(
			join(mirror, '.git/packed-refs'),
			`# pack-refs with: peeled fully-peeled sorted \n${tags.join('')}`,
		);
		expect(await newestTip(mirror)).toBeNull();
		tried();
	},
);

attack('git', 'nothing that a repository asks for is run, fetched or written', async tried => {
	const folder = repository();
	const marker = join(place, 'ran');
	const touch = `touch ${marker}`;
	// Git starts this one without a shell.
	const checker = join(place, 'checker');
	writeFileSync(checker, `#!/bin/sh\n${touch}\n`, {mode: 0o755});
	const settings = [
		`[core]\n\tfsmonitor = ${touch}\n\tpager = ${touch}\n\teditor = ${touch}\n\tsshCommand = ${touch}`,
		`\tgitProxy = ${touch}\n\talternateRefsCommand = ${touch}\n\thooksPath = ${join(place, 'hooks')}`,
		`[diff]\n\texternal = ${touch}\n[diff "x"]\n\ttextconv = ${touch}\n\tcommand = ${touch}`,
		`[filter "x"]\n\tclean = ${touch}\n\tsmudge = ${touch}\n\tprocess = ${touch}`,
		`[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${checker}`,
		`[alias]\n\tlog = !${touch}\n\trev-list = !${touch}\n\tcat-file = !${touch}\n\tshow = !${touch}`,
		`[credential]\n\thelper = !${touch}`,
		`[remote "origin"]\n\turl = ssh://example.invalid/linux\n\tpromisor = true\n\tpartialclonefilter = blob:none`,
		`[extensions]\n\tpartialClone = origin\n[uploadpack]\n\tpackObjectsHook = ${touch}`,
	];
	mkdirSync(join(place, 'hooks'));
	for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'fsmonitor-watchman'])
		writeFileSync(join(place, 'hooks', hook), `#!/bin/sh\n${touch}\n`, {mode: 0o755});
	// A signature, which only a program can check.
	const signed = git(folder, ['cat-file', 'commit', 'HEAD']).replace(
		/\n\n/,
		'\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n',
	);
	const {stdout} = spawnSync('git', ['-C', folder, 'hash-object', '-t', 'commit', '-w', '--stdin'], {
		input: signed,
		encoding: 'utf8',
		env: {...process.env, GIT_CONFIG_GLOBAL: '/dev/null'},
	});
	writeFileSync(join(folder, '.git/refs/heads/main'), stdout);
	// An object that is said to be elsewhere: git would fetch it from whom the settings name, by what they name.
	const [blob] = git(folder, ['rev-parse', 'HEAD:Makefile']).split('\n');
	rmSync(join(folder, '.git/objects', blob!.slice(0, 2), blob!.slice(2)));
	appendFileSync(join(folder, '.git/config'), `${settings.join('\n')}\n`);
	writeFileSync(join(folder, '.git/info/attributes'), '* diff=x filter=x\n');
	const before = readdirSync(join(folder, '.git'), {recursive: true}).sort();
	for (const flag of ['--git', '--releases', '--lore', '--cves']) {
		tried(settings.length);
		const {remarks} = await survey(flag, folder);
		expect(remarks).not.toMatch(/internal error/);
		expect(existsSync(marker), flag).toBe(false);
	}
	expect(readdirSync(join(folder, '.git'), {recursive: true}).sort()).toEqual(before);
});

attack('git', 'tags, authors and titles that are none do no harm, and nothing of them acts', async tried => {
	const folder = repository();
	const head = git(folder, ['rev-parse', 'HEAD']);
	const blob = git(folder, ['rev-parse', 'HEAD:Makefile']);
	const tags = [
		`v6.2 ${blob}`,
		`v6.3 ${'0'.repeat(40)}`,
		`v6.4 ${'f'.repeat(40)}`,
		`v99999999999999999999.99999999999999999999 ${head}`,
		`v6.-1 ${head}`,
		`v6.5;touch ${head}`,
		`--upload-pack=touch ${head}`,
		`v6.6\u001b[31m ${head}`,
		`${'v'.repeat(5000)}6.7 ${head}`,
	];
	const lines = tags.map(tag => {
		const [name, id] = tag.split(' ');
		return `${id} refs/tags/${name}\n`;
	});
	writeFileSync(
		join(folder, '.git/packed-refs'),
		`# pack-refs with: peeled fully-peeled sorted \n${lines.sort().join('')}`,
	);
	const raw = (author: string, title: string) =>
		`tree ${git(folder, ['rev-parse', 'HEAD^{tree}'])}\nparent ${head}\nauthor ${author}\ncommitter ${author}\n\n${title}`;
	const commits = [
		raw('\u001b[31mX\u0007 <x@\u202eexample.org> 99999999999999999999 +9999', '\u001b]52;c;aGk=\u0007'),
		raw('<<>> -1 -0000', ''),
		raw('nobody', 'x'.repeat(1 << 20)),
	];
	tried(tags.length + commits.length);
	for (const text of commits) {
		const {stdout} = spawnSync(
			'git',
			['-C', folder, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin'],
			{
				input: text,
				encoding: 'utf8',
			},
		);
		writeFileSync(join(folder, '.git/refs/heads/main'), stdout);
		for (const flag of ['--git', '--releases', '--lore']) {
			const {status, out, remarks} = await survey(flag, folder);
			expect([0, 2], `${flag}: ${remarks}`).toContain(status);
			expect(remarks).not.toMatch(/internal error/);
			expect(actingIn(out + remarks)).toEqual([]);
		}
	}
});
