/** The Kconfig symbols of a whole tree, all architectures at once. */

import {readdirSync} from 'node:fs';
import path from 'node:path';
import {
	canBeTrue,
	type Expression,
	type IsPossible,
	parseExpression,
} from '../../../dossier/options/expression.ts';
import type {Problem} from '../../../dossier/schema.ts';
import {isSurveyed} from '../../../dossier/surveyed-folders.ts';
import {isFile, languageLargest, readTreeFile} from '../../input-file.ts';
import {addTo} from '../../key-sets.ts';
import {describeError} from '../file-errors.ts';
import {compileGlob} from '../glob.ts';
import {type Condition, type Definition, parseKconfig, type Scope, type SourceLine} from './file.ts';

export type {Condition, Definition, Scope} from './file.ts';

/** All definitions of a tree, and what follows from them. */
export interface KconfigSurvey {
	/** Symbol → its definitions, in the order in which the menus are read. */
	symbols: Map<string, Definition[]>;
	/** Kconfig file → the prompt of the first menu it opens. */
	menus: Map<string, string>;
	problems: Problem[];
}

/**
 * Reads the tree from its top Kconfig, with every architecture in the place of `$(SRCARCH)`. A file sourced
 * twice counts in the first place. Kconfig files of the surveyed folders that nothing sources are read last, without
 * conditions, so that a tree without a top Kconfig still gives what it has.
 */
export function readKconfig(tree: string, extraFiles: readonly string[] = []): KconfigSurvey {
	const reader = new TreeReader(tree);
	const outermost: Scope = {outer: null, conditions: [], menu: null};
	reader.read('Kconfig', outermost, false);
	reader.readDeferred();
	for (const file of extraFiles) {
		reader.read(file, outermost, true);
	}
	return {symbols: reader.symbols, menus: reader.menus, problems: reader.problems};
}

/** Files that source each other; in Linux 7.3 up to 8. */
const deepestSource = 100;
/** Entries of a tree; Linux 7.3 has 21 thousand. */
const mostDefinitions = 200_000;
/** Entries of one symbol; in Linux 7.3 up to 21. */
const mostOfSymbol = 500;
/** Linux 7.3 has 21. */
const mostArchitectures = 64;

class TreeReader {
	readonly symbols = new Map<string, Definition[]>();
	readonly menus = new Map<string, string>();
	readonly problems: Problem[] = [];
	private readonly tree: string;
	private readonly seen = new Set<string>();
	private readonly deferred: SourceLine[] = [];
	private architectures: string[] | null = null;
	private depth = 0;
	private count = 0;

	constructor(tree: string) {
		this.tree = tree;
	}

	read(file: string, scope: Scope, isOptional: boolean): void {
		if (this.seen.has(file)) {
			return;
		}
		if (this.depth === deepestSource) {
			this.refuse(file, `is sourced through more than ${deepestSource} files: not read`);
			return;
		}
		this.seen.add(file);
		let text: string;
		try {
			text = readTreeFile(this.tree, file, {largest: languageLargest});
		} catch (error) {
			if (!isOptional) {
				this.problems.push({
					source: 'kconfig',
					where: file,
					problem: `can't be read: ${describeError(error)}`,
				});
			}
			return;
		}
		if (text.includes('\0')) {
			this.problems.push({source: 'kconfig', where: file, problem: 'is not a text file'});
			return;
		}
		const parsed = parseKconfig(text, file, scope);
		for (const definition of parsed.definitions) {
			if (this.count++ >= mostDefinitions) {
				this.refuse(
					definition.at,
					`the tree has more than ${mostDefinitions} entries: the others are left out`,
				);
				break;
			}
			const others = this.symbols.get(definition.symbol);
			if (others === undefined) {
				this.symbols.set(definition.symbol, [definition]);
			} else if (others.length < mostOfSymbol) {
				others.push(definition);
			} else {
				this.refuse(
					definition.at,
					`${definition.symbol} has more than ${mostOfSymbol} entries: the others are left out`,
				);
			}
		}
		if (parsed.menus[0] !== undefined) {
			this.menus.set(file, parsed.menus[0]);
		}
		for (const {where, problem} of parsed.problems) {
			this.problems.push({source: 'kconfig', where, problem});
		}
		for (const source of parsed.sources) {
			// An architecture that sources a driver's menu would give it that architecture's conditions.
			if (file.startsWith('arch/') && isSurveyed(source.path)) {
				this.deferred.push(source);
			} else {
				this.follow(source, file);
			}
		}
	}

	readDeferred(): void {
		for (const source of this.deferred) {
			this.follow(source, '');
		}
	}

	private follow(source: SourceLine, from: string): void {
		this.depth++;
		for (const file of this.resolve(source, from)) {
			this.read(file, source.scope, source.isOptional);
		}
		this.depth--;
	}

	/** Says once that something is too much. */
	private refuse(where: string, problem: string): void {
		if (!this.problems.some(known => known.problem === problem)) {
			this.problems.push({source: 'kconfig', where, problem});
		}
	}

	private resolve(source: SourceLine, from: string): string[] {
		const written = source.path.replace(/\$\(srctree\)\/|\$srctree\//g, '');
		const based = source.isRelative ? path.posix.join(path.posix.dirname(from), written) : written;
		const isPerArchitecture = /\$\(?(?:SRCARCH|ARCH|HEADER_ARCH)\)?/.test(based);
		const files = isPerArchitecture
			? this.listArchitectures().map(name => based.replace(/\$\(?(?:SRCARCH|ARCH|HEADER_ARCH)\)?/g, name))
			: [based];
		return files
			.filter(file => !file.includes('$'))
			.flatMap(file => (/[*?[]/.test(file) ? this.listMatches(file) : [path.posix.normalize(file)]))
			.filter(file => !isPerArchitecture || this.exists(file));
	}

	private listArchitectures(): string[] {
		this.architectures ??= this.list('arch')
			.filter(name => this.exists(`arch/${name}/Kconfig`))
			.slice(0, mostArchitectures);
		return this.architectures;
	}

	private listMatches(pattern: string): string[] {
		const directory = path.posix.dirname(pattern);
		const glob = compileGlob(path.posix.basename(pattern));
		return this.list(directory)
			.filter(name => glob.test(name))
			.map(name => path.posix.join(directory, name));
	}

	private list(directory: string): string[] {
		try {
			return readdirSync(path.join(this.tree, directory)).sort();
		} catch {
			return [];
		}
	}

	private exists(file: string): boolean {
		return isFile(path.join(this.tree, file));
	}
}

/** Every condition on a definition: its own first, then those of the blocks around it, inside out. */
export function listConditions(definition: Definition): Condition[] {
	const found = [...definition.dependsOn];
	for (let scope: Scope | null = definition.scope; scope !== null; scope = scope.outer) {
		found.push(...scope.conditions);
	}
	return found;
}

/** The whole condition of a definition, as written and joined with `&&`; null where it has none. */
export function joinConditions(definition: Definition): string | null {
	const terms = new Set<string>();
	for (const {text} of listConditions(definition)) {
		const term = text.replace(/\s+/g, ' ');
		if (hasOuterOr(term)) terms.add(`(${term})`);
		// A chain of && is taken apart, so that what several enclosing menus ask for is said once.
		else if (!term.includes('(')) for (const part of term.split(' && ')) terms.add(part);
		else terms.add(term);
	}
	return terms.size === 0 ? null : [...terms].join(' && ');
}

function hasOuterOr(text: string): boolean {
	let depth = 0;
	for (let index = 0; index < text.length; index++) {
		if (text[index] === '(') {
			depth++;
		} else if (text[index] === ')') {
			depth--;
		} else if (depth === 0 && text.startsWith('||', index)) {
			return true;
		}
	}
	return false;
}

const parsed = new Map<string, Expression | null>();
/** Entries and options that select them, looked at to find what can't be set; Linux 7.3 takes 0.3 million. */
const mostSteps = 10_000_000;
/** Conditions that are kept, parsed. */
const mostParsed = 100_000;

/** Parses a condition once for all its uses: the same few thousand come back for every driver. */
export function readCondition(text: string): Expression | null {
	let expression = parsed.get(text);
	if (expression === undefined) {
		expression = parseExpression(text);
		if (parsed.size > mostParsed) parsed.clear();
		parsed.set(text, expression);
	}
	return expression;
}

/** Whether a condition can be true; one that can't be parsed is given the benefit of the doubt. */
export function isSatisfiable(text: string, isPossible: IsPossible): boolean {
	const expression = readCondition(text);
	return expression === null || canBeTrue(expression, isPossible);
}

/**
 * The defined symbols that no configuration can set: their conditions need a symbol that is not possible, or
 * they have no prompt, no default and nobody possible who selects them. `ended` are taken as impossible from
 * the start. Found by starting from "everything defined is possible" and taking away until nothing changes, or until it
 * took more steps than any kernel needs: `onCut` is told then, and what was not looked at again counts as possible.
 */
export function findImpossible(
	symbols: ReadonlyMap<string, readonly Definition[]>,
	ended: ReadonlySet<string> = new Set(),
	onCut: () => void = () => {},
): Set<string> {
	const impossible = new Set<string>(ended);
	let steps = mostSteps;
	const isPossible: IsPossible = symbol => symbols.has(symbol) && !impossible.has(symbol);
	const selectors = new Map<string, {by: Definition; condition: string | null; isWeak: boolean}[]>();
	for (const definitions of symbols.values()) {
		for (const by of definitions) {
			for (const {symbol, condition, isWeak} of by.selects) {
				const known = selectors.get(symbol);
				if (known === undefined) {
					selectors.set(symbol, [{by, condition, isWeak}]);
				} else {
					known.push({by, condition, isWeak});
				}
			}
		}
	}
	const isReachable = (definition: Definition): boolean =>
		listConditions(definition).every(({text}) => isSatisfiable(text, isPossible));
	const canStay = (symbol: string, definitions: readonly Definition[]): boolean => {
		const selecting = selectors.get(symbol) ?? [];
		steps -= selecting.length + definitions.length;
		const chosen = selecting.filter(
			({by, condition}) =>
				isPossible(by.symbol) && (condition === null || isSatisfiable(condition, isPossible)),
		);
		if (chosen.some(({isWeak}) => !isWeak)) {
			return true;
		}
		return definitions.some(
			definition => isReachable(definition) && (chosen.length > 0 || canBeSet(definition, isPossible)),
		);
	};
	// What hangs on a symbol is looked at again when that one falls: a chain of options costs as much as it has links.
	const dependents = findDependents(symbols);
	let pending = new Set(symbols.keys());
	while (pending.size > 0) {
		const next = new Set<string>();
		for (const symbol of pending) {
			if (steps < 0) {
				onCut();
				return impossible;
			}
			if (!impossible.has(symbol) && !canStay(symbol, symbols.get(symbol)!)) {
				impossible.add(symbol);
				for (const dependent of dependents.get(symbol) ?? []) next.add(dependent);
			}
		}
		pending = next;
	}
	return impossible;
}

/** Symbol → the symbols whose conditions name it, or that it selects. */
function findDependents(symbols: ReadonlyMap<string, readonly Definition[]>): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	const namesIn = (text: string, symbol: string): void => {
		for (const [name] of text.matchAll(/\w+/g)) {
			if (symbols.has(name)) addTo(found, name, symbol);
		}
	};
	for (const [symbol, definitions] of symbols) {
		for (const definition of definitions) {
			for (const {text} of listConditions(definition)) namesIn(text, symbol);
			namesIn(definition.promptCondition?.text ?? '', symbol);
			for (const {value, condition} of definition.defaults) namesIn(`${value} ${condition ?? ''}`, symbol);
			for (const {symbol: selected, condition} of definition.selects) {
				if (!symbols.has(selected)) continue;
				addTo(found, symbol, selected);
				namesIn(condition ?? '', selected);
			}
		}
	}
	return found;
}

function canBeSet(definition: Definition, isPossible: IsPossible): boolean {
	if (definition.prompt !== null) {
		const condition = definition.promptCondition;
		if (condition === null || isSatisfiable(condition.text, isPossible)) {
			return true;
		}
	}
	return (
		definition.type === 'other' ||
		definition.defaults.some(
			({value, condition}) =>
				isSatisfiable(value, isPossible) && (condition === null || isSatisfiable(condition, isPossible)),
		)
	);
}
