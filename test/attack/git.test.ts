import {spawnSync} from 'node:child_process';
import {appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {gitAt} from '../../source/survey/git/git-directory.ts';
import {askGit} from '../../source/survey/git/process.ts';
import {actingIn, attack} from '../support/attack.ts';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';
import {commit, git, newRepository, removeScratch, scratchDirectory} from '../survey/git-history/scratch.ts';

const place = scratchDirectory();
afterAll(() => removeScratch(place));
const fixture = join(top, 'test/fixtures/kernel');
let made = 0;

/** A checkout with a commit of a release. */
function repository(): string {
	const folder = newRepository(join(place, String(made++)));
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

attack('git', 'nothing that a repository asks for is run, fetched or written', async tried => {
	const folder = repository();
	const marker = join(place, 'ran');
	const touch = `touch ${marker}`;
	const settings = [
		`[core]\n\tfsmonitor = ${touch}\n\tpager = ${touch}\n\teditor = ${touch}\n\tsshCommand = ${touch}`,
		`\tgitProxy = ${touch}\n\talternateRefsCommand = ${touch}\n\thooksPath = ${join(place, 'hooks')}`,
		`[diff]\n\texternal = ${touch}\n[diff "x"]\n\ttextconv = ${touch}\n\tcommand = ${touch}`,
		`[filter "x"]\n\tclean = ${touch}\n\tsmudge = ${touch}\n\tprocess = ${touch}`,
		`[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${touch}`,
		`[alias]\n\tlog = !${touch}\n\trev-list = !${touch}\n\tcat-file = !${touch}\n\tshow = !${touch}`,
		`[credential]\n\thelper = !${touch}`,
		`[remote "origin"]\n\turl = ext::sh -c ${touch}\n\tpromisor = true\n\tpartialclonefilter = blob:none`,
		`[extensions]\n\tpartialClone = origin\n[uploadpack]\n\tpackObjectsHook = ${touch}`,
	];
	appendFileSync(join(folder, '.git/config'), `${settings.join('\n')}\n`);
	writeFileSync(join(folder, '.git/info/attributes'), '* diff=x filter=x\n');
	mkdirSync(join(place, 'hooks'));
	for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'fsmonitor-watchman'])
		writeFileSync(join(place, 'hooks', hook), `#!/bin/sh\n${touch}\n`, {mode: 0o755});
	// An object that is said to be elsewhere.
	const [blob] = git(folder, ['rev-parse', 'HEAD:Makefile']).split('\n');
	rmSync(join(folder, '.git/objects', blob!.slice(0, 2), blob!.slice(2)));
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
