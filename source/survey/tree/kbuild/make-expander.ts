/** Expansion of `$(…)`: variables, substitutions and the functions that steer expansion themselves. */
import type {MakeBudget} from './make-budget.ts';
import {callTextFunction, countArguments, functionNames, type ListWildcard} from './make-functions.ts';
import {findClosing, splitArguments} from './make-syntax.ts';
import type {MakeVariables} from './make-variables.ts';
import {addConditions, markValue, splitWords, substitutePattern, takeMarks} from './make-words.ts';

/** References nested deeper than this are taken for endless. */
const maximumDepth = 60;

/** What expansion asks of the reader around it. */
export interface Surroundings {
	/** Evaluates lines that `$(eval …)` gives. */
	evaluate(text: string): void;
	listWildcard: ListWildcard;
}

/** Expands texts by the variables as they are at that moment. */
export class MakeExpander {
	private readonly variables: MakeVariables;
	private readonly surroundings: Surroundings;
	private readonly budget: MakeBudget;
	private readonly locals: Map<string, string>[] = [];
	private readonly expanding = new Set<string>();
	private depth = 0;

	constructor(variables: MakeVariables, surroundings: Surroundings, budget: MakeBudget) {
		this.variables = variables;
		this.budget = budget;
		this.surroundings = surroundings;
	}

	/** The text with all its references expanded. */
	expand(text: string): string {
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
				const expanded = this.expandReference(text.slice(dollar + 2, end));
				index = end + 1;
				if (!this.budget.spend(1, expanded.length)) break;
				result += expanded;
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
		// A variable that refers to itself, which make refuses, would grow without end.
		if (this.expanding.has(name)) {
			return '';
		}
		this.expanding.add(name);
		const pieces: string[] = [];
		for (const key of this.variables.keysFor(name)) {
			if (!this.budget.spend(1)) break;
			const own = key === name ? [] : takeMarks(key).values;
			for (const part of this.variables.partsOf(key) ?? []) {
				const text = this.expand(part.text);
				if (!this.budget.spend(1, text.length)) break;
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
					.filter(() => this.budget.spend(1))
					.map(word => this.withLocals(new Map([[this.expand(variable).trim(), word]]), body))
					.join(' ');
			}
			case 'call': {
				const [called = '', ...values] = splitArguments(text, Number.POSITIVE_INFINITY);
				const bound = new Map(values.map((value, index) => [String(index + 1), this.expand(value)]));
				const body = this.variables.partsOf(this.expand(called).trim());
				return body === null ? '' : this.withLocals(bound, body.map(part => part.text).join(' '));
			}
			case 'eval':
				this.surroundings.evaluate(this.expand(text));
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
				return this.callText(
					name,
					splitArguments(text, countArguments(name)).map(part => this.expand(part)),
				);
		}
	}

	/** A function of plain texts. What it makes is counted before it is made. */
	private callText(name: string, values: readonly string[]): string {
		if (!this.budget.spend(1, lengthOf(name, values))) return '';
		return callTextFunction(name, values, this.surroundings.listWildcard);
	}

	private withLocals(bound: Map<string, string>, body: string): string {
		this.locals.push(bound);
		const result = this.expand(body);
		this.locals.pop();
		return result;
	}
}

/** How long a text may be that a function makes of texts. */
function lengthOf(name: string, [first = '', second = '', third = '']: readonly string[]): number {
	switch (name) {
		case 'subst':
			return first === '' ? third.length : third.length + (third.split(first).length - 1) * second.length;
		case 'patsubst':
			return third.length + splitWords(third).length * second.length;
		case 'addprefix':
		case 'addsuffix':
			return second.length + splitWords(second).length * first.length;
		case 'filter':
		case 'filter-out':
			// Each word is held against each pattern.
			return second.length + (splitWords(first).length * second.length) / 8;
		default:
			return first.length;
	}
}
