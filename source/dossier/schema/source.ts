/** Where what a record says can be read. */
import * as v from 'valibot';
import {treeSourceKinds, webSourceKinds} from '../query/vocabulary.ts';
import {date, place, text, url} from './words.ts';

/**
 * Where a claim can be read: a file and line of the surveyed tree, or an address with its host and, where it is
 * known, the day of what stands there.
 */
export const sourceSchema = v.variant('kind', [
	v.strictObject({kind: v.picklist(treeSourceKinds), at: place, claim: text}),
	v.strictObject({kind: v.picklist(webSourceKinds), url, host: text, date: v.nullable(date), claim: text}),
]);
