import type {Dataset} from '../../dataset/reader.ts';
import type {DirectoryRecord, DriverRecord} from '../../dossier/schema.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {sanitise} from '../../text/sanitise.ts';

/** What is asked about; its record is read when its turn comes. */
export interface Asked {
	record(): DriverRecord | DirectoryRecord;
}

/**
 * The driver or directory that a name stands for; of both the driver, unless the name ends in a slash. Throws a UserError
 * for none (status 1) or several (status 2).
 */
export function namedRecord(dataset: Dataset, name: string): Asked {
	const {drivers, directory} = dataset.find(name);
	const [driver] = drivers;
	if (directory !== null && (driver === undefined || name.endsWith('/')))
		return {record: () => dataset.directoryRecord(directory)};
	const printable = sanitise(name);
	if (drivers.length > 1) {
		const candidates = drivers.slice(0, 20).map(({id}) => `  ${id}`);
		throw new UserError(
			`"${printable}" stands for ${drivers.length} drivers.`,
			`Name one by its path:\n${candidates.join('\n')}`,
			exitStatus.failed,
		);
	}
	if (driver !== undefined) return {record: () => dataset.driver(driver)};
	const near = dataset.nearest(name);
	throw new UserError(
		`No driver, CONFIG symbol or directory "${printable}" in Linux ${dataset.manifest.treeVersion}.`,
		near.length > 0
			? `Nearest: ${sanitise(near.join(', '))}.`
			: 'driverdex list WORD searches names and paths.',
		exitStatus.negative,
	);
}
