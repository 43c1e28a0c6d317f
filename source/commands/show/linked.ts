/** Look-ups by what stands in drivers' records: CVEs, firmware files, and the names under which they register. */

import type {Dataset} from '../../dataset/reader.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {literally} from '../../text/literally.ts';
import {counted} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import {type Answer, ambiguous, together} from './answers.ts';

/** The drivers in whose own sources a CVE is; null where a name is none. */
export function lookUpCve(dataset: Dataset, name: string): Answer | null {
	const [, number] = /^CVE-(\d{4}-\d{4,})$/i.exec(name) ?? [];
	if (number === undefined) return null;
	const cve = `CVE-${number}`;
	const rows = dataset.links.drivers('cve', number);
	if (rows === null) return noTable(name, cve);
	if (rows.length > 0) {
		return together(dataset, name, rows, `${cve} is in ${sources(rows)} of ${modules(rows)}`);
	}
	const error = new UserError(
		`${cve} is in no own source of a driver of Linux ${dataset.manifest.treeVersion}.`,
		`It is not the kernel's, newer than ${dataset.manifest.asOf}, or in files of none or several of the drivers: driverdex show FILE says whose a file is.`,
		exitStatus.negative,
	);
	return {name, error, candidates: null};
}

/** The drivers that declare a firmware file, named with or without the folder of all of them; null where none does. */
export function lookUpFirmware(dataset: Dataset, name: string): Answer | null {
	const file = name
		.replace(/^(?:\/?(?:usr\/)?lib\/firmware\/(?:updates\/)?|\.?\/)/, '')
		.replace(/\.(?:xz|zst)$/, '');
	const declaring = (key: string) => dataset.links.drivers('firmware', key) ?? [];
	const exact = declaring(file);
	if (exact.length > 0) return together(dataset, name, exact, `${file} is firmware that ${declared(exact)}`);
	// What people search in vain is no longer or not yet what is declared: the same name with other numbers in it.
	if (!/\.[a-z0-9_]+$/i.test(file) || /\.(?:c|h|S|rs|o|ko)$/.test(file)) return null;
	const keys = dataset.links.keys('firmware') ?? [];
	const bare = file.slice(file.lastIndexOf('/') + 1);
	const fitting = keys.filter(key => key.slice(key.lastIndexOf('/') + 1) === bare || fits(key, file));
	const like = fitting.length > 0 ? fitting : keys.filter(key => unnumbered(key) === unnumbered(file));
	if (like.length === 0) return null;
	const rows = [...new Map(like.flatMap(declaring).map(row => [row.id, row])).values()];
	const how =
		fitting.length > 0
			? `${file} is firmware that ${declared(rows)}, as ${named(like)}`
			: `No driver declares ${file}; the like of it, ${named(like)}, is firmware that ${declared(rows)}`;
	return together(dataset, name, rows, how);
}

/** The driver that registers under a name, as `lspci -k` prints it (b43-pci-bridge is ssb); null where none does. */
export function lookUpRegistered(dataset: Dataset, name: string): Answer | null {
	const rows = dataset.links.drivers('name', name.toLowerCase()) ?? [];
	if (rows.length === 0) return null;
	if (rows.length > 1) return ambiguous(name, rows);
	const [row] = rows;
	const bus = dataset.links.dependents(row!.id)?.bus;
	const behind =
		bus === undefined || bus.total === 0
			? ''
			: `, a bridge to a bus of that name, on which the card's parts are driven by ${bus.modules.join(', ')}`;
	return together(dataset, name, rows, `${name} is a name under which ${row!.module} registers${behind}`);
}

const modules = (rows: readonly IndexRow[]): string => {
	const shown = rows.slice(0, 8).map(({module}) => module);
	return rows.length > shown.length
		? `${shown.join(', ')} and ${rows.length - shown.length} more`
		: shown.join(', ');
};
const sources = (rows: readonly IndexRow[]): string =>
	rows.length === 1 ? 'the own sources' : 'own sources';
const declared = (rows: readonly IndexRow[]): string =>
	`${modules(rows)} ${rows.length === 1 ? 'declares' : 'declare'}`;

const named = (files: readonly string[]): string =>
	files.length > 3
		? `${files.slice(0, 2).join(', ')} and ${counted(files.length - 2, 'other')}`
		: files.join(', ');

/** A file name with every number left out. */
const unnumbered = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\d+/g, '0');

/** Whether a declared name with wildcards (brcm/brcmfmac*-pcie.*.bin) stands for a file. */
function fits(pattern: string, file: string): boolean {
	if (!pattern.includes('*')) return false;
	const parts = pattern.split('*').map(literally);
	return new RegExp(`^${parts.join('[^/]*')}$`).test(file);
}

function noTable(name: string, what: string): Answer {
	const error = new UserError(
		`${sanitise(what)} can't be looked up: the data set has no links.idx.`,
		'driverdex assess DATASET makes it.',
		exitStatus.negative,
	);
	return {name, error, candidates: null};
}
