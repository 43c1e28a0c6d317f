import type {LoadingWay} from '../../../dossier/query/vocabulary.ts';

/** A word found in a source file, and the line it stands on (from 1). */
export interface Sighting {
	value: string;
	line: number;
}

/** What one file says of itself. Headers are only counted and searched for includes. */
export interface SourceFacts {
	/** Newlines in the file, as `wc -l` counts. */
	lines: number;
	/** Line of the first entry point: module_init, an initcall, or what registers a driver. */
	entryLine: number | null;
	/** Line of the first thing that registers a driver or a service: a macro, a call, a filled driver struct. */
	registersLine: number | null;
	/** Whether a `module_…(` macro stands in it: a module has one such file, its main one. */
	isModuleMain: boolean;
	/** MODULE_DESCRIPTION, its string literals joined and decoded, its macros expanded. */
	description: string | null;
	/** Whether a macro of a header gave the description: other files may say the same. */
	isDescriptionShared: boolean;
	/** What the comment at its head calls it; only where it has no description. */
	headTitle: string | null;
	/** Buses on which it registers a driver. */
	buses: Sighting[];
	/** MODULE_DEVICE_TABLE types, each with its first line. */
	idTables: Sighting[];
	/** `.name` strings of its driver structs; `KBUILD_MODNAME` stands for the module's name. */
	driverNames: string[];
	/** Symbols that it exports. */
	exports: string[];
	/** Structs that it fills in for others, neither static nor exported; only where it has no entry point. */
	tables: string[];
	/** What shows that it is something else than a driver: see `KindMark`. */
	marks: Sighting[];
	/** How MODULE_ALIAS lines have it loaded. */
	loads: LoadingWay[];
	/** Modules that MODULE_SOFTDEP wants to be loaded before. */
	softdeps: string[];
	hasSpdx: boolean;
	/** The newest year in its copyright lines. */
	newestCopyright: {year: number; line: number} | null;
	/** Names in `#include "…"`; of a Rust file the modules that it declares, `mod x;`, or the paths it gives them. */
	quotedIncludes: string[];
	/** Names in `#include <…>` that no folder of the whole kernel gives: see `kernelWide` in scan.ts. */
	angledIncludes: string[];
	/** Headers of interfaces the kernel is leaving. */
	legacyIncludes: Sighting[];
	/** Line on which it registers a platform driver. */
	platformLine: number | null;
	/** Whether it names a match table: of, acpi or platform ids. */
	hasMatchTable: boolean;
}

/**
 * What a line may show beside drivers: a bus or class that it makes, a remote control's keymap, a KUnit suite, a codec
 * that a sound card attaches.
 */
export type KindMark = 'bus' | 'class' | 'keymap' | 'kunit' | 'codec';

/** Facts of a file that is only counted. */
export function countedOnly(
	lines: number,
	quotedIncludes: string[] = [],
	angledIncludes: string[] = [],
): SourceFacts {
	return {
		lines,
		entryLine: null,
		registersLine: null,
		isModuleMain: false,
		description: null,
		isDescriptionShared: false,
		headTitle: null,
		buses: [],
		idTables: [],
		driverNames: [],
		exports: [],
		tables: [],
		marks: [],
		loads: [],
		softdeps: [],
		hasSpdx: false,
		newestCopyright: null,
		quotedIncludes,
		angledIncludes,
		legacyIncludes: [],
		platformLine: null,
		hasMatchTable: false,
	};
}

/** Notes that a line registers a driver on these buses; none for a service of another kind. */
export function noteRegistration(buses: readonly string[], line: number, facts: SourceFacts): void {
	facts.registersLine = Math.min(facts.registersLine ?? line, line);
	for (const bus of buses) {
		note(facts.buses, bus, line);
		if (bus === 'platform') {
			facts.platformLine ??= line;
		}
	}
}

/** Notes a word once, with the first line that it was met on. */
export function note(sightings: Sighting[], value: string, line: number): void {
	if (!sightings.some(sighting => sighting.value === value)) {
		sightings.push({value, line});
	}
}
