/**
 * The part of GNU make that Kbuild Makefiles are written in, evaluated for all configurations at once: a
 * `$(CONFIG_X)` expands to a mark instead of a value, every branch of a conditional is taken, and each word
 * remembers the symbols it needs. See "How to Use Variables" and "Functions" in the GNU make manual.
 */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {describeError} from '../file-errors.ts';
import {compileGlob} from '../glob.ts';
import {callTextFunction, countArguments} from './make-functions.ts';
import {addConditions, markValue, splitWords, substitutePattern, takeMarks} from './make-words.ts';

/** A word of a list and the CONFIG symbols (without `CONFIG_`) it needs, the most specific first. */
export interface ConditionalWord {
	text: string;
	/** Symbols of the variables and keys the word came through. */
	symbols: string[];
	/** Symbols of the conditionals around the line it was written on. */
	around: string[];
	/** `file:line` where the word's outermost line starts. */
	at: string;
}

/** What a rule of the Makefile makes: `$(obj)/x.c: $(src)/x.map` says that x.c is not on disk. */
export interface MakeRule {
	targets: string[];
	prerequisites: string[];
}

/** A place that could not be read or understood. */
export interface MakeProblem {
	where: string;
	problem: string;
}

interface Part {
	text: string;
	around: readonly string[];
	at: string;
}

interface Variable {
	simple: boolean;
	parts: Part[];
}

interface Branch {
	/** Symbols this branch needs, and those its `else` needs. */
	needed: string[];
	otherwise: string[];
}

const maximumDepth = 60;

/** Cuts at top-level commas: those inside `$(…)`, `(…)` or `{…}` belong to the argument. */
function splitArguments(text: string, limit: number): string[] {
	const found: string[] = [];
	let depth = 0;
	let start = 0;
	for (let index = 0; index < text.length && found.length < limit - 1; index++) {
		const character = text[index];
		if (character === '(' || character === '{') {
			depth++;
		} else if (character === ')' || character === '}') {
			depth--;
		} else if (character === ',' && depth === 0) {
			found.push(text.slice(start, index));
			start = index + 1;
		}
	}
	found.push(text.slice(start));
	return found;
}

/** End of the reference that opens at `open` (a parenthesis or brace), or -1 when it is never closed. */
function findClosing(text: string, open: number): number {
	const opening = text[open];
	const closing = opening === '(' ? ')' : '}';
	let depth = 0;
	for (let index = open; index < text.length; index++) {
		if (text[index] === opening) {
			depth++;
		} else if (text[index] === closing && --depth === 0) {
			return index;
		}
	}
	return -1;
}

function stripComment(line: string): string {
	const hash = line.indexOf('#');
	if (hash < 0) {
		return line;
	}
	for (let index = hash; index >= 0 && index < line.length; index = line.indexOf('#', index + 1)) {
		if (line[index - 1] !== '\\') {
			return line.slice(0, index);
		}
	}
	return line;
}

interface Assignment {
	name: string;
	operator: string;
	value: string;
}

/** Splits `NAME op VALUE`; null when the line assigns nothing, `rule` where a colon comes first. */
function splitAssignment(line: string): Assignment | 'rule' | null {
	for (let index = 0; index < line.length; index++) {
		const character = line[index];
		if (character === '$' && (line[index + 1] === '(' || line[index + 1] === '{')) {
			const end = findClosing(line, index + 1);
			if (end < 0) {
				return null;
			}
			index = end;
			continue;
		}
		const operator = /^(?::{0,3}=|\+=|\?=|!=)/.exec(line.slice(index, index + 4))?.[0];
		if (operator !== undefined) {
			const name = line
				.slice(0, index)
				.trim()
				.replace(/^(?:export|override|private)\s+/, '');
			return {name, operator, value: line.slice(index + operator.length).trim()};
		}
		if (character === ':') {
			return 'rule';
		}
	}
	return null;
}

const functionNames = new Set(
	(
		'subst patsubst strip findstring filter filter-out sort word words wordlist firstword lastword ' +
		'dir notdir suffix basename addsuffix addprefix join wildcard realpath abspath if or and foreach ' +
		'call value eval origin flavor shell error warning info file let intcmp'
	).split(' '),
);

/** Evaluates one directory's Makefile with all it includes. */
export class MakeEvaluator {
	readonly problems: MakeProblem[] = [];
	readonly rules: MakeRule[] = [];
	/** Every file read, relative to the tree. */
	readonly files: string[] = [];
	private readonly tree: string;
	private readonly directory: string;
	private readonly variables = new Map<string, Variable>();
	/** `x-` → the keys `x-y`, `x-m`, `x-$(CONFIG_A)`… that were assigned. */
	private readonly families = new Map<string, string[]>();
	/** `x-yy` → the keys that make would call so when their symbols are set: `x-y$(CONFIG_A)`. */
	private readonly aliases = new Map<string, string[]>();
	private readonly locals: Map<string, string>[] = [];
	private conditions: Branch[] = [];
	private depth = 0;
	private readonly expanding = new Set<string>();
	private place: string;
	private readonly reading = new Set<string>();

	/** `directory` is relative to `tree`, which is the kernel's top directory. */
	constructor(tree: string, directory: string) {
		this.tree = tree;
		this.directory = directory;
		this.place = directory;
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
			this.variables.set(name, {simple: true, parts: [{text, around: [], at: directory}]});
		}
	}

	/** Reads one Makefile, `file` relative to the tree. Returns false when it can't be read. */
	readFile(file: string): boolean {
		if (this.reading.has(file)) {
			return true;
		}
		let text: string;
		try {
			text = readFileSync(path.join(this.tree, file), 'utf8');
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
		const outside = this.conditions;
		this.conditions = [];
		this.evaluateLines(text, file, 1);
		if (this.conditions.length > 0) {
			this.problems.push({where: file, problem: 'a conditional is never closed'});
		}
		this.conditions = outside;
		this.reading.delete(file);
		return true;
	}

	/** The words of a list variable with all its variants: `obj-` reads obj-y, obj-m and obj-$(CONFIG_X). */
	readFamily(base: string): ConditionalWord[] {
		const found: ConditionalWord[] = [];
		for (const key of this.families.get(base) ?? []) {
			const own = takeMarks(key).values;
			for (const part of this.variables.get(key)?.parts ?? []) {
				this.collectWords(this.expand(part.text), own, part, found);
			}
		}
		return found;
	}

	/** The words of one variable under exactly this name. */
	readVariable(name: string): ConditionalWord[] {
		const found: ConditionalWord[] = [];
		for (const part of this.variables.get(name)?.parts ?? []) {
			this.collectWords(this.expand(part.text), [], part, found);
		}
		return found;
	}

	private collectWords(text: string, own: readonly string[], part: Part, found: ConditionalWord[]): void {
		for (const word of splitWords(text)) {
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
		const lines = text.split('\n');
		let inRule = false;
		let define: {name: string; lines: string[]; depth: number; at: string} | null = null;
		for (let index = 0; index < lines.length; index++) {
			const at = firstLine === null ? file : `${file}:${firstLine + index}`;
			let line = lines[index]!.replace(/\r$/, '');
			if (define !== null) {
				if (/^\s*define\b/.test(line)) {
					define.depth++;
				} else if (/^\s*endef\b/.test(line) && --define.depth === 0) {
					this.assign(define.name, '=', define.lines.join('\n'), define.at);
					define = null;
					continue;
				}
				define.lines.push(line);
				continue;
			}
			const isRecipe = line.startsWith('\t') && inRule;
			while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line) && index + 1 < lines.length) {
				index++;
				line = `${line.slice(0, -1)} ${lines[index]!.replace(/\r$/, '').trimStart()}`;
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
			if (this.evaluateConditional(line, at)) {
				continue;
			}
			inRule = this.evaluateLine(line, at);
		}
		if (define !== null) {
			this.problems.push({where: define.at, problem: `define ${define.name} is never closed`});
		}
	}

	private evaluateConditional(line: string, at: string): boolean {
		const word = /^(ifdef|ifndef|ifeq|ifneq|else|endif)(?=$|[\s(])\s*(.*)$/.exec(line);
		if (!word) {
			return false;
		}
		const [, keyword, rest] = word;
		if (keyword === 'endif') {
			if (this.conditions.pop() === undefined) {
				this.problems.push({where: at, problem: 'endif without a conditional'});
			}
		} else if (keyword === 'else') {
			const before = this.conditions.pop();
			if (before === undefined) {
				this.problems.push({where: at, problem: 'else without a conditional'});
				this.conditions.push({needed: [], otherwise: []});
				return true;
			}
			const next = /^(ifdef|ifndef|ifeq|ifneq)\s*(.*)$/.exec(rest!);
			const branch = next ? this.readCondition(next[1]!, next[2]!) : {needed: [], otherwise: []};
			this.conditions.push({
				needed: [...before.otherwise, ...branch.needed],
				otherwise: [...before.otherwise, ...branch.otherwise],
			});
		} else {
			this.conditions.push(this.readCondition(keyword!, rest!));
		}
		return true;
	}

	private readCondition(keyword: string, rest: string): Branch {
		if (keyword === 'ifdef' || keyword === 'ifndef') {
			const symbol = /^CONFIG_(\w+)/.exec(rest.trim())?.[1];
			const needed = symbol === undefined ? [] : [symbol];
			return keyword === 'ifdef' ? {needed: needed, otherwise: []} : {needed: [], otherwise: needed};
		}
		const [left, right] = this.readComparison(rest);
		const marked = takeMarks(`${left} ${right}`);
		const symbols = [...marked.values, ...marked.conditions];
		const plain = marked.text.trim();
		const comparesWithSet = /^[ymY_ ]+$/.test(plain);
		const comparesWithUnset = plain === '' || plain === 'n';
		const isEqual = keyword === 'ifeq';
		if (symbols.length === 0 || (!comparesWithSet && !comparesWithUnset)) {
			return {needed: [], otherwise: []};
		}
		return isEqual === comparesWithSet ? {needed: symbols, otherwise: []} : {needed: [], otherwise: symbols};
	}

	private readComparison(rest: string): [string, string] {
		const text = rest.trim();
		if (text.startsWith('(')) {
			const end = findClosing(text, 0);
			const [left = '', right = ''] = splitArguments(text.slice(1, end < 0 ? undefined : end), 2);
			return [this.expand(left), this.expand(right)];
		}
		const quoted = /^(["'])(.*?)\1\s*(["'])(.*?)\3/.exec(text);
		return [this.expand(quoted?.[2] ?? ''), this.expand(quoted?.[4] ?? '')];
	}

	/** Returns whether the line opens a rule, so that tabs after it start a recipe. */
	private evaluateLine(line: string, at: string): boolean {
		this.place = at;
		const include = /^([-s]?)include\s+(.+)$/.exec(line);
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
		this.assign(assignment.name, assignment.operator, assignment.value, at);
		return false;
	}

	private readRule(line: string): void {
		const expanded = takeMarks(this.expand(line)).text;
		const colon = expanded.indexOf(':');
		this.rules.push({
			targets: splitWords(expanded.slice(0, colon)).map(target => path.posix.normalize(target)),
			prerequisites: splitWords(expanded.slice(colon + 1)).map(file => path.posix.normalize(file)),
		});
	}

	private include(file: string, at: string, optional: boolean): void {
		const fromTop = path.posix.normalize(file);
		const candidates = [fromTop, path.posix.join(this.directory, file)];
		for (const candidate of candidates) {
			if (!candidate.startsWith('..') && isReadable(path.join(this.tree, candidate))) {
				this.readFile(candidate);
				return;
			}
		}
		if (!optional && !file.includes('$')) {
			this.problems.push({where: at, problem: `includes ${fromTop}, which is not there`});
		}
	}

	private assign(name: string, operator: string, value: string, at: string): void {
		const key = takeMarks(this.expand(name));
		let family = key.text.trim();
		// A key such as obj-$(CONFIG_A)$(CONFIG_B) needs both; make would concatenate their values.
		if (key.values.length > 0) {
			family = `${family}${key.values.map(markValue).join('')}`;
		}
		if (family === '' || operator === '!=') {
			return;
		}
		const around = [...key.conditions, ...this.conditions.flatMap(branch => branch.needed).reverse()];
		const existing = this.variables.get(family);
		const simple =
			operator === ':=' || operator === '::=' || (operator === '+=' && existing?.simple === true);
		const part: Part = {text: simple ? this.expand(value) : value, around, at};
		const listName = /-(?:y|m|objs|)(?:\uE000.*)?$/.test(family);
		const appends = operator === '+=' || (this.conditions.length > 0 && listName);
		if (operator === '?=' && existing !== undefined) {
			return;
		}
		if (existing !== undefined && appends) {
			existing.parts.push(part);
		} else {
			this.variables.set(family, {simple, parts: [part]});
		}
		const base = /^(.*-)(?:[ym]?|\uE000.*)$/.exec(family)?.[1];
		if (base !== undefined) {
			addKey(this.families, base, family);
		} else if (key.values.length > 0) {
			addKey(this.aliases, key.text.trim() + 'y'.repeat(key.values.length), family);
			addKey(this.aliases, `${key.text.trim()}m`, family);
		}
	}

	private expand(text: string): string {
		if (!text.includes('$')) {
			return text;
		}
		if (this.depth > maximumDepth) {
			return '';
		}
		this.depth++;
		let result = '';
		let index = 0;
		while (index < text.length) {
			const dollar = text.indexOf('$', index);
			if (dollar < 0 || dollar === text.length - 1) {
				result += text.slice(index);
				break;
			}
			result += text.slice(index, dollar);
			const next = text[dollar + 1]!;
			if (next === '$') {
				result += '$';
				index = dollar + 2;
			} else if (next === '(' || next === '{') {
				const end = findClosing(text, dollar + 1);
				if (end < 0) {
					result += text.slice(dollar);
					break;
				}
				result += this.expandReference(text.slice(dollar + 2, end));
				index = end + 1;
			} else {
				result += this.lookUp(next);
				index = dollar + 2;
			}
		}
		this.depth--;
		return result;
	}

	private expandReference(inside: string): string {
		const call = /^\s*([a-z-]+)\s+([\s\S]*)$/.exec(inside);
		if (call && functionNames.has(call[1]!)) {
			return this.callFunction(call[1]!, call[2]!);
		}
		const name = this.expand(inside).trim();
		const substitution = /^([^:]+):([^=]*)=(.*)$/.exec(name);
		if (substitution) {
			const [, variable, from, to] = substitution as unknown as [string, string, string, string];
			const hasPercent = from.includes('%');
			return substitutePattern(
				hasPercent ? from : `%${from}`,
				hasPercent ? to : `%${to}`,
				this.lookUp(variable),
			);
		}
		return this.lookUp(name);
	}

	private lookUp(name: string): string {
		for (let index = this.locals.length - 1; index >= 0; index--) {
			const local = this.locals[index]!.get(name);
			if (local !== undefined) {
				return local;
			}
		}
		if (name.startsWith('CONFIG_')) {
			return markValue(name.slice('CONFIG_'.length));
		}
		const base = /^(.+-)[ym]?$/.exec(name)?.[1];
		const keys =
			base === undefined ? [name, ...(this.aliases.get(name) ?? [])] : (this.families.get(base) ?? []);
		// A variable that refers to itself, which make refuses, would grow without end.
		if (this.expanding.has(name)) {
			return '';
		}
		this.expanding.add(name);
		const pieces: string[] = [];
		for (const key of keys) {
			const own = key === name ? [] : takeMarks(key).values;
			for (const part of this.variables.get(key)?.parts ?? []) {
				const text = this.expand(part.text);
				const needed = [...own, ...part.around];
				pieces.push(needed.length === 0 ? text : addConditions(text, needed));
			}
		}
		this.expanding.delete(name);
		return pieces.join(' ');
	}

	private callFunction(name: string, text: string): string {
		switch (name) {
			case 'foreach': {
				const [variable = '', list = '', body = ''] = splitArguments(text, 3);
				return splitWords(this.expand(list))
					.map(word => this.withLocals(new Map([[this.expand(variable).trim(), word]]), body))
					.join(' ');
			}
			case 'call': {
				const [called = '', ...values] = splitArguments(text, Number.POSITIVE_INFINITY);
				const bound = new Map(values.map((value, index) => [String(index + 1), this.expand(value)]));
				const body = this.variables.get(this.expand(called).trim());
				return body === undefined ? '' : this.withLocals(bound, body.parts.map(part => part.text).join(' '));
			}
			case 'eval':
				this.evaluateLines(this.expand(text), this.place, null);
				return '';
			case 'if': {
				const [condition = '', chosen = '', otherwise = ''] = splitArguments(text, 3);
				const value = this.expand(condition).trim();
				const marked = takeMarks(value);
				const symbols = [...marked.values, ...marked.conditions];
				if (symbols.length === 0) {
					return this.expand(value === '' ? otherwise : chosen);
				}
				const result = this.expand(chosen).trim();
				return /^[ym]$/.test(result)
					? symbols.map(markValue).join('')
					: `${addConditions(result, symbols)} ${this.expand(otherwise)}`.trim();
			}
			default:
				return callTextFunction(
					name,
					splitArguments(text, countArguments(name)).map(part => this.expand(part)),
					pattern => this.listWildcard(pattern),
				);
		}
	}

	private withLocals(bound: Map<string, string>, body: string): string {
		this.locals.push(bound);
		const result = this.expand(body);
		this.locals.pop();
		return result;
	}

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

function addKey(index: Map<string, string[]>, name: string, key: string): void {
	const keys = index.get(name);
	if (keys === undefined) {
		index.set(name, [key]);
	} else if (!keys.includes(key)) {
		keys.push(key);
	}
}

function isReadable(file: string): boolean {
	return statSync(file, {throwIfNoEntry: false})?.isFile() === true;
}
