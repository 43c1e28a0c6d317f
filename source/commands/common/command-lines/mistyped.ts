import {exitStatus, UserError} from '../../../dossier/user-error.ts';
import {sanitise} from '../../../text/sanitise.ts';
import {shellWord} from '../../../text/shell.ts';
import type {Context} from '../context.ts';

/**
 * Refuses a query whose first word is a command with a letter wrong, with which no part of a module's name begins: whoever
 * wrote it meant the command. `commands` are those that it may have been. Throws a UserError with what to write.
 */
export function refuseMistyped(
	context: Context,
	words: readonly string[],
	commands: readonly string[],
): void {
	const [word = '', ...rest] = words;
	const dataset = context.openDataset();
	try {
		const isName = (name: string) => name.split(/[-_]/).some(part => part.toLowerCase().startsWith(word));
		if (dataset.rows().some(({module}) => isName(module))) return;
		const gone = dataset.gone.all() ?? [];
		if (gone.some(({module}) => isName(module))) return;
	} finally {
		dataset.close();
	}
	const meant = commands.map(name => ['driverdex', name, ...rest.map(shellWord)].join(' '));
	throw new UserError(
		`"${sanitise(word)}" is no command of driverdex, and no module's name begins so.`,
		`Is it ${sanitise(meant.join(' or '))}? driverdex list ${sanitise(words.map(shellWord).join(' '))} searches for the word${rest.length > 0 ? 's' : ''}.`,
		exitStatus.usage,
	);
}
