import {utcDay} from '../../dossier/months.ts';
import {gitAt} from '../git/git-directory.ts';
import {type ObjectList, readObjects} from '../git/objects.ts';
import {readGitLines} from '../git/process.ts';
import {secondsPerDay} from '../mail/date.ts';
import {epochsOf} from '../mail/epochs.ts';
import {listOf, listOfPath} from '../mail/lists.ts';
import {cleanMessageId, readHead, textsOf, unwrapped} from '../mail/message/message.ts';
import {decodeHeader} from '../mail/message/words.ts';
import {identityOfAddress} from '../mail/moved-lists.ts';

/** A mail that is looked for: the lists on which it may be, none where any will do, and the day it is said to be of. */
export interface WantedMail {
	id: string;
	lists: ReadonlySet<string>;
	date: string;
}

/** A mail that was found. */
export interface FoundMail {
	/** The Date field as it is written; null where there is none. */
	sent: string | null;
	text: string;
}

/** Mails of archives by Message-ID. */
export interface MailBook {
	mail(id: string): FoundMail | null;
	/** The lists that archives of were read. */
	lists: ReadonlySet<string>;
}

const sizeLimit = 8 * 1024 * 1024;
/** Characters of a mail that are kept; only mails that are wanted are. */
const mostKept = 1024 * 1024;
/** Bodies sent as they are come only with a hint in them: a line has an end. */
const anyText = [Buffer.from('\n')];
const day = (text: string, shift: number) => utcDay(Date.parse(text) / 1000 + shift * secondsPerDay);

/**
 * Looks for mails in archives: first among those of their day and the days beside it, then, for what is missing, from a
 * day before to ten days after. Rejects with the signal's reason when aborted.
 */
export async function readMails(
	archives: readonly string[],
	wanted: readonly WantedMail[],
	options: {signal: AbortSignal; onProgress(done: number, total: number): void},
): Promise<MailBook> {
	const found = new Map<string, FoundMail>();
	const byId = new Map(wanted.map(mail => [mail.id, mail]));
	const given: {folder: string; lists: readonly string[]}[] = [];
	for (const archive of archives) {
		const epochs = await epochsOf(archive);
		const lists = namesOf(archive);
		for (const folder of epochs.length === 0 ? [archive] : epochs) given.push({folder, lists});
	}
	const spans = [
		[-1, 1],
		[-2, 10],
	] as const;
	let done = 0;
	for (const span of spans) {
		for (const {folder, lists: names} of given) {
			options.onProgress(done++, given.length * spans.length);
			const missing = [...byId.values()].filter(
				({id, lists}) =>
					!found.has(id) && (lists.size === 0 || names.length === 0 || names.some(name => lists.has(name))),
			);
			if (missing.length > 0) await readArchive(folder, {missing, span, found, signal: options.signal});
		}
	}
	options.onProgress(done, done);
	return {
		mail: id => found.get(id) ?? null,
		lists: new Set(given.flatMap(({lists}) => lists)),
	};
}

/** What the list of an archive is called by its path: by the address that it had, and by the one that it has. */
function namesOf(archive: string): string[] {
	const list = listOfPath(archive);
	if (list === null) return [];
	const now = list.address === null ? list.name : listOf(identityOfAddress(list.address)).name;
	return [...new Set([list.name, now])];
}

async function readArchive(
	folder: string,
	{
		missing,
		span: [first, last],
		found,
		signal,
	}: {
		missing: readonly WantedMail[];
		span: readonly [number, number];
		found: Map<string, FoundMail>;
		signal: AbortSignal;
	},
): Promise<void> {
	const days = new Set<string>();
	for (const {date} of missing) for (let shift = first; shift <= last; shift++) days.add(day(date, shift));
	const git = await gitAt(folder, signal);
	const names: string[] = [];
	await readGitLines(git, ['log', '--all', '--format=%H %cs %as'], line => {
		const [commit, committed, written] = line.split(' ') as [string, string, string];
		if (days.has(committed) || days.has(written)) names.push(`${commit}:m`);
	});
	const ids = new Set(missing.map(({id}) => id));
	await readObjects(git, listOfNames(names), sizeLimit, {
		onObject(_, body) {
			const {mail, head} = unwrapped(body, readHead(body));
			const id = cleanMessageId(head.messageId);
			if (!ids.has(id) || found.has(id)) return;
			let text = `${decodeHeader(head.subject)}\n`;
			for (const part of textsOf(mail, head, anyText)) text += `${part}\n`.slice(0, mostKept - text.length);
			found.set(id, {sent: head.date || null, text});
		},
		onTooLarge() {},
		onBroken() {},
	});
}

function listOfNames(names: readonly string[]): ObjectList {
	return {
		length: names.length,
		lines: (from, to) =>
			Buffer.from(
				names
					.slice(from, to)
					.map(name => `${name}\n`)
					.join(''),
				'latin1',
			),
		name: index => names[index]!,
	};
}
