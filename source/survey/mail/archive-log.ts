import type {ObjectList} from '../git/objects.ts';
import {askGit, type Git, readGitLines} from '../git/process.ts';
import {plausibleTime} from './date.ts';
import {isReply} from './message/patch.ts';
import {deletionAreaKey, ReplyIndex, replyKey} from './removals/reply-index.ts';

/** Object names and the times of their commits, in a few bytes a mail. */
export class MailIndex implements ObjectList {
	private names = Buffer.allocUnsafe(0);
	private times = new Uint32Array(0);
	private width = 0;
	length = 0;

	/** `name` in hex; times in seconds since 1970, 0 where no commit tells. */
	add(name: string, authorTime: number, committerTime: number): void {
		if (this.width === 0) this.width = name.length + 1;
		if (name.length + 1 !== this.width) return;
		const start = this.length * this.width;
		if (start + this.width > this.names.length) {
			const rows = Math.max(1024, this.length * 2);
			const names = Buffer.allocUnsafe(rows * this.width);
			this.names.copy(names, 0, 0, start);
			this.names = names;
			const times = new Uint32Array(rows * 2);
			times.set(this.times.subarray(0, this.length * 2));
			this.times = times;
		}
		this.names.write(name, start, 'latin1');
		this.names[start + this.width - 1] = 0x0a;
		// Times before 1970 or after 2106 are as wrong as no time at all.
		this.times[this.length * 2] = authorTime > 0 && authorTime < 2 ** 32 ? authorTime : 0;
		this.times[this.length * 2 + 1] = committerTime > 0 && committerTime < 2 ** 32 ? committerTime : 0;
		this.length++;
	}

	lines(from: number, to: number): Buffer {
		return this.names.subarray(from * this.width, to * this.width);
	}

	name(index: number): string {
		return this.names.toString('latin1', index * this.width, (index + 1) * this.width - 1);
	}

	/** The author's time of the commit that brought the mail; 0 where not known. */
	authorTime(index: number): number {
		return this.times[index * 2]!;
	}

	/** The committer's time: when the archive took the mail in, or by public-inbox's rule received it. */
	committerTime(index: number): number {
		return this.times[index * 2 + 1]!;
	}
}

/** What the commits of one public-inbox v2 repository tell before any mail is read. */
export interface ArchiveLog {
	/** The newest commit; null for an empty repository. */
	revision: string | null;
	/** Mails that may be patches, newest first. */
	mails: MailIndex;
	/** Mails that a later commit takes back (blob `d`): junk, or removed on request. */
	deletions: MailIndex;
	/** Replies, by the title of their commit, which public-inbox takes from the mail: not read. */
	replies: number;
	/** Those replies, to be found by what they answer. */
	answers: ReplyIndex;
	/** How many replies arrived on each UTC day (days since 1970), for the archive's covered range. */
	replyDays: Map<number, number>;
	/** Null, or what stopped git: the list of commits is then not whole. */
	problem: string | null;
}

const rawLine = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*\t(.*)$/;

/**
 * Lists the mails of a public-inbox v2 repository (public-inbox-v2-format(5): every commit holds one mail as blob
 * `m`, a deletion as blob `d`; title, author date and committer date are taken from the mail). Merges, which that
 * format does not have, are passed over. When git stops at a broken commit, what it told so far is kept, and
 * `listAllBlobs` finds the rest.
 */
export async function readArchiveLog(git: Git): Promise<ArchiveLog> {
	const log: ArchiveLog = {
		revision: null,
		mails: new MailIndex(),
		deletions: new MailIndex(),
		replies: 0,
		answers: new ReplyIndex(),
		replyDays: new Map(),
		problem: null,
	};
	let authorTime = 0;
	let committerTime = 0;
	let reply = false;
	let title = '';
	const onLine = (line: string) => {
		if (line.charCodeAt(0) === 1) {
			const [, name, author, committer] = /^\x01([0-9a-f]+) (-?\d+) (-?\d+) /.exec(line) ?? [];
			if (name === undefined) return;
			log.revision ??= name;
			authorTime = Number(author);
			committerTime = Number(committer);
			title = line.slice(line.indexOf(committer!, 2 + name.length + author!.length) + committer!.length + 1);
			reply = isReply(title);
			return;
		}
		if (line.charCodeAt(0) !== 0x3a) return;
		const [, blob, status, path] = rawLine.exec(line) ?? [];
		if (blob === undefined || status === 'D') return;
		if (path === 'd') log.deletions.add(blob, authorTime, committerTime);
		if (path !== 'm') return;
		if (reply) {
			log.replies++;
			log.answers.add(blob, replyKey(title));
			const area = deletionAreaKey(title);
			if (area !== null) log.answers.add(blob, area);
			const day = Math.floor(plausibleTime(authorTime, committerTime) / 86_400);
			if (day > 0) log.replyDays.set(day, (log.replyDays.get(day) ?? 0) + 1);
		} else log.mails.add(blob, authorTime, committerTime);
	};
	log.problem = await readGitLines(
		git,
		[
			'log',
			'--raw',
			'--no-abbrev',
			'--no-renames',
			'--no-mailmap',
			'--format=%x01%H %at %ct %s',
			...(await tipOf(git)),
			'--',
		],
		onLine,
	);
	return log;
}

/** What to start from: HEAD, or every branch where HEAD names none that is there. */
async function tipOf(git: Git): Promise<string[]> {
	const {status} = await askGit(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
	return status === 0 ? ['HEAD'] : ['--all'];
}

/**
 * Names of all blobs that a repository's pack indexes and loose folders list, whatever its commits say. Resolves to
 * null, or to git's complaint.
 */
export async function listAllBlobs(git: Git, onName: (name: string) => void): Promise<string | null> {
	const command = [
		'cat-file',
		'--batch-all-objects',
		'--unordered',
		'--batch-check=%(objectname) %(objecttype)',
	];
	return readGitLines(git, command, line => {
		if (line.endsWith(' blob')) onName(line.slice(0, line.indexOf(' ')));
	});
}
