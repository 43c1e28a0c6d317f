import type {IndexRow} from '../index-row.ts';
import type {Joins} from './joins.ts';

/** One field of the query language, as the help describes it. */
export interface QueryField {
	name: string;
	example: string;
	about: string;
	/** Where a comma parts two values; by default every one does. */
	between?: RegExp;
	/** Reads one value; a string is a complaint. */
	read(value: string, families?: readonly string[]): ((row: IndexRow) => boolean) | string;
	/** The values that it knows, for completion. */
	values?: readonly string[];
	/** The values that the drivers of a data set have, for completion. */
	valuesOf?(joins: Joins): readonly string[];
	/** Whether a value asks for libraries too, which are left out otherwise. */
	wantsLibraries?(value: string): boolean;
}

/** A field whose values come from a closed list; a beginning that fits only one of them will do. */
export function choice(
	name: string,
	example: string,
	about: string,
	values: readonly string[],
	holds: (row: IndexRow, value: string) => boolean,
): QueryField {
	return {
		name,
		example,
		about,
		values: values.map(value => value.toLowerCase().replaceAll(' ', '-')),
		read(text) {
			const wanted = text.toLowerCase().replaceAll(' ', '-');
			const names = values.map(value => value.toLowerCase().replaceAll(' ', '-'));
			const exact = names.indexOf(wanted);
			const beginnings = names.flatMap((value, index) => (value.startsWith(wanted) ? [index] : []));
			const index = exact >= 0 ? exact : beginnings.length === 1 ? beginnings[0]! : -1;
			if (index < 0 || wanted === '') return `${name}: ${misfit(text, names)}`;
			const value = values[index]!;
			return row => holds(row, value);
		},
	};
}

/** What is wrong, then what would be right: a line of a terminal may end before all that is. */
export function misfit(value: string, known: readonly string[]): string {
	return `${value === '' ? 'wants one of' : `"${value}" is none of`} ${known.join(', ')}`;
}

/** The expression of a pattern in which `*` stands for any letters and `?` for one. */
export function globExpression(pattern: string): RegExp {
	// Stars in a row are one: each more would multiply the ways to fail.
	const escaped = pattern.replace(/\*+/g, '*').replace(/[.+^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
