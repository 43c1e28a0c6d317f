import type {
	DirectoryRecord,
	DriverRecord,
	GoneRecord,
	Manifest,
	OutsideRecord,
	Platform,
} from '../dossier/schema.ts';
import {openDataset} from './reader.ts';
import {checkRecord} from './record-check.ts';

/** A data set read whole: for the commands that write it anew. Every record is checked. */
export function loadDataset(directory: string): {
	manifest: Manifest;
	drivers: DriverRecord[];
	directories: DirectoryRecord[];
	options: string | null;
	platforms: readonly Platform[] | null;
	gone: GoneRecord[] | null;
	outside: OutsideRecord[] | null;
} {
	const dataset = openDataset(directory, checkRecord);
	try {
		return {
			manifest: dataset.manifest,
			drivers: dataset.rows().map(row => dataset.driver(row)),
			directories: dataset.directories().map(entry => dataset.directoryRecord(entry)),
			options: dataset.optionsText(),
			platforms: dataset.platforms(),
			gone: dataset.gone.all(),
			outside: dataset.outside.all(),
		};
	} finally {
		dataset.close();
	}
}
