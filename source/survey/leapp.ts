import {normaliseName} from '../dossier/query/names.ts';
import type {Problem, Support, SurveySource} from '../dossier/schema.ts';
import {UserError} from '../dossier/user-error.ts';
import {readInputLater} from './input-file.ts';
import {describeError} from './tree/file-errors.ts';

/** RHEL releases Leapp speaks of, and the month each came out. */
const releases = [
	{major: 7, month: '2014-06'},
	{major: 8, month: '2019-05'},
	{major: 9, month: '2022-05'},
	{major: 10, month: '2025-05'},
] as const;
/** Drivers that Leapp calls by their hardware, and the modules of the kernel that drive it. */
const spellings = new Map([
	['hns_roce', 'hns_roce_hw_v2'],
	['mthca', 'ib_mthca'],
]);
/** Letters of what the table says of itself. */
const longestText = 100;
const sourceName = 'Leapp device and driver deprecation data';

export interface LeappOptions {
	/** Leapp's `device_driver_deprecation_data.json`. */
	file: string;
	/** Releases count that were out by this day (YYYY-MM-DD); null: all. */
	asOf: string | null;
	drivers: readonly {id: string; module: string}[];
}

export interface LeappFacts {
	/**
	 * By driver id: what Red Hat says of the driver as a whole, oldest release first, then of single devices, by
	 * their PCI ids (`15b3:1003`, or `9005:0285:9005:0294` with a subsystem's). Rows for devices say nothing of the
	 * driver's others: most list only the old hardware that a living driver lost. Not named: absent.
	 */
	drivers: Map<string, Support[]>;
	source: SurveySource;
	problems: Problem[];
}

interface Row {
	names: string[];
	device: string;
	available: ReadonlySet<number>;
	maintained: ReadonlySet<number> | null;
}

/**
 * What RHEL 7 to 10 say of each driver, from Leapp's table. Module names match with `-` and `_` alike; a name
 * that no driver bears stands for the driver called NAME_core, where there is one (Leapp writes `mlx5`), or for the one
 * that it is another spelling of. In the
 * table a driver is available in a release, and may be maintained in it; a release after one that had the driver
 * and that lacks it has removed it; of releases before the first that had it nothing is said. Single broken rows are
 * named and passed over.
 * @throws {UserError} where the file can't be read or is not Leapp's table.
 */
export async function surveyLeapp(options: LeappOptions): Promise<LeappFacts> {
	const document = await readTable(options.file);
	const problems: Problem[] = [];
	const rows: Row[] = [];
	for (const [index, entry] of document.data.entries()) {
		const row = readRow(entry);
		if (row === 'broken')
			problems.push({source: sourceName, where: `row ${index + 1}`, problem: 'not understood'});
		else if (row !== null) rows.push(row);
	}
	const byModule = new Map<string, string[]>();
	for (const {id, module} of options.drivers) {
		const name = normaliseName(module);
		byModule.set(name, [...(byModule.get(name) ?? []), id]);
	}
	const known = releases.filter(({month}) => options.asOf === null || month <= options.asOf.slice(0, 7));
	const wholes = new Map<string, Row[]>();
	const devices = new Map<string, Support[]>();
	const unmatched = new Set<string>();
	for (const row of rows) {
		const ids = [
			...new Set(
				row.names.flatMap(
					name =>
						byModule.get(name) ??
						byModule.get(`${name}_core`) ??
						byModule.get(spellings.get(name) ?? '') ??
						[],
				),
			),
		];
		if (ids.length === 0) unmatched.add(row.names[0]!);
		for (const id of ids) {
			if (row.device === '') append(wholes, id, [row]);
			else append(devices, id, statesOf([row], known, row.device));
		}
	}
	const drivers = new Map<string, Support[]>();
	for (const id of new Set([...wholes.keys(), ...devices.keys()])) {
		const whole = statesOf(wholes.get(id) ?? [], known, null);
		const single = (devices.get(id) ?? []).sort((a, b) =>
			a.device! < b.device! ? -1 : a.device! > b.device! ? 1 : 0,
		);
		if (whole.length + single.length > 0) drivers.set(id, [...whole, ...single]);
	}
	return {
		drivers,
		source: {
			name: sourceName,
			origin: 'https://github.com/oamg/leapp-repository',
			revision: firstText(document.provided_data_streams),
			since: null,
			until: null,
			counts: {
				rows: document.data.length,
				driverRows: rows.filter(row => row.device === '').length,
				deviceRows: rows.filter(row => row.device !== '').length,
				drivers: drivers.size,
				namesWithoutDriver: unmatched.size,
			},
		},
		problems,
	};
}

/** In place: a table may have a hundred thousand rows for one driver. */
function append<Item>(lists: Map<string, Item[]>, key: string, items: readonly Item[]): void {
	const list = lists.get(key) ?? [];
	lists.set(key, list);
	list.push(...items);
}

async function readTable(file: string): Promise<Record<string, unknown> & {data: unknown[]}> {
	const advice =
		'Give the device_driver_deprecation_data.json of the Leapp project, as it lies in etc/leapp/files there.';
	const text = await readInputLater(file, {pipes: true}).catch((error: unknown) => {
		throw new UserError(`${file} can't be read: ${describeError(error)}.`, advice);
	});
	let document: unknown;
	try {
		document = JSON.parse(text);
	} catch {
		throw new UserError(`${file} is no table of Leapp: it is not JSON.`, advice);
	}
	if (!isObject(document) || !Array.isArray(document.data)) {
		throw new UserError(`${file} is no table of Leapp: it has no list "data".`, advice);
	}
	return {...document, data: document.data};
}

function statesOf(rows: readonly Row[], known: readonly {major: number}[], device: string | null): Support[] {
	const states: Support[] = [];
	let wasAvailable = false;
	for (const {major} of known) {
		const having = rows.filter(row => row.available.has(major));
		const release = String(major);
		if (having.length > 0) {
			wasAvailable = true;
			const isMaintained = having.some(row => row.maintained?.has(major));
			const isTold = having.some(row => row.maintained !== null);
			const state = isMaintained ? 'maintained' : isTold ? 'unmaintained' : 'available';
			states.push({vendor: 'RHEL', release, state, device});
		} else if (wasAvailable) states.push({vendor: 'RHEL', release, state: 'removed', device});
	}
	return states;
}

/** Null for a row that names no driver: processors have rows too. */
function readRow(entry: unknown): Row | 'broken' | null {
	if (!isObject(entry)) return 'broken';
	const name = entry.driver_name;
	if (name === '' || name === undefined || name === null) return null;
	const available = releasesOf(entry.available_in_rhel);
	const maintained = entry.maintained_in_rhel === undefined ? null : releasesOf(entry.maintained_in_rhel);
	const id = entry.device_id ?? '';
	if (typeof name !== 'string' || typeof id !== 'string' || available === null) return 'broken';
	if (entry.maintained_in_rhel !== undefined && maintained === null) return 'broken';
	// `mpt2sas (mpt3sas)`: the name the driver had, and the one it has now.
	const names = name
		.split(/[\s()]+/)
		.filter(Boolean)
		.map(normaliseName);
	const device = id.toLowerCase().replaceAll('0x', '');
	// What is no id would be said of the whole driver, or of a device by any text.
	if (names.length === 0 || (id !== '' && !/^[\da-f:.*]{1,100}$/.test(device))) return 'broken';
	return {names, device, available, maintained};
}

function releasesOf(value: unknown): ReadonlySet<number> | null {
	if (!Array.isArray(value)) return null;
	// Nothing is turned into a number that is none: for lists in lists that has no end, and objects may refuse.
	return value.every(major => Number.isSafeInteger(major)) ? new Set(value as number[]) : null;
}

function firstText(value: unknown): string | null {
	return Array.isArray(value) && typeof value[0] === 'string' ? value[0].slice(0, longestText) || null : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
