import {boardRules} from './rules/boards.ts';
import {reachRules} from './rules/reach.ts';
import {removalRules} from './rules/removal.ts';
import type {Rule} from './rules/rule.ts';
import {treeRules} from './rules/tree.ts';
import {workRules} from './rules/work.ts';

export type {Rule} from './rules/rule.ts';

/**
 * The rule table, over all evidence of a record: what was posted, what the tree says, what changed, who looks after it,
 * who has it. Order is that of the printed table; a dossier shows the strongest first.
 */
export const rules: readonly Rule[] = [
	...removalRules,
	...treeRules,
	...boardRules,
	...workRules,
	...reachRules,
];
