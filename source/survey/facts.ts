/** What the survey's rooms hand to each other: plain facts, each with its place. Nobody decides here. */
import type {Announcement, Commits, Patches, Problem, RemovalPatch, SurveySource} from '../dossier/schema.ts';

/** How far a long step has come. `total` is null while it is not known. */
export interface Progress {
	stage: string;
	done: number;
	total: number | null;
}

export type OnProgress = (progress: Progress) => void;

/** Which drivers and directories a path counts for: what the surveys of history, mail and CVEs ask. */
export interface PathOwners {
	/** Ids of the drivers that own this file; empty where none does. */
	driversOf(path: string): readonly string[];
	/** The surveyed directories this file lies in, nearest first; empty outside drivers/ and sound/. */
	directoriesOf(path: string): readonly string[];
}

/** Owners that also know who owned a path on an earlier day, YYYY-MM-DD: see former-paths.ts. */
export interface DatedPathOwners extends PathOwners {
	driversOf(path: string, day?: string): readonly string[];
	directoriesOf(path: string, day?: string): readonly string[];
	/** Where the files that lay at this path on that day lie now: the path itself unless they moved. */
	presentOf(path: string, day: string): readonly string[];
	/** The last days of files that left this path, oldest first; empty for most paths. */
	lastDaysOf(path: string): readonly string[];
}

/** The period a survey looks at, UTC days inclusive. */
export interface SurveyWindow {
	since: string;
	until: string;
}

/** What one outside source gave. A driver that is missing from a map was not covered: its signal is null. */
export interface SourceFacts<Facts> {
	drivers: Map<string, Facts>;
	directories: Map<string, Facts>;
	source: SurveySource;
	problems: Problem[];
}

/** A posted deletion as the archives tell it: what it names as a replacement are words, not yet a driver. */
export type PostedRemoval = Omit<RemovalPatch, 'again' | 'overtakenBy' | 'replacement' | 'series'> & {
	replacements: readonly string[];
	/** The strongest answer besides that it was applied: what is there releases later was not, whoever said so. */
	unapplied: RemovalPatch['answer'];
	/** It moves the driver to where that has been since. */
	tookPlace: boolean;
	again: string | null;
	series: {drivers: number; subsystems: number};
};

/** An announcement as the archives tell it. */
export type PostedAnnouncement = Announcement;

export type GitFacts = SourceFacts<Commits>;
export type MailFacts = SourceFacts<{patches: Patches; removalPatches: PostedRemoval[]}>;

/** Published CVE ids, and the days of their publication in step with them; null where a day is unknown. */
export interface CveRecords {
	ids: string[];
	days: (string | null)[];
}

export type CveFacts = SourceFacts<CveRecords>;
