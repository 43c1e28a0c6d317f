/** Reads the device ids of one C source: its tables, what binds and announces them, its aliases and firmware. */
import {type Chunk, endOfDirective, scanChunks} from './chunks.ts';
import {Branches, judge} from './conditions.ts';
import {readString} from './expression.ts';
import {type IdTable, noIds, type SourceIds} from './facts.ts';
import {guardOf, readEnumerators, readInclude} from './headers.ts';
import {readEntries} from './initialiser.ts';
import {layouts} from './layouts.ts';
import {bodyOf, expand, type Macro, readDefinition} from './macros.ts';
import {patternsOf} from './patterns.ts';
import {type Headers, type PlacedSource, Scope} from './scope.ts';
import {closing, isWord, spend, splitAtCommas, TooMuch, tokenise} from './tokens.ts';

/** What a source has that speaks of devices: the others are not read. */
const hint =
	/struct\s+\w+_id\b|amba_id|dmi_system_id|cpu_feature|MODULE_(?:ALIAS|DEVICE|FIRMWARE|INFO)|_table\b|_ids\b|_DECLARE|DECLARE_|IRQCHIP_/;
/** A field that takes a table, set in a driver's struct or in code. */
const binding =
	/[.>](?:id_table|of_match_table|acpi_match_table|match_table|match_id_table|ids|id|pciidlist)\s*=(?!=)\s*([^,;{}]+)/g;
const directiveShape = /^#[ \t]*(\w+)([\s\S]*)/;
const directive = /^[ \t]*(?=#[ \t]*\w)/gm;
const mostIncludes = 40;
/** Patterns that one source gives; in Linux 7.3 up to 1,300. */
const mostPatterns = 20_000;
/** How far behind its beginning a declaration says what it declares. */
const headLength = 4000;

/** The ids of a source, or what it includes. `text` is the source's own. */
export function readUnit(headers: Headers, source: PlacedSource, text: string): SourceIds {
	if (!speaks(headers, source, text)) return noIds();
	return new UnitReader(headers, source, text).read(text);
}

/** Whether a source, or what it includes itself, speaks of devices at all. */
export function speaks(headers: Headers, source: PlacedSource, text: string): boolean {
	return hint.test(text) || headers.includesTable(source, text);
}

class UnitReader {
	private readonly headers: Headers;
	private readonly source: PlacedSource;
	private readonly scope: Scope;
	private readonly ids = noIds();
	private patterns = 0;
	private branches = new Branches();
	/** Where the file's directives stand, the next one last. */
	private directives: number[] = [];
	private readonly including: string[] = [];
	private readonly telling = new Map<Macro, boolean>();

	constructor(headers: Headers, source: PlacedSource, text: string) {
		this.headers = headers;
		this.source = source;
		this.scope = new Scope(headers, source, text);
	}

	read(text: string): SourceIds {
		this.readFile(this.source.file, text);
		this.ids.bound = [...new Set(this.ids.bound)];
		this.ids.words = this.scope.found;
		return this.ids;
	}

	private readFile(file: string, text: string): void {
		spend(text.length);
		this.including.push(file);
		const {branches, directives} = this;
		this.branches = new Branches();
		this.directives = [];
		for (let at = text.indexOf('\n#'); at >= 0; at = text.indexOf('\n#', at + 1))
			this.directives.push(at + 1);
		this.directives.reverse();
		scanChunks(text, {
			onDirective: (start, end) => {
				const [, word, rest] = directiveShape.exec(text.slice(start, end)) ?? [];
				if (word !== undefined) this.takeDirective(word, rest!, name => this.includeWhole(name));
			},
			onChunk: chunk => this.takeChunk(text, chunk),
		});
		for (const [, value] of text.matchAll(binding))
			this.ids.bound.push(...(value!.match(/[A-Za-z_]\w*/g) ?? []));
		this.branches = branches;
		this.directives = directives;
		this.including.pop();
	}

	private takeDirective(word: string, rest: string, include: (file: string) => void): void {
		if (word === 'define') {
			const read = this.branches.mayBe ? readDefinition(rest) : null;
			if (read === null || Scope.kept.has(read.name)) return;
			// Where an option decides between two, the one for the kernel with it counts.
			if (!this.branches.isLikely && this.scope.findMacro(read.name) !== null) return;
			this.scope.macros.set(read.name, read.macro);
		} else if (word === 'undef') {
			const name = /\w+/.exec(rest)?.[0];
			if (name !== undefined && this.branches.isLikely) this.scope.macros.set(name, null);
		} else if (word === 'include') {
			const [named] = this.branches.mayBe ? readInclude(rest) : [];
			const found = named && this.headers.find(named, this.including.at(-1)!, this.source.places);
			if (found && !this.including.includes(found) && this.including.length < mostIncludes) include(found);
		} else if (/^(?:if|ifdef|ifndef|elif|else|endif)$/.test(word)) {
			this.branches.take(word, () => judge(word, rest, this.scope.findMacro, this.headers.options));
		}
	}

	/** Between declarations, only a file with tables of its own is read: of others the macros are known. */
	private includeWhole(file: string): void {
		if (!this.headers.hasTable(file) || this.ids.from.includes(file)) return;
		const text = this.headers.textOf(file) ?? '';
		// The header's own guard counts as not defined yet, although its headers are known already.
		const guard = guardOf(text);
		if (guard !== undefined) this.scope.macros.set(guard, null);
		this.ids.from.push(file);
		this.readFile(file, text);
	}

	private takeChunk(text: string, {start, end, body}: Chunk): void {
		const limit = body < 0 ? end : body;
		const whole = text.slice(start, limit);
		if (this.branches.mayBe && this.isTelling(whole, body >= 0)) {
			const tokens: string[] = [];
			this.expandPieces(whole, tokens);
			this.takeTokens(tokens);
		} else {
			if (this.branches.mayBe && body < 0 && /^(?:typedef\s+)?enum\b/.test(whole)) this.takeEnum(whole);
			this.passOver(text, start, limit);
		}
		if (body >= 0) this.passOver(text, body, end);
	}

	/** Directives count wherever they stand. */
	private passOver(text: string, start: number, end: number): void {
		const {directives} = this;
		while (directives.length > 0 && directives.at(-1)! < start) directives.pop();
		for (let at = directives.at(-1); at !== undefined && at < end; at = directives.at(-1)) {
			directives.pop();
			const [, word, rest] = directiveShape.exec(text.slice(at, endOfDirective(text, at))) ?? [];
			if (word !== undefined) this.takeDirective(word, rest!, () => {});
		}
	}

	private isTelling(whole: string, isFunction: boolean): boolean {
		if (/\bMODULE_(?:DEVICE_TABLE|ALIAS|FIRMWARE|INFO)/.test(whole)) return true;
		const [first] = /^\w+/.exec(whole) ?? [''];
		if (/^[A-Z_]\w*[A-Z]\w*$|^module_|^builtin_/.test(first)) {
			const macro = this.scope.findMacro(first);
			if (macro !== null && this.tells(macro, 4)) return true;
		}
		if (isFunction) return false;
		const [, struct] = /\bstruct\s+(\w+)\b[^;{(]*=/.exec(whole.slice(0, headLength)) ?? [];
		return struct !== undefined && layouts.has(this.realName(struct));
	}

	/** Struct names may be macros, as dmi_device_id is. */
	private realName(struct: string): string {
		if (layouts.has(struct)) return struct;
		const macro = this.scope.findMacro(struct);
		return macro === null ? struct : (bodyOf(macro)[0] ?? struct);
	}

	/** Whether a macro makes a table, or what announces one. */
	private tells(macro: Macro, depth: number): boolean {
		const known = this.telling.get(macro);
		if (known !== undefined) return known;
		this.telling.set(macro, false);
		const words = bodyOf(macro);
		const tells = words.some(
			word =>
				layouts.has(word) ||
				/^MODULE_(?:DEVICE_TABLE|ALIAS|FIRMWARE|INFO)|^__MODULE_INFO$|^(?:id_table|of_match_table|acpi_match_table|ids)$/.test(
					word,
				) ||
				(depth > 0 && /^[A-Z_]\w+$/.test(word) && this.nestedTells(word, depth - 1)),
		);
		this.telling.set(macro, tells);
		return tells;
	}

	private nestedTells(word: string, depth: number): boolean {
		const macro = this.scope.findMacro(word);
		return macro !== null && this.tells(macro, depth);
	}

	private takeEnum(whole: string): void {
		const [open, close] = [whole.indexOf('{'), whole.lastIndexOf('}')];
		if (open < 0 || close < open) return;
		const body = whole.slice(open + 1, close);
		for (const [name, enumerator] of readEnumerators(body)) this.scope.enumerators.set(name, enumerator);
	}

	/** Expands a text piece by piece: what stands between directives. */
	private expandPieces(text: string, into: string[]): void {
		spend(text.length);
		let at = 0;
		const add = (piece: string): void => {
			if (this.branches.mayBe && piece.trim() !== '') {
				for (const token of expand(tokenise(piece), this.scope.findMacro)) into.push(token);
			}
		};
		if (!/^[ \t]*#/m.test(text)) {
			add(text);
			return;
		}
		for (const {index, 0: indent} of text.matchAll(directive)) {
			if (index < at) continue;
			add(text.slice(at, index));
			const start = index + indent.length;
			at = endOfDirective(text, start);
			const [, word, rest] = directiveShape.exec(text.slice(start, at)) ?? [];
			if (word === undefined) continue;
			this.takeDirective(word, rest!, file => {
				const included = this.headers.textOf(file);
				if (included === null) return;
				this.ids.from.push(file);
				this.including.push(file);
				this.expandPieces(included, into);
				this.including.pop();
			});
		}
		add(text.slice(at));
	}

	/** Declarations and calls, expanded. */
	private takeTokens(tokens: readonly string[]): void {
		for (let at = 0; at < tokens.length; at++) {
			const token = tokens[at]!;
			if (token === '{') at = closing(tokens, at);
			else if (tokens[at + 1] === '(' && Scope.kept.has(token)) {
				const end = closing(tokens, at + 1);
				this.takeCall(token, splitAtCommas(tokens.slice(at + 2, end)));
				at = end;
			} else if (token === 'struct' && isWord(tokens[at + 1])) at = this.takeDeclaration(tokens, at + 1);
		}
	}

	private takeCall(name: string, [first, ...others]: string[][]): void {
		const {ids} = this;
		const last = others.at(-1) ?? first ?? [];
		if (name === 'MODULE_DEVICE_TABLE') {
			if (first?.[0] !== undefined && last[0] !== undefined) ids.announced.push([first[0], last[0]]);
			return;
		}
		const kind = name.endsWith('MODULE_INFO') ? first?.[0] : name === 'MODULE_ALIAS' ? 'alias' : 'firmware';
		if (kind !== 'alias' && kind !== 'firmware') return;
		if (name === 'MODULE_FIRMWARE' || name === 'MODULE_ALIAS' || name.endsWith('MODULE_INFO')) {
			const text = readString(last);
			if (text !== null) (kind === 'alias' ? ids.aliases : ids.firmware).push(text);
		}
	}

	/** Takes `struct T name[] = {…}`, from T on; gives back where it ends. */
	private takeDeclaration(tokens: readonly string[], at: number): number {
		const struct = tokens[at]!;
		let name: string | null = null;
		let isArray = false;
		let next = at + 1;
		for (; next < tokens.length; next++) {
			const token = tokens[next]!;
			if (token === '[') {
				isArray = true;
				next = closing(tokens, next);
			} else if (token === '(') next = closing(tokens, next);
			else if (isWord(token)) {
				if (name === null && !/^(?:const|static|__\w+)$/.test(token)) name = token;
				// Linker sections give such tables names with underscores of their own.
				else if (name === null && /^__\w+$/.test(token) && /^[=[]$/.test(tokens[next + 1] ?? ''))
					name = token;
				else if (name === null && token.startsWith('__of_table_')) name = token;
			} else break;
		}
		if (tokens[next] !== '=' || name === null) return next;
		const value = tokens[next + 1] === '{' ? next + 1 : -1;
		if (value < 0) return next;
		const end = closing(tokens, value);
		const inner = tokens.slice(value + 1, end);
		if (layouts.has(struct)) {
			const isStatic = isDeclaredStatic(tokens, at - 1);
			this.takeTable({name, struct, isStatic}, isArray ? inner : ['{', ...inner, '}']);
		} else this.takeBindings(inner);
		return end;
	}

	private takeBindings(tokens: readonly string[]): void {
		for (const [at, token] of tokens.entries()) {
			if (token !== '=' || !/(?:id_table|ids|match_table)$/.test(tokens[at - 1] ?? '')) continue;
			for (let next = at + 1; next < tokens.length && tokens[next] !== ','; next++) {
				if (isWord(tokens[next])) this.ids.bound.push(tokens[next]!);
			}
		}
	}

	private takeTable(
		{name, struct, isStatic}: Pick<IdTable, 'name' | 'struct' | 'isStatic'>,
		tokens: readonly string[],
	): void {
		const unknown: string[] = [];
		const entries = readEntries(tokens, layouts.get(struct)!, this.scope.findValue, why => unknown.push(why));
		const patterns = [...new Set(entries.flatMap(entry => patternsOf(struct, entry)))];
		this.patterns += patterns.length + unknown.length;
		if (this.patterns > mostPatterns) throw new TooMuch();
		this.ids.tables.push({name, struct, isStatic, patterns, unknown});
		if (name.startsWith('__of_table_')) this.ids.bound.push(name);
	}
}

/** Whether a declaration, whose `struct` stands at a place, is `static`: before that, or between the type and the name. */
function isDeclaredStatic(tokens: readonly string[], struct: number): boolean {
	for (let at = struct - 1; isWord(tokens[at]); at--) if (tokens[at] === 'static') return true;
	for (let at = struct + 2; isWord(tokens[at]); at++) if (tokens[at] === 'static') return true;
	return false;
}
