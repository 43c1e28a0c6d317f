/** One kernel tree, as its parsers together show it: plain facts, each with its place. */
import type {DriverKind, LoadingWay} from '../../dossier/query/vocabulary.ts';
import type {Kconfig, Maintainers, Need, Platform, Problem, Sign, Statement} from '../../dossier/schema.ts';

/** One Kbuild object under drivers/ or sound/, as one kernel tree shows it. Paths are relative to the tree's top. */
export interface TreeDriver {
	/** Directory + `/` + object name, e.g. `drivers/infiniband/hw/mlx4/mlx4_ib`. */
	id: string;
	module: string;
	directory: string;
	/** What it is, see `kinds.ts`. */
	kind: DriverKind;
	/** What it calls itself, else its Kconfig prompt: see `chooseTitle`. */
	title: string | null;
	kconfig: Kconfig | null;
	buses: string[];
	/** The .c and .S files it is linked from. The first one is the main file: it holds the entry point. */
	sources: string[];
	/** Its own sources, sorted: see `own-sources.ts`. Everything that is counted for a driver is counted over them. */
	ownSources: string[];
	/** The folders of `-I` flags that it is compiled with. */
	includeDirectories?: string[];
	/** Every regular file that counts as the driver's, own sources included: see `driver-files.ts`. */
	files: string[];
	/** Physical lines of its own sources. */
	sourceLines: number;
	/** The `.name` strings that it registers under, sorted. */
	names: string[];
	/** Drivers that must be there before it, by id. */
	needs: Need[];
	/** How it comes to be loaded; null where it has no option. */
	loads: LoadingWay | null;
	maintainers: Maintainers | null;
	signs: Sign[];
	/** What the text of its option announces of its end. */
	statements?: Statement[];
}

/** A directory under drivers/ or sound/ with at least one source file in it or below. */
export interface TreeDirectory {
	directory: string;
	/** The prompt of the menu or symbol that gates it, where there is one. */
	title: string | null;
	/** Drivers in it and below. */
	drivers: number;
	/** Regular files in it and below. */
	files: number;
	/** Physical lines of the .c, .h, .S and .rs files in it and below. */
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
	/** Conditions of options that build no driver, as far as drivers' options hang of them. */
	driverlessConditions: ReadonlyMap<string, string>;
	/** Options of arch/ that stand for machines, sorted. */
	platforms: Platform[];
	problems: Problem[];
}
