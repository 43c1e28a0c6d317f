/** One archive: which repository it is, which list it holds, and what was met in it. */
import path from 'node:path';
import type {Problem} from '../../dossier/schema.ts';
import {gitAt} from '../git/git-directory.ts';
import type {Git} from '../git/process.ts';
import {type ArchiveLog, listAllBlobs, readArchiveLog} from './archive-log.ts';
import {ownCopy} from './hash.ts';
import {listOf, listOfListId, listOfPath, type MailList} from './lists.ts';

/** A larger mail is passed over and named: lists refuse such letters, archives keep what came in before. In bytes. */
export const mailSizeLimit = 8 * 1024 * 1024;
/** Broken mails named one by one for each archive; the rest is a number. */
const problemsNamed = 50;

/** Mails of an archive by what became of them; `MailSurvey.lists` says what each means. */
export interface MailCounts {
	mails: number;
	replies: number;
	patches: number;
	toDrivers: number;
	tooLarge: number;
	broken: number;
	deleted: number;
	undated: number;
}

/** Before any mail is read. */
export const noMails: MailCounts = {
	mails: 0,
	replies: 0,
	patches: 0,
	toDrivers: 0,
	tooLarge: 0,
	broken: 0,
	deleted: 0,
	undated: 0,
};

/** A public-inbox v2 repository, with what the reading has found in it so far. */
export interface Archive {
	git: Git;
	/** What its problems are reported under. */
	name: string;
	log: ArchiveLog;
	/** The list as it was given or as the path tells it; null where only the mails can. */
	list: MailList | null;
	counts: MailCounts;
	/** How many mails were sent on each UTC day (days since 1970). */
	days: Map<number, number>;
	/** How many mails bear each List-Id header, where `list` is null. */
	listIds: Map<string, number>;
	problems: Problem[];
	/** Problems beyond those named. */
	unnamed: number;
}

/**
 * Lists what an archive holds, before any mail is read. A folder that is no archive holds nothing, and says so in its
 * problems. Rejects with the signal's reason when aborted, and with a GitSurveyError where git is missing.
 */
export async function openArchive(
	{gitDir, list}: {gitDir: string; list: string | null},
	signal: AbortSignal | undefined,
): Promise<Archive> {
	const git = await gitAt(gitDir, signal);
	const log = await readArchiveLog(git);
	const archive: Archive = {
		git,
		name: shortName(gitDir),
		log,
		list: list === null ? listOfPath(path.resolve(gitDir)) : listOf(list),
		counts: {...noMails, mails: log.replies, replies: log.replies},
		days: log.replyDays,
		listIds: new Map(),
		problems: [],
		unnamed: 0,
	};
	if (log.problem !== null) {
		note(archive, archive.name, `commits: ${log.problem}`);
		await addUnlistedBlobs(archive);
	}
	if (log.mails.length === 0 && log.replies === 0)
		note(archive, archive.name, 'holds no mail: not a public-inbox v2 repository');
	return archive;
}

/** After a broken commit git tells of no older mail; the pack's own index still names every blob. */
async function addUnlistedBlobs(archive: Archive): Promise<void> {
	const {mails, deletions} = archive.log;
	const listed = new Set<string>();
	for (const index of [mails, deletions]) {
		for (let at = 0; at < index.length; at++) listed.add(index.name(at));
	}
	const problem = await listAllBlobs(archive.git, name => {
		if (!listed.has(name)) mails.add(name, 0, 0);
	});
	if (problem !== null) note(archive, archive.name, `objects: ${problem}`);
	// These blobs include the replies that the commits had told apart.
	archive.counts.mails = 0;
	archive.counts.replies = 0;
	archive.days = new Map();
}

/** Remembers the List-Id header of a mail. Junk can make up names without end: a few hundred show the most frequent. */
export function countListId({listIds}: Archive, header: string): void {
	const count = listIds.get(header);
	if (count !== undefined) listIds.set(header, count + 1);
	else if (listIds.size < 500) listIds.set(ownCopy(header), 1);
}

/** The list of an archive whose mails are read: as told, else the one most mails name, else named as the folder. */
export function listOfArchive(archive: Archive): MailList {
	if (archive.list !== null) return archive.list;
	const byMails = [...archive.listIds].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
	for (const [header] of byMails) {
		const list = listOfListId(header);
		if (list) return list;
	}
	return {name: archive.name.replace(/\.\d+$/, '').toLowerCase(), address: null};
}

/** Notes a problem of an archive, by name for the first ones. */
export function note(archive: Archive, where: string, problem: string): void {
	if (archive.problems.length < problemsNamed)
		archive.problems.push({source: 'mailing list', where, problem});
	else archive.unnamed++;
}

/** What was noted of an archive, with a last line for what is not named. */
export function problemsOf(archive: Archive): Problem[] {
	if (archive.unnamed === 0) return archive.problems;
	const rest = {
		source: 'mailing list',
		where: archive.name,
		problem: `${archive.unnamed} more problems of this kind`,
	};
	return [...archive.problems, rest];
}

/** Where a mail of an archive lies, for a problem: `at` counts in its log's mails. */
export function blobPlace(archive: Archive, at: number): string {
	return `${archive.name}: blob ${archive.log.mails.name(at)}`;
}

/** The archive's folder name without the parts that say nothing: what a problem is reported under. */
function shortName(gitDir: string): string {
	const parts = path.resolve(gitDir).split(path.sep);
	while (parts.length > 2 && /^(?:repo|repository|git|\.git|all\.git|\d+(?:\.git)?)$/.test(parts.at(-1)!))
		parts.pop();
	return parts
		.at(-1)!
		.replace(/\.git$/, '')
		.replace(/^.*\+/, '');
}
