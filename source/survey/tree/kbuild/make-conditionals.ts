/** `ifdef`, `ifeq` and their kind: every branch is taken, and remembers the symbols that it needs. */
import type {MakeProblem} from './facts.ts';
import {deepestConditional} from './make-budget.ts';
import {findClosing, splitArguments} from './make-syntax.ts';
import {takeMarks} from './make-words.ts';

/** One branch of a conditional. */
interface Branch {
	/** Symbols this branch needs. */
	needed: string[];
	/** Symbols that its `else` needs. */
	otherwise: string[];
}

const always: Branch = {needed: [], otherwise: []};

/** The conditionals that are open at one place of one file. */
export class Conditionals {
	private readonly branches: Branch[] = [];
	private readonly expand: (text: string) => string;

	constructor(expand: (text: string) => string) {
		this.expand = expand;
	}

	get isOpen(): boolean {
		return this.branches.length > 0;
	}

	/** The symbols that a line here needs, those of the innermost conditional first. */
	needed(): string[] {
		return this.branches
			.slice(0, deepestConditional)
			.flatMap(branch => branch.needed)
			.reverse();
	}

	/** Takes a line that opens, turns or closes a conditional; false where it does none of these. */
	takeLine(line: string, at: string, problems: MakeProblem[]): boolean {
		const word = /^(ifdef|ifndef|ifeq|ifneq|else|endif)(?=$|[\s(])\s*([\s\S]*)$/.exec(line);
		if (!word) {
			return false;
		}
		const [, keyword, rest] = word as unknown as [string, string, string];
		if (keyword === 'endif') {
			if (this.branches.pop() === undefined) {
				problems.push({where: at, problem: 'endif without a conditional'});
			}
		} else if (keyword === 'else') {
			const before = this.branches.pop();
			if (before === undefined) {
				problems.push({where: at, problem: 'else without a conditional'});
				this.branches.push(always);
			} else {
				this.branches.push(this.turn(before, rest));
			}
		} else {
			if (this.branches.length === deepestConditional) {
				problems.push({
					where: at,
					problem: `conditionals nest deeper than ${deepestConditional}: not weighed`,
				});
			}
			this.branches.push(
				this.branches.length < deepestConditional ? this.readCondition(keyword, rest) : always,
			);
		}
		return true;
	}

	/** The branch behind an `else`, which may bring a condition of its own. */
	private turn(before: Branch, rest: string): Branch {
		const next = /^(ifdef|ifndef|ifeq|ifneq)\s*([\s\S]*)$/.exec(rest);
		const branch = next ? this.readCondition(next[1]!, next[2]!) : always;
		return {
			// As deep as that, `else if` after `else if`.
			needed: [...before.otherwise, ...branch.needed].slice(0, deepestConditional),
			otherwise: [...before.otherwise, ...branch.otherwise].slice(0, deepestConditional),
		};
	}

	private readCondition(keyword: string, rest: string): Branch {
		if (keyword === 'ifdef' || keyword === 'ifndef') {
			const symbol = /^CONFIG_(\w+)/.exec(rest.trim())?.[1];
			const needed = symbol === undefined ? [] : [symbol];
			return keyword === 'ifdef' ? {needed, otherwise: []} : {needed: [], otherwise: needed};
		}
		const [left, right] = this.readComparison(rest);
		const marked = takeMarks(`${left} ${right}`);
		const symbols = [...marked.values, ...marked.conditions];
		const plain = marked.text.trim();
		const comparesWithSet = /^[ymY_ ]+$/.test(plain);
		const comparesWithUnset = plain === '' || plain === 'n';
		const isEqual = keyword === 'ifeq';
		if (symbols.length === 0 || (!comparesWithSet && !comparesWithUnset)) {
			return always;
		}
		return isEqual === comparesWithSet ? {needed: symbols, otherwise: []} : {needed: [], otherwise: symbols};
	}

	/** The two sides of `(a,b)` or `"a" "b"`, expanded. */
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
}
