import {fewestDriversOfSweep, sweepFileLimit} from '../sweeps.ts';
import {secondsPerDay} from './date.ts';
import {hashText, ownCopy} from './hash.ts';
import {NumberSets, Numbers} from './numbers.ts';

/** A mail with a patch, as the counting needs it. */
export interface PatchMail {
	messageId: string;
	/** Seconds since 1970. */
	time: number;
	/** Address of the patch's author; only its hash is kept. */
	author: string;
	/** Decoded, without tags. */
	title: string;
	/** A sweep by its own title or files, or sent for a stable tree. */
	isSweep: boolean;
	/** How many files the patch touches. */
	files: number;
	/** Index of the archive; of a cross-post's copies the lowest one's counts, and all are remembered. */
	archive: number;
	/** Drivers and directories the patch touches, by `PatchTally.ownerOf`. */
	owners: number[];
}

/** A mail as it is kept. */
export interface TalliedMail {
	messageId: string;
	/** Seconds since 1970. */
	time: number;
	/** A hash. */
	author: number;
	isSweep: boolean;
	archives: readonly number[];
	owners: readonly number[];
}

/**
 * Keeps posted patches by whom they touch. Copies of one mail (same Message-ID) are one; mails of one patch (same author
 * and title) are one piece of work. The result does not depend on the order in which mails come. About 160 bytes a mail
 * are kept.
 */
export class PatchTally {
	private readonly ownerNumbers = new Map<string, number>();
	private readonly directories = new Set<number>();
	private readonly mailNumbers = new Map<number, number>();
	private readonly ownerSets = new NumberSets();
	private readonly archiveSets = new NumberSets();
	private readonly keys = new Numbers();
	private readonly times = new Numbers();
	private readonly authors = new Numbers();
	private readonly files = new Numbers();
	/** What mails of one campaign share, by `campaignOf`. */
	private readonly campaigns = new Numbers();
	/** Owner set * 2 + 1 where the mail is a sweep. */
	private readonly sets = new Numbers();
	/** The set of the archives that hold a copy. */
	private readonly archives = new Numbers();
	private readonly messageIds: string[] = [];

	/** The number that stands for a driver's id, or for a directory written as `directory/`. */
	ownerOf(name: string): number {
		let owner = this.ownerNumbers.get(name);
		if (owner === undefined) {
			owner = this.ownerNumbers.size;
			this.ownerNumbers.set(name, owner);
			if (name.endsWith('/')) this.directories.add(owner);
		}
		return owner;
	}

	/**
	 * Takes a mail in. Copies are not always alike: some lists write themselves into the From: of what they pass on. The
	 * one of the lowest archive speaks for all, whichever came first.
	 */
	add(mail: PatchMail): void {
		const identity = hashText(mail.messageId);
		const known = this.mailNumbers.get(identity);
		if (known !== undefined) {
			const archives = this.archiveSets.membersOf(this.archives.at(known));
			if (mail.archive < archives[0]!) this.write(known, mail);
			this.archives.set(known, this.archiveSets.numberOf([...archives, mail.archive]));
			return;
		}
		const number = this.messageIds.length;
		this.mailNumbers.set(identity, number);
		this.messageIds.push(ownCopy(mail.messageId));
		this.archives.set(number, this.archiveSets.numberOf([mail.archive]));
		this.write(number, mail);
	}

	private write(number: number, mail: PatchMail): void {
		const {author, files, isSweep, messageId, owners, time, title} = mail;
		this.files.set(number, files);
		this.campaigns.set(number, campaignOf(mail));
		this.keys.set(number, pieceOfWork(author, title, messageId));
		this.times.set(number, time);
		this.authors.set(number, hashText(author));
		this.sets.set(number, this.ownerSets.numberOf(owners) * 2 + (isSweep || this.isForMany(owners) ? 1 : 0));
	}

	/** Whether one patch touches so many drivers that it meant none of them. */
	private isForMany(owners: readonly number[]): boolean {
		if (owners.length < fewestDriversOfSweep) return false;
		const drivers = new Set(owners.filter(owner => !this.directories.has(owner)));
		return drivers.size >= fewestDriversOfSweep;
	}

	/** The pieces of work, each with its mails, oldest first. What is lent is good until the next one. */
	*pieces(): Generator<readonly TalliedMail[]> {
		const {keys} = this;
		const order = this.byPiece();
		const wide = this.wideCampaigns(order);
		let piece: TalliedMail[] = [];
		for (const [place, number] of order.entries()) {
			if (place > 0 && keys.at(number) !== keys.at(order[place - 1]!)) {
				yield piece;
				piece = [];
			}
			piece.push(this.mailAt(number, wide));
		}
		if (piece.length > 0) yield piece;
	}

	/** Mails by piece of work, oldest first. */
	private byPiece(): Uint32Array {
		const {keys, times, messageIds} = this;
		const order = new Uint32Array(messageIds.length).map((_, index) => index);
		return order.sort(
			(a, b) =>
				keys.at(a) - keys.at(b) || times.at(a) - times.at(b) || compare(messageIds[a]!, messageIds[b]!),
		);
	}

	/** Campaigns that touch more files than one patch may; the revisions of a piece count once, by the first. */
	private wideCampaigns(order: Uint32Array): ReadonlySet<number> {
		const {campaigns, files, keys} = this;
		const totals = new Map<number, number>();
		for (const [place, number] of order.entries()) {
			if (place > 0 && keys.at(number) === keys.at(order[place - 1]!)) continue;
			const campaign = campaigns.at(number);
			totals.set(campaign, (totals.get(campaign) ?? 0) + files.at(number));
		}
		return new Set([...totals].flatMap(([campaign, total]) => (total > sweepFileLimit ? [campaign] : [])));
	}

	private mailAt(number: number, wide: ReadonlySet<number>): TalliedMail {
		const set = this.sets.at(number);
		return {
			messageId: this.messageIds[number]!,
			time: this.times.at(number),
			author: this.authors.at(number),
			isSweep: set % 2 === 1 || wide.has(this.campaigns.at(number)),
			archives: this.archiveSets.membersOf(this.archives.at(number)),
			owners: this.ownerSets.membersOf(Math.floor(set / 2)),
		};
	}
}

/** Mails with one title within so many days are one campaign. */
const campaignDays = 60;

/**
 * What the patches of a campaign share, as a hash: an author who sends the same title to one subsystem after another, or
 * for one driver after another, within two months.
 */
function campaignOf({author, messageId, time, title}: PatchMail): number {
	const said = foldTitle(title.slice(title.lastIndexOf(': ') + 1));
	const period = Math.floor(time / (campaignDays * secondsPerDay));
	return hashText(said === '' ? `\0${messageId}` : `${author}\0${said}\0${period}`);
}

/** What the revisions of one patch share, as a hash: author and title, or nothing where there is no title. */
export function pieceOfWork(author: string, title: string, messageId: string): number {
	return hashText(title === '' ? `\0${messageId}` : `${author}\0${foldTitle(title)}`);
}

/** A title as revisions of one patch share it: case and white space folded. */
export function foldTitle(title: string): string {
	return title.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** By code unit: for texts whose order must be the same everywhere. */
export function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
