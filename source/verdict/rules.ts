import {reachRules} from './reach-rules.ts';
import {removalRules} from './removal-rules.ts';
import type {Rule} from './rule.ts';
import {treeRules} from './tree-rules.ts';
import {workRules} from './work-rules.ts';

export type {Rule} from './rule.ts';

/**
 * The rule table, over all evidence of a record: what was posted, what the tree says, what changed, who looks after it,
 * who has it. Order is that of the printed table; a dossier shows the strongest first.
 */
export const rules: readonly Rule[] = [...removalRules, ...treeRules, ...workRules, ...reachRules];
