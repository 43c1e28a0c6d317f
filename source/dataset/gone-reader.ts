import {claimOf, type DeviceQuery, readDeviceQuery} from '../dossier/query/device-query.ts';
import {bareSymbol, normaliseName} from '../dossier/query/names.ts';
import type {GoneRecord, Manifest, OutsideRecord} from '../dossier/schema.ts';
import {fromTopFolderAsTyped, withoutSourceEnding} from '../dossier/surveyed-folders.ts';
import {type OpenFiles, parseLine, type RecordCheck} from './open-files.ts';
import {keysOfDevice} from './tables/device-keys.ts';
import {goneMark, nameKinds} from './tables/keys.ts';
import type {Tables} from './tables/tables.ts';

/**
 * Drivers that are gone. A look-up reads the lines that the tables lead to; only `all()` reads every one.
 */
export interface GoneReader {
	/** Null in a data set without such a file. */
	all(): GoneRecord[] | null;
	/**
	 * What a name means among the dead: a device, a path of a driver or of its main source, a module with `-` and `_`
	 * alike, else a CONFIG symbol. Empty where nothing of that name is known.
	 */
	find(name: string): GoneRecord[];
	/** The dead that CONFIG symbols, without their prefix, built. */
	bySymbols(symbols: ReadonlySet<string>): GoneRecord[];
	/** The dead of these module names, normalised. */
	byModules(modules: ReadonlySet<string>): GoneRecord[];
}

/** What lies outside the surveyed folders: modules and options by their names. */
export interface OutsideReader {
	all(): OutsideRecord[] | null;
	/** By module name, `-` and `_` alike, or by CONFIG symbol. */
	find(name: string): OutsideRecord[];
}

/** The lines of a file of records, read when they are first asked for. */
class Lines<Kind> {
	private bytes: Buffer | null | undefined;
	private parsed: Kind[] | null | undefined;
	private readonly file: 'gone.ndjson' | 'outside.ndjson';
	private readonly files: OpenFiles;
	private readonly size: number | undefined;
	private readonly check: ((record: unknown, offset: number) => void) | undefined;

	constructor(
		file: 'gone.ndjson' | 'outside.ndjson',
		files: OpenFiles,
		manifest: Manifest,
		check: RecordCheck | undefined,
	) {
		this.file = file;
		this.files = files;
		this.size = manifest.files[file]?.bytes;
		const kind = file === 'gone.ndjson' ? 'gone' : 'outside';
		this.check =
			check && ((record, offset) => check(kind, record, {file, line: () => files.lineAt(file, offset)}));
	}

	all(): Kind[] | null {
		if (this.parsed !== undefined) return this.parsed;
		const bytes = this.read();
		if (bytes === null) return null;
		const records: Kind[] = [];
		for (let start = 0; start < bytes.length; ) {
			const end = this.endOf(bytes, start);
			records.push(this.parse(bytes, start, end));
			start = end + 1;
		}
		this.parsed = records;
		return records;
	}

	/** The records at these places, each once, in the order of the file. */
	at(places: Iterable<string>): Kind[] {
		const offsets = [...new Set(places)].map(Number).sort((a, b) => a - b);
		return offsets.map(offset => {
			for (let length = lineBytes; ; length *= 4) {
				const bytes = this.files.read(this.file, offset, Math.min(length, this.size! - offset));
				if (bytes.includes(0x0a) || bytes.length < length)
					return this.parse(bytes, 0, this.endOf(bytes, 0), offset);
			}
		});
	}

	private read(): Buffer | null {
		if (this.bytes === undefined) {
			this.bytes = this.size === undefined ? null : this.files.read(this.file, 0, this.size);
		}
		return this.bytes;
	}

	private endOf(bytes: Buffer, start: number): number {
		const newline = bytes.indexOf(0x0a, start);
		return newline < 0 ? bytes.length : newline;
	}

	private parse(bytes: Buffer, start: number, end: number, offset = start): Kind {
		const line = () => this.files.lineAt(this.file, offset);
		const record = parseLine<Kind>(this.files, {file: this.file, line}, () =>
			JSON.parse(bytes.toString('utf8', start, end)),
		);
		this.check?.(record, offset);
		return record;
	}
}

/** Bytes that hold most records. */
const lineBytes = 4096;

const withoutEnding = (name: string) => name.replace(/\.ko(?:\.(?:xz|gz|zst))?$/, '');
const bareModule = (name: string) => normaliseName(withoutEnding(name));

/** Whether a module is called so in the very letters, `-` and `_` alike. */
const isWritten = (module: string, name: string) =>
	module.replaceAll('-', '_') === withoutEnding(name).replaceAll('-', '_');

/**
 * The records without those of a driver's former names under the name that was asked for: what such a record cites is all
 * that its later name's does, and more.
 */
function withoutFormerNames(
	records: readonly GoneRecord[],
	nameOf: (record: GoneRecord) => string | null,
): GoneRecord[] {
	const byName = new Map<string | null, GoneRecord[]>();
	for (const record of records) {
		const known = byName.get(nameOf(record));
		if (known === undefined) byName.set(nameOf(record), [record]);
		else known.push(record);
	}
	const cites = (record: GoneRecord) =>
		record.evidence.map(({release, at, claim}) => `${release} ${at} ${claim}`);
	return records.filter(record => {
		const others = byName.get(nameOf(record))!.filter(other => other !== record);
		if (others.length === 0) return true;
		const own = new Set(cites(record));
		return !others.some(
			other => other.evidence.length < own.size && cites(other).every(cited => own.has(cited)),
		);
	});
}

/** Reads gone.ndjson of an open data set. */
export function createGoneReader(
	files: OpenFiles,
	manifest: Manifest,
	tables: Tables,
	check: RecordCheck | undefined,
): GoneReader {
	const lines = new Lines<GoneRecord>('gone.ndjson', files, manifest, check);
	const find = (kind: string, name: string) => lines.at(tables.names().find(kind + name));
	const byModule = (module: string) =>
		find(nameKinds.goneModule, module).filter(record => normaliseName(record.module) === module);
	const findByPath = (name: string): GoneRecord[] => {
		const id = normaliseName(withoutSourceEnding(fromTopFolderAsTyped(name)));
		return find(nameKinds.goneModule, id.slice(id.lastIndexOf('/') + 1)).filter(
			record => normaliseName(record.id) === id,
		);
	};
	const findByDevice = (device: DeviceQuery): GoneRecord[] => {
		const ids = tables.ids();
		const places = keysOfDevice(device, ids.head.lengths ?? {}).flatMap(key => ids.find(key));
		const dead = places
			.filter(place => place.startsWith(goneMark))
			.map(place => place.slice(goneMark.length));
		const claims = lines.at(dead).map(record => ({record, claim: claimOf(record.ids, device)}));
		const certain = claims.filter(({claim}) => claim === 'claims');
		const possible = claims.filter(({claim}) => claim !== null);
		return (certain.length > 0 ? certain : possible).map(({record}) => record);
	};
	return {
		all: () => lines.all(),
		find(name) {
			const device = readDeviceQuery(name);
			if (device !== null) return findByDevice(device);
			if (name.includes('/')) return findByPath(name);
			const modules = byModule(bareModule(name));
			if (modules.length > 0) return withoutFormerNames(modules, ({module}) => normaliseName(module));
			const symbol = bareSymbol(name);
			const named = find(nameKinds.goneOption, symbol.toLowerCase()).filter(
				({option}) => option === symbol || option === symbol.toUpperCase(),
			);
			return withoutFormerNames(named, ({option}) => option);
		},
		bySymbols(symbols) {
			// Whoever asks for these asks for thousands: the table's part is read whole.
			const wanted = new Set([...symbols].map(symbol => symbol.toLowerCase()));
			const places: string[] = [];
			for (const line of tables.names().section(nameKinds.goneOption).split('\n')) {
				const [key, found] = line.split('\t');
				if (wanted.has(key!.slice(nameKinds.goneOption.length))) places.push(...(found?.split(' ') ?? []));
			}
			const named = lines.at(places).filter(({option}) => option !== null && symbols.has(option));
			return withoutFormerNames(named, ({option}) => option);
		},
		byModules: modules => {
			const records = [...modules].flatMap(byModule);
			return [...new Set(records)];
		},
	};
}

/** Reads outside.ndjson of an open data set. */
export function createOutsideReader(
	files: OpenFiles,
	manifest: Manifest,
	tables: Tables,
	check: RecordCheck | undefined,
): OutsideReader {
	const lines = new Lines<OutsideRecord>('outside.ndjson', files, manifest, check);
	const look = (kind: string, name: string) => lines.at(tables.names().find(kind + name));
	return {
		all: () => lines.all(),
		find(name) {
			const byName = look(nameKinds.outsideName, bareModule(name));
			// xt_TCPMSS and xt_tcpmss are two modules.
			const asWritten = byName.filter(record => isWritten(record.name, name));
			if (byName.length > 0) return asWritten.length > 0 ? asWritten : byName;
			const symbol = bareSymbol(name);
			return look(nameKinds.outsideOption, symbol.toLowerCase()).filter(
				({option}) => option === symbol || option === symbol.toUpperCase(),
			);
		},
	};
}
