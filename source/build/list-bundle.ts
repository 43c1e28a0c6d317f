/** What the bundle list.cjs exports: the quick commands that a look-up does not need, and the forms of `show` that few ask for. */
import type {Command} from '../commands/common/context.ts';
import {completion} from '../commands/completion.ts';
import {list} from '../commands/list.ts';

/** By their names on the command line. */
export const listCommands: Readonly<Record<string, Command>> = {list, completion};
export {refuseMistyped} from '../commands/common/command-lines/mistyped.ts';
export * from '../commands/show/answer-forms.ts';
