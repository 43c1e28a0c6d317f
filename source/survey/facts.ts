/** What the survey's parsers hand to each other: plain facts, each with its place. Nobody decides here. */
import type {
	Commits,
	Kconfig,
	Maintainers,
	Patches,
	Problem,
	RemovalPatch,
	Sign,
	SurveySource,
} from '../dossier/schema.ts';

/** How far a long step has come. `total` is null while it is not known. */
export interface Progress {
	stage: string;
	done: number;
	total: number | null;
}

export type OnProgress = (progress: Progress) => void;

/** One Kbuild object under drivers/, as one kernel tree shows it. Paths are relative to the tree's top. */
export interface TreeDriver {
	/** Directory + `/` + object name, e.g. `drivers/infiniband/hw/mlx4/mlx4_ib`. */
	id: string;
	module: string;
	directory: string;
	/** MODULE_DESCRIPTION of its main file, else its Kconfig prompt. */
	title: string | null;
	kconfig: Kconfig | null;
	buses: string[];
	/** The .c and .S files it is linked from. The first one is the main file: it holds the entry point. */
	sources: string[];
	/** Every regular file that counts as the driver's, sources included: see `driver-files.ts`. */
	files: string[];
	/** Physical lines of its .c, .h and .S files. */
	sourceLines: number;
	hasEntryPoint: boolean;
	maintainers: Maintainers | null;
	signs: Sign[];
}

/** A directory under drivers/ with at least one source file in it or below. */
export interface TreeDirectory {
	directory: string;
	/** The prompt of the menu or symbol that gates it, where there is one. */
	title: string | null;
	/** Drivers in it and below. */
	drivers: number;
	/** Regular files in it and below. */
	files: number;
	/** Physical lines of the .c, .h and .S files in it and below. */
	sourceLines: number;
	maintainers: Maintainers | null;
}

/** One kernel tree. Drivers are sorted by id, directories by path, both by code unit. */
export interface TreeSurvey {
	/** From the top Makefile, e.g. `7.3.4`. */
	version: string;
	/** UTC day on which the tree's top Makefile was last changed. */
	date: string;
	drivers: TreeDriver[];
	directories: TreeDirectory[];
	/** Every CONFIG symbol that a Kconfig file of the tree defines, whatever its architecture. */
	options: ReadonlySet<string>;
	problems: Problem[];
}

/** Which drivers and directories a path counts for: what the surveys of history, mail and CVEs ask. */
export interface PathOwners {
	/** Ids of the drivers that own this file; empty where none does. */
	driversOf(path: string): readonly string[];
	/** The surveyed directories this file lies in, nearest first; empty outside drivers/. */
	directoriesOf(path: string): readonly string[];
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

/** A posted deletion as the archives tell it: what it names as a successor are words, not yet a driver. */
export type PostedRemoval = Omit<RemovalPatch, 'replacement'> & {successors: readonly string[]};

export type GitFacts = SourceFacts<Commits>;
export type MailFacts = SourceFacts<{patches: Patches; removalPatches: PostedRemoval[]}>;
export type CveFacts = SourceFacts<string[]>;
