/** What the readers of signs are given. */
import type {Sign} from '../../../dossier/schema.ts';
import type {Definition, KconfigSurvey} from '../kconfig/kconfig.ts';
import type {EndedPlatforms} from '../platforms/ends.ts';
import type {SourceFacts} from '../sources/facts.ts';

/** What is known of a driver when its signs are read. */
export interface SignInput {
	id: string;
	module: string;
	directory: string;
	/** The Makefile line that lists it. */
	at: string;
	/** Its CONFIG symbol; null where it has none. */
	symbol: string | null;
	/** The definition of that symbol that speaks for it. */
	definition: Definition | null;
	/** Its sources with their facts, the main file first. */
	sources: readonly {file: string; facts: SourceFacts}[];
	/** Its own sources, by path: the others are counted for nobody. */
	ownSources: readonly string[];
	/** What says that it is no driver; null where it is one. */
	kind: Sign | null;
}

/** What signs need to know of the tree as a whole. */
export interface SignContext {
	symbols: KconfigSurvey['symbols'];
	/** Platforms that go, and what goes with them. */
	ended: EndedPlatforms;
	/** The place where a staging directory's TODO speaks of removal, by directory. */
	todoRemovals: ReadonlyMap<string, string>;
	/** Whether a file other than these holds a whole string literal; always, where nobody looked. */
	isNamedElsewhere(name: string, own: readonly string[]): boolean;
}
