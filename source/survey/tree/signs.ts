/** What the tree itself says about a driver: facts with a place, drawn from its path, Kconfig and sources. */
import type {Sign, SignKind} from '../../dossier/schema.ts';
import {canBeTrue, findCulprits, findNeeded, type IsPossible} from './kconfig/expression.ts';
import {
	type Definition,
	findImpossible,
	type KconfigSurvey,
	listConditions,
	readCondition,
} from './kconfig/kconfig.ts';
import type {SourceFacts} from './sources/facts.ts';

/** What is known of a driver when its signs are read. */
export interface SignInput {
	id: string;
	module: string;
	directory: string;
	/** The Makefile line that lists it. */
	at: string;
	/** Its CONFIG symbol; null where it has none. */
	symbol: string | null;
	/** The definition of that symbol that speaks for it. */
	definition: Definition | null;
	/** Its sources with their facts, the main file first. */
	sources: readonly {file: string; facts: SourceFacts}[];
	/** What says that it is no driver; null where it is one. */
	kind: Sign | null;
}

/** What signs need to know of the tree as a whole. */
export interface SignContext {
	symbols: KconfigSurvey['symbols'];
	/** Defined symbols that no configuration can set once the ended platforms are gone. */
	impossible: ReadonlySet<string>;
	/** The place where a staging directory's TODO speaks of removal, by directory. */
	todoRemovals: ReadonlyMap<string, string>;
}

const perKind = 3;
const legacyBuses = new Set([
	'isa',
	'eisa',
	'pcmcia',
	'parport',
	'gameport',
	'nubus',
	'zorro',
	'dio',
	'tc',
	'mca',
	'sbus',
]);
const declinePart = /(?:^|[-_])(?:deprecated|legacy|obsolete)(?:$|[-_])/i;

/** A platform whose option says that nobody uses it, or that it is going away. */
export function isEndedPlatform(definition: Definition): boolean {
	return definition.ending !== null && definition.at.startsWith('arch/');
}

/** Symbols that can't be set: by themselves, or because the platforms they need are on their way out. */
export function findEndedSymbols(symbols: KconfigSurvey['symbols']): Set<string> {
	const ended = new Set<string>();
	for (const [symbol, definitions] of symbols) {
		if (definitions.every(isEndedPlatform)) {
			ended.add(symbol);
		}
	}
	return findImpossible(symbols, ended);
}

/** All signs of one driver, in the order of `signKinds`' groups; at most three of a kind. */
export function readSigns(input: SignInput, context: SignContext): Sign[] {
	const collector = new SignCollector();
	readPathSigns(input, context, collector);
	if (input.symbol !== null) {
		readKconfigSigns(input, input.symbol, context, collector);
	}
	readSourceSigns(input, collector);
	return collector.signs;
}

class SignCollector {
	readonly signs: Sign[] = [];

	add(sign: SignKind, value: string | null, at: string): void {
		const alike = this.signs.filter(known => known.sign === sign);
		if (alike.length < perKind && !alike.some(known => known.value === value)) {
			this.signs.push({sign, value, at});
		}
	}
}

function readPathSigns(input: SignInput, context: SignContext, collector: SignCollector): void {
	for (const part of input.directory.split('/')) {
		if (declinePart.test(part)) {
			collector.add('deprecated-path', part, input.at);
		}
	}
	if (!input.directory.startsWith('drivers/staging/')) {
		return;
	}
	collector.add('staging', null, input.at);
	for (
		let directory = input.directory;
		directory !== 'drivers/staging';
		directory = directory.slice(0, directory.lastIndexOf('/'))
	) {
		const at = context.todoRemovals.get(directory);
		if (at !== undefined) {
			collector.add('todo-removal', null, at);
		}
	}
}

function readKconfigSigns(
	input: SignInput,
	symbol: string,
	context: SignContext,
	collector: SignCollector,
): void {
	const {definition} = input;
	if (definition === null) {
		collector.add('undefined-dependency', symbol, input.at);
		return;
	}
	if (definition.decline !== null) {
		collector.add('kconfig-words', definition.decline.word, definition.decline.at);
	}
	readNeeds(definition, context, collector);
	readReach(symbol, context, collector);
}

/** What it can't do without, and what it pulls in. */
function readNeeds(definition: Definition, context: SignContext, collector: SignCollector): void {
	for (const {text, at} of listConditions(definition)) {
		const expression = readCondition(text);
		for (const needed of expression === null ? [] : findNeeded(expression)) {
			const bus = needed.toLowerCase();
			if (needed === 'BROKEN') {
				collector.add('broken', null, at);
			} else if (legacyBuses.has(bus)) {
				collector.add('legacy-bus', bus, at);
			}
			noteLegacy(needed, definition.symbol, context, collector);
		}
	}
	for (const {symbol, isWeak} of definition.selects) {
		if (!isWeak) {
			noteLegacy(symbol, definition.symbol, context, collector);
		}
	}
}

function noteLegacy(symbol: string, own: string, context: SignContext, collector: SignCollector): void {
	const decline = symbol === own ? null : findDecline(context.symbols.get(symbol) ?? []);
	if (decline !== null) {
		collector.add('legacy-dependency', symbol, decline);
	}
}

function findDecline(definitions: readonly Definition[]): string | null {
	return definitions.find(({selfDecline}) => selfDecline !== null)?.selfDecline ?? null;
}

/** Whether any of the symbol's definitions can ever be true, first by what is undefined, then by what is dead. */
function readReach(symbol: string, context: SignContext, collector: SignCollector): void {
	const definitions = context.symbols.get(symbol) ?? [];
	const isDefined: IsPossible = name => context.symbols.has(name);
	// BROKEN is a sign of its own; it has no prompt on purpose.
	const isAlive: IsPossible = name => name === 'BROKEN' || (isDefined(name) && !context.impossible.has(name));
	const undefinedOnes = blameAll(definitions, isDefined);
	if (undefinedOnes !== null) {
		for (const {culprit, at} of undefinedOnes.slice(0, perKind)) {
			collector.add('undefined-dependency', culprit, at);
		}
		return;
	}
	for (const {culprit, at} of blameAll(definitions, isAlive)?.slice(0, perKind) ?? []) {
		collector.add('dead-platform', culprit, findRoot(culprit, context, isDefined, isAlive) ?? at);
	}
}

/** The culprits, when no definition can be true; null when one can. */
function blameAll(
	definitions: readonly Definition[],
	isPossible: IsPossible,
): {culprit: string; at: string}[] | null {
	const found: {culprit: string; at: string}[] = [];
	for (const definition of definitions) {
		const before = found.length;
		for (const {text, at} of listConditions(definition)) {
			const expression = readCondition(text);
			if (expression !== null && !canBeTrue(expression, isPossible)) {
				found.push(...findCulprits(expression, isPossible).map(culprit => ({culprit, at})));
			}
		}
		if (found.length === before) {
			return null;
		}
	}
	return found.length === 0 ? null : found;
}

/** The line that ends a platform: its own words, the undefined symbol it needs, or those of what it needs. */
function findRoot(
	symbol: string,
	context: SignContext,
	isDefined: IsPossible,
	isAlive: IsPossible,
	seen: Set<string> = new Set(),
): string | null {
	if (seen.has(symbol)) {
		return null;
	}
	seen.add(symbol);
	const definitions = context.symbols.get(symbol) ?? [];
	const ending = definitions.find(isEndedPlatform)?.ending;
	if (ending !== undefined && ending !== null) {
		return ending;
	}
	const undefinedOnes = blameAll(definitions, isDefined);
	if (undefinedOnes !== null) {
		return undefinedOnes[0]!.at;
	}
	for (const {culprit} of blameAll(definitions, isAlive) ?? []) {
		const root = findRoot(culprit, context, isDefined, isAlive, seen);
		if (root !== null) {
			return root;
		}
	}
	return definitions[0]?.at ?? null;
}

function readSourceSigns(input: SignInput, collector: SignCollector): void {
	const {sources} = input;
	const main = sources[0];
	if (main === undefined) {
		collector.add('no-sources', input.module, input.at);
		return;
	}
	for (const {file, facts} of sources) {
		for (const {value, line} of facts.buses) {
			if (legacyBuses.has(value)) {
				collector.add('legacy-bus', value, `${file}:${line}`);
			}
		}
	}
	const platform = sources.find(({facts}) => facts.platformLine !== null);
	const isBound = sources.some(({facts}) => facts.hasMatchTable || facts.idTables.length > 0);
	if (platform !== undefined && !isBound) {
		collector.add('board-file-only', null, `${platform.file}:${platform.facts.platformLine}`);
	}
	for (const {file, facts} of sources) {
		const table = facts.buses.find(({value}) => value === 'of');
		if (table !== undefined) {
			collector.add('device-tree', null, `${file}:${table.line}`);
			break;
		}
	}
	if (sources.every(({facts}) => !facts.hasSpdx)) {
		collector.add('no-spdx', null, `${main.file}:1`);
	}
	for (const {file, facts} of sources) {
		for (const {value, line} of facts.legacyIncludes) {
			collector.add('legacy-api', value, `${file}:${line}`);
		}
	}
	addNewestCopyright(sources, collector);
	if (input.kind !== null) {
		collector.add(input.kind.sign, input.kind.value, input.kind.at);
	}
}

function addNewestCopyright(sources: SignInput['sources'], collector: SignCollector): void {
	let newest: {year: number; at: string} | null = null;
	for (const {file, facts} of sources) {
		const found = facts.newestCopyright;
		if (found !== null && (newest === null || found.year > newest.year)) {
			newest = {year: found.year, at: `${file}:${found.line}`};
		}
	}
	if (newest !== null) {
		collector.add('newest-copyright', String(newest.year), newest.at);
	}
}
