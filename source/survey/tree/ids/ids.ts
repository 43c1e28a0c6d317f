/**
 * The device ids that drivers claim in their sources, read as compiler and modpost would: every table that a driver
 * binds or announces, its MODULE_ALIAS lines and the firmware that it names.
 */

import {moduleNameMark} from './expression.ts';
import {type IdTable, noIds, type SourceIds} from './facts.ts';
import {readRustIds} from './rust.ts';
import {Headers, type PlacedSource} from './scope.ts';
import type {SourceTree} from './source-tree.ts';
import {noteExhausted, refuel, TooMuch} from './tokens.ts';
import {readUnit, speaks} from './unit.ts';

/** A Kbuild object whose ids are asked for. */
export interface ObjectSources {
	id: string;
	module: string;
	/** What it is linked from, by path. */
	sources: readonly string[];
	/** The folders of `-I` flags of the Makefile that lists it; none where they aren't known. */
	includeDirectories?: readonly string[];
}

/** What a driver's sources say of its devices. */
export interface DriverIds {
	/** Modalias patterns, sorted. */
	aliases: string[];
	/** Firmware files that it may ask for, as the kernel's firmware loader names them; sorted. */
	firmware: string[];
	/** Whether it has a table of ids at all, understood or not. */
	hasTable: boolean;
	/** What could not be understood, for each entry of its tables that was left out. */
	unknown: string[];
}

/**
 * The ids of each object, by its id, from any tree: an unpacked one, or that of a tag (`ReleaseTree` of
 * `survey/releases/ids`). Objects that are gone from other trees are read like any other. `headers` are this tree's,
 * where others were read before.
 */
export async function idsOfTree(
	tree: SourceTree,
	objects: readonly ObjectSources[],
	headers: Headers = new Headers(tree),
): Promise<Map<string, DriverIds>> {
	const sources = placeSources(objects);
	await fetchForIds(headers, sources);
	const read = new Map(sources.map(source => [source.file, idsOfSource(headers, source)]));
	return joinIds(objects, file => read.get(file) ?? null);
}

/** Every source of the objects once, with the folders of its includes. */
export function placeSources(objects: readonly ObjectSources[]): PlacedSource[] {
	const placed = new Map<string, PlacedSource>();
	for (const {sources, includeDirectories} of objects) {
		for (const file of sources) {
			if (!placed.has(file)) placed.set(file, {file, places: includeDirectories ?? []});
		}
	}
	return [...placed.values()];
}

/** Fetches what reading the ids of some sources takes. */
export async function fetchForIds(headers: Headers, sources: readonly PlacedSource[]): Promise<void> {
	await headers.fetchNear(sources);
	await headers.fetch(
		sources.filter(source => {
			const text = source.file.endsWith('.c') ? headers.tree.read(source.file) : null;
			return text !== null && speaks(headers, source, text);
		}),
	);
}

/** What one source says; null where it can't be read, or is neither C nor Rust. */
export function idsOfSource(headers: Headers, source: PlacedSource): SourceIds | null {
	if (!/\.(?:c|rs)$/.test(source.file)) return null;
	const text = headers.tree.read(source.file);
	if (text === null) return null;
	refuel();
	try {
		return source.file.endsWith('.rs') ? readRustIds(text) : readUnit(headers, source, text);
	} catch (error) {
		// Brackets may be nested deeper than functions can call themselves.
		if (!(error instanceof TooMuch || error instanceof RangeError)) throw error;
		noteExhausted();
		return {...noIds(), problem: `its device ids were not read: it ${new TooMuch().message}`};
	}
}

/**
 * Joins what sources say into what drivers claim. A table that nobody binds or announces is no driver's;
 * `announcedOnly` leaves out what is only bound, as modpost does.
 */
export function joinIds(
	objects: readonly ObjectSources[],
	read: (file: string) => SourceIds | null,
	announcedOnly = false,
): Map<string, DriverIds> {
	const elsewhere = tablesOfFolders(objects, read);
	const found = new Map<string, DriverIds>();
	for (const object of objects) {
		const units = object.sources.flatMap(file => {
			const unit = read(file);
			return unit === null ? [] : [announcedOnly ? {...unit, bound: []} : unit];
		});
		const claimed = claimedTables(units, name => elsewhere.get(folderOf(object.id))?.get(name) ?? []);
		const patterns = new Set<string>(units.flatMap(unit => unit.aliases));
		for (const table of claimed) for (const pattern of table.patterns) patterns.add(pattern);
		const name = object.module.replaceAll('-', '_');
		const spell = (text: string): string => text.replaceAll(moduleNameMark, name);
		found.set(object.id, {
			aliases: [...new Set([...patterns].map(spell))].filter(isAlias).sort(),
			firmware: [...new Set(units.flatMap(unit => unit.firmware).map(spell))].filter(isAlias).sort(),
			hasTable: claimed.size > 0,
			unknown: [...claimed].flatMap(({unknown}) => unknown),
		});
	}
	return found;
}

/** A few aliases hold blanks, which modprobe never asks for: modpost writes them all the same. */
const isAlias = (text: string): boolean => text.trim() !== '' && !/[\u0000-\u001f\u007f]/.test(text);
const folderOf = (id: string): string => id.slice(0, id.lastIndexOf('/'));

function claimedTables(
	units: readonly SourceIds[],
	elsewhere: (name: string) => readonly IdTable[],
): Set<IdTable> {
	const claimed = new Set<IdTable>();
	for (const unit of units) {
		for (const [type, name] of unit.announced) {
			for (const table of unit.tables) if (table.name === name) claimed.add(announcedAs(type, table));
		}
		for (const name of unit.bound) {
			const own = unit.tables.filter(table => table.name === name);
			const others = units.flatMap(({tables}) => tables.filter(table => table.name === name));
			const candidates = own.length > 0 ? own : others.length > 0 ? others : elsewhere(name);
			// What a machine or a processor is recognised by loads a module only where that announces it.
			for (const table of candidates) if (!isMachines(table)) claimed.add(table);
		}
	}
	return claimed;
}

function announcedAs(type: string, table: IdTable): IdTable {
	if (type !== 'mhi_ep') return table;
	return {...table, patterns: table.patterns.map(pattern => pattern.replace(/^mhi:/, 'mhi_ep:'))};
}

function isMachines({struct}: IdTable): boolean {
	return struct === 'dmi_system_id' || struct === 'x86_cpu_id' || struct === 'cpu_feature';
}

/** Tables by folder and name, for drivers that bind one of another object beside them. */
function tablesOfFolders(
	objects: readonly ObjectSources[],
	read: (file: string) => SourceIds | null,
): Map<string, Map<string, IdTable[]>> {
	const found = new Map<string, Map<string, IdTable[]>>();
	for (const {id, sources} of objects) {
		for (const file of sources) {
			for (const table of read(file)?.tables ?? []) {
				if (table.isStatic) continue;
				const folder = folderOf(id);
				const tables = found.get(folder) ?? new Map<string, IdTable[]>();
				found.set(folder, tables);
				tables.set(table.name, [table]);
			}
		}
	}
	return found;
}
