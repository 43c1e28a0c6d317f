/**
 * Kbuild objects: what `obj-$(CONFIG_X) += y.o` builds, from which sources, and which CONFIG symbol asks for
 * it. The rules are those of the kernel's Documentation/kbuild/makefiles.rst.
 */
import path from 'node:path';
import type {Problem} from '../../../dossier/schema.ts';
import type {TreeFiles} from '../files.ts';
import {type ConditionalWord, MakeEvaluator} from './make-language.ts';
import {matchPattern} from './make-words.ts';

/** One object of an obj- list. Paths are relative to the tree's top. */
export interface KbuildObject {
	directory: string;
	/** As the .ko file is called, without `.ko`. */
	name: string;
	/** The Makefile line that lists it, `file:line`. */
	at: string;
	/**
	 * The CONFIG symbols (without `CONFIG_`) of each line that lists it. Within a line the most specific comes
	 * first; symbols of the directory's gate stand in where the line has none (obj-y).
	 */
	gates: string[][];
	/** Files it is linked from: .c, .S, .rs, or what a rule of the Makefile makes them from. */
	sources: string[];
	/** Members for which no source was found. */
	missing: string[];
}

/** A directory with a Makefile, as Kbuild reaches it. */
export interface KbuildDirectory {
	directory: string;
	/** Symbols that gate the descent; empty where it is always entered. */
	gates: string[][];
	/** The symbol of the very line that descends into it; null where that line has none (obj-y). */
	ownGate: string | null;
	/** Where its parent's Makefile names it; its own Makefile where nobody does. */
	at: string;
	/** Directories of `-I` flags, relative to the tree. */
	includeDirectories: string[];
}

/** All objects under drivers/, sorted by directory and name. */
export interface KbuildSurvey {
	objects: KbuildObject[];
	directories: Map<string, KbuildDirectory>;
	/** Sources of lib-y archives and host programs: linked, but no object of obj- lists. */
	otherSources: Set<string>;
	problems: Problem[];
}

/** Gates as they are collected; a directory's path stands for "as that directory is gated". */
type OpenGate = string[] | string;

interface DirectoryDraft {
	directory: string;
	gates: OpenGate[];
	ownGate: string | null;
	at: string;
	includeDirectories: string[];
}

interface Draft {
	directory: string;
	name: string;
	at: string;
	gates: OpenGate[];
	evaluator: MakeEvaluator;
	/** The directory whose Makefile names it: composites are looked up there. */
	namedIn: string;
}

const sourceExtensions = ['.c', '.S', '.rs', '.c_shipped', '.S_shipped'];

/** Reads every Makefile under `top`, descending as Kbuild does; Makefiles nobody descends into come last. */
export function readKbuild(tree: string, files: TreeFiles, top = 'drivers'): KbuildSurvey {
	const reader = new KbuildReader(tree, files, top);
	reader.enter({directory: top, gates: [], ownGate: null, at: `${top}/Makefile`, includeDirectories: []});
	for (const directory of [...files.directories.keys()].sort()) {
		reader.enterUnreached(directory);
	}
	return reader.finish();
}

function findMakefile(files: TreeFiles, directory: string): string | null {
	for (const name of ['Kbuild', 'Makefile']) {
		if (files.has(`${directory}/${name}`)) {
			return `${directory}/${name}`;
		}
	}
	return null;
}

class KbuildReader {
	private readonly tree: string;
	private readonly files: TreeFiles;
	private readonly top: string;
	private readonly drafts = new Map<string, Draft>();
	private readonly directories = new Map<string, DirectoryDraft>();
	private readonly included = new Set<string>();
	private readonly otherSources = new Set<string>();
	private readonly problems: Problem[] = [];

	constructor(tree: string, files: TreeFiles, top: string) {
		this.tree = tree;
		this.files = files;
		this.top = top;
	}

	enter(directory: DirectoryDraft): void {
		const known = this.directories.get(directory.directory);
		if (known !== undefined) {
			known.gates.push(...directory.gates);
			known.ownGate ??= directory.ownGate;
			return;
		}
		this.directories.set(directory.directory, directory);
		const makefile = findMakefile(this.files, directory.directory);
		if (makefile === null) {
			this.problems.push({
				source: 'kbuild',
				where: directory.at,
				problem: `descends into ${directory.directory}, which has no Makefile`,
			});
			return;
		}
		const evaluator = new MakeEvaluator(this.tree, directory.directory);
		evaluator.readFile(makefile);
		for (const file of evaluator.files) {
			this.included.add(file);
		}
		for (const {where, problem} of evaluator.problems) {
			this.problems.push({source: 'kbuild', where, problem});
		}
		directory.includeDirectories = readIncludeDirectories(evaluator);
		this.readObjects(directory, evaluator);
	}

	/** A Makefile that no other one leads to: arch Makefiles descend too, and broken trees have holes. */
	enterUnreached(directory: string): void {
		const makefile = findMakefile(this.files, directory);
		if (makefile === null || this.directories.has(directory) || this.included.has(makefile)) {
			return;
		}
		const evaluator = new MakeEvaluator(this.tree, directory);
		evaluator.readFile(makefile);
		if (['obj-', 'lib-'].every(base => evaluator.readFamily(base).length === 0)) {
			return;
		}
		this.enter({directory, gates: [], ownGate: null, at: makefile, includeDirectories: []});
	}

	finish(): KbuildSurvey {
		const objects: KbuildObject[] = [];
		for (const draft of this.drafts.values()) {
			const {sources, missing} = this.findSources(draft);
			objects.push({
				directory: draft.directory,
				name: draft.name,
				at: draft.at,
				gates: this.closeGates(draft.gates, new Set()),
				sources,
				missing,
			});
			if (sources.length === 0) {
				this.problems.push({
					source: 'kbuild',
					where: draft.at,
					problem: `${draft.name}.o has no source in ${draft.directory}`,
				});
			}
		}
		objects.sort((one, other) => compare(`${one.directory}/${one.name}`, `${other.directory}/${other.name}`));
		const directories = new Map<string, KbuildDirectory>();
		for (const [name, directory] of this.directories) {
			directories.set(name, {...directory, gates: this.closeGates(directory.gates, new Set([name]))});
		}
		return {
			objects,
			directories,
			otherSources: this.otherSources,
			problems: this.problems,
		};
	}

	/** Puts in the gates of directories, once all descents into them are known. */
	private closeGates(gates: readonly OpenGate[], seen: Set<string>): string[][] {
		const closed = new Map<string, string[]>();
		for (const gate of gates) {
			if (typeof gate !== 'string') {
				closed.set(gate.join(), [...new Set(gate)]);
			} else if (!seen.has(gate)) {
				seen.add(gate);
				for (const inherited of this.closeGates(this.directories.get(gate)?.gates ?? [], seen)) {
					closed.set(inherited.join(), inherited);
				}
			}
		}
		return [...closed.values()];
	}

	private readObjects(directory: DirectoryDraft, evaluator: MakeEvaluator): void {
		const descents: DirectoryDraft[] = [];
		for (const word of evaluator.readFamily('obj-')) {
			const gates = inheritGates(word, directory.directory);
			const file = path.posix.join(directory.directory, word.text);
			if (word.text.endsWith('/')) {
				descents.push(makeDescent(file.slice(0, -1), gates, word));
			} else if (word.text.endsWith('.o') && !/\.dtbo?\.o$/.test(word.text)) {
				this.addObject(file.slice(0, -2), gates, word.at, directory.directory, evaluator);
			}
		}
		for (const word of evaluator.readFamily('subdir-')) {
			const file = path.posix.join(directory.directory, word.text);
			const gates = inheritGates(word, directory.directory);
			descents.push(makeDescent(file.replace(/\/$/, ''), gates, word));
		}
		this.readOthers(directory.directory, evaluator);
		for (const descent of descents) {
			// A Makefile may lead out of the surveyed part, which is somebody else's, or nowhere at all.
			if (this.files.directories.has(descent.directory)) {
				this.enter(descent);
			} else if (descent.directory.startsWith(`${this.top}/`)) {
				this.problems.push({
					source: 'kbuild',
					where: descent.at,
					problem: `descends into ${descent.directory}, which is not there`,
				});
			}
		}
	}

	private addObject(
		stem: string,
		gates: OpenGate[],
		at: string,
		namedIn: string,
		evaluator: MakeEvaluator,
	): void {
		// A few Makefiles list objects of other trees (tools/testing/…): no drivers of this one.
		if (!stem.startsWith(`${this.top}/`)) {
			return;
		}
		const known = this.drafts.get(stem);
		if (known === undefined) {
			const directory = path.posix.dirname(stem);
			this.drafts.set(stem, {directory, name: path.posix.basename(stem), at, gates, evaluator, namedIn});
			return;
		}
		known.gates.push(...gates);
	}

	private readOthers(directory: string, evaluator: MakeEvaluator): void {
		const archived = evaluator.readFamily('lib-').map(word => word.text);
		const always = ['always-', 'extra-', 'targets-'].flatMap(base => evaluator.readFamily(base));
		const listed = [...always, ...evaluator.readVariable('targets')].map(word => word.text);
		for (const name of [...archived, ...listed]) {
			if (name.endsWith('.o')) {
				const {sources} = this.findSources({
					directory,
					name: name.slice(0, -2),
					at: '',
					gates: [],
					evaluator,
					namedIn: directory,
				});
				for (const source of sources) {
					this.otherSources.add(source);
				}
			}
		}
		const programs = [...evaluator.readVariable('hostprogs'), ...evaluator.readFamily('hostprogs-')];
		for (const {text: program} of programs) {
			const members = ['objs', 'cxxobjs'].flatMap(kind => evaluator.readVariable(`${program}-${kind}`));
			for (const member of [`${program}.o`, ...members.map(word => word.text)]) {
				const source = path.posix.join(directory, member.replace(/\.o$/, '.c'));
				if (this.files.has(source)) {
					this.otherSources.add(source);
				}
			}
		}
	}

	private findSources(draft: Draft): {sources: string[]; missing: string[]} {
		const sources = new Set<string>();
		const missing: string[] = [];
		const seen = new Set<string>();
		// Composites may be named with or without the sub-directory of a `dir/x.o` entry.
		const stem = path.posix.relative(draft.namedIn, path.posix.join(draft.directory, draft.name));
		const visit = (member: string, isTop: boolean): void => {
			if (seen.has(member)) {
				return;
			}
			seen.add(member);
			const parts = listMembers(draft.evaluator, member);
			const own = this.findSource(draft, member);
			// Kbuild links a composite from its list alone, even where a source has the composite's name.
			if (parts.length > 0 && (isTop || own.length === 0)) {
				for (const part of parts) {
					if (part === member) {
						addAll(sources, own);
					} else {
						visit(part, false);
					}
				}
			} else if (own.length > 0) {
				addAll(sources, own);
			} else {
				missing.push(member);
			}
		};
		visit(stem, true);
		return {sources: [...sources], missing};
	}

	private findSource(draft: Draft, member: string): string[] {
		const base = path.posix.join(draft.namedIn, member);
		for (const extension of sourceExtensions) {
			if (this.files.has(base + extension)) {
				return [base + extension];
			}
		}
		return this.findOrigin(draft.evaluator, base);
	}

	/** What a rule of the Makefile makes the object or its source from. */
	private findOrigin(evaluator: MakeEvaluator, base: string): string[] {
		for (const rule of evaluator.rules) {
			for (const target of rule.targets) {
				const stem = ['.c', '.o', '.S']
					.map(end => matchPattern(target, base + end))
					.find(found => found !== null);
				if (stem === undefined || target === '%') {
					continue;
				}
				const made = rule.prerequisites
					.map(file => file.replace('%', () => stem))
					.filter(file => !file.endsWith('.h') && this.files.has(file));
				if (made.length > 0) {
					return made;
				}
				// The prerequisite may hang on a string option; then it is the file of the same name.
				const directory = path.posix.dirname(base);
				const names = this.files.directories.get(directory) ?? [];
				const sibling = names.find(name => name.startsWith(`${path.posix.basename(base)}.`));
				if (sibling !== undefined && !target.includes('%')) {
					return [`${directory}/${sibling}`];
				}
			}
		}
		return [];
	}
}

function addAll(into: Set<string>, files: readonly string[]): void {
	for (const file of files) {
		into.add(file);
	}
}

/** Members of a composite, without `.o`: `x-objs`, `x-y`, `x-m` and `x-$(CONFIG_…)`. */
function listMembers(evaluator: MakeEvaluator, stem: string): string[] {
	const words = [...evaluator.readVariable(`${stem}-objs`), ...evaluator.readFamily(`${stem}-`)];
	return [...new Set(words.map(word => word.text))]
		.filter(word => word.endsWith('.o'))
		.map(word => path.posix.normalize(word.slice(0, -2)));
}

/**
 * The symbols of an entry. obj-y inside `ifdef CONFIG_X` is gated by X; obj-y without any is gated as its
 * directory is.
 */
function inheritGates(word: ConditionalWord, directory: string): OpenGate[] {
	if (word.symbols.length > 0) {
		return [word.symbols];
	}
	return [word.around.length > 0 ? word.around : directory];
}

function makeDescent(directory: string, gates: OpenGate[], word: ConditionalWord): DirectoryDraft {
	const ownGate = word.symbols[0] ?? word.around[0] ?? null;
	return {directory, gates, ownGate, at: word.at, includeDirectories: []};
}

function readIncludeDirectories(evaluator: MakeEvaluator): string[] {
	const words = [
		...evaluator.readFamily('ccflags-'),
		...evaluator.readFamily('subdir-ccflags-'),
		...evaluator.readVariable('EXTRA_CFLAGS'),
	].map(word => word.text);
	const found = new Set<string>();
	for (const [index, word] of words.entries()) {
		const directory = word === '-I' ? words[index + 1] : word.startsWith('-I') ? word.slice(2) : undefined;
		if (directory !== undefined && directory !== '') {
			found.add(path.posix.normalize(directory).replace(/\/$/, ''));
		}
	}
	return [...found];
}

function compare(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
