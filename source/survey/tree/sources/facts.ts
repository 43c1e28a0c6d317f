/** A word found in a source file, and the line it stands on (from 1). */
export interface Sighting {
	value: string;
	line: number;
}

/** What one file says of itself. Headers are only counted and searched for includes. */
export interface SourceFacts {
	/** Newlines in the file, as `wc -l` counts. */
	lines: number;
	/** Line of the first driver entry point: module_init, module_*_driver, an initcall, *_DECLARE, a registration. */
	entryLine: number | null;
	/** MODULE_DESCRIPTION, its string literals joined and decoded. */
	description: string | null;
	/** Buses on which it registers a driver. */
	buses: Sighting[];
	/** MODULE_DEVICE_TABLE types, each with its first line. */
	idTables: Sighting[];
	hasSpdx: boolean;
	/** The newest year in its copyright lines. */
	newestCopyright: {year: number; line: number} | null;
	/** Names in `#include "…"`; of a Rust file the modules that it declares, `mod x;`. */
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

/** Facts of a file that is only counted. */
export function countedOnly(
	lines: number,
	quotedIncludes: string[] = [],
	angledIncludes: string[] = [],
): SourceFacts {
	return {
		lines,
		entryLine: null,
		description: null,
		buses: [],
		idTables: [],
		hasSpdx: false,
		newestCopyright: null,
		quotedIncludes,
		angledIncludes,
		legacyIncludes: [],
		platformLine: null,
		hasMatchTable: false,
	};
}
