import {assess} from '../commands/assess.ts';
import {backtest} from '../commands/backtest.ts';
import type {Command} from '../commands/common/context.ts';
import {diff} from '../commands/diff.ts';
import {importDossiers} from '../commands/import.ts';
import {survey} from '../commands/survey.ts';
import {validate} from '../commands/validate.ts';

/** Commands that work for a while: bundled apart, so that quick ones don't load them. */
export const slowCommands: Readonly<Record<string, Command>> = {
	survey,
	import: importDossiers,
	assess,
	backtest,
	diff,
	validate,
};
