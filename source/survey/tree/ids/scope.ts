/** All headers of a tree as far as they were read, and the words that a source finds in those that it reaches. */

import path from 'node:path';
import {addTo} from '../../key-sets.ts';
import type {Options} from './conditions.ts';
import {evaluate, type FindValue, NotConstant, type Value} from './expression.ts';
import {
	type Header,
	type Include,
	IncludePaths,
	readHeader,
	readInclude,
	type TablesOf,
	tablesOf,
} from './headers.ts';
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
	/** Null where the tree has another text of it than the one before, which was not read yet. */
	header: Header | null;
	revision: string | null;
	/** What it was in the tree before, where it changed since. */
	before: Header | null;
	/** The headers that it includes, by the folders of `-I` in one word. */
	reached: Map<string, readonly number[]>;
}

interface DefiningHeader {
	file: string;
	header: Header;
}

/** A source and the folders that `-I` flags name for it. */
export interface PlacedSource {
	file: string;
	places: readonly string[];
}

/** The headers of one tree, or of one tree after another. */
export class Headers {
	tree: SourceTree;
	readonly options: Options;
	private paths: IncludePaths;
	private readonly byFile = new Map<string, number>();
	private readonly all: ReadHeader[] = [];
	/** Word → the headers that define it. */
	private readonly words = new Map<string, number[]>();
	private readonly tables = new Map<string, TablesOf>();
	/** Headers whose own includes were fetched, by the folders of `-I` in one word. */
	private readonly fetched = new Map<string, Set<string>>();

	/** `options` are those of one configuration; null reads what any configuration has. */
	constructor(tree: SourceTree, options: Options = null) {
		this.tree = tree;
		this.options = options;
		this.paths = new IncludePaths(tree);
	}

	/** Goes on with another tree. What it has of the same text is not read again: from release to release that is most. */
	moveTo(tree: SourceTree): void {
		this.tree = tree;
		this.paths = new IncludePaths(tree);
		this.tables.clear();
		this.fetched.clear();
		for (const [index, entry] of this.all.entries()) {
			entry.reached.clear();
			entry.before = null;
			const revision = tree.revision(entry.file);
			if (entry.header === null || (revision !== null && revision === entry.revision)) continue;
			this.forgetWords(index, entry.header);
			entry.before = entry.header;
			entry.header = null;
		}
	}

	/** The file that an include of a file means; null where there is none. */
	find(include: Include, from: string, places: readonly string[]): string | null {
		return this.paths.find(include, from, places);
	}

	/** Whether a file has a table of its own, or announces one. */
	hasTable(file: string): boolean {
		return this.tablesOf(file) === 'own';
	}

	private tablesOf(file: string): TablesOf {
		if (file.endsWith('.h')) return this.header(file).tables;
		let tables = this.tables.get(file);
		if (tables === undefined) {
			tables = tablesOf(this.tree.read(file) ?? '');
			this.tables.set(file, tables);
		}
		return tables;
	}

	/** The text of a file that is read where it is included. */
	textOf(file: string): string | null {
		return (file.endsWith('.h') ? this.header(file).text : null) ?? this.tree.read(file);
	}

	private header(file: string): Header {
		return this.all[this.read(file)]!.header!;
	}

	/** Whether a source includes a file with tables, or with macros that make some. */
	includesTable({file, places}: PlacedSource, text: string): boolean {
		return listIncludes(text).some(include => {
			if (!include.isQuoted) return false;
			const found = this.find(include, file, places);
			return found !== null && this.tablesOf(found) !== 'none';
		});
	}

	/** Fetches sources, and the files that these include themselves, where a tree has to be asked for them. */
	async fetchNear(sources: readonly PlacedSource[]): Promise<void> {
		const loading = this.load(sources.map(({file}) => file));
		if (loading === null) return;
		await loading;
		const near = sources.flatMap(({file, places}) =>
			this.includesOf(file).flatMap(include => this.find(include, file, places) ?? []),
		);
		await this.load([...new Set(near)]);
	}

	/** Fetches all that the sources include, directly or through each other, where a tree has to be asked for it. */
	async fetch(sources: readonly PlacedSource[]): Promise<void> {
		let pending = [...sources];
		let isIncluded = false;
		const seen = new Set<string>();
		while (pending.length > 0) {
			const loading = this.load(pending.map(({file}) => file));
			if (loading === null) return;
			await loading;
			const next: PlacedSource[] = [];
			for (const {file, places} of pending) {
				// Read while its text is there: a source that others include gives it up.
				if (isIncluded) this.read(file);
				for (const include of this.includesOf(file)) {
					const found = this.find(include, file, places);
					if (found === null) continue;
					const source = {file: found, places: isWide(found) ? [] : places};
					if (this.isFirst(source, seen)) next.push(source);
				}
			}
			pending = next;
			isIncluded = true;
		}
	}

	/** Whether an included file comes up for the first time: a header in this tree, any other in `seen`, for its text is given up. */
	private isFirst({file, places}: PlacedSource, seen: Set<string>): boolean {
		const key = places.join('\0');
		let known = seen;
		if (file.endsWith('.h')) {
			known = this.fetched.get(key) ?? new Set();
			this.fetched.set(key, known);
		}
		const word = known === seen ? `${key}\n${file}` : file;
		if (known.has(word)) return false;
		known.add(word);
		return true;
	}

	/** Fetches and reads single files. */
	async fetchAlone(files: readonly string[]): Promise<void> {
		await this.load(files);
		for (const file of files) this.read(file);
	}

	/** Whether a file that was read in the tree before, and was fetched, says something else of a word in this one. */
	saysOtherwise(file: string, word: string): boolean {
		const {header, before} = this.all[this.read(file)]!;
		return before !== null && !before.saysTheSame(header!, word);
	}

	private load(files: readonly string[]): Promise<void> | null {
		return this.tree.load(files.filter(file => !file.endsWith('.h') || !this.isRead(file)));
	}

	private isRead(file: string): boolean {
		const index = this.byFile.get(file);
		return index !== undefined && this.all[index]!.header !== null;
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
			reached = entry.header!.includes.flatMap(include => {
				const file = this.find(include, entry.file, from);
				return file === null ? [] : [this.read(file)];
			});
			entry.reached.set(own, reached);
		}
		return reached;
	}

	private read(file: string): number {
		let index = this.byFile.get(file);
		if (index === undefined) {
			index = this.all.length;
			this.byFile.set(file, index);
			this.all.push({file, header: null, revision: null, before: null, reached: new Map()});
		}
		const entry = this.all[index]!;
		if (entry.header !== null) return index;
		entry.header = readHeader(this.tree.read(file) ?? '', this.options);
		entry.revision = this.tree.revision(file);
		// What a source with tables defines is met when it is read where it is included.
		if (file.endsWith('.c') && entry.header.tables === 'own') return index;
		for (const name of wordsOf(entry.header)) {
			const places = this.words.get(name);
			if (places === undefined) this.words.set(name, [index]);
			else if (places.at(-1) !== index) places.push(index);
		}
		return index;
	}

	private forgetWords(index: number, header: Header): void {
		for (const name of wordsOf(header)) {
			const places = this.words.get(name);
			const at = places?.indexOf(index) ?? -1;
			if (at < 0) continue;
			if (places!.length === 1) this.words.delete(name);
			else places!.splice(at, 1);
		}
	}

	/** The headers of a source's reach that define a word, the nearest to the source first. */
	defining(name: string, order: ReadonlyMap<number, number>, folder: string): DefiningHeader[] {
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
		return found.map(index => {
			const {file, header} = this.all[index]!;
			return {file, header: header!};
		});
	}
}

/** What a header defines. A word may come twice. */
function* wordsOf(header: Header): Iterable<string> {
	yield* header.macros.keys();
	yield* header.enumerators.keys();
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
	/** The words that were found in headers, by these. */
	readonly found = new Map<string, Set<string>>();
	private readonly headers: Headers;
	private readonly source: PlacedSource;
	private readonly text: string;
	private order: ReadonlyMap<number, number> | null = null;
	private readonly folder: string;
	private readonly known = new Map<string, Macro | null>();
	private readonly values = new Map<string, Value | null>();

	constructor(headers: Headers, source: PlacedSource, text: string) {
		this.headers = headers;
		this.folder = path.posix.dirname(source.file);
		this.source = source;
		this.text = text;
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
			for (const {file, header} of this.defining(name)) {
				macro = header.macro(name);
				addTo(this.found, file, name);
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

	private defining(name: string): DefiningHeader[] {
		const {headers, source, text, folder} = this;
		if (this.order === null) {
			const included = listIncludes(text).flatMap(
				include => headers.find(include, source.file, source.places) ?? [],
			);
			this.order = headers.reach(included, source.places);
		}
		return headers.defining(name, this.order, folder);
	}

	private enumeratorValue(name: string): Value | null {
		let found = this.enumerators.get(name) ?? null;
		if (found === null) {
			for (const {file, header} of this.defining(name)) {
				found = header.enumerator(name);
				addTo(this.found, file, name);
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
