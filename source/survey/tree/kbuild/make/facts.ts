/** What the reader of Makefiles hands to Kbuild. */

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
