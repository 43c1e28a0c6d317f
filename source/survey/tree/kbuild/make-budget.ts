/**
 * How much a Makefile may have us do. Make has no bounds of its own: sixty variables that each name the one before twice
 * are a text that no memory holds. The rule: whatever a Makefile can let grow is counted here, and what goes beyond is left
 * out, with one problem that says so. The Makefiles of Linux 7.3 come to a hundredth of it.
 */
import type {MakeProblem} from './facts.ts';

/** References, evaluated lines and rules that are gone through for one directory, and for a whole tree. */
const mostSteps = 500_000;
const mostTreeSteps = 20_000_000;
/** Characters that references expand to, likewise. */
const mostText = 16_000_000;
const mostTreeText = 640_000_000;
/** Files that one Makefile includes, directly or through each other. */
const mostIncluded = 500;
/** Names are that long at most, in characters. */
export const longestName = 1000;
/** Rules of one Makefile; the most of Linux 7.3 is 30. */
export const mostRules = 2000;
/** Conditionals in each other; the symbols of those further in are left out. */
export const deepestConditional = 100;

/** What all Makefiles of a tree may take together. */
export class TreeBudget {
	steps = mostTreeSteps;
	text = mostTreeText;
}

/** What the Makefile of one directory may take. */
export class MakeBudget {
	private readonly tree: TreeBudget;
	private readonly where: string;
	private readonly problems: MakeProblem[];
	private steps = mostSteps;
	private text = mostText;
	private included = mostIncluded;
	private readonly said = new Set<string>();

	constructor(tree: TreeBudget, where: string, problems: MakeProblem[]) {
		this.tree = tree;
		this.where = where;
		this.problems = problems;
	}

	/** Takes steps, and the characters that they made; false where there are no more. */
	spend(steps: number, text = 0): boolean {
		this.steps -= steps;
		this.text -= text;
		this.tree.steps -= steps;
		this.tree.text -= text;
		if (this.steps >= 0 && this.text >= 0 && this.tree.steps >= 0 && this.tree.text >= 0) return true;
		this.say('expands to more than is followed: what is beyond is left out');
		return false;
	}

	/** Whether another file may be included. */
	include(): boolean {
		if (this.included-- > 0) return true;
		this.say(`includes more than ${mostIncluded} files: the others are left out`);
		return false;
	}

	/** Says once what is left out. */
	say(problem: string): void {
		if (this.said.has(problem)) return;
		this.said.add(problem);
		this.problems.push({where: this.where, problem});
	}
}
