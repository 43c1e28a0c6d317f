/**
 * Kbuild objects: what `obj-$(CONFIG_X) += y.o` builds, from which sources, and which CONFIG symbol asks for
 * it. The rules are those of the kernel's Documentation/kbuild/makefiles.rst.
 */
import path from 'node:path';
import type {Problem} from '../../../dossier/schema.ts';
import {surveyedFolders} from '../../../dossier/surveyed-folders.ts';
import type {TreeFiles} from '../files.ts';
import type {ConditionalWord, KbuildDirectory, KbuildObject, KbuildSurvey} from './facts.ts';
import {TreeBudget} from './make-budget.ts';
import {MakeEvaluator} from './make-language.ts';
import {findSources, type ListedObject} from './object-sources.ts';

/** Objects of a tree at most: Linux 7.3 has 12 thousand. */
const mostObjects = 40_000;
/** Lines that list an object, or descend into a directory, that are kept. */
const mostGates = 100;
/** Makefiles that lead to each other; in Linux 7.3 up to 8. */
const deepestDescent = 200;

/** Gates as they are collected; a directory's path stands for "as that directory is gated". */
type OpenGate = string[] | string;

interface DirectoryDraft {
	directory: string;
	gates: OpenGate[];
	ownGate: string | null;
	at: string;
	includeDirectories: string[];
	/** Directories of `-I` flags that Makefiles above give to everything below them. */
	inherited: string[];
}

interface Draft extends ListedObject {
	at: string;
	gates: OpenGate[];
}

/** Reads every Makefile under the `tops`, descending as Kbuild does; Makefiles nobody descends into come last. */
export function readKbuild(
	tree: string,
	files: TreeFiles,
	tops: readonly string[] = surveyedFolders,
): KbuildSurvey {
	const reader = new KbuildReader(tree, files, tops);
	for (const top of tops.filter(name => files.directories.has(name))) {
		reader.enter(draftOf({directory: top, at: `${top}/Makefile`}));
	}
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
	private readonly tops: readonly string[];
	private readonly drafts = new Map<string, Draft>();
	private readonly directories = new Map<string, DirectoryDraft>();
	private readonly included = new Set<string>();
	private readonly otherSources = new Set<string>();
	private readonly problems: Problem[] = [];
	private readonly budget = new TreeBudget();
	private readonly refused = new Set<string>();
	/** The Makefiles that were read, and how many of the problems of each were taken. */
	private readonly evaluators: {evaluator: MakeEvaluator; taken: number}[] = [];
	/** How many Makefiles lead to the one that is read, one to the next. */
	private depth = 0;

	constructor(tree: string, files: TreeFiles, tops: readonly string[]) {
		this.tree = tree;
		this.files = files;
		this.tops = tops;
	}

	enter(directory: DirectoryDraft): void {
		const known = this.directories.get(directory.directory);
		if (known !== undefined) {
			if (known.gates.length < mostGates) known.gates.push(...directory.gates);
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
		const evaluator = new MakeEvaluator(this.tree, directory.directory, this.budget);
		evaluator.readFile(makefile);
		for (const file of evaluator.files) {
			this.included.add(file);
		}
		this.takeProblems(evaluator, 0);
		this.evaluators.push({evaluator, taken: evaluator.problems.length});
		const forBelow = readIncludeDirectories(evaluator, ['subdir-ccflags-']);
		const own = readIncludeDirectories(evaluator, ['ccflags-', 'CFLAGS_', 'EXTRA_CFLAGS']);
		directory.includeDirectories = [...new Set([...own, ...forBelow, ...directory.inherited])];
		this.readObjects(directory, evaluator, [...new Set([...forBelow, ...directory.inherited])]);
	}

	/** A Makefile that no other one leads to: arch Makefiles descend too, and broken trees have holes. */
	enterUnreached(directory: string): void {
		const makefile = findMakefile(this.files, directory);
		if (makefile === null || this.directories.has(directory) || this.included.has(makefile)) {
			return;
		}
		const evaluator = new MakeEvaluator(this.tree, directory, this.budget);
		evaluator.readFile(makefile);
		if (['obj-', 'lib-'].every(base => evaluator.readFamily(base).length === 0)) {
			return;
		}
		this.enter(draftOf({directory, at: makefile}));
	}

	/** Takes the problems of a Makefile, from one on: lists are expanded when they are asked for, and may have more. */
	private takeProblems({problems}: MakeEvaluator, from: number): void {
		for (const {where, problem} of problems.slice(from)) {
			this.problems.push({source: 'kbuild', where, problem});
		}
	}

	finish(): KbuildSurvey {
		const objects: KbuildObject[] = [];
		for (const draft of this.drafts.values()) {
			const {sources, missing} = findSources(draft, this.files);
			objects.push({
				directory: draft.directory,
				name: draft.name,
				at: draft.at,
				namedIn: draft.namedIn,
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
		for (const {evaluator, taken} of this.evaluators) this.takeProblems(evaluator, taken);
		objects.sort((one, other) => compare(`${one.directory}/${one.name}`, `${other.directory}/${other.name}`));
		const directories = new Map<string, KbuildDirectory>();
		for (const [name, directory] of this.directories) {
			const {inherited: _, ...known} = directory;
			directories.set(name, {...known, gates: this.closeGates(directory.gates, new Set([name]))});
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

	private readObjects(
		directory: DirectoryDraft,
		evaluator: MakeEvaluator,
		forBelow: readonly string[],
	): void {
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
			if (this.depth === deepestDescent) {
				this.refuse(descent.at, `is reached through more than ${deepestDescent} Makefiles: not followed`);
			} else if (this.files.directories.has(descent.directory)) {
				this.depth++;
				this.enter({...descent, inherited: [...forBelow]});
				this.depth--;
			} else if (this.isInside(descent.directory)) {
				this.problems.push({
					source: 'kbuild',
					where: descent.at,
					problem: `descends into ${descent.directory}, which is not there`,
				});
			}
		}
	}

	private isInside(file: string): boolean {
		return this.tops.some(top => file.startsWith(`${top}/`));
	}

	private addObject(
		stem: string,
		gates: OpenGate[],
		at: string,
		namedIn: string,
		evaluator: MakeEvaluator,
	): void {
		// A few Makefiles list objects of other trees (tools/testing/…): no drivers of this one.
		if (!this.isInside(stem)) {
			return;
		}
		const known = this.drafts.get(stem);
		if (known === undefined) {
			if (this.drafts.size === mostObjects) {
				this.refuse(at, `the tree has more than ${mostObjects} objects: the others are left out`);
				return;
			}
			const directory = path.posix.dirname(stem);
			this.drafts.set(stem, {directory, name: path.posix.basename(stem), at, gates, evaluator, namedIn});
			return;
		}
		if (known.gates.length < mostGates) known.gates.push(...gates);
	}

	/** Says once that something is too much. */
	private refuse(where: string, problem: string): void {
		if (!this.refused.has(problem)) this.problems.push({source: 'kbuild', where, problem});
		this.refused.add(problem);
	}

	private readOthers(directory: string, evaluator: MakeEvaluator): void {
		const archived = evaluator.readFamily('lib-').map(word => word.text);
		// `targets` names what the rules of a Makefile make on the way to something else: it links nothing.
		const always = ['always-', 'extra-'].flatMap(base => evaluator.readFamily(base).map(word => word.text));
		for (const name of [...archived, ...always]) {
			if (name.endsWith('.o')) {
				const object = {directory, name: name.slice(0, -2), namedIn: directory, evaluator};
				const {sources} = findSources(object, this.files);
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
	return {...draftOf({directory, at: word.at}), gates, ownGate};
}

function draftOf({directory, at}: {directory: string; at: string}): DirectoryDraft {
	return {directory, gates: [], ownGate: null, at, includeDirectories: [], inherited: []};
}

/** The directories of `-I` in flags: `bases` are variables, or beginnings of their names where they end with a mark. */
function readIncludeDirectories(evaluator: MakeEvaluator, bases: readonly string[]): string[] {
	const words = bases
		.flatMap(base => [
			...evaluator.readVariable(base),
			...(base.endsWith('-') ? evaluator.readFamily(base) : []),
			...(base.endsWith('_') ? evaluator.readStartingWith(base) : []),
		])
		.map(word => word.text);
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
