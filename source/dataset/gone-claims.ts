import {claimsInWords} from '../dossier/gone/words.ts';
import type {GoneRecord} from '../dossier/schema.ts';
import type {Dataset} from './reader.ts';

/**
 * Who claims a gone driver's devices now, in a sentence: the data set's table of ids is searched for each of them.
 * Null where the driver's id tables were not read.
 */
export function goneClaims(
	dataset: Pick<Dataset, 'claimantsOf' | 'manifest'>,
	record: GoneRecord,
): string | null {
	return claimsInWords(record, dataset.claimantsOf(record.ids ?? []), dataset.manifest.treeVersion);
}
