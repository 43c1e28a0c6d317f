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

/**
 * The order asked for: a field, and after a comma the one that decides between equals; a beginning of a field's name will
 * do. A minus before the second turns it round, as `--reverse` does the first.
 */
export function readSort(flags: Context['flags']): Sort {
	const wanted = flags.sort as string | undefined;
	if (wanted === undefined) return {...defaultSort, reverse: flags.reverse === true};
	const [first = '', ...others] = wanted.toLowerCase().split(',');
	const named = (text: string): SortKey | undefined =>
		sortKeys.find(name => name === text) ?? sortKeys.find(name => name.startsWith(text));
	const isTurned = others[0]?.startsWith('-') === true;
	const key = named(first);
	const second = others[0] === undefined ? undefined : named(isTurned ? others[0].slice(1) : others[0]);
	if (key === undefined || others.length > 1 || (others.length === 1 && second === undefined)) {
		throw new UserError(
			`--sort can't order by "${sanitise(wanted)}".`,
			`It knows ${sortKeys.join(', ')}.`,
			exitStatus.usage,
		);
	}
	const reverse = flags.reverse === true;
	return second === undefined ? {key, reverse} : {key, reverse, second: {key: second, reverse: isTurned}};
}
