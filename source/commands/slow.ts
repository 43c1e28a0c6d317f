import {assess} from './assess.ts';
import {backtest} from './backtest.ts';
import type {Command} from './context.ts';
import {diff} from './diff.ts';
import {importDossiers} from './import.ts';
import {survey} from './survey.ts';
import {validate} from './validate.ts';

/** Commands that work for a while: bundled apart, so that quick ones don't load them. */
export const slowCommands: Readonly<Record<string, Command>> = {
	survey,
	import: importDossiers,
	assess,
	backtest,
	diff,
	validate,
};
