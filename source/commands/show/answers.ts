/** What `show` answers to a name. */
import type {Dataset} from '../../dataset/reader.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import type {DirectoryRecord, DriverRecord, GoneRecord, Platform} from '../../dossier/schema.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {AskedDevice} from '../common/devices/asked-device.ts';

/** The records that a name may lead to. */
export type Shown = DriverRecord | DirectoryRecord | GoneRecord | Platform;

/** What stands in every answer: the name, and the module that it was taken for where it is a package's. */
interface Asked {
	name: string;
	takenFor?: string;
}

/** One record. `lead` is said above it, `remark` on standard error. */
export interface OneAnswer extends Asked {
	found: Shown;
	device: AskedDevice | null;
	lead: readonly string[];
	remark: string | null;
}

/** Several drivers that answer a question together: those that a CVE is in, or that ask for a firmware file. */
export interface ManyAnswer extends Asked {
	rows: readonly IndexRow[];
	lead: readonly string[];
	remark: string | null;
}

/** Nothing to show: why, and the ids of the drivers that it may stand for, where there are several. */
export interface NoAnswer extends Asked {
	error: UserError;
	candidates: readonly string[] | null;
}

export type Answer = OneAnswer | ManyAnswer | NoAnswer;

export const isGone = (record: Shown): record is GoneRecord => 'lastRelease' in record;
export const isPlatform = (record: Shown): record is Platform => 'deviceTrees' in record;

/** An answer of one record with nothing more to say. */
export function one(name: string, found: Shown, more: Partial<OneAnswer> = {}): OneAnswer {
	return {name, found, device: null, lead: [], remark: null, ...more};
}

/** Drivers that answer together, or the dossier of the only one; `lead` says why they do. */
export function together(
	dataset: Dataset,
	name: string,
	rows: readonly IndexRow[],
	lead: string,
): OneAnswer | ManyAnswer {
	return rows.length === 1
		? one(name, dataset.driver(rows[0]!), {lead: [lead]})
		: {name, rows, lead: [lead], remark: null};
}

/** Several drivers of which one must be named. */
export function ambiguous(name: string, rows: readonly IndexRow[]): NoAnswer {
	const candidates = rows
		.slice(0, 20)
		.map(row => `  ${row.id}${row.symbol === null ? '' : `  CONFIG_${row.symbol}`}`);
	const more = rows.length > 20 ? `\n  and ${rows.length - 20} more` : '';
	const error = new UserError(
		`"${sanitise(name)}" stands for ${rows.length} drivers.`,
		`Name one by its path:\n${candidates.join('\n')}${more}`,
		exitStatus.failed,
	);
	return {name, error, candidates: rows.map(({id}) => id)};
}
