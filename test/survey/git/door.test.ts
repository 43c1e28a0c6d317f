import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, afterEach, describe, expect, it, vi} from 'vitest';
import {surveyCves} from '../../../source/survey/cve-records.ts';
import {GitSurveyError} from '../../../source/survey/git/errors.ts';
import {gitAt} from '../../../source/survey/git/git-directory.ts';
import {type ObjectReader, readObjects} from '../../../source/survey/git/objects.ts';
import {firstComplaint} from '../../../source/survey/git/process.ts';
import {surveyMailArchives} from '../../../source/survey/mail/archives.ts';
import {nobodyKnown} from '../../../source/survey/mail/removals/people.ts';
import {changing, git, mailOf, makeInbox, ownersOf, temporaryFolder} from '../mail/inbox.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));
afterEach(() => vi.unstubAllEnvs());

const driver = 'drivers/net/one';
const owners = ownersOf({[driver]: ['drivers/net/one.c']});
const list = 'linux-test@vger.kernel.org';
const archive = makeInbox(path.join(folder, 'inbox'), [
	{
		mail: mailOf({
			id: 'a@example.org',
			subject: '[PATCH] a',
			date: 'Mon, 3 Mar 2025 10:00:00 +0000',
			body: `Text.\n---\n${changing('drivers/net/one.c')}`,
		}),
	},
]);
const blob = git(archive, 'rev-parse', 'HEAD:m').trim();

function surveyMail(gitDir: string, signal?: AbortSignal) {
	return surveyMailArchives({
		archives: [{gitDir, list}],
		window: {since: '2025-01-01', until: '2025-06-30'},
		owners,
		people: nobodyKnown,
		drivers: [{id: driver, module: 'one', symbol: null, mainFile: 'drivers/net/one.c', lists: [list]}],
		directories: [],
		...(signal && {signal}),
	});
}

function surveyRecords(given: string, signal?: AbortSignal) {
	const {directories} = owners;
	return surveyCves({
		path: given,
		asOf: null,
		owners,
		drivers: [driver],
		directories,
		...(signal && {signal}),
	});
}

/** Reads the one blob, `times` times, and gives back what became of each. */
async function readBlob(
	name: string,
	{signal, times = 1, limit = 1 << 20}: {signal?: AbortSignal; times?: number; limit?: number} = {},
) {
	const met: string[] = [];
	const reader: ObjectReader = {
		onObject: (_, body) => met.push(`${body.length} bytes`),
		onTooLarge: (_, size) => met.push(`${size} bytes, too large`),
		onBroken: (_, problem) => met.push(problem),
	};
	const names = {
		length: times,
		lines: (from: number, to: number) => Buffer.from(`${name}\n`.repeat(to - from)),
		name: () => name,
	};
	await readObjects(await gitAt(archive, signal), names, limit, reader);
	return met;
}

/**
 * Puts a git into PATH that hangs where a command has this word, and else is git. What is given back reads the number of
 * its process, and throws before that is known.
 */
function hangingAt(word: string, firstSaying = ''): () => number {
	const place = mkdtempSync(path.join(folder, 'hanging-'));
	const note = path.join(place, 'process');
	const real = execFileSync('sh', ['-c', 'command -v git'], {encoding: 'utf8'}).trim();
	const hang = `echo $$ > '${note}.draft'; mv '${note}.draft' '${note}'; printf '${firstSaying}'; exec sleep 60`;
	writeFileSync(
		path.join(place, 'git'),
		`#!/bin/sh\ncase " $* " in *' ${word} '*) ${hang};; esac\nexec '${real}' "$@"\n`,
		{mode: 0o755},
	);
	vi.stubEnv('PATH', `${place}:${process.env.PATH}`);
	return () => Number(readFileSync(note, 'utf8'));
}

describe('git that is missing', () => {
	it.each([
		['mail archives', () => surveyMail(archive), archive],
		['CVE records', () => surveyRecords(archive), archive],
		['objects', () => readBlob(blob), archive],
	])('is named with advice for %s', async (_, survey, where) => {
		vi.stubEnv('PATH', path.join(folder, 'empty'));
		const error = await survey().then(
			() => null,
			reason => reason,
		);
		expect(error).toBeInstanceOf(GitSurveyError);
		expect(error).toMatchObject({
			trouble: 'git-missing',
			message: `git can’t be started, and it is needed for: ${where}`,
			advice: 'Install git, or see that it is in PATH.',
		});
	});
});

describe('aborting', () => {
	it.each([
		['the list of mails', '--raw', (signal: AbortSignal) => surveyMail(archive, signal)],
		['the mails', '--batch', (signal: AbortSignal) => surveyMail(archive, signal)],
		['the branches of CVE records', 'for-each-ref', (signal: AbortSignal) => surveyRecords(archive, signal)],
		// More names than a pipe holds: git has not taken them all when it is stopped.
		['objects', '--batch', (signal: AbortSignal) => readBlob(blob, {signal, times: 5000})],
	])('stops the git that reads %s', async (_, word, survey) => {
		const processOf = hangingAt(word);
		const controller = new AbortController();
		const running = survey(controller.signal);
		running.catch(() => {});
		const git = await vi.waitFor(processOf, {timeout: 10_000});
		expect(process.kill(git, 0)).toBe(true);
		controller.abort(new Error('enough'));
		await expect(running).rejects.toThrow('enough');
		expect(() => process.kill(git, 0)).toThrow('ESRCH');
	});
});

describe('a repository', () => {
	it('is not looked for around the folder that is named', async () => {
		const facts = await surveyMail(path.join(archive, 'info'));
		expect(facts.source.counts.mails).toBe(0);
		expect((await surveyMail(archive)).source.counts.mails).toBe(1);
	});

	it('is read alike whatever the user has set', async () => {
		const plain = await surveyMail(archive);
		const settings = {'log.showRoot': 'false', 'color.ui': 'always'};
		vi.stubEnv('GIT_CONFIG_COUNT', String(Object.keys(settings).length));
		for (const [at, [name, value]] of Object.entries(settings).entries()) {
			vi.stubEnv(`GIT_CONFIG_KEY_${at}`, name);
			vi.stubEnv(`GIT_CONFIG_VALUE_${at}`, value);
		}
		vi.stubEnv('GIT_OBJECT_DIRECTORY', folder);
		expect(await surveyMail(archive)).toEqual(plain);
	});
});

describe('objects', () => {
	it('are told as whole, too large, missing, or no blob', async () => {
		const size = Number(git(archive, 'cat-file', '-s', blob));
		expect(await readBlob(blob, {times: 3})).toEqual(Array(3).fill(`${size} bytes`));
		expect(await readBlob(blob, {limit: size - 1})).toEqual([`${size} bytes, too large`]);
		expect(await readBlob('0'.repeat(40))).toEqual(['missing']);
		expect(await readBlob(git(archive, 'rev-parse', 'HEAD').trim())).toEqual(['is a commit']);
	});

	it('stop git when their reader fails', async () => {
		const processOf = hangingAt('--batch', `${blob} blob 1\\nx\\n`);
		const fail = () => {
			throw new Error('no room');
		};
		const reader = {onObject: fail, onTooLarge: fail, onBroken: fail};
		const names = {length: 1, lines: () => Buffer.from(`${blob}\n`), name: () => blob};
		const reading = readObjects(await gitAt(archive, undefined), names, 1 << 20, reader);
		await expect(reading).rejects.toThrow('no room');
		expect(() => process.kill(processOf(), 0)).toThrow('ESRCH');
	});
});

describe('a complaint', () => {
	it.each([
		['fatal: not a git repository\n', 'not a git repository'],
		['hint: one\nerror: two\nfatal: three', 'two'],
		['warning: only this', 'only this'],
		[
			'fatal: packed object ab (stored in /home/me/objects/pack/pack-1.pack) is corrupt',
			'packed object ab is corrupt',
		],
		['error: red\u001b[31m', 'red [31m'],
		['', 'no reason given'],
	])('%j is told in its first line that matters', (complaint, told) => {
		expect(firstComplaint(complaint)).toBe(told);
	});
});
