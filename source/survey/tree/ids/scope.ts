/** All headers of a tree as far as they were read, and the words that a source finds in those that it reaches. */
import path from 'node:path';
import type {Options} from './conditions.ts';
import {evaluate, type FindValue, NotConstant, type Value} from './expression.ts';
import {type Header, hasTable, type Include, IncludePaths, readHeader, readInclude} from './headers.ts';
import {expand, type FindMacro, type Macro, readDefinition} from './macros.ts';
import type {SourceTree} from './source-tree.ts';

/** What a compiler works out by itself, or the kernel's own words for it hide behind checks. */
const builtIn = new Map(
	[
		'GENMASK(h, l) (((1ULL << ((h) - (l) + 1)) - 1) << (l))',
		'GENMASK_ULL(h, l) (((1ULL << ((h) - (l) + 1)) - 1) << (l))',
		'BUILD_BUG_ON_ZERO(x) 0',
	].map(text => {
		const {name, macro} = readDefinition(text)!;
		return [name, macro];
	}),
);

interface ReadHeader {
	file: string;
	header: Header;
	/** The headers that it includes, by the folders of `-I` in one word. */
	reached: Map<string, readonly number[]>;
}

/** A source and the folders that `-I` flags name for it. */
export interface PlacedSource {
	file: string;
	places: readonly string[];
}

/** Headers by content, kept from tree to tree where trees tell contents apart. */
export type HeaderCache = Map<string, Header>;

/** The headers of one tree. */
export class Headers {
	readonly tree: SourceTree;
	readonly options: Options;
	private readonly paths: IncludePaths;
	private readonly byFile = new Map<string, number>();
	private readonly all: ReadHeader[] = [];
	/** Word → the headers that define it. */
	private readonly words = new Map<string, number[]>();
	private readonly cache: HeaderCache;
	private readonly tables = new Map<string, boolean>();

	/** `options` are those of one configuration; null reads what any configuration has. */
	constructor(tree: SourceTree, cache: HeaderCache = new Map(), options: Options = null) {
		this.tree = tree;
		this.options = options;
		this.cache = cache;
		this.paths = new IncludePaths(tree);
	}

	/** The file that an include of a file means; null where there is none. */
	find(include: Include, from: string, places: readonly string[]): string | null {
		return this.paths.find(include, from, places);
	}

	/** Whether a file has a table of its own, or announces one. */
	hasTable(file: string): boolean {
		if (file.endsWith('.h')) return this.header(file).hasTable;
		let has = this.tables.get(file);
		if (has === undefined) {
			has = hasTable(this.tree.read(file) ?? '');
			this.tables.set(file, has);
		}
		return has;
	}

	/** The text of a file that is read where it is included. */
	textOf(file: string): string | null {
		return (file.endsWith('.h') ? this.header(file).text : null) ?? this.tree.read(file);
	}

	private header(file: string): Header {
		return this.all[this.read(file)]!.header;
	}

	/** Whether a source includes such a file. */
	includesTable({file, places}: PlacedSource, text: string): boolean {
		return listIncludes(text).some(include => {
			if (!include.isQuoted) return false;
			const found = this.find(include, file, places);
			return found !== null && this.hasTable(found);
		});
	}

	/** Fetches all that the sources include, directly or through each other, where a tree has to be asked for it. */
	async fetch(sources: readonly PlacedSource[]): Promise<void> {
		let pending = [...sources];
		const seen = new Set(pending.map(({file}) => file));
		while (pending.length > 0) {
			const loading = this.tree.load(pending.map(({file}) => file));
			if (loading === null) return;
			await loading;
			const next: PlacedSource[] = [];
			for (const {file, places} of pending) {
				for (const include of this.includesOf(file)) {
					const found = this.find(include, file, places);
					if (found === null || seen.has(found)) continue;
					seen.add(found);
					next.push({file: found, places: isWide(found) ? [] : places});
				}
			}
			pending = next;
		}
	}

	private includesOf(file: string): readonly Include[] {
		if (file.endsWith('.h')) return this.header(file).includes;
		const text = this.tree.read(file);
		return text === null ? [] : listIncludes(text);
	}

	/** The headers that includes reach, by number, in the order that the preprocessor would meet them. */
	reach(includes: readonly string[], places: readonly string[]): Map<number, number> {
		const key = places.join('\0');
		const order = new Map<number, number>();
		const pending = includes.map(file => this.read(file)).reverse();
		for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
			if (order.has(next)) continue;
			order.set(next, order.size);
			const reached = this.reachedFrom(next, key, places);
			for (let at = reached.length - 1; at >= 0; at--) pending.push(reached[at]!);
		}
		return order;
	}

	private reachedFrom(index: number, key: string, places: readonly string[]): readonly number[] {
		const entry = this.all[index]!;
		const own = isWide(entry.file) ? '' : key;
		let reached = entry.reached.get(own);
		if (reached === undefined) {
			const from = own === '' ? [] : places;
			reached = entry.header.includes.flatMap(include => {
				const file = this.find(include, entry.file, from);
				return file === null ? [] : [this.read(file)];
			});
			entry.reached.set(own, reached);
		}
		return reached;
	}

	private read(file: string): number {
		const known = this.byFile.get(file);
		if (known !== undefined) return known;
		const index = this.all.length;
		this.byFile.set(file, index);
		const revision = this.tree.revision(file);
		let header = revision === null ? undefined : this.cache.get(revision);
		if (header === undefined) {
			header = readHeader(this.tree.read(file) ?? '', this.options);
			if (revision !== null) this.cache.set(revision, header);
		}
		this.all.push({file, header, reached: new Map()});
		// What a source with tables defines is met when it is read where it is included.
		if (file.endsWith('.c') && header.hasTable) return index;
		for (const names of [header.macros.keys(), header.enumerators.keys()]) {
			for (const name of names) {
				const places = this.words.get(name);
				if (places === undefined) this.words.set(name, [index]);
				else if (places.at(-1) !== index) places.push(index);
			}
		}
		return index;
	}

	/** The headers of a source's reach that define a word, the nearest to the source first. */
	defining(name: string, order: ReadonlyMap<number, number>, folder: string): Header[] {
		const found = (this.words.get(name) ?? []).filter(index => order.has(index));
		if (found.length > 1) {
			const distance = (index: number): number => {
				const {file} = this.all[index]!;
				return path.posix.dirname(file) === folder
					? 0
					: isWide(file)
						? file.startsWith('arch/')
							? 3
							: 2
						: 1;
			};
			found.sort((one, other) => distance(one) - distance(other) || order.get(one)! - order.get(other)!);
		}
		return found.map(index => this.all[index]!.header);
	}
}

function isWide(file: string): boolean {
	return file.startsWith('include/') || file.startsWith('arch/');
}

/** All includes that a text names, whatever conditions they stand under. */
export function listIncludes(text: string): Include[] {
	return [...text.matchAll(/^[ \t]*#[ \t]*include\b([^\n]*)/gm)].flatMap(found => readInclude(found[1]!));
}

/** The words of one source: those it defines itself as far as it was read, then those of its headers. */
export class Scope {
	/** What the source itself defined last; null: no longer anything. */
	readonly macros = new Map<string, Macro | null>();
	readonly enumerators = new Map<string, {base: readonly string[] | null; offset: number}>();
	private readonly headers: Headers;
	private readonly order: ReadonlyMap<number, number>;
	private readonly folder: string;
	private readonly known = new Map<string, Macro | null>();
	private readonly values = new Map<string, Value | null>();

	constructor(headers: Headers, source: PlacedSource, text: string) {
		this.headers = headers;
		this.folder = path.posix.dirname(source.file);
		const included = listIncludes(text).flatMap(
			include => headers.find(include, source.file, source.places) ?? [],
		);
		this.order = headers.reach(included, source.places);
	}

	/** Macros that are read as they stand, not expanded. */
	static readonly kept = new Set([
		'MODULE_DEVICE_TABLE',
		'MODULE_ALIAS',
		'MODULE_FIRMWARE',
		'MODULE_INFO',
		'__MODULE_INFO',
		'of_match_ptr',
		'ACPI_PTR',
		'KBUILD_MODNAME',
		'NULL',
		'defined',
	]);

	readonly findMacro: FindMacro = name => {
		const own = this.macros.get(name);
		if (own !== undefined) return own;
		const known = this.known.get(name);
		if (known !== undefined) return known;
		let macro: Macro | null = builtIn.get(name) ?? null;
		if (macro === null && !Scope.kept.has(name) && !this.enumerators.has(name)) {
			for (const header of this.headers.defining(name, this.order, this.folder)) {
				macro = header.macro(name);
				// A nearer enumerator hides what a far header defines.
				if (macro !== null || header.enumerators.has(name)) break;
			}
		}
		this.known.set(name, macro);
		return macro;
	};

	readonly findValue: FindValue = name => {
		const known = this.values.get(name);
		if (known !== undefined) return known;
		// While it is worked out, it doesn't lead to itself.
		this.values.set(name, null);
		const value = this.enumeratorValue(name);
		this.values.set(name, value);
		return value;
	};

	private enumeratorValue(name: string): Value | null {
		let found = this.enumerators.get(name) ?? null;
		if (found === null) {
			for (const header of this.headers.defining(name, this.order, this.folder)) {
				found = header.enumerator(name);
				if (found !== null) break;
			}
		}
		if (found === null) return null;
		try {
			const base = found.base === null ? 0 : evaluate(expand(found.base, this.findMacro), this.findValue);
			return typeof base === 'number' ? base + found.offset : base + BigInt(found.offset);
		} catch (error) {
			if (!(error instanceof NotConstant)) throw error;
			return null;
		}
	}
}
