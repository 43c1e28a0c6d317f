import {isSurveyed} from '../../dossier/surveyed-folders.ts';
import {readObjects} from '../git/objects.ts';
import {type Archive, blobPlace, countListId, mailSizeLimit, note} from './archive.ts';
import {dayOf, mailTime, parseMailDate, secondsPerDay, startOfDay} from './date.ts';
import type {MailArchiveOptions} from './facts.ts';
import {hashText, ownCopy} from './hash.ts';
import {dayNumber} from './lists.ts';
import {addedSources, beforeDiff, changedLines, diffFacts, hasFewLines} from './message/diff-facts.ts';
import {
	addressOf,
	cleanMessageId,
	fieldOf,
	type MailHead,
	parentsOf,
	readHead,
	textsOf,
	unwrapped,
	writerOf,
} from './message/message.ts';
import {
	bodyAuthor,
	deletedPaths,
	isReply,
	type PatchedFile,
	patchedFiles,
	patchHints,
	seriesSize,
	titleOf,
} from './message/patch.ts';
import {decodeHeader} from './message/words.ts';
import {isCover, type PostedPatch, patchMailOf} from './posted-patch.ts';
import {announcementHints, type PostedAnnouncements} from './removals/announcements.ts';
import {isDeletionTitle} from './removals/answers.ts';
import {type GainedIds, movedIds, putsIds} from './removals/device-ids.ts';
import {goneSourceHints, listedTitles} from './removals/letter.ts';
import {namedReplacements} from './removals/named-replacements.ts';
import {hashesOf} from './removals/people.ts';
import type {DeletingMail, PostedRemovals} from './removals/removals.ts';
import type {TakenBack} from './taken-back.ts';
import type {PatchTally} from './tally.ts';

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

/** A driver that a patch deletes, before it is known what its tables lose. */
type DeletedTarget = Omit<DeletingMail['targets'][number], 'lost'> & {id: string};

const driverFolders = /^(?:drivers|sound)\//;

/** Whom a path counts for up to a day, in days since 1970. */
interface OwnedUntil {
	until: number;
	owners: readonly number[];
}

/** Reads the mails of all archives into one tally. Of one archive it is at most one mail that is in memory. */
export class MailReading {
	/** Drivers by their main file, where it lies now. */
	private readonly mainFiles = new Map<string, MailArchiveOptions['drivers'][number][]>();
	private readonly modules: ReadonlyMap<string, string>;
	private readonly ownersOfFile = new Map<string, readonly OwnedUntil[]>();
	private readonly options: MailArchiveOptions;
	private readonly tally: PatchTally;
	private readonly removals: PostedRemovals;
	private readonly announcements: PostedAnnouncements;
	private readonly taken: TakenBack;
	private readonly total: number;
	/** The window's first second, and the first one after it. */
	private readonly start: number;
	private readonly end: number;
	/** Mails read so far, of all archives. */
	done = 0;

	constructor(
		options: MailArchiveOptions,
		{
			tally,
			removals,
			announcements,
			taken,
			total,
		}: {
			tally: PatchTally;
			removals: PostedRemovals;
			announcements: PostedAnnouncements;
			taken: TakenBack;
			total: number;
		},
	) {
		this.options = options;
		this.tally = tally;
		this.removals = removals;
		this.announcements = announcements;
		this.taken = taken;
		this.total = total;
		this.start = startOfDay(options.window.since);
		this.end = startOfDay(options.window.until) + secondsPerDay;
		this.modules = new Map(options.drivers.map(({id, module}) => [id, module]));
		for (const driver of options.drivers) {
			if (driver.mainFile === null) continue;
			const known = this.mainFiles.get(driver.mainFile);
			if (known) known.push(driver);
			else this.mainFiles.set(driver.mainFile, [driver]);
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

	private addOwners(owners: number[], file: string, day: number): void {
		// Some drivers came from arch/ or lib/: their past lies there.
		if (!isSurveyed(file) && this.options.owners.lastDaysOf(file).length === 0) return;
		let periods = this.ownersOfFile.get(file);
		if (periods === undefined) {
			periods = this.ownersOver(file);
			// Only names of the tree and its past are remembered: those that patches make up have no end.
			if (periods.some(period => period.owners.length > 0)) this.ownersOfFile.set(ownCopy(file), periods);
		}
		for (const owner of periods.find(({until}) => day <= until)!.owners) owners.push(owner);
	}

	/** Whom a path counts for, from the time before its files moved to now. */
	private ownersOver(file: string): OwnedUntil[] {
		const {owners} = this.options;
		const ownersOn = (day?: string) => [
			...owners.driversOf(file, day).map(id => this.tally.ownerOf(id)),
			...owners.directoriesOf(file, day).map(name => this.tally.ownerOf(`${name}/`)),
		];
		const past = owners
			.lastDaysOf(file)
			.map(day => ({until: dayNumber(startOfDay(day)), owners: ownersOn(day)}));
		return [...past, {until: Number.POSITIVE_INFINITY, owners: ownersOn()}];
	}

	/** Decides whether a mail counts at all, and on which day; what may be a patch is looked into. */
	private takeMail(archive: Archive, list: number, at: number, sent: Buffer): void {
		const {counts} = archive;
		const {mails} = archive.log;
		const {mail: body, head} = unwrapped(sent, readHead(sent));
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
		const {archive, head, messageId, subject, time} = mail;
		const {counts} = archive;
		const texts: string[] = [];
		const files: PatchedFile[] = [];
		for (const text of textsOf(mail.body, head, patchHints)) {
			texts.push(text);
			files.push(...patchedFiles(text));
		}
		if (files.length === 0) {
			if (messageId !== '' && (isCover(subject) || isDeletionTitle(titleOf(subject)))) {
				const letter = [...textsOf(mail.body, head, goneSourceHints)].join('\n');
				this.removals.addCover(messageId, subject, listedTitles(letter));
			}
			if (isCover(subject) && messageId !== '') {
				this.takeAnnouncement(mail, [...textsOf(mail.body, head, announcementHints)].join('\n'));
			}
			return;
		}
		counts.patches++;
		this.takeAnnouncement(mail, texts[0]!);
		const owners = this.ownersOf(files, dayNumber(time));
		const added = addedSources(files).filter(path => driverFolders.test(path));
		const deleted = deletedPaths(files);
		if (owners.length === 0 && added.length === 0) {
			this.takeSibling(mail, texts[0]!);
			return;
		}
		if (owners.length > 0) counts.toDrivers++;
		if (messageId === '') {
			note(archive, blobPlace(archive, mail.at), 'patch without a Message-ID');
			return;
		}
		const writer = writerOf(mail.body, head);
		const author = addressOf(bodyAuthor(texts[0]!) ?? writer) || addressOf(writer);
		const title = titleOf(subject);
		const targets = this.deletedDrivers(deleted, dayOf(time));
		if (owners.length > 0 && time >= this.start) {
			const posted: PostedPatch = {
				messageId,
				time,
				author,
				subject,
				title,
				files: countFiles(files),
				words: beforeDiff(texts[0]!),
				lines: () => texts.reduce((sum, text) => sum + changedLines(text), 0),
				hasFewLines: most => hasFewLines(texts, most),
				archive: mail.list,
				owners,
				deleted: targets.map(({owners: [driver]}) => driver!),
				brings: this.ownersOf(
					files.filter(({from, to}) => from === null && added.includes(to ?? '')),
					dayNumber(time),
				),
			};
			this.options.onPatch?.(posted, owner => this.tally.nameOf(owner));
			this.tally.add(patchMailOf(posted));
		}
		if (added.length > 0) {
			const parents = parentsOf(mail.body, head);
			this.removals.addSources({messageId, parents, author, time, subject, added});
		}
		if (targets.length > 0) this.takeDeletion(mail, texts, {author, added, title, targets});
		else if (seriesSize(subject) > 1 && texts.some(putsIds)) {
			const gained = this.gainedIds(movedIds(texts.join('\n')), dayOf(time));
			if (gained.length > 0) this.removals.addTables({messageId, author, time, subject}, gained);
		}
	}

	/** What the tables of drivers gain; a source of several drivers tells of none. */
	private gainedIds(moved: ReturnType<typeof movedIds>, day: string): GainedIds[] {
		return [...moved].flatMap(([path, {put}]) => {
			const ids = this.options.owners.driversOf(path, day);
			const module = ids.length === 1 ? this.modules.get(ids[0]!) : undefined;
			return module === undefined || put.size === 0 ? [] : [{module, ids: [...put]}];
		});
	}

	/** Remembers a patch of a series that deletes what no driver is built from. */
	private takeSibling({body, head, messageId, subject, time}: CandidateMail, text: string): void {
		if (messageId === '' || seriesSize(subject) < 2 || !isDeletionTitle(titleOf(subject))) return;
		const writer = writerOf(body, head);
		const author = addressOf(bodyAuthor(text) ?? writer) || addressOf(writer);
		this.removals.addSibling({
			messageId,
			parents: [],
			author,
			time,
			subject,
			added: [],
		});
	}

	/** Looks whether the words of a patch, or of the letter before a series, announce a driver's end. */
	private takeAnnouncement({body, head, list, messageId, subject, time}: CandidateMail, text: string): void {
		if (text === '' || messageId === '' || time < this.start) return;
		this.announcements.add({
			messageId,
			time,
			title: titleOf(subject),
			archive: list,
			text,
			byOf: mainFile => {
				if (mainFile === null) return 'other';
				const people = this.options.people.on(dayOf(time)).maintainersOf(mainFile);
				const senders = [head.from, writerOf(body, head), bodyAuthor(text) ?? ''].flatMap(from =>
					hashesOf(decodeHeader(from)),
				);
				return senders.some(hash => people.has(hash)) ? 'maintainer' : 'other';
			},
		});
	}

	private takeDeletion(
		{body, head, list, messageId, subject, time}: CandidateMail,
		texts: readonly string[],
		{
			targets,
			...known
		}: Pick<DeletingMail, 'added' | 'author' | 'title'> & {
			targets: readonly DeletedTarget[];
		},
	): void {
		const senders = [head.from, writerOf(body, head), bodyAuthor(texts[0]!) ?? ''].flatMap(from =>
			hashesOf(decodeHeader(from)),
		);
		const people = this.options.people.on(dayOf(time));
		const files = new Set(targets.flatMap(({driver}) => [driver.file, driver.presentFile]));
		const deciding = [...files].map(file => people.maintainersOf(file));
		const day = dayOf(time);
		const moved = movedIds(texts.join('\n'));
		// Of a driver of several sources any may have the table.
		const lostBy = (id: string) =>
			new Set(
				[...moved].flatMap(([path, {taken}]) =>
					this.options.owners.driversOf(path, day).includes(id) ? [...taken] : [],
				),
			);
		this.removals.addDeletion({
			...known,
			targets: targets.map(({id, ...target}) => ({...target, lost: lostBy(id)})),
			gained: this.gainedIds(moved, day),
			messageId,
			parents: parentsOf(body, head),
			time,
			subject,
			to: `${fieldOf(body, head, 'to')} ${fieldOf(body, head, 'cc')}`,
			archive: list,
			facts: diffFacts(texts.join('\n')),
			senders,
			by: deciding.some(people => senders.some(hash => people.has(hash))) ? 'maintainer' : 'other',
			replacements: namedReplacements(texts[0]!, known.title),
		});
	}

	/** Whom a patch touches, with repeats. */
	private ownersOf(files: readonly PatchedFile[], day: number): number[] {
		const owners: number[] = [];
		for (const {from, to} of files) {
			if (from !== null) this.addOwners(owners, from, day);
			if (to !== null && to !== from) this.addOwners(owners, to, day);
		}
		return owners;
	}

	/** Whose main file a patch deletes, with the directories that it lies in. */
	private deletedDrivers(deleted: readonly string[], day: string): DeletedTarget[] {
		const {owners} = this.options;
		return deleted.flatMap(file =>
			owners.presentOf(file, day).flatMap(presentFile =>
				(this.mainFiles.get(presentFile) ?? []).map(({id, module, symbol}) => ({
					id,
					driver: {file, presentFile, module, symbol},
					owners: [
						this.tally.ownerOf(id),
						...owners.directoriesOf(file, day).map(name => this.tally.ownerOf(`${name}/`)),
					],
				})),
			),
		);
	}
}

/** Files a patch touches, a moved one once. */
function countFiles(files: readonly PatchedFile[]): number {
	return new Set(files.map(file => file.to ?? file.from)).size;
}
