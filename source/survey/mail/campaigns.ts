/** Campaigns: what one author sends for one driver after another, as posted patches show it. */

import {tellsOfFault} from '../mechanical-titles.ts';
import {
	fewestFamiliesOfCampaign,
	fewestFamiliesOfConversion,
	fewestFamiliesOfFix,
	fewestFamiliesOfNamedConversion,
	fewestFamiliesOfNamedFault,
	fewestFamiliesOfNamedSeries,
	fewestFamiliesOfSeries,
	mostPatchesOfVendor,
	sweepFileLimit,
} from '../sweeps.ts';
import {secondsPerDay} from './date.ts';
import {hashText} from './hash.ts';
import {foldTitle} from './message/patch.ts';
import {Numbers} from './numbers.ts';

/** Mails under one title that lie no further apart than so many days are one campaign. */
const campaignDays = 60;
/** Of mends no further apart than so many: who finds faults for years says the same of each. */
const mendDays = 7;
/** Mails of one series by one author lie no further apart than so many days. */
const seriesDays = 1;

/** A series of fewer patches is too short to tell what it is about by most of them. */
const fewestPatchesOfCleanUp = 4;

/** So great a share of a series tells what the others are, where it goes to several families, and where to one. */
const shareOfMany = 1 / 2;
const shareOfOne = 3 / 4;

const mechanicalEdit = 1;
const smallEdit = 2;
const smallMend = 3;
/** What is said of a mend, where nothing says what was at fault. */
const mending = /\bfix(?:e[ds])?\b|\b(?:properly|correctly)\b/i;

/** A series of so many patches is short. */
const mostPatchesOfShortSeries = 10;

/** What a driver gets that it had not: each is work on that driver, however many get the like. */
const addition =
	/^(?:add|implement|introduce)\b.*\b(?:channels?|clocks?|compatibles?|driver|frequenc(?:y|ies)|ids?|nodes?|pins?|quirks?|resets?|support)\b|^(?:initial )?support (?:for )?\b/;

/** What is done in the same way anywhere: with fewer drivers already it was not for any of them. */
const conversion =
	/^(?:- )?(?:adopt|convert|drop|get rid|make|migrate|move|open-code|prefer|re-?use|remove|rename|replace|retire|simplify|stop|switch|use|using|utili[sz]e)\b/;
/** A name of the kernel's own code in a title without its drivers: a function, a macro, a struct. */
const named = /\w_\w|\w\(\)|\bstruct\b|\bhelpers?\b|\bapis?\b/;

/** What touches too many families of drivers: a patch by itself, all of one title or series; its author, where it is slight. */
export type Campaign = 'one patch' | 'few lines each' | 'one title' | 'one series' | 'passer-by';

/** Keys, buttons and axes of input devices: what a driver reports, not how it is written. */
const eventCode = /\b(?:abs|btn|key|rel|sw)_\w+/g;

/** What tells of the campaign that a mail belongs to. */
export interface CampaignMail {
	messageId: string;
	author: string;
	/** Decoded, without tags. */
	title: string;
	/** How many patches its series has; 0 where it says none. */
	series: number;
	/** Whether it mends what users met; absent where only its title can tell. */
	mends?: boolean;
	/** Whether it names the commit that brought what it mends, and that is no matter of style; absent for no. */
	namesFault?: boolean;
	/** Whether by itself it is no work on any driver: mechanical by its title; absent for no. */
	isSweep?: boolean;
	/** Whether it is of few lines and names no commit at fault; absent for no. */
	isSmall?: boolean;
}

/** What `Campaigns` asks of whoever keeps the mails. */
export interface MailsKept {
	length: number;
	/** Seconds since 1970. */
	timeOf(mail: number): number;
	/** What its revisions share. */
	pieceOf(mail: number): number;
	/** How many files it touches. */
	filesOf(mail: number): number;
	/** The families of the drivers that it touches, with repeats. */
	familiesOf(mail: number): readonly number[];
	/** The same, where all that one vendor has in a subsystem is one. */
	vendorsOf(mail: number): readonly number[];
	/** Whether its author looks after all that a vendor has there, and may mean it all, by the mail alone or with its series. */
	isVendors(mail: number, way: 'alone' | 'yes'): boolean;
}

/**
 * Tells campaigns from work on a driver. Two hashes a mail are kept.
 *
 * A campaign is one title by one author, whatever driver it names, or one numbered series; which of them touch too many
 * families of drivers is asked when all mails are known.
 */
export class Campaigns {
	/** What mails of one title share; 0 where there is none. */
	private readonly titles = new Numbers();
	/** In how many families a title is a campaign. */
	private readonly enough = new Numbers();
	/** What mails of one series share; 0 where there is none. */
	private readonly series = new Numbers();

	/** How many patches a mail's series has, by its subject. */
	private readonly lengths = new Numbers();
	/** 1 for a mend whose fault was looked up in its driver's history. */
	private readonly found = new Numbers();
	/** Of what kind an edit is; 0 for one of many lines, or that names its fault. */
	private readonly edits = new Numbers();

	/** Takes in the mail of that number, or what is now said of it; `names` are those of the drivers that it touches. */
	set(
		mail: number,
		{author, title, series, mends, namesFault, isSweep, isSmall}: CampaignMail,
		names: readonly string[],
	): void {
		const said = withoutDrivers(title, names).replace(/^[-\u2013] /, '');
		// The fault was looked up in that driver's history, however many others are mended like it.
		const isFound = namesFault === true && (mends ?? tellsOfFault(title)) && series <= mostPatchesOfVendor;
		const isCounted = said !== '' && !addition.test(said);
		this.found.set(mail, isFound ? 1 : 0);
		this.titles.set(mail, isCounted && !isFound ? hashText(`${author}\0${said}`) : 0);
		this.lengths.set(mail, series);
		const small = mending.test(title) ? smallMend : smallEdit;
		this.edits.set(mail, isSweep === true ? mechanicalEdit : isSmall === true ? small : 0);
		this.enough.set(mail, familiesOfCampaign(said, mends, namesFault));
		this.series.set(mail, isCounted && series > 1 ? hashText(`${author}\0${series}`) : 0);
	}

	/** The pieces of work, and the mails by their numbers, that are parts of campaigns. */
	find(kept: MailsKept): {pieces: ReadonlySet<number>; mails: ReadonlySet<number>} {
		const pieces = new Set<number>();
		/** Mails that share their title with another family. */
		const shared = new Set<number>();
		for (const run of runs(this.titles, kept, mail =>
			this.enough.at(mail) >= fewestFamiliesOfNamedFault ? mendDays : campaignDays,
		)) {
			const enough = this.enough.at(run[0]!);
			// What names none of the kernel's own code may well be done for all of a vendor's chips.
			const families = familiesOfAll(
				run,
				enough === fewestFamiliesOfNamedConversion && !kept.isVendors(run[0]!, 'yes')
					? kept.familiesOf
					: kept.vendorsOf,
			);
			if (families.size > 1) for (const mail of run) shared.add(mail);
			// One thing in so many of a vendor's chips was done for none of them, even by its own people.
			const isOfAllChips =
				enough < fewestFamiliesOfNamedFault &&
				familiesOfAll(run, kept.familiesOf).size >=
					(enough < fewestFamiliesOfCampaign ? fewestFamiliesOfNamedFault : fewestFamiliesOfSeries);
			if (families.size < enough && !isOfAllChips && filesOfAll(run, kept) <= sweepFileLimit) continue;
			for (const mail of run) pieces.add(kept.pieceOf(mail));
		}
		// What a later revision says of the fault holds for the earlier ones.
		for (let mail = 0; mail < kept.length; mail++) {
			if (this.found.at(mail) === 1) pieces.delete(kept.pieceOf(mail));
		}
		const mails = new Set<number>();
		for (const run of runs(this.series, kept, () => seriesDays)) {
			// Of a short series one patch may be for all, and the others not.
			const isShort = this.lengths.at(run[0]!) <= mostPatchesOfShortSeries;
			const few = run.filter(mail => !isShort || kept.familiesOf(mail).length < fewestFamiliesOfCampaign);
			const {size} = familiesOfAll(few, kept.familiesOf);
			for (const mail of this.likeTheOthers(run, kept)) mails.add(mail);
			if (size < fewestFamiliesOfNamedSeries) continue;
			const isOneVendors = familiesOfAll(few, kept.vendorsOf).size < fewestFamiliesOfNamedSeries;
			for (const mail of run) {
				// A fault that users meet had to be found in each driver.
				if (this.enough.at(mail) === fewestFamiliesOfFix || (isOneVendors && kept.isVendors(mail, 'yes')))
					continue;
				if (size >= fewestFamiliesOfSeries || shared.has(mail)) mails.add(mail);
			}
		}
		return {pieces, mails};
	}

	/**
	 * The small edits of a series that does small things alone, or most of whose patches are mechanical, in several families:
	 * called otherwise, they are the same.
	 */
	private likeTheOthers(run: readonly number[], kept: MailsKept): readonly number[] {
		if (this.lengths.at(run[0]!) < fewestPatchesOfCleanUp) return [];
		const isAllSmall = run.every(mail => this.edits.at(mail) !== 0);
		const mechanical = run.filter(mail => this.edits.at(mail) === mechanicalEdit);
		const size = (mails: readonly number[]) => familiesOfAll(mails, kept.familiesOf).size;
		const share = size(mechanical) < fewestFamiliesOfConversion ? shareOfOne : shareOfMany;
		if (!(isAllSmall && size(run) >= fewestFamiliesOfNamedFault) && mechanical.length < run.length * share)
			return [];
		return run.filter(mail => this.edits.at(mail) === smallEdit && !kept.isVendors(mail, 'yes'));
	}
}

function familiesOfCampaign(said: string, mends = tellsOfFault(said), namesFault = false): number {
	if (mends) return fewestFamiliesOfFix;
	if (namesFault) return fewestFamiliesOfNamedFault;
	if (!isConverting(said)) return fewestFamiliesOfCampaign;
	return named.test(said.replaceAll(eventCode, ''))
		? fewestFamiliesOfNamedConversion
		: fewestFamiliesOfConversion;
}

/** A flag is a matter of the hardware. */
const isConverting = (said: string) => conversion.test(said) && !/\bflags?\b/.test(said);

/** Whether a title tells of what is done in the same way anywhere: to use, replace or drop something. */
export function isConversion(title: string): boolean {
	return isConverting(withoutPrefix(title));
}

/** Whether a title says that a driver gets what it had not: hardware, ids, a quirk. */
export function isAddition(title: string): boolean {
	return addition.test(withoutPrefix(title));
}

/** A driver's name behind the subsystem's, set off otherwise than by a colon: `hwmon: (lm75) …`, `Input: elantech - …`. */
const namedDriver = /^([^:]*:)\s*(?:\([^)]*\)|[\w /-]*?\s-)\s+/;

/** What a title says behind its prefix. */
function withoutPrefix(title: string): string {
	return withoutDrivers(title.replace(namedDriver, '$1 '), []);
}

function familiesOfAll(run: readonly number[], familiesOf: MailsKept['familiesOf']): Set<number> {
	return new Set(run.flatMap(mail => familiesOf(mail)));
}

/** The files of a run's pieces of work; revisions of a piece touch the same files, so its widest counts. */
function filesOfAll(run: readonly number[], kept: MailsKept): number {
	const files = new Map<number, number>();
	for (const mail of run) {
		const piece = kept.pieceOf(mail);
		files.set(piece, Math.max(files.get(piece) ?? 0, kept.filesOf(mail)));
	}
	return [...files.values()].reduce((sum, count) => sum + count, 0);
}

/** Mails of one key, none of which lies further from the one before than so many days, oldest first. */
function* runs(keys: Numbers, kept: MailsKept, days: (mail: number) => number): Generator<readonly number[]> {
	const order = new Uint32Array(kept.length)
		.map((_, mail) => mail)
		.filter(mail => keys.at(mail) !== 0)
		.sort((a, b) => keys.at(a) - keys.at(b) || kept.timeOf(a) - kept.timeOf(b) || a - b);
	let run: number[] = [];
	for (const mail of order) {
		const before = run.at(-1);
		const goesOn =
			before !== undefined &&
			keys.at(mail) === keys.at(before) &&
			kept.timeOf(mail) - kept.timeOf(before) <= days(mail) * secondsPerDay;
		if (!goesOn && run.length > 0) {
			yield run;
			run = [];
		}
		run.push(mail);
	}
	if (run.length > 0) yield run;
}

/** Parts of a name or title that are compared: what is shorter says nothing. */
export function partsOf(text: string): string[] {
	return text.split(/[^a-z0-9]+/).filter(part => part.length > 2);
}

/**
 * Parts of names that say on which bus a driver sits or of what kind it is. In a title they speak of an interface:
 * `pci_alloc_irq_vectors()` is none of hsu_dma_pci's own.
 */
const kindWords = new Set(
	'acpi adc audio bus charger clk codec common core ctrl dac dev device dma driver gpio hid host hwmon i2c iio input irq led leds mfd mmc net pci pcm phy pinctrl platform power pwm regmap regulator reset rtc scsi serial snd soc spi tty uart usb video'.split(
		' ',
	),
);

/** A word that is a chip's name by its form: letters and digits, and no sign within. */
const chipWord = /^\W*(?=\w*\d)(?=\w*[a-z])[a-z0-9]+\W*$/;

/**
 * What a title says when its prefix, and every word that names the prefix's or a touched driver's parts, is left out:
 * the same for each patch of a campaign. Words that are chips' names by their form go too. Empty where nothing is left.
 */
export function withoutDrivers(title: string, names: readonly string[]): string {
	const folded = foldTitle(title);
	const colon = folded.lastIndexOf(': ');
	const known = partsOf(folded.slice(0, Math.max(colon, 0)))
		.concat(names)
		.filter(name => !kindWords.has(name));
	const isKept = (word: string) =>
		!chipWord.test(word) &&
		// Most words hold none of the names, which is told faster than their parts.
		!(known.some(name => word.includes(name)) && partsOf(word).some(part => known.includes(part)));
	return folded
		.slice(colon + 1)
		.trim()
		.split(' ')
		.filter(isKept)
		.join(' ');
}

/** A chip's name: letters, then two digits or more. */
const chipName = /^[a-z]+\d{2,}[a-z0-9]*$/;

/** The chips that a title names (`ASoC/HDA cs35l56: Remove it`), before its last colon or behind it. */
export function chipsOf(title: string): string[] {
	return partsOf(foldTitle(title)).filter(part => chipName.test(part));
}

/** What a title says of the processors' kinds names no driver: `arm64/ptdump` speaks of no `arm-runtime`. */
const architectures = new Set(
	'alpha arc arm arm64 csky hexagon loongarch m68k microblaze mips nios2 openrisc parisc powerpc riscv s390 sparc x86 xtensa'.split(
		' ',
	),
);

/** How much of a name must stand in a title: `adau1761` speaks of adau17x1. */
const lettersToKnow = 4;

/**
 * Tells whether a title names the driver of an id: a part of its module's name, or of the folders that it lies in below
 * those of its subsystem; of a driver right in the subsystem's folder that too. A wide patch is for those alone whose module
 * it names. What is added is for whoever gets it.
 */
export function namedBy(title: string, isWide = false): (id: string) => boolean {
	if (isAddition(title)) return () => true;
	const words = partsOf(foldTitle(title)).filter(word => !architectures.has(word));
	return id => {
		const folders = id.split('/').slice(1);
		const own = isWide ? folders.slice(-1) : folders.length > 2 ? folders.slice(1) : folders;
		return partsOf(own.join(' ').toLowerCase()).some(part => words.some(word => isAlike(part, word)));
	};
}

function isAlike(part: string, word: string): boolean {
	const length = Math.min(part.length, word.length, lettersToKnow);
	const [short, long] = part.length < word.length ? [part, word] : [word, part];
	// `apu4` is an apu; a `pcie` is no `pci`.
	if (length < lettersToKnow) return long.startsWith(short) && !/^[a-z]/.test(long.slice(length));
	return word.slice(0, length) === part.slice(0, length);
}
