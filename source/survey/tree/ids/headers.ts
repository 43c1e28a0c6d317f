/** Headers: what each defines and includes, read once, and which of them a source reaches. */
import path from 'node:path';
import {endOfDirective} from './chunks.ts';
import {Branches, judge, type Options} from './conditions.ts';
import {type Macro, readDefinition} from './macros.ts';
import type {SourceTree} from './source-tree.ts';
import {spend, tokenise} from './tokens.ts';

/** An `#include`. */
export interface Include {
	name: string;
	isQuoted: boolean;
}

/** An enumerator: so much more than an expression, or than 0. */
export interface Enumerator {
	base: readonly string[] | null;
	offset: number;
}

/** What a file has that is read where it is included, rather than only asked for its macros. */
const table =
	/^[ \t]*MODULE_(?:ALIAS|DEVICE_TABLE|FIRMWARE|INFO)|^(?:static |const )*struct\s+(?:\w+_device_id|amba_id|\w+_id)\s+\w+\s*\[[^;{]{0,400}\{|_ID_TABLE/gm;

/** What a file that is included brings: a table of ids, or what announces one; macros that make such; or neither. */
export type TablesOf = 'own' | 'by-macros' | 'none';

/** Whether a text has a table of ids, or announces one; what a macro would make of it is none of its own. */
export function tablesOf(text: string): TablesOf {
	if (!['MODULE_', '_id ', '_ID_TABLE'].some(word => text.includes(word))) return 'none';
	let tables: TablesOf = 'none';
	table.lastIndex = 0;
	for (let found = table.exec(text); found !== null; found = table.exec(text)) {
		// Only lists are guarded by a word of that name.
		if (found[0] === '_ID_TABLE' || !isInDirective(text, found.index)) return 'own';
		tables = 'by-macros';
	}
	return tables;
}

/** Whether a place lies in a directive, which may go on over several lines. */
function isInDirective(text: string, place: number): boolean {
	let start = text.lastIndexOf('\n', place - 1) + 1;
	while (start > 1 && /\\\r?$/.test(text.slice(Math.max(0, start - 3), start - 1))) {
		const end = start;
		start = text.lastIndexOf('\n', start - 2) + 1;
		spend(end - start);
	}
	return /^[ \t]*#/.test(text.slice(start, start + 80));
}

/** What a header defines. */
export class Header {
	tables: TablesOf = 'none';
	/** Kept of those that are read where they are included: with a table, or without a guard against being so twice. */
	text: string | null = null;
	/** What follows the name, unread, or what it was read as. */
	readonly macros = new Map<string, string | Macro>();
	readonly includes: Include[] = [];
	/** Enumerator → the braces that it stands in, unread until it is asked for. */
	readonly enumerators = new Map<string, string>();

	macro(name: string): Macro | null {
		const known = this.macros.get(name);
		if (typeof known !== 'string') return known ?? null;
		const macro = readDefinition(known)?.macro ?? null;
		if (macro !== null) this.macros.set(name, macro);
		return macro;
	}

	/** Whether another text of it says the same of a word. */
	saysTheSame(other: Header, name: string): boolean {
		const [own, theirs] = [this.macro(name), other.macro(name)];
		return (
			own?.text === theirs?.text &&
			own?.parameters?.join() === theirs?.parameters?.join() &&
			this.enumerators.get(name) === other.enumerators.get(name)
		);
	}

	enumerator(name: string): Enumerator | null {
		const body = this.enumerators.get(name);
		return body === undefined ? null : (readEnumerators(body).get(name) ?? null);
	}
}

const line =
	/\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|^[ \t]*#[ \t]*(define|include|ifdef|ifndef|if|elif|else|endif)\b((?:[^\\\n]|\\[\s\S])*)|\benum\b\s*(?:\w+\s+)?(?:\w+\s*)?\{/gm;
const guard = /^[ \t]*#[ \t]*ifndef[ \t]+(\w+)\s*#[ \t]*define[ \t]+\1\b/m;
const comments = /\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|\/\/.*/g;

/** Reads what a header defines and includes. */
export function readHeader(text: string, options: Options = null): Header {
	const header = new Header();
	const unlikely = new Set<string>();
	const branches = new Branches();
	line.lastIndex = 0;
	for (let found = line.exec(text); found !== null; found = line.exec(text)) {
		const [whole, directive, firstLine] = found;
		let rest = firstLine;
		if (rest?.includes('/*')) {
			// A comment goes on over the end of the line.
			const start = found.index + whole.length - rest.length;
			line.lastIndex = endOfDirective(text, found.index);
			rest = text.slice(start, line.lastIndex);
		}
		if (directive === undefined) {
			if (whole.startsWith('/*')) continue;
			const end = text.indexOf('}', line.lastIndex);
			noteEnumerators(header, text.slice(line.lastIndex, end < 0 ? line.lastIndex : end));
			continue;
		}
		if (directive === 'define') {
			const name = /[A-Za-z_]\w*/.exec(rest!)?.[0];
			// The branch for a kernel without the option stands in only where there is no other.
			if (name === undefined || !branches.mayBe) continue;
			const isLikely = branches.isLikely;
			if (!header.macros.has(name) || (isLikely && unlikely.has(name))) {
				header.macros.set(name, rest!);
				if (isLikely) unlikely.delete(name);
				else unlikely.add(name);
			}
		} else if (directive === 'include') {
			if (branches.mayBe) header.includes.push(...readInclude(rest!));
		} else branches.take(directive, () => judge(directive, rest!, null, options));
	}
	header.tables = tablesOf(text);
	if (header.tables === 'own' || !guard.test(text)) header.text = text;
	return header;
}

/** The word by which a header guards against being read twice; undefined where it doesn't. */
export function guardOf(text: string): string | undefined {
	return guard.exec(text)?.[1];
}

/** What follows `#include`; none where a macro gives it. */
export function readInclude(text: string): Include[] {
	const found = /^\s*(?:"([^"\n]+)"|<([^>\n]+)>)/.exec(text);
	return found === null ? [] : [{name: found[1] ?? found[2]!, isQuoted: found[1] !== undefined}];
}

function noteEnumerators(header: Header, body: string): void {
	spend(body.length);
	for (const [, name] of body.replace(comments, '').matchAll(/(?:^|,)\s*(?:#[^\n]*\n\s*)*([A-Za-z_]\w*)/g)) {
		if (!header.enumerators.has(name!)) header.enumerators.set(name!, body);
	}
}

const readBodies = new Map<string, Map<string, Enumerator>>();
const mostBodies = 4000;

/** The enumerators between an enum's braces. Every branch of an `#if` counts. */
export function readEnumerators(body: string): Map<string, Enumerator> {
	const known = readBodies.get(body);
	if (known !== undefined) return known;
	const found = new Map<string, Enumerator>();
	let base: readonly string[] | null = null;
	let offset = 0;
	let depth = 0;
	let words: string[] = [];
	const end = (): void => {
		const [name, equals, ...expression] = words;
		words = [];
		if (name === undefined) return;
		if (equals === '=') {
			base = expression;
			offset = 0;
		}
		found.set(name, {base, offset});
		offset++;
	};
	for (const token of tokenise(body.replace(comments, '').replace(/^[ \t]*#(?:[^\\\n]|\\[\s\S])*/gm, ''))) {
		if (token === ',' && depth === 0) end();
		else {
			if (token === '(') depth++;
			if (token === ')') depth--;
			words.push(token);
		}
	}
	end();
	if (readBodies.size > mostBodies) readBodies.clear();
	readBodies.set(body, found);
	return found;
}

/** The architectures whose asm/ headers are looked at, in this order, behind the one that a path names. */
const firstArchitectures = [
	'x86',
	'arm64',
	'arm',
	'powerpc',
	'mips',
	'riscv',
	's390',
	'sparc',
	'loongarch',
	'm68k',
];

/** Finds the file that an `#include` means. */
export class IncludePaths {
	private readonly tree: SourceTree;
	private readonly angled = new Map<string, string | null>();
	private readonly places: string[];
	private readonly s390: string[];

	constructor(tree: SourceTree) {
		this.tree = tree;
		const all = [...tree.folders('arch')].sort();
		const architectures = [...new Set([...firstArchitectures, ...all])].filter(name => all.includes(name));
		const placesOf = (names: readonly string[]): string[] =>
			names.flatMap(name => [`arch/${name}/include`, `arch/${name}/include/uapi`]);
		const [first, ...others] = architectures;
		this.places = [
			'include',
			'include/uapi',
			...placesOf(first === undefined ? [] : [first]),
			...placesOf(others),
		];
		this.s390 = placesOf(all.filter(name => name === 's390'));
	}

	/** `places` are the folders of `-I`. Null where the tree has no such file. */
	find(include: Include, from: string, places: readonly string[]): string | null {
		const {name, isQuoted} = include;
		if (isQuoted) {
			const beside = path.posix.join(path.posix.dirname(from), name);
			if (this.tree.has(beside)) return beside;
		}
		for (const place of places) {
			const file = path.posix.join(place, name);
			if (this.tree.has(file)) return file;
		}
		return this.findAngled(name, from.startsWith('drivers/s390/') ? this.s390 : []);
	}

	private findAngled(name: string, first: readonly string[]): string | null {
		const known = first.length === 0 ? this.angled.get(name) : undefined;
		if (known !== undefined) return known;
		let found: string | null = null;
		const generic = name.startsWith('asm/') ? [`include/asm-generic/${name.slice(4)}`] : [];
		const [own, rest] = [this.places.slice(0, 4), this.places.slice(4)];
		const candidates = [...first, ...own].map(place => `${place}/${name}`);
		for (const file of [...candidates, ...generic, ...rest.map(place => `${place}/${name}`)]) {
			if (this.tree.has(path.posix.normalize(file))) {
				found = path.posix.normalize(file);
				break;
			}
		}
		if (first.length === 0) this.angled.set(name, found);
		return found;
	}
}
