/** Posted deletions of main sources, with the series and the answers that say what they are. */
import type {RemovalPatch} from '../../../dossier/schema.ts';
import type {DatedPathOwners, PostedRemoval} from '../../facts.ts';
import {dayOf, secondsPerDay, startOfDay} from '../date.ts';
import {hashText, ownCopy} from '../hash.ts';
import {seriesSize, titleOf} from '../message/patch.ts';
import {compare, pieceOfWork} from '../tally.ts';
import {isDeletionTitle, strongerAnswer} from './answers.ts';
import {type GainedIds, takersOf} from './device-ids.ts';
import {type DeletedDriver, type Deletion, isMergeLetter, kindOfDeletion} from './kind.ts';
import {switchedTo} from './named-replacements.ts';
import {deletionAreaKey, replyKey} from './reply-index.ts';
import {piecesOf} from './revisions.ts';
import {tookPlace} from './standing.ts';

/** What a mail has to do with the others of its thread and series. */
export interface ThreadedMail {
	messageId: string;
	/** Message-IDs that it names as those it belongs to, oldest first. */
	parents: readonly string[];
	/** Address of the author; only its hash is kept. */
	author: string;
	/** Seconds since 1970. */
	time: number;
	/** With its tags. */
	subject: string;
	/** Sources that it adds. */
	added: readonly string[];
}

/** A mail that deletes the main source of a driver. */
export interface DeletingMail extends ThreadedMail {
	/** Without tags. */
	title: string;
	to: string;
	/** Index of the archive; the lowest of its copies' counts. */
	archive: number;
	facts: Deletion['facts'];
	/** As `hashesOf` has them: of who posted it, and of its author. */
	senders: readonly number[];
	by: RemovalPatch['by'];
	replacements: readonly string[];
	/** What other drivers' tables gain in the same patch. */
	gained: readonly GainedIds[];
	/** Each driver, with the ids that its tables lose, and the owners it counts for: itself and its directories. */
	targets: readonly {driver: DeletedDriver; lost: ReadonlySet<number>; owners: readonly number[]}[];
}

/** What is answered under a key, and whether its title says that all of it deletes. */
interface Letter {
	key: number;
	title: string;
	deletes: boolean;
	/** Titles of the patches that it lists; of a letter that deletes sources only. */
	parts: readonly string[];
}

interface Series {
	/** Hashes of the Message-IDs of its thread that the mail names, and of its own. */
	thread: number[];
	author: number;
	time: number;
	/** How many patches its series has; 0 where it says none. */
	size: number;
	added: readonly string[];
}

/** A deletion as it is kept. */
export interface KeptDeletion extends Omit<DeletingMail, 'author' | 'parents'> {
	piece: number;
	series: Series;
	answer: RemovalPatch['answer'];
	/** The strongest besides that it was applied. */
	unapplied: RemovalPatch['answer'];
}

/** Mails of one series by one author lie within so many seconds. */
const seriesSpan = secondsPerDay;

/** Collects deletions, and the mails that may show them to be something else, in whatever order they come. */
export class PostedRemovals {
	private readonly deletions = new Map<number, KeptDeletion>();
	private readonly adding = new Map<number, Series>();
	/** By the hash of its Message-ID, what the letter at the head of a series is answered under. */
	private readonly covers = new Map<number, Letter>();
	/** Patches that delete nothing surveyed, yet say that they delete: bindings, an architecture's own code. */
	private readonly siblings = new Map<number, Series & Letter>();
	/** By the hash of an author and the size of a series, what its patches put into drivers' tables. */
	private readonly tables = new Map<string, Map<number, {time: number; gained: readonly GainedIds[]}>>();

	/** Remembers a patch of a series that puts ids into drivers' tables. */
	addTables(
		{messageId, author, time, subject}: Omit<ThreadedMail, 'added' | 'parents'>,
		gained: readonly GainedIds[],
	): void {
		const key = `${hashText(author)} ${seriesSize(subject)}`;
		let known = this.tables.get(key);
		if (known === undefined) this.tables.set(key, (known = new Map()));
		known.set(hashText(messageId), {time, gained});
	}

	/** Remembers a mail that adds sources. */
	addSources(mail: ThreadedMail): void {
		this.adding.set(hashText(mail.messageId), seriesOf(mail));
	}

	/** Remembers the letter at the head of a series, so that answers to it are found. */
	addCover(messageId: string, subject: string, parts: readonly string[]): void {
		this.covers.set(hashText(messageId), letterOf(subject, parts));
	}

	/** Remembers a patch of a series that says it deletes: what is answered to it may mean the deletions beside it. */
	addSibling(mail: ThreadedMail): void {
		this.siblings.set(hashText(mail.messageId), {...seriesOf(mail), ...letterOf(mail.subject)});
	}

	/** Takes a deletion in; of the copies of a mail the one of the lowest archive speaks. */
	addDeletion(mail: DeletingMail): void {
		const identity = hashText(mail.messageId);
		const known = this.deletions.get(identity);
		if (known !== undefined && known.archive <= mail.archive) return;
		const {author, parents, ...kept} = mail;
		this.deletions.set(identity, {
			...kept,
			messageId: ownCopy(mail.messageId),
			title: ownCopy(mail.title),
			subject: ownCopy(mail.subject),
			to: ownCopy(mail.to),
			added: mail.added.map(ownCopy),
			replacements: mail.replacements.map(ownCopy),
			piece: pieceOfWork(author, mail.title, mail.messageId),
			series: seriesOf({...mail, author, parents}),
			answer: 'none',
			unapplied: 'none',
		});
	}

	/** Deletions by the hashes of the Message-IDs that an answer to them may name. */
	byThread(): Map<number, KeptDeletion[]> {
		const found = new Map<number, KeptDeletion[]>();
		for (const deletion of this.deletions.values()) {
			for (const id of deletion.series.thread) push(found, id, deletion);
		}
		for (const [id, deletions] of this.bySibling()) {
			for (const deletion of deletions) push(found, id, deletion);
		}
		return found;
	}

	/** By the hash of a sibling's Message-ID: the deletions of its series. */
	private bySibling(): Map<number, KeptDeletion[]> {
		const byAuthor = new Map<string, KeptDeletion[]>();
		for (const deletion of this.deletions.values()) {
			const {author, size} = deletion.series;
			if (size > 1) push(byAuthor, `${author} ${size}`, deletion);
		}
		const found = new Map<number, KeptDeletion[]>();
		for (const [id, {author, size, time}] of this.siblings) {
			const alike = byAuthor.get(`${author} ${size}`) ?? [];
			const series = alike.filter(one => Math.abs(one.time - time) <= seriesSpan);
			if (series.length > 0) found.set(id, series);
		}
		return found;
	}

	/**
	 * What replies to the deletions, and those to the letters at the head of their series, are found under; `wholeKeys` are
	 * those of letters and patches whose titles say that all of it deletes, `siblingKeys` those of patches beside deletions,
	 * `areaKeys` what replies under other titles may be found under, `partKeys` those of all other patches that letters list.
	 */
	keys(): Record<
		'replyKeys' | 'coverKeys' | 'wholeKeys' | 'siblingKeys' | 'areaKeys' | 'partKeys',
		Set<number>
	> {
		const deletions = [...this.deletions.values()];
		const covers = deletions.flatMap(({series}) => series.thread.flatMap(id => this.covers.get(id) ?? []));
		const siblings = [...this.bySibling().keys()].flatMap(id => this.siblings.get(id) ?? []);
		const letters = [...covers, ...siblings];
		return {
			replyKeys: new Set(deletions.map(({subject}) => replyKey(subject))),
			coverKeys: new Set(letters.map(({key}) => key)),
			wholeKeys: new Set(letters.flatMap(({key, deletes}) => (deletes ? [key] : []))),
			siblingKeys: new Set(siblings.map(({key}) => key)),
			partKeys: new Set(covers.flatMap(({parts}) => parts.map(replyKey))),
			areaKeys: new Set(deletions.flatMap(({subject}) => deletionAreaKey(subject) ?? [])),
		};
	}

	/**
	 * Deletions by owner, oldest first; of one patch's revisions the first posted stands for all, with all answers, the day
	 * and the kind of the last. What the last names in a driver's place comes before what earlier ones named.
	 */
	patches(
		until: string,
		archiveLists: readonly string[],
		presentOf: DatedPathOwners['presentOf'] = path => [path],
	): Map<number, PostedRemoval[]> {
		const end = startOfDay(until) + secondsPerDay;
		const byTime = [...this.deletions.values()]
			.filter(({time}) => time < end)
			.sort((a, b) => a.time - b.time || compare(a.messageId, b.messageId));
		const added = this.addedBySeries(byTime);
		const series = new SeriesSizes(byTime);
		const found = new Map<number, PostedRemoval[]>();
		const pieces = piecesOf(byTime);
		const first = new Map<string, PostedRemoval>();
		const newest = new Map<PostedRemoval, KeptDeletion>();
		for (const deletion of byTime) {
			const gained = this.gainedBySeries(deletion);
			for (const {driver, lost, owners} of deletion.targets) {
				const kind = kindOfDeletion(
					{...deletion, added: added.get(deletion)!, letter: this.letterTitle(deletion)},
					driver,
				);
				// Whose tables take its devices in stands in its place, whatever words may be about. What is moved or rewritten stays.
				const takers = kind === 'merge' || kind === 'removal' ? takersOf(lost, gained, driver.module) : [];
				const switched = switchedTo(this.letterParts(deletion), deletion.title, driver.module);
				const named = [...takers, ...deletion.replacements, ...(switched === null ? [] : [switched])];
				const replacements = [...new Set(named)];
				const isDone =
					kind === 'move' &&
					tookPlace(driver, deletion.answer, added.get(deletion)!, path =>
						presentOf(path, dayOf(deletion.time)),
					);
				for (const owner of owners) {
					const revision = first.get(`${owner} ${pieces.get(deletion)}`);
					if (revision !== undefined) {
						// What is sent on to older trees is no revision.
						if (kind === 'stable' && revision.kind !== 'stable') continue;
						revision.answer = strongerAnswer(revision.answer, deletion.answer);
						revision.unapplied = strongerAnswer(revision.unapplied, deletion.unapplied);
						// Of several drivers of a directory that one mail deletes, one that goes for good is enough.
						if (newest.get(revision) !== deletion || kind === 'removal') revision.kind = kind;
						newest.set(revision, deletion);
						revision.tookPlace ||= isDone;
						revision.replacements = [...new Set([...replacements, ...revision.replacements])];
						if (dayOf(deletion.time) > revision.date) revision.again = dayOf(deletion.time);
						revision.series = larger(revision.series, series.of(deletion));
						continue;
					}
					const patch: PostedRemoval = {
						date: dayOf(deletion.time),
						messageId: deletion.messageId,
						title: deletion.title || '(no title)',
						list: archiveLists[deletion.archive]!,
						kind,
						by: deletion.by,
						answer: deletion.answer,
						unapplied: deletion.unapplied,
						tookPlace: isDone,
						replacements,
						again: null,
						series: series.of(deletion),
					};
					first.set(`${owner} ${pieces.get(deletion)}`, patch);
					newest.set(patch, deletion);
					const patches = found.get(owner);
					if (patches) patches.push(patch);
					else found.set(owner, [patch]);
				}
			}
		}
		return found;
	}

	/** What drivers' tables gain in a deletion's series: in patches numbered alike by one author within a day. */
	private gainedBySeries({gained, series, targets}: KeptDeletion): GainedIds[] {
		if (targets.every(({lost}) => lost.size === 0)) return [];
		const alike = series.size > 1 ? (this.tables.get(`${series.author} ${series.size}`)?.values() ?? []) : [];
		return [
			...gained,
			...[...alike].flatMap(one => (Math.abs(one.time - series.time) <= seriesSpan ? one.gained : [])),
		];
	}

	/** Its letter is one that its thread names; an empty title where none is known. */
	private letterTitle({series}: KeptDeletion): string {
		return series.thread.map(id => this.covers.get(id)?.title).find(title => title !== undefined) ?? '';
	}

	private letterParts({series}: KeptDeletion): readonly string[] {
		return series.thread.map(id => this.covers.get(id)?.parts ?? []).find(parts => parts.length > 0) ?? [];
	}

	/** What each deletion's series adds: mails of one thread, or numbered alike by one author within a day. */
	private addedBySeries(deletions: readonly KeptDeletion[]): Map<KeptDeletion, string[]> {
		const byThread = this.byThread();
		const byAuthor = new Map<string, KeptDeletion[]>();
		for (const deletion of deletions) {
			const {author, size} = deletion.series;
			if (size === 0) continue;
			const known = byAuthor.get(`${author} ${size}`);
			if (known === undefined) byAuthor.set(`${author} ${size}`, [deletion]);
			else known.push(deletion);
		}
		const added = new Map(deletions.map(deletion => [deletion, [...deletion.added]]));
		for (const {added: paths, author, size, thread, time} of this.adding.values()) {
			const related = new Set(thread.flatMap(id => byThread.get(id) ?? []));
			for (const deletion of byAuthor.get(`${author} ${size}`) ?? []) {
				if (Math.abs(deletion.time - time) <= seriesSpan) related.add(deletion);
			}
			for (const deletion of related) added.get(deletion)?.push(...paths);
		}
		return added;
	}
}

/** Whose patches belong together: those of one thread, and those numbered alike by one author within a day. */
class SeriesSizes {
	private readonly byThread = new Map<number, KeptDeletion[]>();
	private readonly byAuthor = new Map<string, KeptDeletion[]>();
	private readonly known = new Map<KeptDeletion, PostedRemoval['series']>();

	constructor(deletions: readonly KeptDeletion[]) {
		for (const deletion of deletions) {
			const {thread, author, size} = deletion.series;
			for (const id of thread) push(this.byThread, id, deletion);
			if (size > 0) push(this.byAuthor, `${author} ${size}`, deletion);
		}
	}

	/** How many drivers a deletion's series deletes, and in how many folders of the second level they lie. */
	of(deletion: KeptDeletion): PostedRemoval['series'] {
		let sizes = this.known.get(deletion);
		if (sizes === undefined) {
			const {thread, author, size, time} = deletion.series;
			const alike = (size > 0 ? this.byAuthor.get(`${author} ${size}`)! : []).filter(
				one => Math.abs(one.time - time) <= seriesSpan,
			);
			const related = [deletion, ...thread.flatMap(id => this.byThread.get(id)!), ...alike];
			const files = new Set(related.flatMap(({targets}) => targets.map(({driver}) => driver.presentFile)));
			const subsystems = new Set([...files].map(file => file.split('/').slice(0, 2).join('/')));
			this.known.set(deletion, (sizes = {drivers: files.size, subsystems: subsystems.size}));
		}
		return sizes;
	}
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
	const known = map.get(key);
	if (known === undefined) map.set(key, [value]);
	else known.push(value);
}

function larger(one: PostedRemoval['series'], other: PostedRemoval['series']): PostedRemoval['series'] {
	return other.drivers > one.drivers ? other : one;
}

function letterOf(subject: string, parts: readonly string[] = []): Letter {
	const title = titleOf(subject);
	return {
		key: replyKey(subject),
		title: ownCopy(title),
		deletes: isDeletionTitle(title) || isMergeLetter(title),
		parts: parts.map(ownCopy),
	};
}

function seriesOf({messageId, parents, author, time, subject, added}: ThreadedMail): Series {
	return {
		thread: [...new Set([...parents.slice(-20), messageId].map(hashText))],
		author: hashText(author),
		time,
		size: seriesSize(subject),
		added: added.map(ownCopy),
	};
}
