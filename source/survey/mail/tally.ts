import {
	fewestFamiliesOfCampaign,
	fewestFamiliesOfNamedSeries,
	fewestFamiliesOfPasserBy,
	fewestFilesOfOthers,
	mostFilesOfVendor,
} from '../sweeps.ts';
import {type Campaign, Campaigns, chipsOf, type MailsKept, namedBy, partsOf} from './campaigns.ts';
import {secondsPerDay} from './date.ts';
import {familiesOf, vendorsOf} from './families.ts';
import {hashText, ownCopy} from './hash.ts';
import {foldTitle} from './message/patch.ts';
import {NumberSets, Numbers} from './numbers.ts';
import {employerOf, VendorsPeople} from './vendors-people.ts';

/** Whether a patch may be for all that a vendor has there: not as a part of its series, where it is `alone`. */
export type ForVendor = (typeof waysForVendor)[number];
const waysForVendor = ['no', 'alone', 'yes'] as const;

/** A mail with a patch, as the counting needs it. */
export interface PatchMail {
	messageId: string;
	/** Seconds since 1970. */
	time: number;
	/** Address of the patch's author; only its hash is kept. */
	author: string;
	/** Decoded, without tags. */
	title: string;
	/** A sweep by its own title or files, or a mail that repeats a patch, such as one for a stable tree. */
	isSweep: boolean;
	/** How many files the patch touches. */
	files: number;
	/** How many patches its series has; 0 where it says none. */
	series: number;
	/** Whether a vendor's own people may have made it for all drivers that it touches; absent for no. */
	forVendor?: ForVendor;
	/** Whether it is a slight edit; absent for no. */
	isSlight?: boolean;
	/** Whether it mends what users met; absent where only its title can tell. */
	mends?: boolean;
	/** Whether it names the commit that brought what it mends, and that is no matter of style; absent for no. */
	namesFault?: boolean;
	/** Whether it is of few lines and names no commit at fault; absent for no. */
	isSmall?: boolean;
	/** Whether it edits many files, a few lines in each, and mends nothing; absent for no. */
	isThin?: boolean;
	/** Whether it is an edit of few lines that neither adds nor mends anything; absent for no. */
	isSmallEdit?: boolean;
	/** Index of the archive; of a cross-post's copies the lowest one's counts, and all are remembered. */
	archive: number;
	/** Drivers and directories the patch touches, by `PatchTally.ownerOf`. */
	owners: number[];
	/** Drivers that the patch deletes: whoever posts that does not work on them. */
	deleted?: readonly number[];
	/** Drivers and directories to which the patch brings a source. */
	brings?: readonly number[];
}

/** A mail as it is kept. */
export interface TalliedMail {
	messageId: string;
	/** Seconds since 1970. */
	time: number;
	/** A hash. */
	author: number;
	isSweep: boolean;
	/** Few lines that neither add nor mend anything. */
	isSmallEdit: boolean;
	/** What makes it a part of a campaign; null where nothing does. */
	campaign: Campaign | null;
	archives: readonly number[];
	owners: readonly number[];
	/** Those of the owners for whom it is work, where it is no sweep. */
	meant: readonly number[];
}

/**
 * Keeps posted patches by whom they touch. Copies of one mail (same Message-ID) are one; mails of one patch (same author
 * and title) are one piece of work. The result does not depend on the order in which mails come. About 180 bytes a mail
 * are kept.
 */
export class PatchTally {
	private readonly ownerNumbers = new Map<string, number>();
	/** By owner: the parts of a driver's name; null for a directory. */
	private readonly nameParts: (readonly string[] | null)[] = [];
	private readonly names: string[] = [];
	private readonly mailNumbers = new Map<number, number>();
	private readonly ownerSets = new NumberSets();
	private readonly archiveSets = new NumberSets();
	private readonly keys = new Numbers();
	private readonly times = new Numbers();
	private readonly authors = new Numbers();
	/** Of the authors' employers, as far as their addresses tell; 0 where they don't. */
	private readonly employers = new Numbers();
	private readonly files = new Numbers();
	/** Places in `waysForVendor`. */
	private readonly forVendor = new Numbers();
	/** 1 for a slight edit. */
	private readonly slight = new Numbers();
	/** 1 for many files with a few lines each. */
	private readonly thin = new Numbers();
	/** 1 for few lines that neither add nor mend anything. */
	private readonly smallEdits = new Numbers();
	private readonly campaigns = new Campaigns();
	/** Owner set * 2 + 1 where the mail is a sweep. */
	private readonly sets = new Numbers();
	/** The set of the owners whom the mail may have meant. */
	private readonly meant = new Numbers();
	/**
	 * One more than the set of the drivers whose chip the title names, or that the mail brings: it is for these, whatever
	 * else it touches. Below zero where it brings some, which is no campaign; 0 where there are none.
	 */
	private readonly anyway = new Numbers();
	/** The set of the archives that hold a copy. */
	private readonly archives = new Numbers();
	private readonly messageIds: string[] = [];

	/** The number that stands for a driver's id, or for a directory written as `directory/`. */
	ownerOf(name: string): number {
		let owner = this.ownerNumbers.get(name);
		if (owner === undefined) {
			owner = this.ownerNumbers.size;
			this.ownerNumbers.set(name, owner);
			this.names.push(name);
			this.nameParts.push(
				name.endsWith('/') ? null : partsOf(name.slice(name.lastIndexOf('/') + 1).toLowerCase()),
			);
		}
		return owner;
	}

	/** What `ownerOf` gave the number for. */
	nameOf(owner: number): string {
		return this.names[owner]!;
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
		const {author, brings = [], deleted = [], files, isSweep, messageId, owners, time, title} = mail;
		this.files.set(number, files);
		this.forVendor.set(number, waysForVendor.indexOf(mail.forVendor ?? 'no'));
		this.slight.set(number, mail.isSlight === true ? 1 : 0);
		this.thin.set(number, mail.isThin === true ? 1 : 0);
		this.smallEdits.set(number, mail.isSmallEdit === true ? 1 : 0);
		this.keys.set(number, pieceOfWork(author, title, messageId));
		this.times.set(number, time);
		this.authors.set(number, hashText(author));
		this.employers.set(number, employerHash(author));
		const set = this.ownerSets.numberOf(owners);
		this.sets.set(number, set * 2 + (isSweep ? 1 : 0));
		const members = this.ownerSets.membersOf(set);
		this.campaigns.set(
			number,
			mail,
			members.flatMap(owner => this.nameParts[owner] ?? []),
		);
		const chips = chipsOf(title);
		const named = members.filter(owner => this.nameParts[owner]?.some(part => chips.includes(part)));
		const anyway = [...brings, ...named].filter(owner => !deleted.includes(owner));
		const isForAny = anyway.length > 0 && !isSweep;
		this.anyway.set(
			number,
			isForAny ? (1 + this.ownerSets.numberOf(anyway)) * (brings.length > 0 ? -1 : 1) : 0,
		);
		this.meant.set(
			number,
			files < fewestFilesOfOthers && deleted.length === 0
				? set
				: this.ownerSets.numberOf(
						(files < fewestFilesOfOthers ? members : this.named(title, members, files)).filter(
							owner => !deleted.includes(owner),
						),
					),
		);
	}

	/** Whether a core of drivers is touched, and two of these. */
	private isOfCore(owners: readonly number[]): boolean {
		const drivers = owners.filter(owner => this.nameParts[owner] !== null);
		return drivers.length > 2 && drivers.some(owner => isCore(this.names[owner]!));
	}

	/** The drivers that a title names, and all directories. */
	private named(title: string, owners: readonly number[], files: number): number[] {
		const drivers = owners.filter(owner => this.nameParts[owner] !== null);
		// Who changes a core has to change those that use it.
		const isCores = this.isOfCore(owners);
		const isWide = files > mostFilesOfVendor && drivers.length >= fewestFamiliesOfCampaign;
		const isNamed = namedBy(title, isWide || isCores);
		return owners.filter(owner => this.nameParts[owner] === null || isNamed(this.names[owner]!));
	}

	/**
	 * The pieces of work, each with its mails, oldest first. What is lent is good until the next one. To be asked when every
	 * owner has its number: how many drivers a folder has tells which are a family.
	 */
	*pieces(): Generator<readonly TalliedMail[]> {
		const {keys} = this;
		const order = this.byPiece();
		const {campaignOf, isVendors} = this.campaignTest();
		let piece: TalliedMail[] = [];
		for (const [place, number] of order.entries()) {
			if (place > 0 && keys.at(number) !== keys.at(order[place - 1]!)) {
				yield withWidest(piece);
				piece = [];
			}
			piece.push(this.mailAt(number, campaignOf(number), isVendors(number)));
		}
		if (piece.length > 0) yield withWidest(piece);
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

	/** Tells why a mail meant none of the drivers that it touches: too many, by itself or with others. */
	private campaignTest(): {
		campaignOf: (number: number) => Campaign | null;
		isVendors: (number: number) => boolean;
	} {
		const families = this.familiesOfSets(familiesOf);
		const vendors = this.familiesOfSets(vendorsOf);
		const ownerSet = (number: number) => Math.floor(this.sets.at(number) / 2);
		const setOf = (number: number) => families[ownerSet(number)]!;
		const people = this.peopleOf(number => vendors[ownerSet(number)]!);
		const kept: MailsKept = {
			length: this.messageIds.length,
			timeOf: number => this.times.at(number),
			pieceOf: number => this.keys.at(number),
			filesOf: number => this.files.at(number),
			familiesOf: setOf,
			vendorsOf: number => vendors[ownerSet(number)]!,
			isVendors: (number, way) => {
				const [vendor, other] = vendors[ownerSet(number)]!;
				if (
					vendor === undefined ||
					other !== undefined ||
					this.forVendor.at(number) < waysForVendor.indexOf(way)
				)
					return false;
				return people.has(vendor, this.authors.at(number), this.employers.at(number));
			},
		};
		const {pieces, mails} = this.campaigns.find(kept);
		const isPasserBys = (number: number) => {
			if (this.slight.at(number) === 0) return false;
			const author = this.authors.at(number);
			if (people.familiesOf(author) < fewestFamiliesOfPasserBy) return false;
			return !vendors[ownerSet(number)]!.some(vendor => people.has(vendor, author, 0));
		};
		// A driver in many modules has none of them meant by what is done to all alike.
		const isOfAllModules = (number: number) =>
			this.thin.at(number) === 1 &&
			this.ownerSets.membersOf(ownerSet(number)).filter(owner => this.nameParts[owner] !== null).length >=
				fewestFamiliesOfNamedSeries;
		const campaignOf = (number: number): Campaign | null => {
			if (isOfAllModules(number)) return 'few lines each';
			if (setOf(number).length >= fewestFamiliesOfCampaign && !kept.isVendors(number, 'alone'))
				return 'one patch';
			if (pieces.has(this.keys.at(number))) return 'one title';
			if (mails.has(number)) return 'one series';
			return isPasserBys(number) ? 'passer-by' : null;
		};
		return {campaignOf, isVendors: number => kept.isVendors(number, 'alone')};
	}

	/** Who sends patches for each family of `vendorsOf`: those that touch no other, each piece of work once. */
	private peopleOf(vendorsOf: (number: number) => readonly number[]): VendorsPeople {
		const people = new VendorsPeople();
		const seen = new Set<number>();
		for (let number = 0; number < this.messageIds.length; number++) {
			const [vendor, other] = vendorsOf(number);
			const key = this.keys.at(number);
			if (vendor === undefined || other !== undefined || seen.has(key)) continue;
			seen.add(key);
			people.add(vendor, this.authors.at(number), this.employers.at(number));
		}
		return people;
	}

	/** By set of owners: the families of its drivers, each once. */
	private familiesOfSets(tell: (ids: readonly string[]) => number[]): number[][] {
		const drivers = [...this.ownerNumbers].filter(([, owner]) => this.nameParts[owner] !== null);
		const numbers = tell(drivers.map(([name]) => name));
		const families = new Map(drivers.map(([, owner], at) => [owner, numbers[at]!]));
		return this.ownerSets.all().map(set => [...new Set(set.flatMap(owner => families.get(owner) ?? []))]);
	}

	private mailAt(number: number, campaign: Campaign | null, isVendors: boolean): TalliedMail {
		const set = this.sets.at(number);
		const owners = Math.floor(set / 2);
		const anyway = this.anyway.at(number);
		const isForSome = campaign !== null && (anyway < 0 || (campaign === 'one patch' && anyway > 0));
		const meant = isForSome
			? Math.abs(anyway) - 1
			: isVendors && !this.isOfCore(this.ownerSets.membersOf(owners))
				? owners
				: this.meant.at(number);
		return {
			messageId: this.messageIds[number]!,
			time: this.times.at(number),
			author: this.authors.at(number),
			isSweep: set % 2 === 1 || (campaign !== null && !isForSome),
			isSmallEdit: this.smallEdits.at(number) === 1,
			campaign: isForSome ? null : campaign,
			archives: this.archiveSets.membersOf(this.archives.at(number)),
			owners: this.ownerSets.membersOf(owners),
			meant: this.ownerSets.membersOf(meant),
		};
	}
}

/** Whether a driver is what others of its folder stand on: it bears the folder's name, or is called a core. */
function isCore(id: string): boolean {
	const [module, folder] = id.toLowerCase().split('/').reverse();
	return module === folder || /(?:^|[-_])core(?:$|[-_])/.test(module!);
}

/** Revisions of a patch that lie no further apart than so many days are of one attempt. */
const revisionDays = 90;

/** A revision for fewer drivers is a part of the campaign that a later one is. */
function withWidest(piece: readonly TalliedMail[]): readonly TalliedMail[] {
	const widest = piece.findLast(({campaign}) => campaign === 'one patch');
	if (widest === undefined) return piece;
	const isEarlier = (mail: TalliedMail) =>
		!mail.isSweep &&
		mail.time < widest.time &&
		widest.time - mail.time <= revisionDays * secondsPerDay &&
		mail.owners.every(owner => widest.owners.includes(owner));
	return piece.map(mail => (isEarlier(mail) ? {...mail, isSweep: true, campaign: widest.campaign} : mail));
}

/** What the revisions of one patch share, as a hash: author and title, or nothing where there is no title. */
export function pieceOfWork(author: string, title: string, messageId: string): number {
	return hashText(title === '' ? `\0${messageId}` : `${author}\0${foldTitle(title)}`);
}

function employerHash(address: string): number {
	const employer = employerOf(address);
	return employer === '' ? 0 : hashText(employer);
}

/** By code unit: for texts whose order must be the same everywhere. */
export function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
