/** What the mail pass is asked, and what it gives. */
import type {SurveySource} from '../../dossier/schema.ts';
import type {
	DatedPathOwners,
	MailFacts,
	OnProgress,
	PostedAnnouncement,
	PostedRemoval,
	SurveyWindow,
} from '../facts.ts';
import type {PostedPatch} from './posted-patch.ts';
import type {DatedPeople} from './removals/people.ts';

/** Which archives are read, and for whom. */
export interface MailArchiveOptions {
	/** Public-inbox v2 repositories, bare or not. `list` is the list's address; null: told by path or mails. */
	archives: readonly {gitDir: string; list: string | null}[];
	window: SurveyWindow;
	owners: DatedPathOwners;
	/** Who posted a deletion, and who may say that it was applied. */
	people: DatedPeople;
	/** `lists`: the L: lines of all sections of MAINTAINERS that speak for the driver; `symbol` its option. */
	drivers: readonly {
		id: string;
		module: string;
		symbol: string | null;
		mainFile: string | null;
		lists: readonly string[];
	}[];
	directories: readonly {directory: string; lists: readonly string[]}[];
	/** Told of every patch that is tallied; `nameOf` gives a driver's id, or a directory as `directory/`. */
	onPatch?: (patch: PostedPatch, nameOf: (owner: number) => string) => void;
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
	 * up to the window's end. An address that a list had earlier is a source of its own. Counts: `named` (drivers whose
	 * MAINTAINERS names the list), `archives`, `mails`, `replies` (not read), `patches` (mails with a diff),
	 * `toDrivers` (of these, those that touch a surveyed driver or directory), `tooLarge`, `broken`, `deleted`,
	 * `undated`.
	 */
	lists: SurveySource[];
	/**
	 * All removal patches, also those to drivers none of whose lists was surveyed, which `drivers` and
	 * `directories` leave out: to have seen a removal says something even where silence would not.
	 */
	removals: {drivers: Map<string, PostedRemoval[]>; directories: Map<string, PostedRemoval[]>};
	/** Ends announced without a deletion, by driver; drivers of which none was seen are left out. */
	announcements: Map<string, PostedAnnouncement[]>;
}
