import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';
import {git, newRepository} from '../survey/git-history/scratch.ts';
import {changing, makeInbox} from '../survey/mail/inbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'driverdex-verify-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const at = (...names: string[]) => join(folder, ...names);

const mail = (id: string, day: number, file: string) => ({
	mail: `From: A. Swimmer <swimmer@example.org>\nTo: pond@example.org\nList-Id: <pond.example.org>\nDate: Mon, ${day} Jul 2024 10:00:00 +0000\nMessage-ID: <${id}>\nSubject: [PATCH] net: eddy: spin\n\n${changing(file)}`,
	authorTime: Date.UTC(2024, 6, day, 10) / 1000,
	committerTime: Date.UTC(2024, 6, day, 11) / 1000,
});

/** A repository of eight releases of the small tree, the fifth of which works on pebble. */
function makeReleases(): void {
	const tree = newRepository(at('tree'));
	cpSync(join(top, 'test/fixtures/kernel'), tree, {recursive: true});
	const makefile = readFileSync(join(tree, 'Makefile'), 'utf8');
	for (let release = 1; release <= 8; release++) {
		writeFileSync(
			join(tree, 'Makefile'),
			makefile
				.replace(/^VERSION.*/m, 'VERSION = 6')
				.replace(/^PATCHLEVEL.*/m, `PATCHLEVEL = ${release}`)
				.replace(/^SUBLEVEL.*/m, 'SUBLEVEL = 0'),
		);
		if (release === 5) {
			const more = Array.from({length: 30}, (_, index) => `int pebble_more_${index};\n`).join('');
			const path = join(tree, 'drivers/misc/pebble.c');
			writeFileSync(path, `${readFileSync(path, 'utf8')}${more}`);
		}
		git(tree, ['add', '-A']);
		const [name, email, day] = ['A', 'a@example.org', `2024-0${release}-01T00:00:00Z`];
		git(tree, ['commit', '-q', '-m', `v6.${release}`], {
			GIT_AUTHOR_NAME: name,
			GIT_AUTHOR_EMAIL: email,
			GIT_AUTHOR_DATE: day,
			GIT_COMMITTER_NAME: name,
			GIT_COMMITTER_EMAIL: email,
			GIT_COMMITTER_DATE: day,
		});
		git(tree, ['tag', `v6.${release}`]);
	}
}

const inputs = (given: Record<string, string> = {}) =>
	Object.entries({
		tree: at('tree'),
		releases: at('tree'),
		lore: at('pond.example.org.0'),
		cves: at('vulns'),
		...given,
	}).flatMap(([flag, path]) => [`--${flag}`, path]);

const verify = async (words: readonly string[]) => {
	const outcome = await run(['verify', at('data'), ...words, '--json']);
	return {...outcome, answer: outcome.status === 64 ? null : JSON.parse(outcome.out)};
};

beforeAll(async () => {
	makeReleases();
	makeInbox(at('pond.example.org.0'), [
		mail('spin@x', 1, 'drivers/net/eddy/core.c'),
		mail('spun@x', 3, 'drivers/net/eddy/core.c'),
	]);
	const published = at('vulns/cve/published/2023');
	mkdirSync(published, {recursive: true});
	writeFileSync(
		join(published, 'CVE-2023-10001.json'),
		JSON.stringify({containers: {cna: {affected: [{programFiles: ['drivers/misc/pebble.c']}]}}}),
	);
	const surveyed = await run(['survey', ...inputs(), '--out', at('data'), '--as-of', '2024-09-01']);
	expect(surveyed.status).toBe(0);
}, 60_000);

describe('the citations of a data set', () => {
	it('hold in what they were surveyed from', async () => {
		const {status, answer} = await verify(inputs());
		expect(answer.failing).toEqual([]);
		expect(status).toBe(0);
		expect(answer.byKind).toMatchObject({
			mail: {holds: 1, fails: 0},
			cve: {holds: 1, fails: 0},
			release: {holds: expect.any(Number), fails: 0},
			tree: {holds: expect.any(Number), fails: 0},
		});
		expect(answer.byRule['changed-once']).toEqual({holds: 1, fails: 0, unlooked: 0});
		expect(answer.byRule['long-untouched'].holds).toBeGreaterThan(3);
	});

	it('are counted in words, by kind and by rule', async () => {
		const {out} = await run(['verify', at('data'), ...inputs()]);
		expect(out).toMatch(/^kind +hold +do not +not looked at$/m);
		expect(out).toMatch(/^long-untouched +\d+ +0 +0$/m);
		expect(out).toMatch(
			/\d+ citations of \d+ records in .+: \d+ hold, 0 do not, \d+ could not be looked at\./,
		);
	});

	it('do not where a line says something else', async () => {
		cpSync(at('tree'), at('changed'), {recursive: true});
		const path = at('changed/MAINTAINERS');
		writeFileSync(path, readFileSync(path, 'utf8').replace(/Orphan/g, 'Supported'));
		const {status, answer} = await verify(inputs({tree: at('changed')}));
		expect(status).toBe(1);
		expect(answer.failing).toMatchObject([{rule: 'orphaned', result: 'fails'}]);
		rmSync(at('changed/drivers/misc/gravel.c'));
		const gone = await verify(inputs({tree: at('changed')}));
		expect(JSON.stringify(gone.answer.failing)).toContain('no such file: drivers/misc/gravel.c');
	});

	it('do not where a mail is missing, or touches another driver', async () => {
		makeInbox(at('else/pond.example.org.0'), [mail('other@x', 3, 'drivers/net/eddy/core.c')]);
		const missing = await verify(inputs({lore: at('else/pond.example.org.0')}));
		expect(missing.status).toBe(1);
		expect(missing.answer.failing).toMatchObject([{kind: 'mail', why: 'no such mail in the archives'}]);
		makeInbox(at('other/pond.example.org.0'), [mail('spun@x', 3, 'drivers/net/main.c')]);
		const other = await verify(inputs({lore: at('other/pond.example.org.0')}));
		expect(other.answer.failing).toMatchObject([{kind: 'mail', why: 'the mail touches none of its files'}]);
		makeInbox(at('late/pond.example.org.0'), [mail('spun@x', 9, 'drivers/net/eddy/core.c')]);
		const late = await verify(inputs({lore: at('late/pond.example.org.0')}));
		expect(late.answer.failing).toMatchObject([
			{kind: 'mail', why: expect.stringMatching(/^the mail is of Mon, 9 Jul/)},
		]);
	});

	it('do not where a CVE record is missing, or names none of its files', async () => {
		const published = at('others/cve/published/2023');
		mkdirSync(published, {recursive: true});
		const missing = await verify(inputs({cves: at('others')}));
		expect(missing.answer.failing).toMatchObject([{kind: 'cve', why: 'no such record'}]);
		writeFileSync(
			join(published, 'CVE-2023-10001.json'),
			JSON.stringify({containers: {cna: {affected: [{programFiles: ['drivers/misc/gravel.c']}]}}}),
		);
		const other = await verify(inputs({cves: at('others')}));
		expect(other.answer.failing).toMatchObject([{why: 'the record names none of its files'}]);
	});

	it('do not where a release did more than is told', async () => {
		cpSync(at('tree'), at('busy'), {recursive: true});
		const more = Array.from({length: 40}, (_, index) => `int clay_more_${index};\n`).join('');
		writeFileSync(at('busy/drivers/misc/clay.c'), more);
		git(at('busy'), ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-qam', 'more']);
		git(at('busy'), ['tag', '-f', 'v6.8']);
		const {status, answer} = await verify(inputs({releases: at('busy')}));
		expect(status).toBe(1);
		expect(answer.failing).toMatchObject([
			{path: 'drivers/misc/clay', rule: 'long-untouched', why: expect.stringContaining('6.8 changed')},
		]);
	});

	it('are not looked at in what was not given', async () => {
		const {status, answer} = await verify(['--tree', at('tree')]);
		expect(status).toBe(0);
		expect(answer.byKind.mail).toEqual({holds: 0, fails: 0, unlooked: 1});
		expect(answer.notLookedAt).toMatchObject({
			'no mail archives were given': 1,
			'no CVE records were given': 1,
			'no repository of releases was given': expect.any(Number),
		});
		const nothing = await verify(['--configs', at('tree')]);
		expect(nothing.status).toBe(2);
	});

	it('are never read through a link that leads out of the tree, or from a pipe', async () => {
		cpSync(at('tree'), at('linked'), {recursive: true});
		rmSync(at('linked/MAINTAINERS'));
		const {symlinkSync} = await import('node:fs');
		symlinkSync(at('tree/MAINTAINERS'), at('linked/MAINTAINERS'));
		const linked = await verify(inputs({tree: at('linked')}));
		expect(linked.answer.failing).toMatchObject([{rule: 'orphaned', why: 'no such file: MAINTAINERS'}]);
		rmSync(at('linked/MAINTAINERS'));
		const {execFileSync} = await import('node:child_process');
		execFileSync('mkfifo', [at('linked/MAINTAINERS')]);
		const piped = await verify(inputs({tree: at('linked')}));
		expect(piped.answer.failing).toMatchObject([{rule: 'orphaned', why: 'no such file: MAINTAINERS'}]);
	});

	it('are drawn at random, the same by the same seed', async () => {
		const paths = async (...words: string[]) => {
			const {answer} = await verify([...inputs(), '--sample', '3', ...words]);
			expect(answer.records).toBe(3);
			return JSON.stringify(answer);
		};
		expect(await paths()).toBe(await paths('--seed', '1'));
		expect(await paths('--seed', '2')).not.toBe(await paths('--seed', '3'));
	});

	it('wants something to look into', async () => {
		const nothing = await run(['verify', at('data')]);
		expect(nothing.status).toBe(64);
		expect(nothing.remarks).toContain('verify wants something to look into');
		const missing = await run(['verify', at('data'), '--tree', at('nonsuch')]);
		expect(missing.status).toBe(2);
		const another = await run(['verify', at('data'), '--tree', at('data')]);
		expect(another.status).toBe(2);
		expect(another.remarks).toMatch(/is not a kernel tree: it has no Makefile\.\n.+\n$/);
	});
});
