import {isUserError} from '../../dossier/user-error.ts';
import {readOwnJson, writeWhole} from './own-files.ts';
import {lastQueryFile} from './places.ts';

const mark = 'driverdexLastQuery';
/** Code units of a query that is kept at most; nobody has typed a longer one. */
const longest = 1000;

/**
 * The query that the explorer was last left with; null where none was kept. It is a convenience: a file that can't be
 * read offers nothing, and the next query takes its place.
 */
export function readLastQuery(state: string | null): string | null {
	if (state === null) return null;
	try {
		const query = readOwnJson(lastQueryFile(state), mark)?.query;
		return typeof query === 'string' && query !== '' && query.length <= longest ? query : null;
	} catch (error) {
		if (isUserError(error)) return null;
		throw error;
	}
}

/** Keeps a query for the next time; where that can't be done, whoever leaves is not held up for it. */
export function keepLastQuery(state: string, query: string): void {
	if (query.length > longest) return;
	try {
		writeWhole(lastQueryFile(state), [`${JSON.stringify({[mark]: 1, query})}\n`], {makesFolder: true});
	} catch (error) {
		if (!isUserError(error)) throw error;
	}
}
