/** Makes small public-inbox v2 repositories: every commit holds one mail as blob `m`, or one taken back as `d`. */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {DatedPathOwners} from '../../../source/survey/facts.ts';
import {withFormerPaths} from '../../../source/survey/former-paths.ts';

export interface InboxMail {
	mail: string | Buffer;
	/** The commit's title; public-inbox takes it from the mail's Subject. */
	commitTitle?: string;
	/** Seconds since 1970. */
	authorTime?: number;
	committerTime?: number;
	isDeletion?: boolean;
}

export function temporaryFolder(): string {
	return mkdtempSync(path.join(tmpdir(), 'driverdex-mail-'));
}

export function git(gitDir: string, ...command: string[]): string {
	return execFileSync('git', ['--git-dir', gitDir, ...command], {encoding: 'utf8'});
}

/** A bare repository with the mails in their order; gives its path back. */
export function makeInbox(gitDir: string, mails: readonly InboxMail[]): string {
	execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=master', gitDir]);
	const stream: Buffer[] = [];
	let last = 'm';
	for (const [index, entry] of mails.entries()) {
		const body = Buffer.isBuffer(entry.mail) ? entry.mail : Buffer.from(entry.mail, 'utf8');
		const title = Buffer.from(entry.commitTitle ?? `mail ${index + 1}`, 'utf8');
		const committed = entry.committerTime ?? 1_780_000_000;
		const name = entry.isDeletion ? 'd' : 'm';
		stream.push(
			Buffer.from(
				`commit refs/heads/master\nauthor A <a@example.org> ${entry.authorTime ?? committed} +0000\n` +
					`committer C <c@example.org> ${committed} +0000\ndata ${title.length}\n`,
			),
			title,
			Buffer.from(
				`\n${index > 0 && last !== name ? `D ${last}\n` : ''}M 100644 inline ${name}\ndata ${body.length}\n`,
			),
			body,
			Buffer.from('\n'),
		);
		last = name;
	}
	const done = spawnSync('git', ['--git-dir', gitDir, 'fast-import', '--quiet'], {
		input: Buffer.concat(stream),
	});
	if (done.status !== 0) throw new Error(String(done.stderr));
	return gitDir;
}

/** A diff that changes a file, in git's form. */
export function changing(file: string): string {
	return `diff --git a/${file} b/${file}\nindex 1111111..2222222 100644\n--- a/${file}\n+++ b/${file}\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n`;
}

/** A diff that deletes a file, in git's form. */
export function deleting(file: string): string {
	return `diff --git a/${file} b/${file}\ndeleted file mode 100644\nindex 1111111..0000000\n--- a/${file}\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n`;
}

export interface MailParts {
	id: string;
	subject: string;
	date: string;
	from?: string;
	headers?: string;
	body: string;
}

export function mailOf({
	id,
	subject,
	date,
	from = 'Ann <ann@example.org>',
	headers = '',
	body,
}: MailParts): string {
	return `From: ${from}\nTo: list@example.org\nSubject: ${subject}\nDate: ${date}\nMessage-ID: <${id}>\n${headers}\n${body}`;
}

/**
 * Drivers by the files they own; directories are all folders above those files. `moved` are former paths of files by
 * their present one, left in the release 6.14 of 24 March 2025.
 */
export function ownersOf(
	files: Readonly<Record<string, readonly string[]>>,
	moved: Readonly<Record<string, string>> = {},
): DatedPathOwners & {directories: string[]} {
	const byFile = new Map<string, string[]>();
	const directories = new Set<string>();
	for (const [id, own] of Object.entries(files)) {
		for (const file of own) {
			byFile.set(file, [...(byFile.get(file) ?? []), id]);
			for (let at = path.posix.dirname(file); at !== '.'; at = path.posix.dirname(at)) directories.add(at);
		}
	}
	const owners = {
		driversOf: (file: string) => byFile.get(file) ?? [],
		directoriesOf(file: string) {
			const found: string[] = [];
			for (let at = path.posix.dirname(file); at !== '.'; at = path.posix.dirname(at)) {
				if (directories.has(at)) found.push(at);
			}
			return found;
		},
	};
	const release = '6.14';
	const formerPaths = new Map(Object.entries(moved).map(([present, path]) => [present, [{path, release}]]));
	return {
		directories: [...directories].sort(),
		...withFormerPaths(owners, formerPaths, [{release, date: '2025-03-24'}]),
	};
}
