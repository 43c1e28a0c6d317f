import {stat} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import type {Patches, Problem, SurveySource} from '../../dossier/schema.ts';
import type {MailFacts, OnProgress, PathOwners, SurveyWindow} from '../facts.ts';
import {readObjects} from '../git/objects.ts';
import {isSweep} from '../sweeps.ts';
import {
	type ArchiveLog,
	earliestMail,
	latenessAllowed,
	listAllBlobs,
	type MailIndex,
	plausibleTime,
	readArchiveLog,
} from './archive-log.ts';
import {dayOf, parseMailDate, secondsPerDay, startOfDay} from './date.ts';
import {hashText, ownCopy} from './hash.ts';
import {
	coveredRange,
	type DayRange,
	dayNumber,
	hullOf,
	isSameList,
	listOf,
	listOfListId,
	listOfPath,
	type MailList,
} from './lists.ts';
import {addressOf, cleanMessageId, readHead, textsOf} from './message.ts';
import {bodyAuthor, deletedPaths, isReply, patchedFiles, patchHints, titleOf} from './patch.ts';
import {namedSuccessors} from './successor.ts';
import {PatchTally, type PostedRemoval} from './tally.ts';
import {decodeHeader} from './words.ts';

/** A larger mail is passed over and named: lists refuse such letters, archives keep what came in before. */
export const mailSizeLimit = 8 * 1024 * 1024;
/** Broken mails named one by one for each archive; the rest is a number. */
const problemsNamed = 50;

export interface MailArchiveOptions {
	/** Public-inbox v2 repositories, bare or not. `list` is the list's address; null: told by path or mails. */
	archives: readonly {gitDir: string; list: string | null}[];
	window: SurveyWindow;
	owners: PathOwners;
	/** `lists`: the L: lines of the driver's MAINTAINERS section. */
	drivers: readonly {id: string; mainFile: string | null; lists: readonly string[]}[];
	directories: readonly {directory: string; lists: readonly string[]}[];
	/** `done` and `total` count mails. */
	onProgress?: OnProgress;
	signal?: AbortSignal;
	/** How many archives are read at a time: each keeps one git process busy. */
	cores?: number;
}

/** What the archives gave. */
export interface MailSurvey extends MailFacts {
	/**
	 * One source a list: `origin` is its address on lore.kernel.org, since and until are its first and last mail
	 * up to the window's end. Counts: `archives`, `mails`, `replies` (not read), `patches` (mails with a diff),
	 * `toDrivers` (of these, those that touch a surveyed driver or directory), `tooLarge`, `broken`, `deleted`,
	 * `undated`.
	 */
	lists: SurveySource[];
	/**
	 * All removal patches, also those to drivers none of whose lists was surveyed, which `drivers` and
	 * `directories` leave out: to have seen a removal says something even where silence would not.
	 */
	removals: {drivers: Map<string, PostedRemoval[]>; directories: Map<string, PostedRemoval[]>};
}

interface Counts {
	mails: number;
	replies: number;
	patches: number;
	toDrivers: number;
	tooLarge: number;
	broken: number;
	deleted: number;
	undated: number;
}

const noMails: Counts = {
	mails: 0,
	replies: 0,
	patches: 0,
	toDrivers: 0,
	tooLarge: 0,
	broken: 0,
	deleted: 0,
	undated: 0,
};

interface Archive {
	gitDir: string;
	name: string;
	log: ArchiveLog;
	list: MailList | null;
	counts: Counts;
	days: Map<number, number>;
	listIds: Map<string, number>;
	problems: Problem[];
	unnamed: number;
}

/**
 * Counts the patches that mailing-list archives hold for each driver and directory, and finds those that delete a
 * driver's main file. A patch is a mail with a diff that touches the driver's files. Archives are read as a
 * stream; broken objects, junk and wrong dates are named and counted, never fatal. Rejects with the signal's
 * reason when aborted, and with an Error when git can't be started.
 */
export async function surveyMailArchives(options: MailArchiveOptions): Promise<MailSurvey> {
	const {signal} = options;
	const atOnce = Math.max(1, options.cores ?? availableParallelism());
	const archives = await inTurn(options.archives, atOnce, archive => openArchive(archive, options));
	const total = archives.reduce((sum, archive) => sum + archive.log.mails.length, 0);
	const taken = await readDeletions(archives, signal);
	const tally = new PatchTally();
	const reading = new MailReading(options, tally, taken, total);
	const indexes = archives.map((archive, index) => ({archive, index}));
	await inTurn(indexes, atOnce, ({archive, index}) => reading.read(archive, index));
	return joinFacts(options, archives, tally, reading);
}

async function openArchive(
	{gitDir, list}: {gitDir: string; list: string | null},
	options: MailArchiveOptions,
): Promise<Archive> {
	const {signal} = options;
	const inner = path.join(gitDir, '.git');
	const directory = (await exists(inner)) ? inner : gitDir;
	const log = await readArchiveLog(directory, signal);
	const archive: Archive = {
		gitDir: directory,
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
		await addUnlistedBlobs(archive, signal);
	}
	if (log.mails.length === 0 && log.replies === 0)
		note(archive, archive.name, 'holds no mail: not a public-inbox v2 repository');
	options.onProgress?.({stage: 'mail archives: listing', done: log.mails.length, total: null});
	return archive;
}

/** After a broken commit git tells of no older mail; the pack's own index still names every blob. */
async function addUnlistedBlobs(archive: Archive, signal: AbortSignal | undefined): Promise<void> {
	const {mails, deletions} = archive.log;
	const listed = new Set<string>();
	for (const index of [mails, deletions]) {
		for (let at = 0; at < index.length; at++) listed.add(index.name(at));
	}
	const problem = await listAllBlobs(
		archive.gitDir,
		name => {
			if (!listed.has(name)) mails.add(name, 0, 0);
		},
		signal,
	);
	if (problem !== null) note(archive, archive.name, `objects: ${problem}`);
	// These blobs include the replies that the commits had told apart.
	archive.counts.mails = 0;
	archive.counts.replies = 0;
	archive.days = new Map();
}

/** What public-inbox took back: blob names, and Message-IDs as hashes. */
interface TakenBack {
	blobs: Set<string>;
	messageIds: Set<number>;
}

async function readDeletions(
	archives: readonly Archive[],
	signal: AbortSignal | undefined,
): Promise<TakenBack> {
	const taken: TakenBack = {blobs: new Set(), messageIds: new Set()};
	for (const {gitDir, log} of archives) {
		const {deletions} = log;
		for (let at = 0; at < deletions.length; at++) taken.blobs.add(deletions.name(at));
		if (deletions.length === 0) continue;
		await readObjects(
			gitDir,
			deletions,
			mailSizeLimit,
			{
				onObject: (_, body) => {
					const id = cleanMessageId(readHead(body).messageId);
					if (id !== '') taken.messageIds.add(hashText(id));
				},
				onTooLarge: () => {},
				onBroken: () => {},
			},
			signal,
		);
	}
	return taken;
}

/** Reads the mails of all archives into one tally. */
class MailReading {
	private readonly mainFiles = new Map<string, string[]>();
	private readonly ownersOfFile = new Map<string, readonly number[]>();
	private readonly options: MailArchiveOptions;
	private readonly tally: PatchTally;
	private readonly taken: TakenBack;
	private readonly total: number;
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

	async read(archive: Archive, index: number): Promise<void> {
		const {mails} = archive.log;
		const {counts} = archive;
		await readObjects(
			archive.gitDir,
			mails,
			mailSizeLimit,
			{
				onObject: (at, body) => {
					this.step();
					if (this.taken.blobs.size > 0 && this.taken.blobs.has(mails.name(at))) counts.deleted++;
					else this.takeMail(archive, index, mails, at, body);
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
			},
			this.options.signal,
		);
	}

	private step(): void {
		if (++this.done % 2048 === 0) {
			this.options.onProgress?.({stage: 'mail archives', done: this.done, total: this.total});
		}
	}

	private addOwners(owners: number[], file: string): void {
		if (!file.startsWith('drivers/')) return;
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

	private takeMail(archive: Archive, list: number, mails: MailIndex, at: number, body: Buffer): void {
		const {counts} = archive;
		const head = readHead(body);
		const rawId = cleanMessageId(head.messageId);
		if (this.taken.messageIds.size > 0 && rawId !== '' && this.taken.messageIds.has(hashText(rawId))) {
			counts.deleted++;
			return;
		}
		if (archive.list === null && head.listId !== '') countListId(archive.listIds, head.listId);
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
		if (isReply(subject)) {
			counts.replies++;
			return;
		}
		const files = [];
		let author: string | null = null;
		let message: string | null = null;
		for (const text of textsOf(body, head, patchHints)) {
			if (message === null) author = bodyAuthor(text);
			message ??= text;
			files.push(...patchedFiles(text));
		}
		if (files.length === 0) return;
		counts.patches++;
		const owners: number[] = [];
		for (const file of files) {
			if (file.from !== null) this.addOwners(owners, file.from);
			if (file.to !== null && file.to !== file.from) this.addOwners(owners, file.to);
		}
		if (owners.length === 0) return;
		counts.toDrivers++;
		if (rawId === '') {
			note(archive, blobPlace(archive, at), 'patch without a Message-ID');
			return;
		}
		const removes: number[] = [];
		for (const name of deletedPaths(files)) {
			const ids = this.mainFiles.get(name);
			if (!ids) continue;
			for (const id of ids) removes.push(this.tally.ownerOf(id));
			for (const directory of this.options.owners.directoriesOf(name)) {
				removes.push(this.tally.ownerOf(`${directory}/`));
			}
		}
		const title = titleOf(subject);
		this.tally.add({
			messageId: rawId,
			time,
			author: addressOf(author ?? head.from) || addressOf(head.from),
			title,
			isSweep: isSweep(title, countFiles(files)),
			list,
			owners,
			removes,
			successors: removes.length === 0 || message === null ? [] : namedSuccessors(message),
		});
	}
}

/** Files a patch touches, a moved one once. */
function countFiles(files: readonly {from: string | null; to: string | null}[]): number {
	return new Set(files.map(file => file.to ?? file.from)).size;
}

/**
 * When a mail was sent, in seconds since 1970; 0 where nothing tells. Its own Date: counts, unless it is none, or
 * lies after the archive took the mail in, or before there was a kernel: then the commit's times do.
 */
function mailTime(date: number | null, authorTime: number, committerTime: number): number {
	if (
		date !== null &&
		date >= earliestMail &&
		(committerTime === 0 || date <= committerTime + latenessAllowed)
	) {
		return date;
	}
	const time = plausibleTime(authorTime, committerTime);
	return time >= earliestMail ? time : 0;
}

function joinFacts(
	options: MailArchiveOptions,
	archives: readonly Archive[],
	tally: PatchTally,
	reading: MailReading,
): MailSurvey {
	const {window} = options;
	const lists = archives.map(archive => archive.list ?? listOfArchive(archive));
	const end = dayNumber(startOfDay(window.until));
	const byName = new Map<string, {list: MailList; archives: Archive[]}>();
	for (const [index, list] of lists.entries()) {
		const group = byName.get(list.name);
		if (group) group.archives.push(archives[index]!);
		else byName.set(list.name, {list, archives: [archives[index]!]});
	}
	const covered: {list: MailList; range: DayRange}[] = [];
	const sources: SurveySource[] = [];
	for (const {list, archives: epochs} of byName.values()) {
		const days = new Map<number, number>();
		for (const epoch of epochs) {
			for (const [day, mails] of epoch.days) {
				if (day <= end) days.set(day, (days.get(day) ?? 0) + mails);
			}
		}
		const range = coveredRange(days);
		if (range) covered.push({list, range});
		sources.push(sourceOf(list, epochs, range));
	}
	const ranges = new Map<string, DayRange | null>();
	// Thousands of drivers share a few sets of lists.
	const owned = (named: readonly string[]) => {
		const set = named.join('\n');
		let range = ranges.get(set);
		if (range === undefined) {
			const own = covered.filter(({list}) => named.some(line => isSameList(list, line)));
			ranges.set(set, (range = hullOf(own.map(entry => entry.range))));
		}
		return range;
	};
	const coverage = new Map<number, DayRange>();
	for (const [owner, named] of ownersOf(options, tally)) {
		const range = owned(named);
		if (range) coverage.set(owner, range);
	}
	const patches = tally.patches(window, coverage);
	const removals = tally.removalPatches(
		window.until,
		lists.map(list => list.name),
	);
	const pick = (names: Iterable<[string, number]>) => {
		const facts = new Map<string, {patches: Patches; removalPatches: PostedRemoval[]}>();
		const removed = new Map<string, PostedRemoval[]>();
		for (const [name, owner] of names) {
			const counted = patches.get(owner);
			const removalPatches = removals.get(owner);
			if (counted) facts.set(name, {patches: counted, removalPatches: removalPatches ?? []});
			if (removalPatches) removed.set(name, removalPatches);
		}
		return {facts, removed};
	};
	const ofDrivers = pick(options.drivers.map(({id}) => [id, tally.ownerOf(id)]));
	const ofDirectories = pick(
		options.directories.map(({directory}) => [directory, tally.ownerOf(`${directory}/`)]),
	);
	options.onProgress?.({stage: 'mail archives', done: reading.done, total: reading.done});
	return {
		drivers: ofDrivers.facts,
		directories: ofDirectories.facts,
		removals: {drivers: ofDrivers.removed, directories: ofDirectories.removed},
		source: wholeSource(sources),
		lists: sources,
		problems: archives.flatMap(problemsOf),
	};
}

function* ownersOf(options: MailArchiveOptions, tally: PatchTally): Generator<[number, readonly string[]]> {
	for (const {id, lists} of options.drivers) yield [tally.ownerOf(id), lists];
	for (const {directory, lists} of options.directories) yield [tally.ownerOf(`${directory}/`), lists];
}

/** Junk can make up names without end: a few hundred are enough to see which one most mails bear. */
function countListId(listIds: Map<string, number>, header: string): void {
	const count = listIds.get(header);
	if (count !== undefined) listIds.set(header, count + 1);
	else if (listIds.size < 500) listIds.set(ownCopy(header), 1);
}

/** The list most of an archive's mails name in their List-Id, else one named as the archive's folder. */
function listOfArchive(archive: Archive): MailList {
	const byMails = [...archive.listIds].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
	for (const [header] of byMails) {
		const list = listOfListId(header);
		if (list) return list;
	}
	return {name: archive.name.replace(/\.\d+$/, '').toLowerCase(), address: null};
}

function sourceOf(list: MailList, epochs: readonly Archive[], range: DayRange | null): SurveySource {
	const counts: Record<string, number> = {archives: epochs.length, ...noMails};
	for (const epoch of epochs) addCounts(counts, {...epoch.counts});
	return {
		name: 'mailing list',
		origin: `https://lore.kernel.org/${list.name}/`,
		revision: epochs.map(epoch => epoch.log.revision ?? 'empty').join(' '),
		since: range && dayOf(range.since * secondsPerDay),
		until: range && dayOf(range.until * secondsPerDay),
		counts,
	};
}

function wholeSource(lists: readonly SurveySource[]): SurveySource {
	const counts: Record<string, number> = {lists: lists.length, archives: 0, ...noMails};
	for (const list of lists) addCounts(counts, list.counts);
	const days = lists.flatMap(({since, until}) => (since && until ? [since, until] : [])).sort();
	return {
		name: 'mailing lists',
		origin: 'https://lore.kernel.org/',
		revision: null,
		since: days[0] ?? null,
		until: days.at(-1) ?? null,
		counts,
	};
}

function addCounts(sum: Record<string, number>, counts: Readonly<Record<string, number>>): void {
	for (const [name, value] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + value;
}

function note(archive: Archive, where: string, problem: string): void {
	if (archive.problems.length < problemsNamed)
		archive.problems.push({source: 'mailing list', where, problem});
	else archive.unnamed++;
}

function problemsOf(archive: Archive): Problem[] {
	if (archive.unnamed === 0) return archive.problems;
	const rest = {
		source: 'mailing list',
		where: archive.name,
		problem: `${archive.unnamed} more problems of this kind`,
	};
	return [...archive.problems, rest];
}

function blobPlace(archive: Archive, at: number): string {
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

async function exists(file: string): Promise<boolean> {
	return stat(file).then(
		() => true,
		() => false,
	);
}

/** Does the work for each item, at most `atOnce` at a time; results stand in the items' order. */
async function inTurn<Item, Result>(
	items: readonly Item[],
	atOnce: number,
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	let next = 0;
	const worker = async () => {
		while (next < items.length) {
			const at = next++;
			results[at] = await work(items[at]!);
		}
	};
	await Promise.all(Array.from({length: Math.min(atOnce, items.length)}, worker));
	return results;
}
