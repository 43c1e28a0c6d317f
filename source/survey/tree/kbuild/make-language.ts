/**
 * The part of GNU make that Kbuild Makefiles are written in, evaluated for all configurations at once: a
 * `$(CONFIG_X)` expands to a mark instead of a value, every branch of a conditional is taken, and each word
 * remembers the symbols it needs. See "How to Use Variables" and "Functions" in the GNU make manual.
 */
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {isFile, languageLargest, readTreeFile} from '../../input-file.ts';
import {describeError} from '../file-errors.ts';
import {compileGlob} from '../glob.ts';
import type {ConditionalWord, MakeProblem, MakeRule} from './facts.ts';
import {MakeBudget, mostRules, TreeBudget} from './make-budget.ts';
import {Conditionals} from './make-conditionals.ts';
import {MakeExpander} from './make-expander.ts';
import {type Assignment, splitAssignment, stripComment} from './make-syntax.ts';
import {MakeVariables, type ValuePart} from './make-variables.ts';
import {splitWords, takeMarks} from './make-words.ts';

/** Lines that `$(eval …)` or a reference makes, which make such lines again. */
const deepestLines = 60;

/** Evaluates one directory's Makefile with all it includes. */
export class MakeEvaluator {
	readonly problems: MakeProblem[] = [];
	readonly rules: MakeRule[] = [];
	/** Every file read, relative to the tree. */
	readonly files: string[] = [];
	private readonly tree: string;
	private readonly directory: string;
	private readonly variables = new MakeVariables();
	private readonly expander: MakeExpander;
	private conditionals: Conditionals;
	/** Where the line that is evaluated stands. */
	private place: string;
	private readonly reading = new Set<string>();
	private readonly budget: MakeBudget;
	/** How deep lines are evaluated that lines expanded to. */
	private depth = 0;

	/** `directory` is relative to `tree`, which is the kernel's top directory; `budget` is what the whole tree may take. */
	constructor(tree: string, directory: string, budget = new TreeBudget()) {
		this.tree = tree;
		this.directory = directory;
		this.place = directory;
		this.budget = new MakeBudget(budget, directory, this.problems);
		for (const [name, text] of [
			['srctree', '.'],
			['objtree', '.'],
			['src', directory],
			['obj', directory],
			['srcroot', '.'],
			['comma', ','],
			['space', ' '],
			['empty', ''],
		] as const) {
			this.variables.preset(name, text, directory);
		}
		this.expander = new MakeExpander(
			this.variables,
			{
				evaluate: text => this.evaluateLines(text, this.place, null),
				listWildcard: pattern => this.listWildcard(pattern),
			},
			this.budget,
		);
		this.conditionals = new Conditionals(this.expand);
	}

	/** Reads one Makefile, `file` relative to the tree. Returns false when it can't be read. */
	readFile(file: string): boolean {
		if (this.reading.has(file)) {
			return true;
		}
		let text: string;
		try {
			text = readTreeFile(this.tree, file, {largest: languageLargest});
		} catch (error) {
			this.problems.push({where: file, problem: `can't be read: ${describeError(error)}`});
			return false;
		}
		if (text.includes('\0')) {
			this.problems.push({where: file, problem: 'is not a text file'});
			return false;
		}
		this.reading.add(file);
		this.files.push(file);
		const outside = this.conditionals;
		this.conditionals = new Conditionals(this.expand);
		this.evaluateLines(text, file, 1);
		if (this.conditionals.isOpen) {
			this.problems.push({where: file, problem: 'a conditional is never closed'});
		}
		this.conditionals = outside;
		this.reading.delete(file);
		return true;
	}

	/** Takes steps of what the Makefile may take; false where there are no more. */
	spend(steps: number): boolean {
		return this.budget.spend(steps);
	}

	/** The words of a list variable with all its variants: `obj-` reads obj-y, obj-m and obj-$(CONFIG_X). */
	readFamily(base: string): ConditionalWord[] {
		const found: ConditionalWord[] = [];
		for (const key of this.variables.familyOf(base)) {
			const own = takeMarks(key).values;
			for (const part of this.variables.partsOf(key) ?? []) {
				this.collectWords(this.expand(part.text), own, part, found);
			}
		}
		return found;
	}

	/** The words of every variable whose name starts so, such as `CFLAGS_` with an object's name behind it. */
	readStartingWith(start: string): ConditionalWord[] {
		return this.variables.namesStartingWith(start).flatMap(name => this.readVariable(name));
	}

	/** The words of one variable under exactly this name. */
	readVariable(name: string): ConditionalWord[] {
		const found: ConditionalWord[] = [];
		for (const part of this.variables.partsOf(name) ?? []) {
			this.collectWords(this.expand(part.text), [], part, found);
		}
		return found;
	}

	private collectWords(
		text: string,
		own: readonly string[],
		part: ValuePart,
		found: ConditionalWord[],
	): void {
		for (const word of splitWords(text)) {
			if (!this.budget.spend(1)) return;
			const {text: bare, values, conditions} = takeMarks(word);
			if (bare !== '') {
				found.push({
					text: bare,
					symbols: [...conditions, ...values, ...own],
					around: [...part.around],
					at: part.at,
				});
			}
		}
	}

	private evaluateLines(text: string, file: string, firstLine: number | null): void {
		if (this.depth === deepestLines) {
			this.budget.say('has lines that make lines without end: left out');
			return;
		}
		this.depth++;
		this.readLines(text, file, firstLine);
		this.depth--;
	}

	private readLines(text: string, file: string, firstLine: number | null): void {
		const lines = text.split('\n');
		let inRule = false;
		let define: {name: string; lines: string[]; depth: number; at: string} | null = null;
		for (let index = 0; index < lines.length; index++) {
			const at = firstLine === null ? file : `${file}:${firstLine + index}`;
			let line = lines[index]!.replace(/\r$/, '');
			if (!this.budget.spend(1)) break;
			if (define !== null) {
				if (/^\s*define\b/.test(line)) {
					define.depth++;
				} else if (/^\s*endef\b/.test(line) && --define.depth === 0) {
					this.assign({name: define.name, operator: '=', value: define.lines.join('\n')}, define.at);
					define = null;
					continue;
				}
				define.lines.push(line);
				continue;
			}
			const isRecipe = line.startsWith('\t') && inRule;
			if (isContinued(line)) {
				const parts: string[] = [];
				while (isContinued(line) && index + 1 < lines.length) {
					parts.push(line.slice(0, -1));
					line = lines[++index]!.replace(/\r$/, '').trimStart();
				}
				line = [...parts, line].join(' ');
			}
			if (isRecipe) {
				continue;
			}
			line = stripComment(line).trim();
			if (line === '') {
				continue;
			}
			const opening = /^(?:override\s+)?define\s+(\S+)/.exec(line);
			if (opening) {
				define = {name: this.expand(opening[1]!), lines: [], depth: 1, at};
				continue;
			}
			if (this.conditionals.takeLine(line, at, this.problems)) {
				continue;
			}
			inRule = this.evaluateLine(line, at);
		}
		if (define !== null) {
			this.problems.push({where: define.at, problem: `define ${define.name} is never closed`});
		}
	}

	/** Returns whether the line opens a rule, so that tabs after it start a recipe. */
	private evaluateLine(line: string, at: string): boolean {
		this.place = at;
		const include = /^([-s]?)include\s+(\S[\s\S]*)$/.exec(line);
		if (include) {
			for (const file of splitWords(takeMarks(this.expand(include[2]!)).text)) {
				this.include(file, at, include[1] !== '');
			}
			return false;
		}
		const assignment = splitAssignment(line);
		if (assignment === null) {
			const rest = this.expand(line);
			if (rest.trim() !== '' && rest !== line) {
				this.evaluateLines(rest, at, null);
			}
			return false;
		}
		if (assignment === 'rule') {
			this.readRule(line);
			return true;
		}
		this.assign(assignment, at);
		return false;
	}

	private readRule(line: string): void {
		const expanded = takeMarks(this.expand(line)).text;
		const colon = expanded.indexOf(':');
		if (this.rules.length === mostRules) {
			this.budget.say(`has more than ${mostRules} rules: the others are left out`);
			return;
		}
		this.rules.push({
			targets: splitWords(expanded.slice(0, colon)).map(target => path.posix.normalize(target)),
			prerequisites: splitWords(expanded.slice(colon + 1)).map(file => path.posix.normalize(file)),
		});
	}

	private include(file: string, at: string, optional: boolean): void {
		const fromTop = path.posix.normalize(file);
		const candidates = [fromTop, path.posix.join(this.directory, file)];
		for (const candidate of candidates) {
			if (!candidate.startsWith('..') && isFile(path.join(this.tree, candidate))) {
				if (this.reading.has(candidate) || this.budget.include()) this.readFile(candidate);
				return;
			}
		}
		if (!optional && !file.includes('$')) {
			this.problems.push({where: at, problem: `includes ${fromTop}, which is not there`});
		}
	}

	private assign({name, operator, value}: Assignment, at: string): void {
		const key = this.expand(name);
		const {isOpen} = this.conditionals;
		const needed = this.conditionals.needed();
		this.variables.assign({name: key, operator, value, needed, isConditional: isOpen, at}, this.expand);
	}

	private readonly expand = (text: string): string => this.expander.expand(text);

	private listWildcard(pattern: string): string[] {
		const directory = path.posix.dirname(path.posix.normalize(pattern));
		const name = path.posix.basename(pattern);
		if (directory.startsWith('..') || /[*?[]/.test(directory)) {
			return [];
		}
		const glob = compileGlob(name);
		try {
			return readdirSync(path.join(this.tree, directory))
				.filter(file => glob.test(file))
				.map(file => `${directory}/${file}`)
				.sort();
		} catch {
			return [];
		}
	}
}

/** Whether a line goes on: behind an odd number of backslashes. */
function isContinued(line: string): boolean {
	let end = line.length;
	while (end > 0 && line[end - 1] === '\\') end--;
	return (line.length - end) % 2 === 1;
}
