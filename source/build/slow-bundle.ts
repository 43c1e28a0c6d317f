/** What the bundle slow.cjs exports: the commands that make, change and check data sets, which takes a while, and those asked for seldom. */
import {assess} from '../commands/assess.ts';
import {backtest} from '../commands/backtest.ts';
import type {Command} from '../commands/common/context.ts';
import {apart} from '../commands/common/threads/apart.ts';
import {config} from '../commands/config.ts';
import {diff} from '../commands/diff.ts';
import {importDossiers} from '../commands/import.ts';
import {probe} from '../commands/probe.ts';
import {rank} from '../commands/rank.ts';
import {removal} from '../commands/removal/removal.ts';
import {survey} from '../commands/survey.ts';
import {validate} from '../commands/validate.ts';
import {verify} from '../commands/verify.ts';

/** By their names on the command line. Those that read and write much are apart from whoever listens for signals. */
export const datasetCommands: Readonly<Record<string, Command>> = {
	survey: apart(survey),
	import: apart(importDossiers),
	assess: apart(assess),
	backtest: apart(backtest),
	config,
	diff: apart(diff),
	probe,
	rank,
	validate: apart(validate),
	/** `show --removal`. */
	removal,
	verify: apart(verify),
};
