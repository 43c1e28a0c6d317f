/** What a query of RHEL's releases tells apart: drivers that a release lost, and devices whose driver stays. */
import type {IndexRow} from '../../../dossier/index-row.ts';
import {lostDevices, rhelStep} from '../../../dossier/query/joined-fields.ts';
import {counted} from '../../../text/numbers.ts';

/** Rows parted in two, and what is said of those that lost devices only; null where the query asks nothing of that kind. */
export interface LostDevices {
	/** The rows that did not lose devices alone. */
	rows: readonly IndexRow[];
	heading: string;
	/** A line for each driver, its devices last. */
	lines: readonly string[];
}

/** Parts the rows that a query found. */
export function partLostDevices(queryText: string, rows: readonly IndexRow[]): LostDevices | null {
	const step = rhelStep(queryText);
	if (step === null) return null;
	const lost = rows.map(row => lostDevices(row, step));
	const lines = rows.flatMap((row, index) => {
		const devices = lost[index]!;
		return devices.length === 0
			? []
			: [`${row.module}: ${counted(devices.length, 'device')}, ${devices.join(' ')}`];
	});
	if (lines.length === 0) return null;
	return {
		rows: rows.filter((_, index) => lost[index]!.length === 0),
		heading: `Devices that RHEL ${step.from} has and RHEL ${step.to} has not, while their driver stays:`,
		lines,
	};
}
