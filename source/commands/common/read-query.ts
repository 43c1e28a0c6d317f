import {parseQuery, type Query} from '../../dossier/query/query.ts';
import {defaultSort, type Sort, type SortKey, sortKeys} from '../../dossier/query/sort.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Context} from './context.ts';

/** A query, or the user's error in it with its place; `families` are the distributions of the data set. */
export function readQuery(text: string, families?: readonly string[]): Query {
	const parsed = parseQuery(text, families);
	if (parsed.ok) return parsed.query;
	const {message, start, end} = parsed.problem;
	throw new UserError(
		`The query can't be read at "${sanitise(text.slice(start, end))}".`,
		`${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
		exitStatus.usage,
	);
}

/** The order asked for; a beginning of a field's name will do. */
export function readSort(flags: Context['flags']): Sort {
	const wanted = flags.sort as string | undefined;
	if (wanted === undefined) return {...defaultSort, reverse: flags.reverse === true};
	const key: SortKey | undefined = sortKeys.find(name => name.startsWith(wanted.toLowerCase()));
	if (key === undefined) {
		throw new UserError(
			`--sort can't order by "${sanitise(wanted)}".`,
			`It knows ${sortKeys.join(', ')}.`,
			exitStatus.usage,
		);
	}
	return {key, reverse: flags.reverse === true};
}
