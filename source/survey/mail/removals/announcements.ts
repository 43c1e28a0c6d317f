/** Mails that announce a driver's end without deleting it. */
import type {RemovalPatch} from '../../../dossier/schema.ts';
import type {PostedAnnouncement} from '../../facts.ts';
import {dayOf, secondsPerDay, startOfDay} from '../date.ts';
import type {MailArchiveOptions} from '../facts.ts';
import {ownCopy} from '../hash.ts';
import {beforeDiff} from '../message/diff-facts.ts';
import {foldTitle} from '../message/patch.ts';
import {namedReplacements} from './named-replacements.ts';

/** Bytes without which a text announces nothing. */
export const announcementHints: readonly Buffer[] = ['eprecat', 'bsolete', 'BSOLETE', 'EPRECAT'].map(one =>
	Buffer.from(one),
);

const name = String.raw`(?:CONFIG_)?[a-z0-9][\w-]+`;
const dying = '(?:deprecated|obsolete)';

/**
 * What announces a driver's end, with its name. Titles may leave the word "driver" out; in running text too much is
 * deprecated: functions, properties, interfaces.
 */
const titlePhrases = [
	String.raw`\b(?:deprecate|obsolete)s? (?:the )?(${name})(?: driver| module)?$`,
	String.raw`\b(?:deprecate|obsolete)s? (?:the )?(${name}) (?:driver|module)\b`,
	String.raw`\b(?:mark|make|declare)(?:s|ing)? (?:the )?(${name})(?: driver| module)? (?:as |an )?${dying}`,
	String.raw`\b(?:declar|deprecat)\w+ (${name}) obsolete\b`,
	String.raw`(?:^|: )(${name}):? (?:deprecate|mark as deprecated|mark as obsolete|mark obsolete)(?: the)? driver\b`,
].map(phrase => new RegExp(phrase, 'i'));
const bodyPhrases = [
	String.raw`\bdeclar(?:e|es|ed|ing) (?:the )?(${name})(?: driver| module)? (?:as |to be )?${dying}\b`,
	String.raw`\b(?:deprecate|obsolete)s? (?:the )?(${name}) (?:driver|module)\b`,
	String.raw`\bthe (${name}) (?:driver|module) (?:is|has been|was|becomes|became) (?:now |thus |marked |considered |being |therefore )*(?:as )?${dying}\b`,
	String.raw`\bmark(?:s|ed|ing)? (?:the )?(${name}) (?:driver|module) (?:as )?${dying}\b`,
].map(phrase => new RegExp(phrase, 'gi'));

/** A mail as it may announce something. */
export interface AnnouncingMail {
	messageId: string;
	/** Seconds since 1970. */
	time: number;
	/** Without tags. */
	title: string;
	/** Index of the archive. */
	archive: number;
	/** Its words and diff; only what stands before the diff speaks. */
	text: string;
	/** Who wrote it, as a section's people are known. */
	byOf(mainFile: string | null): RemovalPatch['by'];
}

interface Kept {
	time: number;
	messageId: string;
	title: string;
	archive: number;
	by: RemovalPatch['by'];
	successor: string | null;
}

type Driver = MailArchiveOptions['drivers'][number];

/** Names that say of a text nothing: words of every day that are modules too. */
const telling = /[\d_-]|^.{6,}$/;

/** Collects announcements in whatever order mails come. */
export class PostedAnnouncements {
	private readonly byName = new Map<string, Driver | null>();
	private readonly kept = new Map<string, Map<string, Kept>>();

	/** `drivers`: of a name that several have nobody is meant. */
	constructor(drivers: readonly Driver[]) {
		for (const driver of drivers) {
			for (const one of [driver.module, ...(driver.symbol === null ? [] : [`CONFIG_${driver.symbol}`])]) {
				const key = fold(one);
				this.byName.set(key, this.byName.has(key) ? null : driver);
			}
		}
	}

	/** Takes a mail in; most announce nothing. */
	add(mail: AnnouncingMail): void {
		const before = beforeDiff(mail.text);
		if (!/deprecat|obsolete/i.test(before) && !/deprecat|obsolete/i.test(mail.title)) return;
		const words = before.replace(/\s+/g, ' ');
		const names = [
			...titlePhrases.map(phrase => phrase.exec(mail.title)?.[1]),
			...bodyPhrases.flatMap(phrase => [...words.matchAll(phrase)].map(match => match[1])),
		].filter(one => one !== undefined);
		const meant = new Set(names.filter(one => telling.test(one)).map(one => this.byName.get(fold(one))));
		for (const driver of meant) {
			if (driver == null) continue;
			const successor =
				namedReplacements(mail.text, mail.title).find(
					one => fold(one) !== fold(driver.module) && telling.test(one),
				) ?? null;
			this.keep(driver, mail, successor);
		}
	}

	private keep(driver: Driver, mail: AnnouncingMail, successor: string | null): void {
		let mails = this.kept.get(driver.id);
		if (mails === undefined) this.kept.set(driver.id, (mails = new Map()));
		const key = foldTitle(mail.title);
		const known = mails.get(key);
		const isFirst =
			known === undefined ||
			mail.time < known.time ||
			(mail.messageId === known.messageId && mail.archive < known.archive);
		if (!isFirst) {
			known.successor ??= successor;
			return;
		}
		mails.set(key, {
			time: mail.time,
			messageId: ownCopy(mail.messageId),
			title: ownCopy(mail.title),
			archive: mail.archive,
			by: mail.byOf(driver.mainFile),
			successor: successor === null ? (known?.successor ?? null) : ownCopy(successor),
		});
	}

	/** Announcements by driver up to a day, oldest first. */
	announcements(until: string, archiveLists: readonly string[]): Map<string, PostedAnnouncement[]> {
		const end = startOfDay(until) + secondsPerDay;
		const found = new Map<string, PostedAnnouncement[]>();
		for (const [id, mails] of this.kept) {
			const told = [...mails.values()]
				.filter(({time}) => time < end)
				.sort((a, b) => a.time - b.time || (a.messageId < b.messageId ? -1 : 1))
				.map(({time, messageId, title, archive, by, successor}) => ({
					date: dayOf(time),
					messageId,
					title: title || '(no title)',
					list: archiveLists[archive]!,
					by,
					successor,
				}));
			if (told.length > 0) found.set(id, told);
		}
		return found;
	}
}

function fold(one: string): string {
	return one.startsWith('CONFIG_') ? one : one.toLowerCase().replaceAll('-', '_');
}
