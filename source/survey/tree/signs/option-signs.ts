/** What a driver's option says of it: its own words, what it can't do without, whether it can be enabled at all. */
import {canBeTrue, findCulprits, findNeeded, type IsPossible} from '../../../dossier/options/expression.ts';
import {type Definition, listConditions, readCondition} from '../kconfig/kconfig.ts';
import {findEnds} from '../platforms/ends.ts';
import {legacyBuses} from './buses.ts';
import {perKind, type SignCollector} from './collector.ts';
import type {SignContext, SignInput} from './input.ts';

/** Reads the signs of a driver's option. */
export function readKconfigSigns(
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
	// A platform's own words are the platform's: they have a sign of their own.
	if (definition.decline !== null && !definition.at.startsWith('arch/')) {
		collector.add('kconfig-words', definition.decline.word, definition.decline.at);
	}
	readNeeds(definition, context, collector);
	readReach(symbol, context, collector);
	for (const {symbol: platform, at} of findEnds(symbol, context.ended).slice(0, perKind)) {
		const ending = context.ended.marked.get(platform)?.ending ?? null;
		const isDated = ending?.isCertain === true && ending.year !== null;
		collector.add('ending-platform', isDated ? `${platform} ${ending.year}` : platform, at);
	}
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
	return (
		definitions.find(({decline, at}) => decline !== null && !at.startsWith('arch/'))?.decline?.at ?? null
	);
}

/**
 * Whether any of the symbol's definitions can ever be true while all that Kconfig defines is free, then whether one can
 * without COMPILE_TEST. BROKEN has a sign of its own; that it is not to be set is the reader's to know.
 */
function readReach(symbol: string, context: SignContext, collector: SignCollector): void {
	const definitions = context.symbols.get(symbol) ?? [];
	const isDefined: IsPossible = name => context.symbols.has(name);
	const undefinedOnes = blameAll(definitions, isDefined);
	if (undefinedOnes !== null) {
		for (const {culprit, at} of undefinedOnes.slice(0, perKind)) {
			collector.add('undefined-dependency', culprit, at);
		}
		return;
	}
	if (blameAll(definitions, name => name !== 'BROKEN' && isDefined(name)) !== null) {
		return;
	}
	const isUntested: IsPossible = name => name !== 'BROKEN' && name !== 'COMPILE_TEST' && isDefined(name);
	const tested = blameAll(definitions, isUntested);
	if (tested !== null) {
		const lacking = tested.filter(({culprit}) => culprit !== 'COMPILE_TEST' && culprit !== 'BROKEN');
		for (const {culprit, at} of lacking.slice(0, perKind)) {
			collector.add('compile-test-only', culprit, at);
		}
		if (lacking.length === 0) {
			collector.add('compile-test-only', null, tested[0]!.at);
		}
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
