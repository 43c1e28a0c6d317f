/** Where a tree names a driver: build files, configurations, documents, device trees, sources of others. */
import {dirname, posix} from 'node:path';
import {deviceTreeParts} from '../../dossier/devices/modalias.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {literally} from '../../text/literally.ts';
import type {BoundedTree} from './bounded-tree.ts';
import {ownPaths} from './own-paths.ts';

/** One line of the tree. */
export interface Mention {
	path: string;
	/** From 1. */
	line: number;
	text: string;
}

/** What a tree says of a driver, by kind. Each in the order of paths. */
export interface Mentions {
	/** The entries of its options, first to last line; empty where the tree has none. */
	entry: {option: string; path: string; from: number; to: number}[];
	/** Other lines of Kconfig files that name an option of it, and whose entry they stand in. */
	kconfig: (Mention & {of: string})[];
	makefiles: Mention[];
	defconfigs: Mention[];
	documents: Mention[];
	bindings: Mention[];
	deviceTrees: Mention[];
	/** Symbols that it exports, each with the sources of others that name it. */
	exports: {name: string; users: string[]}[];
	/** Headers of others that name such a symbol. */
	declaredIn: string[];
	/** Files of others that include a header of it. */
	includers: Mention[];
	/** Other sources that ask for the option or the module by name. */
	sources: Mention[];
}

/** Names that are words of their own: `fan` or `core` would be found everywhere. */
const isTelling = (name: string) => name.length >= 6 || /\d/.test(name);

const byPath = (one: {path: string}, other: {path: string}) =>
	one.path < other.path ? -1 : one.path > other.path ? 1 : 0;

type Kind = 'kconfig' | 'makefile' | 'defconfig' | 'document' | 'binding' | 'device-tree' | 'source';

/** What kind of file a path is; null for what names no driver. */
function kindOf(path: string): Kind | null {
	const name = path.slice(path.lastIndexOf('/') + 1);
	if (/^Kconfig/.test(name)) return 'kconfig';
	if (/^(?:Makefile|Kbuild)/.test(name)) return 'makefile';
	if (/^arch\/[^/]+\/configs\/|^kernel\/configs\/|^tools\/testing\/.*config/.test(path)) return 'defconfig';
	if (path.startsWith('Documentation/devicetree/bindings/')) return 'binding';
	if (path.startsWith('Documentation/'))
		return /\.(?:rst|txt|yaml|ya?ml|json|svg|dot)$|\/[^./]*$/.test(path) ? 'document' : null;
	if (/\.dts[io]?$/.test(path)) return 'device-tree';
	return /\.(?:[chS]|rs|lds|sh|py|pl|awk)$/.test(path) ? 'source' : null;
}

/** What goes with the driver: options that no other has, and the directory that holds nothing else. */
export interface Going {
	options: readonly string[];
	wholeDirectory: string | null;
}

/** Looks a whole tree through: a minute where it was not read lately. */
export function findMentions(tree: BoundedTree, record: DriverRecord, goes: Going): Mentions {
	const finder = new Finder(tree, record, goes);
	for (const {path, bytes} of tree.walk(one => kindOf(one) !== null)) finder.look(path, bytes);
	const {found} = finder;
	const {exports: _, declaredIn, ...lists} = found;
	declaredIn.sort();
	for (const list of Object.values(lists)) (list as {path: string}[]).sort(byPath);
	for (const {users} of found.exports) users.sort();
	return found;
}

class Finder {
	readonly found: Mentions;
	private readonly own: ReadonlySet<string>;
	private readonly headers: ReadonlyMap<string, string>;
	private readonly option: RegExp | null;
	private readonly setOption: RegExp | null;
	private readonly options: readonly string[];
	private readonly entered: RegExp | null;
	private readonly named: RegExp;
	private readonly built: RegExp;
	private readonly asked: RegExp | null;
	private readonly compatibles: RegExp | null;
	private readonly exported: RegExp | null;
	private readonly needles: Buffer[];

	constructor(tree: BoundedTree, record: DriverRecord, {options, wholeDirectory}: Going) {
		const {module, directory, aliases} = record;
		const paths = ownPaths(record);
		this.own = new Set(paths);
		this.headers = new Map(
			paths.filter(path => path.endsWith('.h')).map(path => [posix.basename(path), path]),
		);
		this.options = options;
		const anyOption = options.join('|');
		this.option = options.length === 0 ? null : word(anyOption);
		this.setOption = options.length === 0 ? null : new RegExp(`\\bCONFIG_(?:${anyOption})(?:_MODULE)?\\b`);
		this.entered = wholeDirectory === null ? null : entering(wholeDirectory);
		const spellings = isTelling(module)
			? [...new Set([module, module.replaceAll('_', '-'), module.replaceAll('-', '_')])]
			: [];
		const names = [...paths, ...(isTelling(module) ? spellings : [`${module}.ko`])].map(literally);
		names.push(...options.map(one => `CONFIG_${one}`));
		// Lists of cards are called after their driver.
		this.named = new RegExp(`(?<![\\w-])(?:${names.join('|')})(?:-cardlist)?(?![\\w-])`);
		this.built = new RegExp(`(?<![\\w-])${literally(module)}(?:\\.o|-objs|-y|-\\$\\()`);
		this.asked = isTelling(module) ? new RegExp(`"(?:${spellings.map(literally).join('|')})"`) : null;
		const strings = compatibleStrings(aliases);
		this.compatibles =
			strings.length === 0
				? null
				: new RegExp(`(?<![\\w,.+-])(?:${strings.map(literally).join('|')})(?![\\w,.+-])`);
		const exports = exportsOf(tree, paths);
		this.exported =
			exports.length === 0 ? null : new RegExp(`\\b(?:${exports.map(literally).join('|')})\\b`, 'g');
		this.needles = [
			...options,
			...(wholeDirectory === null ? [] : [`${posix.basename(wholeDirectory)}/`]),
			...spellings,
			module,
			directory,
			...this.headers.keys(),
		].map(text => Buffer.from(text));
		this.found = {
			entry: [],
			kconfig: [],
			makefiles: [],
			defconfigs: [],
			documents: [],
			bindings: [],
			deviceTrees: [],
			exports: exports.map(name => ({name, users: []})),
			declaredIn: [],
			includers: [],
			sources: [],
		};
	}

	look(path: string, bytes: Buffer): void {
		const kind = kindOf(path)!;
		const isTree = kind === 'device-tree' || kind === 'binding';
		const isOwn = this.own.has(path);
		if (isOwn && kind === 'source') return;
		const mayName = this.needles.some(needle => bytes.includes(needle));
		if (!mayName && !(isTree && this.compatibles !== null) && !(kind === 'source' && this.exported !== null))
			return;
		const text = bytes.toString('utf8');
		switch (kind) {
			case 'kconfig':
				this.lookAtKconfig(path, text);
				break;
			case 'makefile':
				this.lines(path, text, this.found.makefiles, this.isBuiltBy(path));
				break;
			case 'defconfig':
				this.lines(path, text, this.found.defconfigs, line => this.setOption?.test(line) === true);
				break;
			case 'document':
				this.lines(path, text, this.found.documents, line => this.named.test(line));
				break;
			case 'binding':
				this.lines(path, text, this.found.bindings, line => this.compatibles?.test(line) === true);
				break;
			case 'device-tree':
				this.lines(path, text, this.found.deviceTrees, line => this.compatibles?.test(line) === true);
				break;
			case 'source':
				this.lookAtSource(path, text, mayName);
		}
	}

	/** Lines of a Makefile that name the option, or in its own directory the object; of one above, the directory. */
	private isBuiltBy(path: string): (line: string) => boolean {
		return line =>
			this.setOption?.test(line) === true ||
			(this.isBeside(path) && (this.built.test(line) || this.entered?.test(line) === true));
	}

	private isBeside(path: string): boolean {
		const folder = dirname(path);
		return [...this.own].some(own => dirname(own) === folder || dirname(own).startsWith(`${folder}/`));
	}

	private lookAtKconfig(path: string, text: string): void {
		if (this.option === null) return;
		const lines = text.split('\n');
		let within = '';
		for (let at = 0; at < lines.length; at++) {
			within = /^\s*(?:menu)?config\s+(\w+)/.exec(lines[at]!)?.[1] ?? within;
			if (!this.option.test(lines[at]!) && this.entered?.test(lines[at]!) !== true) continue;
			const defined = /^\s*(?:menu)?config\s+(\w+)\s*$/.exec(lines[at]!)?.[1];
			if (defined === undefined || !this.options.includes(defined)) {
				this.found.kconfig.push({path, line: at + 1, text: lines[at]!, of: within});
				continue;
			}
			// It ends with the next line that is indented no further.
			const width = lines[at]!.search(/\S/);
			const next = lines.findIndex(
				(line, index) => index > at && /\S/.test(line) && line.search(/\S/) <= width,
			);
			let last = (next < 0 ? lines.length : next) - 1;
			while (last > at && /^\s*(?:#.*)?$/.test(lines[last]!)) last -= 1;
			this.found.entry.push({option: defined, path, from: at + 1, to: last + 1});
			at = last;
		}
	}

	private lookAtSource(path: string, text: string, mayName: boolean): void {
		if (this.exported !== null) {
			for (const name of new Set(text.match(this.exported) ?? [])) {
				if (!path.endsWith('.h')) this.found.exports.find(one => one.name === name)!.users.push(path);
				else if (!this.found.declaredIn.includes(path)) this.found.declaredIn.push(path);
			}
		}
		if (!mayName) return;
		this.lines(
			path,
			text,
			this.found.sources,
			line => this.setOption?.test(line) === true || this.asked?.test(line) === true,
		);
		this.lines(path, text, this.found.includers, line => this.includesOwn(path, line));
	}

	private includesOwn(path: string, line: string): boolean {
		const [, opening, name] = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line) ?? [];
		if (name === undefined) return false;
		const own = this.headers.get(posix.basename(name));
		if (own === undefined) return false;
		return opening === '"'
			? posix.join(dirname(path), name) === own || (own.endsWith(`/${name}`) && name.includes('/'))
			: own.endsWith(`include/${name}`);
	}

	private lines(path: string, text: string, into: Mention[], holds: (line: string) => boolean): void {
		for (const [index, line] of text.split('\n').entries())
			if (holds(line)) into.push({path, line: index + 1, text: line});
	}
}

const word = (alternatives: string) => new RegExp(`(?<![\\w-])(?:CONFIG_)?(?:${alternatives})(?![\\w-])`);
/** How Makefiles and Kconfig files enter a directory: `+= myricom/`, `source "…/myricom/Kconfig"`. */
const entering = (directory: string) =>
	new RegExp(`=.*\\s${literally(posix.basename(directory))}/\\s*$|source\\s+"${literally(directory)}/`);

/** What device trees call the hardware of a driver, whole. */
export function compatibleStrings(aliases: readonly string[] | null): string[] {
	const strings = (aliases ?? []).flatMap(
		alias => /^([^*?[\]]+?)(?:C\*)?$/.exec(deviceTreeParts(alias)?.compatible ?? '')?.[1] ?? [],
	);
	return [...new Set(strings)];
}

/** The symbols that a driver's own sources export. */
function exportsOf(tree: BoundedTree, paths: readonly string[]): string[] {
	const names = paths.flatMap(path => [
		...(tree.text(path) ?? '').matchAll(
			/^[ \t]*(?:DRM_)?EXPORT_(?:SYMBOL|SYMBOL_GPL|SYMBOL_NS|SYMBOL_NS_GPL|SYMBOL_FOR_MODULES|STATIC_CALL)\s*\(\s*(\w+)/gm,
		),
	]);
	return [...new Set(names.map(([, name]) => name!))].sort();
}
