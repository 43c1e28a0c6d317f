import {UserError} from '../../dossier/user-error.ts';
import {readRegularText} from '../../files/regular.ts';
import {sanitise} from '../../text/sanitise.ts';

/** A list of names, a report or a trace is a few kilobytes. */
const mostBytes = 4 << 20;

/**
 * The text of a file of names, or with `-` of standard input, up to 4 MB. Throws a UserError for more, for binary data, and
 * for what is no regular file.
 */
export function readBounded(file: string): string {
	const name = file === '-' ? 'Standard input' : sanitise(file);
	const text = readRegularText(file, {
		...{most: mostBytes, what: 'list of names', name, pipes: true},
		advice: 'Name a file with a name a line, or give the part of the report that names drivers.',
	});
	if (text.includes('\0')) {
		throw new UserError(`${name} holds no names: it is binary.`, 'Give a text with a name a line.');
	}
	return text;
}
