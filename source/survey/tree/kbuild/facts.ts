/** What Makefiles say: words and rules for Kbuild, objects and directories for the other parsers of the tree. */
import type {Problem} from '../../../dossier/schema.ts';

/** One object of an obj- list. Paths are relative to the tree's top. */
export interface KbuildObject {
	directory: string;
	/** As the .ko file is called, without `.ko`. */
	name: string;
	/** The Makefile line that lists it, `file:line`. */
	at: string;
	/** The directory of that Makefile. */
	namedIn: string;
	/**
	 * The CONFIG symbols (without `CONFIG_`) of each line that lists it. Within a line the most specific comes
	 * first; symbols of the directory's gate stand in where the line has none (obj-y).
	 */
	gates: string[][];
	/** Files it is linked from: .c, .S, .rs, or what a rule of the Makefile makes them from. */
	sources: string[];
	/** Members for which no source was found. */
	missing: string[];
}

/** A directory with a Makefile, as Kbuild reaches it. */
export interface KbuildDirectory {
	directory: string;
	/** Symbols that gate the descent; empty where it is always entered. */
	gates: string[][];
	/** The symbol of the very line that descends into it; null where that line has none (obj-y). */
	ownGate: string | null;
	/** Where its parent's Makefile names it; its own Makefile where nobody does. */
	at: string;
	/** Directories of `-I` flags, relative to the tree. */
	includeDirectories: string[];
}

/** All objects of the surveyed folders, sorted by directory and name. */
export interface KbuildSurvey {
	objects: KbuildObject[];
	directories: Map<string, KbuildDirectory>;
	/** Sources of lib-y archives and host programs: linked, but no object of obj- lists. */
	otherSources: Set<string>;
	problems: Problem[];
}

/** A word of a list and the CONFIG symbols (without `CONFIG_`) it needs, the most specific first. */
export interface ConditionalWord {
	text: string;
	/** Symbols of the variables and keys the word came through. */
	symbols: string[];
	/** Symbols of the conditionals around the line it was written on. */
	around: string[];
	/** `file:line` where the word's outermost line starts. */
	at: string;
}

/** What a rule of the Makefile makes: `$(obj)/x.c: $(src)/x.map` says that x.c is not on disk. */
export interface MakeRule {
	targets: string[];
	prerequisites: string[];
}

/** A place that could not be read or understood. */
export interface MakeProblem {
	where: string;
	problem: string;
}
