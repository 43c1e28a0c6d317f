import {join, resolve} from 'node:path';
import type {Manifest} from '../dossier/schema.ts';
import {type Dataset, openDataset} from './reader.ts';
import {checkRecord} from './record-check.ts';

/** The digests of the records that the program was built with, as `recordDigests` has them; not there in tests. */
declare const driverdexOwnRecords: string | undefined;

/**
 * Opens a data set to be read: its records are checked before they are used. Those of the data that the program was built
 * with were checked by then (`validate`): to look one of them up takes no schema, which is a tenth of a look-up. They are
 * known by where they lie, too: a manifest elsewhere can say any digest.
 */
export function openChecked(directory: string): Dataset {
	return openDataset(directory, checkRecord, manifest => isOwn(directory, manifest));
}

function isOwn(directory: string, manifest: Manifest): boolean {
	if (resolve(directory) !== join(import.meta.dirname, '..', 'data')) return false;
	return typeof driverdexOwnRecords !== 'undefined' && recordDigests(manifest) === driverdexOwnRecords;
}

/** The digests of all files of records, as the manifest says them. */
function recordDigests({files}: Manifest): string {
	const names = ['drivers', 'directories', 'platforms', 'gone', 'outside'] as const;
	return names.map(name => files[`${name}.ndjson`]?.sha256).join(' ');
}
