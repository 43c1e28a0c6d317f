/** The one place that starts git: its environment, its settings, its errors, and its end when the survey is aborted. */
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import type {Socket} from 'node:net';
import type {Readable, Writable} from 'node:stream';
import {openChannel} from './channel.ts';
import {GitSurveyError} from './errors.ts';
import {refuseOddFiles} from './odd-files.ts';
import {LineReader} from './records.ts';

/** How to call git in one repository. */
export interface Git {
	/** Any directory of the repository: a work tree, its `.git`, or a bare repository. */
	directory: string;
	/** Whether it is the git directory itself, so that git is not to look for one around it. */
	isGitDirectory?: boolean;
	/** Settings that win over the user's, as `name=value`. */
	settings: readonly string[];
	/** Whether a partial clone may fetch what it lacks. */
	fetchMissing: boolean;
	/** A directory of further objects, to be read beside those of the repository. */
	moreObjects?: string;
	signal: AbortSignal | undefined;
}

/** How a git ended: its exit status, 128 where a signal ended it, and what it wrote to its error output. */
export interface GitEnd {
	status: number;
	complaint: string;
}

/** A git that runs, and whose output somebody else takes. */
export interface WritingGit {
	stdin: Writable;
	/**
	 * Never rejects for git's own failures: only with a GitSurveyError where git is missing, and with the signal's
	 * reason when aborted, once git is gone.
	 */
	ended: Promise<GitEnd>;
	stop(): void;
}

/** A git that runs, with its output to be read. */
export interface GitChild extends WritingGit {
	stdout: Readable;
}

/** Pointers that would lead git away from the repository it was given, or change what a diff counts. */
const misleading = [
	'GIT_DIR',
	'GIT_WORK_TREE',
	'GIT_COMMON_DIR',
	'GIT_INDEX_FILE',
	'GIT_OBJECT_DIRECTORY',
	'GIT_NAMESPACE',
	'GIT_PREFIX',
	'GIT_SHALLOW_FILE',
	'GIT_EXTERNAL_DIFF',
	'GIT_DIFF_OPTS',
	'GIT_LITERAL_PATHSPECS',
	'GIT_GLOB_PATHSPECS',
	'GIT_NOGLOB_PATHSPECS',
	'GIT_ICASE_PATHSPECS',
];

/**
 * The environment of every git that is started: no prompts, no fetching unless it is allowed, messages in English,
 * local days in UTC, nothing that leads away from the repository named, and output written in large pieces.
 */
function environmentOf({fetchMissing, moreObjects}: Git): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {
		// glibc hands every freed file image back to the kernel at once; keeping some saves 6 % of a numstat.
		MALLOC_MMAP_THRESHOLD_: '33554432',
		MALLOC_TRIM_THRESHOLD_: '134217728',
		...process.env,
		LC_ALL: 'C',
		TZ: 'UTC',
		GIT_TERMINAL_PROMPT: '0',
		GIT_OPTIONAL_LOCKS: '0',
		// Into a pipe git would else write each commit by itself, and wake the reader for it.
		GIT_FLUSH: '0',
		// Facts are cached by commit id, so an id must always mean the same change.
		GIT_NO_REPLACE_OBJECTS: '1',
	};
	for (const name of misleading) delete env[name];
	if (moreObjects !== undefined) {
		// Quoted as in C, for a name with a colon in it would be two.
		const quoted = `"${moreObjects.replace(/["\\]/g, '\\$&')}"`;
		const others = env.GIT_ALTERNATE_OBJECT_DIRECTORIES;
		env.GIT_ALTERNATE_OBJECT_DIRECTORIES = others ? `${quoted}:${others}` : quoted;
	}
	if (!fetchMissing) {
		// GIT_NO_LAZY_FETCH is known from git 2.45 on. Older ones are stopped by allowing no way to fetch.
		env.GIT_NO_LAZY_FETCH = '1';
		env.GIT_ALLOW_PROTOCOL = 'none';
	}
	return env;
}

/**
 * Settings that a user may have and that would change what is counted, and those by which a repository has git start
 * programs: the defaults of plain git, pinned. The
 * window keeps big packs from being mapped whole, and costs nothing that could be measured.
 */
const pinned = [
	'diff.algorithm=default',
	'diff.context=3',
	'diff.interHunkContext=0',
	'log.follow=false',
	'log.showRoot=true',
	'log.showSignature=false',
	// A program that diff-tree would start, as whom the settings of the repository say.
	'core.fsmonitor=false',
	'log.diffMerges=separate',
	'color.ui=never',
	'core.bigFileThreshold=512m',
	'core.packedGitWindowSize=1m',
	'core.packedGitLimit=64m',
];

/** The most that is kept of what git complains about, in characters. */
const longestComplaint = 4096;

/** Starts git with piped input and output. */
export function startGit(git: Git, command: readonly string[]): GitChild {
	refuseOddFiles(git);
	const child = spawnGit(git, command, 'pipe');
	return {...child, stdout: child.stdout!};
}

/**
 * Starts git and hands its output over in a buffer that is lent until `onBytes` returns: for much output, see
 * `openChannel`. `ended` waits until all of it was handed over; what `onBytes` throws stops git, and `ended` rejects
 * with it. Rejects with the signal's reason when aborted already.
 */
export async function startLendingGit(
	git: Git,
	command: readonly string[],
	onBytes: (bytes: Buffer) => void,
): Promise<WritingGit> {
	refuseOddFiles(git);
	let failure: {error: unknown} | null = null;
	const take = (bytes: Buffer) => {
		if (failure !== null || git.signal?.aborted) return;
		try {
			onBytes(bytes);
		} catch (error) {
			failure = {error};
			child.stop();
		}
	};
	const channel = await openChannel(take);
	if (git.signal?.aborted) {
		channel?.end.destroy();
		throw git.signal.reason;
	}
	const child = spawnGit(git, command, channel?.end ?? 'pipe');
	channel?.end.destroy();
	child.stdout?.on('data', take);
	const takeAll = async (): Promise<GitEnd> => {
		const end = await child.ended;
		await channel?.closed;
		if (failure !== null) throw failure.error;
		return end;
	};
	return {stdin: child.stdin, stop: child.stop, ended: awaitedLater(takeAll())};
}

/** `output` is where git writes to: a pipe to be read here, or the end of a channel, and then `stdout` is null. */
function spawnGit(
	git: Git,
	command: readonly string[],
	output: 'pipe' | Socket,
): WritingGit & {stdout: Readable | null} {
	const place = git.isGitDirectory ? ['--git-dir', git.directory] : ['-C', git.directory];
	const settings = [...pinned, ...git.settings].flatMap(setting => ['-c', setting]);
	const child = spawn('git', [...place, '--no-pager', ...settings, ...command], {
		stdio: ['pipe', output, 'pipe'],
		env: environmentOf(git),
		killSignal: 'SIGKILL',
		...(git.signal === undefined ? {} : {signal: git.signal}),
	}) as ChildProcessByStdio<Writable, Readable | null, Readable>;
	let complaint = '';
	child.stderr.setEncoding('utf8');
	child.stderr.on('data', (text: string) => {
		if (complaint.length < longestComplaint) complaint = (complaint + text).slice(0, longestComplaint);
	});
	// A git that dies closes its input; its exit status says more than the broken pipe.
	child.stdin.on('error', () => {});
	const ended = new Promise<GitEnd>((resolve, reject) => {
		child.on('error', error => {
			const isMissing = 'code' in error && error.code === 'ENOENT';
			if (isMissing) reject(missingGit(git));
			// One that was started and is to be killed is waited for.
			else if (!git.signal?.aborted || child.pid === undefined) reject(error);
		});
		child.on('exit', () => {
			if (git.signal?.aborted) reject(git.signal.reason);
		});
		child.on('close', (status, signal) => {
			resolve({status: status ?? 128, complaint: complaint.trim() || (signal ?? '')});
		});
	});
	return {
		stdin: child.stdin,
		stdout: child.stdout,
		ended: awaitedLater(ended),
		stop() {
			child.kill('SIGKILL');
		},
	};
}

function missingGit({directory}: Git): GitSurveyError {
	return new GitSurveyError(
		'git-missing',
		'git can’t be started, and it is needed for',
		directory,
		'Install git, or see that it is in PATH.',
	);
}

/** A promise that somebody awaits in a while: until then its rejection does not count as unhandled. */
function awaitedLater<Result>(promise: Promise<Result>): Promise<Result> {
	promise.catch(() => {});
	return promise;
}

/** Runs git to its end, with `input` if any. Meant for short answers. */
export async function askGit(
	git: Git,
	command: readonly string[],
	input = '',
): Promise<GitEnd & {text: string}> {
	const child = startGit(git, command);
	const parts: Buffer[] = [];
	child.stdout.on('data', (part: Buffer) => parts.push(part));
	child.stdin.end(input);
	const end = await child.ended;
	return {...end, text: Buffer.concat(parts).toString('utf8')};
}

/**
 * Runs git to its end and hands over its lines, one character a byte. Resolves to null, or to git's complaint where
 * it failed: then more lines may be missing.
 */
export async function readGitLines(
	git: Git,
	command: readonly string[],
	onLine: (line: string) => void,
): Promise<string | null> {
	git.signal?.throwIfAborted();
	const child = startGit(git, command);
	const reader = new LineReader(onLine);
	child.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
	child.stdin.end();
	const {status, complaint} = await child.ended;
	return status === 0 ? null : firstComplaint(complaint);
}

/**
 * The line of git's complaint that says what it stopped for, else the first one: without its prefix, without the
 * name of a pack on this machine, and without anything a terminal would obey.
 */
export function firstComplaint(complaint: string): string {
	const lines = complaint.split('\n').filter(text => text.trim() !== '');
	const line = lines.find(text => /^(?:fatal|error): /.test(text)) ?? lines[0] ?? '';
	const bare = line
		.replace(/^(?:fatal|error|warning): /, '')
		.replace(/(?:^|\s+)(?:\(stored in )?(\S+)/g, (word, name: string) =>
			name.includes('/') && /\.(?:pack|idx)/.test(name) ? '' : word,
		)
		.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
		.trim()
		.slice(0, 200);
	return bare === '' ? 'no reason given' : bare;
}
