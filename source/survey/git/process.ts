import {type ChildProcessByStdio, spawn} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {GitSurveyError} from './errors.ts';

/** How to call git in one repository. */
export interface Git {
	/** Any directory of the repository: a work tree, its `.git`, or a bare repository. */
	directory: string;
	/** Settings that win over the user's, as `name=value`. */
	settings: readonly string[];
	/** Whether a partial clone may fetch what it lacks. */
	fetchMissing: boolean;
	/** A directory of further objects, to be read beside those of the repository. */
	moreObjects?: string;
	signal: AbortSignal | undefined;
}

/** A git that runs. `ended` never rejects for git's own failures, only when it can't run or is aborted. */
export interface GitChild {
	stdin: Writable;
	stdout: Readable;
	ended: Promise<{status: number; complaint: string}>;
	stop(): void;
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
 * nothing that leads away from the repository named, and output written in large pieces.
 */
export function gitEnvironment({
	fetchMissing,
	moreObjects,
}: Pick<Git, 'fetchMissing' | 'moreObjects'>): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {
		// glibc hands every freed file image back to the kernel at once; keeping some saves 6 % of a numstat.
		MALLOC_MMAP_THRESHOLD_: '33554432',
		MALLOC_TRIM_THRESHOLD_: '134217728',
		...process.env,
		LC_ALL: 'C',
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
 * Settings that a user may have and that would change what is counted: the defaults of plain git, pinned. The
 * window keeps big packs from being mapped whole, and costs nothing that could be measured.
 */
const pinned = [
	'diff.algorithm=default',
	'diff.context=3',
	'diff.interHunkContext=0',
	'log.follow=false',
	'log.showRoot=true',
	'log.showSignature=false',
	'log.diffMerges=separate',
	'color.ui=never',
	'core.bigFileThreshold=512m',
	'core.packedGitWindowSize=1m',
	'core.packedGitLimit=64m',
];

/** Starts git with piped input and output. */
export function startGit(git: Git, command: readonly string[]): GitChild {
	const settings = [...pinned, ...git.settings].flatMap(setting => ['-c', setting]);
	const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
		'git',
		['-C', git.directory, '--no-pager', ...settings, ...command],
		{
			stdio: ['pipe', 'pipe', 'pipe'],
			env: gitEnvironment(git),
			killSignal: 'SIGKILL',
			...(git.signal === undefined ? {} : {signal: git.signal}),
		},
	);
	let complaint = '';
	child.stderr.setEncoding('utf8');
	child.stderr.on('data', (text: string) => {
		if (complaint.length < 4096) complaint += text;
	});
	// A git that dies closes its input; its exit status says more than the broken pipe.
	child.stdin.on('error', () => {});
	const ended = new Promise<{status: number; complaint: string}>((resolve, reject) => {
		child.on('error', error => {
			if (git.signal?.aborted) reject(git.signal.reason);
			else if ('code' in error && error.code === 'ENOENT') {
				reject(
					new GitSurveyError(
						'git-missing',
						'git can’t be started, and it is needed for',
						git.directory,
						'Install git, or see that it is in PATH.',
					),
				);
			} else reject(error);
		});
		child.on('close', (status, signal) => {
			if (git.signal?.aborted) reject(git.signal.reason);
			else resolve({status: status ?? 128, complaint: complaint.trim() || (signal ?? '')});
		});
	});
	// Whoever started it awaits `ended` later; until then a rejection must not count as unhandled.
	ended.catch(() => {});
	return {
		stdin: child.stdin,
		stdout: child.stdout,
		ended,
		stop() {
			child.kill('SIGKILL');
		},
	};
}

/** Runs git to its end, with `input` if any. Meant for short answers. */
export async function askGit(
	git: Git,
	command: readonly string[],
	input = '',
): Promise<{status: number; text: string; complaint: string}> {
	const child = startGit(git, command);
	const parts: Buffer[] = [];
	child.stdout.on('data', (part: Buffer) => parts.push(part));
	child.stdin.end(input);
	const {status, complaint} = await child.ended;
	return {status, text: Buffer.concat(parts).toString('utf8'), complaint};
}

/** The first line of git's complaint, without its prefix and without anything a terminal would obey. */
export function firstComplaint(complaint: string): string {
	const line = complaint.split('\n').find(text => text.trim() !== '') ?? 'no reason given';
	return line
		.replace(/^(?:fatal|error|warning): /, '')
		.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
		.slice(0, 200);
}
