import {isSurveyed} from '../../dossier/surveyed-folders.ts';
import {readObjects} from '../git/objects.ts';
import {isSweep} from '../sweeps.ts';
import {type Archive, blobPlace, countListId, mailSizeLimit, note} from './archive.ts';
import {mailTime, parseMailDate, secondsPerDay, startOfDay} from './date.ts';
import type {MailArchiveOptions} from './facts.ts';
import {hashText, ownCopy} from './hash.ts';
import {dayNumber} from './lists.ts';
import {addressOf, cleanMessageId, type MailHead, readHead, textsOf} from './message.ts';
import {namedReplacements} from './named-replacements.ts';
import {
	bodyAuthor,
	deletedPaths,
	isReply,
	type PatchedFile,
	patchedFiles,
	patchHints,
	titleOf,
} from './patch.ts';
import type {TakenBack} from './taken-back.ts';
import type {PatchTally} from './tally.ts';
import {decodeHeader} from './words.ts';

/** A mail of the window that is no reply. */
interface CandidateMail {
	archive: Archive;
	/** Index of the archive, for `PatchMail.list`. */
	list: number;
	/** Place in the archive's log. */
	at: number;
	/** Lent, as `ObjectReader` has it. */
	body: Buffer;
	head: MailHead;
	/** Clean; empty where it has none. */
	messageId: string;
	/** Seconds since 1970. */
	time: number;
	/** Decoded. */
	subject: string;
}

/** Reads the mails of all archives into one tally. Of one archive it is at most one mail that is in memory. */
export class MailReading {
	/** Drivers by their main file. */
	private readonly mainFiles = new Map<string, string[]>();
	private readonly ownersOfFile = new Map<string, readonly number[]>();
	private readonly options: MailArchiveOptions;
	private readonly tally: PatchTally;
	private readonly taken: TakenBack;
	private readonly total: number;
	/** The first second after the window. */
	private readonly end: number;
	/** Mails read so far, of all archives. */
	done = 0;

	constructor(options: MailArchiveOptions, tally: PatchTally, taken: TakenBack, total: number) {
		this.options = options;
		this.tally = tally;
		this.taken = taken;
		this.total = total;
		this.end = startOfDay(options.window.until) + secondsPerDay;
		for (const {id, mainFile} of options.drivers) {
			if (mainFile === null) continue;
			const ids = this.mainFiles.get(mainFile);
			if (ids) ids.push(id);
			else this.mainFiles.set(mainFile, [id]);
		}
	}

	/** Reads one archive; `index` is its place among all. Rejects as `readObjects` does. */
	async read(archive: Archive, index: number): Promise<void> {
		const {counts, git} = archive;
		const {mails} = archive.log;
		await readObjects(git, mails, mailSizeLimit, {
			onObject: (at, body) => {
				this.step();
				if (this.taken.blobs.size > 0 && this.taken.blobs.has(mails.name(at))) counts.deleted++;
				else this.takeMail(archive, index, at, body);
			},
			onTooLarge: (at, size) => {
				this.step();
				counts.mails++;
				counts.tooLarge++;
				note(archive, blobPlace(archive, at), `mail of ${size} bytes passed over`);
			},
			onBroken: (at, problem) => {
				this.step();
				counts.broken++;
				note(archive, blobPlace(archive, at), problem);
			},
		});
	}

	private step(): void {
		if (++this.done % 2048 === 0) {
			this.options.onProgress?.({stage: 'mail archives', done: this.done, total: this.total});
		}
	}

	private addOwners(owners: number[], file: string): void {
		if (!isSurveyed(file)) return;
		let own = this.ownersOfFile.get(file);
		if (own === undefined) {
			own = [
				...this.options.owners.driversOf(file).map(id => this.tally.ownerOf(id)),
				...this.options.owners.directoriesOf(file).map(name => this.tally.ownerOf(`${name}/`)),
			];
			// Only names of the tree are remembered: those that patches make up have no end.
			if (own.length > 0) this.ownersOfFile.set(ownCopy(file), own);
		}
		for (const owner of own) owners.push(owner);
	}

	/** Decides whether a mail counts at all, and on which day; what may be a patch is looked into. */
	private takeMail(archive: Archive, list: number, at: number, body: Buffer): void {
		const {counts} = archive;
		const {mails} = archive.log;
		const head = readHead(body);
		const messageId = cleanMessageId(head.messageId);
		if (
			this.taken.messageIds.size > 0 &&
			messageId !== '' &&
			this.taken.messageIds.has(hashText(messageId))
		) {
			counts.deleted++;
			return;
		}
		if (archive.list === null && head.listId !== '') countListId(archive, head.listId);
		counts.mails++;
		const time = mailTime(parseMailDate(head.date), mails.authorTime(at), mails.committerTime(at));
		if (time === 0) {
			counts.undated++;
			note(archive, blobPlace(archive, at), 'mail without a date');
			return;
		}
		if (time >= this.end) return;
		const day = dayNumber(time);
		archive.days.set(day, (archive.days.get(day) ?? 0) + 1);
		const subject = decodeHeader(head.subject);
		if (isReply(subject)) counts.replies++;
		else this.takeCandidate({archive, list, at, body, head, messageId, time, subject});
	}

	/** Tallies a mail that has a diff which touches somebody. */
	private takeCandidate(mail: CandidateMail): void {
		const {archive, head, messageId} = mail;
		const {counts} = archive;
		const files: PatchedFile[] = [];
		let author: string | null = null;
		let message: string | null = null;
		for (const text of textsOf(mail.body, head, patchHints)) {
			if (message === null) author = bodyAuthor(text);
			message ??= text;
			files.push(...patchedFiles(text));
		}
		if (files.length === 0) return;
		counts.patches++;
		const owners = this.ownersOf(files);
		if (owners.length === 0) return;
		counts.toDrivers++;
		if (messageId === '') {
			note(archive, blobPlace(archive, mail.at), 'patch without a Message-ID');
			return;
		}
		const removes = this.removedBy(files);
		const title = titleOf(mail.subject);
		this.tally.add({
			messageId,
			time: mail.time,
			author: addressOf(author ?? head.from) || addressOf(head.from),
			title,
			isSweep: isSweep(title, countFiles(files)),
			list: mail.list,
			owners,
			removes,
			replacements: removes.length === 0 || message === null ? [] : namedReplacements(message),
		});
	}

	/** Whom a patch touches, with repeats. */
	private ownersOf(files: readonly PatchedFile[]): number[] {
		const owners: number[] = [];
		for (const {from, to} of files) {
			if (from !== null) this.addOwners(owners, from);
			if (to !== null && to !== from) this.addOwners(owners, to);
		}
		return owners;
	}

	/** Whose main file a patch deletes: drivers, and the directories those lie in. */
	private removedBy(files: readonly PatchedFile[]): number[] {
		const removed: number[] = [];
		for (const name of deletedPaths(files)) {
			const ids = this.mainFiles.get(name);
			if (!ids) continue;
			for (const id of ids) removed.push(this.tally.ownerOf(id));
			for (const directory of this.options.owners.directoriesOf(name)) {
				removed.push(this.tally.ownerOf(`${directory}/`));
			}
		}
		return removed;
	}
}

/** Files a patch touches, a moved one once. */
function countFiles(files: readonly PatchedFile[]): number {
	return new Set(files.map(file => file.to ?? file.from)).size;
}
