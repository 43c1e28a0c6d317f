/** From which sources Kbuild links an object: its own, those of a composite's list, or what a rule makes it from. */
import path from 'node:path';
import type {TreeFiles} from '../files.ts';
import type {MakeEvaluator} from './make-language.ts';
import {matchPattern} from './make-words.ts';

/** An object as a Makefile lists it. */
export interface ListedObject {
	directory: string;
	/** Without `.o`. */
	name: string;
	/** The directory whose Makefile names it: composites are looked up there. */
	namedIn: string;
	/** That Makefile, read. */
	evaluator: MakeEvaluator;
}

/** Objects that one is linked from at most; amdgpu, the largest of Linux 7.3, has 700. */
const mostMembers = 5000;

const sourceExtensions = ['.c', '.S', '.rs', '.c_shipped', '.S_shipped'];

/** The sources of an object, and the members of it for which no source was found. */
export function findSources(object: ListedObject, files: TreeFiles): {sources: string[]; missing: string[]} {
	const sources = new Set<string>();
	const missing: string[] = [];
	const seen = new Set<string>();
	// Composites may be named with or without the sub-directory of a `dir/x.o` entry.
	const stem = path.posix.relative(object.namedIn, path.posix.join(object.directory, object.name));
	const visit = (member: string, isTop: boolean): void => {
		if (seen.has(member) || seen.size > mostMembers) {
			return;
		}
		seen.add(member);
		const parts = listMembers(object.evaluator, member);
		const own = findSource(object, member, files);
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

function findSource(object: ListedObject, member: string, files: TreeFiles): string[] {
	const base = path.posix.join(object.namedIn, member);
	const beside = besideStem(base, files);
	return beside.length > 0 ? beside : findOrigin(object.evaluator, base, files);
}

/** The source that lies beside an object, where there is one. */
function besideStem(base: string, files: TreeFiles): string[] {
	const extension = sourceExtensions.find(end => files.has(base + end));
	return extension === undefined ? [] : [base + extension];
}

/** What a rule of the Makefile makes the object or its source from. */
function findOrigin(evaluator: MakeEvaluator, base: string, files: TreeFiles): string[] {
	for (const rule of evaluator.rules) {
		if (!evaluator.spend(rule.targets.length)) break;
		for (const target of rule.targets) {
			const stem = ['.c', '.o', '.S']
				.map(end => matchPattern(target, base + end))
				.find(found => found !== null);
			if (stem === undefined || target === '%') {
				continue;
			}
			const made = rule.prerequisites
				.map(file => file.replace('%', () => stem))
				// An object that objcopy changes is made from its own source.
				.flatMap(file => (file.endsWith('.o') ? besideStem(file.slice(0, -2), files) : [file]))
				.filter(file => !file.endsWith('.h') && files.has(file));
			if (made.length > 0) {
				return made;
			}
			// The prerequisite may hang on a string option; then it is the file of the same name.
			const directory = path.posix.dirname(base);
			const names = files.directories.get(directory) ?? [];
			const sibling = names.find(name => name.startsWith(`${path.posix.basename(base)}.`));
			if (sibling !== undefined && !target.includes('%')) {
				return [`${directory}/${sibling}`];
			}
		}
	}
	return [];
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
