/** What the mail pass is asked, and what it gives. */
import type {SurveySource} from '../../dossier/schema.ts';
import type {MailFacts, OnProgress, PathOwners, PostedRemoval, SurveyWindow} from '../facts.ts';

/** Which archives are read, and for whom. */
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
