/**
 * joins.idx: what is asked across drivers and stands in no row of the index. A line of JSON, its head; then each column,
 * a line for every driver in the order of drivers.ndjson: its values, tabs between them, or `=` where they are those of
 * the line before. Like the tables it says nothing that the records do not.
 */
import {conditionsIn} from '../../dossier/kernel-options.ts';
import {neededOptions} from '../../dossier/options/needed.ts';
import {type JoinColumn, joinColumns} from '../../dossier/query/joins.ts';
import {supportStates} from '../../dossier/query/vocabulary.ts';
import type {DriverRecord, Manifest, Platform} from '../../dossier/schema.ts';

/** What the file says of itself: the SHA-256 of the files that it was made from, and where each column lies, in bytes. */
export interface JoinsHead {
	schemaVersion: 1;
	of: Readonly<Record<string, string>>;
	drivers: number;
	columns: Readonly<Record<JoinColumn, readonly [offset: number, length: number]>>;
}

/** What is looked at of a driver. */
export type JoinedRecord = Pick<DriverRecord, 'id' | 'module' | 'kconfig' | 'files' | 'needs'> & {
	signals: Pick<DriverRecord['signals'], 'maintainers' | 'cves' | 'since' | 'support'>;
};

const same = '=';
/** Stands for the module's name in a source's. */
const mark = '*';
/** Ends a source's name that has an ending of its own. */
const other = '|';

/** The values of each column. What is loaded are places in the order of the records, to base 36. */
function cellsOf(
	drivers: readonly JoinedRecord[],
	platforms: readonly Platform[],
	driverless: ReadonlyMap<string, string>,
): Record<JoinColumn, (driver: JoinedRecord) => readonly string[]> {
	const places = new Map(drivers.map(({id}, place) => [id, place]));
	return {
		section: ({signals}) => listed(signals.maintainers?.section),
		list: ({signals}) => signals.maintainers?.lists ?? [],
		cve: ({signals}) => (signals.cves ?? []).map(id => id.slice('CVE-'.length)),
		file: ({module, files}) => files.map(file => shortened(file, module)),
		since: ({signals: {since}}) => listed(since && `${since.earliest ? '<=' : ''}${since.release}`),
		depends: neededOptions(drivers, platforms, driverless),
		loads: ({needs}) => needs.flatMap(({driver}) => listed(places.get(driver)?.toString(36))),
		rhel: ({signals}) => devicesOf(signals.support ?? []),
	};
}

const listed = (value: string | null | undefined): string[] => (value ? [value] : []);

/** Most sources bear their driver's name, and most are C. */
function shortened(file: string, module: string): string {
	const bare = file.startsWith(module) ? mark + file.slice(module.length) : file;
	return bare.endsWith('.c') ? bare.slice(0, -'.c'.length) : `${bare}${other}`;
}

function devicesOf(support: NonNullable<DriverRecord['signals']['support']>): string[] {
	const devices = new Map<string, string>();
	for (const {vendor, release, state, device} of support) {
		if (device === null || vendor !== 'RHEL') continue;
		devices.set(device, `${devices.get(device) ?? device} ${release}:${supportStates.indexOf(state)}`);
	}
	return [...devices.values()];
}

/** The digests of the files that columns are made from, as a manifest says them. */
export function digestsOf(files: Partial<Manifest['files']>): JoinsHead['of'] {
	const named = ['drivers.ndjson', 'platforms.ndjson'] as const;
	return Object.fromEntries(named.flatMap(file => (files[file] ? [[file, files[file].sha256]] : [])));
}

/**
 * The whole file, from the records, and the text of options.txt where there is one. `of` are the digests of drivers.ndjson
 * and platforms.ndjson: options.txt is made with them and never without.
 */
export function makeJoins(
	drivers: readonly JoinedRecord[],
	platforms: readonly Platform[],
	options: string | null,
	of: JoinsHead['of'],
): Buffer {
	const cells = cellsOf(drivers, platforms, conditionsIn(options ?? ''));
	let offset = 0;
	const texts: Buffer[] = [];
	const columns: Partial<Record<JoinColumn, readonly [number, number]>> = {};
	for (const column of joinColumns) {
		let before: string | null = null;
		const lines = drivers.map(driver => {
			const line = cells[column](driver)
				.map(value => value.replaceAll(/[\t\n]/g, ' '))
				.join('\t');
			const isSame = line === before;
			before = line;
			return isSame ? same : line;
		});
		const text = Buffer.from(`${lines.join('\n')}\n`);
		columns[column] = [offset, text.length];
		offset += text.length;
		texts.push(text);
	}
	const head: JoinsHead = {
		schemaVersion: 1,
		of,
		drivers: drivers.length,
		columns: columns as JoinsHead['columns'],
	};
	return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...texts]);
}

/** The values of a column, of each driver in the order of the records; drivers with the same values share one list. */
export function parseColumn(text: string): (readonly string[])[] {
	const none: readonly string[] = [];
	let before: readonly string[] = none;
	return text
		.slice(0, -1)
		.split('\n')
		.map(line => {
			if (line === '') before = none;
			else if (line !== same) before = line.split('\t');
			return before;
		});
}

/** A source's name as its record has it. */
export function wholeFile(file: string, module: string): string {
	const named = file.endsWith(other) ? file.slice(0, -1) : `${file}.c`;
	return named.startsWith(mark) ? module + named.slice(1) : named;
}
