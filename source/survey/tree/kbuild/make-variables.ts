/** The variables of a Makefile, each with every value that some configuration gives it. */
import {longestName} from './make-budget.ts';
import {markValue, takeMarks} from './make-words.ts';

/** One value of a variable, as one line gave it. */
export interface ValuePart {
	text: string;
	/** Symbols of the conditionals around that line, and of the key's own words. */
	around: readonly string[];
	/** `file:line`. */
	at: string;
}

interface Variable {
	/** Whether its text is expanded where it is assigned, not where it is used. */
	simple: boolean;
	parts: ValuePart[];
}

/** An assignment whose name is expanded and whose value is not. */
export interface OpenAssignment {
	name: string;
	operator: string;
	value: string;
	/** Symbols of the conditionals around it. */
	needed: readonly string[];
	isConditional: boolean;
	at: string;
}

/** Looked up by name, by family (`obj-` for obj-y, obj-m, obj-$(CONFIG_X)), or as make would call them. */
export class MakeVariables {
	private readonly byKey = new Map<string, Variable>();
	/** `x-` → the keys `x-y`, `x-m`, `x-$(CONFIG_A)`… that were assigned. */
	private readonly families = new Map<string, Set<string>>();
	/** `x-yy` → the keys that make would call so when their symbols are set: `x-y$(CONFIG_A)`. */
	private readonly aliases = new Map<string, Set<string>>();

	/** Defines what Kbuild defines before it reads a Makefile. */
	preset(name: string, text: string, at: string): void {
		this.byKey.set(name, {simple: true, parts: [{text, around: [], at}]});
	}

	/** The values under exactly this key; null where it was never assigned. */
	partsOf(key: string): readonly ValuePart[] | null {
		return this.byKey.get(key)?.parts ?? null;
	}

	/** The keys of a family, `base` ending in `-`. */
	familyOf(base: string): readonly string[] {
		return [...(this.families.get(base) ?? [])];
	}

	/** Every key that starts so. */
	namesStartingWith(start: string): readonly string[] {
		return [...this.byKey.keys()].filter(key => key.startsWith(start));
	}

	/** The keys that a reference to a name may mean. */
	keysFor(name: string): readonly string[] {
		const base = /^(.+-)[ym]?$/.exec(name)?.[1];
		return base === undefined ? [name, ...(this.aliases.get(name) ?? [])] : this.familyOf(base);
	}

	/** Assigns or appends as the operator says; a list inside a conditional only grows. */
	assign(
		{name, operator, value, needed, isConditional, at}: OpenAssignment,
		expand: (text: string) => string,
	) {
		const marked = takeMarks(name);
		const stem = marked.text.trim();
		// A key such as obj-$(CONFIG_A)$(CONFIG_B) needs both; make would concatenate their values.
		const key = marked.values.length > 0 ? `${stem}${marked.values.map(markValue).join('')}` : stem;
		if (key === '' || operator === '!=' || key.length > longestName) {
			return;
		}
		const existing = this.byKey.get(key);
		const simple =
			operator === ':=' || operator === '::=' || (operator === '+=' && existing?.simple === true);
		const part: ValuePart = {
			text: simple ? expand(value) : value,
			around: [...marked.conditions, ...needed],
			at,
		};
		if (operator === '?=' && existing !== undefined) {
			return;
		}
		const isList = /-(?:y|m|objs|)(?:\uE000.*)?$/.test(key);
		if (existing !== undefined && (operator === '+=' || (isConditional && isList))) {
			existing.parts.push(part);
		} else {
			this.byKey.set(key, {simple, parts: [part]});
		}
		const base = /^(.*-)(?:[ym]?|\uE000.*)$/.exec(key)?.[1];
		if (base !== undefined) {
			addKey(this.families, base, key);
		} else if (marked.values.length > 0) {
			addKey(this.aliases, stem + 'y'.repeat(marked.values.length), key);
			addKey(this.aliases, `${stem}m`, key);
		}
	}
}

function addKey(index: Map<string, Set<string>>, name: string, key: string): void {
	const keys = index.get(name);
	if (keys === undefined) {
		index.set(name, new Set([key]));
	} else {
		keys.add(key);
	}
}
