/** Which CONFIG symbol speaks for an object, and which of the symbol's definitions. */

import {findNeeded} from '../../dossier/options/expression.ts';
import type {KbuildSurvey} from './kbuild/facts.ts';
import {type Definition, type KconfigSurvey, listConditions, readCondition} from './kconfig/kconfig.ts';

/** What is built, and what it takes to be built. */
export interface GatedPlace {
	directory: string;
	/** The symbols of each Makefile line that lists it; empty where nothing is known. */
	gates: readonly string[][];
}

/** Looks through all definitions of a tree. */
export class OptionChoice {
	private readonly symbols: KconfigSurvey['symbols'];
	private readonly directories: KbuildSurvey['directories'];

	constructor(kconfig: KconfigSurvey, kbuild: KbuildSurvey) {
		this.symbols = kconfig.symbols;
		this.directories = kbuild.directories;
	}

	/**
	 * The symbol that speaks for an object: of a line that needs several, the most specific that can be a
	 * module; of several lines, one that the object is called after (pfc-r8a7790 is built for R8A7742 too); else the
	 * one whose symbol needs the fewest symbols of single architectures, so that a library shared by many drivers does
	 * not pass for one machine's.
	 */
	symbolOf(place: GatedPlace & {name: string}): string | null {
		const isTristate = (symbol: string): boolean =>
			this.symbols.get(symbol)?.some(({type}) => type === 'tristate') === true;
		const chosen = place.gates.flatMap(gate => gate.find(isTristate) ?? this.firstOf(gate, place.name) ?? []);
		const modular = chosen.filter(isTristate);
		const defined = chosen.filter(symbol => this.symbols.has(symbol));
		const all = [modular, defined, chosen].find(symbols => symbols.length > 0) ?? [];
		const candidates = resembling(place.name, [...new Set(all)]);
		let best: {symbol: string; needs: number} | null = null;
		for (const symbol of candidates) {
			const needs = candidates.length === 1 ? 0 : this.countArchitectureNeeds(symbol, place);
			if (best === null || needs < best.needs) {
				best = {symbol, needs};
			}
		}
		return best?.symbol ?? null;
	}

	/**
	 * The definition of a symbol that speaks for a place; null where no Kconfig file defines it. An architecture's
	 * definition counts only where that architecture can set what else the place is gated by; one outside arch/
	 * goes before those that are left, with a prompt and near the place before others. Where several architectures
	 * are left, nobody's prompt and conditions are taken for all of them.
	 */
	definitionOf(symbol: string, place: GatedPlace): Definition | null {
		const all = this.symbols.get(symbol) ?? [];
		if (all.length < 2) return all[0] ?? null;
		const reaching = all.filter(({at}) => this.canReach(architectureOf(at), place));
		const candidates = reaching.length > 0 ? reaching : all;
		const general = candidates.filter(({at}) => architectureOf(at) === null);
		if (general.length > 0) return nearest(general, place.directory);
		const architectures = new Set(candidates.map(({at}) => architectureOf(at)));
		return architectures.size === 1 ? nearest(candidates, place.directory) : inCommon(candidates);
	}

	/** Whether an architecture defines all that a line needs and, above it, the way to its directory. */
	private canReach(architecture: string | null, {directory, gates}: GatedPlace): boolean {
		if (architecture === null) return true;
		const isDefined = (symbol: string): boolean => {
			const definitions = this.symbols.get(symbol);
			return (
				definitions === undefined ||
				definitions.some(({at}) => [null, architecture].includes(architectureOf(at)))
			);
		};
		const isOpen = (lines: readonly string[][]): boolean =>
			lines.length === 0 || lines.some(line => line.every(isDefined));
		if (!isOpen(gates)) return false;
		for (let above = directory; above.includes('/'); above = above.slice(0, above.lastIndexOf('/'))) {
			if (!isOpen(this.directories.get(above)?.gates ?? [])) return false;
		}
		return true;
	}

	/** The first symbol of a line; where that is an architecture itself, which says nothing of the object, what else it needs. */
	private firstOf(gate: readonly string[], name: string): string | undefined {
		const [first, ...rest] = gate;
		if (first === undefined || !this.isArchitecture(first)) return first;
		return (
			resembling(
				name,
				rest.filter(symbol => !this.isArchitecture(symbol)),
			)[0] ?? first
		);
	}

	/** Whether a symbol is an architecture itself, X86 of arch/x86/Kconfig: every kernel for it has that on. */
	private isArchitecture(symbol: string): boolean {
		const all = this.symbols.get(symbol) ?? [];
		return (
			all.length > 0 &&
			all.every(
				({at, prompt, dependsOn}) =>
					/^arch\/[^/]+\/Kconfig:/.test(at) &&
					prompt === null &&
					dependsOn.length === 0 &&
					at.split('/')[1]!.toUpperCase() === symbol,
			)
		);
	}

	private countArchitectureNeeds(symbol: string, place: GatedPlace): number {
		const definition = this.definitionOf(symbol, {...place, gates: []});
		const needed = (definition === null ? [] : listConditions(definition)).flatMap(({text}) => {
			const expression = readCondition(text);
			return expression === null ? [] : findNeeded(expression);
		});
		return [...new Set(needed)].filter(name =>
			this.symbols.get(name)?.every(({at}) => architectureOf(at) !== null),
		).length;
	}
}

/**
 * Of several symbols those that an object is called after: of `pfc-r8a7790` PINCTRL_PFC_R8A7790, of `pfc-r8a7796`
 * PINCTRL_PFC_R8A77960; else those that alone have a word of its name, as SATA_AHCI_PLATFORM of `libahci_platform`; else
 * all of them.
 */
function resembling(name: string, symbols: readonly string[]): readonly string[] {
	if (symbols.length < 2) return symbols;
	const spelt = name.toUpperCase().replaceAll('-', '_');
	const called = symbols.filter(symbol => `_${symbol}`.includes(`_${spelt}`));
	if (called.length > 0) return called;
	const having = spelt
		.split('_')
		.map(word => symbols.filter(symbol => symbol.split('_').includes(word)))
		.filter(those => those.length === 1);
	return having.length > 0 ? [...new Set(having.flat())] : symbols;
}

/** `arm64` of `arch/arm64/Kconfig.platforms:110`; null of a place that all architectures share. */
function architectureOf(at: string): string | null {
	return /^arch\/([^/]+)\//.exec(at)?.[1] ?? null;
}

/** Of several definitions the one with a prompt whose file lies nearest to the directory. */
function nearest(definitions: readonly Definition[], directory: string): Definition {
	const rank = ({prompt, at}: Definition): number => {
		const place = at.slice(0, at.lastIndexOf('/'));
		const isNear = directory === place || directory.startsWith(`${place}/`);
		return (prompt === null ? 0 : 1000) + (isNear ? place.length : 0);
	};
	return definitions.reduce((best, other) => (rank(other) > rank(best) ? other : best));
}

/** What definitions of several architectures have in common: the symbol and its type. */
function inCommon(definitions: readonly Definition[]): Definition {
	const first = definitions[0]!;
	return {
		...first,
		type: definitions.find(({type}) => type === 'tristate')?.type ?? first.type,
		prompt: null,
		promptCondition: null,
		dependsOn: [],
		selects: [],
		defaults: [],
		scope: {outer: null, conditions: [], menu: null},
		decline: null,
		ending: null,
	};
}
