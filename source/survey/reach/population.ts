/** Counts of PCI devices in machines that people probed: the tables of linuxhw's DevicePopulation. */
import {basename} from 'node:path';
import {deviceIdOfPattern} from '../../dossier/devices/modalias.ts';
import type {Population, Problem} from '../../dossier/schema.ts';
import {UserError} from '../../dossier/user-error.ts';
import {readInputLater} from '../input-file.ts';
import {describeError} from '../tree/file-errors.ts';

/** One table of counts. */
export interface PopulationTable {
	/** Its file's name without `.md`: `device-population-2023-03`. */
	name: string;
	/** YYYY-MM of that name; null where it has none. */
	month: string | null;
	/** Machines with a device by its id (`15b3:1003`). */
	machines: Map<string, number>;
	/** The most machines of one id by what the table files it under, such as `Storage/nvme`, of all or of one vendor. */
	classes: Map<string, {device: string; machines: number}>;
	/** Lines that could not be read. */
	strange: number;
}

const row = /^\|\s*pci:([0-9a-f]{4})-([0-9a-f]{4})\s*\|.*\|\s*(\d+)\s*\|$/;
const heading = /^### (.+) \(PCI\)$/;

/** Reads a table of counts. Throws a UserError where the file is none. */
export async function readPopulation(file: string): Promise<PopulationTable> {
	const text = await readInputLater(file, {pipes: true}).catch((error: unknown) => {
		throw new UserError(`${file} can't be read: ${describeError(error)}.`, advice);
	});
	const name = basename(file).replace(/(?!^)\.md$/, '');
	const table: PopulationTable = {
		name,
		month: /(?:^|\D)(\d{4}-(?:0[1-9]|1[0-2]))(?:\D|$)/.exec(name)?.[1] ?? null,
		machines: new Map(),
		classes: new Map(),
		strange: 0,
	};
	let section = '';
	for (const line of text.split('\n')) {
		const [, title] = heading.exec(line) ?? [];
		if (title !== undefined) section = title;
		if (!line.startsWith('| pci:')) continue;
		const [, vendor, device, count] = row.exec(line) ?? [];
		const machines = Number(count);
		// Digits without end are no number that JSON has.
		if (vendor === undefined || !Number.isSafeInteger(machines)) {
			table.strange++;
			continue;
		}
		const id = `${vendor}:${device}`;
		table.machines.set(id, Math.max(machines, table.machines.get(id) ?? 0));
		for (const key of [section, `${vendor} ${section}`]) {
			const most = table.classes.get(key);
			if (most === undefined || machines > most.machines) table.classes.set(key, {device: id, machines});
		}
	}
	if (table.machines.size === 0) {
		throw new UserError(
			`${file} counts no device: no line of it is | pci:VENDOR-DEVICE | … | COUNT |.`,
			advice,
		);
	}
	return table;
}

const advice = 'Give the page of a month of https://github.com/linuxhw/DevicePopulation, unpacked.';

/** What classes of PCI devices are called in the tables, by class and sub-class; those whose name says as much. */
const sections: Readonly<Record<string, string>> = {
	'03*': 'Graphics card',
	'0106': 'Storage/ata',
	'0107': 'Storage/sas',
	'0108': 'Storage/nvme',
	'0403': 'Sound',
	'0805': 'Sd host controller',
	'0c00': 'Firewire controller',
	'0c05': 'Smbus',
};

/** From so many drivers on that claim an id, it tells of a chip or a bridge, not of whose device it is. */
const tooManyClaimants = 4;
/**
 * A pattern that asks for a subsystem, too: one board of those with that chip. Where others claim some, not the chip
 * counts.
 */
const ofBoard = /^pci:v0000[0-9A-F]{4}d0000[0-9A-F]{4}(?:sv(?!\*)|sv\*sd(?!\*))/i;

/** How many drivers claim each PCI device, `15b3:1003`, by their patterns. */
export function countClaimants(patterns: Iterable<readonly string[] | null>): Map<string, number> {
	const claimants = new Map<string, number>();
	for (const aliases of patterns) {
		const ids = new Set((aliases ?? []).map(deviceIdOfPattern));
		for (const id of ids) {
			if (!id?.startsWith('pci:')) continue;
			const device = id.slice('pci:'.length);
			claimants.set(device, (claimants.get(device) ?? 0) + 1);
		}
	}
	return claimants;
}

/**
 * In how many machines a device of these patterns was seen; null where none of them is of PCI, or it can't be told. The
 * tables count chips: that a chip was seen tells nothing of one board with it where other drivers serve others, nor which
 * of many drivers it is for; that none was seen tells of them all. A pattern of a class counts where a table is filed
 * under exactly that class; with a programming interface only where it is the one that nearly all devices of the class
 * have.
 */
export function populationOf(
	table: PopulationTable,
	aliases: readonly string[],
	claimants: ReadonlyMap<string, number> = new Map(),
): Population | null {
	let machines: number | null = null;
	let byClass: number | null = null;
	let device: string | null = null;
	let isUntold = false;
	for (const pattern of aliases) {
		if (!pattern.startsWith('pci:')) continue;
		const id = deviceIdOfPattern(pattern)?.slice('pci:'.length);
		if (id !== undefined) {
			const seen = table.machines.get(id) ?? 0;
			if (seen > 0 && (claimants.get(id) ?? 1) >= (ofBoard.test(pattern) ? 2 : tooManyClaimants)) {
				isUntold = true;
				continue;
			}
			if (machines === null || seen > machines) {
				machines = seen;
				if (seen > 0) device = id;
			}
			continue;
		}
		const most = ofClass(table, pattern);
		if (most !== null && most.machines > (byClass ?? -1)) {
			byClass = most.machines;
			if (most.machines > (machines ?? 0)) device = most.device;
		}
	}
	// A chip of it was seen, on whatever board: that none was can't be said.
	if (isUntold && machines === 0) machines = null;
	return machines === null && byClass === null ? null : {machines, byClass, device, source: table.name};
}

/** Programming interfaces that nearly all devices of their class have: AHCI, NVM Express, OHCI. */
const usualInterfaces: Readonly<Record<string, string>> = {'0106': '01', '0108': '02', '0c00': '10'};

function ofClass(table: PopulationTable, pattern: string): {device: string; machines: number} | null {
	const [, vendor, main, sub, programming] =
		/^pci:v(\*|0000[0-9A-F]{4})d\*sv\*sd\*bc([0-9A-F]{2})sc([0-9A-F]{2}|\*)i(\*|[0-9A-F]{2}\*?)/i.exec(
			pattern,
		) ?? [];
	if (main === undefined) return null;
	const name = `${main}${sub}`.toLowerCase();
	const wanted = programming!.replace(/\*$/, '').toLowerCase();
	if (wanted !== '' && usualInterfaces[name] !== wanted) return null;
	const section = sections[name];
	if (section === undefined) return null;
	return table.classes.get(vendor === '*' ? section : `${vendor!.slice(4).toLowerCase()} ${section}`) ?? null;
}

/** The newest of several tables that is not of after a day, and what is said of the others. */
export function newestPopulation(
	tables: readonly PopulationTable[],
	asOf: string,
): {table: PopulationTable | null; problems: Problem[]} {
	const problems: Problem[] = tables
		.filter(({strange}) => strange > 0)
		.map(({name, strange}) => ({
			source: 'population',
			where: name,
			problem: `${strange} lines not understood`,
		}));
	const fitting = tables.filter(({month}) => month === null || month <= asOf.slice(0, 7));
	const newest = fitting.toSorted((a, b) => ((a.month ?? '') < (b.month ?? '') ? 1 : -1))[0] ?? null;
	return {table: newest, problems};
}
