/** Platforms that are marked as going, and the options that can't be set once they are gone. */
import {canBeTrue, findCulprits, type IsPossible} from '../../../dossier/options/expression.ts';
import {
	type Definition,
	findImpossible,
	type KconfigSurvey,
	listConditions,
	readCondition,
} from '../kconfig/kconfig.ts';

/** What goes with the platforms that are marked. */
export interface EndedPlatforms {
	symbols: KconfigSurvey['symbols'];
	/** The platforms that are marked themselves, with the definition that says so. */
	marked: ReadonlyMap<string, Definition>;
	/** Options that nothing but compile tests can set once these are gone, and something can today; the marked ones too. */
	gone: ReadonlySet<string>;
	/** The options that select a symbol. */
	selectors: ReadonlyMap<string, readonly string[]>;
	/** What can be set once they are gone, compile tests aside. */
	isLeft: IsPossible;
}

/** Names of platforms, boards and systems on a chip; what begins so and goes on like this is a property of an architecture. */
const platformName =
	/^(?:ARCH|MACH|SOC)_(?!HAS_|HAVE_|WANT_|WANTS_|SUPPORTS?_|USE_|USES_|ENABLE_|NEED_|NEEDS_|MULTI_|MULTIPLATFORM$|FORCE_|SELECT_|CAN_|NO_|KEEP_|DEFAULT_|INLINE_|MAY_|MIGHT_|STACKWALK|SPLIT_|THREAD_|TASK_|CPU_|MEMORY_|HIBERNATION|SUSPEND|SPARSEMEM|FLATMEM|DISCONTIG|RANDOM|MMAP_|DMA_|PHYS_|CLOCKSOURCE_|BINFMT_|CONFIGURES_|ALLOW_|PROC_|OPTIONAL_|PKEY_|SECCOMP|WEAK_|REQUIRE)/;
const platformPlace = /^arch\/[^/]+\/(?:mach-|plat-|platforms\/)/;
const platformPrompt = /\b(?:boards?|machines?|platforms?)\b/i;

/** Whether a definition stands for machines: it lies in arch/ and is named, placed or described like a platform. */
export function isPlatform({symbol, prompt, type, at}: Definition): boolean {
	return (
		at.startsWith('arch/') &&
		prompt !== null &&
		type === 'bool' &&
		(platformName.test(symbol) || platformPlace.test(at) || platformPrompt.test(prompt))
	);
}

/** Whether a platform is listed though nothing marks it: by its name or place; what a prompt says is too little then. */
export function isListedPlatform(definition: Definition): boolean {
	return (
		isPlatform(definition) && (platformName.test(definition.symbol) || platformPlace.test(definition.at))
	);
}

/** Finds the platforms that call themselves deprecated or announce their end, and all that goes with them. */
export function findEndedPlatforms(
	symbols: KconfigSurvey['symbols'],
	onCut: () => void = () => {},
): EndedPlatforms {
	const marked = new Map<string, Definition>();
	const selectors = new Map<string, string[]>();
	for (const [symbol, definitions] of symbols) {
		const platforms = definitions.filter(isPlatform);
		if (platforms.length > 0 && platforms.every(isMarked)) {
			marked.set(symbol, platforms[0]!);
		}
		for (const definition of definitions) {
			for (const {symbol: selected, isWeak} of definition.selects) {
				if (!isWeak) {
					const others = selectors.get(selected);
					if (others === undefined) selectors.set(selected, [symbol]);
					else others.push(symbol);
				}
			}
		}
	}
	const tests = new Set(['COMPILE_TEST']);
	const today = findImpossible(symbols, tests, onCut);
	const after =
		marked.size === 0 ? today : findImpossible(symbols, new Set([...tests, ...marked.keys()]), onCut);
	return {
		symbols,
		marked,
		gone: new Set([...after].filter(symbol => !today.has(symbol))),
		selectors,
		isLeft: symbol => symbols.has(symbol) && !after.has(symbol),
	};
}

/** Whether a platform's own words say that it is deprecated or goes. */
function isMarked({decline, ending}: Definition): boolean {
	return decline !== null || ending !== null;
}

/** Where a marked platform says it: the announcement, else the word. */
export function markPlace({decline, ending, at}: Definition): string {
	return ending?.at ?? decline?.at ?? at;
}

/** The marked platforms without which an option can't be set, each with the line that marks it; none where it stays. */
export function findEnds(symbol: string, ended: EndedPlatforms): {symbol: string; at: string}[] {
	const found = new Map<string, string>();
	const seen = new Set<string>();
	const visit = (name: string): void => {
		if (seen.has(name) || !ended.gone.has(name)) {
			return;
		}
		seen.add(name);
		const definition = ended.marked.get(name);
		if (definition !== undefined) {
			found.set(name, markPlace(definition));
			return;
		}
		for (const one of ended.symbols.get(name) ?? []) {
			const conditions = listConditions(one).map(({text}) => text);
			const blamed = blame(conditions, ended.isLeft);
			// One that nothing forbids was set by a default, or by those who selected it.
			const others =
				blamed.length > 0 ? [] : [...blame(waysOf(one), ended.isLeft), ...(ended.selectors.get(name) ?? [])];
			for (const next of [...blamed, ...others]) {
				visit(next);
			}
		}
	};
	visit(symbol);
	return [...found].map(([name, at]) => ({symbol: name, at}));
}

/** What an option is set by besides what selects it. */
function waysOf({promptCondition, defaults}: Definition): string[] {
	const texts = defaults.flatMap(({value, condition}) => (condition === null ? [value] : [value, condition]));
	return promptCondition === null ? texts : [promptCondition.text, ...texts];
}

function blame(texts: readonly string[], isPossible: IsPossible): string[] {
	return texts.flatMap(text => {
		const expression = readCondition(text);
		return expression === null || canBeTrue(expression, isPossible)
			? []
			: findCulprits(expression, isPossible);
	});
}
